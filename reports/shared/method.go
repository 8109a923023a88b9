package shared

import (
	"fmt"
	"strings"
)

// Method tells how the figures are made: the notes of every report.
func Method(d *Data) []string {
	notes := []string{
		"应公开数=按时+逾期+未公开；未到期和经批准不适用的事项不计入。公开及时率=按时公开数/应公开数；完整率=已公开且公示期、要件符合要求、无未整改的不合格项/应公开数。",
		"协商指数按村（社区）计算：达到规定协商次数的计1，不足的按比例计，各村（社区）相加后除以村（社区）数，多开不加分。办理率=（采纳+部分采纳+已说明的未采纳）/到期协商成果；成果采纳率=（采纳+部分采纳）/到期协商成果。",
		"各镇街和全区的比率由分子、分母分别相加后相除，不是各村（社区）比率的平均。分母为零的记作“—”，不参加计算。变化以百分点计，由两期表中所列数相减。",
		weightNote(d),
		"得分相同的名次并列，其后名次顺延。“未公开”是至数据截至日没有公布记录，“未报送”是其中所在镇街在期限届满后未再报送备案表的，“未备案”是已公布而未在规定期限内报镇街备案的，三者不同。",
	}
	if n, ok := d.Rule("min_due"); ok {
		notes = append(notes, "应公开数不足"+n+"项的村（社区）为“样本不足”，有得分，不排名、不定等次，其数计入镇街和全区。")
	}
	if s := ProvisionalSentence(d); s != "" {
		notes = append(notes, s)
	}
	if d.Compare() {
		notes = append(notes, fmt.Sprintf("上期为%s，按相同的延后天数取数（截至%s）。", WindowName(d.Build.Previous), d.Build.PreviousAsOf.Chinese()))
	} else {
		notes = append(notes, "没有可比的上期数据，不列变化。")
	}
	return notes
}

// weightNote prints the weights in force; without them it names the
// indicators alone.
func weightNote(d *Data) string {
	var parts []string
	for _, w := range []struct{ rule, name string }{
		{"score.weight.timeliness", "公开及时率"}, {"score.weight.completeness", "完整率"},
		{"score.weight.frequency", "协商指数"}, {"score.weight.fourth", d.FourthName()},
	} {
		part := w.name
		if v, ok := d.Rule(w.rule); ok {
			part += v
		}
		parts = append(parts, part)
	}
	return "得分为四项指标的加权平均，权重：" + strings.Join(parts, "、") +
		"。某项为“—”的，其权重按比例分给其余各项；本期没有开展协商、也没有到期成果的，第四项的权重计入协商指数。"
}

// ruleNames are the rules in words. A rule that is not here, such as one of
// a category's own, is printed by its code.
var ruleNames = map[string]string{
	"due.monthly":               "按月公开事项的期限（次月第几日）",
	"due.quarterly":             "按季公开事项的期限（下季首月第几日）",
	"due.halfyearly":            "按半年公开事项的期限（期满次月第几日）",
	"due.yearly":                "按年公开事项的期限（次年首月第几日）",
	"due.event_days":            "随时公开事项的期限（发生后几日）",
	"due.fixed.shift":           "固定日期的期限遇休息日",
	"due.counted.shift":         "按天计算的期限遇休息日",
	"posting.minimum":           "最短公示期",
	"posting.minimum.财务":        "财务事项最短公示期",
	"filing.days":               "公布后向镇街备案（日内）",
	"review.days":               "备案后镇街审查（日内）",
	"rectification.days":        "审查不合格后整改（日内）",
	"archive.grace_days":        "公布后存档的宽限（日）",
	"consultation.target":       "每村（社区）每季度应协商次数",
	"consultation.decide_days":  "协商成果研究决策（日内）",
	"consultation.publish_days": "协商成果公开（决策后日内）",
	"consultation.promise_days": "未承诺完成日期的成果落实（日内）",
	"objection.village_days":    "村（居）委会答复异议（日内）",
	"objection.upper_days":      "镇街、区县答复异议（日内）",
	"exemptions.by":             "不适用及延期由谁报送",
	"exemptions.receive_days":   "不适用及延期的报送时限（期限后日内）",
	"score.weight.timeliness":   "公开及时率权重",
	"score.weight.completeness": "完整率权重",
	"score.weight.frequency":    "协商指数权重",
	"score.weight.fourth":       "第四项指标权重",
	"score.fourth":              "第四项指标",
	"min_due":                   "参加排名的最少应公开数（村、社区）",
	"grade.excellent":           "“优”的最低分",
	"grade.good":                "“良”的最低分",
	"grade.fair":                "“中”的最低分",
	"false_disclosure.cap":      "弄虚作假未整改的等次上限",
}

// ruleValues are the coded values of rules in words.
var ruleValues = map[string]string{
	"none": "不顺延", "next_workday": "顺延至下一工作日", "district": "区县", "township": "镇街或区县",
	"handled": "办理率", "adoption": "成果采纳率",
}

// RuleTable prints the rules in force with the source of each.
func RuleTable(d *Data, caption string) Table {
	t := Table{Caption: caption, Class: "rules", Head: []Head{{"规则", ""}, {"取值", ""}, {"自", ""}, {"来源", ""}}}
	var rows []Row
	for _, r := range d.Rules {
		name, known := ruleNames[r.Rule]
		if !known {
			name = r.Rule
		}
		rows = append(rows, Row{Cells: []Cell{RowName(name, ""), Number(ruleValue(r.Rule, r.Value)), Number(r.From.String()), Text(r.Source)}})
	}
	if len(rows) > 0 {
		t.Bodies = []Body{{Rows: rows}}
	}
	return t
}

func ruleValue(rule, value string) string {
	if rule == "false_disclosure.cap" && value == "none" {
		return "不限"
	}
	if words, ok := ruleValues[value]; ok {
		return words
	}
	if strings.HasPrefix(rule, "posting.minimum") {
		if n, ok := strings.CutSuffix(value, "d"); ok {
			return n + "天"
		}
		if n, ok := strings.CutSuffix(value, "m"); ok {
			return n + "个月"
		}
	}
	return value
}
