package explain

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
)

// Matter is one matter due in the window: how it was judged, why, on which
// row, and by which rules.
type Matter struct {
	VillageCode string      `json:"village_code"`
	Village     string      `json:"village"`
	ItemCode    string      `json:"item_code"`
	Item        string      `json:"item"`
	Category    string      `json:"category"`              // of the catalogue: 党务, 政务, 财务, 服务, or what the district uses
	Period      string      `json:"period,omitempty"`      // 2026-06, 2026Q2, 2026H1, 2026; absent for an event
	OccurredOn  *civil.Date `json:"occurred_on,omitempty"` // of an event
	EventNo     string      `json:"event_no,omitempty"`    // of an event, as filed
	DueOn       civil.Date  `json:"due_on"`                // the last day on which it is in time
	Status      string      `json:"status"`                // on_time, late, missing, pending, exempt
	StatusName  string      `json:"status_name"`           // 按时, 逾期, 未公开, 未到期, 不适用
	Complete    *bool       `json:"complete"`              // null where it is not judged
	Reason      string      `json:"reason"`                // in Chinese: why the status is what it is
	Judgements  []Judgement `json:"judgements"`            // of what was published
	Rules       []string    `json:"rules"`                 // ids of the explanation's rules
	Source      mart.Source `json:"source"`                // the row it rests on
	Place       string      `json:"place"`                 // that row in words
	// what the score would add if this matter alone had been published in
	// time and in full; null where it was, or cannot count
	Gain *float64 `json:"gain"`
}

// Judgement is one thing judged of a published matter.
type Judgement struct {
	Name string `json:"name"` // 公示期, 要件, 程序, 备案, 镇街审查, 整改; of a consultation 成员, 说明, 落实, 成果公开, 程序
	Code string `json:"code"` // as the marts have it: ok, short, true, on_time …; of 要件 how many there are; may be empty
	Good *bool  `json:"good"` // null where it is not judged yet
	Text string `json:"text"` // the facts, in Chinese
}

// StatusNames are the statuses of a matter in words.
var StatusNames = map[string]string{
	"on_time": "按时", "late": "逾期", "missing": "未公开", "pending": "未到期", "exempt": "不适用",
}

// ends gives the day that decides which spells of village and item hold: the
// period's last day, or the day the event occurred.
func ends(o *mart.Obligation) civil.Date {
	if o.OccurredOn != nil {
		return *o.OccurredOn
	}
	if p, err := rulebook.ParsePeriod(o.Period); err == nil {
		return p.End()
	}
	return o.DueOn
}

func (m *maker) matter(o *mart.Obligation) Matter {
	day := ends(o)
	item, _ := m.in.Book.Catalogue.Nearest(o.ItemCode, day)
	x := Matter{
		VillageCode: o.VillageCode, Village: m.village(o.VillageCode), ItemCode: o.ItemCode, Item: item.Item, Category: o.Category,
		Period: o.Period, OccurredOn: o.OccurredOn, EventNo: o.EventNo, DueOn: o.DueOn,
		Status: o.Status, StatusName: StatusNames[o.Status], Complete: o.Complete,
		Judgements: []Judgement{}, Source: o.Source, Place: place(o.Source),
	}
	var extension string
	extension, x.Rules = m.due(o, day)
	x.Reason = join(m.reason(o), extension, correction(o.Source))
	if o.Status == "on_time" || o.Status == "late" {
		judgements, used := m.judgements(o, item)
		x.Judgements, x.Rules = judgements, append(x.Rules, used...)
	}
	switch {
	case o.Status == "missing":
		x.Gain = m.gain(publishMissing)
	case o.Status == "late" && isTrue(o.Complete):
		x.Gain = m.gain(onTimeComplete)
	case o.Status == "late":
		x.Gain = m.gain(onTimeWhole)
	case o.Status == "on_time" && !isTrue(o.Complete):
		x.Gain = m.gain(makeComplete)
	}
	return x
}

func (m *maker) village(code string) string {
	s, ok := m.in.Book.Registry.Nearest(code, m.in.Build.WindowEnd)
	if !ok {
		return code
	}
	return s.Village
}

// due names the rules of the due date, and the exemption that moved or
// lifted it, or was meant to, which is judged by the rules in force on the
// due date as it was before.
func (m *maker) due(o *mart.Obligation, day civil.Date) (text string, used []string) {
	var rule, shift string
	on, original := day, o.DueOn
	if o.Period == "" {
		rule, shift = "due.event_days", "due.counted.shift"
	} else {
		p, err := rulebook.ParsePeriod(o.Period)
		if err != nil {
			return "", nil
		}
		rule, shift, on = rulebook.DueRule(p.Frequency()), "due.fixed.shift", day+1
		original = m.in.Book.PeriodDue(p)
	}
	used = []string{m.rules.use(rule, on)}
	if m.in.Book.Rules.Word(shift, on) != rulebook.None {
		used = append(used, m.rules.use(shift, on))
	}
	var texts []string
	for i := range m.in.Exemptions {
		e := &m.in.Exemptions[i]
		if e.VillageCode == o.VillageCode && e.ItemCode == o.ItemCode && e.Period == o.Period {
			texts = append(texts, exemption(e))
			used = append(used, m.rules.use("exemptions.by", original), m.rules.use("exemptions.receive_days", original))
		}
	}
	return join(texts...), used
}

var standings = map[string]string{
	"in_time": "已适用", "approved_late": "未适用：批准日期晚于原公开期限", "received_late": "未适用：原公开期限后超过规定日数才收到",
	"not_by_district": "未适用：须由区县报送", "not_later": "未适用：延期至的日期不晚于原公开期限",
}

func exemption(e *mart.Exemption) string {
	text := "申请" + e.Kind
	if e.ExtendedTo != nil {
		text += "至" + e.ExtendedTo.Chinese()
	}
	if e.ApprovedOn != nil {
		text += "，" + e.ApprovedOn.Chinese() + "批准"
	}
	return text + "，" + standings[e.Standing] + "（" + place(mart.Source{Delivery: e.Delivery, File: e.File, Sheet: e.Sheet, Row: e.Row}) + "）"
}

// reason says why the status is what it is.
func (m *maker) reason(o *mart.Obligation) string {
	by := "应于" + o.DueOn.Chinese() + "前（含当日）公开"
	if o.OccurredOn != nil {
		by = o.OccurredOn.Chinese() + "发生，" + by
	}
	asOf := m.in.Build.AsOf
	switch o.Status {
	case "exempt":
		return by + "，经批准不适用，不计入应公开数"
	case "pending":
		return by + fmt.Sprintf("，至%s未到期，不计入应公开数", asOf.Chinese())
	case "on_time", "late":
		text := by + "，" + o.PublishedOn.Chinese() + "公布，按时"
		if o.Status == "late" {
			text = by + "，" + o.PublishedOn.Chinese() + fmt.Sprintf("公布，逾期%d天", *o.DaysLate)
		}
		if o.Nil {
			text += "（本期无事项，已按公开计）"
		}
		return text
	}
	text := by + fmt.Sprintf("，至%s", asOf.Chinese())
	switch {
	case o.Row == nil:
		text += "没有备案"
	case o.StatedPublishedOn == nil:
		text += "备案中公布日期为空"
	default:
		text += "尚未公布（备案的公布日期为" + o.StatedPublishedOn.Chinese() + "）"
	}
	if o.NotReceived {
		text += "；期限届满后镇街没有再报送备案表（未报送）"
	}
	return text
}

// place tells where a row stands, in words.
func place(s mart.Source) string {
	if s.Row == nil {
		return ""
	}
	var b strings.Builder
	if s.Delivery != nil {
		fmt.Fprintf(&b, "第%d号收件 ", *s.Delivery)
	}
	b.WriteString(s.File)
	if s.Sheet != "" {
		fmt.Fprintf(&b, "“%s”", s.Sheet)
	}
	fmt.Fprintf(&b, " 第%d行", *s.Row)
	return b.String()
}

// correction says that a row is the district's own.
func correction(s mart.Source) string {
	if s.Row != nil && s.Correction {
		return "以区级勘误为准"
	}
	return ""
}
