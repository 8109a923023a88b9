package reporttest

import (
	"fmt"
	"math/rand/v2"
	"reflect"

	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// fill writes counts, rates, scores and ranks of a level into its marts, and
// those of the earlier counts as the previous window's.
func fill(level score.Level, units []mart.Unit, now, before []score.Unit) {
	results := score.Score(level, now, Params)
	intervals := score.RankIntervals(level, now, results, Params, "2026-04-01/2026-06-30", 2)
	for i := range units {
		c := now[i].Counts
		u := &units[i]
		u.Window = "2026Q2"
		u.Due, u.OnTime, u.Late, u.Missing = c.OnTime+c.Late+c.Missing, c.OnTime, c.Late, c.Missing
		u.NotReceived, u.Pending, u.Exempt, u.Running, u.Held = c.NotReceived, c.Pending, c.Exempt, c.Running, c.Held
		u.MedianDaysLate = c.MedianDaysLate
		putRates(u, results[i].Rates)
		u.Score = float(results[i].Score)
		if intervals[i] != nil {
			u.RankLo, u.RankHi = &intervals[i].Lo, &intervals[i].Hi
		}
		u.Rank, u.RankInKind = results[i].Rank, results[i].RankInKind
		u.RankTimeliness, u.RankCompleteness = results[i].RankTimeliness, results[i].RankCompleteness
		u.RankFrequency, u.RankAdoption = results[i].RankFrequency, results[i].RankAdoption
		u.Grade, u.Unranked = results[i].Grade, results[i].Unranked
		u.FrequencyPer1000Households = results[i].FrequencyPer1000Households
	}
	earlier := score.Score(level, before, Params)
	for i := range units {
		var was mart.Unit
		putRates(&was, earlier[i].Rates)
		u := &units[i]
		u.PreviousScore, u.PreviousRank = float(earlier[i].Score), earlier[i].Rank
		u.PreviousTimeliness, u.PreviousCompleteness = was.Timeliness.Value, was.Completeness.Value
		u.PreviousFrequencyIndex, u.PreviousHandled = was.FrequencyIndex.Value, was.Handled.Value
		u.PreviousAdoption = was.Adoption.Value
	}
}

func float(h *score.Hundredths) *float64 {
	if h == nil {
		return nil
	}
	v := h.Float()
	return &v
}

// putRates sets a unit's rates by their column names.
func putRates(u *mart.Unit, rates []score.Rate) {
	fields := map[string]reflect.Value{}
	v := reflect.ValueOf(u).Elem()
	for i := range v.NumField() {
		if v.Field(i).Type() == reflect.TypeFor[mart.Rate]() {
			fields[v.Type().Field(i).Tag.Get("db")] = v.Field(i)
		}
	}
	for _, r := range rates {
		field, ok := fields[r.Name]
		if !ok {
			panic("no rate " + r.Name + " in mart.Unit")
		}
		field.Set(reflect.ValueOf(mart.Rate{N: r.N, D: r.D, Value: r.Value}))
		switch r.Name {
		case score.Timeliness:
			u.TimelinessLo, u.TimelinessHi = r.Lo, r.Hi
		case score.Completeness:
			u.CompletenessLo, u.CompletenessHi = r.Lo, r.Hi
		case score.Handled:
			u.HandledLo, u.HandledHi = r.Lo, r.Hi
		case score.Adoption:
			u.AdoptionLo, u.AdoptionHi = r.Lo, r.Hi
		}
	}
}

// split deals counts out to the categories, so that they add up.
func split(code, name string, c score.Counts) []mart.CategoryCount {
	var out []mart.CategoryCount
	left := c
	for i, category := range categories {
		part := func(all, rest int64) int64 {
			if i == len(categories)-1 {
				return rest
			}
			return min(rest, int64(float64(all)*category.part))
		}
		row := mart.CategoryCount{
			TownshipCode: code, TownshipName: name, Category: category.name,
			OnTime: part(c.OnTime, left.OnTime), Late: part(c.Late, left.Late), Missing: part(c.Missing, left.Missing),
		}
		row.Due = row.OnTime + row.Late + row.Missing
		row.Complete = min(row.OnTime+row.Late, part(c.Complete, left.Complete))
		left.OnTime, left.Late, left.Missing, left.Complete = left.OnTime-row.OnTime, left.Late-row.Late, left.Missing-row.Missing, left.Complete-row.Complete
		out = append(out, row)
	}
	return out
}

// trend is the twelve months to June 2026; October 2025 has no figures.
func trend(r *rand.Rand) []mart.TrendMonth {
	var out []mart.TrendMonth
	for i := range 12 {
		year, month := 2025, 7+i
		if month > 12 {
			year, month = 2026, month-12
		}
		if year == 2025 && month == 10 {
			continue
		}
		due := int64(420)
		if month%3 == 1 {
			due = 700
		}
		good := due * int64(78+i+r.IntN(4)) / 100
		late := (due - good) / 2
		out = append(out, mart.TrendMonth{
			Month: fmt.Sprintf("%d-%02d", year, month), Due: due, OnTime: good, Late: late,
			Missing: due - good - late, Complete: good - int64(r.IntN(40)),
		})
	}
	return out
}

// batches are three monthly batches and the first quarter's, due in April.
func batches(district mart.Unit) []mart.BatchCount {
	monthly := district.Due / 4
	return []mart.BatchCount{
		{Month: "2026-04", Frequency: "月", Period: "2026-03", Due: monthly},
		{Month: "2026-04", Frequency: "季", Period: "2026Q1", Due: district.Due - 3*monthly - 40},
		{Month: "2026-04", Frequency: "随时", Due: 40},
		{Month: "2026-05", Frequency: "月", Period: "2026-04", Due: monthly},
		{Month: "2026-06", Frequency: "月", Period: "2026-05", Due: monthly, Pending: district.Pending},
	}
}
