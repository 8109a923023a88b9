package circular

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/mart"
	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
)

// body is the text of a page: what stands in it but tables and annexes.
func body(p *reporttest.Page) string {
	var b strings.Builder
	var add func(*reporttest.Node)
	add = func(n *reporttest.Node) {
		if n.Name == "table" || n.Name == "section" {
			return
		}
		b.WriteString(n.Data)
		for _, c := range n.Children {
			add(c)
		}
	}
	add(p.All("main")[0])
	return strings.Join(strings.Fields(b.String()), "")
}

// The text keeps to 4,000 characters: examples give way, and the annex has
// them all.
func TestTextKeepsToItsLength(t *testing.T) {
	long := public()
	for i := range long.Problems {
		long.Problems[i].Fact += strings.Repeat("，并经核实", 500)
	}
	large := reporttest.Large()
	large.Audience = shared.Public
	for name, tt := range map[string]struct {
		d        shared.Data
		examples bool
	}{"usual": {public(), true}, "thirty townships": {large, true}, "long facts": {long, false}} {
		p := render(t, tt.d)
		text := body(p)
		if n := len([]rune(text)); n > bodyLimit || n < 1500 {
			t.Errorf("%s: the text has %d characters", name, n)
		}
		if got := strings.Contains(text, "如："); got != tt.examples {
			t.Errorf("%s: examples in the text: %v", name, got)
		}
		p.NeverSays("印发前请删减")
	}
}

// What does not fit even without examples is said to the district alone.
func TestTooLongIsSaid(t *testing.T) {
	d := public()
	for i := range d.Townships {
		d.Townships[i].TownshipName = strings.Repeat("长", 100) + d.Townships[i].TownshipName
	}
	render(t, d).NeverSays("印发前请删减")
	d.Audience = shared.Internal
	render(t, d).Says("超过4000字，印发前请删减")
}

// The list of problems has all of them, or says of which kinds how many.
func TestProblemList(t *testing.T) {
	d := public()
	publishable := 0
	for _, p := range d.Problems {
		if p.Publishable {
			publishable++
		}
	}
	rows := render(t, d).Table("问题清单")
	facts, said := 0, 0
	for _, row := range rows[1:] {
		if len(row) > 1 {
			facts++
			continue
		}
		var all, shown int
		name := row[0][strings.Index(row[0], "（"):]
		if n, _ := fmt.Sscanf(name, "（共%d条，列出较重的%d条）", &all, &shown); n != 2 {
			if n, _ := fmt.Sscanf(name, "（%d条）", &all); n != 1 {
				t.Errorf("a heading is %q", row[0])
			}
		}
		said += all
	}
	if publishable <= mostProblems || facts > mostProblems || facts < mostProblems*9/10 || said != publishable {
		t.Errorf("%d rows, headings of %d problems, of %d that may be shown", facts, said, publishable)
	}
	render(t, d).Says(fmt.Sprintf("共%d条，每类列出较重的，计%d条；完整清单存区民政局（数据表problems）", publishable, facts))

	d.Problems = slices.DeleteFunc(d.Problems, func(p mart.Problem) bool { return !p.Publishable || p.TownshipName != "古渡镇" })
	p := render(t, d)
	if rows := p.Table("问题清单"); len(rows) < len(d.Problems) || len(d.Problems) == 0 {
		t.Errorf("%d problems have %d rows", len(d.Problems), len(rows))
	}
	p.Says(fmt.Sprintf("共%d条，全部列出。", len(d.Problems)))
}

func TestNamesWhoDiffersByMoreThanChance(t *testing.T) {
	d := public()
	render(t, d).Says("没有镇街的公开及时率、完整率低于全区水平的99.8%下限")
	for i := range d.Funnel {
		if f := &d.Funnel[i]; f.TownshipName == "古渡镇" && f.Indicator == "timeliness" {
			f.Position, f.Lo998 = "below_998", 0.8
		}
	}
	for i := range d.Lists {
		if e := &d.Lists[i]; e.Name == "古渡镇" {
			e.Reasons = "poor,below_timeliness"
		}
	}
	p := render(t, d)
	p.Says("公开及时率低于全区水平99.8%下限的有古渡镇（74.63%，100/134，下限80.00%）。")
	if row := p.Row("黑榜", "古渡镇"); !strings.Contains(row[4], "公开及时率低于全区水平的99.8%下限80.00%") {
		t.Errorf("古渡镇 is on the black list for %q", row)
	}
	if row := p.Row("各镇街公开及时率及界限", "古渡镇"); row[4] != "低于99.8%下限" || row[1] != "74.63%（100/134）" {
		t.Errorf("below the funnel stands %q", row)
	}
	p.Says("离散程度φ＝7.54，界限按√φ放宽")
}

func TestPastProblems(t *testing.T) {
	d := public()
	counts := map[string]int64{}
	for _, p := range d.PriorProblems {
		if p.Publishable {
			counts[p.State]++
		}
	}
	p := render(t, d)
	p.Says(fmt.Sprintf("上期（2026年第一季度）发现的问题%d条，至2026年7月20日，已整改%d条，至今未整改%d条，经后来的报送更正、原无问题%d条",
		counts[mart.Mended]+counts[mart.StillOpen]+counts[mart.Corrected], counts[mart.Mended], counts[mart.StillOpen], counts[mart.Corrected]),
		"历时186天", "重复出现的有", "连续两个季度排名居后（两期均在后十分之一，等次均低于“良”）的村（社区）有",
		fmt.Sprintf("对至今未整改的%d条往期问题", counts[mart.StillOpen]))
	total := p.Row("往期问题整改情况（单位：条）", "合计")
	if total[2] != shared.Count(counts[mart.Mended]) || total[3] != shared.Count(counts[mart.StillOpen]) {
		t.Errorf("the sums are %q", total)
	}
	if !strings.Contains(body(p), "历时") {
		t.Error("the text names nobody who did not mend")
	}
}
