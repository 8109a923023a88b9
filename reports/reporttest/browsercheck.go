package reporttest

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"tongbao/internal/browser"
)

// OpenClean opens a page and fails the test for any error, broken policy or
// request beyond the file itself.
func OpenClean(t testing.TB, html string, width int64) *browser.Page {
	t.Helper()
	p := browser.Open(t, []byte(html), width, 900)
	if errs := p.Errors(); len(errs) > 0 {
		t.Errorf("the page complains:\n%s", strings.Join(errs, "\n"))
	}
	if requests := p.Requests(); len(requests) != 1 {
		t.Errorf("the page asked for more than itself: %q", requests)
	}
	return p
}

// ChartTexts are the texts that a drawn chart shows.
func ChartTexts(p *browser.Page, id string) []string {
	return browser.Eval[[]string](p, fmt.Sprintf(`Array.from(document.querySelectorAll("#%s.drawn svg text")).map(t => t.textContent)`, id))
}

// ChartShapes counts a chart's shapes of one colour.
func ChartShapes(p *browser.Page, id, color string) int {
	return browser.Eval[int](p, fmt.Sprintf(`document.querySelectorAll('#%s.drawn svg path[fill="%s"]').length`, id, color))
}

// NoOverflow fails the test if a reader must scroll the page sideways.
func NoOverflow(t testing.TB, p *browser.Page) {
	t.Helper()
	wide := browser.Eval[int](p, `document.documentElement.scrollWidth`)
	if window := browser.Eval[int](p, `document.documentElement.clientWidth`); wide > window {
		t.Errorf("the page is %d wide in a window of %d", wide, window)
	}
}

var mediaBox = regexp.MustCompile(`/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)\s*\]`)

// PrintsA4 fails the test unless the page prints, on A4 throughout.
func PrintsA4(t testing.TB, p *browser.Page) {
	t.Helper()
	boxes := mediaBox.FindAllSubmatch(bytes.Clone(p.PDF()), -1)
	if len(boxes) == 0 {
		t.Fatal("the print has no pages")
	}
	for i, b := range boxes {
		if !strings.HasPrefix(string(b[1]), "594.9") && !strings.HasPrefix(string(b[1]), "595") || !strings.HasPrefix(string(b[2]), "841.") && !strings.HasPrefix(string(b[2]), "842") {
			t.Errorf("printed page %d is %s × %s pt, not A4", i+1, b[1], b[2])
		}
	}
}

// Pages is how many pages a page prints on.
func Pages(p *browser.Page) int { return len(mediaBox.FindAll(p.PDF(), -1)) }

// HostileStaysText fails the test unless every hostile name is shown as it
// is, and none has done anything.
func HostileStaysText(t testing.TB, p *browser.Page) {
	t.Helper()
	text := browser.Eval[string](p, `document.body.innerText`)
	for _, name := range HostileNames {
		if !strings.Contains(text, name) {
			t.Errorf("the page does not show %q as text", name)
		}
	}
	if n := browser.Eval[int](p, `document.querySelectorAll("[onerror],[onmouseover],img").length`); n != 0 {
		t.Errorf("%d elements were made of names", n)
	}
}
