package filing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongbao/internal/grid"
)

// titled is one “label：value” of the lines around a table.
type titled struct {
	label string // folded as a header, without a trailing bracket
	value string
	row   int
	col   int    // of the value's cell
	text  string // of that cell, whole
}

// address is where the value stands.
func (t titled) address() string { return grid.Address(t.col, t.row) }

// titleEntries finds the labelled values of a line: “填报单位：统景镇”, several
// in one cell, or a label with its value in the next cell that is filled.
// known tells which labels are worth having where no colon marks them.
func titleEntries(row grid.Row, known func(label string) bool) []titled {
	var entries []titled
	waiting := "" // a label whose value is to come
	for col, cell := range row.Cells {
		if cell.IsBlank() || cell.Cover != grid.Own {
			continue
		}
		found, lead := labelled(narrow(cell.Text), known)
		label := labelOf(lead, known)
		switch {
		case waiting != "" && lead != "" && !known(label):
			if value := trimLine(lead); value != "" {
				entries = append(entries, titled{waiting, value, row.Number, col, cell.Text})
			}
			waiting = ""
		case lead != "" && len(found) == 0 && known(label):
			waiting = label
		default:
			waiting = ""
		}
		for i, e := range found {
			if e.value == "" {
				if i == len(found)-1 {
					waiting = e.label
				}
				continue
			}
			entries = append(entries, titled{e.label, e.value, row.Number, col, cell.Text})
		}
	}
	return entries
}

// labelOf folds a label and drops its trailing brackets, until it is known or
// none is left.
func labelOf(text string, known func(string) bool) string {
	label := foldHeader(text)
	for !known(label) {
		shorter, ok := dropBracket(label)
		if !ok {
			break
		}
		label = shorter
	}
	return label
}

// headerLabel folds a header and drops all its trailing brackets.
func headerLabel(text string) string { return labelOf(text, func(string) bool { return false }) }

// labelled splits a text at its colons. The first label is all that stands
// before its colon where that is known, else the last word, as of any other
// label; lead is the text before the first label.
func labelled(text string, known func(string) bool) (found []titled, lead string) {
	parts := strings.Split(text, ":")
	if len(parts) == 1 {
		return nil, text
	}
	label := labelOf(parts[0], known)
	if !known(label) {
		lead, label = lastWord(parts[0])
		label = labelOf(label, known)
	}
	for i, part := range parts[1:] {
		value, next := part, ""
		if i < len(parts)-2 {
			value, next = lastWord(part)
		}
		found = append(found, titled{label: label, value: trimLine(value)})
		label = labelOf(next, known)
	}
	return found, strings.TrimSpace(lead)
}

// trimLine takes off a value the line that it was written on.
func trimLine(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return r == '_' || unicode.IsSpace(r) })
}

// lastWord splits off what stands behind the last white space.
func lastWord(s string) (before, word string) {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	i := strings.LastIndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return "", s
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i:])
}

var (
	// villageEnding is how the full name of a village ends.
	villageEnding = regexp.MustCompile(`(?:村|社区|委会|委员会)$`)
	// titleEnding is what a title may say behind the name of one village: of
	// which time, and what kind of table it is.
	titleEnding = regexp.MustCompile(`^(?:20\d\d年度?)?(?:\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年|全年)?` +
		`(?:[村居党政财]务|村\(居\)务|三务|民主)*(?:公开|协商)*(?:事项|情况|内容)?` +
		`(?:备案|登记|统计|汇总|明细|公示|填报|报送)?(?:表|台账|清单|记录|一览表)?(?:\([^()]*\))?$`)
)

// longestTitle is how many characters of a title may name a village.
const longestTitle = 60

// villageOfTitle finds the one village that a title names: 御临村2026年6月村务
// 公开备案表. A title that says anything else behind the name, as of several
// villages, names none.
func (r *Reader) villageOfTitle(text, township string) (name, code string) {
	title := fold(text)
	if utf8.RuneCountInString(title) > longestTitle {
		return "", ""
	}
	for end := len(title); end > 0; end-- {
		if !utf8.RuneStart(byteAt(title, end)) || !villageEnding.MatchString(title[:end]) || !titleEnding.MatchString(title[end:]) {
			continue
		}
		if code, bad := r.ctx.Names.Village(title[:end], township); bad == nil {
			return title[:end], code
		}
	}
	return "", ""
}

// byteAt is the byte at a place of a text; behind its end, one that begins a
// character.
func byteAt(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return 0
}

// villageColumn is a header that may head villages though no declaration knows
// it: 所属村, 行政村名称.
var villageColumn = regexp.MustCompile(`(?:村[居社组]?|社区|[村居]委会)(?:名|名称)?(?:\([^()]*\))?$`)

// ofOneVillage reports whether a header leaves it to the title to say whose
// the rows are: it is a header at all, and no column of it names villages.
func (l *layout) ofOneVillage() bool {
	return l.matched >= leastMatched && !slices.ContainsFunc(l.headings, func(h heading) bool {
		return slices.ContainsFunc(h.forms, villageColumn.MatchString)
	})
}

// villageOfTitles finds the village that the lines above a header name. Where
// they name two, neither is meant for all the rows.
func (r *Reader) villageOfTitles(l *layout, township string) (found titled, ok bool) {
	if !l.ofOneVillage() {
		return titled{}, false
	}
	known := ""
	for _, row := range r.above { // the upper row of a header too: it may be a title
		for col, cell := range row.Cells {
			if cell.Cover != grid.Own || cell.Kind != grid.Text {
				continue
			}
			name, code := r.villageOfTitle(cell.Text, township)
			switch {
			case code == "":
			case known != "" && code != known:
				return titled{}, false
			case known == "":
				known, found = code, titled{value: name, row: row.Number, col: col, text: cell.Text}
			}
		}
	}
	return found, known != ""
}

// villageOfSheet finds the village that the sheet's name is, or names as a
// title does.
func (r *Reader) villageOfSheet(l *layout, township string) (titled, bool) {
	e := sheetNameAs(r.ctx.Sheet)
	if r.isVillage(r.ctx.Sheet, township) {
		return e, true
	}
	if !l.ofOneVillage() {
		return titled{}, false
	}
	e.value, _ = r.villageOfTitle(r.ctx.Sheet, township)
	return e, e.value != ""
}
