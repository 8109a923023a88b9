package quality

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
)

func day(iso string) *civil.Date {
	d := civil.MustParse(iso)
	return &d
}

// sample is a district of two townships, one of which sent nothing.
func sample() shared.Data {
	d := reporttest.District()
	d.Townships[1].NotReceived = 28
	first, second := d.Townships[0], d.Townships[1]
	d.Intake = shared.Intake{
		Townships: []mart.Received{
			{TownshipName: "区级", Files: 1, Accepted: 4, Rows: 4, LastReceivedOn: day("2026-07-02")},
			{TownshipCode: first.TownshipCode, TownshipName: first.TownshipName, Files: 4, Refused: 1, Partly: 1, Duplicates: 1, Disclosures: 2, Consultations: 1,
				Rows: 110, Accepted: 97, Quarantined: 3, NonData: 10, Warnings: 2, LastReceivedOn: day("2026-07-18")},
			{TownshipCode: second.TownshipCode, TownshipName: second.TownshipName, LastReceivedOn: day("2026-03-18")},
		},
		Findings: []mart.FindingKind{
			{TownshipCode: first.TownshipCode, Table: "disclosures", Reason: "word_replaced", Severity: "warning", Column: "channels", Header: "公开形式", Message: "不在可选范围内", Findings: 9, Rows: 9, Files: 1},
			{TownshipCode: first.TownshipCode, Table: "disclosures", Reason: "unknown_village", Severity: "error", Column: "village", Header: "村名", Message: "没有村“高滩”", Findings: 2, Rows: 2, Files: 1},
			{TownshipCode: "", Table: "disclosures", Reason: "unknown_village", Severity: "error", Column: "village", Header: "村", Message: "没有村“低滩”", Findings: 3, Rows: 3, Files: 1},
			{TownshipCode: first.TownshipCode, Table: "disclosures", Reason: "required_blank", Severity: "error", Message: "不能为空", Findings: 1, Rows: 1, Files: 1},
		},
		Months: []mart.ReceivedMonth{
			{TownshipCode: first.TownshipCode, Month: "2026-06", Files: 1, Accepted: 90, Quarantined: 10},
			{TownshipCode: "", Month: "2026-06", Files: 1, Accepted: 100},
		},
		Sheets: []mart.ReceivedSheet{
			{TownshipCode: first.TownshipCode, Delivery: 7, File: "二季度.xlsx", ReceivedAt: "2026-07-18T10:12:11+08:00", Table: "disclosures", Sheet: "表一", Status: "partly", Rows: 20, NonData: 2, Accepted: 15, Quarantined: 3},
			{TownshipCode: first.TownshipCode, Delivery: 8, File: "扫描.pdf", ReceivedAt: "2026-07-18T11:00:00+08:00", Status: "refused", Reason: "是PDF；请另存为 .xlsx"},
			{TownshipCode: first.TownshipCode, Delivery: 9, File: "旧.csv", ReceivedAt: "2026-07-19T11:00:00+08:00", Table: "disclosures", Status: "accepted", History: true, Rows: 5, Accepted: 5},
		},
		Spellings: []mart.Spelling{
			{TownshipCode: first.TownshipCode, Text: "高滩", Rows: 2, Files: []string{"二季度.xlsx"}, VillageCode: "990101001201", Village: "高坪村", Registry: "registry.csv", Line: 5, Aliases: "老坪；高滩"},
			{TownshipCode: first.TownshipCode, Text: "甲乙", Rows: 1, Files: []string{"二季度.xlsx"}},
		},
	}
	d.Corrections = []mart.Correction{
		{Table: "disclosures", VillageCode: "990101001201", VillageName: "高坪村", TownshipCode: first.TownshipCode, ItemCode: "CW01", Item: "财务收支", Period: "2026-05", Sheet: "更正", Row: 4},
		{Table: "consultations", VillageCode: "990101001202", TownshipCode: first.TownshipCode, OccurredOn: day("2026-05-03"), Row: 9},
	}
	return d
}

func township(t *testing.T, d shared.Data, code string) string {
	t.Helper()
	for _, p := range Pages(d) {
		if strings.HasSuffix(p.Name, "/"+code+".html") {
			return reporttest.Render(t, p.Render, d)
		}
	}
	t.Fatalf("no page for %q", code)
	return ""
}

func TestGolden(t *testing.T) {
	d := sample()
	reporttest.Golden(t, "district", reporttest.Render(t, Render, d))
	reporttest.Golden(t, "township", township(t, d, d.Townships[0].TownshipCode))
}

func TestDistrict(t *testing.T) {
	d := sample()
	p := reporttest.Read(t, reporttest.Render(t, Render, d))
	p.Says("收到文件5份，其中重复1份、整份退回1份；数据行104行，收下101行，退回待更正3行（2.88%），提醒2处",
		"没有报送任何文件的镇街1个："+d.Townships[1].TownshipName+"。", "内部使用")
	p.Says("本期有应公开事项1项、协商1件以区级报送的内容（勘误）为准，涉及2个村（社区）。")
	if rows := p.Table("以区级勘误为准的事项"); len(rows) != 1+2 || !strings.Contains(strings.Join(rows[1], "|"), "高坪村 990101001201|"+d.Townships[0].TownshipName+"|财务收支|2026-05|“更正”第4行") {
		t.Errorf("corrections: %q", rows)
	}
	row := strings.Join(p.Row("各镇街报送情况", d.Townships[1].TownshipName), "|")
	if !strings.Contains(row, "没有报送") || !strings.Contains(row, "2026-03-18") {
		t.Errorf("the silent township is %q", row)
	}
	rows := p.Table("退回和提醒的原因（全区）")
	if len(rows) != 1+3 {
		t.Fatalf("%d rows of reasons, want 3 and a head: %q", len(rows)-1, rows)
	}
	// Two townships' spellings of one fault are one row; errors come first.
	if got := strings.Join(rows[1], "|"); !strings.Contains(got, "没有村“低滩”") || !strings.HasSuffix(got, "|5|5|2|2") {
		t.Errorf("the first reason is %q", got)
	}
	if got := strings.Join(rows[3], "|"); !strings.Contains(got, "提醒") {
		t.Errorf("the last reason is %q", got)
	}
	if got := strings.Join(p.Row("各月收件（全区）", "2026年6月"), "|"); !strings.Contains(got, "190") || !strings.Contains(got, "95.00%") {
		t.Errorf("June is %q", got)
	}
	for _, a := range p.All("a") {
		if href := a.Attr["href"]; !strings.HasPrefix(href, "quality-2026Q2/") {
			t.Errorf("a link to %q", href)
		}
	}
}

func TestTownship(t *testing.T) {
	d := sample()
	p := reporttest.Read(t, township(t, d, d.Townships[0].TownshipCode))
	p.Says("二季度.xlsx", "2026-07-18 10:12:11", "部分退回", "没有读取", "请另存为 .xlsx", "历史补录", "高滩",
		"“高滩”如确是高坪村（990101001201），把 registry.csv 第5行的“曾用名”改为：", "老坪；高滩", "返回全区")
	p.NeverSays("没有村“低滩”")
	if rows := p.Table("收件清单"); len(rows) != 1+3 || rows[1][5] != "18" {
		t.Errorf("sheets: %q", rows)
	}
	silent := reporttest.Read(t, township(t, d, d.Townships[1].TownshipCode))
	silent.Says("本期没有报送任何文件，最近一次收件是2026年3月18日。", fmt.Sprintf("未报送%d项：期限届满后至2026年7月20日没有收到本镇街的备案表。", d.Townships[1].NotReceived))
	if !p.HasTable("以区级勘误为准的事项") || silent.HasTable("以区级勘误为准的事项") {
		t.Error("a township's page lists its own corrections and no other's")
	}
}

// The report quotes filings: there is none for the public.
func TestNeverPublic(t *testing.T) {
	d := sample()
	d.Audience = shared.Public
	var b bytes.Buffer
	if err := Render(&b, d); err == nil || b.Len() > 0 {
		t.Errorf("a public page of %d bytes, %v", b.Len(), err)
	}
	for _, p := range Pages(d) {
		if err := p.Render(&b, d); err == nil || b.Len() > 0 {
			t.Errorf("%s: a public page of %d bytes, %v", p.Name, b.Len(), err)
		}
	}
}

func TestNoFigures(t *testing.T) {
	d := reporttest.NoFigures()
	d.Audience = shared.Internal
	p := reporttest.Read(t, reporttest.Render(t, Render, d))
	p.Says("无数据")
	if n := len(p.All("table")); n != 0 {
		t.Errorf("%d tables", n)
	}
}

func TestHostile(t *testing.T) {
	d := sample()
	for _, name := range reporttest.HostileNames {
		d.Intake.Spellings = append(d.Intake.Spellings, mart.Spelling{TownshipCode: d.Townships[0].TownshipCode, Text: name, Files: []string{name}, VillageCode: "1", Aliases: name})
		d.Intake.Sheets = append(d.Intake.Sheets, mart.ReceivedSheet{TownshipCode: d.Townships[0].TownshipCode, File: name, Sheet: name, Reason: name})
		d.Intake.Findings = append(d.Intake.Findings, mart.FindingKind{TownshipCode: d.Townships[0].TownshipCode, Header: name, Message: name, Reason: name})
	}
	for _, html := range []string{reporttest.Render(t, Render, d), township(t, d, d.Townships[0].TownshipCode)} {
		reporttest.HostileStaysText(t, reporttest.OpenClean(t, html, 1200))
	}
}

func TestInBrowser(t *testing.T) {
	d := sample()
	for _, html := range []string{reporttest.Render(t, Render, d), township(t, d, d.Townships[0].TownshipCode)} {
		reporttest.NoOverflow(t, reporttest.OpenClean(t, html, 390))
		reporttest.PrintsA4(t, reporttest.OpenClean(t, html, 1200))
	}
}
