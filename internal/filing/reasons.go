package filing

import "strings"

// Reason is one way in which a cell, row or sheet is not accepted: what
// receipts, return workbooks and the documentation say about it. The words in
// braces are filled in where it occurs.
type Reason struct {
	Code     string // stable
	Message  string // what is wrong, in Chinese
	Accepted string // what would be right, in Chinese
}

// bad is the Reason as it occurs; values are pairs of a name in braces and
// what stands for it.
func (r Reason) bad(values ...string) *Bad {
	for i := 0; i < len(values); i += 2 {
		values[i] = "{" + values[i] + "}"
	}
	fill := strings.NewReplacer(values...)
	return &Bad{Reason: r.Code, Message: fill.Replace(r.Message), Accepted: fill.Replace(r.Accepted)}
}

const (
	dateForms   = "如 2026-06-15、2026/6/15、2026.6.15、20260615 或 2026年6月15日"
	numberForms = "只填数字，如 1234.5；金额单位为元"
	periodForms = "如 2026-06（月）、2026Q2（季）、2026H1（半年）、2026（年），或 2026年6月、2026年第二季度、2026年上半年、2026年度"
)

// Reasons why a cell is not accepted.
var (
	FormulaWithoutValue = Reason{"formula_without_value", "公式没有计算结果", "在表格软件中打开并重新保存，或直接填写数值"}
	ErrorValue          = Reason{"error_value", "单元格是错误值", "改正公式，或直接填写内容"}
	TextTooLong         = Reason{"text_too_long", "文字超过4000个字符", "不超过4000个字符"}
	WrongKind           = Reason{"wrong_kind", "单元格的格式与本列不符", "把单元格设为文本格式后重新填写"}

	DateUnreadable   = Reason{"date_unreadable", "不是一个完整、确定的日期", dateForms}
	DateBareNumber   = Reason{"date_bare_number", "只有数字，看不出是哪一天", dateForms}
	DateLetterO      = Reason{"date_letter_o", "日期中有字母O，是否应为 {日期}", dateForms}
	DateImpossible   = Reason{"date_impossible", "没有这一天", dateForms}
	DateWeekday      = Reason{"date_weekday", "星期与日期不符：{日期} 是{星期}", "核对日期，或去掉星期"}
	DateTooEarly     = Reason{"date_too_early", "日期早于2000年1月1日", "2000年1月1日及以后的日期；若为年份误填，请填完整日期"}
	DateAfterReceipt = Reason{"date_after_receipt", "日期晚于收到之日（{收到}）", "不晚于报送之日的日期"}

	BoolUnreadable = Reason{"bool_unreadable", "看不出是“是”还是“否”", "是 或 否；不适用的留空"}
	BoolUnticked   = Reason{"bool_unticked", "方框没有勾选，或两个都勾选了", "勾选其中一个，如 ☑是 ☐否；或填 是、否"}

	NumberUnreadable = Reason{"number_unreadable", "不是一个确定的数字", numberForms}
	NumberNegative   = Reason{"number_negative", "数量不能为负", "0 或正整数"}
	NumberNotWhole   = Reason{"number_not_whole", "应为整数", "0 或正整数"}
	NumberTooPrecise = Reason{"number_too_precise", "小数超过四位", "最多四位小数"}
	NumberTooLarge   = Reason{"number_too_large", "数字过大", numberForms}
	NumberIsDate     = Reason{"number_is_date", "单元格是日期，不是数字（可能被表格软件自动改成了日期）", numberForms}
	CodeLostDigits   = Reason{"code_lost_digits", "代码被表格软件改成了科学计数，末位已丢失", "把单元格设为文本格式后重新填写完整代码"}
	CodeUnreadable   = Reason{"code_unreadable", "不是{位数}位数字代码", "{位数}位数字"}

	WordUnknown    = Reason{"word_unknown", "不在可选范围内：{词}", "{可选}"}
	WordReplaced   = Reason{"word_replaced", "不在可选范围内：{词}，已归入“{归入}”", "{可选}"}
	WordConflict   = Reason{"word_conflict", "“{词}”不能与其他词并列", "只填“{词}”，或只填其他词"}
	HashUnreadable = Reason{"hash_unreadable", "不是文件指纹", "十六进制指纹，多个以顿号分隔"}

	PeriodUnreadable = Reason{"period_unreadable", "不是一个确定的所属期", periodForms}
	PeriodIsDate     = Reason{"period_is_date", "单元格是日期（可能被表格软件自动改成了日期），看不出是哪一期", "把单元格设为文本格式，写作 2026-06、2026Q2、2026H1 或 2026"}
	PeriodLength     = Reason{"period_length", "所属期的长短与事项频次（{频次}）不符", "{写法}"}
	PeriodTooShort   = Reason{"period_too_short", "所属期短于事项频次（{频次}）", "{写法}，或更长的一期"}

	TownshipOther       = Reason{"township_other", "不是报送镇街", "与报送镇街一致，或留空"}
	TownshipVillage     = Reason{"township_village", "镇街一栏写的村（社区）与村（社区）一栏不同", "两栏写同一个村（社区），或镇街一栏只写镇街"}
	ExemptionOfEvent    = Reason{"exemption_of_event", "随时公开的事项没有所属期，不能登记不适用或延期", "按月、季、半年、年公开的事项"}
	ExtensionWithoutDay = Reason{"extension_without_day", "延期没有写明延期至哪一天", "填写延期至的日期"}
)

// Reasons why a row is not accepted, though each of its cells may be.
var (
	RequiredBlank         = Reason{"required_blank", "“{列}”不能为空", "填写“{列}”；合并单元格只在 xlsx 里向下有效，CSV 每行都要填写"}
	PublishedBeforeEvent  = Reason{"published_before_event", "公布日期早于事项发生日期", "公布日期不早于事项发生日期"}
	PublishedAfterRemoval = Reason{"published_after_removal", "公布日期晚于撤下日期", "公布日期不晚于撤下日期"}
	DecisionWithoutDay    = Reason{"decision_without_day", "有采纳情况而没有研究决策日期", "两栏都填，或都不填"}
	DayWithoutDecision    = Reason{"day_without_decision", "有研究决策日期而没有采纳情况", "两栏都填，或都不填"}
	NoTopicNoOrDay        = Reason{"no_topic_no_or_day", "协商编号和协商日期都没有填", "至少填写一栏"}
	AttendedOverInvited   = Reason{"attended_over_invited", "实到人数多于应到人数", "实到人数不多于应到人数"}
	KeyTwice              = Reason{"key_twice", "与{处}重复", "只保留其中一行"}
	KeyRepeated           = Reason{"key_repeated", "与{处}重复，以后收到的一行（本行）为准", "同一事项在一份表中只报一行"}
)

// Reasons that concern a sheet.
var (
	UnitNotYuan  = Reason{"unit_not_yuan", "金额单位不是元，本表金额一律不采用", "以元为单位填写金额"}
	UnitTooLate  = Reason{"unit_too_late", "金额单位写在表的末尾，且不是元", "在表头上方写明单位，并以元为单位填写"}
	NoTable      = Reason{"no_table", "没有认出表头：{所缺}", "表头须含该表的全部必填列"}
	TableUnclear = Reason{"table_unclear", "表头同时像{各表}，无法确定是哪一种", "按模板的表头填报"}
	HeaderTwice  = Reason{"header_twice", "{甲}与{乙}两列都读作“{列}”", "只保留其中一列，或改写另一列的表头"}
)

// Reasons lists every Reason this package gives.
func Reasons() []Reason {
	return []Reason{
		FormulaWithoutValue, ErrorValue, TextTooLong, WrongKind,
		DateUnreadable, DateBareNumber, DateLetterO, DateImpossible, DateWeekday, DateTooEarly, DateAfterReceipt,
		BoolUnreadable, BoolUnticked,
		NumberUnreadable, NumberNegative, NumberNotWhole, NumberTooPrecise, NumberTooLarge, NumberIsDate, CodeLostDigits, CodeUnreadable,
		WordUnknown, WordReplaced, WordConflict, HashUnreadable,
		PeriodUnreadable, PeriodIsDate, PeriodLength, PeriodTooShort,
		TownshipOther, TownshipVillage, ExemptionOfEvent, ExtensionWithoutDay,
		RequiredBlank, PublishedBeforeEvent, PublishedAfterRemoval, DecisionWithoutDay, DayWithoutDecision, NoTopicNoOrDay, AttendedOverInvited, KeyRepeated, KeyTwice,
		UnitNotYuan, UnitTooLate, NoTable, TableUnclear, HeaderTwice,
	}
}
