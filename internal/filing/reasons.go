package filing

import (
	"slices"
	"strings"
)

// Reason is one way in which a cell, row, sheet or file is not accepted: what
// receipts, return workbooks and the documentation say about it. The words in
// braces are filled in where it occurs.
type Reason struct {
	Code     string // stable
	Message  string // what is wrong, in Chinese
	Accepted string // what would be right, in Chinese
	Cause    string // how it comes about, in Chinese, for the documentation
	Effect   Effect
}

// Effect is what a Reason does to what it is found in.
type Effect uint8

// The effects. A cell in a warn-only column only warns, whatever its Reason.
const (
	RefusesRow Effect = iota
	Warns
	RefusesSheet
	RefusesFile
	LeavesFile // where it lies, not received
	CountsOnce // a file that was received before
)

// Bad is the Reason as it occurs; values are pairs of a name in braces and
// what stands for it.
func (r Reason) Bad(values ...string) *Bad {
	for i := 0; i < len(values); i += 2 {
		values[i] = "{" + values[i] + "}"
	}
	fill := strings.NewReplacer(values...)
	return &Bad{Reason: r.Code, Message: fill.Replace(r.Message), Accepted: fill.Replace(r.Accepted)}
}

const (
	dateForms   = "如 2026-06-15、2026/6/15、2026.6.15、20260615 或 2026年6月15日"
	numberForms = "只填数字，如 1234.5；金额单位为元"
	loneLine    = "；若这一行只是说明文字，请在前面写上“注：”，或移到表格之外"
	periodForms = "如 2026-06（月）、2026Q2（季）、2026H1（半年）、2026（年），或 2026年6月、2026年第二季度、2026年上半年、2026年度"
)

// Reasons why a cell is not accepted.
var (
	FormulaWithoutValue = Reason{"formula_without_value", "公式没有计算结果", "在表格软件中打开并重新保存，或直接填写数值", "公式是由程序写入的，没有在表格软件中算过，文件里没有结果", RefusesRow}
	ErrorValue          = Reason{"error_value", "单元格是错误值", "改正公式，或直接填写内容", "公式出错，单元格显示为 #N/A、#REF!、#DIV/0! 等", RefusesRow}
	TextTooLong         = Reason{"text_too_long", "文字超过4000个字符", "不超过4000个字符", "把整篇纪要或通知粘贴进了一格", RefusesRow}
	WrongKind           = Reason{"wrong_kind", "单元格的格式与本列不符", "把单元格设为文本格式后重新填写", "参照表的代码列里是日期或“是/否”", RefusesRow}

	DateUnreadable   = Reason{"date_unreadable", "不是一个完整、确定的日期", dateForms, "只有月日、年份只写两位、写了一段时间（6月1日至6月5日）、写“同上”，或写的是文字", RefusesRow}
	DateBareNumber   = Reason{"date_bare_number", "只有数字，看不出是哪一天", dateForms, "单元格里只是一个数字：只写了年份，或日期格式丢失后剩下的序号（如 46188）", RefusesRow}
	DateLetterO      = Reason{"date_letter_o", "日期中有字母O，是否应为 {日期}", dateForms, "把数字0写成了字母O", RefusesRow}
	DateImpossible   = Reason{"date_impossible", "没有这一天", dateForms, "如2月30日、6月31日，或13月", RefusesRow}
	DateWeekday      = Reason{"date_weekday", "星期与日期不符：{日期} 是{星期}", "核对日期，或去掉星期", "日期后面写了星期，两者对不上，其中必有一处写错", RefusesRow}
	DateTooEarly     = Reason{"date_too_early", "日期早于2000年1月1日", "2000年1月1日及以后的日期；若为年份误填，请填完整日期", "年份写错（如 0206、1926），或表格软件把序号当成了1900年代的日期", RefusesRow}
	DateAfterReceipt = Reason{"date_after_receipt", "日期晚于收到之日（{收到}）", "不晚于报送之日的日期", "日期在文件送达之后：多为年份、月份写错；只有计划的日期可以晚于收件日", RefusesRow}

	BoolUnreadable = Reason{"bool_unreadable", "看不出是“是”还是“否”", "是 或 否；不适用的留空", "写了“部分”“拟”“基本”“见附件”等不能确定的答复", RefusesRow}
	BoolUnticked   = Reason{"bool_unticked", "方框没有勾选，或两个都勾选了", "勾选其中一个，如 ☑是 ☐否；或填 是、否", "模板的“☐是 ☐否”没有打勾，或两个都打了勾", RefusesRow}

	NumberUnreadable = Reason{"number_unreadable", "不是一个确定的数字", numberForms, "有“约”“余”、范围（100-200）、分数、中文数字（三万元）或文字", RefusesRow}
	NumberNegative   = Reason{"number_negative", "数量不能为负", "0 或正整数", "人数、户数、次数写成了负数", RefusesRow}
	NumberNotWhole   = Reason{"number_not_whole", "应为整数", "0 或正整数", "人数、户数、次数带有小数", RefusesRow}
	NumberTooPrecise = Reason{"number_too_precise", "小数超过四位", "最多四位小数", "金额的小数多于四位，多为公式算出的结果", RefusesRow}
	NumberTooLarge   = Reason{"number_too_large", "数字过大", numberForms, "数字超出能够保存的范围，多为误把号码填进了数字列", RefusesRow}
	NumberIsDate     = Reason{"number_is_date", "单元格是日期，不是数字（可能被表格软件自动改成了日期）", numberForms, "填写 6-15 之类的内容时，表格软件自动把它变成了日期", RefusesRow}
	CodeLostDigits   = Reason{"code_lost_digits", "代码被表格软件改成了科学计数，末位已丢失", "把单元格设为文本格式后重新填写完整代码", "12位代码按数字保存，表格软件显示成 5.00112E+11，末几位已经没有了", RefusesRow}
	CodeUnreadable   = Reason{"code_unreadable", "不是{位数}位数字代码", "{位数}位数字", "代码位数不对，或夹有其他字符", RefusesRow}

	WordUnknown    = Reason{"word_unknown", "不在可选范围内：{词}", "{可选}", "本列只能从固定的词中选择，所写的词不在其中", RefusesRow}
	WordReplaced   = Reason{"word_replaced", "不在可选范围内：{词}，已归入“{归入}”", "{可选}", "本列只能从固定的词中选择，所写的词不在其中；其余照收", Warns}
	WordConflict   = Reason{"word_conflict", "“{词}”不能与其他词并列", "只填“{词}”，或只填其他词", "同一格既写“无”，又写了别的", RefusesRow}
	HashUnreadable = Reason{"hash_unreadable", "不是文件指纹", "十六进制指纹，多个以顿号分隔", "写的是“见附件”之类的文字，或指纹被表格软件改成了数字", RefusesRow}

	PeriodUnreadable = Reason{"period_unreadable", "不是一个确定的所属期", periodForms, "只写“6月”“二季度”而没有年份，或写的不是一个时期", RefusesRow}
	PeriodIsDate     = Reason{"period_is_date", "单元格是日期（可能被表格软件自动改成了日期），看不出是哪一期", "把单元格设为文本格式，写作 2026-06、2026Q2、2026H1 或 2026", "填写 2026-06 时，表格软件自动把它变成了日期（2026年6月1日）", RefusesRow}
	PeriodLength     = Reason{"period_length", "所属期的长短与事项频次（{频次}）不符", "{写法}", "事项在公开目录中是按月（或季、半年、年）公开的，所属期写成了另一种长短", RefusesRow}
	PeriodTooShort   = Reason{"period_too_short", "所属期短于事项频次（{频次}）", "{写法}，或更长的一期", "不适用、延期所管的时间比该事项的一期还短", RefusesRow}

	TownshipOther       = Reason{"township_other", "不是报送镇街", "与报送镇街一致，或留空；是别的镇街的，由该镇街报送", "镇街一栏写的不是送来这份文件的镇街：多为放错了文件夹，或抄用了别处的表", RefusesRow}
	TownshipVillage     = Reason{"township_village", "镇街一栏写的村（社区）与村（社区）一栏不同", "两栏写同一个村（社区），或镇街一栏只写镇街", "镇街一栏写了一个村（社区），与村（社区）一栏不是同一个", RefusesRow}
	ExemptionOfEvent    = Reason{"exemption_of_event", "随时公开的事项没有所属期，不能登记不适用或延期", "按月、季、半年、年公开的事项", "随时公开的事项有一次算一次，没有固定的期", RefusesRow}
	ExtensionWithoutDay = Reason{"extension_without_day", "延期没有写明延期至哪一天", "填写延期至的日期", "类型是“延期”，但“延期至”一栏空着", RefusesRow}
)

// PersonalInformation is the one Reason about a text that is kept: without
// the number.
var PersonalInformation = Reason{
	"personal_information", "文字中有疑似{种类}，已遮盖", "备案表中不写身份证号、手机号、银行卡号；确需核实身份的另行报送，编号用自编的流水号",
	"备注、摘要、编号等文字中有通过校验的身份证号、银行卡号或11位手机号；程序只保留遮盖后的文字，原件封存在 vault", Warns,
}

// PersonalAsNumber refuses a row whose own number would be masked: what is
// left of two of them is the same, and one row would take the other's place.
var PersonalAsNumber = Reason{
	"personal_as_number", "编号用了身份证号、手机号或银行卡号，遮盖后分不清是哪一件", "改用自编的流水号，如 2026-001；同一件以后一直用这个号",
	"拿当事人的号码当编号；号码不予保留，遮盖后几件的编号就成了同一个", RefusesRow,
}

// Reasons why a row is not accepted, though each of its cells may be.
var (
	RequiredBlank         = Reason{"required_blank", "“{列}”不能为空", "填写“{列}”；合并单元格只在 xlsx 里向下有效，CSV 每行都要填写", "必填的一格是空的；CSV 里合并过的单元格只剩第一行有内容；或表下的说明文字没有以“注：”开头，被当作了一行数据", RefusesRow}
	PublishedBeforeEvent  = Reason{"published_before_event", "公布日期早于事项发生日期", "公布日期不早于事项发生日期", "两个日期写反，或年份、月份写错", RefusesRow}
	PublishedAfterRemoval = Reason{"published_after_removal", "公布日期晚于撤下日期", "公布日期不晚于撤下日期", "两个日期写反，或年份、月份写错", RefusesRow}
	DecisionWithoutDay    = Reason{"decision_without_day", "有采纳情况而没有研究决策日期", "两栏都填，或都不填", "只填了采纳情况", RefusesRow}
	DayWithoutDecision    = Reason{"day_without_decision", "有研究决策日期而没有采纳情况", "两栏都填，或都不填", "只填了研究决策日期", RefusesRow}
	NoTopicNoOrDay        = Reason{"no_topic_no_or_day", "协商编号和协商日期都没有填", "至少填写一栏", "还没有协商的议题要有编号，否则无法与以后的报送对应", RefusesRow}
	AttendedOverInvited   = Reason{"attended_over_invited", "实到人数多于应到人数", "实到人数不多于应到人数", "两个人数写反，或其中一个写错", RefusesRow}
	KeyRepeated           = Reason{"key_repeated", "与{处}重复，以后收到的一行（本行）为准", "同一事项在一份表中只报一行", "同一份文件里同一事项报了两行；两行都留底，按后一行计算", Warns}
)

// Reasons that concern a sheet.
var (
	UnitNotYuan  = Reason{"unit_not_yuan", "金额单位不是元，本表金额一律不采用", "以元为单位填写金额", "表中写明单位是万元、千元等；为免相差万倍，不作换算", Warns}
	UnitTooLate  = Reason{"unit_too_late", "金额单位写在表的末尾，且不是元", "在表头上方写明单位，并以元为单位填写", "读完两万行以上的金额之后才见到“单位：万元”", RefusesFile}
	NoTable      = Reason{"no_table", "没有认出表头：{所缺}", "表头须含该表的全部必填列", "第一行不是表头、缺少必填的列，或送来的不是备案表", RefusesSheet}
	TableUnclear = Reason{"table_unclear", "表头同时像{各表}，无法确定是哪一种", "按模板的表头填报", "表头的列太少，几种表都对得上", RefusesSheet}
	HeaderLike   = Reason{"header_like", "没有认出这个表头，整列没有采用；本表缺“{列}”一列，是否就是它？", "是的话，把表头改为“{列}”，整份再报送", "表头与规定的名称差一两个字（如“公示时间”）；本区县惯用的表头，可由区里登记在 tongbao.yaml 的 headers 中", Warns}
	// HeaderUnknown and HeaderBlank are of reference tables, where a column
	// under a wrong header would pass for one that is left out.
	HeaderUnknown = Reason{"header_unknown", "没有名为“{头}”的列{相近}", "可用的列：{各列}、备注；不需要的列请删去", "参照表（名册、公开目录、节假日）的表头写错一两个字，或多了一列；只有备注列可以另加，程序不读", RefusesSheet}
	HeaderBlank   = Reason{"header_blank", "{列}列有内容而没有表头", "写上表头，可用的列：{各列}、备注；不需要的列请删去", "参照表（名册、公开目录、节假日）旁边另有内容", RefusesSheet}
	HeaderTwice   = Reason{"header_twice", "{甲}与{乙}两列都读作“{列}”", "只保留其中一列，或改写另一列的表头", "两列的表头意思相同（如“公布日期”和“公开日期”）", RefusesSheet}
)

// CellReasons lists the Reasons about a cell.
func CellReasons() []Reason {
	return []Reason{
		FormulaWithoutValue, ErrorValue, TextTooLong, WrongKind,
		DateUnreadable, DateBareNumber, DateLetterO, DateImpossible, DateWeekday, DateTooEarly, DateAfterReceipt,
		BoolUnreadable, BoolUnticked,
		NumberUnreadable, NumberNegative, NumberNotWhole, NumberTooPrecise, NumberTooLarge, NumberIsDate, CodeLostDigits, CodeUnreadable,
		WordUnknown, WordReplaced, WordConflict, HashUnreadable,
		PeriodUnreadable, PeriodIsDate, PeriodLength, PeriodTooShort,
		TownshipOther, TownshipVillage, ExemptionOfEvent, ExtensionWithoutDay, PersonalInformation, PersonalAsNumber,
	}
}

// RowReasons lists the Reasons about a row.
func RowReasons() []Reason {
	return []Reason{
		RequiredBlank, PublishedBeforeEvent, PublishedAfterRemoval, DecisionWithoutDay, DayWithoutDecision, NoTopicNoOrDay, AttendedOverInvited, KeyRepeated,
	}
}

// SheetReasons lists the Reasons about a sheet.
func SheetReasons() []Reason {
	return []Reason{UnitNotYuan, UnitTooLate, NoTable, TableUnclear, HeaderLike, HeaderUnknown, HeaderBlank, HeaderTwice}
}

// Reasons lists every Reason for which a cell, row or sheet is not accepted
// as it stands.
func Reasons() []Reason { return slices.Concat(CellReasons(), RowReasons(), SheetReasons()) }
