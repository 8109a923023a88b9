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

// Explanation is a unit's figures taken apart, a contract in JSON.
type Explanation struct {
	Window  string     `json:"window"`
	AsOf    civil.Date `json:"as_of"`
	BuildID string     `json:"build_id"`

	Level    string `json:"level"` // village, township, district
	Code     string `json:"code"`
	Name     string `json:"name"`
	Kind     string `json:"kind,omitempty"`
	Township string `json:"township,omitempty"` // of a village

	Score         *float64 `json:"score"`
	Rank          *int64   `json:"rank"`
	RankLo        *int64   `json:"rank_lo"`
	RankHi        *int64   `json:"rank_hi"`
	RankNote      string   `json:"rank_note,omitempty"` // why the rank lies outside its interval
	RankInKind    *int64   `json:"rank_in_kind"`
	Grade         string   `json:"grade"`
	Unranked      string   `json:"unranked"`
	Capped        string   `json:"capped,omitempty"` // why the grade is lower than the score's
	PreviousScore *float64 `json:"previous_score"`
	PreviousRank  *int64   `json:"previous_rank"`

	Parts         []Part         `json:"parts"`
	Indicators    []Indicator    `json:"indicators"`
	Gains         []Gain         `json:"gains"`
	Matters       []Matter       `json:"matters"`
	Consultations []Consultation `json:"consultations"`
	Below         []Below        `json:"below,omitempty"`
	ScoreRules    []string       `json:"score_rules"` // ids of Rules: by which score, rank and grade were made
	Rules         []Rule         `json:"rules"`       // those that score, matters and consultations name
}

// Part is one of the four scored indicators: what it weighs by the rules and
// in this unit's score, and the points it brings.
type Part struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	N      int64    `json:"n"`
	D      int64    `json:"d"`
	Value  *float64 `json:"value"`  // 0–1
	Weight float64  `json:"weight"` // of 100, by the rules
	Share  float64  `json:"share"`  // of 100, in this score
	Points float64  `json:"points"`
	Note   string   `json:"note,omitempty"` // why share is not weight
}

// Indicator is one rate with the counts it is made of.
type Indicator struct {
	Name  string   `json:"name"`
	Title string   `json:"title"`
	N     float64  `json:"n"`
	D     float64  `json:"d"`
	Value *float64 `json:"value"`
	// Plain marks a value that is no share of 1: consultations per
	// village-quarter.
	Plain bool `json:"plain,omitempty"`
}

// Below is a unit of the next level.
type Below struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Score   *float64 `json:"score"`
	Rank    *int64   `json:"rank"`
	Grade   string   `json:"grade"`
	Due     int64    `json:"due"`
	OnTime  int64    `json:"on_time"`
	Late    int64    `json:"late"`
	Missing int64    `json:"missing"`
	Held    int64    `json:"held"`
}

// Rule is a rule as it was applied.
type Rule struct {
	ID     string     `json:"id"` // due.monthly@2020-08-21
	Rule   string     `json:"rule"`
	Title  string     `json:"title"`
	Value  string     `json:"value"`
	From   civil.Date `json:"from"`
	Source string     `json:"source"`
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
