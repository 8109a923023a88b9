package filing

import (
	"slices"
	"strings"

	"tongbao/internal/grid"
)

// leastMatched is how many headers make a header row: a single word above a
// table is a title.
const leastMatched = 2

// attempt is what one row, or two, come to as a header.
type attempt struct {
	found *layout // the table recognised, nil where none is
	tied  []string
	all   []*layout
}

func (a *attempt) recognised() bool { return a != nil && a.found != nil }

// better reports whether a, of two rows, is a header that covers more columns
// than b, of one; or as many, some of which only both rows tell: 公布日期 below
// 重新 is not 公布日期.
func (a *attempt) better(b *attempt) bool {
	return a.recognised() && (!b.recognised() || a.found.matched > b.found.matched ||
		a.found.matched == b.found.matched && a.found.grouped > 0)
}

// recognise matches headings against every candidate table.
func (r *Reader) recognise(headings []heading, rows ...grid.Row) *attempt {
	a := &attempt{}
	for i := range r.ctx.Tables {
		l := match(&r.ctx.Tables[i], r.names[i], headings, rows[0].Number)
		l.last = rows[len(rows)-1].Number
		r.supply(l)
		a.all = append(a.all, l)
		if len(l.lacking) > 0 || l.matched < leastMatched {
			continue
		}
		switch {
		case a.found == nil || l.matched > a.found.matched:
			a.found, a.tied = l, nil
		case l.matched == a.found.matched && l.table.Code == a.found.table.Code:
			// A mapping that knows no more than the table itself.
		case l.matched == a.found.matched:
			a.tied = append(a.tied, l.table.Title)
		}
	}
	return a
}

// supply looks for the required columns that have no header: the title block,
// 填报单位 or the sheet's name may give their value. What nothing gives is
// lacking.
func (r *Reader) supply(l *layout) {
	t := l.table
	l.supplied = map[int]titled{}
	for c, column := range t.Columns {
		if l.at[c] != unmatched || !column.Required && column.Type != Period {
			continue
		}
		if !t.Reference {
			if e, ok := r.titleOf(t, c); ok && e.row < l.first {
				l.supplied[c] = e
				continue
			}
			if column.Type == Village && r.villageSupplied(l, c) {
				continue
			}
			if column.Type == Item && r.itemSupplied(l, c) {
				continue
			}
		}
		if column.Required && column.Constant == "" {
			l.lacking = append(l.lacking, column.Header)
		}
	}
}

// titleOf finds the title's value under one of the column's names.
func (r *Reader) titleOf(t *Table, c int) (titled, bool) {
	i := slices.IndexFunc(r.titles, func(e titled) bool {
		at, ok := r.namesOf(t)[e.label]
		return ok && at == c
	})
	if i < 0 {
		return titled{}, false
	}
	return r.titles[i], true
}

// villageSupplied reports whether a 镇街 column, the title's 填报单位, the title
// itself or the sheet's name gives the village.
func (r *Reader) villageSupplied(l *layout, village int) bool {
	township := slices.IndexFunc(l.table.Columns, func(c Column) bool { return c.Type == Township })
	if township < 0 {
		return false
	}
	reporter, titled := r.titleOf(l.table, township)
	titled = titled && reporter.row < l.first
	home := r.ctx.Deliverer
	if titled {
		if code, bad := r.ctx.Names.Township(reporter.value, r.ctx.Deliverer); bad == nil {
			if home == "" {
				home = code
			}
		} else if r.isVillage(reporter.value, home) {
			l.supplied[village] = reporter
			return true
		}
	}
	e, ok := r.villageOfTitles(l, home)
	if !ok {
		e, ok = r.villageOfSheet(l, home)
	}
	if ok {
		l.supplied[village] = e
		return true
	}
	return l.at[township] != unmatched
}

// itemSupplied reports whether the sheet's name is an item's.
func (r *Reader) itemSupplied(l *layout, item int) bool {
	if clean(r.ctx.Sheet) == "" {
		return false
	}
	if _, bad := r.ctx.Names.Item(clean(r.ctx.Sheet), "", r.ctx.ReceivedOn); bad != nil {
		return false
	}
	l.supplied[item] = sheetNameAs(r.ctx.Sheet)
	return true
}

// sheetNameAs is the sheet's name in the place of a cell: it has no address.
func sheetNameAs(name string) titled { return titled{value: name, text: name, row: 0, col: -1} }

func (r *Reader) isVillage(text, township string) bool {
	if clean(text) == "" {
		return false
	}
	_, bad := r.ctx.Names.Village(text, township)
	return bad == nil
}

// refusal says what every table lacks in the row that came nearest to it.
func (r *Reader) refusal() *Bad {
	var parts []string
	for i := range r.ctx.Tables {
		t := &r.ctx.Tables[i]
		lacking := []string{}
		if best := r.nearest[t.Title]; best != nil {
			lacking = best.lacking
		} else {
			for _, c := range t.Columns {
				if c.Required && c.Constant == "" {
					lacking = append(lacking, c.Header)
				}
			}
		}
		if len(lacking) == 0 { // a single header is not a header row
			parts = append(parts, t.Title+"只有一列表头")
			continue
		}
		parts = append(parts, t.Title+"缺“"+strings.Join(lacking, "”“")+"”")
	}
	return NoTable.Bad("所缺", strings.Join(parts, "；"))
}

// remember keeps for every table the attempt that lacked least.
func (r *Reader) remember(a *attempt) {
	for _, l := range a.all {
		best := r.nearest[l.table.Title]
		if best == nil || len(l.lacking) < len(best.lacking) || len(l.lacking) == len(best.lacking) && l.matched > best.matched {
			r.nearest[l.table.Title] = l
		}
	}
}
