// Package reporttest holds what the tests of the reports share: a fictional
// district, a reader of pages by what they say, and golden files. Nothing
// but tests imports it.
package reporttest

import (
	"fmt"
	"math/rand/v2"
	"reflect"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
	"tongbao/reports/shared"
)

// townships of the fictional district; quality is the share of obligations
// that go well.
var townships = []struct {
	name, kind string
	quality    float64
}{
	{"望川街道", "街道", 0.97}, {"栖云街道", "街道", 0.93}, {"石榴街道", "街道", 0.88}, {"晚枫街道", "街道", 0.74},
	{"青梧镇", "镇", 0.985}, {"白鹭镇", "镇", 0.95}, {"双槐镇", "镇", 0.92}, {"长亭镇", "镇", 0.90},
	{"沙棠镇", "镇", 0.87}, {"柳浦镇", "镇", 0.83}, {"古渡镇", "镇", 0.70}, {"云脚乡", "乡", 0.80},
}

// villageName is the name of a township's village, its own in the district.
func villageName(t, v int, kind string) string {
	return string([]rune("东南西北上下松竹荷月桐新")[t]) + string([]rune("篱浦岭泽坪湾坡溪塘坝")[v]) + kind
}

// Params are the rules of scoring the fictional district has.
var Params = score.Params{
	Weights: [4]int64{35, 30, 15, 20}, MinDue: 5, Grades: [3]score.Hundredths{9500, 8500, 7000},
	FalseDisclosureCap: "中", Quarters: 1, Target: 1000,
}

// categories and their part of all obligations.
var categories = []struct {
	name string
	part float64
}{{"党务", 0.2}, {"政务", 0.3}, {"财务", 0.35}, {"服务", 0.15}}

// District is 12 townships with 120 villages in 2026年第二季度, always the
// same. Scores and ranks are computed by the real scoring from the counts.
func District() shared.Data {
	r := rand.New(rand.NewPCG(2026, 2))
	d := shared.Data{Audience: shared.Internal, Build: build()}
	var villages, villagesBefore, towns, before []score.Unit
	var whole, wholeBefore score.Unit
	for t, town := range townships {
		sum := score.Unit{Code: fmt.Sprintf("990101%03d", t+1), Kind: town.kind}
		earlier := sum
		for v := range 10 {
			u := score.Unit{Code: fmt.Sprintf("%s%03d", sum.Code, 200+v), Kind: "村", Counts: village(r, town.quality)}
			if town.kind == "街道" || v == 0 {
				u.Code, u.Kind = fmt.Sprintf("%s%03d", sum.Code, 1+v), "社区"
			}
			villages = append(villages, u)
			add(&sum.Counts, u.Counts)
			was := u
			was.Counts = village(r, town.quality-0.06+0.1*r.Float64())
			villagesBefore = append(villagesBefore, was)
			add(&earlier.Counts, was.Counts)
			d.Villages = append(d.Villages, mart.Unit{
				VillageCode: u.Code, VillageName: villageName(t, v, u.Kind), Kind: u.Kind,
				TownshipCode: sum.Code, TownshipName: town.name,
			})
		}
		towns, before = append(towns, sum), append(before, earlier)
		add(&whole.Counts, sum.Counts)
		add(&wholeBefore.Counts, earlier.Counts)
		d.Townships = append(d.Townships, mart.Unit{TownshipCode: sum.Code, TownshipName: town.name, Kind: town.kind, Villages: 10})
		d.Categories = append(d.Categories, split(sum.Code, town.name, sum.Counts)...)
	}
	d.Categories = append(d.Categories, split("", "", whole.Counts)...)
	d.District = mart.Unit{DistrictCode: "990101", DistrictName: d.Build.District, Villages: 120}

	fill(score.Village, d.Villages, villages, villagesBefore)
	fill(score.Township, d.Townships, towns, before)
	one := []mart.Unit{d.District}
	fill(score.District, one, []score.Unit{whole}, []score.Unit{wholeBefore})
	d.District = one[0]
	d.Trend, d.Batches, d.Rules = trend(r), batches(d.District), rules()
	d.Lists = append(lists(score.Village, "village", d.Villages, villages, villagesBefore), lists(score.Township, "township", d.Townships, towns, before)...)
	d.Funnel = funnel(d.Townships, towns)
	d.PriorProblems = priorProblems(d.Villages, villagesBefore)
	d.Problems = problems(d.Villages, villages, d.PriorProblems)
	return d
}

func build() mart.Build {
	return mart.Build{
		BuildID: "3f9a1c0e5b7d42868e0f6a4d9c21b7e8a5f3d6c4b2910e8f7a6b5c4d3e2f1a09", Window: "2026Q2",
		WindowStart: civil.MustParse("2026-04-01"), WindowEnd: civil.MustParse("2026-06-30"),
		AsOf:       civil.MustParse("2026-07-20"),
		HasFigures: true, Previous: "2026Q1", PreviousAsOf: civil.MustParse("2026-04-20"),
		District: "云溪区", DistrictCode: "990101", Deliveries: 214,
	}
}

// village invents the counts of a village in which a share of about quality
// goes well.
func village(r *rand.Rand, quality float64) score.Counts {
	of := func(n int64, share float64) (hits int64) {
		for range n {
			if r.Float64() < share {
				hits++
			}
		}
		return hits
	}
	due := 11 + r.Int64N(5)
	if r.IntN(40) == 0 {
		due = 3
	}
	var c score.Counts
	c.OnTime = of(due, quality)
	c.Late = of(due-c.OnTime, 0.6)
	c.Missing = due - c.OnTime - c.Late
	c.NotReceived = of(c.Missing, 0.4)
	c.Pending, c.Exempt = r.Int64N(2), of(2, 0.1)
	published := c.OnTime + c.Late
	c.ElementsOK, c.PostingFit, c.ProcedureOK = of(published, quality+0.02), of(published, quality+0.03), of(published, quality)
	c.Complete = min(c.ElementsOK, c.PostingFit) - of(1, 0.2)
	c.Complete = max(c.Complete, 0)
	c.OnDeadline, c.Running = of(published, 0.2), of(c.PostingFit, 0.1)
	c.FilingJudged = due
	c.FilingOnTime = of(due, quality)
	c.ReviewJudged = c.FilingOnTime
	c.ReviewOnTime = of(c.ReviewJudged, 0.9)
	c.Rectification = of(2, 0.4)
	c.Rectified = of(c.Rectification, quality)
	if c.Late > 0 {
		days := 1 + r.Int64N(9)
		c.MedianDaysLate = &days
	}
	c.VillagesAtEnd, c.IndexVillages = 1, 1
	c.Held = of(3, 0.25+quality*0.3)
	c.HeldAtEnd, c.IndexSum, c.Covered = c.Held, min(c.Held, 1)*1000, min(c.Held, 1)
	c.Eligible = of(c.Held, 0.9)
	c.AdoptedFully = of(c.Eligible, 0.5)
	c.AdoptedPartly = of(c.Eligible-c.AdoptedFully, 0.5)
	c.Refused = of(c.Eligible-c.AdoptedFully-c.AdoptedPartly, 0.6)
	c.Explained = of(c.Refused, quality)
	c.ImplementationDue = c.AdoptedFully + c.AdoptedPartly
	c.Implemented = of(c.ImplementationDue, quality)
	c.OutcomePublishDue = c.ImplementationDue + c.Refused
	c.OutcomePublished, c.OutcomeProcedureOK = of(c.OutcomePublishDue, quality), of(c.OutcomePublishDue, quality)
	c.MembersJudged = c.Held
	c.MembersOK = of(c.Held, 0.9)
	c.InspectedQuarters = of(1, 0.8)
	c.ObjectionsDue = of(1, 0.2)
	c.ObjectionsInTime = of(c.ObjectionsDue, 0.8)
	households := 300 + r.Int64N(900)
	c.HouseholdsAtEnd = &households
	return c
}

// add pools counts, as the models do.
func add(sum *score.Counts, c score.Counts) {
	s, v := reflect.ValueOf(sum).Elem(), reflect.ValueOf(c)
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Int64 {
			s.Field(i).SetInt(s.Field(i).Int() + v.Field(i).Int())
			continue
		}
		if p, ok := v.Field(i).Interface().(*int64); ok && p != nil {
			n := *p
			if old, _ := s.Field(i).Interface().(*int64); old != nil && v.Type().Field(i).Name == "HouseholdsAtEnd" {
				n += *old
			}
			s.Field(i).Set(reflect.ValueOf(&n))
		}
	}
}

func rules() []mart.Rule {
	var out []mart.Rule
	for _, e := range rulebook.Defaults() {
		out = append(out, mart.Rule{Rule: e.Rule, Value: e.Value, From: e.From, Source: e.Source})
	}
	return out
}
