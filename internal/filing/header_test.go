package filing

import (
	"strings"
	"testing"
)

// Every layout holds the same one row; what differs is how it is headed.
func TestHeaderLayouts(t *testing.T) {
	for name, text := range map[string]string{
		"plain":                     "村（社区）*|公开事项*|所属期|公布日期\n御临村|财务收支|2026-06|2026-07-01",
		"code names":                "VILLAGE|item|period|published_on\n御临村|财务收支|2026-06|2026-07-01",
		"aliases":                   "村居|事项名称|期次|张贴日期\n御临村|财务收支|2026-06|2026-07-01",
		"half width":                "村(社区)|公 开 事 项|所属期＊|公布\u3000日期\n御临村|财务收支|2026-06|2026-07-01",
		"line breaks":               "村\r名|公开\r\v事项|所属\u2028期|公布\u0085日期\n御临村|财务收支|2026-06|2026-07-01",
		"brackets":                  "村名（全称）|项目【见目录】|所属期（月/季）（必填）|公布日期（年月日）\n御临村|财务收支|2026-06|2026-07-01",
		"other order":               "公布日期|所属期|公开事项|村名\n2026-07-01|2026-06|财务收支|御临村",
		"公开时间":                      "村名|公开事项|所属期|公开时间\n御临村|财务收支|2026-06|2026-07-01",
		"title lines":               "统景镇2026年村务公开备案表|<|<|<\n填报单位（盖章）：统景镇人民政府|<|填报人：王五|单位：元\n\n村名|公开事项|所属期|公布日期\n御临村|财务收支|2026-06|2026-07-01",
		"two rows":                  "统景镇备案表|<|<|<\n村名|公开事项|公开情况|<\n^|^|所属期|公布日期\n御临村|财务收支|2026-06|2026-07-01",
		"two rows csv":              "村名|公开事项|公开情况|\n||所属期|公布日期\n御临村|财务收支|2026-06|2026-07-01",
		"parent+sub":                "村名|公开事项|所属期|公布|<\n^|^|^|日期|人\n御临村|财务收支|2026-06|2026-07-01|",
		"village in 镇街":             "镇街|公开事项|所属期|公布日期\n御临村|财务收支|2026-06|2026-07-01",
		"village in 填报单位 column":    "填报单位|村（社区）|公开事项|所属期|公布日期\n御临村||财务收支|2026-06|2026-07-01",
		"village in the title":      "填报单位：御临村\n公开事项|所属期|公布日期\n财务收支|2026-06|2026-07-01",
		"village under its label":   "村（社区）：|御临村|所属期：|\n公开事项|所属期|公布日期\n财务收支|2026-06|2026-07-01",
		"value on a line":           "填报单位：＿＿御临村＿＿    日期：____\n公开事项|所属期|公布日期\n财务收支|2026-06|2026-07-01",
		"label without colon":       "村（社区）|御临村\n公开事项|所属期|公布日期\n财务收支|2026-06|2026-07-01",
		"period in the title":       "村务公开表    所属期：2026年6月\n村名|公开事项|公布日期\n御临村|财务收支|2026-07-01",
		"labels spaced out":         "填 报 单 位：统景镇    所 属 期：2026年6月\n所属期：2026年6月\n村名|公开事项|公布日期\n御临村|财务收支|2026-07-01",
		"header twice on two pages": "村名|公开事项|所属期|公布日期\n村名|公开事项|所属期|公布日期\n御临村|财务收支|2026-06|2026-07-01",
		"chinese and code names":    "村名|公开事项|所属期|公布日期\nvillage|item|period|published_on\n御临村|财务收支|2026-06|2026-07-01",
	} {
		t.Run(name, func(t *testing.T) {
			s, got := read(t, text)
			if s.Refused != nil || s.Accepted != 1 || s.Quarantined != 0 {
				t.Fatalf("refused %+v, %d accepted: %s", s.Refused, s.Accepted, places(got.findings))
			}
			if s.Table.Code != "disclosures" {
				t.Fatalf("read as %s", s.Table.Code)
			}
			if want := yulin + "|CW01|2026-06"; got.accepted[0].Key != want {
				t.Errorf("key %s, want %s", got.accepted[0].Key, want)
			}
			if day := value(t, s, got.accepted[0], "published_on"); day != "2026-07-01" {
				t.Errorf("published_on %q", day)
			}
			if code := value(t, s, got.accepted[0], "township"); code != tongjing {
				t.Errorf("township %q", code)
			}
		})
	}
}

func TestSheetNameGivesVillage(t *testing.T) {
	ctx := townshipContext()
	ctx.Sheet = "御临村"
	s, got := readRows(t, ctx, lines(t, "公开事项|所属期\n财务收支|2026-06"))
	if s.Accepted != 1 || got.accepted[0].Key != yulin+"|CW01|2026-06" {
		t.Errorf("%+v %+v", s, got)
	}
	ctx.Sheet = "Sheet1"
	if s, _ := readRows(t, ctx, lines(t, "公开事项|所属期\n财务收支|2026-06")); s.Refused == nil || s.Refused.Reason != NoTable.Code {
		t.Errorf("a sheet's name that is no village supplied one: %+v", s)
	}
}

// A form of one village may say whose it is in its title alone.
func TestTitleGivesVillage(t *testing.T) {
	for title, want := range map[string]string{
		"御临村":        yulin,
		"御临村村务公开备案表": yulin,
		"御 临 村 2026 年 6 月 村务公开 登记表": yulin,
		"御临村２０２６年二季度村（居）务公开情况统计表":   yulin,
		"御临村村务公开表（2026年6月）":         yulin,
		"江口村2026年财务公开明细表":           jiangkou,
		"村务公开备案表|御临村":               yulin,
		"村务公开备案表\n御临村|制":            yulin,
		"御临村村务公开表\n御临村":             yulin,
		"御临村村务公开表\n江口村":             "", // which of them?
		"御临村等三村村务公开备案表":             "",
		"御临村、江口村村务公开备案表":            "",
		"关于御临村的村务公开表":               "",
		"玉林村村务公开备案表":                "", // no village at all
		"御临":                        "", // a village is named in full
		"村务公开备案表":                   "",
	} {
		s, got := read(t, title+"\n公开事项|所属期|公布日期\n财务收支|2026-06|2026-07-01")
		if want == "" {
			if s.Refused == nil || s.Refused.Reason != NoTable.Code {
				t.Errorf("%s: %+v %+v, want it refused", title, s, got.accepted)
			}
			continue
		}
		if s.Accepted != 1 || got.accepted[0].Key != want+"|CW01|2026-06" {
			t.Errorf("%s: %+v %+v", title, s.Refused, got)
		}
	}
	// A column of villages says it row by row.
	s, got := read(t, "御临村村务公开备案表\n村名|公开事项|所属期\n江口村|财务收支|2026-06\n|低保|2026Q2")
	if s.Accepted != 1 || got.accepted[0].Key != jiangkou+"|CW01|2026-06" || places(got.findings) != "row4:required_blank" {
		t.Errorf("%+v %s", s, places(got.findings))
	}
	// So does one whose header nobody knows: the rows may be of any village.
	for _, unknown := range []string{"所属村", "行政村名称", "村社（全称）", "村组"} {
		s, _ := read(t, "御临村村务公开备案表\n"+unknown+"|公开事项|所属期\n江口村|财务收支|2026-06")
		if s.Refused == nil {
			t.Errorf("%s: %+v", unknown, s)
		}
	}
	ctx := townshipContext()
	ctx.Sheet = "御临村6月"
	if s, got := readRows(t, ctx, lines(t, "公开事项|所属期\n财务收支|2026-06")); s.Accepted != 1 || got.accepted[0].Key != yulin+"|CW01|2026-06" {
		t.Errorf("%+v %+v", s, got)
	}
}

func TestSignedOrPublished(t *testing.T) {
	s, got := read(t, "村名|公开事项|所属期|公布日期|公开时间\n御临村|财务收支|2026-06|2026-07-02|2026-07-01")
	if s.Accepted != 1 || value(t, s, got.accepted[0], "published_on") != "2026-07-02" || value(t, s, got.accepted[0], "signed_date") != "2026-07-01" {
		t.Errorf("%+v %+v", s, got)
	}
}

// The group above a column tells it from its namesake.
func TestGroupsTellColumnsApart(t *testing.T) {
	for name, text := range map[string]string{
		"both":      "村名|公开事项|所属期|首次|<|重新|<\n^|^|^|公布日期|撤下日期|公布日期|撤下日期\n御临村|财务收支|2026-06|||2026-07-01|2026-07-09",
		"both, csv": "村名|公开事项|所属期|首次||重新|\n|||公布日期|撤下日期|公布日期|撤下日期\n御临村|财务收支|2026-06|||2026-07-01|2026-07-09",
		"only one":  "信息|<|<|重新|<\n村名|公开事项|所属期|公布日期|撤下日期\n御临村|财务收支|2026-06|2026-07-01|2026-07-09",
		"dates":     "村名|公开事项|所属期|重新公布|重新撤下\n^|^|^|日期|日期\n御临村|财务收支|2026-06|2026-07-01|2026-07-09",
	} {
		s, got := read(t, text)
		if s.Accepted != 1 {
			t.Errorf("%s: %+v %+v %s", name, s, s.Refused, places(got.findings))
			continue
		}
		row := got.accepted[0]
		if a, b, c := value(t, s, row, "reposted_on"), value(t, s, row, "reposted_removed_on"), value(t, s, row, "published_on"); a != "2026-07-01" || b != "2026-07-09" || c != "" {
			t.Errorf("%s: reposted %q–%q, published %q", name, a, b, c)
		}
	}
}

func TestRecognition(t *testing.T) {
	for _, c := range []struct{ header, table string }{
		{"镇街|村（社区）|公开事项|所属期|公布日期", "disclosures"},
		{"镇街|村（社区）|协商编号|议题|协商日期", "consultations"},
		{"镇街|村（社区）|检查日期|检查层级|检查方式|检查事项", "inspections"},
		{"镇街|村（社区）|编号|提出日期|渠道|内容", "objections"},
		{"镇街|村（社区）|公开事项|所属期|类型|延期至|理由|批准单位|批准日期", "exemptions"},
	} {
		if s, _ := read(t, c.header); s.Table == nil || s.Table.Code != c.table || s.Rows != 0 {
			t.Errorf("%s: %+v", c.header, s)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct{ name, text, reason, says string }{
		{"no header", "甲|乙\n1|2", NoTable.Code, "公开备案表缺“村（社区）”“公开事项”"},
		{"one column missing", "村名|所属期|公布日期\n御临村|2026-06|2026-07-01", NoTable.Code, "备案表缺“公开事项”"},
		{"twice", "村名|公开事项|所属期|公布日期|公示日期\n御临村|财务收支|2026-06||", HeaderTwice.Code, "D1“公布日期”与E1“公示日期”"},
		{"twice behind brackets", "村名|公开事项|公布日期（始）|公布日期（止）", HeaderTwice.Code, "C1"},
		{"tie", "村名|公开事项|提出日期|作废", TableUnclear.Code, "“异议投诉”"},
		{"header too low", strings.Repeat("说明文字\n", 30) + "村名|公开事项", NoTable.Code, "村务公开备案表"},
	} {
		s, got := read(t, c.text)
		if s.Refused == nil || s.Refused.Reason != c.reason || s.Rows != 0 || len(got.accepted)+len(got.quarantined) > 0 {
			t.Errorf("%s: %+v", c.name, s)
			continue
		}
		if !strings.Contains(strings.ReplaceAll(s.Refused.Message, "（居）", ""), c.says) {
			t.Errorf("%s: %s", c.name, s.Refused.Message)
		}
	}
	if s, _ := read(t, "\n\n"); s.Refused != nil || s.Table != nil || s.Rows != 0 {
		t.Errorf("a sheet without a cell: %+v", s)
	}
}

func TestUnknownColumnsAreKept(t *testing.T) {
	s, got := read(t, "序号|村名|公开事项|所属期||责任人\n1|御临村|财务收支|2026-06|旁注|王五|更远")
	if s.Accepted != 1 {
		t.Fatal(places(got.findings))
	}
	if want := "序号 责任人 E G"; strings.Join(s.Unknown, " ") != want {
		t.Errorf("unknown %v, want %s", s.Unknown, want)
	}
	want := []Named{{"序号", "1"}, {"E", "旁注"}, {"责任人", "王五"}, {"G", "更远"}}
	if len(got.accepted[0].Extra) != len(want) {
		t.Fatalf("%v", got.accepted[0].Extra)
	}
	for i, n := range got.accepted[0].Extra {
		if n != want[i] {
			t.Errorf("extra %v, want %v", n, want[i])
		}
	}
}

func TestWithAliases(t *testing.T) {
	tables, err := WithAliases(Tables, map[string]map[string][]string{"disclosures": {"item": {"公示内容"}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := townshipContext()
	ctx.Tables = tables
	if s, _ := readRows(t, ctx, lines(t, "村名|公示内容|所属期\n御临村|财务收支|2026-06")); s.Accepted != 1 {
		t.Errorf("%+v", s)
	}
	if s, _ := read(t, "村名|公示内容|所属期\n御临村|财务收支|2026-06"); s.Refused == nil {
		t.Error("the declared tables were changed")
	}
	for name, extra := range map[string]map[string]map[string][]string{
		"no table":  {"disclosure": {"item": {"x"}}},
		"no column": {"disclosures": {"items": {"x"}}},
		"clash":     {"disclosures": {"item": {"备注"}}},
		"公开时间":      {"disclosures": {"filed_on": {"公开时间"}}},
	} {
		if _, err := WithAliases(Tables, extra); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := WithAliases(append([]Table{Registry, Catalogue, Calendar}, Tables...), nil); err != nil {
		t.Error(err)
	}
}
