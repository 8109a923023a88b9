// Package explain takes a unit's figures apart: which counts each indicator
// is made of, what each brings to the score, which matters and consultations
// stand behind them with the file, sheet and row they rest on, by which rule
// each was judged, and what the score would gain if it were mended. It is
// pure: rows of the marts in, sentences and numbers out. Terminal, JSON and
// page show the same Explanation.
package explain

import (
	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
)

// Input is what an explanation is made of: the marts' rows of one unit.
type Input struct {
	Build  mart.Build
	Level  score.Level
	Unit   mart.Unit
	Counts score.Counts
	Params score.Params
	Book   *rulebook.Book
	// OpenFindings are the findings of 弄虚作假 that stand open.
	OpenFindings  []mart.OpenFinding
	Obligations   []mart.Obligation
	Consultations []mart.Consultation
	Exemptions    []mart.Exemption
	Below         []mart.Unit // a township's villages, the district's townships
}

// Explanation is a unit's figures taken apart.
type Explanation struct {
	Window  string     `json:"window"`
	AsOf    civil.Date `json:"as_of"`
	BuildID string     `json:"build_id"`

	Level    string `json:"level"` // village, township, district
	Code     string `json:"code"`
	Name     string `json:"name"`
	Kind     string `json:"kind,omitempty"`     // 村, 社区 of a village, 镇, 乡, 街道 of a township
	Township string `json:"township,omitempty"` // its name; of a village only

	Score         *float64 `json:"score"`               // 0–100; null: nothing to be judged by
	Rank          *int64   `json:"rank"`                // among the units of its level; null: it is not ranked
	RankLo        *int64   `json:"rank_lo"`             // the interval of the rank, its better end
	RankHi        *int64   `json:"rank_hi"`             // its worse end
	RankNote      string   `json:"rank_note,omitempty"` // in Chinese: why the rank lies outside its interval
	RankInKind    *int64   `json:"rank_in_kind"`        // among those of its kind: 村, 社区; 镇 and 乡, 街道
	Grade         string   `json:"grade"`               // in Chinese; empty: it is not graded
	Unranked      string   `json:"unranked"`            // in Chinese: why there is no rank; empty where there is one
	Capped        string   `json:"capped,omitempty"`    // in Chinese: why the grade is lower than the score's
	PreviousScore *float64 `json:"previous_score"`      // of the window before
	PreviousRank  *int64   `json:"previous_rank"`       // of the window before

	Parts         []Part         `json:"parts"`           // the scored indicators
	Indicators    []Indicator    `json:"indicators"`      // all rates
	Gains         []Gain         `json:"gains"`           // what mending would add
	Matters       []Matter       `json:"matters"`         // what was due in the window
	Consultations []Consultation `json:"consultations"`   // those that the figures rest on
	Below         []Below        `json:"below,omitempty"` // a township's villages, the district's townships
	ScoreRules    []string       `json:"score_rules"`     // ids of rules: by which score, rank and grade were made
	Rules         []Rule         `json:"rules"`           // those that score, matters and consultations name
}

// Part is one of the four scored indicators: what it weighs by the rules and
// in this unit's score, and the points it brings.
type Part struct {
	Name   string   `json:"name"`           // column of the scores: timeliness, completeness, frequency_index, and handled or adoption, by the rules
	Title  string   `json:"title"`          // in Chinese
	N      int64    `json:"n"`              // numerator; of frequency_index in thousandths of a consultation, like d
	D      int64    `json:"d"`              // denominator; 0: there is nothing to divide
	Value  *float64 `json:"value"`          // 0–1
	Weight float64  `json:"weight"`         // of 100, by the rules
	Share  float64  `json:"share"`          // of 100, in this score
	Points float64  `json:"points"`         // what it brings to the score
	Note   string   `json:"note,omitempty"` // in Chinese: why share is not weight, or what the indicator is made of
}

// Indicator is one rate with the counts it is made of.
type Indicator struct {
	Name  string   `json:"name"`            // column of the scores
	Title string   `json:"title"`           // in Chinese
	N     float64  `json:"n"`               // numerator
	D     float64  `json:"d"`               // denominator; 0: there is nothing to divide
	Value *float64 `json:"value"`           // n / d to six digits
	Plain bool     `json:"plain,omitempty"` // the value is no share of 1: consultations per village-quarter
}

// Below is a unit of the next level.
type Below struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Score   *float64 `json:"score"`   // 0–100; null: nothing to be judged by
	Rank    *int64   `json:"rank"`    // among the units of its level; null: it is not ranked
	Grade   string   `json:"grade"`   // in Chinese; why it is not ranked where it has none
	Due     int64    `json:"due"`     // matters that were due
	OnTime  int64    `json:"on_time"` // published in time
	Late    int64    `json:"late"`    // published late
	Missing int64    `json:"missing"` // not published
	Held    int64    `json:"held"`    // consultations in the window
}

// Rule is a rule as it was applied.
type Rule struct {
	ID     string     `json:"id"`     // its name with the day from which it holds: due.monthly@2020-08-21; without a day where it always has
	Rule   string     `json:"rule"`   // its name
	Title  string     `json:"title"`  // in Chinese
	Value  string     `json:"value"`  // as in rules.yaml
	From   civil.Date `json:"from"`   // 0001-01-01 where it always has held
	Source string     `json:"source"` // where it is laid down
}

// The levels by name.
var levelNames = map[score.Level]string{score.Village: "village", score.Township: "township", score.District: "district"}

// Make takes a unit apart.
func Make(in Input) Explanation {
	u := &in.Unit
	x := Explanation{
		Window: in.Build.Window, AsOf: in.Build.AsOf, BuildID: in.Build.BuildID,
		Level: levelNames[in.Level], Kind: u.Kind,
		Score: u.Score, Rank: u.Rank, RankInKind: u.RankInKind, RankLo: u.RankLo, RankHi: u.RankHi,
		Grade: u.Grade, Unranked: u.Unranked, PreviousScore: u.PreviousScore, PreviousRank: u.PreviousRank,
		Parts: parts(&in), Indicators: indicators(&in), Gains: gains(&in),
		Matters: []Matter{}, Consultations: []Consultation{},
	}
	switch in.Level {
	case score.Village:
		x.Code, x.Name, x.Township = u.VillageCode, u.VillageName, u.TownshipName
		x.Capped = capped(&in)
	case score.Township:
		x.Code, x.Name = u.TownshipCode, u.TownshipName
	case score.District:
		x.Code, x.Name = u.DistrictCode, u.DistrictName
	}
	x.RankNote = outside(x.Rank, x.RankLo, x.RankHi)
	rules := newRules(in.Book)
	m := maker{in: &in, rules: rules, gain: gainer(&in)}
	for i := range in.Obligations {
		x.Matters = append(x.Matters, m.matter(&in.Obligations[i]))
	}
	for i := range in.Consultations {
		x.Consultations = append(x.Consultations, m.consultation(&in.Consultations[i]))
	}
	for i := range in.Below {
		x.Below = append(x.Below, below(&in.Below[i]))
	}
	x.ScoreRules = rules.score(&in)
	x.Rules = rules.list()
	return x
}

// outside says why a rank does not lie between the ends of its interval.
func outside(rank, lo, hi *int64) string {
	if rank == nil || lo == nil || hi == nil || *lo <= *rank && *rank <= *hi {
		return ""
	}
	return "与得分相同或相近的单位多，逐次抽取时各有先后，所以名次在区间之外；区间内的先后不足以说明优劣"
}

// maker makes the rows of one explanation.
type maker struct {
	in    *Input
	rules *rules
	gain  func(change func(*score.Counts)) *float64
}

func below(u *mart.Unit) Below {
	b := Below{
		Code: u.VillageCode, Name: u.VillageName, Score: u.Score, Rank: u.Rank, Grade: u.Grade,
		Due: u.Due, OnTime: u.OnTime, Late: u.Late, Missing: u.Missing, Held: u.Held,
	}
	if b.Code == "" {
		b.Code, b.Name = u.TownshipCode, u.TownshipName
	}
	if b.Grade == "" {
		b.Grade = u.Unranked
	}
	return b
}

func indicators(in *Input) []Indicator {
	rates := in.Unit.Rates()
	list := []Indicator{}
	for _, i := range score.Indicators {
		if i.AboveVillage && in.Level == score.Village {
			continue
		}
		r := rates[i.Name]
		list = append(list, Indicator{i.Name, i.Title, r.N, r.D, r.Value, i.Name == score.Frequency})
	}
	return list
}
