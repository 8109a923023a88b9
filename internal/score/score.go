// Package score makes scores, ranks and grades of counts: once, in the same
// way, for villages, townships and the district, from whole numbers. It is
// pure, and no figure is rounded before it is final. It also says what they
// can bear (intervals, funnels), who is named for them (lists), and how much
// hangs on the weights.
package score

import "fmt"

// Params are the rules of scoring as in force for the window.
type Params struct {
	// Weights of timeliness, completeness, frequency index and the fourth.
	// Only their proportion matters, so decimal weights may be scaled up.
	Weights          [4]int64
	FourthIsAdoption bool // the fourth is 成果采纳率, not 办理率
	// MinDue is the smallest 应公开数 with which a village is ranked.
	MinDue int64
	// Grades are the least scores of 优, 良 and 中.
	Grades [3]Hundredths
	// FalseDisclosureCap is the best grade of a village with an open
	// 弄虚作假 finding: 优, 良, 中 or 差.
	FalseDisclosureCap string
	// Provisional is as_of < W's end: the consultations of the window are
	// not complete, so frequency_index is shown and not scored.
	Provisional bool
	// Quarters in the window: its months ÷ 3.
	Quarters int64
	// Target is the consultations wanted per village and quarter, in
	// thousandths.
	Target int64
}

// target is target × quarters, in thousandths: what Counts.IndexSum caps a
// village's held × 1000 at.
func (p *Params) target() int64 { return p.Target * p.Quarters }

// Unit is one village, township or district.
type Unit struct {
	Code string
	Kind string // 村, 社区; 镇, 乡, 街道
	Counts
	// OpenFalseDisclosure: a district or city inspection found 弄虚作假, and
	// it is not rectified by as_of.
	OpenFalseDisclosure bool
}

// Hundredths is a score at its two decimals: 9525 is 95.25.
type Hundredths int64

// Float is the float64 nearest to the score.
func (h Hundredths) Float() float64 { return float64(h) / 100 }

// String is the score with two decimals.
func (h Hundredths) String() string { return fmt.Sprintf("%d.%02d", h/100, h%100) }

// Result is everything computed of one unit's counts.
type Result struct {
	Rates                      []Rate
	FrequencyPer1000Households *float64

	Score            *Hundredths // nil where every scored indicator is null
	Rank             *int64
	RankInKind       *int64
	RankTimeliness   *int64
	RankCompleteness *int64
	RankFrequency    *int64 // by frequency_index: volume is not rewarded
	RankAdoption     *int64
	Grade            string // 优, 良, 中, 差; empty if unranked
	Unranked         string // 样本不足, 本期无考核事项; empty if ranked
}

// Why a unit is not ranked.
const (
	TooFew  = "样本不足"
	Nothing = "本期无考核事项"
)

// Grades from best to worst.
var gradeNames = [4]string{"优", "良", "中", "差"}

// Score computes all units of one level, results in the units' order.
func Score(level Level, units []Unit, p Params) []Result {
	results := make([]Result, len(units))
	for i := range units {
		u, r := &units[i], &results[i]
		r.Rates = Rates(level, &u.Counts, &p)
		r.FrequencyPer1000Households = six(perThousandHouseholds(&u.Counts, &p))
		r.Score = scoreOf(&u.Counts, &p)
		if level == District {
			continue
		}
		switch {
		case r.Score == nil:
			r.Unranked = Nothing
		case level == Village && u.Due() < p.MinDue:
			r.Unranked = TooFew
		default:
			r.Grade = gradeOf(*r.Score, level == Village && u.OpenFalseDisclosure, &p)
		}
	}
	if level != District {
		rankAll(units, results, &p)
	}
	return results
}

// fourth is the name of the fourth scored indicator.
func (p *Params) fourth() string {
	if p.FourthIsAdoption {
		return Adoption
	}
	return Handled
}

// rate is the exact indicator of that name.
func rate(name string, c *Counts, p *Params) Frac {
	for _, ind := range Indicators {
		if ind.Name == name {
			return ind.of(c, p)
		}
	}
	panic("score: no indicator " + name)
}

func gradeOf(score Hundredths, capped bool, p *Params) string {
	grade := 0
	for grade < len(p.Grades) && score < p.Grades[grade] {
		grade++
	}
	if capped {
		for i, name := range gradeNames {
			if name == p.FalseDisclosureCap {
				grade = max(grade, i)
			}
		}
	}
	return gradeNames[grade]
}
