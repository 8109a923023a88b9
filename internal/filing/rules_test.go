package filing

import (
	"slices"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

func TestRows(t *testing.T) {
	disclosures := "村名|公开事项|所属期|事项发生日期|公布日期|撤下日期|涉及金额|公开形式|审查结果|作废\n"
	consultations := "村名|协商编号|议题|协商日期|应到人数|实到人数|研究决策日期|采纳情况|协商形式|固定成员人数|承诺完成日期\n"
	inspections := "村名|检查日期|检查层级|检查方式|检查事项|问题类别|整改期限|可通报\n"
	objections := "村名|编号|提出日期|涉及事项|内容|是否属实\n"
	exemptions := "村名|公开事项|所属期|类型|延期至|理由|批准单位|批准日期\n"
	for _, c := range []struct{ name, text, errors, warnings, key string }{
		{"good", disclosures + "御临村|财务收支|2026-06||2026-07-01|2026-08-01|5|公开栏|合格|", "", "", yulin + "|CW01|2026-06"},
		{"event", disclosures + "御临村|发展党员||2026-06-01|2026-06-02", "", "", yulin + "|DW03|2026-06-01|"},
		{"event with a period", disclosures + "御临村|发展党员|每次|2026-06-01|2026-06-02", "", "", yulin + "|DW03|2026-06-01|"},
		{"event without a day", disclosures + "御临村|发展党员|2026-06||2026-06-02", "row2:required_blank", "", ""},
		{"no period", disclosures + "御临村|财务收支|||2026-07-01", "row2:required_blank", "", ""},
		{"period of another length", disclosures + "御临村|财务收支|2026Q2", "C2:period_length", "", ""},
		{"longer period", disclosures + "御临村|低保|2026", "C2:period_length", "", ""},
		{"bad period", disclosures + "御临村|财务收支|六月", "C2:period_unreadable", "", ""},
		{"no village in CSV", disclosures + "|财务收支|2026-06", "row2:required_blank", "", ""},
		{"no item", disclosures + "御临村||2026-06", "row2:required_blank", "", ""},
		{"unknown item", disclosures + "御临村|财务公开|2026年", "B2:item_unknown", "", ""},
		{"published before event", disclosures + "御临村|发展党员||2026-06-03|2026-06-02", "row2:published_before_event", "", ""},
		{"published after removal", disclosures + "御临村|财务收支|2026-06||2026-07-02|2026-07-01", "row2:published_after_removal", "", ""},
		{"published in the future", disclosures + "御临村|财务收支|2026-06||2026-07-21", "E2:date_after_receipt", "", ""},
		{"published before the period's end", disclosures + "御临村|财务收支|2026-06||2026-06-20", "", "", yulin + "|CW01|2026-06"},
		{"warn only", disclosures + "御临村|财务收支|2026-06||2026-07-01||一千|黑板报", "", "G2?:number_unreadable H2?:word_replaced", yulin + "|CW01|2026-06"},
		{"all findings of a row", disclosures + "玉林村|财务收支|六月||2026-07-51||一千||好|也许",
			"A2:village_unknown C2:period_unreadable E2:date_impossible G2?:number_unreadable I2:word_unknown J2:bool_unreadable", "", ""},
		{"formula", disclosures + "御临村|财务收支|=C1||=TODAY()||=SUM(G1)", "C2:formula_without_value E2:formula_without_value G2?:formula_without_value", "", ""},
		{"void", disclosures + "御临村|财务收支|2026-06|||||||是", "", "", yulin + "|CW01|2026-06"},

		{"consultation", consultations + "御临村|1|修路|2026-06-01|20|18|2026-06-20|采纳|议事会|3|2026-12-31", "", "", yulin + "|1"},
		{"not held yet", consultations + "御临村|1|修路|/", "", "", yulin + "|1"},
		{"without a number", consultations + "御临村||修路|2026-06-01", "", "", yulin + "|修路|2026-06-01"},
		{"neither", consultations + "御临村||修路|", "row2:no_topic_no_or_day", "", ""},
		{"bad day", consultations + "御临村||修路|六月", "D2:date_unreadable", "", ""},
		{"no topic", consultations + "御临村|1||2026-06-01", "row2:required_blank", "", ""},
		{"decision without day", consultations + "御临村|1|修路|2026-06-01||||采纳", "row2:decision_without_day", "", ""},
		{"day without decision", consultations + "御临村|1|修路|2026-06-01|||2026-06-20|", "row2:day_without_decision", "", ""},
		{"bad decision", consultations + "御临村|1|修路|2026-06-01|||2026-06-20|同意", "H2:word_unknown", "", ""},
		{"too many came", consultations + "御临村|1|修路|2026-06-01|18|20", "row2:attended_over_invited", "", ""},
		{"bad count does not judge", consultations + "御临村|1|修路|2026-06-01|若干|20|||茶话会", "", "E2?:number_unreadable I2?:word_unknown", yulin + "|1"},
		{"members negative", consultations + "御临村|1|修路|2026-06-01||||||-3", "J2:number_negative", "", ""},

		{"inspection", inspections + "御临村|2026-06-01|镇街|暗访||无|2026-12-31|是", "", "", yulin + "|2026-06-01|镇街|true|"},
		{"inspection of an item", inspections + "御临村|2026-06-01|区县|明查|财务收支|内容不全、要件不齐", "", "", yulin + "|2026-06-01|区县|false|CW01"},
		{"unknown fault", inspections + "御临村|2026-06-01|区县|||字太小", "F2:word_unknown", "", ""},
		{"level blank", inspections + "御临村|2026-06-01||暗访", "row2:required_blank", "", ""},

		{"objection", objections + "御临村||2026-06-01||账目不清|属实", "", "", yulin + "|2026-06-01|账目不清"},
		{"objection by number", objections + "御临村|7|2026-06-01|低保|账目不清|不清楚", "", "F2?:word_unknown", yulin + "|7"},

		{"exemption", exemptions + "御临村|低保|2026|不适用||无此项|区民政局|2026-03-01", "", "", yulin + "|ZW03|2026"},
		{"extension", exemptions + "御临村|低保|2026Q2|延期|2026-08-31|汛情|区民政局|2026-07-01", "", "", yulin + "|ZW03|2026Q2"},
		{"too short", exemptions + "御临村|低保|2026-06|不适用||无此项|区民政局|2026-03-01", "C2:period_too_short", "", ""},
		{"of an event", exemptions + "御临村|发展党员|2026|不适用||无此项|区民政局|2026-03-01", "B2:exemption_of_event", "", ""},
		{"extension without day", exemptions + "御临村|低保|2026Q2|延期||汛情|区民政局|2026-07-01", "E2:extension_without_day", "", ""},
		{"extension, bad day", exemptions + "御临村|低保|2026Q2|延期|八月|汛情|区民政局|2026-07-01", "E2:date_unreadable", "", ""},
		{"no reason", exemptions + "御临村|低保|2026Q2|不适用|||区民政局|2026-07-01", "row2:required_blank", "", ""},
		{"extension without its column", "村名|公开事项|所属期|类型|理由|批准单位|批准日期\n御临村|低保|2026Q2|延期|汛情|区民政局|2026-07-01", ":extension_without_day", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, got := read(t, c.text)
			if s.Refused != nil {
				t.Fatal(s.Refused.Message)
			}
			if places(got.findings) != c.errors || places(got.warnings) != c.warnings {
				t.Errorf("errors %s\nwarnings %s", places(got.findings), places(got.warnings))
			}
			if c.key != "" && (len(got.accepted) != 1 || got.accepted[0].Key != c.key) {
				t.Errorf("accepted %+v, want key %s", got.accepted, c.key)
			}
		})
	}
}

func TestFindingFacts(t *testing.T) {
	s, got := read(t, "标题\n村名|公开事项|公布日期\n（必填）|所属期|六月")
	if s.Quarantined != 1 {
		t.Fatalf("%+v", s)
	}
	f := got.findings[len(got.findings)-1]
	if f.Row != 3 || f.Cell != "C3" || f.Column != "published_on" || f.Header != "公布日期" || f.Text != "六月" || f.Warning || f.Message == "" || f.Accepted == "" {
		t.Errorf("%+v", f)
	}
}

func TestEventKeepsItsPeriod(t *testing.T) {
	s, got := read(t, "村名|公开事项|期次|事项发生日期\n御临村|发展党员|2026-06|2026-06-01")
	if s.Accepted != 1 || len(got.accepted[0].Extra) != 1 || got.accepted[0].Extra[0] != (Named{"期次", "2026-06"}) {
		t.Errorf("%+v", got.accepted)
	}
}

func TestPeriodTurnedIntoDate(t *testing.T) {
	rows := lines(t, "村名|公开事项|所属期\n御临村|财务收支|x")
	rows[1].Cells[2] = grid.Cell{Kind: grid.Date, Text: "2026-06-01", Number: 46174}
	if _, got := readRows(t, townshipContext(), rows); places(got.findings) != "C2:period_is_date" {
		t.Error(places(got.findings))
	}
}

// Every header that a reference table does not know is told with the ones it
// knows, and with the one that may be meant.
func TestUnknownHeaderOfAReferenceTable(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{"日期|类型|名称|节日", "D1 没有名为“节日”的列"},
		{"日期|类型|名称|类型（旧）", "D1 没有名为“类型（旧）”的列"},
		{"云岫区节假日\n日期|类型|名 称|原因", "D2 没有名为“原因”的列"},
		{"日期|类型|名称|备注（来源）", ""},
	} {
		sink := &collected{}
		r := NewReferenceReader(&Calendar, "", false, sink)
		for _, row := range lines(t, c.header+"\n2027-01-01|休|元旦|x") {
			if err := r.Row(row); err != nil {
				t.Fatal(err)
			}
		}
		r.Close()
		var told []string
		for _, f := range sink.warnings {
			told = append(told, f.Cell+" "+f.Message)
			if f.Warning || f.Accepted != "可用的列：日期、类型、名称、备注；不需要的列请删去" {
				t.Errorf("%s: %+v", c.header, f)
			}
		}
		if strings.Join(told, ", ") != c.want {
			t.Errorf("%s: %q, want %q", c.header, told, c.want)
		}
	}
}

func TestReferenceTables(t *testing.T) {
	registry := "镇街代码|镇街|镇街类型|村社代码|村（社区）|类型|户数|人口|曾用名|生效日期|失效日期\n"
	for _, c := range []struct {
		name  string
		table *Table
		text  string
		want  string
	}{
		{"registry", &Registry, registry + "500112133|统景镇|镇|500112133203|御临村|村|320|1,024|御临;鱼临村|2020-01-01|2030-01-01", ""},
		{"codes", &Registry, registry + "500112133|统景镇|镇|5.00112E+11|御临村|村", "D2:code_lost_digits"},
		{"kind", &Registry, registry + "500112133|统景镇|区|500112133203|御临村|居委会", "C2:word_unknown F2:word_unknown"},
		{"households are errors", &Registry, registry + "500112133|统景镇|镇|500112133203|御临村|村|若干", "G2:number_unreadable"},
		{"english", &Registry, "township_code|township|township_kind|village_code|village|kind\n500112133|统景镇|镇|500112133203|御临村|村", ""},
		{"spell twice", &Registry, registry + "500112133|统景镇|镇|500112133203|御临村|村\n500112133|统景镇|镇|500112133203|御临村|村", ""}, // rulebook tells, with both rows
		{"header", &Registry, strings.Replace(registry, "生效日期", "生效日", 1) + "500112133|统景镇|镇|500112133203|御临村|村|320|1024||2020-01-01|", "row1:header_unknown"},
		{"remarks", &Registry, "备注|" + strings.Replace(registry, "\n", "|村名备注\n", 1) + "x|500112133|统景镇|镇|500112133203|御临村|村|320|1024||2020-01-01||迁来", ""},
		{"no header", &Calendar, "日期|类型|名称||\n2027-01-01|休|元旦||x\n2027-01-02|休|元旦||x", "row1:header_blank"},
		{"blank", &Registry, registry + "500112133|统景镇|镇||御临村|村", "row2:required_blank"},
		{"catalogue", &Catalogue, "事项编码|类别|公开事项|别名|适用|频次|最短公示|依据\nCW01|财务|各项收入情况|收入;财务收入|全部|月|1m|重庆办法", ""},
		{"frequency", &Catalogue, "事项编码|类别|公开事项|适用|频次\nCW01|财务|各项收入情况|全部|每月", "E2:word_unknown"},
		{"calendar", &Calendar, "日期|类型|名称\n2027-01-01|休|元旦\n2027年1月3日|班|", ""},
		{"calendar kind", &Calendar, "日期|类型\n2027-01-01|假", "B2:word_unknown"},
	} {
		sink := &collected{}
		r := NewReferenceReader(c.table, "", false, sink)
		for _, row := range lines(t, c.text) {
			if err := r.Row(row); err != nil {
				t.Fatal(err)
			}
		}
		s := r.Close()
		if found := slices.Concat(sink.findings, sink.warnings); s.Refused != nil || places(found) != c.want || s.Warnings != 0 || s.Accepted+s.Quarantined == 0 {
			t.Errorf("%s: %+v %s", c.name, s, places(found))
		}
	}
	r := NewReferenceReader(&Registry, "御临村", true, &collected{})
	for _, row := range lines(t, "村（社区）：御临村\n镇街代码|镇街|类型\n1|2|3") {
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if s := r.Close(); s.Refused == nil {
		t.Error("a registry without its columns is taken")
	}
}
