package shared

import (
	"slices"
	"strings"

	"tongbao/internal/handbook"
	"tongbao/internal/rulebook"
)

// HandbookTitle is the title of the annex with the handbook.
const HandbookTitle = "指标手册"

// HandbookNotes stand before the handbook's tables.
func HandbookNotes() []string {
	notes := []string{handbook.ExampleNote + "“参数”为本期适用的取值，来源见“本期适用的规则”。镇街和全区的比率由分子、分母分别相加后相除。"}
	for _, s := range handbook.Statistics {
		notes = append(notes, s.Notes...)
	}
	return notes
}

// HandbookTables explain every indicator with the parameters in force, and
// what the ranking can bear: the annex of each report.
func HandbookTables(d *Data) []Table {
	t := Table{Caption: "指标", Class: "handbook", Head: []Head{{"指标", ""}, {"含义和例", ""}, {"不计入", "假定"}, {"依据", "参数"}}}
	var rows []Row
	for _, e := range handbook.Entries {
		rows = append(rows, Row{Cells: []Cell{
			RowName(e.Title(), ""),
			{Text: e.Meaning + "。", Note: "例：" + e.Example(), Left: true},
			{Text: "不计入：" + e.Excludes + "。", Note: e.Assumes + "。", Left: true},
			{Text: e.Basis, Note: parameters(d, e.Rules), Left: true},
		}})
	}
	t.Bodies = []Body{{Rows: rows}}
	tables := []Table{t}
	for _, s := range handbook.Statistics {
		tables = append(tables, sectionTable(s))
	}
	return tables
}

// parameters are the rules in force among those named, in words.
func parameters(d *Data, names []string) string {
	var parts []string
	for _, r := range d.Rules {
		if slices.Contains(names, r.Rule) {
			parts = append(parts, rulebook.RuleTitle(r.Rule)+"："+RuleValue(r.Rule, r.Value))
		}
	}
	return strings.Join(parts, "；")
}

// sectionTable is a section of the handbook without its notes.
func sectionTable(s handbook.Section) Table {
	plain := func(text string) string { return strings.ReplaceAll(text, "`", "") }
	t := Table{Caption: s.Title, Class: "statistics"}
	for _, h := range s.Head {
		t.Head = append(t.Head, Head{Text: plain(h)})
	}
	cells := func(texts []string) (out []Cell) {
		for i, text := range texts {
			if i == 0 {
				out = append(out, RowName(plain(text), ""))
				continue
			}
			out = append(out, Text(plain(text)))
		}
		return out
	}
	var rows []Row
	for _, row := range s.Rows {
		rows = append(rows, Row{Cells: cells(row)})
	}
	t.Bodies = []Body{{Rows: rows}}
	return t
}
