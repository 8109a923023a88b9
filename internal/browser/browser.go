// Package browser opens a page in a headless Chromium for tests, and is the
// only importer of chromedp. Nothing but tests imports it.
package browser

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Skip is the variable that, set to 1, skips what needs a browser.
const Skip = "TONGBAO_SKIP_BROWSER"

// Page is an open page and what it did.
type Page struct {
	ctx context.Context
	t   testing.TB

	mu       sync.Mutex
	errors   []string
	requests []string
}

// Open writes the page into a file of its own and opens it, as a user would
// from a folder. Without Chromium the test fails, unless Skip says otherwise.
func Open(t testing.TB, html []byte, width, height int64) *Page {
	t.Helper()
	path := chromium(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}

	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.UserDataDir(t.TempDir()),
	)
	base, cancelTime := context.WithTimeout(context.Background(), 90*time.Second)
	allocator, cancelAllocator := chromedp.NewExecAllocator(base, flags...)
	ctx, cancelPage := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		// Wait for the end of the browser, so that its directory is free.
		_ = chromedp.Cancel(ctx)
		cancelPage()
		cancelAllocator()
		cancelTime()
	})

	p := &Page{ctx: ctx, t: t}
	p.do() // opens the tab, so that no event of the page is missed
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatalf("browser: %v", err)
	}
	viewport := chromedp.EmulateViewport(width, height)
	if width < 600 {
		viewport = chromedp.EmulateViewport(width, height, chromedp.EmulateMobile)
	}
	requests := func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{})
		return err
	}
	address := (&url.URL{Scheme: "file", Path: file}).String()
	p.do(chromedp.Func(requests), viewport, chromedp.Navigate(address))
	return p
}

// chromium finds the browser, or ends the test.
func chromium(t testing.TB) string {
	t.Helper()
	if os.Getenv(Skip) == "1" {
		t.Skipf("not run: %s=1 says that there is no browser here", Skip)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("this test needs Chromium (Debian: apt-get install chromium), and none is on PATH; %s=1 skips it", Skip)
	return ""
}

// thrown is what an exception says.
func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil {
		return d.Text + " " + d.Exception.Description
	}
	return d.Text
}

// listen keeps what the page complained of and asked for.
func (p *Page) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.errors = append(p.errors, "exception: "+thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range e.Args {
				words = append(words, string(arg.Value)+arg.Description)
			}
			p.errors = append(p.errors, fmt.Sprintf("console %s: %s", e.Type, strings.Join(words, " ")))
		}
	case *log.EventEntryAdded:
		// A broken content security policy is reported here.
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.errors = append(p.errors, fmt.Sprintf("%s %s: %s", e.Entry.Source, e.Entry.Level, e.Entry.Text))
		}
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	case *page.EventJavascriptDialogOpening:
		p.errors = append(p.errors, "dialog: "+e.Message)
	}
}

func (p *Page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// Errors are the exceptions, console errors and broken policies so far.
func (p *Page) Errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.errors...)
}

// Requests are the addresses the page asked for, itself the first.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.requests...)
}

// Eval runs an expression in the page and gives its value.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("browser: %s: %v", expression, err)
	}
	return value
}

// PDF prints the page as its style sheet asks.
func (p *Page) PDF() []byte {
	p.t.Helper()
	asStyled := func(params *page.PrintToPDFParams) { params.PreferCSSPageSize = new(true) }
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(asStyled, chromedp.PDFPrintBackground()))
	if err != nil {
		p.t.Fatalf("browser: print: %v", err)
	}
	return pdf
}
