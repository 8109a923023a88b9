package league

import (
	"slices"
	"strings"
	"testing"

	"tongbao/internal/chart"
	"tongbao/internal/mart"
	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
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

// What leadership reads first is one sheet of A4: the figures of the district,
// what to know and the ranking of all townships.
func TestFirstPartIsOneSheet(t *testing.T) {
	for name, d := range map[string]shared.Data{"twelve townships": reporttest.District(), "thirty": reporttest.Large()} {
		d.Lists = append(d.Lists, mart.ListEntry{Level: "township", List: "laggard", Name: "古渡镇", Code: "990101011", Reasons: "bottom_twice"})
		html := reporttest.Render(t, Render, d)
		at, end := strings.Index(html, `<section aria-labelledby="pictures"`), strings.Index(html, "</main>")
		foot := strings.Index(html, `<footer class="provenance">`)
		if at < 0 || end < at || foot < end {
			t.Fatal("the page is not built as it was")
		}
		rest := html[foot:]
		sheet := html[:at] + "</main>" + rest[strings.Index(rest, "</footer>")+len("</footer>"):]
		if n := reporttest.Pages(reporttest.OpenClean(t, sheet, 1200)); n != 1 {
			t.Errorf("%s: the first part prints on %d pages", name, n)
		}
	}
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
