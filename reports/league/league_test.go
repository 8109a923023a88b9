package league

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
)

func render(t *testing.T, d shared.Data) *reporttest.Page {
	t.Helper()
	return reporttest.Read(t, reporttest.Render(t, Render, d))
}

func TestGolden(t *testing.T) {
	reporttest.Golden(t, "internal", reporttest.Render(t, Render, reporttest.District()))
	reporttest.Golden(t, "provisional", reporttest.Render(t, Render, reporttest.Provisional()))
}

func TestRanksEveryTownshipByKind(t *testing.T) {
	d := reporttest.District()
	p := render(t, d)
	rows := p.Table("镇街排名")
	if want := 1 + 2 + 12 + 1; len(rows) != want {
		t.Fatalf("%d rows, want %d: head, two groups, twelve townships, the district", len(rows), want)
	}
	if rows[1][0] != "镇乡（8个）" || rows[10][0] != "街道（4个）" {
		t.Errorf("groups are %q and %q", rows[1], rows[10])
	}
	for i, row := range rows[2:10] {
		if want := string(rune('1' + i)); row[0] != want {
			t.Errorf("镇乡 row %d has rank %s in its group", i, row[0])
		}
	}
	row := p.Row("镇街排名", "白鹭镇")
	u := d.Townships[5]
	for _, want := range []string{shared.Score(u.Score), shared.Percent(u.Timeliness.Value) + " " + shared.Fraction(u.Timeliness) + " ↑4.27"} {
		if !strings.Contains(strings.Join(row, "|"), want) {
			t.Errorf("白鹭镇 is %q, want %q in it", row, want)
		}
	}
}

func TestVillagesAreForInternalEyes(t *testing.T) {
	d := reporttest.District()
	p := render(t, d)
	if rows := p.Table("村（社区）排名"); len(rows) != 1+120 {
		t.Errorf("the internal league has %d rows, want every village and a head", len(rows))
	}
	p.Says("内部使用", "样本不足")

	d.Audience = shared.Public
	p = render(t, d)
	if p.HasTable("村（社区）排名") {
		t.Error("the public page ranks villages")
	}
	for _, v := range d.Villages {
		p.NeverSays(v.VillageCode)
	}
	nobody, nameless := reporttest.Nameless()
	if len(nameless) == 0 {
		t.Fatal("every village is on a list")
	}
	for _, name := range nameless {
		render(t, nobody).NeverSays(name)
	}
	if rows := p.Table("各镇街村（社区）等次分布（单位：个）"); len(rows) != 1+12+1 {
		t.Errorf("bands have %d rows", len(rows))
	}
}

// No word of a filing, and nothing that was not released, is in the page.
func TestPublicGate(t *testing.T) {
	render(t, reporttest.Planted()).NeverSays(reporttest.Secret)
}

// The ranking says what it can bear, and marks who differs by more.
func TestRankingSaysWhatItCanBear(t *testing.T) {
	d := reporttest.District()
	p := render(t, d)
	u := d.Townships[5]
	if row := p.Row("镇街排名", "白鹭镇"); row[2] != shared.RankInterval(&u) || row[2] == shared.Dash {
		t.Errorf("白鹭镇 is %q, want its ranks %s", row, shared.RankInterval(&u))
	}
	p.NeverSays("▼")
	for i := range d.Funnel {
		if f := &d.Funnel[i]; f.TownshipName == "古渡镇" && f.Indicator == "completeness" {
			f.Position = "below_998"
		}
	}
	p = render(t, d)
	if row := p.Row("镇街排名", "古渡镇"); !strings.Contains(row[7], "%▼") || strings.Contains(row[6], "▼") {
		t.Errorf("古渡镇 is %q, want ▼ at its completeness alone", row)
	}
	p.Says("▼、▲：该镇街的比率低于、高于全区水平的99.8%界限（漏斗图）")
}

func TestListsAreThere(t *testing.T) {
	d := reporttest.District()
	p := render(t, d)
	p.Says("黑榜镇街2个（古渡镇、晚枫街道）、村（社区）25个（见第五部分）")
	if rows := p.Table("黑榜"); len(rows) != 1+1+2+1+10 || rows[4][0] != "村（社区）（共25个，列出10个）" {
		t.Errorf("the black list is %q", rows)
	}
	if row := p.Row("黑榜", "古渡镇"); !strings.Contains(row[4], "12个中第12名；公开及时率74.63%（100/134）、完整率") {
		t.Errorf("古渡镇 is on the black list for %q", row)
	}
}

func TestSaysWhichFiguresTheseAre(t *testing.T) {
	d := reporttest.District()
	p := render(t, d)
	p.Says("2026年第二季度", "应于2026年4—6月公开的事项，含第一季度事项", d.Build.BuildID, "2026年7月20日（考核窗口结束后第20日）", "214份")
	p.NeverSays("演示数据", "NaN", "Inf", "ZgotmplZ")
}

func TestProvisionalWindow(t *testing.T) {
	p := render(t, reporttest.Provisional())
	p.Says("演示数据", "暂不计分", "本期无考核事项", "未报送37项", "应于2026年5—7月公开的事项，含第二季度事项", "没有可比的上期数据",
		"得分最高的是望川街道（95.50分），最低的是栖云街道（68.00分）；石榴街道未排名（本期无考核事项）")
	p.NeverSays("较上期", "百分点。", "名次上升")
	if row := p.Row("镇街排名", "石榴街道"); row[0] != "—" || row[2] != "—" || row[4] != "—" || row[5] != "本期无考核事项" || row[6] != "—" {
		t.Errorf("the township without obligations is %q", row)
	}
	if !strings.Contains(p.HTML, `@top-center { content: "演示数据`) {
		t.Error("printed pages do not say 演示数据")
	}
}

func TestChartWithoutDataSaysWhy(t *testing.T) {
	p := render(t, reporttest.Provisional())
	p.Says("没有图：近十二个月没有可以计算的数据。")
	if strings.Contains(p.HTML, `id="chart-trend"`) {
		t.Error("there is a box for a chart without data")
	}
}

func TestNoFigures(t *testing.T) {
	p := render(t, reporttest.NoFigures())
	p.Says("无数据", "没有收到2026年第二季度可以计入的村（居）务公开备案表")
	if n := len(p.All("table")); n != 0 {
		t.Errorf("%d tables without figures", n)
	}
	if n := len(p.All("script")); n != 0 {
		t.Errorf("%d scripts without charts", n)
	}
}

func TestEveryHeadHasAScope(t *testing.T) {
	heads := 0
	p := render(t, reporttest.District())
	for _, th := range p.All("th") {
		heads++
		if th.Attr["scope"] == "" {
			t.Errorf("head %q has no scope", th.Text())
		}
	}
	if heads == 0 {
		t.Fatal("no heads")
	}
	for _, n := range append(p.All("td"), p.All("div")...) {
		if n.Attr["style"] != "" || n.Attr["onclick"] != "" {
			t.Errorf("<%s> has a style or a handler of its own", n.Name)
		}
	}
}

func TestBrokenFiguresStopTheReport(t *testing.T) {
	bad := math.NaN()
	for name, spoil := range map[string]func(*shared.Data){
		"audience": func(d *shared.Data) { d.Audience = "everyone" },
		"build":    func(d *shared.Data) { d.Build.BuildID = "" },
		"rate":     func(d *shared.Data) { d.Townships[0].Timeliness.Value = &bad },
	} {
		d := reporttest.District()
		spoil(&d)
		var b bytes.Buffer
		if err := Render(&b, d); err == nil {
			t.Errorf("%s: a report was made", name)
		}
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", name, b.Len())
		}
	}
}
