package demo

import (
	"fmt"

	"tongbao/internal/civil"
)

// topic is a matter to consult on, with its category.
type topic struct{ name, category string }

var ruralTopics = []topic{
	{"入户道路硬化筹资方案", `"一事一议"筹资筹劳`}, {"农房风貌整治计划", "农房建设整治"}, {"灌溉渠清淤管护", "农田水利改造"},
	{"撂荒地流转", "土地经营承包"}, {"集体果园对外承包", "村级集体经济发展"}, {"闲置村小处置", `农村"三资"管理和处置`},
	{"垃圾收运点选址", "环境卫生整治"}, {"路灯安装", "亮化绿化工程"}, {"水库移民补偿分配", "征地拆迁安置"}, {"低保对象评议", "社会救助救济"},
}

var urbanTopics = []topic{
	{"物业费调整", "物业管理服务"}, {"加装电梯费用分摊", "其他"}, {"楼道杂物清理", "环境卫生整治"}, {"小区绿化改造", "亮化绿化工程"},
	{"公租房申请公示异议", "廉租住房申请"}, {"停车位划定", "物业管理服务"}, {"困难家庭临时救助", "社会救助救济"}, {"充电桩选址", "物业管理服务"},
}

// consult tells a village's consultations: none to three a quarter.
func (s *story) consult(v *village) {
	topics := ruralTopics
	if v.kind == "社区" {
		topics = urbanTopics
	}
	for q := quarter(s.first); q.start <= s.end(); q = quarter(q.end.AddDays(1)) {
		throw := newDice(s.seed, "consultation", v.code, q.String())
		skill := s.skill(v, q.end)
		times := 1
		switch luck := throw.Float64(); {
		case luck < (1-skill)*1.1:
			times = 0
		case luck > 0.96:
			times = 3
		case luck > 0.80:
			times = 2
		}
		first := throw.IntN(len(topics))
		for n := range times {
			held := throw.after(q.start, 2, 85)
			if held < s.first || !v.listed(held) {
				continue
			}
			t := topics[(first+n)%len(topics)]
			c := record{
				"topic_no": fmt.Sprintf("%d-%02d-%d", q.year, q.n, n+1), "topic": t.name, "topic_category": t.category,
				"raised_by": pick(throw, []string{"两委", "群众", "联名", "委托"}), "held_on": held,
			}
			e := s.add("consultations", v, held, c)
			if throw.chance(0.15) { // announced with its number before it is held
				e.since = held.AddDays(-14)
			}
			s.conclude(throw, v, c, t, held, skill)
		}
	}
}

// conclude fills in a consultation held on the given day and what became of it.
func (s *story) conclude(throw dice, v *village, c record, t topic, held civil.Date, skill float64) {
	slip := func(weight float64) bool { return throw.chance((1 - skill) * weight) }
	c["raised_on"] = held.AddDays(-throw.between(12, 30))
	c["prepared_on"] = held.AddDays(-throw.between(2, 10))
	if slip(0.4) {
		delete(c, "prepared_on")
	}
	if v.kind == "社区" {
		c["form"] = pick(throw, []string{"议事会", "小区协商", "业主协商", "网络协商", "院坝（楼栋）议事会"})
	} else {
		c["form"] = pick(throw, []string{"村（居）民代表会议", "院坝（楼栋）议事会", "议事会", "恳谈会"})
	}
	fixed := throw.between(3, 7)
	c["fixed_members"], c["other_members"] = fixed, fixed*2+throw.between(0, 8)
	if slip(0.7) {
		c["other_members"] = fixed + 1
	}
	c["invited"] = c["fixed_members"].(int) + c["other_members"].(int)
	c["attended"] = c["invited"].(int) - throw.between(0, 3)
	c["result"] = pick(throw, []string{"达成一致", "达成一致", "达成一致", "部分达成一致"})
	if throw.chance(0.08) {
		c["result"] = "未达成一致"
		c["minutes"] = "双方意见分歧较大，择期再议。"
		return
	}
	c["outcome"] = "同意" + t.name + "，由村（居）委会组织实施。"
	c["outcome_filed_on"] = throw.after(held, 1, 8)
	if c["raised_by"] == "委托" {
		c["commissioned_by"] = v.town.name
		c["reported_on"] = throw.after(held, 3, 15)
		c["feedback_on"] = throw.after(held, 16, 40)
	}
	if slip(0.6) {
		return // left undecided
	}
	decided := throw.after(held, 2, 26)
	if slip(0.4) {
		decided = throw.after(held, 31, 50)
	}
	c["decided_on"] = decided
	c["outcome_published_on"] = throw.after(decided, 1, 9)
	if slip(0.5) {
		c["outcome_published_on"] = throw.after(decided, 12, 30)
	}
	switch luck := throw.Float64(); {
	case luck < 0.72:
		c["decision"] = "采纳"
	case luck < 0.88:
		c["decision"] = "部分采纳"
	default:
		c["decision"] = "未采纳"
		if !slip(2) {
			c["explained_on"] = throw.after(decided, 1, 12)
		}
		return
	}
	if throw.chance(0.8) {
		c["promised_on"] = throw.after(decided, 20, 75)
	}
	if !slip(1.2) {
		c["implemented_on"] = throw.after(decided, 10, 70)
		c["supervised"] = !slip(0.5)
	}
}
