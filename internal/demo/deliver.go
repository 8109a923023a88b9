package demo

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/workbook"
)

// deliver sends everything, month after month, in the order in which it is
// known: what a delivery holds depends on what those before it said.
func (o *outbox) deliver() error {
	for n := range o.months {
		for _, t := range o.townships {
			day, silent := o.deliveryDay(t, n)
			if silent {
				continue
			}
			if err := o.monthly(t, n, day); err != nil {
				return err
			}
			if err := o.correct(t, n, day); err != nil {
				return err
			}
			if err := o.stray(t, n, day); err != nil {
				return err
			}
		}
		if err := o.official(n); err != nil {
			return err
		}
	}
	return nil
}

// acts is the length of the story, in deliveries.
const acts = 10

// act is the place of the nth delivery in the story, which ends with the last
// month: what comes before has no part in it.
func (o *outbox) act(n int) int { return n - max(0, o.months-acts) }

// deliveryDay is the day on which a township sends its nth month, some days
// after the 15th of the month that follows. One township falls silent for
// two months before the last, another for one in winter; one is late once.
func (o *outbox) deliveryDay(t *township, n int) (day civil.Date, silent bool) {
	day = o.first.AddMonths(n + 1).AddDays(t.deliveryDay - 1)
	if o.months < 6 {
		return day, false
	}
	last := o.months - 1
	switch {
	case t.index == silentTownship && n < last && n >= last-2:
		return day, true
	case t.index == silentTownship && n == last:
		return o.first.AddMonths(n + 1).AddDays(22), false
	case t.index == 8 && o.act(n) == 3:
		return day, true
	case t.index == 6 && o.act(n) == 5:
		return day.AddDays(9), false
	}
	return day, false
}

// sheetNames and the order in which tables stand in a workbook.
var sheetNames = []struct{ table, name string }{
	{"disclosures", "公开备案"}, {"consultations", "协商备案"}, {"inspections", "检查记录"}, {"objections", "异议投诉"}, {"exemptions", "不适用及延期"},
}

// written is one table as it is sent.
type written struct {
	table, name string
	codes       []string
	lines       []line
}

// news collects what is new or changed since the last delivery, in tables of
// written lines.
func (o *outbox) news(h hand, n int, mine func(*entry) bool) []written {
	var all []written
	for _, sheet := range sheetNames {
		w := written{table: sheet.table, name: sheet.name, codes: h.columns(sheet.table)}
		whole := w.codes
		if h.sheetPerVillage {
			whole = append(whole[:len(whole):len(whole)], "village")
		}
		var entries []*entry
		for _, e := range o.entries {
			if e.table != sheet.table || e.since > h.day || e.cells["void"] != nil || !mine(e) {
				continue
			}
			r := e.asOf(h.day)
			if h.onlyPublished && e.table == "disclosures" && r["published_on"] == nil {
				continue
			}
			if mark := "sent;" + r.print(whole); mark != e.sent {
				e.sent = mark
				entries = append(entries, e)
			}
		}
		slices.SortStableFunc(entries, func(a, b *entry) int { return cmp.Compare(a.village.code, b.village.code) })
		for _, e := range entries {
			w.lines = append(w.lines, h.write(e, e.asOf(h.day), w.codes))
		}
		if h.town != nil {
			h.spoil(o.act(n), sheet.table, entries, w.lines)
			if sheet.table == "disclosures" && o.act(n) == 4 && h.town.index == 0 && len(w.lines) > 9 {
				w.lines = slices.Insert(w.lines, 4, w.lines[3]) // one key twice
			}
		}
		if len(w.lines) > 0 || sheet.table == "disclosures" && h.town != nil {
			all = append(all, w)
		}
	}
	return all
}

// monthly sends a township's delivery of the nth month.
func (o *outbox) monthly(t *township, n int, day civil.Date) error {
	month := o.first.AddMonths(n)
	h := o.hand(t, day, fmt.Sprint(n))
	_, m, _ := month.YMD()
	quarterly := m%3 == 0 || n == o.months-1
	news := o.news(h, n, func(e *entry) bool {
		own := e.cells[by] == nil && e.village.in(day) == t
		return own && (h.encoding == xlsx || quarterly || e.table == "disclosures")
	})
	history := n == 0 && (t.index == 1 || t.index == 9)
	name := h.fileName(month)
	if h.encoding == xlsx {
		h.hiddenList = h.hiddenList && n%5 == 0 // a copy of the template now and then
		data, err := h.workbook(month, news)
		if err != nil {
			return err
		}
		return o.send(t, name, data, day, history)
	}
	var members []member
	for i, w := range news {
		data, err := encodeCSV(h.lay(w.table, h.heading(month, w.table), t.name, w.lines, w.codes).text(), h.comma, h.encoding)
		if err != nil {
			return err
		}
		file := name
		if i > 0 {
			file = fmt.Sprintf("%s%s（%s）.csv", t.name, w.name, quarter(month))
		}
		members = append(members, member{file, data})
	}
	return o.sendMembers(t, n, quarterly, members, day, history)
}

// sendMembers sends CSV files: one by one, together in a .zip, or one of them
// compressed.
func (o *outbox) sendMembers(t *township, n int, quarterly bool, members []member, day civil.Date, history bool) error {
	if t.habit.zipped && quarterly {
		data, err := encodeZip(members)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s%s报送.zip", t.name, quarter(o.first.AddMonths(n)))
		return o.send(t, name, data, day, history)
	}
	for i, m := range members {
		if i == 0 && o.act(n) == 1 && t.habit.encoding == utf8BOM {
			data, err := encodeGzip(m.data)
			if err != nil {
				return err
			}
			m = member{m.name + ".gz", data}
		}
		if err := o.send(t, m.name, m.data, day, history); err != nil {
			return err
		}
		if i == 0 && o.act(n) == 2 && t.habit.encoding == gb18030 { // sent again two days later
			again := strings.TrimSuffix(m.name, path.Ext(m.name)) + " - 副本.csv"
			if err := o.send(t, again, m.data, day.AddDays(2), false); err != nil {
				return err
			}
		}
	}
	return nil
}

// hand is a township's clerk at work on a day.
func (o *outbox) hand(t *township, day civil.Date, what string) hand {
	return hand{
		habit: t.habit, town: t, neighbour: o.at(t.index + 1), centre: o.at(0), day: day, made: o.made,
		throw: newDice(o.seed, "hand", t.code, what),
	}
}

// heading is the title above a table.
func (h hand) heading(month civil.Date, table string) string {
	y, m, _ := month.YMD()
	name := DistrictName
	if h.town != nil {
		name = h.town.name
	}
	return fmt.Sprintf("%s%d年%d月%s", name, y, m, filing.ByCode(table).Title)
}

// workbook lays out tables, a sheet each, or a sheet for each village.
func (h hand) workbook(month civil.Date, tables []written) ([]byte, error) {
	var sheets []workbook.Sheet
	for _, w := range tables {
		title := h.heading(month, w.table)
		if !h.sheetPerVillage || w.table != "disclosures" {
			unit := DistrictName + "民政局"
			if h.town != nil {
				unit = h.town.name
			}
			sheets = append(sheets, h.lay(w.table, title, unit, w.lines, w.codes).sheet(w.name))
			continue
		}
		for i := 0; i < len(w.lines); {
			first, v := i, w.lines[i].village
			for i < len(w.lines) && w.lines[i].village == v {
				i++
			}
			sheets = append(sheets, h.lay(w.table, title, v.committee(), w.lines[first:i], w.codes).sheet(v.name))
		}
	}
	if h.hiddenList {
		h.hide(&sheets[0], tables[0].codes)
		sheets = append(sheets, choices())
	}
	if h.epoch1904 {
		return encodeXLSX(sheets, workbook.Epoch1904)
	}
	return encodeXLSX(sheets)
}

// hide hides one row of a sheet and offers the items in a list.
func (h hand) hide(s *workbook.Sheet, codes []string) {
	if len(s.Rows) > 12 {
		s.HiddenRows = []int{len(s.Rows) - 3}
	}
	for i, code := range codes {
		if code == "item" {
			column := strings.TrimRight(grid.Address(i, 1), "1")
			s.Lists = []workbook.List{{Range: column + "5:" + column + "999", Source: "选项!$A$1:$A$40"}}
		}
	}
}

// choices is the hidden sheet that a list points to.
func choices() workbook.Sheet {
	s := workbook.Sheet{Name: "选项", Hidden: true}
	items, err := catalogue(catalogueCSV)
	if err != nil {
		panic(err) // newDistrict has read the same rows
	}
	for _, it := range items {
		s.Rows = append(s.Rows, []any{it.name})
	}
	return s
}
