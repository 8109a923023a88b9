package filing

// Tables are the five filing tables, in the order receipts list them.
// Everything about a filing derives from this declaration: header matching,
// cell reading, the lake's schema, staging SQL, templates and export headers.
var Tables = []Table{disclosures, consultations, inspections, objections, exemptions}

func words(list ...string) []Entry {
	entries := make([]Entry, len(list))
	for i, w := range list {
		entries[i] = Entry{Word: w}
	}
	return entries
}

var (
	township = Column{Code: "township", Header: "镇街", Aliases: []string{"乡镇", "街道", "乡镇街道", "填报单位"}, Type: Township}
	village  = Column{Code: "village", Header: "村（社区）", Aliases: []string{"村居", "村名", "社区", "村（居）名称"}, Type: Village, Required: true}
	void     = Column{Code: "void", Header: "作废", Type: Bool}
	remark   = Column{Code: "remark", Header: "备注", Type: Text, WarnOnly: true}
	hashes   = Column{Code: "attachment_hash", Header: "附件指纹", Aliases: []string{"照片指纹"}, Type: Hashes, WarnOnly: true}
)

func item(required bool) Column {
	return Column{Code: "item", Header: "公开事项", Aliases: []string{"事项名称", "公开内容", "项目"}, Type: Item, Required: required}
}

// SignedOrPublished is the header that names published_on where no other
// column of the sheet does, and signed_date where one does.
const SignedOrPublished = "公开时间"

// disclosures: 村（居）务公开备案表, one row per village, item and period, or
// per declared event.
var disclosures = Table{
	Code: "disclosures", Title: "村（居）务公开备案表",
	Keys: []Key{
		{When: "period", Columns: []string{"village", "item", "period"}},
		{Columns: []string{"village", "item", "occurred_on", "event_no"}},
	},
	Columns: []Column{
		township, village, item(true),
		{Code: "period", Header: "所属期", Aliases: []string{"期次", "公开期间"}, Type: Period},
		{Code: "occurred_on", Header: "事项发生日期", Type: Date},
		{Code: "event_no", Header: "事项编号", Type: Text},
		{Code: "published_on", Header: "公布日期", Aliases: []string{"公开日期", "公示日期", "张贴日期"}, Type: Date},
		{Code: "removed_on", Header: "撤下日期", Aliases: []string{"公示截止日期"}, Type: Date, Ahead: true},
		{Code: "reposted_on", Header: "重新公布日期", Type: Date},
		{Code: "reposted_removed_on", Header: "重新撤下日期", Type: Date, Ahead: true},
		{
			Code: "channels", Header: "公开形式", Aliases: []string{"公开方式"}, Type: Words, WarnOnly: true, Fallback: "其他",
			List: words("公开栏", "会议", "宣传单", "广播", "网络", "明白纸", "入户", "其他"),
		},
		{Code: "publisher", Header: "公开单位", Type: Text},
		{Code: "signed_date", Header: "落款日期", Type: Date},
		{Code: "committee_seal", Header: "村（居）委会印章", Aliases: []string{"村委会盖章"}, Type: Bool},
		{Code: "supervisor_seal", Header: "监委会印章", Aliases: []string{"监督委员会盖章"}, Type: Bool},
		{Code: "signed", Header: "相关人员签字", Aliases: []string{"签字"}, Type: Bool},
		{Code: "proposed_on", Header: "方案提出日期", Type: Date},
		{Code: "reviewed_on", Header: "监委会审查日期", Type: Date},
		{Code: "decided_on", Header: "会议确定日期", Type: Date},
		{Code: "archived_on", Header: "归档日期", Type: Date},
		{Code: "filed_on", Header: "备案日期", Aliases: []string{"报备日期"}, Type: Date},
		{Code: "township_reviewed_on", Header: "镇街审查日期", Type: Date},
		{Code: "review_result", Header: "审查结果", Type: Word, List: words("合格", "不合格")},
		{Code: "review_issue", Header: "存在问题", Type: Text, WarnOnly: true},
		{Code: "rectified_on", Header: "整改完成日期", Type: Date},
		hashes,
		{Code: "amount_yuan", Header: "涉及金额", Type: Decimal, WarnOnly: true},
		{Code: "nil", Header: "本期无事项", Type: Bool},
		{Code: "boards", Header: "公开点位数", Type: Integer, WarnOnly: true},
		{Code: "boards_posted", Header: "已公开点位数", Type: Integer, WarnOnly: true},
		{Code: "summary", Header: "内容摘要", Type: Text, WarnOnly: true},
		remark, void,
	},
}

// consultations: 村（社区）协商备案表, one row per topic consulted on.
var consultations = Table{
	Code: "consultations", Title: "村（社区）协商备案表",
	Keys: []Key{
		{When: "topic_no", Columns: []string{"village", "topic_no"}},
		{Columns: []string{"village", "topic", "held_on"}},
	},
	Columns: []Column{
		township, village,
		{Code: "topic_no", Header: "协商编号", Type: Text},
		{Code: "topic", Header: "议题", Type: Text, Required: true},
		{
			Code: "topic_category", Header: "议题类别", Type: Word, WarnOnly: true,
			List: words("物业管理服务", "环境卫生整治", "亮化绿化工程", "廉租住房申请", "社会救助救济", "征地拆迁安置",
				"农房建设整治", "农田水利改造", "土地经营承包", "村级集体经济发展", `农村"三资"管理和处置`, `"一事一议"筹资筹劳`, "其他"),
		},
		{Code: "raised_by", Header: "提出人类别", Type: Word, WarnOnly: true, List: words("两委", "群众", "联名", "委托", "其他")},
		{
			Code: "form", Header: "协商形式", Type: Word, WarnOnly: true,
			List: words("村（居）民会议", "村（居）民代表会议", "议事会", "小区协商", "业主协商", "民主听证会", "民主评议", "恳谈会",
				"公开日", "院坝（楼栋）议事会", "论坛", "网络协商", "其他"),
		},
		{Code: "raised_on", Header: "议题提出日期", Type: Date},
		{Code: "prepared_on", Header: "准备完成日期", Type: Date},
		// The header must be there; a cell may be blank (not held yet) where
		// topic_no is given, which the row rules check.
		{Code: "held_on", Header: "协商日期", Type: Date, Required: true, BlankOK: true},
		{Code: "fixed_members", Header: "固定成员人数", Type: Integer},
		{Code: "other_members", Header: "非固定成员人数", Type: Integer},
		{Code: "invited", Header: "应到人数", Type: Integer, WarnOnly: true},
		{Code: "attended", Header: "实到人数", Type: Integer, WarnOnly: true},
		{Code: "result", Header: "协商结果", Type: Word, List: words("达成一致", "部分达成一致", "未达成一致")},
		{Code: "outcome", Header: "协商成果", Type: Text, WarnOnly: true},
		{Code: "outcome_filed_on", Header: "成果备案日期", Type: Date, WarnOnly: true},
		{Code: "decided_on", Header: "研究决策日期", Type: Date},
		{Code: "decision", Header: "采纳情况", Type: Word, List: words("采纳", "部分采纳", "未采纳")},
		{Code: "explained_on", Header: "未采纳说明日期", Type: Date},
		{Code: "promised_on", Header: "承诺完成日期", Type: Date, Ahead: true},
		{Code: "implementation", Header: "落实情况", Type: Word, WarnOnly: true, List: words("已落实", "落实中", "未落实")},
		{Code: "implemented_on", Header: "落实完成日期", Type: Date},
		{Code: "supervised", Header: "监委会监督", Type: Bool, WarnOnly: true},
		{Code: "outcome_published_on", Header: "成果公开日期", Type: Date},
		{Code: "commissioned_by", Header: "委托单位", Type: Text, WarnOnly: true},
		{Code: "reported_on", Header: "向委托单位报告日期", Type: Date, WarnOnly: true},
		{Code: "feedback_on", Header: "委托单位反馈日期", Type: Date, WarnOnly: true},
		{Code: "minutes", Header: "纪要摘要", Type: Text, WarnOnly: true},
		hashes, remark, void,
	},
}

// inspections: 检查（暗访）记录, one row per visit and item looked at.
var inspections = Table{
	Code: "inspections", Title: "检查（暗访）记录",
	Keys: []Key{{Columns: []string{"village", "inspected_on", "level", "covert", "item"}}},
	Columns: []Column{
		township, village,
		{Code: "inspected_on", Header: "检查日期", Type: Date, Required: true},
		{Code: "level", Header: "检查层级", Type: Word, Required: true, List: words("镇街", "区县", "市级")},
		{Code: "covert", Header: "检查方式", Type: Bool, True: []string{"暗访"}, False: []string{"明查"}},
		{Code: "inspector", Header: "检查单位", Type: Text, WarnOnly: true},
		{Code: "item", Header: "检查事项", Type: Item},
		{Code: "board_ok", Header: "公开栏完好", Type: Bool, WarnOnly: true},
		{Code: "posted", Header: "内容在栏", Type: Bool, WarnOnly: true},
		{
			Code: "fault", Header: "问题类别", Type: Words, None: "无",
			List: words("未设公开栏", "无公示内容", "内容不全", "更新不及时", "要件不齐", "弄虚作假", "泄露个人信息", "协商走过场", "其他", "无"),
		},
		{Code: "finding", Header: "问题描述", Type: Text, WarnOnly: true},
		{Code: "rectify_by", Header: "整改期限", Type: Date, Ahead: true, WarnOnly: true},
		{Code: "rectified_on", Header: "整改完成日期", Type: Date},
		{Code: "publishable", Header: "可通报", Type: Bool},
		{Code: "draw_id", Header: "抽取批次", Type: Text, WarnOnly: true},
		{Code: "arm", Header: "抽取方式", Type: Word, WarnOnly: true, List: words("随机", "风险")},
		void,
	},
}

// objections: 异议投诉, one row per objection or complaint.
var objections = Table{
	Code: "objections", Title: "异议投诉",
	Keys: []Key{
		{When: "objection_no", Columns: []string{"village", "objection_no"}},
		{Columns: []string{"village", "raised_on", "matter"}},
	},
	Columns: []Column{
		township, village,
		{Code: "objection_no", Header: "编号", Type: Text},
		{Code: "raised_on", Header: "提出日期", Type: Date, Required: true},
		{Code: "channel", Header: "渠道", Type: Word, WarnOnly: true, List: words("来访", "电话", "网络", "互动空间", "接待日", "信访", "其他")},
		{Code: "item", Header: "涉及事项", Type: Item},
		{Code: "matter", Header: "内容", Type: Text},
		{Code: "handled_by", Header: "受理单位", Type: Word, List: words("村居", "镇街", "区县")},
		{Code: "answered_on", Header: "答复日期", Type: Date},
		{Code: "upheld", Header: "是否属实", Type: Word, WarnOnly: true, List: words("属实", "部分属实", "不属实")},
		{Code: "resolution", Header: "处理结果", Type: Text, WarnOnly: true},
		void,
	},
}

// exemptions: 不适用及延期, one row per item and period that is not owed, or
// owed later.
var exemptions = Table{
	Code: "exemptions", Title: "不适用及延期",
	Keys: []Key{{Columns: []string{"village", "item", "period"}}},
	Columns: []Column{
		township, village, item(true),
		{Code: "period", Header: "所属期", Aliases: []string{"期次", "公开期间"}, Type: Period, Required: true},
		{Code: "kind", Header: "类型", Type: Word, Required: true, List: words("不适用", "延期")},
		{Code: "extended_to", Header: "延期至", Type: Date, Ahead: true},
		{Code: "reason", Header: "理由", Type: Text, Required: true},
		{Code: "approved_by", Header: "批准单位", Type: Text, Required: true},
		{Code: "approved_on", Header: "批准日期", Type: Date, Required: true},
		void,
	},
}
