package circular

import (
	"cmp"
	"fmt"
	"strings"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// listKind is the kind in the list of problems that a count's examples are
// taken from, where it has another name there: the list holds what is not
// done at all, the count also what was done late.
var listKind = map[string]string{"未按期备案": "未备案", "镇街未按期审查": "镇街未审查", "协商次数未达标": "未协商"}

// problems are the faults that the counts show, by field, and what the counts
// do not show: kinds without a case, and kinds that nothing could be judged by.
func problems(d *shared.Data) (found []Problems, clear []string) {
	var none, unjudged []string
	all := shared.Problems(&d.District, d.Provisional())
	for _, field := range shared.Fields {
		group := Problems{Field: field}
		for _, p := range all {
			switch {
			case p.Field != field:
			case p.D == 0:
				unjudged = append(unjudged, p.Kind)
			case p.N == 0:
				none = append(none, p.Kind)
			default:
				text := shared.ProblemSentence(p, shared.Concentrated(d.Townships, p.Kind, d.Provisional())) + "。"
				if p.Kind == "未公开" && d.District.NotReceived > 0 {
					text += fmt.Sprintf("其中未报送%s项，占未公开的%s（%s/%s）。", shared.Count(d.District.NotReceived),
						shared.Percent(shared.Ratio(d.District.NotReceived, p.N)), shared.Count(d.District.NotReceived), shared.Count(p.N))
				}
				group.Items = append(group.Items, Problem{kind: cmp.Or(listKind[p.Kind], p.Kind), Text: text})
			}
		}
		if len(group.Items) > 0 {
			found = append(found, group)
		}
	}
	if group := visits(shared.ListedProblems(d)); len(group.Items) > 0 {
		found = append(found, group)
	}
	if len(none) > 0 {
		clear = append(clear, "报送的数据中没有以下情形："+strings.Join(none, "、")+"。")
	}
	if len(unjudged) > 0 {
		clear = append(clear, "以下各项本期没有到期的对象，不作评价："+strings.Join(unjudged, "、")+"。")
	}
	return found, clear
}

// mostExamples is how many named examples a kind of problem has at most.
const mostExamples = 2

// addExamples names the gravest cases of each kind as far as there is room
// for so many characters: what inspections found first, as no rate tells it,
// then kind by kind, one example of each before the second of any. Every
// case is in the annex.
func addExamples(found []Problems, listed []mart.Problem, room int) {
	var items []*Problem
	for _, visits := range []bool{true, false} {
		for i := range found {
			if (found[i].Field == visitsField) != visits {
				continue
			}
			for k := range found[i].Items {
				items = append(items, &found[i].Items[k])
			}
		}
	}
	cases := make([][]string, len(items))
	for i, item := range items {
		cases[i] = shared.Examples(listed, item.kind, mostExamples)
	}
	for n := range mostExamples {
		for i, item := range items {
			if n >= len(cases[i]) || len(item.Examples) < n {
				continue
			}
			if size := characters(cases[i][n]) + exampleFrame; size <= room {
				item.Examples = append(item.Examples, cases[i][n])
				room -= size
			}
		}
	}
}

// exampleFrame is what stands around an example: 如：…。
const exampleFrame = 3

// visitsField heads what inspections found.
const visitsField = "检查发现的问题"

// visits are what inspections found. No rate counts it, so it is counted in
// the list: of a public circular what was released for it.
func visits(listed []mart.Problem) Problems {
	group := Problems{Field: visitsField}
	for _, kind := range []string{"检查发现", "疑似泄露个人信息"} {
		of := shared.OfKind(listed, kind)
		if len(of) == 0 {
			continue
		}
		text := fmt.Sprintf("%s%s条，涉及%s个村（社区）", kind, shared.Count(int64(len(of))), shared.Count(int64(shared.Villages(of))))
		secret := 0
		for _, p := range of {
			if !p.Publishable {
				secret++
			}
		}
		if secret > 0 {
			text += fmt.Sprintf("，其中未确认可通报、不得对外的%d条", secret)
		}
		group.Items = append(group.Items, Problem{kind: kind, Text: text + "。"})
	}
	return group
}

// demands ask for what the problems found call for, and for nothing else.
func demands(d *shared.Data) []string {
	counts := map[string]int64{}
	for _, p := range shared.Problems(&d.District, d.Provisional()) {
		counts[p.Kind] = p.N
	}
	var out []string
	ask := func(format string, kinds ...string) {
		var parts []string
		for _, k := range kinds {
			if n := counts[k]; n > 0 {
				parts = append(parts, fmt.Sprintf("%s的%s项", k, shared.Count(n)))
			}
		}
		if len(parts) > 0 {
			out = append(out, fmt.Sprintf(format, strings.Join(parts, "、")))
		}
	}
	ask("补齐缺项。对%s，有关镇街要逐项核实，督促村（社区）公开并报送备案；确属不适用的，按规定报批。", "未公开")
	ask("纠正不规范的公开。对%s，要重新公布、公示满规定期限，或补齐公开时间、公开单位、印章和签字。", "公示期不足", "要件不齐")
	ask("落实备案和整改。对%s，尚未办理的要尽快补办，并报送结果。", "未按期备案", "整改逾期")
	ask("规范程序。对%s，要查明原因，今后按提出方案、监委会审查、会议确定、公布、存档备案的顺序办理。", "程序不规范")
	if n := counts["成果未研究"] + counts["未采纳未说明"]; n > 0 {
		out = append(out, fmt.Sprintf("办理协商成果。对未研究或未说明的%s件协商成果，要研究决定；不采纳的，向提出人说明理由。", shared.Count(n)))
	}
	if n := len(shared.StillOpen(d)); n > 0 {
		out = append(out, fmt.Sprintf("整改往期问题。对至今未整改的%s条往期问题，有关镇街要逐条说明原因、限期整改，整改一条、核销一条。", shared.Count(int64(n))))
	}
	if len(out) == 0 {
		out = append(out, "本期数据中没有需要限期纠正的事项，各镇街要继续按规定做好公开、备案和协商工作。")
	}
	return out
}
