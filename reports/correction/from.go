package correction

import (
	"fmt"
	"strings"

	"tongbao/internal/changes"
	"tongbao/internal/rulebook"
	"tongbao/reports/shared"
)

// from makes the view. It reads no clock and no file.
func from(d *shared.Data, c Correction) View {
	v := View{
		Title:    fmt.Sprintf("%s%s更正说明", shared.WindowName(d.Build.Window), c.Title),
		District: d.Build.District, Internal: !d.IsPublic(),
		Lead:    fmt.Sprintf("本件为第%s号，更正并取代第%s号。所列数字均为更正前、更正后的对照。", c.ID, c.Corrects),
		Reasons: reasons(c.Changes),
		Moved:   moved(c.Changes),
	}
	if t := table("镇街得分和名次的变化", "镇街", changes.Township, c.Changes); len(t.Bodies) > 0 {
		v.Tables = append(v.Tables, t)
	}
	if t := table("村（社区）得分和名次的变化", "村（社区）", changes.Village, c.Changes); v.Internal && len(t.Bodies) > 0 {
		v.Tables = append(v.Tables, t)
	}
	v.named(c)
	return v
}

// reasons are what is different in what the figures rest on. A file's name is
// somebody's text and is not told.
func reasons(c changes.Changes) (all []string) {
	if c.Before.AsOf != c.After.AsOf {
		all = append(all, fmt.Sprintf("数据截至日由%s改为%s。", c.Before.AsOf.Chinese(), c.After.AsOf.Chinese()))
	}
	if len(c.New) > 0 {
		all = append(all, fmt.Sprintf("新计入报送文件%d份：%s。", len(c.New), senders(c.New)))
	}
	if len(c.Gone) > 0 {
		all = append(all, fmt.Sprintf("不再计入报送文件%d份：%s。", len(c.Gone), senders(c.Gone)))
	}
	for _, r := range c.References {
		all = append(all, fmt.Sprintf("%s%s。", changes.KindWord(r.Kind), changes.StateWord(r.State)))
	}
	for _, r := range c.Rules {
		all = append(all, fmt.Sprintf("规则“%s”由“%s”改为“%s”。", rulebook.RuleTitle(r.Rule), orNone(r.Before), orNone(r.After)))
	}
	if c.Before.Program != c.After.Program {
		all = append(all, fmt.Sprintf("计算程序由 %s 版换为 %s 版。", c.Before.Program, c.After.Program))
	}
	if len(all) == 0 {
		all = append(all, "所依据的报送文件、规则和截至日没有变化。")
	}
	return all
}

func orNone(s string) string {
	if s == "" {
		return "无"
	}
	return s
}

// senders counts the files of each township, in order of receipt.
func senders(all []changes.Delivery) string {
	var names []string
	count := map[string]int{}
	for _, d := range all {
		if count[d.Township] == 0 {
			names = append(names, d.Township)
		}
		count[d.Township]++
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%s%d份", name, count[name])
	}
	return strings.Join(names, "、")
}

// moved counts the units that moved, and gives the district's score.
func moved(c changes.Changes) string {
	count := map[string]int{}
	sentence := ""
	for _, m := range c.Moves {
		count[m.Level]++
		if m.Level == changes.District {
			sentence = fmt.Sprintf("全区得分由%s变为%s。", shared.Score(m.Score.Before), shared.Score(m.Score.After))
		}
	}
	if len(c.Moves) == 0 {
		return "全区、各镇街和各村（社区）的得分、名次和等次没有变化。"
	}
	return sentence + fmt.Sprintf("镇街%d个、村（社区）%d个的得分、名次或等次有变化，其余没有变化。", count[changes.Township], count[changes.Village])
}

// table lists the units of a level that moved.
func table(caption, name, level string, c changes.Changes) shared.Table {
	t := shared.Table{Caption: caption, Head: []shared.Head{
		{Text: name}, {Text: "得分", Note: "更正前"}, {Text: "得分", Note: "更正后"}, {Text: "名次", Note: "更正前"}, {Text: "名次", Note: "更正后"},
		{Text: "等次", Note: "更正前"}, {Text: "等次", Note: "更正后"}, {Text: "原因"},
	}}
	var rows []shared.Row
	for _, m := range c.Moves {
		if m.Level != level {
			continue
		}
		change := shared.ScoreBetween(m.Score.After, m.Score.Before)
		after := shared.Number(shared.Score(m.Score.After))
		if change.Known {
			after.Note, after.Tone = change.Short(), change.Tone()
		}
		rank := shared.Number(shared.Rank(m.Rank.After))
		if _, ok := shared.Moved(m.Rank.After, m.Rank.Before); ok {
			rank.Note = shared.MovedShort(m.Rank.After, m.Rank.Before)
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(m.Name, m.Township), shared.Number(shared.Score(m.Score.Before)), after,
			shared.Number(shared.Rank(m.Rank.Before)), rank, shared.Text(grade(m.Grade.Before)), shared.Text(grade(m.Grade.After)), shared.Text(causes(m.Causes)),
		}})
	}
	if len(rows) > 0 {
		t.Bodies = []shared.Body{{Rows: rows}}
	}
	return t
}

func grade(g *string) string {
	if g == nil {
		return shared.Dash
	}
	return *g
}

func causes(all []changes.CauseCount) string {
	var parts []string
	for _, c := range all {
		text := c.Cause.String()
		if c.Rows > 0 {
			text += fmt.Sprintf("（%d项）", c.Rows)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "；")
}
