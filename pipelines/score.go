package pipelines

import (
	"context"
	"runtime"

	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
	"tongbao/internal/warehouse"
)

// countRow is one row of int_unit_counts.
type countRow struct {
	Scope        string `db:"scope"`
	Level        string `db:"level"`
	Code         string `db:"code"`
	Name         string `db:"name"`
	Kind         string `db:"kind"`
	TownshipCode string `db:"township_code"`
	TownshipName string `db:"township_name"`
	score.Counts
	OpenFalseDisclosures int64 `db:"open_false_disclosures"`
}

// scoreRow is one row of unit_scores: everything computed of a unit.
type scoreRow struct {
	Level string `db:"level"`
	Code  string `db:"code"`
	Name  string `db:"name"`
	mart.Unit
}

var levels = []struct {
	name  string
	level score.Level
}{{"village", score.Village}, {"township", score.Township}, {"district", score.District}}

// score computes scores, ranks, grades, intervals, lists and funnels of the
// counts, once for every level, and writes them back: unit_scores, with those
// of the previous window beside them, unit_lists and unit_funnel.
func (e *Env) score(ctx context.Context, db *warehouse.DB, p plan) error {
	counts, err := warehouse.Read[countRow](ctx, db, "select * from int_unit_counts order by scope, level, code")
	if err != nil {
		return err
	}
	rows, entries, points := []scoreRow{}, []mart.ListEntry{}, []mart.FunnelPoint{}
	for _, l := range levels {
		var now, before scoredLevel
		for _, s := range p.snapshots {
			if s.scope == "previous" {
				before = e.scoreLevel(counts, l.name, l.level, s)
			} else {
				now = e.scoreLevel(counts, l.name, l.level, s)
			}
		}
		rows = append(rows, scoreRows(l.name, now, before, e.rankIntervals(l.level, now))...)
		entries = append(entries, listEntries(l.name, now, score.Lists(l.level, now.Scored, before.Scored, now.params))...)
		if l.level == score.Township {
			points = funnelPoints(now)
		}
	}
	if err := warehouse.Load(ctx, db, "unit_scores", rows); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "unit_lists", entries); err != nil {
		return err
	}
	return warehouse.Load(ctx, db, "unit_funnel", points)
}

// scoredLevel is the units of one level and snapshot, scored; empty where the
// window has no figures.
type scoredLevel struct {
	score.Scored
	counts []countRow // of each unit
	params score.Params
	window rulebook.Window
}

// scoreRows are the units' rows, with the previous window's figures beside.
func scoreRows(level string, now, before scoredLevel, intervals []*score.RankInterval) []scoreRow {
	previous := map[string]score.Result{}
	for i, u := range before.Units {
		previous[u.Code] = before.Results[i]
	}
	rows := make([]scoreRow, len(now.Units))
	for i, u := range now.counts {
		rows[i] = scoreRow{Level: level, Code: u.Code, Name: u.Name, Unit: unitOf(u, now.Results[i])}
		if interval := intervals[i]; interval != nil {
			rows[i].RankLo, rows[i].RankHi = &interval.Lo, &interval.Hi
		}
		if r, ok := previous[u.Code]; ok {
			setPrevious(&rows[i].Unit, r)
		}
	}
	return rows
}

// rankIntervals draws the ranks. The seed is the window's days, so that a
// month's window and the quarter that holds the same obligations agree.
func (e *Env) rankIntervals(level score.Level, now scoredLevel) []*score.RankInterval {
	workers := e.WS.Config.Limits.Threads
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	span := now.window.Start.String() + "/" + now.window.End.String()
	return score.RankIntervals(level, now.Units, now.Results, now.params, span, workers)
}

// scoreLevel scores the units of one level and snapshot.
func (e *Env) scoreLevel(counts []countRow, name string, level score.Level, s snapshot) scoredLevel {
	scored := scoredLevel{params: scoreParams(e.WS.Book.Rules, s), window: s.window}
	for _, c := range counts {
		if c.Scope == s.scope && c.Level == name {
			scored.counts = append(scored.counts, c)
			scored.Units = append(scored.Units, score.Unit{
				Code: c.Code, Kind: c.Kind, Counts: c.Counts, OpenFalseDisclosure: c.OpenFalseDisclosures > 0,
			})
		}
	}
	scored.Results = score.Score(level, scored.Units, scored.params)
	return scored
}

// scoreParams are the rules of scoring as in force on the window's last day.
func scoreParams(rules *rulebook.Rules, s snapshot) score.Params {
	w := rules.On(s.window.End)
	return score.Params{
		Weights:          [4]int64{w.WeightTimeliness, w.WeightCompleteness, w.WeightFrequency, w.WeightFourth},
		FourthIsAdoption: w.FourthIsAdoption,
		MinDue:           int64(w.MinDue),
		Grades: [3]score.Hundredths{
			score.Hundredths(w.GradeExcellent / 10), score.Hundredths(w.GradeGood / 10), score.Hundredths(w.GradeFair / 10),
		},
		FalseDisclosureCap: w.Cap,
		Provisional:        s.asOf < s.window.End,
		Quarters:           int64(s.window.Quarters()),
		Target:             w.ConsultationTarget,
	}
}

// unitOf is a unit's row as the marts have it.
func unitOf(c countRow, r score.Result) mart.Unit {
	u := mart.Unit{
		Kind: c.Kind, TownshipCode: c.TownshipCode, TownshipName: c.TownshipName, Villages: c.VillagesAtEnd,
		Due: c.Due(), OnTime: c.OnTime, Late: c.Late, Missing: c.Missing, NotReceived: c.NotReceived,
		Pending: c.Pending, Exempt: c.Exempt, Running: c.Running, MedianDaysLate: c.MedianDaysLate, Held: c.Held,
		FrequencyPer1000Households: r.FrequencyPer1000Households,
		Rank:                       r.Rank, RankInKind: r.RankInKind, RankTimeliness: r.RankTimeliness,
		RankCompleteness: r.RankCompleteness, RankFrequency: r.RankFrequency, RankAdoption: r.RankAdoption,
		Grade: r.Grade, Unranked: r.Unranked,
	}
	if r.Score != nil {
		value := r.Score.Float()
		u.Score = &value
	}
	rates := u.Rates()
	for _, rate := range r.Rates {
		*rates[rate.Name] = mart.Rate{N: rate.N, D: rate.D, Value: rate.Value}
		switch rate.Name {
		case score.Timeliness:
			u.TimelinessLo, u.TimelinessHi = rate.Lo, rate.Hi
		case score.Completeness:
			u.CompletenessLo, u.CompletenessHi = rate.Lo, rate.Hi
		case score.Handled:
			u.HandledLo, u.HandledHi = rate.Lo, rate.Hi
		case score.Adoption:
			u.AdoptionLo, u.AdoptionHi = rate.Lo, rate.Hi
		}
	}
	return u
}

// setPrevious puts the previous window's figures beside a unit's.
func setPrevious(u *mart.Unit, r score.Result) {
	if r.Score != nil {
		value := r.Score.Float()
		u.PreviousScore = &value
	}
	u.PreviousRank = r.Rank
	for _, rate := range r.Rates {
		switch rate.Name {
		case score.Timeliness:
			u.PreviousTimeliness = rate.Value
		case score.Completeness:
			u.PreviousCompleteness = rate.Value
		case score.FrequencyIndex:
			u.PreviousFrequencyIndex = rate.Value
		case score.Handled:
			u.PreviousHandled = rate.Value
		case score.Adoption:
			u.PreviousAdoption = rate.Value
		}
	}
}
