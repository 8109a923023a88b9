package league

import (
	"slices"
	"testing"

	"tongbao/internal/chart"
	"tongbao/reports/reporttest"
)

func TestInBrowser(t *testing.T) {
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.District()), 1200)

	texts := reporttest.ChartTexts(p, "chart-status")
	for _, want := range []string{"白鹭镇", "云脚乡", "按时", "逾期", "未公开", "122", "31"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the chart of townships does not show %q: %q", want, texts)
		}
	}
	// One bar for each township and part that is not zero, and the legend's.
	for _, part := range []struct {
		color string
		least int
	}{{chart.Good.Color, 12}, {chart.Warning.Color, 11}, {chart.Bad.Color, 12}} {
		if n := reporttest.ChartShapes(p, "chart-status", part.color); n < part.least || n > 13 {
			t.Errorf("%d shapes of %s, want %d and one of the legend", n, part.color, part.least)
		}
	}

	texts = reporttest.ChartTexts(p, "chart-trend")
	for _, want := range []string{"7月", "2025", "10月", "2026", "公开及时率", "完整率", "80", "91.9"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the chart of months does not show %q: %q", want, texts)
		}
	}
	reporttest.PrintsA4(t, p)
}

func TestOnATelephone(t *testing.T) {
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.District()), 390)
	reporttest.NoOverflow(t, p)
	if texts := reporttest.ChartTexts(p, "chart-status"); !slices.Contains(texts, "白鹭镇") {
		t.Errorf("the chart of townships shows %q", texts)
	}
}

func TestHostileNamesInBrowser(t *testing.T) {
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.Hostile()), 1200)
	reporttest.HostileStaysText(t, p)
	texts := reporttest.ChartTexts(p, "chart-status")
	for _, name := range reporttest.HostileNames {
		if !slices.Contains(texts, name) {
			t.Errorf("the chart does not show %q as text: %q", name, texts)
		}
	}
}

func TestWithoutFiguresInBrowser(t *testing.T) {
	reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.NoFigures()), 390)
	p := reporttest.OpenClean(t, reporttest.Render(t, Render, reporttest.Provisional()), 390)
	reporttest.NoOverflow(t, p)
}
