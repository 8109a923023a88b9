package changes

import (
	"cmp"
	"math"
	"slices"

	"tongbao/internal/mart"
)

// Compare tells what moved from one set of figures to the other, and why.
func Compare(before, after Figures) Changes {
	result := Changes{
		Before:     Basis{before.Window, before.AsOf, before.Program},
		After:      Basis{after.Window, after.AsOf, after.Program},
		SameWindow: before.Window == after.Window,
		New:        []Delivery{}, Gone: []Delivery{}, Rules: rules(before.Rules, after.Rules), Moves: []Move{},
		References: references(before.References, after.References),
	}
	c := &comparison{
		before: before, after: after, was: filesOf(before.Deliveries), is: filesOf(after.Deliveries),
		isNew: map[int64]bool{}, isGone: map[int64]bool{}, later: before.AsOf != after.AsOf,
	}
	if result.SameWindow {
		result.New, result.Gone = without(after.Deliveries, before.Deliveries), without(before.Deliveries, after.Deliveries)
		for _, d := range result.New {
			c.isNew[d.Seq] = true
		}
		for _, d := range result.Gone {
			c.isGone[d.Seq] = true
		}
	}
	program := before.Program != "" && before.Program != after.Program
	c.read = len(result.References) > 0 || program
	c.ruled = program || slices.ContainsFunc(result.References, func(r Replaced) bool { return r.Kind != Config })
	c.scoring = program || slices.ContainsFunc(result.Rules, func(r RuleChange) bool { return scoringRule(r.Rule) })

	result.Named = result.SameWindow && before.Named && after.Named
	if !result.Named {
		before.Lists, before.Problems, after.Lists, after.Problems = nil, nil, nil, nil
	}
	result.Lists, result.Problems = lists(before.Lists, after.Lists), problems(before.Problems, after.Problems)
	result.PublicProblems = problems(publishable(before.Problems), publishable(after.Problems))

	touched := map[string]*tally{}
	if result.SameWindow {
		touched = c.tally()
	}
	old := map[string]mart.Unit{}
	for _, u := range before.Units {
		old[id(&u)] = u
	}
	for i := range after.Units {
		u := &after.Units[i]
		key := id(u)
		b, was := old[key]
		delete(old, key)
		var earlier *mart.Unit
		if was {
			earlier = &b
		}
		c.unit(&result, earlier, u, touched[key])
	}
	for i := range before.Units { // units that are no more, in their order
		if _, left := old[id(&before.Units[i])]; left {
			c.unit(&result, &before.Units[i], nil, touched[id(&before.Units[i])])
		}
	}
	slices.SortStableFunc(result.Moves, func(a, b Move) int {
		return cmp.Or(
			cmp.Compare(order[a.Level], order[b.Level]),
			nilsLast(a.Rank.After, b.Rank.After), nilsLast(a.Rank.Before, b.Rank.Before),
			cmp.Compare(a.Code, b.Code))
	})
	return result
}

var order = map[string]int{District: 0, Township: 1, Village: 2}

// unit adds a unit to the result: as a move, or to those that stayed.
func (c *comparison) unit(result *Changes, before, after *mart.Unit, t *tally) {
	some := cmp.Or(after, before)
	m := Move{Level: level(some), Kind: some.Kind, TownshipCode: some.TownshipCode, Township: some.TownshipName, Indicators: []IndicatorMove{}, Causes: []CauseCount{}, Rows: []Row{}}
	switch m.Level {
	case Village:
		m.Code, m.Name = some.VillageCode, some.VillageName
	case Township:
		m.Code, m.Name = some.TownshipCode, some.TownshipName
		m.TownshipCode, m.Township = "", ""
	default:
		m.Code, m.Name = some.DistrictCode, some.DistrictName
		m.TownshipCode, m.Township = "", ""
	}
	if before != nil {
		m.Score.Before, m.Rank.Before, m.Grade.Before = before.Score, before.Rank, text(before.Grade)
	}
	if after != nil {
		m.Score.After, m.Rank.After, m.Grade.After = after.Score, after.Rank, text(after.Grade)
	}
	if c.before.partial {
		m.Grade.After = nil // it tells no grades
	}
	scored := !same(m.Score.Before, m.Score.After)
	graded := !same(m.Grade.Before, m.Grade.After)
	ranked := !same(m.Rank.Before, m.Rank.After)
	if !scored && !graded && !ranked && before != nil && after != nil {
		result.Unmoved++
		if t != nil && m.Level == Village {
			result.Touched++
		}
		return
	}
	m.Indicators = indicators(before, after)
	if t != nil {
		m.Rows = append(m.Rows, t.rows...)
	}
	m.Causes = c.unitCauses(t, result.SameWindow, scored || graded || before == nil || after == nil)
	result.Moves = append(result.Moves, m)
}

// unitCauses sums the causes of a unit's rows; own tells that its own figures
// moved, not only its place among the others.
func (c *comparison) unitCauses(t *tally, sameWindow, own bool) []CauseCount {
	causes := []CauseCount{}
	if !own {
		return append(causes, CauseCount{Cause: Others})
	}
	if t != nil {
		counts := t.scored
		if len(counts) == 0 {
			counts = t.any
		}
		for _, cause := range []Cause{NewFiling, Correction, Withdrawn, GoneFiling, Released, Exemption, Rules, Time, OtherFile} {
			if n := counts[cause]; n > 0 {
				causes = append(causes, CauseCount{cause, n})
			}
		}
	}
	ruled := slices.ContainsFunc(causes, func(k CauseCount) bool { return k.Cause == Rules })
	switch {
	case c.scoring && !ruled:
		causes = append(causes, CauseCount{Cause: Rules})
	case len(causes) > 0 || !sameWindow:
	case c.later: // what was provisional is counted, or the reverse
		causes = append(causes, CauseCount{Cause: Time})
	case c.ruled:
		causes = append(causes, CauseCount{Cause: Rules})
	default: // such as an inspection that caps the grade
		causes = append(causes, CauseCount{Cause: OtherFile})
	}
	return causes
}

// scored are the indicators that the score is made of, and adoption, which is
// ranked beside it.
var scored = []string{"timeliness", "completeness", "frequency_index", "handled", "adoption"}

func indicators(before, after *mart.Unit) []IndicatorMove {
	moves := []IndicatorMove{}
	of := func(u *mart.Unit, name string) Rate {
		if u == nil {
			return Rate{}
		}
		r := u.Rates()[name]
		rate := Rate{Value: r.Value}
		if r.D > 0 {
			rate.N, rate.D = &r.N, &r.D
		}
		return rate
	}
	for _, name := range scored {
		b, a := of(before, name), of(after, name)
		if !same(b.Value, a.Value) || b.D != nil && a.D != nil && (*b.N != *a.N || *b.D != *a.D) {
			moves = append(moves, IndicatorMove{name, b, a})
		}
	}
	return moves
}

// same reports whether two values are equal as they are printed: floats to
// the sixth digit.
func same[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	if x, ok := any(*a).(float64); ok {
		return math.Round(x*1e6) == math.Round(any(*b).(float64)*1e6)
	}
	return *a == *b
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func level(u *mart.Unit) string {
	switch {
	case u.VillageCode != "":
		return Village
	case u.TownshipCode != "":
		return Township
	default:
		return District
	}
}

// id tells units apart; there is one district.
func id(u *mart.Unit) string {
	switch level(u) {
	case Village:
		return Village + u.VillageCode
	case Township:
		return Township + u.TownshipCode
	default:
		return District
	}
}

func nilsLast(a, b *int64) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Compare(*a, *b)
}
