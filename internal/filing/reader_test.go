package filing

import (
	"strings"
	"testing"

	"tongbao/internal/grid"
)

const disclosureHeader = "镇街|村名|公开事项|所属期|事项发生日期|事项编号|公布日期|撤下日期|涉及金额|公开形式|备注|作废\n"

func TestNonData(t *testing.T) {
	for _, line := range []string{
		"合　计|||||", "|小计||||", "统景镇|合计|12|", "总计：|12个村|36项", "全镇合计|3", "平均|1.5", "统景镇小计||4", "合计（12个村）|",
		"填表人：王五|||审核人：赵六", "填报人：|王五||||填报日期：|2026-07-05", "合计|||2026-06|||12", "填报人|王五", "注：本表一式两份", "备注：√表示已公开", "注1、按月填写", "审核人：", "联系电话：123", "日期：2026年7月5日",
		"填报单位（盖章）：统景镇人民政府", "镇街负责人签字：", "说明：", "附件1", "附件2：名单", "附表", "（续表）", "续表一", "接上页", "以下空白", "（以下空白）",
		"第 1 页 共 3 页", "第一页，共三页", "第1页/共3页", "- 3 -", "— 2 —", "Page 1 of 3", "例：五星路社区", "例|御临村|财务收支|2026-06", "示例：|御临村", "（示例）御临村|财务收支|2026-06",
		"1|2|3|4|5|6|7|8|9|10|11|12", "甲|乙|1|2|3", "①|", "栏次|1|2|3", "  |　|", "元", "||||||||元", "单位：元",
		"镇街|村名|公开事项|所属期|事项发生日期|事项编号|公布日期|撤下日期|涉及金额|公开形式|备注|作废", "township|village|item",
	} {
		s, got := read(t, disclosureHeader+"|御临村|财务收支|2026-06\n"+line+"\n|江口村|财务收支|2026-06")
		if line == "①|" { // no row of column numbers
			if s.Quarantined != 1 {
				t.Errorf("%q: %+v", line, s)
			}
			continue
		}
		if s.Accepted != 2 || s.NonData != 1 || s.Quarantined != 0 || s.Warnings != 0 {
			t.Errorf("%q: %d accepted, %d non-data; %s", line, s.Accepted, s.NonData, places(got.findings))
		}
	}
}

// Rows that only look like no data.
func TestDataAllTheSame(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"合计|御临村|财务收支|2026-06", "A2:township_unknown"},
		{"|御临村|财务收支合计|2026-06", ""},
		{"||财务收支合计|2026-06", "row2:required_blank"},
		{"|示例村|财务收支|2026-06", ""},
		{"示例村|||", "row2:required_blank"},
		{"备注：迟报|御临村|财务收支|2026-06", "A2:township_unknown"},
		{"|江口|财务收支|2026-06", "B2:village_unknown"},
		{"日期：七月|玉林村|财务收支|2026-06", "A2:township_unknown B2:village_unknown"},
		{"||||||2026-06-30", "row2:required_blank row2:required_blank"},
		{"1|2", "A2:township_unknown B2:village_unknown row2:required_blank"},
		{"2026年7月5日", "A2:township_unknown row2:required_blank row2:required_blank"},
	} {
		s, got := read(t, disclosureHeader+c.line)
		if s.NonData != 0 || places(got.findings) != c.want {
			t.Errorf("%q: %d non-data, %s; want %s", c.line, s.NonData, places(got.findings), c.want)
		}
	}
}

// Where the title names the village, no column does.
func TestNonDataWithoutVillageColumn(t *testing.T) {
	s, got := read(t, "填报单位：御临村\n公开事项|所属期|公布日期\n财务收支合计|2026-06|\n合计|2|\n备注：按月|财务|\n财务收支|2026-06|2026-07-01\n村务公开：表\n填报单位：御临村")
	if s.Accepted != 2 || s.NonData != 3 || s.Quarantined != 1 {
		t.Errorf("%+v %s", s, places(got.findings))
	}
}

func TestGapsCount(t *testing.T) {
	rows := lines(t, "\n标题\n\n"+disclosureHeader+"|御临村|财务收支|2026-06\n\n\n|江口村|财务收支|2026-06\n")
	withBlank, _ := readRows(t, townshipContext(), rows)
	var filled []grid.Row
	for _, row := range rows {
		if !row.IsBlank() {
			filled = append(filled, row)
		}
	}
	without, _ := readRows(t, townshipContext(), filled)
	if withBlank.NonData != 2 || without.NonData != 2 || withBlank.Rows != 4 || without.Accepted != 2 {
		t.Errorf("%+v, without blank rows %+v", withBlank, without)
	}
	if err := NewReader(townshipContext(), &collected{}).Row(grid.Row{}); err == nil {
		t.Error("row 0 is taken")
	}
}

func TestMerges(t *testing.T) {
	text := disclosureHeader + "统景镇|御临村|财务收支|2026-06|||2026-07-01\n^|^|低保|2026Q2|||^\n^|^|^\n|江口村|财务收支|2026-06|<||2026-07-01"
	s, got := read(t, text)
	if s.Accepted != 3 || s.NonData != 1 || s.Quarantined != 0 {
		t.Fatalf("%+v %s", s, places(got.findings))
	}
	if got.accepted[1].Key != yulin+"|ZW03|2026Q2" || value(t, s, got.accepted[1], "published_on") != "2026-07-01" {
		t.Errorf("%+v", got.accepted[1])
	}
	if v := value(t, s, got.accepted[2], "occurred_on"); v != "" {
		t.Errorf("a cell covered from the left is read as %q", v)
	}
	ctx := townshipContext()
	ctx.MergesRun = false
	s, got = readRows(t, ctx, lines(t, text))
	if s.Accepted != 2 || places(got.findings) != "row3:required_blank" {
		t.Errorf("where merges do not run: %+v %s", s, places(got.findings))
	}
}

// A subtotal below a village that is merged down is no row of the village.
func TestSubtotalBelowMergedVillage(t *testing.T) {
	s, got := read(t, "村名|公开事项|所属期|涉及金额\n御临村|财务收支|2026-06|3\n^|低保|2026Q2|4\n^|小计|<|7")
	if s.Accepted != 2 || s.NonData != 1 {
		t.Errorf("%+v %s", s, places(got.findings))
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct{ name, deliverer, text, township, village, want string }{
		{"deliverer", tongjing, "村名|公开事项|所属期\n御临村|财务收支|2026-06", tongjing, yulin, ""},
		{"cell", tongjing, "镇街|村名|公开事项|所属期\n统景镇|御临村|财务收支|2026-06", tongjing, yulin, ""},
		{"other township", tongjing, "镇街|村名|公开事项|所属期\n大盛镇|御临村|财务收支|2026-06", "", "", "A2:township_other"},
		{"other township in the title", tongjing, "填报单位：大盛镇\n村名|公开事项|所属期\n御临村|财务收支|2026-06", "", "", "A1:township_other"},
		{"office in the title", tongjing, "填报单位：民政办\n村名|公开事项|所属期\n御临村|财务收支|2026-06", tongjing, yulin, ""},
		{"village in 镇街, same", tongjing, "镇街|村名|公开事项|所属期\n御临村|御临|财务收支|2026-06", tongjing, yulin, ""},
		{"village in 镇街, other", tongjing, "镇街|村名|公开事项|所属期\n江口村|御临村|财务收支|2026-06", "", "", "A2:township_village"},
		{"village of another township", tongjing, "村名|公开事项|所属期\n大盛村|财务收支|2026-06", "", "", "A2:village_unknown"},
		{"district by 镇街", "", "镇街|村名|公开事项|所属期\n统景镇|御临村|财务收支|2026-06", tongjing, yulin, ""},
		{"district by title", "", "填报单位：统景镇人民政府\n村名|公开事项|所属期\n御临村|财务收支|2026-06", tongjing, yulin, ""},
		{"district by code", "", "村名|公开事项|所属期\n" + yulin + "|财务收支|2026-06", "", yulin, ""},
		{"district without", "", "村名|公开事项|所属期\n御临村|财务收支|2026-06", "", "", "A2:village_unknown"},
		{"district, bad 镇街", "", "镇街|村名|公开事项|所属期\n统井镇|御临村|财务收支|2026-06", "", "", "A2:township_unknown"},
		{"lost digits", tongjing, "村名|公开事项|所属期\n5.00112E+11|财务收支|2026-06", "", "", "A2:code_lost_digits"},
		{"title village unknown", tongjing, "村（社区）：玉林村\n公开事项|所属期\n财务收支|2026-06", "", "", "A1:village_unknown"},
		{"error value", tongjing, "村名|公开事项|所属期\n#REF!|财务收支|2026-06", "", "", "A2:error_value"},
	} {
		ctx := townshipContext()
		ctx.Deliverer = c.deliverer
		s, got := readRows(t, ctx, lines(t, c.text))
		if s.Refused != nil || places(got.findings) != c.want {
			t.Errorf("%s: %+v %s, want %s", c.name, s.Refused, places(got.findings), c.want)
			continue
		}
		if c.want != "" {
			continue
		}
		if a, b := value(t, s, got.accepted[0], "township"), value(t, s, got.accepted[0], "village"); a != c.township || b != c.village {
			t.Errorf("%s: township %q, village %q", c.name, a, b)
		}
	}
}

func TestNumericCodes(t *testing.T) {
	rows := lines(t, "村名|公开事项|所属期\n御临村|财务收支|2026")
	rows[1].Cells[0] = grid.Cell{Kind: grid.Number, Text: "5.00112133203E+11", Number: 500112133203}
	rows[1].Cells[1] = grid.Cell{Kind: grid.Text, Text: "工作报告"}
	rows[1].Cells[2] = grid.Cell{Kind: grid.Number, Text: "2026", Number: 2026}
	if s, got := readRows(t, townshipContext(), rows); s.Accepted != 1 || got.accepted[0].Key != yulin+"|FW04|2026" {
		t.Errorf("%+v %+v", s, got)
	}
}

func TestUnits(t *testing.T) {
	data := "|御临村|财务收支|2026-06|||||12.5\n|江口村|财务收支|2026-06|||||见附件\n"
	for _, c := range []struct{ name, text, warned, amount string }{
		{"yuan", "单位：元\n" + disclosureHeader + data, "I4?:number_unreadable", "125000"},
		{"title", "统景镇|||单位：万元\n" + disclosureHeader + data, "D1?:unit_not_yuan", ""},
		{"title, with a date", "单位：万元   2026年7月\n" + disclosureHeader + data, "A1?:unit_not_yuan", ""},
		{"title in brackets", "表一（单位：万元）\n（单位：万元）\n" + disclosureHeader + data, "A1?:unit_not_yuan", ""},
		{"office", "单位：统景镇人民政府\n" + disclosureHeader + data, "I4?:number_unreadable", "125000"},
		{"people", "单位：人\n" + disclosureHeader + data, "I4?:number_unreadable", "125000"},
		{"below the header", disclosureHeader + "单位：万元\n" + data, "A2?:unit_not_yuan", ""},
		{"under its column", disclosureHeader + "||||||||（万元）\n" + data, "I2?:unit_not_yuan", ""},
		{"at the end", disclosureHeader + data + "单位：万元\n", "A4?:unit_not_yuan", ""},
		{"twice", "单位：万元\n" + disclosureHeader + data + "单位：万元\n", "A1?:unit_not_yuan", ""},
		{"in the header", strings.Replace(disclosureHeader, "涉及金额", "涉及金额（万元）", 1) + data, "I1?:unit_not_yuan", ""},
		{"below its group", "镇街|村名|公开事项|所属期|||||涉及金额|\n||||||||（万元）|\n|御临村|财务收支|2026-06|||||12.5\n|江口村|财务收支|2026-06|||||1", "I2?:unit_not_yuan", ""},
		{"yuan in the header", strings.Replace(disclosureHeader, "涉及金额", "涉及金额（元）", 1) + data, "I3?:number_unreadable", "125000"},
	} {
		s, got := read(t, c.text)
		if s.Accepted != 2 || places(got.warnings) != c.warned {
			t.Errorf("%s: %d accepted, %s %s", c.name, s.Accepted, places(got.warnings), places(got.findings))
			continue
		}
		if v := value(t, s, got.accepted[0], "amount_yuan"); v != c.amount {
			t.Errorf("%s: amount %q, want %q", c.name, v, c.amount)
		}
	}
	if s, _ := read(t, "单位：万元\n村名|议题|协商日期\n御临村|修路|2026-06-01"); s.Warnings != 0 {
		t.Error("a unit where there are no amounts is a warning")
	}
}

// A unit row that comes when the rows before it have gone on their way.
func TestUnitTooLate(t *testing.T) {
	r := NewReader(townshipContext(), &collected{})
	rows := lines(t, disclosureHeader+"|御临村|财务收支|2026-06|||||12.5")
	for n := range heldRows + 2 {
		row := rows[min(n, 1)]
		row.Number = n + 1
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	unit := lines(t, "单位：万元")[0]
	unit.Number = heldRows + 3
	if err := r.Row(unit); err == nil || !strings.Contains(err.Error(), "A20003") {
		t.Errorf("no error: %v", err)
	}
}

func TestRepeatedKeys(t *testing.T) {
	seen := NewSeen()
	ctx := townshipContext()
	ctx.Seen, ctx.Sheet = seen, "一月"
	text := disclosureHeader + "|御临村|财务收支|2026-06\n|御临村|CW01|2026年6月||||||||是\n|御临村|发展党员||2026-06-01|1\n|御临村|发展党员||2026-06-01|2\n|御临村|财务收支|2026-05|||2026-13-01\n|御临村|财务收支|2026-05"
	s, got := readRows(t, ctx, lines(t, text))
	if s.Accepted != 5 || s.Warnings != 1 || places(got.warnings) != "row3?:key_repeated" {
		t.Errorf("%+v %s", s, places(got.warnings))
	}
	ctx.Sheet = "二月"
	s, got = readRows(t, ctx, lines(t, disclosureHeader+"|御临村|财务收支|2026-06"))
	if s.Warnings != 1 || !strings.Contains(got.warnings[0].Message, "工作表“一月”第3行") {
		t.Errorf("%+v %+v", s, got.warnings)
	}
}

func TestKeysDoNotRunTogether(t *testing.T) {
	s, got := read(t, "村名|公开事项|事项发生日期|事项编号\n御临村|发展党员|2026-06-01|a|b\n御临村|发展党员|2026-06-01|")
	if s.Accepted != 2 || got.accepted[1].Key != yulin+"|DW03|2026-06-01|" {
		t.Errorf("%+v", got)
	}
	table := ByCode("objections")
	values := make([]Value, len(table.Columns))
	set := func(code, text string) { values[table.Column(code)] = Value{Valid: true, Text: text} }
	set("village", yulin)
	set("objection_no", `1|2\`)
	if key := string(appendKey(nil, table, keysOf(table), values)); key != yulin+`|1\|2\\` {
		t.Error(key)
	}
}

func TestSheetFacts(t *testing.T) {
	ctx := townshipContext()
	ctx.Hidden, ctx.Sheet = true, "备份"
	s, _ := readRows(t, ctx, lines(t, disclosureHeader+"|御临村|财务收支|2026-06"))
	rows := lines(t, disclosureHeader+"|御临村|财务收支|2026-06")
	rows[1].Hidden = true
	if s, _ := readRows(t, ctx, rows); s.HiddenRows != 1 || s.Accepted != 1 {
		t.Errorf("a hidden row: %+v", s)
	}
	if !s.Hidden || s.Name != "备份" || s.Table != &ctx.Tables[0] {
		t.Errorf("%+v", s)
	}
}
