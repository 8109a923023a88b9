package correction

import (
	"fmt"

	"tongbao/internal/changes"
	"tongbao/internal/score"
	"tongbao/reports/shared"
)

// mostNamed is how many entries a table of the note has; all of them are
// counted.
const mostNamed = 200

// lists are who was taken off a list or put on one, of those that the report
// names, and what is said of it.
func lists(c Correction) (string, shared.Table) {
	t := shared.Table{Caption: "名单的变化", Head: []shared.Head{{Text: "名单"}, {Text: "单位"}, {Text: "变化"}}}
	stands := func(p *changes.ListPlace) bool { return p != nil && (c.Annexes || !p.Annexed) }
	var rows []shared.Row
	off, on := 0, 0
	for _, m := range c.Changes.Lists {
		was, is := stands(m.Before), stands(m.After)
		if was == is {
			continue
		}
		change := "新列入"
		if was {
			change = "撤下"
			off++
		} else {
			on++
		}
		if len(rows) < mostNamed {
			rows = append(rows, shared.Row{Cells: []shared.Cell{shared.RowName(shared.ListTitles[score.List(m.List)], ""), shared.Text(m.Township + m.Name), shared.Text(change)}})
		}
	}
	if off+on == 0 {
		return "红榜、黑榜和连续居后名单所列单位没有变化。", t
	}
	t.Bodies = []shared.Body{{Rows: rows}}
	text := fmt.Sprintf("红榜、黑榜和连续居后名单撤下%d个、新列入%d个单位（同一单位列入两个名单的，分别计算）", off, on)
	return text + shown(off+on, len(rows)), t
}

// problems are which entries were taken off the problem list or put on it, of
// those that the audience may see.
func problems(list changes.ProblemList) (string, []shared.Table) {
	text := fmt.Sprintf("问题清单原有%d条，现有%d条。", list.Before, list.After)
	if len(list.Withdrawn)+len(list.Added)+list.Reworded == 0 {
		return text + "所列问题没有变化。", nil
	}
	text += fmt.Sprintf("撤下%d条，新增%d条", len(list.Withdrawn), len(list.Added))
	if list.Reworded > 0 {
		text += fmt.Sprintf("，另有%d条仍在清单、所述事实有更正", list.Reworded)
	}
	text += "。"
	var tables []shared.Table
	for _, part := range []struct {
		caption string
		of      []changes.Problem
	}{{"撤下的问题", list.Withdrawn}, {"新增的问题", list.Added}} {
		if len(part.of) == 0 {
			continue
		}
		t := shared.Table{
			Caption: fmt.Sprintf("%s（%d条）", part.caption, len(part.of)),
			Head:    []shared.Head{{Text: "镇街"}, {Text: "村（社区）"}, {Text: "问题类别"}, {Text: "事项"}, {Text: "事实"}},
		}
		if len(part.of) > mostNamed {
			t.Caption = fmt.Sprintf("%s（共%d条，列出%d条，其余存区民政局）", part.caption, len(part.of), mostNamed)
		}
		var rows []shared.Row
		for _, p := range part.of[:min(len(part.of), mostNamed)] {
			rows = append(rows, shared.Row{Cells: []shared.Cell{
				shared.RowName(p.Township, ""), shared.Text(orDash(p.Village)), shared.Text(p.Kind), shared.Text(orDash(p.ItemCode)), shared.Text(p.Fact),
			}})
		}
		t.Bodies = []shared.Body{{Rows: rows}}
		tables = append(tables, t)
	}
	return text, tables
}

// shown ends a sentence about a list of which not all may be shown.
func shown(all, shown int) string {
	if shown == all {
		return "。"
	}
	return fmt.Sprintf("，列出%d个，其余存区民政局。", shown)
}

func orDash(s string) string {
	if s == "" {
		return shared.Dash
	}
	return s
}

// named tells who was taken off or put on the report's lists.
func (v *View) named(c Correction) {
	if !c.Changes.Named {
		v.Named = []string{fmt.Sprintf("第%s号没有随数据留存名单和问题清单，所列单位和问题的变化请对照两号的页面。", c.Corrects)}
		return
	}
	text, t := lists(c)
	v.Named = append(v.Named, text)
	if len(t.Bodies) > 0 {
		v.NamedTables = append(v.NamedTables, t)
	}
	if !c.Problems {
		return
	}
	list := c.Changes.PublicProblems
	if v.Internal {
		list = c.Changes.Problems
	}
	text, tables := problems(list)
	v.Named = append(v.Named, text)
	v.NamedTables = append(v.NamedTables, tables...)
}
