package correction

import (
	"io"
	"strings"
	"testing"

	"tongbao/internal/changes"
	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
)

// corrected is a correction of the district's figures: a township's new
// filing and one of the district moved a village and its township past
// another.
func corrected(d shared.Data) Correction {
	figures := func(d *shared.Data) changes.Figures {
		f := changes.Figures{Window: d.Build.Window, AsOf: d.Build.AsOf, Program: "1"}
		f.Units = append(append(append(f.Units, d.District), d.Townships...), d.Villages...)
		return f
	}
	after := figures(&d)
	before := figures(&d)
	before.AsOf--
	before.Units = append([]mart.Unit{}, after.Units...)
	village := d.Villages[0]
	for i := range before.Units {
		u := &before.Units[i]
		switch {
		case u.VillageCode == village.VillageCode:
			u.Score, u.Rank, u.Grade = of(71.25), of(int64(80)), "中"
		case u.VillageCode == "" && u.TownshipCode == village.TownshipCode:
			u.Score, u.Rank = of(70.5), of(int64(9))
		case u.VillageCode == "" && u.TownshipCode == "":
			u.Score = of(80.0)
		}
	}
	before.References = []changes.Reference{{Kind: "rules", Name: "rules.yaml", SHA256: "1"}}
	after.References = []changes.Reference{{Kind: "rules", Name: "rules.yaml", SHA256: "2"}}
	before.Rules, after.Rules = []mart.Rule{{Rule: "due.monthly", Value: "15"}}, []mart.Rule{{Rule: "due.monthly", Value: "20"}}
	after.Deliveries = []changes.Delivery{
		{Seq: 7, TownshipCode: village.TownshipCode, Township: village.TownshipName, Name: "文件名暗记.csv", SHA256: "f7", ReceivedOn: civil.MustParse("2026-07-19")},
		{Seq: 8, Township: "区级", Name: "文件名暗记二.csv", SHA256: "f8", ReceivedOn: civil.MustParse("2026-07-19")},
	}
	row := changes.Obligation{VillageCode: village.VillageCode, TownshipCode: village.TownshipCode, ItemCode: "CW01", Period: "2026-05", Status: "missing"}
	before.Obligations = []changes.Obligation{row}
	row.Status, row.Source = "on_time", changes.Source{FileSHA256: "f7", Row: 2}
	after.Obligations = []changes.Obligation{row}
	return Correction{ID: "2026-004-v2", Corrects: "2026-004", Title: "通报", Changes: changes.Compare(before, after)}
}

func render(t *testing.T, d shared.Data) *reporttest.Page {
	t.Helper()
	c := corrected(d)
	return reporttest.Read(t, reporttest.Render(t, func(w io.Writer, d shared.Data) error { return Render(w, d, c) }, d))
}

func TestSaysWhatChangedAndWhy(t *testing.T) {
	d := reporttest.District()
	village := d.Villages[0]
	for _, audience := range []string{shared.Public, shared.Internal} {
		d.Audience = audience
		p := render(t, d)
		p.Says("2026年第二季度通报更正说明", "本件为第2026-004-v2号，更正并取代第2026-004号",
			"数据截至日由2026年7月19日改为2026年7月20日。", "新计入报送文件2份："+village.TownshipName+"1份、区级1份。", "规则有改动。",
			"规则 due.monthly 由“15”改为“20”。", "全区得分由80.00变为"+shared.Score(d.District.Score)+"。", "镇街1个、村（社区）1个的", d.Build.BuildID)
		p.NeverSays("暗记", "NaN", "ZgotmplZ", "演示数据")
		row := strings.Join(p.Row("镇街得分和名次的变化", village.TownshipName), "|")
		for _, want := range []string{"70.50", "9", "新收到的备案（1项）"} {
			if !strings.Contains(row, want) {
				t.Errorf("%s: the township's row is %q, want %q", audience, row, want)
			}
		}
		internal := audience == shared.Internal
		if p.HasTable("村（社区）得分和名次的变化") != internal {
			t.Errorf("%s: villages are told: %v", audience, !internal)
		}
		if internal {
			p.Says("内部使用", "71.25")
			continue
		}
		for _, v := range d.Villages {
			p.NeverSays(v.VillageName, v.VillageCode)
		}
	}
}

func TestNothingMoved(t *testing.T) {
	d := reporttest.District()
	f := changes.Figures{Window: d.Build.Window, AsOf: d.Build.AsOf, Units: d.Townships}
	c := Correction{ID: "2026-004-v2", Corrects: "2026-004", Title: "通报", Changes: changes.Compare(f, f)}
	p := reporttest.Read(t, reporttest.Render(t, func(w io.Writer, d shared.Data) error { return Render(w, d, c) }, d))
	p.Says("所依据的报送文件、规则和截至日没有变化。", "全区、各镇街和各村（社区）的得分、名次和等次没有变化。")
	if p.HasTable("镇街得分和名次的变化") {
		t.Error("a table of nothing")
	}
}

func TestHostileNamesStayText(t *testing.T) {
	d := reporttest.Hostile()
	p := render(t, d)
	p.NeverSays("ZgotmplZ")
	p.Says(d.Townships[0].TownshipName)
	bad := shared.Data{}
	c := corrected(reporttest.District())
	if err := Render(io.Discard, bad, c); err == nil {
		t.Error("rendered figures that are none")
	}
}

func of[T any](v T) *T { return &v }
