package circular

import (
	"fmt"
	"strings"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// problems are the faults that the counts show, by field, and what the
// counts do not show: kinds without a case, and kinds that nothing could be
// judged by.
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
				group.Items = append(group.Items, text)
			}
		}
		if len(group.Items) > 0 {
			found = append(found, group)
		}
	}
	if len(none) > 0 {
		clear = append(clear, "报送的数据中没有以下情形："+strings.Join(none, "、")+"。")
	}
	if len(unjudged) > 0 {
		clear = append(clear, "以下各项本期没有到期的对象，不作评价："+strings.Join(unjudged, "、")+"。")
	}
	return found, clear
}

// past tells what the window knows of earlier faults: what was to be
// rectified, and who was below 良 in both windows.
func past(d *shared.Data) []string {
	var out []string
	r := d.District.Rectification
	if r.Value == nil {
		out = append(out, "本期统计的事项中，没有镇街审查不合格且整改期限已到的事项。")
	} else {
		text := fmt.Sprintf("本期统计的事项中，镇街审查不合格且应整改的%s项，已整改%s项，整改完成率%s（%s）", shared.Count(int64(r.D)), shared.Count(int64(r.N)), shared.Percent(r.Value), shared.Fraction(r))
		if open := int64(r.D - r.N); open > 0 {
			text += fmt.Sprintf("；超过整改期限、至%s未整改的%s项", d.Build.AsOf.Chinese(), shared.Count(open))
		}
		out = append(out, text+"。")
	}
	below, least, ok := shared.BelowGood(d)
	switch {
	case !ok && !d.Compare():
		out = append(out, "没有可比的上期数据，不对连续两期的情况作出评价。")
	case !ok:
		out = append(out, "规则中没有“良”的最低分，不对连续两期的情况作出评价。")
	case len(below) == 0:
		out = append(out, fmt.Sprintf("没有镇街在本期和上期得分均低于“良”（%s分）。", shared.Score(&least)))
	default:
		var names []string
		for i := range below {
			names = append(names, twoScores(&below[i]))
		}
		out = append(out, fmt.Sprintf("本期和上期得分均低于“良”（%s分）的镇街有%d个：%s。", shared.Score(&least), len(below), strings.Join(names, "、")))
	}
	return out
}

func twoScores(u *mart.Unit) string {
	return fmt.Sprintf("%s（上期%s分，本期%s分）", shared.Name(u), shared.Score(u.PreviousScore), shared.Score(u.Score))
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
	if len(out) == 0 {
		out = append(out, "本期数据中没有需要限期纠正的事项，各镇街要继续按规定做好公开、备案和协商工作。")
	}
	return out
}
