package reporttest

import (
	"fmt"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// Large is the district with thirty townships, as many as districts have.
func Large() shared.Data {
	d := District()
	few := shared.ByRank(d.Townships)
	d.Townships = nil
	for i := range 30 {
		u := few[i*len(few)/30]
		rank, in, lo, hi := int64(i+1), int64(i+1), max(1, int64(i-4)), min(30, int64(i+8))
		u.TownshipCode = fmt.Sprintf("990101%03d", 101+i)
		u.TownshipName = string([]rune("东南西北上")[i%5]) + string([]rune("篱浦岭泽坪湾")[i/5]) + u.TownshipName[len(u.TownshipName)-len("镇"):]
		if u.Kind == "街道" {
			u.TownshipName = u.TownshipName[:len("东篱")] + "街道"
		}
		u.Rank, u.RankInKind, u.RankLo, u.RankHi = &rank, &in, &lo, &hi
		d.Townships = append(d.Townships, u)
	}
	return d
}

// Provisional is a demo district in the middle of a window, with streets
// only, no previous window, a township without obligations and nothing
// consulted: most of what can be missing is.
func Provisional() shared.Data {
	whole := District()
	d := shared.Data{Audience: shared.Public, Build: whole.Build, Rules: whole.Rules}
	d.Build.Demo, d.Build.Previous, d.Build.PreviousAsOf = true, "", 0
	d.Build.Window = "2026-07"
	d.Build.WindowStart, d.Build.WindowEnd = civil.MustParse("2026-05-01"), civil.MustParse("2026-07-31")
	d.Batches = []mart.BatchCount{{Month: "2026-05", Frequency: "月", Period: "2026-04", Due: 240}, {Month: "2026-07", Frequency: "季", Period: "2026Q2", Due: 97, Pending: 3}}

	one, two := int64(1), int64(2)
	first := street("990101001", "望川街道", 160, 150, 5, 5, 0, 95.5)
	first.Rank, first.RankInKind, first.Grade = &one, &one, "优"
	second := street("990101002", "栖云街道", 177, 120, 20, 37, 37, 68)
	second.Rank, second.RankInKind, second.Grade = &two, &two, "差"
	idle := mart.Unit{TownshipCode: "990101003", TownshipName: "石榴街道", Kind: "街道", Villages: 2, Unranked: "本期无考核事项"}
	d.Townships = []mart.Unit{second, idle, first}
	d.District = street("", "", 337, 270, 25, 42, 37, 80)
	d.District.TownshipCode, d.District.TownshipName = "", ""
	d.District.DistrictCode, d.District.DistrictName, d.District.Villages = "990101", d.Build.District, 6
	return d
}

// street is a 街道 with counts of disclosure and no consultation at all.
func street(code, name string, due, onTime, late, missing, notReceived int64, score float64) mart.Unit {
	rate := func(n, d int64) mart.Rate {
		return mart.Rate{N: float64(n), D: float64(d), Value: shared.Ratio(n, d)}
	}
	published := onTime + late
	return mart.Unit{
		TownshipCode: code, TownshipName: name, Kind: "街道", Villages: 2, Score: &score,
		Due: due, OnTime: onTime, Late: late, Missing: missing, NotReceived: notReceived, Pending: 3,
		Timeliness: rate(onTime, due), Disclosed: rate(published, due), Completeness: rate(onTime, due),
		Elements: rate(published, published), Posting: rate(published-3, published), Procedure: rate(published, published),
		FrequencyIndex: rate(0, 2), Frequency: rate(0, 2), Coverage: rate(0, 2), InspectionCoverage: rate(0, 2),
	}
}

// NoFigures is a window that nothing was received for.
func NoFigures() shared.Data {
	whole := District()
	d := shared.Data{Audience: shared.Public, Build: whole.Build, Rules: whole.Rules}
	d.Build.HasFigures, d.Build.Deliveries = false, 0
	return d
}

// HostileNames are names that try to be something else.
var HostileNames = []string{
	`</script><script>alert(1)</script>`, `<img src=x onerror=alert(2)>`, `{{.}}`, `__f__function(){alert(3)}__f__`,
	`"onmouseover="alert(4)`, `'); alert(5); ('`, `<!--`, `{b}{c}{@[0]}`, `</style><b>粗`, `&lt;b&gt;`,
}

// Hostile is the district with such names everywhere a name is shown.
func Hostile() shared.Data {
	d := District()
	name := func(i int) string { return HostileNames[i%len(HostileNames)] }
	codes := map[string]string{}
	for i := range d.Townships {
		d.Townships[i].TownshipName = name(i)
		codes[d.Townships[i].TownshipCode] = name(i)
	}
	for i := range d.Villages {
		d.Villages[i].VillageName, d.Villages[i].TownshipName = name(i), codes[d.Villages[i].TownshipCode]
	}
	for i := range d.Categories {
		c := &d.Categories[i]
		c.TownshipName = codes[c.TownshipCode]
		c.Category += name(i % 4)
	}
	for i := range d.Lists {
		d.Lists[i].Name, d.Lists[i].TownshipName = name(i), codes[d.Lists[i].TownshipCode]
	}
	for i := range d.Funnel {
		d.Funnel[i].TownshipName = codes[d.Funnel[i].TownshipCode]
	}
	for i := range d.Problems {
		p := &d.Problems[i]
		p.VillageName, p.TownshipName, p.ItemCode, p.Fact = name(i), codes[p.TownshipCode], name(i+1), p.Fact+name(i+2)
	}
	for i := range d.PriorProblems {
		p := &d.PriorProblems[i]
		p.VillageName, p.TownshipName, p.ItemCode, p.Fact = name(i), codes[p.TownshipCode], name(i+1), p.Fact+name(i+2)
	}
	for i := range d.Rules {
		d.Rules[i].Source, d.Rules[i].Rule = name(i), d.Rules[i].Rule+name(i)
	}
	d.Build.District, d.Build.BuildID = name(0), name(2)
	return d
}
