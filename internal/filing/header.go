package filing

import (
	"slices"
	"strings"

	"tongbao/internal/grid"
)

// heading is the header of one column of a sheet.
type heading struct {
	text     string         // as written; empty where the column has none
	personal []personalKind // numbers masked in text
	forms    []string       // folded, the most telling first: of a two-row header upper and lower line together, then the lower
}

// columns of a sheet that no declared column takes.
const unmatched = -1

// layout is a header matched against one table.
type layout struct {
	table    *Table
	first    int // the rows it takes
	last     int
	headings []heading
	columns  []int // sheet column → table column
	at       []int // table column → sheet column
	matched  int
	grouped  int  // of them, known by both lines of a two-row header together
	twice    *Bad // two columns of the sheet are the same
	lacking  []string
	supplied map[int]titled // columns without a header whose value the title gives
}

// oneRow is a header in one row. A cell covered by a merge across is no
// header of its own.
func oneRow(row grid.Row) []heading {
	headings := make([]heading, len(row.Cells))
	for i, cell := range row.Cells {
		if !cell.IsBlank() && cell.Cover != grid.Across {
			headings[i] = newHeading(cell.Text, cell.Text)
		}
	}
	return headings
}

func newHeading(written string, forms ...string) heading {
	var h heading
	h.text, h.personal = maskPersonal(clean(written))
	for _, form := range forms {
		if folded := foldHeader(form); folded != "" {
			h.forms = append(h.forms, folded)
		}
	}
	return h
}

// twoRows is a header in two rows: groups above, their columns below. In a
// CSV, which has lost its merges, a group goes on to the right while the
// cells beside it are blank above and filled below.
func twoRows(upper, lower grid.Row) []heading {
	headings := make([]heading, max(len(upper.Cells), len(lower.Cells)))
	group := ""
	for i := range headings {
		above, below := upper.Cell(i), lower.Cell(i)
		ownBelow := !below.IsBlank() && below.Cover == grid.Own
		switch {
		case !above.IsBlank():
			group = above.Text
		case !ownBelow:
			group = ""
		}
		switch {
		case ownBelow && group != "":
			headings[i] = newHeading(below.Text, group+below.Text, below.Text)
		case ownBelow:
			headings[i] = newHeading(below.Text, below.Text)
		case !above.IsBlank() && above.Cover != grid.Across:
			headings[i] = newHeading(above.Text, above.Text)
		}
	}
	return headings
}

// match finds the table's columns among the headings: exactly first, then
// without a trailing bracket.
func match(t *Table, names map[string]int, headings []heading, row int) *layout {
	l := &layout{table: t, first: row, last: row, headings: headings, columns: make([]int, len(headings)), at: make([]int, len(t.Columns))}
	for i := range l.columns {
		l.columns[i] = unmatched
	}
	for i := range l.at {
		l.at[i] = unmatched
	}
	exact := func(form string) (string, bool) { return form, true }
	l.take(names, exact, nil)
	byName := append([]int(nil), l.at...)
	for form, shorter := 0, true; shorter; form++ {
		shorter = l.take(names, func(s string) (string, bool) { return dropBrackets(s, form+1) }, byName)
	}
	l.takeSignedOrPublished()
	for _, c := range l.columns {
		if c != unmatched {
			l.matched++
		}
	}
	return l
}

// dropBrackets takes n trailing brackets off.
func dropBrackets(s string, n int) (string, bool) {
	ok := true
	for ; n > 0 && ok; n-- {
		s, ok = dropBracket(s)
	}
	return s, ok
}

// take matches the headings not yet matched by one form of their names. A
// column in except is not taken again: its exact header is there. It reports
// whether any heading has such a form.
func (l *layout) take(names map[string]int, shape func(string) (string, bool), except []int) (any bool) {
	for i, h := range l.headings {
		if l.columns[i] != unmatched {
			continue
		}
		for n, form := range h.forms {
			shaped, ok := shape(form)
			if !ok {
				continue
			}
			any = true
			c, ok := names[shaped]
			if !ok || except != nil && except[c] != unmatched {
				continue
			}
			l.assign(i, c)
			if len(h.forms) > 1 && n == 0 {
				l.grouped++
			}
			break
		}
	}
	return any
}

// assign gives a sheet's column to a table's, or notes that two claim it.
func (l *layout) assign(i, c int) {
	if other := l.at[c]; other != unmatched {
		if l.twice == nil {
			l.twice = HeaderTwice.Bad("甲", l.cellName(other), "乙", l.cellName(i), "列", l.table.Columns[c].Header)
		}
		return
	}
	l.columns[i], l.at[c] = c, i
}

func (l *layout) cellName(i int) string {
	return grid.Address(i, l.last) + "“" + l.headings[i].text + "”"
}

// takeSignedOrPublished settles what 公开时间 heads.
func (l *layout) takeSignedOrPublished() {
	t := l.table
	if !t.signedOrPublished() {
		return
	}
	published := t.Column("published_on")
	for i, h := range l.headings {
		if l.columns[i] != unmatched {
			continue
		}
		for _, form := range h.forms {
			if headerLabel(form) != SignedOrPublished {
				continue
			}
			if signed := t.Column("signed_date"); l.at[published] == unmatched {
				l.assign(i, published)
			} else if l.at[signed] == unmatched {
				l.assign(i, signed)
			} // else it says nothing that other columns do not
			break
		}
	}
}

// headerOf is the header of a table's column as the sheet writes it, else as
// the table does.
func (l *layout) headerOf(c int) string {
	if i := l.at[c]; i != unmatched {
		return l.headings[i].text
	}
	return l.table.Columns[c].Header
}

// unknown lists the headers that no declaration knows.
func (l *layout) unknown() []string {
	var list []string
	for i, h := range l.headings {
		if l.columns[i] == unmatched && h.text != "" && !h.isOwn() {
			list = append(list, h.text)
		}
	}
	return list
}

// repeats reports whether a row is one of the header's own rows again.
func (r *Reader) repeats(row grid.Row) bool {
	names, same := r.namesInUse, 0
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.IsBlank() || cell.Cover == grid.Across {
			continue
		}
		if i >= len(r.headings) {
			return false
		}
		text := r.foldedHeader(cell.Text)
		c, known := names[text]
		switch {
		case known && r.columns[i] == c:
		case text != "" && slices.ContainsFunc(r.headings[i].forms, func(form string) bool { return strings.HasPrefix(form, text) }):
			// as written, or the group above it in a two-row header
		default:
			return false
		}
		same++
	}
	return same > 1
}
