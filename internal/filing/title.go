package filing

import (
	"strings"
	"unicode"

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
