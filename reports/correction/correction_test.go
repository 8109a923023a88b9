package correction

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"tongbao/internal/changes"
	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
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
			"规则“"+rulebook.RuleTitle("due.monthly")+"”由“15”改为“20”。", "全区得分由80.00变为"+shared.Score(d.District.Score)+"。", "镇街1个、村（社区）1个的", d.Build.BuildID)
		p.NeverSays("due.monthly", "暗记", "NaN", "ZgotmplZ", "演示数据")
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

// Who was taken off a list or the published problems, and who came on: of a
// public note only what may be public, and no more than fits, with the totals.
func TestSaysWhoIsNamedNoMore(t *testing.T) {
	d := reporttest.District()
	a, b, hidden := d.Villages[0], d.Villages[1], d.Villages[2]
	entry := func(u mart.Unit, list string, annexed bool) mart.ListEntry {
		return mart.ListEntry{Level: "village", List: list, Code: u.VillageCode, Name: u.VillageName, TownshipName: u.TownshipName, Place: 1, Annexed: annexed}
	}
	problem := func(u mart.Unit, item, fact string, public bool) mart.Problem {
		return mart.Problem{
			Level: "village", VillageCode: u.VillageCode, VillageName: u.VillageName, TownshipCode: u.TownshipCode, TownshipName: u.TownshipName,
			Kind: "逾期公开", ItemCode: item, Period: "2026-05", Fact: fact, Publishable: public,
		}
	}
	figures := func(lists []mart.ListEntry, problems []mart.Problem) changes.Figures {
		return changes.Figures{Window: d.Build.Window, AsOf: d.Build.AsOf, Units: d.Townships, Named: true, Lists: lists, Problems: problems}
	}
	page := func(c Correction, audience string) *reporttest.Page {
		d.Audience = audience
		c.ID, c.Corrects, c.Title = "2026-004-v2", "2026-004", "通报"
		return reporttest.Read(t, reporttest.Render(t, func(w io.Writer, d shared.Data) error { return Render(w, d, c) }, d))
	}
	changed := changes.Compare(
		figures([]mart.ListEntry{entry(a, "black", false), entry(hidden, "red", true)},
			[]mart.Problem{problem(a, "CW01", "逾期五天", true), problem(hidden, "CW02", "不得对外", false), problem(b, "CW03", "逾期三天", true)}),
		figures([]mart.ListEntry{entry(b, "black", false)},
			[]mart.Problem{problem(b, "CW03", "逾期两天", true), problem(b, "CW04", "逾期四天", true)}))
	p := page(Correction{Changes: changed, Problems: true}, shared.Public)
	p.Says("名单撤下1个、新列入1个单位", "问题清单原有2条，现有2条。撤下1条，新增1条，另有1条仍在清单、所述事实有更正。", "逾期五天", "逾期四天")
	for name, want := range map[string]string{b.TownshipName + b.VillageName: "新列入", a.TownshipName + a.VillageName: "撤下"} {
		if text := p.Text(); !strings.Contains(text, name) || !strings.Contains(text, want) {
			t.Errorf("no %s %s", name, want)
		}
	}
	p.NeverSays(hidden.VillageName, "不得对外", "逾期三天")
	p = page(Correction{Changes: changed, Annexes: true, Problems: true}, shared.Internal)
	p.Says("名单撤下2个、新列入1个单位", "问题清单原有3条，现有2条。撤下2条", hidden.VillageName, "不得对外")
	page(Correction{Changes: changed}, shared.Public).NeverSays("问题清单原有", "逾期五天")

	var many []mart.Problem
	for i := range mostNamed + 7 {
		many = append(many, problem(a, fmt.Sprintf("CW%03d", i), fmt.Sprintf("事实%03d。", i), true))
	}
	p = page(Correction{Changes: changes.Compare(figures(nil, many), figures(nil, nil)), Problems: true}, shared.Public)
	p.Says("撤下207条，新增0条", "撤下的问题（共207条，列出200条，其余存区民政局）", "事实199。", "名单所列单位没有变化。")
	p.NeverSays("事实200。")
	unknown := changes.Compare(changes.Figures{Window: d.Build.Window, Units: d.Townships}, figures(nil, many))
	page(Correction{Changes: unknown, Problems: true}, shared.Public).Says("第2026-004号没有随数据留存名单和问题清单")
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
