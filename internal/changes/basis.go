package changes

import (
	"slices"

	"tongbao/internal/mart"
)

// What two sets of figures rest on, compared.

// without are the deliveries of all that are not among others: another file,
// sender or time under the same number is another delivery.
func without(all, others []Delivery) []Delivery {
	known := map[Delivery]bool{}
	for _, d := range others {
		known[d.plain()] = true
	}
	rest := []Delivery{}
	for _, d := range all {
		if !known[d.plain()] {
			rest = append(rest, d)
		}
	}
	return rest
}

// plain leaves out the township's name, which the registry may change.
func (d Delivery) plain() Delivery {
	d.Township = ""
	return d
}

func references(before, after []Reference) []Replaced {
	changed := []Replaced{}
	find := func(all []Reference, kind string) (Reference, bool) {
		i := slices.IndexFunc(all, func(r Reference) bool { return r.Kind == kind })
		if i < 0 {
			return Reference{}, false
		}
		return all[i], true
	}
	if before == nil {
		return changed // not known
	}
	for _, a := range after {
		switch b, ok := find(before, a.Kind); {
		case !ok:
			changed = append(changed, Replaced{a.Kind, a.Name, "added"})
		case a.SHA256 != b.SHA256:
			changed = append(changed, Replaced{a.Kind, a.Name, "changed"})
		}
	}
	for _, b := range before {
		if _, ok := find(after, b.Kind); !ok {
			changed = append(changed, Replaced{b.Kind, b.Name, "removed"})
		}
	}
	return changed
}

func rules(before, after []mart.Rule) []RuleChange {
	changed := []RuleChange{}
	if before == nil {
		return changed // not known
	}
	was := map[string]string{}
	for _, r := range before {
		was[r.Rule] = r.Value
	}
	for _, r := range after {
		value, ok := was[r.Rule]
		if delete(was, r.Rule); !ok || value != r.Value {
			changed = append(changed, RuleChange{r.Rule, value, r.Value})
		}
	}
	for _, r := range before {
		if _, left := was[r.Rule]; left {
			changed = append(changed, RuleChange{r.Rule, r.Value, ""})
		}
	}
	return changed
}
