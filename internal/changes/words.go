package changes

// What codes are called by those who read of changes.

var causeWords = map[Cause]string{
	NewFiling:  "新收到的备案",
	Correction: "区级勘误",
	Withdrawn:  "后来的备案更正或作废",
	GoneFiling: "原先计入的备案不再计入",
	Released:   "基础资料改动后重新读入",
	Exemption:  "不适用、延期等其他文件",
	Rules:      "规则、目录、名册等改动",
	Time:       "截至日不同",
	OtherFile:  "检查记录等其他文件",
	Others:     "本单位数字未变，因其他单位变动",
}

// String is the cause in Chinese.
func (c Cause) String() string {
	if w := causeWords[c]; w != "" {
		return w
	}
	return string(c)
}

// MarshalText keeps the code in JSON.
func (c Cause) MarshalText() ([]byte, error) { return []byte(string(c)), nil }

var columnWords = map[string]string{
	"timeliness": "公开及时率", "completeness": "完整率", "frequency_index": "协商指数", "handled": "办理率", "adoption": "成果采纳率",
	"status": "公开情况", "due_on": "公开期限", "published_on": "公布日期", "complete": "完整", "posting": "公示期", "elements_ok": "要件齐全",
	"procedure_ok": "程序规范", "filing": "备案", "review": "镇街审查", "rectification": "整改", "not_received": "未报送", "township_code": "所属镇街",
	"held_on": "协商日期", "result": "协商结果", "decision": "采纳情况", "r": "计入日", "eligible": "计入成果", "adopted": "已采纳",
	"implemented": "已落实", "outcome_published": "成果按时公开", "members_ok": "成员合规",
}

// Column is a column's name in Chinese.
func Column(name string) string {
	if w := columnWords[name]; w != "" {
		return w
	}
	return name
}

var valueWords = map[string]map[string]string{
	"status":        {"on_time": "按时", "late": "逾期", "missing": "未公开", "pending": "未到期", "exempt": "不适用"},
	"posting":       {"ok": "达标", "running": "公示中", "short_cured": "不足已补", "short": "不足"},
	"filing":        {"on_time": "按时", "late": "逾期", "missing": "未备案", "pending": "未到期"},
	"review":        {"on_time": "按时", "late": "逾期", "missing": "未审查", "pending": "未到期"},
	"rectification": {"done": "已整改", "late": "逾期整改", "overdue": "逾期未整改", "pending": "未到期"},
}

// Word is a field's value in Chinese; null is a dash.
func Word(field, value string) string {
	switch value {
	case "":
		return "—"
	case "true":
		return "是"
	case "false":
		return "否"
	}
	if w := valueWords[field][value]; w != "" {
		return w
	}
	return value
}

var kindWords = map[string]string{
	"registry": "村社名册", "catalogue": "公开目录", "rules": "规则", "calendar": "节假日历", Config: "工作区配置",
}

// KindWord is the kind of a reference file in Chinese.
func KindWord(kind string) string {
	if w := kindWords[kind]; w != "" {
		return w
	}
	return "映射"
}

// StateWord says what happened to a reference file.
func StateWord(state string) string {
	return map[string]string{"added": "新增", "removed": "去除", "changed": "有改动"}[state]
}
