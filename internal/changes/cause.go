package changes

import (
	"slices"
	"strings"
)

// comparison is what both sides are looked up in.
type comparison struct {
	before, after Figures
	was, is       files
	isNew, isGone map[int64]bool
	read          bool // reference files or the program differ: rows may be read otherwise
	ruled         bool // and judged otherwise
	scoring       bool // rules that turn counts into scores differ
	later         bool // as_of is another day
}

// files are deliveries by the hash of their bytes.
type files map[string][]Delivery

func filesOf(all []Delivery) files {
	f := files{}
	for _, d := range all {
		f[d.SHA256] = append(f[d.SHA256], d)
	}
	return f
}

// of is the delivery that a row's file came with: the township's own, else
// the district's, else any.
func (f files) of(r *row) (Delivery, bool) {
	found, best := Delivery{}, 0
	for _, d := range f[r.source.FileSHA256] {
		fit := 1
		switch d.TownshipCode {
		case r.township:
			fit = 3
		case "":
			fit = 2
		}
		if fit > best {
			found, best = d, fit
		}
	}
	return found, best > 0
}

// causes tells why a row differs. Where the rows do not settle it, all that
// may have worked are named.
func (c *comparison) causes(before, after *row, fields []Field) []Cause {
	if after != nil && after.source != (Source{}) && (before == nil || before.source != after.source) {
		if d, ok := c.is.of(after); ok && c.isNew[d.Seq] {
			if d.TownshipCode == "" {
				return []Cause{Correction}
			}
			return []Cause{NewFiling}
		}
		if before != nil || c.read { // another row of a file that counted already
			return c.reread(before)
		}
	}
	if before != nil && before.source != (Source{}) && (after == nil && before.event || after != nil && after.source == (Source{})) {
		if d, ok := c.was.of(before); ok && c.isGone[d.Seq] {
			return []Cause{GoneFiling}
		}
		return c.either(len(c.isNew) > 0, Withdrawn)
	}
	return c.judged(before, after, fields)
}

// reread is why a row that was there already counts now.
func (c *comparison) reread(before *row) []Cause {
	if before != nil {
		if d, ok := c.was.of(before); ok && c.isGone[d.Seq] {
			return []Cause{GoneFiling}
		}
	}
	if c.read {
		return []Cause{Released}
	}
	return c.either(len(c.isNew) > 0, Withdrawn)
}

// either is the first cause where it may be, and the rules where they differ.
func (c *comparison) either(may bool, first Cause) (causes []Cause) {
	if may {
		causes = append(causes, first)
	}
	if c.ruled {
		causes = append(causes, Rules)
	}
	if len(causes) == 0 && c.later {
		causes = append(causes, Time)
	}
	if len(causes) == 0 {
		causes = append(causes, OtherFile)
	}
	return causes
}

// judged is why the same filing, or the same absence of one, is judged
// otherwise.
func (c *comparison) judged(before, after *row, fields []Field) []Cause {
	if i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == "not_received" }); i >= 0 && before != nil && after != nil {
		if cause, ok := c.received(after.township, fields[i]); ok {
			rest := slices.Delete(slices.Clone(fields), i, i+1)
			if len(rest) == 0 {
				return []Cause{cause}
			}
			return append([]Cause{cause}, c.judged(before, after, rest)...)
		}
	}
	moved := before == nil || after == nil
	for _, f := range fields {
		moved = moved || f.Name == "due_on" || f.Name == "status" && (f.Before == "exempt" || f.After == "exempt")
	}
	switch {
	case moved: // into or out of the window, or of what is judged at all
		return c.either(len(c.isNew)+len(c.isGone) > 0, Exemption)
	case c.later && slices.ContainsFunc(fields, byTheClock):
		return []Cause{Time}
	case c.ruled:
		return []Cause{Rules}
	case c.later:
		return []Cause{Time}
	default:
		return []Cause{OtherFile}
	}
}

// received is why a township is 未报送 no more, or once again: a filing of its
// own that counts now, or no more. False where there is no such filing.
func (c *comparison) received(township string, f Field) (Cause, bool) {
	sent := func(all []Delivery, some map[int64]bool) bool {
		return slices.ContainsFunc(all, func(d Delivery) bool { return some[d.Seq] && d.TownshipCode == township })
	}
	switch {
	case f.Before == "true" && f.After == "false" && sent(c.after.Deliveries, c.isNew):
		return NewFiling, true
	case f.Before == "false" && f.After == "true" && sent(c.before.Deliveries, c.isGone):
		return GoneFiling, true
	}
	return "", false
}

// byTheClock reports whether a day more or less makes such a change.
func byTheClock(f Field) bool {
	waiting := func(v string) bool { return v == "pending" || v == "running" }
	switch f.Name {
	case "published_on", "eligible", "implemented", "outcome_published":
		return f.Before == "" || f.After == "" || f.Name == "eligible"
	case "not_received":
		return f.Before != "" && f.After != ""
	default:
		return waiting(f.Before) || waiting(f.After)
	}
}

// scoringRule reports whether a rule turns counts into scores and grades.
func scoringRule(name string) bool {
	return strings.HasPrefix(name, "score.") || strings.HasPrefix(name, "grade.") ||
		name == "min_due" || name == "consultation.target" || name == "false_disclosure.cap"
}
