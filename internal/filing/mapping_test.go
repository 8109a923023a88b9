package filing

import (
	"strings"
	"testing"
)

var platform = Mapping{
	Name: "村务公开平台", Table: "disclosures",
	Headers: map[string][]string{
		"village": {"所属单位"}, "item": {"栏目"}, "period": {"公开期"},
		"published_on": {"公开时间", "发布时间"}, "review_result": {"审核状态"}, "publisher": {"公开内容"},
	},
	Constants: map[string]string{"channels": "网络", "committee_seal": "是"},
	Values:    map[string]map[string]string{"review_result": {"已通过": "合格", "已 驳回": "不合格"}, "item": {"村级财务": "财务收支"}},
}

func mapped(t *testing.T, m Mapping) Context {
	t.Helper()
	table, problems := WithMapping(Tables, m)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	ctx := townshipContext()
	ctx.Tables = append(append([]Table{}, Tables...), table)
	return ctx
}

func TestMappedExport(t *testing.T) {
	s, got := readRows(t, mapped(t, platform), lines(t,
		"所属单位|栏目|公开期|公开时间|审核状态|公开内容\n"+
			"御临村|村级财务|2026-06|2026-07-10|已通过|村委会\n"+
			"江口村|财务收支|2026-06|2026-07-11|已驳回|村委会\n"+
			"江口村|财务收支|2026-05|2026-06-11|待审核|村委会"))
	if s.Table == nil || s.Table.Code != "disclosures" || s.Table.Mapping != "村务公开平台" || s.Accepted != 2 || s.Quarantined != 1 {
		t.Fatalf("%+v", s)
	}
	text := func(row int, code string) string {
		v := got.accepted[row].Values[s.Table.Column(code)]
		return v.canonical(s.Table.Columns[s.Table.Column(code)].Type)
	}
	for _, c := range []struct {
		row        int
		code, want string
	}{
		{0, "item", "CW01"}, {0, "review_result", "合格"}, {1, "review_result", "不合格"}, {0, "published_on", "2026-07-10"},
		{0, "channels", "网络"}, {0, "committee_seal", "true"},
		{0, "publisher", "村委会"}, // 公开内容 is the item elsewhere; the mapping says otherwise
	} {
		if got := text(c.row, c.code); got != c.want {
			t.Errorf("row %d, %s = %q, want %q", c.row, c.code, got, c.want)
		}
	}
	// A word that the mapping does not know is told as it was written.
	if f := got.findings[0]; f.Cell != "E4" || f.Text != "待审核" || f.Column != "review_result" {
		t.Errorf("%+v", f)
	}
}

func TestMappingGivesWayToTheTableItself(t *testing.T) {
	s, _ := readRows(t, mapped(t, platform), lines(t, disclosureHeader+"|御临村|财务收支|2026-06"))
	if s.Table == nil || s.Table.Mapping != "" || s.Accepted != 1 {
		t.Errorf("%+v", s)
	}
}

func TestConstantSuppliesARequiredColumn(t *testing.T) {
	m := Mapping{Name: "财务平台", Table: "disclosures", Headers: map[string][]string{"village": {"单位名称"}, "period": {"账期"}},
		Constants: map[string]string{"item": "财务收支"}}
	s, got := readRows(t, mapped(t, m), lines(t, "单位名称|账期\n御临村|2026-06"))
	if s.Accepted != 1 || got.accepted[0].Values[s.Table.Column("item")].Text != "CW01" {
		t.Errorf("%+v %+v", s, got)
	}
}

func TestMappingProblems(t *testing.T) {
	change := func(f func(m *Mapping)) Mapping {
		m := Mapping{Name: "平台", Table: "disclosures", Headers: map[string][]string{"village": {"单位"}}}
		f(&m)
		return m
	}
	for want, m := range map[string]Mapping{
		"缺 name":        change(func(m *Mapping) { m.Name = "" }),
		"缺 headers":     change(func(m *Mapping) { m.Headers = nil }),
		"不是备案表":         change(func(m *Mapping) { m.Table = "disclosure" }),
		"“villages”不是":  change(func(m *Mapping) { m.Headers["villages"] = []string{"村"} }),
		"既指":            change(func(m *Mapping) { m.Headers["item"] = []string{"单位"} }),
		"在 headers 里已有": change(func(m *Mapping) { m.Constants = map[string]string{"village": "御临村"} }),
		"不能是“也许”":       change(func(m *Mapping) { m.Constants = map[string]string{"signed": "也许"} }),
		"换成“好”":         change(func(m *Mapping) { m.Values = map[string]map[string]string{"review_result": {"通过": "好"}} }),
	} {
		_, problems := WithMapping(Tables, m)
		if !strings.Contains(strings.Join(problems, "\n"), want) {
			t.Errorf("problems %q do not say %q", problems, want)
		}
	}
}
