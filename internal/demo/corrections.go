package demo

import (
	"fmt"

	"tongbao/internal/civil"
)

// correct sends a township's corrections of what it sent before: rows of the
// same key with other days, and rows withdrawn.
func (o *outbox) correct(t *township, n int, day civil.Date) error {
	if act := o.act(n); !(t.index == 1 && act == 4 || t.index == 4 && act == 6 || t.index == 7 && act == 8) {
		return nil
	}
	h := o.hand(t, day.AddDays(4), fmt.Sprintf("correction %d", n))
	codes := append(h.columns("disclosures"), "void")
	w := written{table: "disclosures", name: "更正", codes: codes}
	withdrawn, moved := 0, 0
	for _, e := range o.entries {
		p, periodic := e.cells["period"].(period)
		r := e.asOf(h.day)
		posted, ok := r["published_on"].(civil.Date)
		if e.table != "disclosures" || e.sent == "" || e.spoilt || e.village.in(day) != t || !periodic || !ok || p.end < h.day.AddDays(-80) {
			continue
		}
		switch {
		case posted > p.due() && moved < 3: // late turns into on time
			shift := p.due() - posted
			e.cells["published_on"], e.cells["signed_date"] = p.due(), p.due()
			for _, column := range []string{"proposed_on", "reviewed_on", "decided_on", "archived_on", "filed_on"} {
				if on, given := e.cells[column].(civil.Date); given {
					e.cells[column] = on + shift
				}
			}
			moved++
		case posted <= p.due() && withdrawn < 2 && e.cells["nil"] == nil && e.village == t.member(withdrawn+1):
			e.cells["void"] = true // entered for the wrong village
			withdrawn++
		default:
			continue
		}
		w.lines = append(w.lines, h.write(e, e.asOf(h.day), codes))
		e.sent = "sent;" + e.asOf(h.day).print(h.columns("disclosures"))
	}
	data, err := h.workbook(o.first.AddMonths(n), []written{w})
	if err != nil {
		return err
	}
	_, m, _ := o.first.AddMonths(n).YMD()
	return o.send(t, fmt.Sprintf("%s%d月公开情况更正表.xlsx", t.name, m), data, h.day, false)
}

// officeHabit is how the district's own office fills in tables.
var officeHabit = habit{
	township: true, dates: []dateStyle{native}, answers: allAnswers[:1], periods: []periodStyle{spoken},
	villages: []villageStyle{plainName}, title: true, leave: longForm,
}

// official sends what the district itself delivers after each quarter:
// exemptions, covert inspections with objections it handled, and once a
// correction of what a township had filed.
func (o *outbox) official(n int) error {
	month := o.first.AddMonths(n)
	q := quarter(month)
	if month.MonthEnd() != q.end && n != o.months-1 {
		return nil
	}
	day := month.AddMonths(1).AddDays(18)
	h := hand{habit: officeHabit, day: day, throw: newDice(o.seed, "office", q.String())}
	news := o.news(h, n, func(e *entry) bool { return e.cells[by] == office })
	for _, part := range []struct {
		file   string
		tables []string
	}{
		{"%s不适用及延期批准表.xlsx", []string{"exemptions"}},
		{"%s暗访和异议办理情况.xlsx", []string{"inspections", "objections"}},
	} {
		var some []written
		for _, table := range part.tables {
			for _, w := range news {
				if w.table == table {
					some = append(some, w)
				}
			}
		}
		if len(some) == 0 {
			continue
		}
		data, err := h.workbook(month, some)
		if err != nil {
			return err
		}
		if err := o.send(nil, fmt.Sprintf(part.file, spellPeriod(q, spoken)), data, day, false); err != nil {
			return err
		}
	}
	if o.act(n) == 6 {
		return o.overrule(h, month)
	}
	return nil
}

// overrule corrects three rows of a township: what it filed as on time was
// posted late. The township will say again what it said before, which the
// district's word then outranks.
func (o *outbox) overrule(h hand, month civil.Date) error {
	codes := h.columns("disclosures")
	w := written{table: "disclosures", name: "勘误", codes: codes}
	for _, e := range o.entries {
		p, periodic := e.cells["period"].(period)
		r := e.asOf(h.day)
		if len(w.lines) == 3 || e.table != "disclosures" || e.sent == "" || e.spoilt || !periodic || e.village.town != o.at(3) || p.end != month.MonthEnd() {
			continue
		}
		if posted, ok := r["published_on"].(civil.Date); !ok || posted > p.due() {
			continue
		}
		r["published_on"], r["signed_date"] = p.due()+2, p.due()+2
		for _, column := range []string{"removed_on", "filed_on", "township_reviewed_on", "review_result", "archived_on"} {
			delete(r, column)
		}
		w.lines = append(w.lines, h.write(e, r, codes))
		e.sent = ""
	}
	if len(w.lines) == 0 {
		return nil
	}
	data, err := h.workbook(month, []written{w})
	if err != nil {
		return err
	}
	return o.send(nil, "公开情况勘误表.xlsx", data, h.day.AddDays(1), false)
}
