package explain

import (
	"fmt"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// Consultation is one consultation that the figures rest on.
type Consultation struct {
	VillageCode string      `json:"village_code"`
	Village     string      `json:"village"`
	TopicNo     string      `json:"topic_no,omitempty"` // as filed
	Topic       string      `json:"topic"`              // as filed; free text
	HeldOn      *civil.Date `json:"held_on"`
	R           *civil.Date `json:"r"`          // the day that decides in which window its outcome counts; null: it has none
	Eligible    bool        `json:"eligible"`   // its outcome counts in this window
	Handled     *bool       `json:"handled"`    // adopted in full or in part, or its refusal explained; null where it does not count
	Adopted     *bool       `json:"adopted"`    // adopted in full or in part; null where it does not count
	Reason      string      `json:"reason"`     // in Chinese: why it counts as it does
	Judgements  []Judgement `json:"judgements"` // those that could be made
	Rules       []string    `json:"rules"`      // ids of the explanation's rules
	Source      mart.Source `json:"source"`     // the row it rests on
	Place       string      `json:"place"`      // that row in words
	Gain        *float64    `json:"gain"`       // what the score would add if its outcome had been adopted, or explained; null where it was, or does not count
}

func (m *maker) consultation(c *mart.Consultation) Consultation {
	x := Consultation{
		VillageCode: c.VillageCode, Village: m.village(c.VillageCode), TopicNo: c.TopicNo, Topic: c.Topic,
		HeldOn: c.HeldOn, R: c.R, Eligible: c.Eligible, Handled: c.Handled, Adopted: c.Adopted,
		Judgements: []Judgement{}, Rules: []string{}, Source: c.Source, Place: place(c.Source),
	}
	x.Reason = join(m.held(c), m.outcome(c), correction(c.Source))
	if c.HeldOn != nil && c.OutcomeExists {
		x.Rules = append(x.Rules, m.rules.use("consultation.decide_days", *c.HeldOn))
	}
	judge := func(name string, good *bool, text, rule string) {
		if good == nil {
			return
		}
		x.Judgements = append(x.Judgements, Judgement{name, fmt.Sprint(*good), good, text})
		if rule != "" && c.DecidedOn != nil {
			x.Rules = append(x.Rules, m.rules.use(rule, *c.DecidedOn))
		}
	}
	if c.FixedMembers != nil && c.OtherMembers != nil {
		judge("成员", c.MembersOK, fmt.Sprintf("固定成员%d人，非固定成员%d人，固定成员不超过三分之一为合规", *c.FixedMembers, *c.OtherMembers), "")
	}
	judge("说明", c.Explained, "未采纳说明："+dayOr(c.ExplainedOn, "没有说明日期"), "")
	judge("落实", c.Implemented, "落实完成："+dayOr(c.ImplementedOn, "没有完成日期")+"；承诺完成："+dayOr(c.PromisedOn, "没有写明，按规则推算"), "consultation.promise_days")
	judge("成果公开", c.OutcomePublished, "成果公开："+dayOr(c.OutcomeShownOn, "没有公开日期"), "consultation.publish_days")
	judge("程序", c.ProcedureOK, fmt.Sprintf("提出%s，准备%s，协商%s，公开%s", dayOr(c.RaisedOn, "缺"), dayOr(c.PreparedOn, "缺"), dayOr(c.HeldOn, "缺"), dayOr(c.OutcomeShownOn, "缺")), "")
	counted := c.Handled
	if m.in.Params.FourthIsAdoption {
		counted = c.Adopted
	}
	if c.Eligible && !isTrue(counted) {
		x.Gain = m.gain(func(counts *score.Counts) { counts.AdoptedFully++ })
	}
	return x
}

// held says whether the consultation counts as held in the window.
func (m *maker) held(c *mart.Consultation) string {
	b := &m.in.Build
	switch {
	case c.HeldOn == nil:
		return "没有协商日期"
	case *c.HeldOn > b.AsOf:
		return c.HeldOn.Chinese() + "协商，晚于数据截至日，不计入协商次数"
	case *c.HeldOn < b.WindowStart || *c.HeldOn > b.WindowEnd:
		return c.HeldOn.Chinese() + "协商，不在本考核期，不计入协商次数"
	}
	return c.HeldOn.Chinese() + "协商，计入协商次数"
}

// outcome says whether the outcome counts, and what was decided.
func (m *maker) outcome(c *mart.Consultation) string {
	if !c.OutcomeExists {
		return "未达成一致，没有协商成果"
	}
	decided := "尚未研究决策"
	if c.DecidedOn != nil {
		decided = c.DecidedOn.Chinese() + "研究决策：" + c.Decision
	}
	switch {
	case c.R == nil:
		return decided
	case c.Eligible && c.DecidedOn == nil:
		return decided + "，至" + c.R.Chinese() + "研究决策的期限已满，计为未办理"
	case c.Eligible:
		return decided + "，本期计算成果办理和采纳"
	case *c.R > m.in.Build.AsOf:
		return decided + "，研究决策的期限为" + c.R.Chinese() + "，尚未到期，成果暂不计算"
	}
	return decided + "，成果归入" + c.R.Chinese() + "所在的考核期"
}

func dayOr(d *civil.Date, otherwise string) string {
	if d == nil {
		return otherwise
	}
	return d.Chinese()
}
