package circular

import (
	"slices"
	"strings"
	"testing"

	"tongbao/internal/chart"
	"tongbao/reports/reporttest"
)

func TestInBrowser(t *testing.T) {
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, public()), 1200)

	texts := reporttest.ChartTexts(p, "chart-categories")
	for _, want := range []string{"白鹭镇", "云脚乡", "党务", "服务", "95%及以上", "86.96"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the heat map does not show %q: %q", want, texts)
		}
	}
	cells := 0
	for _, color := range []string{"#dcebf3", "#a9cce0", "#f0c987", "#dd8a70"} {
		cells += reporttest.ChartShapes(p, "chart-categories", color)
	}
	if want := 12*4 + 4; cells != want {
		t.Errorf("%d coloured shapes, want %d: a cell for each township and category, four of the scale", cells, want)
	}

	texts = reporttest.ChartTexts(p, "chart-consultations")
	for _, want := range []string{"白鹭镇", "古渡镇", "栖云街道、青梧镇"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the scatter does not show %q: %q", want, texts)
		}
	}
	if n := reporttest.ChartShapes(p, "chart-consultations", chart.Good.Color); n != 11 {
		t.Errorf("%d points, want 11: two of twelve are at one place", n)
	}
	for _, id := range []string{"chart-funnel-timeliness", "chart-funnel-completeness"} {
		texts := strings.Join(reporttest.ChartTexts(p, id), "、")
		for _, u := range public().Townships {
			if !strings.Contains(texts, u.TownshipName) {
				t.Errorf("%s does not show %s: %s", id, u.TownshipName, texts)
			}
		}
		for _, want := range []string{"全区水平", "95%界限", "99.8%界限", "界限内的镇街", "应公开项数"} {
			if !strings.Contains(texts, want) {
				t.Errorf("%s does not say %s: %s", id, want, texts)
			}
		}
		// Its points, and the legend's.
		if n := reporttest.ChartShapes(p, id, chart.Good.Color); n != 12+1 {
			t.Errorf("%s has %d shapes, want one for each township and the legend's", id, n)
		}
	}
	reporttest.PrintsA4(t, p)
}

func TestOnATelephone(t *testing.T) {
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.District()), 390)
	reporttest.NoOverflow(t, p)
}

func TestHostileNamesInBrowser(t *testing.T) {
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.Hostile()), 1200)
	reporttest.HostileStaysText(t, p)
	texts := reporttest.ChartTexts(p, "chart-categories")
	for _, name := range reporttest.HostileNames {
		if !slices.Contains(texts, name) {
			t.Errorf("the heat map does not show %q as text: %q", name, texts)
		}
		// Two of the points share a place, and so a label.
		if all := strings.Join(reporttest.ChartTexts(p, "chart-consultations"), "、"); !strings.Contains(all, name) {
			t.Errorf("the scatter does not show %q as text: %s", name, all)
		}
		if all := strings.Join(reporttest.ChartTexts(p, "chart-funnel-timeliness"), "、"); !strings.Contains(all, name) {
			t.Errorf("the funnel does not show %q as text: %s", name, all)
		}
	}
}

func TestWithoutFiguresInBrowser(t *testing.T) {
	reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.NoFigures()), 390)
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.Provisional()), 390)
	reporttest.NoOverflow(t, p)
	reporttest.PrintsA4(t, p)
}
