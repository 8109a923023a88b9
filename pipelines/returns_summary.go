package pipelines

import (
	"fmt"

	"tongbao/internal/filing"
	"tongbao/internal/workbook"
	"tongbao/reports/receipt"
)

// summarySheet is the first sheet: what came, what goes back and why, and how
// to send it again. The reader knows it as no data.
func summarySheet(name string, data *receipt.Data, pages []*returnedPage, commentsEnded bool) workbook.Sheet {
	var rows [][]any
	line := func(values ...any) { rows = append(rows, values) }
	styled := func(style workbook.Style, texts ...string) {
		var row []any
		for _, t := range texts {
			row = append(row, workbook.Cell{Value: workbook.Verbatim(fitting(t)), Style: style})
		}
		rows = append(rows, row)
	}
	styled(workbook.Note, filing.AsideMark)
	styled(workbook.Title, "退回说明")
	line()
	received := data.ReceivedAt
	if data.History {
		received += "（作为历史文件接收）"
	}
	for _, fact := range [][2]string{
		{"文件", data.File}, {"报送单位", data.Township}, {"收到时间", received}, {"收件号", fmt.Sprintf("第%d号", data.Delivery)},
	} {
		line(wrapped(fact[0]), wrapped(fact[1]))
	}
	line()
	styled(workbook.Header, "工作表", "备案表", "说明", "共几行", "收下", "退回", "非数据", "提醒")
	for _, s := range data.Sheets {
		what := s.Reason
		if what == "" {
			what = pagesOf(s.Name, pages)
		}
		sheet := s.Name
		if sheet == "" {
			sheet = "（整个文件）"
		}
		rows = append(rows, []any{wrapped(sheet), wrapped(s.Table), wrapped(what), s.Rows, s.Accepted, s.Quarantined, s.NonData, s.Warnings})
	}
	line()
	styled(workbook.Header, "列", "问题", "怎样改", "处数", "在哪里（原文件）", "性质")
	for _, k := range data.Kinds {
		effect := workbook.Cell{Value: "错误", Style: workbook.Wrong}
		if k.Warning {
			effect = workbook.Cell{Value: "提醒", Style: workbook.Warned}
		}
		rows = append(rows, []any{wrapped(k.Column()), wrapped(k.What()), wrapped(k.Accepted), k.Count, wrapped(k.Where()), effect})
	}
	line()
	styled(workbook.Header, "怎样改了再报")
	for _, step := range steps(pages, commentsEnded) {
		line(step)
	}
	s := workbook.Sheet{Name: name, Rows: rows, Widths: []float64{18, 40, 40, 8, 26, 8, 8, 8}, Landscape: true}
	s.Fit()
	return s
}

// pagesOf says on which sheets the rows of a sheet are.
func pagesOf(name string, pages []*returnedPage) string {
	text := ""
	for _, p := range pages {
		if p.name != name {
			continue
		}
		if text != "" {
			text += "；"
		}
		rows, all := p.rows.kept(p.bad), p.rows.warned
		what := "已收下、有提醒的行"
		if p.bad {
			what, all = "没有收下的行", p.rows.bad
		}
		text += fmt.Sprintf("%s在“%s”", what, p.title)
		if rows < all {
			text += fmt.Sprintf("，只列出前%d行，其余%d行未列：请改正原文件（多半是同一个问题）后整份再报", rows, all-rows)
		}
	}
	return text
}

// wrapped is a text over as many lines as it needs.
func wrapped(text string) workbook.Cell {
	return workbook.Cell{Value: workbook.Verbatim(fitting(text)), Style: workbook.Wrapped}
}

// steps tell the clerk what to do, a line each.
func steps(pages []*returnedPage, commentsEnded bool) (list []string) {
	bad, warned := false, false
	for _, p := range pages {
		bad, warned = bad || p.bad, warned || !p.bad
	}
	if bad {
		list = append(list,
			"红色的格是错误，所在的行没有收下。看格上的批注，或看“"+filing.OwnProblems+"”一列，直接在格里改正。",
			"重报时同一事项的后一行整行取代前一行：每一行都是完整的，没有问题的列请保留，不要删。",
			"原文件里已收下的行不在这里，不必再报。")
	}
	if warned {
		list = append(list,
			"黄色的格只是提醒。名称末尾是“"+noticeSuffix+"”的工作表里，各行都已收下，不改就不必再报，可以删去这张工作表。")
	}
	list = append(list,
		"改好后保存，把这个文件按原来的途径报送。",
		"本页和“"+filing.OwnRow+"”“"+filing.OwnProblems+"”两列不作为数据读取，留着、删去都可以。")
	if commentsEnded {
		list = append(list, fmt.Sprintf("批注只加在前%d格，其余各格的问题见“%s”一列。", mostComments, filing.OwnProblems))
	}
	for i, step := range list {
		list[i] = fmt.Sprintf("%d. %s", i+1, step)
	}
	return list
}
