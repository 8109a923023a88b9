package reporttest

import (
	"fmt"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// items of the fictional catalogue that problems are told of.
var items = []struct{ code, name string }{
	{"CW01", "财务收支情况"}, {"CW02", "各项收入情况"}, {"ZW01", "低保、特困、临时救助情况"}, {"ZW02", "村级重大事项"},
	{"DW01", "党员发展情况"}, {"FW01", "便民服务事项"}, {"CW03", "干部报酬和误工补贴情况"}, {"ZW03", "土地征收和补偿情况"},
}

// batch is a period with the day its matters were due.
type batch struct{ period, words, due string }

var (
	batchesNow    = []batch{{"2026-03", "2026年3月", "2026-04-15"}, {"2026-04", "2026年4月", "2026-05-15"}, {"2026-05", "2026年5月", "2026-06-15"}}
	batchesBefore = []batch{{"2025-12", "2025年12月", "2026-01-15"}, {"2026-01", "2026年1月", "2026-02-15"}, {"2026-02", "2026年2月", "2026-03-15"}}
)

// faults are how many problems of each kind a village's counts hold.
func faults(c *score.Counts) map[string]int64 {
	published := c.OnTime + c.Late
	adopted := c.AdoptedFully + c.AdoptedPartly
	return map[string]int64{
		"未公开": c.Missing, "逾期公开": c.Late, "公示期不足": published - c.PostingFit, "要件不齐": published - c.ElementsOK,
		"程序不规范": published - c.ProcedureOK, "未备案": (c.FilingJudged - c.FilingOnTime) / 2, "镇街未审查": (c.ReviewJudged - c.ReviewOnTime) / 2,
		"整改逾期": c.Rectification - c.Rectified, "未协商": c.VillagesAtEnd - c.Covered, "成果未研究": c.Eligible - adopted - c.Refused,
		"未采纳未说明": c.Refused - c.Explained, "未落实": c.ImplementationDue - c.Implemented,
	}
}

// invented are the problems that the villages' counts hold, as seen on asOf.
func invented(villages []mart.Unit, counts []score.Unit, batches []batch, asOf civil.Date) []mart.Problem {
	var out []mart.Problem
	for i := range villages {
		v := &villages[i]
		of := faults(&counts[i].Counts)
		for _, kind := range mart.ProblemKinds {
			for n := range of[kind] {
				p := problem(v, kind, int(n)+i, batches[int(n)%len(batches)], asOf)
				p.Publishable = true
				out = append(out, p)
			}
		}
		// Visits: some released for the circular, some not.
		b := batches[i%len(batches)]
		switch {
		case i%17 == 3:
			p := problem(v, "检查发现", i, b, asOf)
			p.Publishable = true
			out = append(out, p)
		case i%23 == 5:
			out = append(out, problem(v, "检查发现", i, b, asOf))
		case i%41 == 7:
			p := problem(v, "疑似泄露个人信息", i, b, asOf)
			p.Publishable = true
			out = append(out, p)
		}
	}
	return out
}

// problem is one problem with its fact, as the models word it.
func problem(v *mart.Unit, kind string, n int, b batch, asOf civil.Date) mart.Problem {
	item := items[n%len(items)]
	due := civil.MustParse(b.due)
	days := int64(asOf - due)
	p := mart.Problem{
		Window: v.Window, AsOf: asOf, Level: "village", VillageCode: v.VillageCode, VillageName: v.VillageName,
		TownshipCode: v.TownshipCode, TownshipName: v.TownshipName, Kind: kind, ItemCode: item.code, Period: b.period, Since: due, WindowsRunning: 1,
	}
	name, today := "“"+item.name+"”（"+b.words+"）", asOf.Chinese()
	switch kind {
	case "未公开":
		p.Days, p.Fact = &days, name+"最迟应于"+due.Chinese()+"公开，至"+today+"未公开"
	case "逾期公开":
		late := int64(1 + n%9)
		p.Days, p.Fact = &late, fmt.Sprintf("%s最迟应于%s公开，实际于%s公开，逾期%d天", name, due.Chinese(), (due+civil.Date(late)).Chinese(), late)
	case "公示期不足":
		p.Fact = name + "于" + (due - 5).Chinese() + "公布、" + due.Chinese() + "撤下，公示时间不足，也没有按规定重新公布补足"
	case "要件不齐":
		p.Fact = name + "于" + due.Chinese() + "公布，缺村（居）务监督委员会印章"
	case "程序不规范":
		p.Fact = name + "于" + due.Chinese() + "公布，五个程序没有依次完成或没有填全日期"
	case "未备案":
		p.Days, p.Fact = &days, name+"最迟应于"+due.Chinese()+"报镇街备案，至"+today+"未备案"
	case "镇街未审查":
		p.Level = "township"
		p.Days, p.Fact = &days, name+"报备案后，镇街最迟应于"+due.Chinese()+"审查，至"+today+"未审查"
	case "整改逾期":
		p.Days, p.Fact = &days, name+"经镇街审查不合格，最迟应于"+due.Chinese()+"完成整改，至"+today+"未整改"
	case "检查发现", "疑似泄露个人信息":
		found := "更新不及时"
		if kind != "检查发现" {
			found = kind
		}
		p.Period, p.Fact = "", due.Chinese()+"区县暗访发现"+found+"，涉及“"+item.name+"”，至"+today+"未报整改"
	default:
		p.ItemCode, p.Period = "", ""
		p.Fact = due.Chinese() + "开展的协商，成果至" + today + map[string]string{"成果未研究": "未研究", "未采纳未说明": "未向提出人说明", "未落实": "未落实"}[kind]
		if kind == "未协商" {
			p.Fact = "考核期内没有开展协商"
		}
		p.Days = &days
	}
	return p
}

// problems are those of the window; what the village had of the same kind and
// item before runs for two windows.
func problems(villages []mart.Unit, counts []score.Unit, prior []mart.PriorProblem) []mart.Problem {
	type key struct{ village, kind, item string }
	before := map[key]bool{}
	for _, p := range prior {
		before[key{p.VillageCode, p.Kind, p.ItemCode}] = true
	}
	out := invented(villages, counts, batchesNow, civil.MustParse("2026-07-20"))
	for i := range out {
		if before[key{out[i].VillageCode, out[i].Kind, out[i].ItemCode}] {
			out[i].WindowsRunning = 2
		}
	}
	return out
}

// priorProblems are those of the previous window: most mended, some open,
// some that were none.
func priorProblems(villages []mart.Unit, before []score.Unit) []mart.PriorProblem {
	asOf := civil.MustParse("2026-07-20")
	var out []mart.PriorProblem
	for i, p := range invented(villages, before, batchesBefore, civil.MustParse("2026-04-20")) {
		q := mart.PriorProblem{
			Window: p.Window, AsOf: asOf, PreviousWindow: "2026Q1", PreviousAsOf: p.AsOf,
			Level: p.Level, VillageCode: p.VillageCode, VillageName: p.VillageName, TownshipCode: p.TownshipCode, TownshipName: p.TownshipName,
			Kind: p.Kind, ItemCode: p.ItemCode, Period: p.Period, Fact: p.Fact, Since: p.Since, Publishable: p.Publishable, State: mart.Mended,
		}
		switch {
		case p.Kind == "逾期公开" || i%7 < 5:
			day := p.Since + civil.Date(3+i%40)
			q.MendedOn = &day
		case i%7 == 5:
			days := int64(asOf - p.Since)
			q.State, q.OpenDays = mart.StillOpen, &days
		default:
			q.State = mart.Corrected
		}
		out = append(out, q)
	}
	return out
}
