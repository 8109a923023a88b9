package rulebook

import (
	"cmp"
	"slices"

	"tongbao/internal/civil"
)

// Due is the day by which one item must be disclosed for one period, before
// any 延期. It is the same for every village to which the item applies.
type Due struct {
	ItemCode string
	Period   Period
	On       civil.Date // the day itself is still in time
}

// fixedDue names the rule that gives the day of the month after the period.
var fixedDue = map[Frequency]string{
	Monthly: "due.monthly", Quarterly: "due.quarterly",
	HalfYear: "due.halfyearly", Yearly: "due.yearly",
}

// DueRule names the rule that gives the due dates of items of that frequency.
func DueRule(f Frequency) string {
	if f == Event {
		return "due.event_days"
	}
	return fixedDue[f]
}

// PeriodDue is the day by which a periodic item is due: a day of the first
// month after the period (its last day where the month is shorter), by the
// rule as in force on the day after the period's end.
func (b *Book) PeriodDue(p Period) civil.Date {
	first := p.End() + 1
	on := min(first.AddDays(b.Rules.Int(fixedDue[p.Frequency()], first)-1), first.MonthEnd())
	return b.shift(on, "due.fixed.shift", first)
}

// EventDue is the day by which an event must be disclosed; the day it
// occurred is not counted and decides which rule holds.
func (b *Book) EventDue(occurred civil.Date) civil.Date {
	on := occurred.AddDays(b.Rules.Int("due.event_days", occurred))
	return b.shift(on, "due.counted.shift", occurred)
}

// shift moves a deadline that falls on a day off, where the rule says so.
func (b *Book) shift(on civil.Date, rule string, ruleDay civil.Date) civil.Date {
	if b.Rules.Word(rule, ruleDay) == NextWorkday {
		return b.Calendar.NextWorkday(on)
	}
	return on
}

// Dues lists what is due up to and including the given day: every periodic
// item for each of its periods on whose last day the catalogue has it, from
// the periods that end in 2000 on, in order of day, item and period. An
// extension can carry a due date forward, so the list has no later start.
func (b *Book) Dues(until civil.Date) []Due {
	var out []Due
	for _, f := range []Frequency{Monthly, Quarterly, HalfYear, Yearly} {
		for p := PeriodOf(f, civil.MustOf(firstYear, 1, 1)); p.End() < until; p = p.Next() {
			on := b.PeriodDue(p)
			if on > until {
				continue
			}
			for _, item := range b.Catalogue.Spells() {
				if item.Frequency == f && item.From <= p.End() && p.End() < item.To {
					out = append(out, Due{item.Code, p, on})
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y Due) int {
		return cmp.Or(cmp.Compare(x.On, y.On), cmp.Compare(x.ItemCode, y.ItemCode),
			cmp.Compare(x.Period.String(), y.Period.String()))
	})
	return out
}
