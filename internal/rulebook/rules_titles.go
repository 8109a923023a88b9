package rulebook

// RuleTitle is a rule in words, as reports and explanations print it. A rule
// that has none, such as one of a category's own, is told by its name.
func RuleTitle(name string) string {
	if title, ok := ruleTitles[name]; ok {
		return title
	}
	return name
}

var ruleTitles = map[string]string{
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
