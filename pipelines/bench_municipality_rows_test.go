package pipelines_test

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
)

// The rows that the clerks of the municipality file: most in order, a few of
// every hundred at fault in each way that the models judge.

// rowOf makes a row of a table of its values by column, in pairs.
func rowOf(table string, pairs ...any) filing.Row {
	t := filing.ByCode(table)
	row := filing.Row{Values: make([]filing.Value, len(t.Columns))}
	for i := 0; i < len(pairs); i += 2 {
		v := filing.Value{Valid: true}
		switch x := pairs[i+1].(type) {
		case string:
			v.Text, v.Valid = x, x != ""
		case civil.Date:
			v.Day, v.Valid = x, x != 0
		case bool:
			v.Bool = x
		case int:
			v.Int = int64(x)
		}
		row.Values[t.Column(pairs[i].(string))] = v
	}
	return row
}

// in tells whether something happens that does in so many of a hundred cases.
func (c *clerk) in(hundred int) bool { return c.IntN(100) < hundred }

// known is a day, if it is not after the day of receipt; else none.
func known(d, received civil.Date) civil.Date {
	if d > received {
		return 0
	}
	return d
}

// disclosures are a month's rows: what fell due, what happened, and a few of
// the month before sent again.
func (c *clerk) disclosures(month int, day civil.Date) []filing.Row {
	rows := c.resend
	c.resend = nil
	for _, v := range c.villages {
		for _, d := range c.owed.months[month] {
			if !d.Applies(v.Kind) {
				continue
			}
			c.obligations++
			if c.in(4) {
				continue // missing
			}
			published := d.On.AddDays(-c.IntN(12))
			if c.in(8) {
				published = d.On.AddDays(1 + c.IntN(4))
			}
			row := c.disclosure(v, d.ItemSpell, published, day)
			period := d.Period.String()
			setText(&row, "period", period)
			row.Key = v.VillageCode + "|" + d.Code + "|" + period
			rows = append(rows, row)
			if c.in(2) {
				c.resend = append(c.resend, row)
			}
		}
		for _, item := range c.owed.events {
			if !item.Applies(v.Kind) || !c.in(3) {
				continue
			}
			occurred := day.AddDays(-15 + c.IntN(5))
			row := c.disclosure(v, item, occurred.AddDays(c.IntN(12)), day)
			setDay(&row, "occurred_on", occurred)
			row.Key = v.VillageCode + "|" + item.Code + "|" + occurred.String() + "|"
			rows = append(rows, row)
		}
	}
	return rows
}

func setText(row *filing.Row, column, text string) {
	row.Values[filing.ByCode("disclosures").Column(column)] = filing.Value{Valid: true, Text: text}
}

func setDay(row *filing.Row, column string, day civil.Date) {
	row.Values[filing.ByCode("disclosures").Column(column)] = filing.Value{Valid: true, Day: day}
}

// disclosure is what is filed of one item.
func (c *clerk) disclosure(v rulebook.VillageSpell, item rulebook.ItemSpell, published, day civil.Date) filing.Row {
	removed := civil.Date(0)
	switch {
	case c.in(3):
		removed = published.AddDays(6) // too short
	case c.in(60):
		removed = published.AddMonths(1).AddDays(c.IntN(5))
	}
	filed, decided := known(published.AddDays(1+c.IntN(5)), day), published.AddDays(-2)
	if c.in(3) {
		decided = 0
	}
	reviewed, result, rectified := civil.Date(0), "", civil.Date(0)
	if filed != 0 && !c.in(3) {
		reviewed, result = day, "合格"
		if c.in(2) {
			result = "不合格"
			rectified = known(day.AddDays(c.IntN(10)-5), day)
		}
	}
	return rowOf("disclosures",
		"township", c.township, "village", v.VillageCode, "item", item.Code, "published_on", known(published, day), "removed_on", removed,
		"channels", "公开栏、网络", "publisher", v.Village+"民委员会", "signed_date", published, "committee_seal", !c.in(2),
		"supervisor_seal", !c.in(3), "signed", true, "proposed_on", published.AddDays(-9), "reviewed_on", published.AddDays(-6),
		"decided_on", decided, "archived_on", known(published.AddDays(3), day), "filed_on", filed, "township_reviewed_on", reviewed,
		"review_result", result, "rectified_on", rectified, "amount_yuan", 10_000*c.IntN(50_000), "nil", c.in(20),
		"summary", strings.Join([]string{item.Item, "，", v.Village, "，", published.Chinese(), "起公布"}, ""),
	)
}

// corrections are the district's own of one village in a hundred.
func (c *clerk) corrections(month int, day civil.Date) []filing.Row {
	var rows []filing.Row
	for _, v := range c.villages {
		if !c.in(1) {
			continue
		}
		d := c.owed.months[month][0]
		if !d.Applies(v.Kind) {
			continue
		}
		row := c.disclosure(v, d.ItemSpell, d.On.AddDays(-c.IntN(12)), day)
		setText(&row, "period", d.Period.String())
		row.Key = v.VillageCode + "|" + d.Code + "|" + d.Period.String()
		rows = append(rows, row)
	}
	return rows
}

// consultations: a township files them in the last month of each quarter.
func (c *clerk) consultations(month int, day civil.Date) []filing.Row {
	if month%3 != 2 {
		return nil
	}
	var rows []filing.Row
	for _, v := range c.villages {
		for n := range c.IntN(3) {
			held := day.AddDays(-20 - c.IntN(60))
			decided, decision := known(held.AddDays(5+c.IntN(30)), day), ""
			explained, implemented, disclosed := civil.Date(0), civil.Date(0), civil.Date(0)
			if decided != 0 {
				decision = []string{"采纳", "采纳", "部分采纳", "未采纳"}[c.IntN(4)]
				disclosed = known(decided.AddDays(1+c.IntN(12)), day)
				if decision != "未采纳" {
					implemented = known(decided.AddDays(5+c.IntN(40)), day)
				} else if c.in(70) {
					explained = known(decided.AddDays(2), day)
				}
			}
			number := fmt.Sprintf("%s-%d", held.String()[:7], n)
			row := rowOf("consultations",
				"township", c.township, "village", v.VillageCode, "topic_no", number, "topic", "环境卫生整治"+number, "topic_category", "环境卫生整治",
				"raised_on", held.AddDays(-10), "prepared_on", held.AddDays(-3), "held_on", held, "fixed_members", 3+c.IntN(4),
				"other_members", 8+c.IntN(8), "result", "达成一致", "decided_on", decided, "decision", decision, "explained_on", explained,
				"implemented_on", implemented, "outcome_published_on", disclosed, "outcome", "定期清扫，责任到组",
			)
			row.Key = v.VillageCode + "|" + number
			rows = append(rows, row)
		}
	}
	return rows
}

// inspections are a month's visits to every third village.
func (c *clerk) inspections(month int, day civil.Date) []filing.Row {
	var rows []filing.Row
	for n, v := range c.villages {
		if n%3 != month%3 {
			continue
		}
		on, level, covert, fault := day.AddDays(-1-c.IntN(15)), "镇街", false, "无"
		if c.in(10) {
			level, covert = "区县", true
		}
		if c.in(20) {
			fault = []string{"内容不全", "更新不及时", "要件不齐", "泄露个人信息"}[c.IntN(4)]
		}
		if level == "区县" && c.in(2) {
			fault = "弄虚作假"
		}
		row := rowOf("inspections",
			"township", v.TownshipCode, "village", v.VillageCode, "inspected_on", on, "level", level, "covert", covert, "fault", strings.TrimPrefix(fault, "无"),
			"rectify_by", on.AddDays(15), "rectified_on", known(on.AddDays(5+c.IntN(20)), day), "publishable", c.in(50),
		)
		row.Key = fmt.Sprintf("%s|%s|%s|%t|", v.VillageCode, on, level, covert)
		rows = append(rows, row)
	}
	return rows
}

// objections come from one village in fifty.
func (c *clerk) objections(month int, day civil.Date) []filing.Row {
	var rows []filing.Row
	for _, v := range c.villages {
		if !c.in(2) {
			continue
		}
		raised, number := day.AddDays(-12-c.IntN(10)), fmt.Sprint("Y", month)
		row := rowOf("objections",
			"township", v.TownshipCode, "village", v.VillageCode, "objection_no", number, "raised_on", raised, "channel", "来访", "handled_by", "村居",
			"answered_on", raised.AddDays(1+c.IntN(5)), "upheld", "部分属实",
		)
		row.Key = v.VillageCode + "|" + number
		rows = append(rows, row)
	}
	return rows
}

// exemptions excuse or extend three matters of a thousand.
func (c *clerk) exemptions(month int) []filing.Row {
	var rows []filing.Row
	for _, v := range c.villages {
		for _, d := range c.owed.months[month] {
			if !d.Applies(v.Kind) || c.IntN(1000) >= 3 {
				continue
			}
			kind, extended := "不适用", civil.Date(0)
			if c.in(40) {
				kind, extended = "延期", d.On.AddDays(10+c.IntN(40))
			}
			row := rowOf("exemptions",
				"township", v.TownshipCode, "village", v.VillageCode, "item", d.Code, "period", d.Period.String(), "kind", kind,
				"extended_to", extended, "reason", "本期没有此类事项", "approved_by", "区民政局", "approved_on", d.On.AddDays(-5),
			)
			row.Key = v.VillageCode + "|" + d.Code + "|" + d.Period.String()
			rows = append(rows, row)
		}
	}
	return rows
}
