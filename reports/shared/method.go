package shared

import (
	"fmt"
	"strings"

	"tongbao/internal/rulebook"
	"tongbao/internal/score"
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
	notes = append(notes,
		"名次区间：按各单位的项数，以公开及时率、完整率和"+d.FourthName()+"可能的波动抽取"+Count(score.Draws)+"次重新排名，取名次的第5至第95百分位。区间重叠的单位，先后不足以说明优劣。比率的95%区间为Wilson区间。",
		"红榜：等次为“优”、没有未整改的弄虚作假问题的，取得分最高的十个；黑榜：等次为“差”的，取得分最低的十个，镇街另列公开及时率或完整率低于漏斗图99.8%下限的。第十名并列放不下的列入附件；样本不足的不上榜。",
	)
	if s := OutsideNote(d); s != "" {
		notes = append(notes, s)
	}
	for _, s := range []string{ProvisionalSentence(d), CorrectionSentence(d)} {
		if s != "" {
			notes = append(notes, s)
		}
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
		rows = append(rows, Row{Cells: []Cell{RowName(rulebook.RuleTitle(r.Rule), ""), Number(RuleValue(r.Rule, r.Value)), Number(r.From.String()), Text(r.Source)}})
	}
	if len(rows) > 0 {
		t.Bodies = []Body{{Rows: rows}}
	}
	return t
}

// RuleValue is a rule's value in words.
func RuleValue(rule, value string) string {
	if rule == "false_disclosure.cap" && value == "none" {
		return "不限"
	}
	if words, ok := ruleValues[value]; ok {
		return words
	}
	if strings.HasPrefix(rule, "posting.minimum") || strings.HasPrefix(rule, "catalogue.") {
		if n, ok := strings.CutSuffix(value, "d"); ok {
			return n + "天"
		}
		if n, ok := strings.CutSuffix(value, "m"); ok {
			return n + "个月"
		}
	}
	return value
}
