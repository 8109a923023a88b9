package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
)

// valueType says what a rule's value is.
type valueType uint8

const (
	whole   valueType = iota // a whole number from low to high
	decimal                  // at most three decimals, from low to high
	minimum                  // 10d, 1m
	word                     // one of words
)

// ruleSpec declares one rule: what it may be and what it is by default.
type ruleSpec struct {
	name      string
	title     string // Chinese, in short: as reports and explanations print it
	value     string // the default
	valueType valueType
	low, high int
	positive  bool // zero is refused
	words     []string
	from      string // day of the source
	source    string
	comment   string // Chinese, for rules.yaml
}

// accepts reports whether a value is one the rule can have.
func (s ruleSpec) accepts(value string) bool {
	switch s.valueType {
	case whole:
		n, ok := digits(value)
		return ok && s.low <= n && n <= s.high
	case decimal:
		n, ok := parseDecimal(value)
		return ok && int64(s.low)*1000 <= n && n <= int64(s.high)*1000 && (n > 0 || !s.positive)
	case minimum:
		_, err := ParseMinimum(value)
		return err == nil
	}
	return slices.Contains(s.words, value)
}

// accepted tells people what the rule can be.
func (s ruleSpec) accepted() string {
	switch s.valueType {
	case whole:
		return fmt.Sprintf("%d 至 %d 的整数", s.low, s.high)
	case decimal:
		if s.positive {
			return fmt.Sprintf("大于零、不超过 %d 的数，至多三位小数", s.high)
		}
		return fmt.Sprintf("%d 至 %d 的数，至多三位小数", s.low, s.high)
	case minimum:
		return " 10d（天）或 1m（个月）这样的期限"
	}
	return " " + strings.Join(s.words, " 或 ")
}

// The sources, as they are printed. Days and numbers that no source fixes
// say so.
const (
	notice   = "渝北民〔2020〕191号"      // [A], of 2020-08-21
	reply    = "重庆市民政局对第0447号建议的答复" // [B], of 2018-04-24
	code     = "民法典"                // [D], in force from 2021-01-01
	statute  = "重庆市实施《村民委员会组织法》办法"  // [C]
	local    = "区县自定"               // no source fixes a number
	noticeOn = "2020-08-21"
	replyOn  = "2018-04-24"
	codeOn   = "2021-01-01"
)

var shiftWords = []string{None, NextWorkday}

// ruleSpecs are all rules, in the order in which they are printed. Every
// category may besides have a rule posting.minimum.<category>.
var ruleSpecs = []ruleSpec{
	{name: "due.monthly", title: "按月公开事项的期限（次月第几日）", value: "15", low: 1, high: 31, from: noticeOn, source: notice + " 二（一）2；" + statute + "第三十条",
		comment: "按月公开的事项：次月几日前公开（含当日；当月没有该日的，为当月最后一日）"},
	{name: "due.quarterly", title: "按季公开事项的期限（下季首月第几日）", value: "15", low: 1, high: 31, from: noticeOn, source: notice + " 二（一）2；" + reply,
		comment: "按季公开的事项：下一季度首月几日前公开（含当日）"},
	{name: "due.halfyearly", title: "按半年公开事项的期限（期满次月第几日）", value: "15", low: 1, high: 31, from: noticeOn, source: "比照 " + notice + " 二（一）2",
		comment: "按半年公开的事项：期满后首月几日前公开（含当日）"},
	{name: "due.yearly", title: "按年公开事项的期限（次年首月第几日）", value: "15", low: 1, high: 31, from: noticeOn, source: "比照 " + notice + " 二（一）2",
		comment: "按年公开的事项：次年首月几日前公开（含当日）"},
	{name: "due.event_days", title: "随时公开事项的期限（发生后几日）", value: "10", low: 0, high: 3660, from: noticeOn, source: notice + " 二（一）2；" + code + "第二百零一条",
		comment: "随时公开的事项：发生后几日内公开（发生当日不计入）"},
	{name: "due.fixed.shift", title: "固定日期的期限遇休息日", value: None, valueType: word, words: shiftWords, from: codeOn, source: code + "第二百零三条",
		comment: "固定日期的期限遇休息日：none 不顺延，next_workday 顺延至下一工作日"},
	{name: "due.counted.shift", title: "按天计算的期限遇休息日", value: None, valueType: word, words: shiftWords, from: codeOn, source: code + "第二百零三条",
		comment: "按天数计算的期限遇休息日：none 不顺延，next_workday 顺延至下一工作日"},

	{name: "posting.minimum", title: "最短公示期", value: "10d", valueType: minimum, from: noticeOn, source: notice + " 二（一）2",
		comment: "最短公示期：10d 为十天，1m 为一个月；目录中另有规定的从其规定"},
	{name: categoryMinimum + "财务", title: "财务事项最短公示期", value: "1m", valueType: minimum, from: replyOn, source: reply,
		comment: "财务类事项的最短公示期；其他类别可比照增加 " + categoryMinimum + "类别"},

	{name: "filing.days", title: "公布后向镇街备案（日内）", value: "5", low: 0, high: 3660, from: replyOn, source: reply,
		comment: "公布后几日内向镇街备案"},
	{name: "review.days", title: "备案后镇街审查（日内）", value: "30", low: 0, high: 3660, from: replyOn, source: reply,
		comment: "备案后几日内由镇街审查"},
	{name: "rectification.days", title: "审查不合格后整改（日内）", value: "15", low: 0, high: 3660, from: replyOn, source: reply + "；天数" + local,
		comment: "审查不合格后几日内整改"},
	{name: "archive.grace_days", title: "公布后存档的宽限（日）", value: "30", low: 0, high: 3660, from: noticeOn, source: notice + " 二（一）4；天数" + local,
		comment: "公布后几日内尚未存档的，不视为程序不规范"},

	{name: "consultation.target", title: "每村（社区）每季度应协商次数", value: "1", valueType: decimal, positive: true, high: 1000, from: noticeOn, source: local,
		comment: "每村（社区）每季度应开展协商的次数，可写小数，如 0.5"},
	{name: "consultation.decide_days", title: "协商成果研究决策（日内）", value: "30", low: 0, high: 3660, from: noticeOn, source: notice + " 二（二）5；天数" + local,
		comment: "协商后几日内对协商成果作出研究决策"},
	{name: "consultation.publish_days", title: "协商成果公开（决策后日内）", value: "10", low: 0, high: 3660, from: noticeOn, source: notice + " 二（二）5；天数比照随时公开的事项",
		comment: "决策后几日内公开协商成果"},
	{name: "consultation.promise_days", title: "未承诺完成日期的成果落实（日内）", value: "90", low: 0, high: 3660, from: noticeOn, source: local,
		comment: "未写承诺完成日期的，决策后几日内应落实"},

	{name: "objection.village_days", title: "村（居）委会答复异议（日内）", value: "3", low: 0, high: 3660, from: noticeOn, source: statute + "第三十一条",
		comment: "村（居）委会受理的异议，几日内答复"},
	{name: "objection.upper_days", title: "镇街、区县答复异议（日内）", value: "10", low: 0, high: 3660, from: noticeOn, source: statute + "第三十一条",
		comment: "镇街、区县受理的异议，几日内答复"},

	{name: "exemptions.by", title: "不适用及延期由谁报送", value: ByDistrict, valueType: word, words: []string{ByDistrict, ByTownship}, from: noticeOn, source: local,
		comment: "不适用及延期由谁报送才作数：district 区县，township 镇街也可"},
	{name: "exemptions.receive_days", title: "不适用及延期的报送时限（期限后日内）", value: "30", low: 0, high: 3660, from: noticeOn, source: local,
		comment: "不适用及延期最迟在原公开期限后几日内收到"},

	{name: "score.weight.timeliness", title: "公开及时率权重", value: "35", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "公开及时率的权重；四项权重之和为100"},
	{name: "score.weight.completeness", title: "完整率权重", value: "30", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "完整率的权重"},
	{name: "score.weight.frequency", title: "协商指数权重", value: "15", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "协商指数的权重"},
	{name: "score.weight.fourth", title: "第四项指标权重", value: "20", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "第四项指标的权重"},
	{name: "score.fourth", title: "第四项指标", value: Handled, valueType: word, words: []string{Handled, Adoption}, from: noticeOn, source: local,
		comment: "第四项指标：handled 办理率（依法说明的不采纳不扣分），adoption 成果采纳率"},
	{name: "min_due", title: "参加排名的最少应公开数（村、社区）", value: "5", low: 0, high: 10000, from: noticeOn, source: local,
		comment: "村（社区）应公开数少于此数的为样本不足，不排名"},
	{name: "grade.excellent", title: "“优”的最低分", value: "95", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "优的最低分"},
	{name: "grade.good", title: "“良”的最低分", value: "85", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "良的最低分"},
	{name: "grade.fair", title: "“中”的最低分", value: "70", valueType: decimal, low: 0, high: 100, from: noticeOn, source: local,
		comment: "中的最低分，低于此分为差"},
	{name: "false_disclosure.cap", title: "弄虚作假未整改的等次上限", value: "中", valueType: word, words: []string{"优", "良", "中", "差", None}, from: noticeOn, source: local,
		comment: "弄虚作假未整改的村（社区）等次不高于此；none 为不限"},
}

// specOf finds a rule's declaration; a category's minimum posting is
// declared by its prefix.
func specOf(name string) (ruleSpec, bool) {
	if i := specIndex(name); ruleSpecs[i].name == name {
		return ruleSpecs[i], true
	}
	if category, ok := strings.CutPrefix(name, categoryMinimum); ok && category != "" {
		return ruleSpec{name: name, valueType: minimum}, true
	}
	return ruleSpec{}, false
}

// specIndex is where a rule stands in print: categories with no declaration
// of their own stand with 财务, names that are no rule last.
func specIndex(name string) int {
	at := func(name string) int {
		return slices.IndexFunc(ruleSpecs, func(s ruleSpec) bool { return s.name == name })
	}
	if i := at(name); i >= 0 {
		return i
	}
	if strings.HasPrefix(name, categoryMinimum) {
		return at(categoryMinimum + "财务")
	}
	return len(ruleSpecs) - 1
}

func ruleNames() []string {
	var out []string
	for _, s := range ruleSpecs {
		out = append(out, s.name)
	}
	return out
}

// Defaults are the built-in rules, in the order in which they are printed.
func Defaults() []RuleEntry {
	var out []RuleEntry
	for _, s := range ruleSpecs {
		out = append(out, RuleEntry{Rule: s.name, Value: s.value, From: civil.MustParse(s.from), Source: s.source})
	}
	return out
}

// DefaultYAML is a rules.yaml that says what holds without one, commented in
// Chinese for whoever changes it.
func DefaultYAML() string {
	var b strings.Builder
	b.WriteString(`# 规则：每条写明规则名 rule、值 value、起始日期 from 和依据 source。
# 规则变更时不要改旧条目，另加一条同名规则并写明新的起始日期；各期按当时有效的规则计算，
# 第一条的起始日期之前，以及删去的规则，按内置的默认值执行。
`)
	for _, s := range ruleSpecs {
		fmt.Fprintf(&b, "\n# %s\n- rule: %s\n  value: %s\n  from: %s\n  source: %s\n", s.comment, s.name, s.value, s.from, s.source)
	}
	return b.String()
}
