package explain

import (
	"fmt"
	"strings"

	"tongbao/internal/explain"
	"tongbao/reports/shared"
)

// from makes the view. It reads no clock and no file.
func from(d *shared.Data, x *explain.Explanation) View {
	v := View{
		Title:    fmt.Sprintf("%s%s得分说明", x.Name, shared.WindowName(x.Window)),
		District: d.Build.District,
		Standing: standing(x),
		Parts:    parts(x), Gains: gains(x), Rates: rates(x), Matters: matters(x), Held: consultations(x), Rules: rules(x),
		HandbookNotes: shared.HandbookNotes(), Handbook: shared.HandbookTables(d),
	}
	if len(x.Below) > 0 {
		t := below(x)
		v.Below = &t
	}
	return v
}

func standing(x *explain.Explanation) []string {
	line := fmt.Sprintf("得分%s", shared.Score(x.Score))
	if x.Rank != nil {
		line += fmt.Sprintf("，名次第%d", *x.Rank)
		if x.RankLo != nil && x.RankHi != nil {
			line += fmt.Sprintf("（区间第%d至第%d）", *x.RankLo, *x.RankHi)
		}
		line += "，等次“" + x.Grade + "”"
	}
	if x.Unranked != "" {
		line += "，" + x.Unranked
	}
	if x.PreviousScore != nil {
		line += "；上期得分" + shared.Score(x.PreviousScore)
		if x.PreviousRank != nil {
			line += fmt.Sprintf("，名次第%d", *x.PreviousRank)
		}
	}
	lines := []string{strings.Trim(x.Township+" "+x.Kind+" "+x.Code, " "), line + "。"}
	for _, note := range []string{x.RankNote, x.Capped} {
		if note != "" {
			lines = append(lines, note+"。")
		}
	}
	return lines
}

func head(names ...string) (heads []shared.Head) {
	for _, n := range names {
		heads = append(heads, shared.Head{Text: n})
	}
	return heads
}

func one(caption, class string, heads []shared.Head, rows []shared.Row) shared.Table {
	return shared.Table{Caption: caption, Class: class, Head: heads, Bodies: []shared.Body{{Rows: rows}}}
}

func parts(x *explain.Explanation) shared.Table {
	var rows []shared.Row
	for _, p := range x.Parts {
		value := shared.Cell{Text: shared.Percent(p.Value)}
		if p.Name != "frequency_index" && p.D > 0 {
			value.Note = fmt.Sprintf("%d/%d", p.N, p.D)
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(p.Title, p.Note), value,
			shared.Number(shared.Decimal(&p.Weight)), shared.Number(shared.Decimal(&p.Share)), shared.Number(shared.Decimal(&p.Points)),
		}})
	}
	rows = append(rows, shared.Row{Total: true, Cells: []shared.Cell{
		shared.RowName("得分", "各项得分相加，四舍五入到两位小数"), {}, {}, {}, shared.Number(shared.Score(x.Score)),
	}})
	return one("四项指标和得分", "parts", head("指标", "比率", "权重", "实占权重", "得分"), rows)
}

func gains(x *explain.Explanation) (lines []string) {
	for _, g := range x.Gains {
		if g.Each == nil || g.All == nil {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s：%d项，每项加%s分，全部加%s分。", g.What, g.Number, shared.Score(g.Each), shared.Score(g.All)))
	}
	return lines
}

func rates(x *explain.Explanation) shared.Table {
	var rows []shared.Row
	for _, i := range x.Indicators {
		value := shared.Percent(i.Value)
		if i.Plain {
			value = shared.Decimal(i.Value)
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(i.Title, ""), shared.Number(shared.Decimal(&i.N)), shared.Number(shared.Decimal(&i.D)), shared.Number(value),
		}})
	}
	return one("分子、分母和比率", "rates", head("指标", "分子", "分母", "比率"), rows)
}

func below(x *explain.Explanation) shared.Table {
	var rows []shared.Row
	for _, b := range x.Below {
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(b.Name, b.Code), shared.Number(shared.Score(b.Score)), shared.Number(shared.Rank(b.Rank)), shared.Text(b.Grade),
			shared.Number(shared.Count(b.Due)), shared.Number(shared.Count(b.OnTime)), shared.Number(shared.Count(b.Late)),
			shared.Number(shared.Count(b.Missing)), shared.Number(shared.Count(b.Held)),
		}})
	}
	return one("各单位得分", "below", head("名称", "得分", "名次", "等次", "应公开", "按时", "逾期", "未公开", "协商次数"), rows)
}

// statuses in the order in which matters are listed: what can be mended
// first.
var statuses = []string{"missing", "late", "on_time", "pending", "exempt"}

func matters(x *explain.Explanation) (groups []Group) {
	heads := head("事项", "判定", "依据", "如改进")
	for _, status := range statuses {
		var rows, whole []shared.Row
		for i := range x.Matters {
			m := &x.Matters[i]
			if m.Status != status {
				continue
			}
			if m.Gain == nil {
				whole = append(whole, matter(x, m))
			} else {
				rows = append(rows, matter(x, m))
			}
		}
		name := explain.StatusNames[status]
		if len(rows) > 0 {
			title := name
			if status == "on_time" {
				title = "按时而不完整"
			}
			groups = append(groups, Group{fmt.Sprintf("%s（%d项）", title, len(rows)), true, one(title+"的事项", "matters", heads, rows)})
		}
		if len(whole) > 0 {
			title := name
			if status == "on_time" {
				title = "按时且完整"
			}
			groups = append(groups, Group{fmt.Sprintf("%s（%d项）", title, len(whole)), false, one(title+"的事项", "matters", heads, whole)})
		}
	}
	return groups
}

func matter(x *explain.Explanation, m *explain.Matter) shared.Row {
	note := strings.TrimSpace(m.Category + " " + m.Period)
	if m.OccurredOn != nil {
		note = strings.TrimSpace(m.Category + " " + m.OccurredOn.String() + " " + m.EventNo)
	}
	if x.Level != "village" {
		note = m.Village + " " + note
	}
	text := m.Reason
	for _, j := range m.Judgements {
		text += "；" + j.Name + "：" + j.Text
	}
	gain := shared.Dash
	if m.Gain != nil {
		gain = "+" + shared.Score(m.Gain)
	}
	return shared.Row{Cells: []shared.Cell{
		shared.RowName(m.Item, note), shared.Text(text + "。"), {Text: m.Place, Note: strings.Join(m.Rules, " "), Left: true}, shared.Number(gain),
	}}
}

func consultations(x *explain.Explanation) shared.Table {
	var rows []shared.Row
	for i := range x.Consultations {
		c := &x.Consultations[i]
		text := c.Reason
		for _, j := range c.Judgements {
			text += "；" + j.Name + "：" + j.Text
		}
		gain := shared.Dash
		if c.Gain != nil {
			gain = "+" + shared.Score(c.Gain)
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(c.Topic, strings.TrimSpace(c.Village+" "+c.TopicNo)), shared.Text(text + "。"),
			{Text: c.Place, Note: strings.Join(c.Rules, " "), Left: true}, shared.Number(gain),
		}})
	}
	t := one("计入的协商", "matters", head("议题", "判定", "依据", "如改进"), rows)
	if len(rows) == 0 {
		t.Bodies = nil
	}
	return t
}

func rules(x *explain.Explanation) shared.Table {
	var rows []shared.Row
	for _, r := range x.Rules {
		value := shared.RuleValue(r.Rule, r.Value)
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(r.Title, r.ID), shared.Number(value), shared.Number(r.From.String()), shared.Text(r.Source),
		}})
	}
	t := one("规则和来源", "rules", head("规则", "取值", "自", "来源"), rows)
	if len(rows) == 0 {
		t.Bodies = nil
	}
	return t
}
