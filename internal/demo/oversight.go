package demo

import (
	"fmt"

	"tongbao/internal/civil"
)

// Rows that the district itself delivers carry the mark by: office. It is no
// column and is never written.
const (
	by     = "by"
	office = "区级"
)

// exempt tells which periodic obligations are not owed, or owed later, and
// returns the keys of those that no village files.
func (s *story) exempt() map[string]bool {
	off := map[string]bool{}
	reasons := map[string]string{
		"ZW08": "本村全域城镇化，已无宅基地审批", "ZW10": "本村无农村危房", "ZW07": "耕地已全部征收", "CW04": "集体资产已整体划转",
		"FW09": "全部为自管小区，未引入物业", "CW03": "无债权债务",
	}
	for _, it := range s.items {
		if reasons[it.code] == "" {
			continue
		}
		for _, v := range s.villages {
			throw := newDice(s.seed, "exemption", v.code, it.code)
			if !throw.chance(0.03) || !it.applies(v, s.end()) || !v.listed(s.end()) || v.from > s.first {
				continue
			}
			year, _, _ := s.end().YMD()
			approved := civil.MustOf(year, 1, 1).AddDays(throw.between(4, 12))
			if approved < s.first {
				approved = s.first.AddDays(throw.between(4, 12))
			}
			c := record{
				by: office, "item": it, "period": period{frequency: "年", year: year}, "kind": "不适用", "reason": reasons[it.code],
				"approved_by": DistrictName + "民政局", "approved_on": approved,
			}
			s.add("exemptions", v, approved, c)
			for _, p := range periodsEnding(it.frequency, s.first, s.months) {
				if p.year == year && throw.chance(0.9) { // some file all the same
					off[v.code+it.code+p.String()] = true
				}
			}
		}
	}
	s.extend()
	return off
}

// extend grants some postponements: in time, too late to count, and one to
// a day that is not after the due date.
func (s *story) extend() {
	for i, p := range periodsEnding("季", s.first, s.months) {
		for n := range 3 {
			v := s.at(i*3 + n*4).member(n)
			due := p.due()
			c := record{
				by: office, "item": s.item("CW05"), "period": p, "kind": "延期", "extended_to": due.AddDays(15 + 5*n),
				"reason": "村级财务集中清理", "approved_by": DistrictName + "民政局", "approved_on": due.AddDays(-3),
			}
			switch {
			case n == 1 && i%2 == 1:
				c["approved_on"] = due.AddDays(3)
			case n == 2 && i%2 == 1:
				c["extended_to"] = due.AddDays(-1)
			}
			if n == 0 && i == 2 { // sent by the township itself, which cannot grant it
				delete(c, by)
				c["approved_by"] = v.town.name
			}
			if v.listed(p.end) && v.listed(due) {
				s.add("exemptions", v, c["approved_on"].(civil.Date), c)
			}
		}
	}
}

func (s *story) item(code string) item {
	for _, it := range s.items {
		if it.code == code {
			return it
		}
	}
	panic("demo: the catalogue has no item " + code)
}

// inspect tells the townships' quarterly visits and the district's covert ones.
func (s *story) inspect() {
	items := []string{"CW01", "CW02", "ZW03", "FW07", "CW05"}
	for q := quarter(s.first); q.start <= s.end(); q = quarter(q.end.AddDays(1)) {
		for _, v := range s.villages {
			throw := newDice(s.seed, "inspection", v.code, q.String())
			day := throw.after(q.start, 5, 80)
			if day >= s.first && v.listed(day) && throw.chance(v.in(day).quality*1.15-0.25) {
				c := record{"inspected_on": day, "level": "镇街", "covert": false, "inspector": v.in(day).name + "民政和社区事务办公室"}
				s.visit(throw, v, c, day, items)
			}
			day = throw.after(q.start, 10, 75)
			if day >= s.first && v.listed(day) && throw.chance(0.1) {
				year, _, _ := day.YMD()
				c := record{
					by: office, "inspected_on": day, "level": "区县", "covert": true, "inspector": DistrictName + "民政局暗访组",
					"publishable": throw.chance(0.8), "draw_id": fmt.Sprintf("%dQ%d-01", year, q.n),
					"arm": pick(throw, []string{"随机", "风险"}),
				}
				s.visit(throw, v, c, day, items)
			}
		}
	}
	s.falsehoods()
	s.audit()
}

// visit fills in what was found.
func (s *story) visit(throw dice, v *village, c record, day civil.Date, items []string) {
	if throw.chance(0.4) {
		c["item"] = s.item(pick(throw, items))
	}
	c["board_ok"], c["posted"], c["fault"] = true, true, "无"
	s.add("inspections", v, day, c)
	if !throw.chance((1-v.quality)*1.5 + 0.03) {
		return
	}
	c["fault"] = pick(throw, []string{
		"无公示内容", "内容不全", "更新不及时", "要件不齐", "更新不及时、要件不齐", "内容不全；要件不齐", "未设公开栏", "协商走过场", "泄露个人信息", "其他",
	})
	switch c["fault"] {
	case "无公示内容":
		c["posted"] = false
	case "未设公开栏":
		c["posted"], c["board_ok"] = false, false
	}
	c["finding"] = fmt.Sprintf("现场查看%s公开栏，发现：%s。", v.name, c["fault"])
	c["rectify_by"] = day.AddDays(15)
	if throw.chance(v.quality * 0.8) {
		c["rectified_on"] = throw.after(day, 5, 22)
	}
}

// falsehoods plants two verified cases of 弄虚作假: one put right, one open
// to the end in a village that otherwise does well.
func (s *story) falsehoods() {
	for n, v := range []*village{s.at(7).member(1), s.at(3).member(2)} {
		day := s.end().AddDays(-120 + 70*n)
		if day < s.first || !v.listed(day) {
			continue
		}
		c := record{
			by: office, "inspected_on": day, "level": "区县", "covert": true, "inspector": DistrictName + "民政局暗访组",
			"item": s.item("CW02"), "board_ok": true, "posted": false, "fault": "弄虚作假", "publishable": true,
			"finding": "备案照片与现场不符，支出明细系补拍。", "rectify_by": day.AddDays(20),
		}
		if n == 0 {
			c["rectified_on"] = day.AddDays(18)
		}
		s.add("inspections", v, day, c)
	}
}

// audit tells what the city found in a large district, which the district's
// office passes on: a board put right, and a falsehood that is still open.
func (s *story) audit() {
	const first, second = 12, 17
	if len(s.townships) <= second {
		return
	}
	for n, v := range []*village{s.at(first).member(1), s.at(second).member(0)} {
		day := s.end().AddDays(-75 + 40*n)
		if day < s.first || !v.listed(day) {
			continue
		}
		c := record{
			by: office, "inspected_on": day, "level": "市级", "covert": n == 1, "inspector": "市民政局检查组",
			"board_ok": true, "posted": true, "fault": "要件不齐", "publishable": true,
			"finding": "公示件无监委会印章。", "rectify_by": day.AddDays(15), "rectified_on": day.AddDays(9),
		}
		if n == 1 {
			c["item"], c["posted"], c["fault"] = s.item("CW01"), false, "弄虚作假"
			c["finding"] = "台账所附照片摄于上一年度。"
			delete(c, "rectified_on")
		}
		s.add("inspections", v, day, c)
	}
}

// object tells residents' objections.
func (s *story) object(v *village) {
	throw := newDice(s.seed, "objection", v.code)
	for n := range 2 {
		if !throw.chance((1-v.quality)*2 + 0.15) {
			continue
		}
		raised := s.first.AddDays(throw.between(20, int(s.end()-s.first)))
		if !v.listed(raised) {
			continue
		}
		c := record{
			"objection_no": fmt.Sprintf("YY%d%02d", v.households%90+10, n+1), "raised_on": raised,
			"channel": pick(throw, []string{"来访", "电话", "网络", "互动空间", "接待日", "信访"}),
			"matter":  pick(throw, []string{"对误工补贴发放标准有疑问", "认为低保名单未公示", "反映公开栏长期未更新", "询问集体收益分配", "对物业公共收益去向有疑问"}),
		}
		if throw.chance(0.6) {
			c["item"] = s.item(pick(throw, []string{"CW05", "ZW03", "CW02", "CW01"}))
		}
		c["handled_by"] = pick(throw, []string{"村居", "村居", "镇街", "区县"})
		limit := 10
		if c["handled_by"] == "村居" {
			limit = 3
		}
		if c["handled_by"] == "区县" {
			c[by] = office
		}
		s.add("objections", v, raised, c)
		switch luck := throw.Float64(); {
		case luck < v.quality-0.05:
			c["answered_on"] = throw.after(raised, 1, limit)
		case luck < 0.94:
			c["answered_on"] = throw.after(raised, limit+1, limit+12)
		default:
			continue
		}
		c["upheld"] = pick(throw, []string{"属实", "部分属实", "不属实", "不属实"})
		c["resolution"] = "已当面答复并补充公开。"
	}
}
