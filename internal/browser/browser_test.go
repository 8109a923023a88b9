package browser

import (
	"strings"
	"testing"
)

// The watcher must see what it is there to see: otherwise a page without
// errors proves nothing.
func TestPageReportsWhatGoesWrong(t *testing.T) {
	p := Open(t, []byte(`<!DOCTYPE html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; img-src https://example.invalid">
</head><body>
<p style="color:red">styled against the policy</p>
<img src="https://example.invalid/a.png">
<script>console.error("from the console")</script>
<script>throw new Error("from a script")</script>
</body></html>`), 800, 600)
	all := strings.Join(p.Errors(), "\n")
	for _, want := range []string{"from the console", "from a script", "Content Security Policy"} {
		if !strings.Contains(all, want) {
			t.Errorf("no error mentions %q:\n%s", want, all)
		}
	}
	requests := strings.Join(p.Requests(), "\n")
	if !strings.Contains(requests, "report.html") || !strings.Contains(requests, "example.invalid/a.png") {
		t.Errorf("requests are:\n%s", requests)
	}
}

func TestCleanPage(t *testing.T) {
	p := Open(t, []byte(`<!DOCTYPE html><html><head><meta name="viewport" content="width=device-width"></head><body><h1 id="a">村务公开</h1></body></html>`), 390, 800)
	if errs := p.Errors(); len(errs) > 0 {
		t.Errorf("errors: %q", errs)
	}
	if got := Eval[string](p, `document.getElementById("a").textContent`); got != "村务公开" {
		t.Errorf("the page says %q", got)
	}
	if got := Eval[int](p, `window.innerWidth`); got != 390 {
		t.Errorf("the page is %d wide, want 390", got)
	}
	if requests := p.Requests(); len(requests) != 1 {
		t.Errorf("requests: %q", requests)
	}
	if pdf := p.PDF(); !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("not a PDF: %.20q", pdf)
	}
}
