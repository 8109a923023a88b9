package handbook

// The sources, as they are cited.
const (
	notice  = "渝北民〔2020〕191号"
	reply   = "重庆市民政局对第0447号建议的答复"
	statute = "重庆市实施《村民委员会组织法》办法"
)

// What several indicators have in common.
const (
	notDue       = "未到期的；按规定批准不适用的"
	notPublished = "未公开的；未到期的；不适用的"
	notEligible  = "未达成一致的协商；截至日时研究期限未满、也没有决定的成果"
	undecided    = "未达成一致的协商；没有决定的成果"
	gone         = "期末不在册的村（社区）"
)

var (
	dueRules     = []string{"due.monthly", "due.quarterly", "due.halfyearly", "due.yearly", "due.event_days", "due.fixed.shift", "due.counted.shift", "exemptions.by", "exemptions.receive_days"}
	targetRule   = []string{"consultation.target"}
	decideRule   = []string{"consultation.decide_days"}
	publishRules = []string{"consultation.decide_days", "consultation.publish_days"}
)

// Entries are the indicators in the order of score.Indicators.
var Entries = []Entry{
	{
		Name: "timeliness", Meaning: "按时公开 ÷ 应公开", Above: "on_time", Below: "on_time ＋ late ＋ missing",
		Story: "应公开{due}项，按时{on_time}项、逾期{late}项、未公开{missing}项",
		Basis: notice + " 二（一）2；" + statute + "第三十条", Excludes: notDue,
		Assumes: "没有收到备案的按未公开计，所在镇街此后没有报送的另注“未报送”；期限当日公开的为按时", Rules: dueRules,
	},
	{
		Name: "disclosed", Meaning: "已公开（按时和逾期）÷ 应公开", Above: "on_time ＋ late", Below: "on_time ＋ late ＋ missing",
		Story: "应公开{due}项，按时{on_time}项、逾期{late}项", Basis: notice + " 二（一）2", Excludes: notDue,
		Assumes: "应公开的范围同公开及时率；本期无事项而如实公布的，按已公开计",
	},
	{
		Name: "completeness", Meaning: "完整（已公开、公示期达标、五项要件齐全、没有未整改的不合格）÷ 应公开", Above: "complete", Below: "on_time ＋ late ＋ missing",
		Story: "应公开{due}项，完整的{complete}项", Basis: notice + " 一、二（一）2；" + reply, Excludes: notDue,
		Assumes: "仍在公示、期限未满的，公示期按达标计；未公开的按不完整计", Rules: []string{"posting.minimum", "posting.minimum.财务", "rectification.days"},
	},
	{
		Name: "elements", Meaning: "五项要件齐全 ÷ 已公开", Above: "elements_ok", Below: "on_time ＋ late",
		Story: "已公开的（按时{on_time}项、逾期{late}项）中，要件齐全{elements_ok}项", Basis: notice + " 一", Excludes: notPublished,
		Assumes: "五项：公开时间、公开单位、村（居）委会印章、村（居）务监督委员会印章、相关人员签字；没有填写的按缺计",
	},
	{
		Name: "posting", Meaning: "公示期达标（含仍在公示、已补足）÷ 已公开", Above: "posting_fit", Below: "on_time ＋ late",
		Story: "已公开的（按时{on_time}项、逾期{late}项）中，公示期达标{posting_fit}项", Basis: notice + " 二（一）2；" + reply, Excludes: notPublished,
		Assumes: "没有填写撤下日期的，按仍在公示计", Rules: []string{"posting.minimum", "posting.minimum.财务"},
	},
	{
		Name: "procedure", Meaning: "五个程序依次完成 ÷ 已公开", Above: "procedure_ok", Below: "on_time ＋ late",
		Story: "已公开的（按时{on_time}项、逾期{late}项）中，程序规范{procedure_ok}项", Basis: notice + " 二（一）4；" + reply, Excludes: notPublished,
		Assumes: "五个程序的日期都要填写，同一日的不算颠倒；公布后宽限期内尚未存档的不算缺", Rules: []string{"archive.grace_days"},
	},
	{
		Name: "filing", Meaning: "按时备案 ÷ 到期应备案", Above: "filing_on_time", Below: "filing_judged",
		Story: "到期应备案{filing_judged}项，按时{filing_on_time}项", Basis: reply, Excludes: "未公开的；备案期限未满且未备案的",
		Assumes: "以填写的备案日期为准", Rules: []string{"filing.days"},
	},
	{
		Name: "review", Meaning: "镇街按时审查 ÷ 到期应审查（评镇街，村不计）", Above: "review_on_time", Below: "review_judged",
		Story: "到期应审查{review_judged}项，按时{review_on_time}项", Basis: reply, Excludes: "未备案的；审查期限未满且未审查的",
		Assumes: "是镇街的职责，与镇街得分并列，不计入得分", Rules: []string{"review.days"},
	},
	{
		Name: "rectification", Meaning: "已整改（含逾期完成）÷ 到期应整改", Above: "rectified", Below: "rectification_judged",
		Story: "审查不合格、到期应整改{rectification_judged}项，已整改{rectified}项", Basis: reply + "；期限由区县自定", Excludes: "整改期限未满且未整改的",
		Assumes: "只计审查结果为不合格且填写了审查日期的", Rules: []string{"rectification.days"},
	},
	{
		Name: "on_deadline", Meaning: "恰在到期日公开 ÷ 已公开", Above: "on_deadline", Below: "on_time ＋ late",
		Story: "已公开的（按时{on_time}项、逾期{late}项）中，到期日当天公开{on_deadline}项", Basis: "统计指标，没有文件规定，不计分", Excludes: notPublished,
		Assumes: "到期日同公开及时率；当天公开是按时，比率高只说明集中",
	},
	{
		Name: "frequency", Meaning: "期末在册村（社区）的协商次数 ÷ 村·季数", Above: "held_at_end", Below: "villages_at_end × quarters",
		Story: "{villages_at_end}个村一个季度协商{held_at_end}次", Basis: notice + " 二（二）", Excludes: gone,
		Assumes: "次数多少不计分，计分的是协商指数",
	},
	{
		Name: "frequency_index", Meaning: "各村（社区）协商次数与目标之比（至多为1）之和 ÷ 村（社区）数",
		Above: "index_sum ÷ target_milli ÷ quarters", Below: "index_villages",
		Story: "{index_villages}个村中{covered}个至少协商1次、1个没有协商", Basis: notice + " 二（二）；次数由区县自定", Excludes: gone + "；在册不足半个考核期的",
		Assumes: "超过目标的部分不加分；考核期未结束的只列出、不计分", Rules: targetRule,
	},
	{
		Name: "coverage", Meaning: "协商次数达到目标的村（社区）÷ 期末在册村（社区）", Above: "covered", Below: "villages_at_end",
		Story: "{villages_at_end}个村中{covered}个达到目标", Basis: notice + " 二（二）；次数由区县自定", Excludes: gone,
		Assumes: "考核期未结束的为暂计", Rules: targetRule,
	},
	{
		Name: "members", Meaning: "固定成员不超过三分之一 ÷ 两项人数都填写的协商", Above: "members_ok", Below: "members_judged",
		Story: "填写了人数的协商{members_judged}次，合规{members_ok}次", Basis: notice + " 二（二）2", Excludes: "固定成员或其他成员人数没有填写的协商",
		Assumes: "固定成员×3不超过总人数的为合规",
	},
	{
		Name: "adoption", Meaning: "采纳和部分采纳 ÷ 计入的协商成果", Above: "adopted_fully ＋ adopted_partly", Below: "eligible",
		Story: "计入的成果{eligible}件，采纳{adopted_fully}件、部分采纳{adopted_partly}件", Basis: notice + " 二（二）5；期限由区县自定", Excludes: notEligible,
		Assumes: "过了研究期限没有决定的，按未采纳计", Rules: decideRule,
	},
	{
		Name: "full_adoption", Meaning: "采纳 ÷ 计入的协商成果", Above: "adopted_fully", Below: "eligible",
		Story: "计入的成果{eligible}件，采纳{adopted_fully}件", Basis: notice + " 二（二）5；期限由区县自定", Excludes: notEligible,
		Assumes: "部分采纳的不算采纳", Rules: decideRule,
	},
	{
		Name: "handled", Meaning: "采纳、部分采纳和已说明理由的未采纳 ÷ 计入的协商成果", Above: "adopted_fully ＋ adopted_partly ＋ explained", Below: "eligible",
		Story: "计入的成果{eligible}件，采纳{adopted_fully}件、部分采纳{adopted_partly}件、未采纳并已说明{explained}件", Basis: notice + " 二（二）5", Excludes: notEligible,
		Assumes: "依法不采纳并向提出人说明的，与采纳同样对待", Rules: decideRule,
	},
	{
		Name: "explained", Meaning: "已说明 ÷ 未采纳（计入的协商成果中）", Above: "explained", Below: "refused",
		Story: "未采纳{refused}件，已说明{explained}件", Basis: notice + " 二（二）5", Excludes: undecided,
		Assumes: "以填写的说明日期为准", Rules: decideRule,
	},
	{
		Name: "implementation", Meaning: "已落实 ÷ 已落实和承诺期满的采纳成果", Above: "implemented", Below: "implementation_due",
		Story: "应落实{implementation_due}件，已落实{implemented}件", Basis: notice + " 二（二）5；期限由区县自定", Excludes: "未采纳的；承诺期未满且未落实的",
		Assumes: "没有填写承诺日期的，按默认天数推算", Rules: []string{"consultation.decide_days", "consultation.promise_days"},
	},
	{
		Name: "outcome_published", Meaning: "决策后按时公开 ÷ 公开期满的已决策成果", Above: "outcome_published", Below: "outcome_publish_due",
		Story: "公开期满的已决策成果{outcome_publish_due}件，按时公开{outcome_published}件", Basis: notice + " 二（二）5；期限比照随时公开事项", Excludes: undecided + "；公开期限未满的",
		Assumes: "没有填写公开日期的，按没有公开计", Rules: publishRules,
	},
	{
		Name: "consultation_procedure", Meaning: "四个步骤依次完成 ÷ 公开期满的已决策成果", Above: "outcome_procedure_ok", Below: "outcome_publish_due",
		Story: "公开期满的已决策成果{outcome_publish_due}件，程序规范{outcome_procedure_ok}件", Basis: notice + " 二（二）4", Excludes: undecided + "；公开期限未满的",
		Assumes: "提出议题、协商准备、组织协商、公开成果的日期都要填写，同一日的不算颠倒", Rules: publishRules,
	},
	{
		Name: "inspection_coverage", Meaning: "镇街检查过的村·季 ÷ 村·季数", Above: "inspected_quarters", Below: "villages_at_end × quarters",
		Story: "{villages_at_end}个村一个季度，镇街检查过{inspected_quarters}个", Basis: notice + " 三", Excludes: gone,
		Assumes: "同一季度查几次都算一个村·季；是镇街的职责，不计入得分；考核期未结束的为暂计",
	},
	{
		Name: "objections_answered", Meaning: "按期答复 ÷ 答复期满的异议", Above: "objections_in_time", Below: "objections_due",
		Story: "答复期满的异议{objections_due}件，按期答复{objections_in_time}件", Basis: statute + "第三十一条", Excludes: "答复期限未满的",
		Assumes: "没有填写受理单位的，按村（居）委会受理计；不计入得分", Rules: []string{"objection.village_days", "objection.upper_days"},
	},
}
