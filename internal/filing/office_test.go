package filing

import (
	"strings"
	"testing"
)

// What offices write below and beside their tables, and what it must not do
// to the rows.
func TestRowsBelowTheHeader(t *testing.T) {
	const header = "村名|公开事项|所属期|涉及金额\n"
	const row = "御临村|财务收支|2026-06|5\n"
	amount := ByCode("disclosures").Column(amountColumn)
	for _, c := range []struct {
		name, text                      string
		accepted, quarantined, warnings int
		nonData                         int
		amounts                         bool
	}{
		{"a bracketed unit right below the header", header + "（单位：万元）\n" + row, 1, 0, 1, 1, false},
		{"a bracketed unit further down", header + row + "（单位：万元）\n", 1, 0, 1, 1, false},
		{"bracketed column numbers", header + "（1）|（2）|（3）|（4）\n" + row, 1, 0, 0, 1, true},
		{"circled column numbers", header + "①|②|③|④\n" + row, 1, 0, 0, 1, true},
		{"numbers as words", header + "一|二|三|四\n" + row, 1, 0, 0, 1, true},
		{"letters and numbers", header + "甲|乙|1|2\n" + row, 1, 0, 0, 1, true},
		{"a bracketed example", header + "（示例）\n" + row, 1, 0, 0, 1, true},
		{"a unit in the header, after a label", "村名|公开事项|所属期|涉及金额（单位：万元）\n" + row, 1, 0, 1, 0, false},
		{"以万元计", "村名|公开事项|所属期|涉及金额（以万元计）\n" + row, 1, 0, 1, 0, false},
		{"a unit in a bracket above", "收支表\n单位（万元）\n" + header + row, 1, 0, 1, 0, false},
		{"a unit alone above", "收支表\n||（万元）\n" + header + row, 1, 0, 1, 0, false},
		{"金额 as the label", "金额：万元\n" + header + row, 1, 0, 1, 0, false},
		{"a unit behind the currency", "单位：人民币（万元）\n" + header + row, 1, 0, 1, 0, false},
		{"元 above", "单位：元\n" + header + row, 1, 0, 0, 0, true},
		{"小计 as the item", header + row + "御临村|小计||5\n", 1, 0, 0, 1, true},
		{"小计 as the village", header + row + "小计|财务收支|2026-06|5\n", 1, 0, 0, 1, true},
		{"an item that ends in 合计", header + "御临村|财务收支合计|2026-06|5\n", 1, 0, 0, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, got := read(t, c.text)
			if s.Accepted != c.accepted || s.Quarantined != c.quarantined || s.Warnings != c.warnings || s.NonData != c.nonData {
				t.Fatalf("%+v %s", s, places(got.findings))
			}
			if got := got.accepted[0].Values[amount].Valid; got != c.amounts {
				t.Errorf("amount kept: %v, want %v", got, c.amounts)
			}
		})
	}
}

// Free text in the first column may begin like a note; a row that names some
// village is data all the same.
func TestFreeTextInTheFirstColumn(t *testing.T) {
	s, got := read(t, "备注|村名|公开事项|所属期\n说明|松间村|财务收支|2026-06\n合计|松间村|财务收支|2026-05\n说明|||\n合计|||\n全镇合计|64||\n|御临村|财务收支|2026-04")
	if s.Accepted != 1 || s.Quarantined != 2 || s.NonData != 3 {
		t.Errorf("%+v %s", s, places(got.findings))
	}
}

// A title comes again on every page, marked as going on or not.
func TestTitleThatGoesOn(t *testing.T) {
	for line, nonData := range map[string]int{
		"村务公开备案表": 1, "村务公开备案表（续）": 1, "村务公开备案表（续表）": 1, "村务公开备案表续表": 1, "村务公开备案表续": 1,
		"村务公开汇总表（续）": 0, "备案表（续）": 0,
	} {
		s, _ := read(t, "村务公开备案表\n村名|公开事项|所属期\n御临村|财务收支|2026-06\n"+line+"\n江口村|财务收支|2026-06")
		if s.Accepted != 2 || s.NonData != nonData || s.Quarantined != 1-nonData {
			t.Errorf("%s: %+v", line, s)
		}
	}
}

// A note that nothing marks as such is no data and yet is not dropped: it
// waits, and the answer says how it is marked.
func TestNoteWithoutAMark(t *testing.T) {
	const header = "村名|公开事项|所属期\n御临村|财务收支|2026-06\n"
	for _, c := range []struct {
		line string
		lone bool
	}{
		{"以上数据截至六月底，如有出入以公开栏为准", true},
		{"以上数据截至六月底|<|<", true},
		{"御临村||", true},
		{"御临村|财务收支|", false},
		{"|财务收支|2026-06", false},
	} {
		s, got := read(t, header+c.line)
		if s.Accepted != 1 || s.Quarantined != 1 || s.NonData != 0 {
			t.Errorf("%s: %+v", c.line, s)
			continue
		}
		last := got.findings[len(got.findings)-1]
		if last.Reason != RequiredBlank.Code || strings.Contains(last.Accepted, "注：") != c.lone {
			t.Errorf("%s: %+v", c.line, last)
		}
	}
	if s, _ := read(t, header+"注：以上数据截至六月底"); s.NonData != 1 || s.Quarantined != 0 {
		t.Errorf("%+v", s)
	}
}

func TestSheetNamedAfterAnItem(t *testing.T) {
	ctx := townshipContext()
	ctx.Sheet = "财务收支"
	s, got := readRows(t, ctx, lines(t, "村名|所属期|公布日期\n御临村|2026-06|2026-07-01"))
	if s.Accepted != 1 || got.accepted[0].Values[s.Table.Column("item")].Text != "CW01" {
		t.Errorf("%+v %+v", s, got)
	}
}

// 公开时间 heads what no other column does; where all is taken it says nothing.
func TestPublishedTwiceOver(t *testing.T) {
	s, _ := read(t, "村名|公开事项|所属期|公布日期|落款日期|公开时间\n御临村|财务收支|2026-06|2026-07-01|2026-07-01|七月")
	if s.Refused != nil || s.Accepted != 1 || len(s.Unknown) != 1 {
		t.Errorf("%+v", s)
	}
}
