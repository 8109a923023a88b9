package quality

import (
	"fmt"
	"strings"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// statusNames are what became of a sheet, in words.
var statusNames = map[string]string{"accepted": "全部收下", "partly": "部分退回", "refused": "没有读取", "duplicate": "重复"}

// fromTownship makes a township's view.
func fromTownship(d *shared.Data, t *mart.Received) TownshipView {
	v := TownshipView{
		District: d.Build.District, Title: t.TownshipName + shared.WindowName(d.Build.Window) + "报送情况",
		Scope: scope(d), Back: fmt.Sprintf("../quality-%s.html", d.Build.Window),
		Points: townshipPoints(d, t), Sheets: sheets(d, t.TownshipCode),
	}
	var findings []mart.FindingKind
	for _, f := range d.Intake.Findings {
		if f.TownshipCode == t.TownshipCode {
			findings = append(findings, f)
		}
	}
	v.Reasons = reasons(d, findings, "退回和提醒的原因", false)
	v.Spellings, v.Lines = spellings(d, t.TownshipCode)
	v.Months, v.Corrections = months(d, t.TownshipCode), corrections(d, t)
	return v
}

func townshipPoints(d *shared.Data, t *mart.Received) []string {
	var points []string
	if t.Files == 0 {
		text := "本期没有报送任何文件。"
		if t.LastReceivedOn != nil {
			text = fmt.Sprintf("本期没有报送任何文件，最近一次收件是%s。", t.LastReceivedOn.Chinese())
		}
		points = append(points, text)
	} else {
		points = append(points, fmt.Sprintf("报送文件%s份（重复%s份、整份退回%s份），收下%s行，退回待更正%s行（%s），提醒%s处。",
			shared.Count(t.Files), shared.Count(t.Duplicates), shared.Count(t.Refused), shared.Count(t.Accepted), shared.Count(t.Quarantined),
			shared.Percent(shared.Ratio(t.Quarantined, t.Accepted+t.Quarantined)), shared.Count(t.Warnings)))
	}
	for i := range d.Townships {
		if u := &d.Townships[i]; u.TownshipCode == t.TownshipCode && u.NotReceived > 0 {
			points = append(points, fmt.Sprintf("未公开的%s项中，未报送%s项：期限届满后至%s没有收到本镇街的备案表。",
				shared.Count(u.Missing), shared.Count(u.NotReceived), d.Build.AsOf.Chinese()))
		}
	}
	return points
}

func sheets(d *shared.Data, township string) shared.Table {
	t := shared.Table{Caption: "收件清单", Class: "sheets", Head: []shared.Head{
		{Text: "收件号"}, {Text: "收件时间"}, {Text: "文件"}, {Text: "备案表"}, {Text: "结果"}, {Text: "数据行"}, {Text: "收下"}, {Text: "退回"}, {Text: "提醒"},
	}}
	var rows []shared.Row
	for _, s := range d.Intake.Sheets {
		if s.TownshipCode != township {
			continue
		}
		result := shared.Cell{Text: statusNames[s.Status], Note: s.Reason, Left: true}
		if s.Status == "refused" || s.Status == "partly" {
			result.Tone = "poor"
		}
		received, _, _ := strings.Cut(strings.Replace(s.ReceivedAt, "T", " ", 1), "+")
		note := ""
		if s.History {
			note = "历史补录"
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(fmt.Sprintf("第%d号", s.Delivery), note), shared.Number(received), {Text: s.File, Note: s.Sheet, Left: true},
			shared.Text(shared.TableTitle(s.Table)), result, shared.Number(shared.Count(s.Rows - s.NonData)), shared.Number(shared.Count(s.Accepted)),
			shared.Number(shared.Count(s.Quarantined)), shared.Number(shared.Count(s.Warnings)),
		}})
	}
	if len(rows) > 0 {
		t.Bodies = []shared.Body{{Rows: rows}}
	}
	return t
}

// spellings are the names that no village is known by, and for those that a
// village is near the alias to paste.
func spellings(d *shared.Data, township string) (shared.Table, []Line) {
	t := shared.Table{Caption: "未识别的村（社区）名称", Class: "spellings", Head: []shared.Head{
		{Text: "所写名称"}, {Text: "行数"}, {Text: "文件"}, {Text: "可能是"},
	}}
	var (
		rows  []shared.Row
		lines []Line
	)
	for _, s := range d.Intake.Spellings {
		if s.TownshipCode != township {
			continue
		}
		likely := shared.Cell{Text: shared.Dash, Left: true}
		if s.VillageCode != "" {
			likely = shared.Cell{Text: s.Village, Note: s.VillageCode, Left: true}
			if s.Corrected {
				likely.Note += " 后来的文件在同一行改成了此名"
			}
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(s.Text, ""), shared.Number(shared.Count(s.Rows)), shared.Text(shared.Join(s.Files, 3)), likely,
		}})
		if s.Aliases != "" {
			lines = append(lines, Line{
				What: fmt.Sprintf("“%s”如确是%s（%s），把 %s 第%d行的“曾用名”改为：", s.Text, s.Village, s.VillageCode, s.Registry, s.Line),
				Text: s.Aliases,
			})
		}
	}
	if len(rows) > 0 {
		t.Bodies = []shared.Body{{Rows: rows}}
	}
	return t, lines
}

func months(d *shared.Data, township string) shared.Table {
	t := shared.Table{Caption: "各月收件", Head: []shared.Head{{Text: "收件月份"}, {Text: "文件"}, {Text: "收下", Note: "行"}, {Text: "退回", Note: "行"}, {Text: "收下的占比"}, {Text: "提醒", Note: "处"}}}
	var rows []shared.Row
	for i := range d.Intake.Months {
		m := &d.Intake.Months[i]
		if m.TownshipCode == township {
			rows = append(rows, monthRow(m.Month, m, shared.Ratio(m.Accepted, m.Accepted+m.Quarantined)))
		}
	}
	if len(rows) > 0 {
		t.Bodies = []shared.Body{{Rows: rows}}
	}
	return t
}
