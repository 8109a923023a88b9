package pipelines

import (
	"context"

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

// score computes scores, ranks and grades of the counts, once for every
// level, and writes them back with those of the previous window beside them.
func (e *Env) score(ctx context.Context, db *warehouse.DB, p plan) error {
	counts, err := warehouse.Read[countRow](ctx, db, "select * from int_unit_counts order by scope, level, code")
	if err != nil {
		return err
	}
	rows := []scoreRow{}
	for _, l := range levels {
		before := map[string]score.Result{}
		for _, s := range p.snapshots {
			if s.scope == "previous" {
				units, results := e.scoreLevel(counts, l.name, l.level, s)
				for i, u := range units {
					before[u.Code] = results[i]
				}
			}
		}
		for _, s := range p.snapshots {
			if s.scope != "current" {
				continue
			}
			units, results := e.scoreLevel(counts, l.name, l.level, s)
			for i, u := range units {
				row := scoreRow{Level: l.name, Code: u.Code, Name: u.Name, Unit: unitOf(u, results[i])}
				if previous, ok := before[u.Code]; ok {
					setPrevious(&row.Unit, previous)
				}
				rows = append(rows, row)
			}
		}
	}
	return warehouse.Load(ctx, db, "unit_scores", rows)
}

// scoreLevel scores the units of one level and snapshot.
func (e *Env) scoreLevel(counts []countRow, name string, level score.Level, s snapshot) ([]countRow, []score.Result) {
	var (
		rows  []countRow
		units []score.Unit
	)
	for _, c := range counts {
		if c.Scope == s.scope && c.Level == name {
			rows = append(rows, c)
			units = append(units, score.Unit{
				Code: c.Code, Kind: c.Kind, Counts: c.Counts, OpenFalseDisclosure: c.OpenFalseDisclosures > 0,
			})
		}
	}
	return rows, score.Score(level, units, scoreParams(e.WS.Book.Rules, s))
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
