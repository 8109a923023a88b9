package rulebook

import (
	"slices"
	"strings"

	"tongbao/internal/civil"
)

// Wide is all rules over a range of days on which none of them changes, for
// one join on the due date.
type Wide struct {
	From, To civil.Date // To is exclusive; the first begins on FirstDay, the last ends on Open

	// Days after which each duty is late.
	FilingDays, ReviewDays, RectificationDays, ArchiveGraceDays              int
	ConsultationDecideDays, ConsultationPublishDays, ConsultationPromiseDays int
	ObjectionVillageDays, ObjectionUpperDays                                 int

	ConsultationTarget int64 // thousandths per village and quarter

	// Whether a fixed date, or a counted period, that ends on a day off runs
	// to the next working day.
	FixedShift, CountedShift bool

	ExemptionsByTownship  bool // else only the district's own count
	ExemptionsReceiveDays int

	// Weights of the score, in thousandths.
	WeightTimeliness, WeightCompleteness, WeightFrequency, WeightFourth int64
	FourthIsAdoption                                                    bool

	MinDue int
	// The lowest score of each grade, in thousandths.
	GradeExcellent, GradeGood, GradeFair int64
	Cap                                  string // 优, 良, 中, 差, or None

	Posting    Minimum           // of categories without their own
	Categories []CategoryMinimum // by category
}

// CategoryMinimum is the minimum posting of one category.
type CategoryMinimum struct {
	Category string
	Minimum  Minimum
}

// Spells cuts time wherever a rule changes, and says for each span what
// holds. Together the spans cover every day.
func (r *Rules) Spells() []Wide {
	cuts := []civil.Date{FirstDay}
	for name, dated := range r.byName {
		if !begins(name) {
			dated = dated[1:]
		}
		for _, e := range dated {
			cuts = append(cuts, e.From)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []Wide
	for i, from := range cuts {
		w := r.On(from)
		w.From, w.To = from, Open
		if i+1 < len(cuts) {
			w.To = cuts[i+1]
		}
		out = append(out, w)
	}
	return out
}

// On returns what holds on one day; its From and To are that day alone.
func (r *Rules) On(day civil.Date) Wide {
	days := func(rule string) int { return r.Int(rule, day) }
	number := func(rule string) int64 { return r.Thousandths(rule, day) }
	is := func(rule, word string) bool { return r.Word(rule, day) == word }
	w := Wide{
		From: day, To: day + 1,
		FilingDays: days("filing.days"), ReviewDays: days("review.days"),
		RectificationDays: days("rectification.days"), ArchiveGraceDays: days("archive.grace_days"),
		ConsultationDecideDays:  days("consultation.decide_days"),
		ConsultationPublishDays: days("consultation.publish_days"),
		ConsultationPromiseDays: days("consultation.promise_days"),
		ObjectionVillageDays:    days("objection.village_days"), ObjectionUpperDays: days("objection.upper_days"),
		ConsultationTarget: number("consultation.target"),
		FixedShift:         is("due.fixed.shift", NextWorkday), CountedShift: is("due.counted.shift", NextWorkday),
		ExemptionsByTownship:  is("exemptions.by", ByTownship),
		ExemptionsReceiveDays: days("exemptions.receive_days"),
		WeightTimeliness:      number("score.weight.timeliness"), WeightCompleteness: number("score.weight.completeness"),
		WeightFrequency: number("score.weight.frequency"), WeightFourth: number("score.weight.fourth"),
		FourthIsAdoption: is("score.fourth", Adoption),
		MinDue:           days("min_due"),
		GradeExcellent:   number("grade.excellent"), GradeGood: number("grade.good"), GradeFair: number("grade.fair"),
		Cap: r.Word("false_disclosure.cap", day),
	}
	w.Posting, _ = ParseMinimum(r.At("posting.minimum", day).Value)
	for _, name := range r.names {
		if category, ok := strings.CutPrefix(name, categoryMinimum); ok {
			w.Categories = append(w.Categories, CategoryMinimum{category, r.Minimum(category, day)})
		}
	}
	return w
}
