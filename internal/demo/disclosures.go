package demo

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"tongbao/internal/civil"
)

// disclose tells what became of every periodic obligation of a village.
func (s *story) disclose(v *village, exempted map[string]bool) {
	for _, it := range s.items {
		for _, p := range periodsEnding(it.frequency, s.first, s.months) {
			if !it.applies(v, p.end) || !v.listed(p.end) || !v.listed(p.due()) || exempted[v.code+it.code+p.String()] {
				continue
			}
			throw := newDice(s.seed, "disclosure", v.code, it.code, p.String())
			skill := s.skill(v, p.due())
			cells := record{"item": it, "period": p}
			s.add("disclosures", v, p.due(), cells)
			luck := throw.Float64()
			switch {
			case luck < skill:
				day := p.due().AddDays(-throw.between(1, 13))
				if throw.chance(0.10) {
					day = p.due()
				}
				if throw.chance(0.02) { // posted before the period was over
					day = p.end.AddDays(-throw.between(0, 3))
				}
				s.post(throw, v, it, cells, day, skill)
			case luck < skill+(1-skill)*0.6:
				s.post(throw, v, it, cells, throw.after(p.due(), 1, 1+throw.between(2, 24)), skill)
			}
			if throw.chance(0.1) && it.code != "CW01" && it.code != "FW01" && cells["published_on"] != nil {
				cells["nil"] = true
				delete(cells, "amount_yuan")
				cells["summary"] = "本期无此类事项。"
			}
		}
	}
}

// declareEvents tells of matters disclosed when they occur.
func (s *story) declareEvents(v *village) {
	for _, it := range s.items {
		if it.frequency != "随时" {
			continue
		}
		throw := newDice(s.seed, "event", v.code, it.code)
		for month := range s.months {
			if !throw.chance(0.025) {
				continue
			}
			occurred := s.first.AddMonths(month).AddDays(throw.between(0, 27))
			if !it.applies(v, occurred) || !v.listed(occurred) || !v.listed(occurred+10) {
				continue
			}
			skill := s.skill(v, occurred)
			cells := record{"item": it, "occurred_on": occurred}
			s.add("disclosures", v, occurred+10, cells)
			switch luck := throw.Float64(); {
			case luck < skill:
				s.post(throw, v, it, cells, throw.after(occurred, 0, 10), skill)
			case luck < skill+(1-skill)*0.6:
				s.post(throw, v, it, cells, throw.after(occurred, 11, 30), skill)
			}
			numbered := !slices.Contains(v.town.habit.leave, "event_no")
			if throw.chance(0.2) && numbered { // two events of one day
				second := record{"item": it, "occurred_on": occurred, "event_no": "2"}
				cells["event_no"] = "1"
				s.add("disclosures", v, occurred+10, second)
				s.post(throw, v, it, second, occurred+7, skill)
			}
		}
	}
}

// post fills in a posting on the given day and all that follows it.
func (s *story) post(throw dice, v *village, it item, c record, day civil.Date, skill float64) {
	slip := func(weight float64) bool { return throw.chance((1 - skill) * weight) }
	c["published_on"] = day
	c["publisher"] = v.committee()
	c["channels"] = pick(throw, []string{"公开栏", "公开栏、网络", "公开栏、会议", "公开栏、广播、明白纸", "公开栏；入户", "公开栏/宣传单"})
	if !slip(0.3) {
		c["signed_date"] = day.AddDays(-throw.between(0, 1))
	}
	c["committee_seal"] = !slip(0.2)
	c["supervisor_seal"] = !slip(0.5)
	c["signed"] = !slip(0.2)

	least := day.AddDays(10)
	if it.month {
		least = day.AddMonths(1)
	}
	switch {
	case slip(0.45): // taken down too early
		gone := throw.after(day, 3, int(least-day)-1)
		c["removed_on"] = gone
		if throw.chance(0.5) {
			again := throw.after(gone, 5, 25)
			c["reposted_on"] = again
			if throw.chance(0.7) {
				c["reposted_removed_on"] = again.AddDays(int(least-day) + throw.between(0, 5))
			}
		}
	case v.planned:
		c["removed_on"] = throw.after(least, 0, 20)
	}

	proposed := day.AddDays(-throw.between(6, 12))
	steps := []civil.Date{proposed, throw.after(proposed, 1, 2), throw.after(proposed, 3, 4)}
	if slip(0.5) {
		steps[1], steps[2] = steps[2], steps[1] // decided before the review
	}
	for i, column := range []string{"proposed_on", "reviewed_on", "decided_on"} {
		if v.careful || !slip(0.6) {
			c[column] = steps[i]
		}
	}
	if !slip(0.3) {
		c["archived_on"] = throw.after(day, 0, 3)
	}
	s.file(throw, c, day, skill)
	if v.big {
		c["boards"], c["boards_posted"] = 3+v.households%4, 3+v.households%4
		if slip(0.5) {
			c["boards_posted"] = 2
		}
	}
	if it.category == "财务" {
		c["amount_yuan"] = float64(throw.between(20_000, 9_000_000)) / 100
	}
	c["summary"] = fmt.Sprintf("%s%s已逐项公布，共%d项。", v.name, it.name, throw.between(1, 12))
	mark := sha256.Sum256(fmt.Append(nil, s.seed, v.code, it.code, c["period"], c["occurred_on"], c["event_no"]))
	if slip(0.15) { // the photograph of every other month
		mark = sha256.Sum256(fmt.Append(nil, s.seed, v.code))
	}
	c["attachment_hash"] = fmt.Sprintf("%x", mark)
}

// file fills in the filing with the township, its review and what followed.
func (s *story) file(throw dice, c record, day civil.Date, skill float64) {
	slip := func(weight float64) bool { return throw.chance((1 - skill) * weight) }
	if slip(0.3) {
		return
	}
	filed := throw.after(day, 0, 3)
	if slip(0.5) {
		filed = throw.after(day, 6, 14)
	}
	c["filed_on"] = filed
	reviewed := throw.after(filed, 0, 2)
	switch {
	case slip(0.25):
		return
	case slip(0.25):
		reviewed = throw.after(filed, 31, 45)
	}
	c["township_reviewed_on"] = reviewed
	c["review_result"] = "合格"
	if !slip(0.35) {
		return
	}
	c["review_result"] = "不合格"
	c["review_issue"] = pick(throw, []string{"缺监委会印章", "支出未逐笔列明", "公示期不足", "内容与台账不一致", "未注明公开时间"})
	switch luck := throw.Float64(); {
	case luck < 0.6:
		c["rectified_on"] = throw.after(reviewed, 4, 15)
	case luck < 0.8:
		c["rectified_on"] = throw.after(reviewed, 16, 28)
	}
}
