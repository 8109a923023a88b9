package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the commands of the documents print into the documents anew")

// shownDir is where the documents' reader works: in what is printed it stands
// for the directory in which the commands are really run.
const shownDir = "/srv/tongbao"

// command is one command of a document's console block, with what the
// document shows of its output.
type command struct {
	line      int // of the document, from 1
	text      string
	shown     []string
	from, end int // the lines of the output shown, from 0, end exclusive
}

// commands are those of a page's console blocks, in order: a line that begins
// with "$ " is a command, the lines up to the next one are its output.
func commands(page []string) (all []command) {
	inside := false
	for i, line := range page {
		switch {
		case !inside:
			inside = line == "```console"
		case line == "```":
			inside = false
		case strings.HasPrefix(line, "$ "):
			all = append(all, command{line: i + 1, text: line[2:], from: i + 1, end: i + 1})
		case len(all) > 0:
			last := &all[len(all)-1]
			last.shown = append(last.shown, line)
			last.end = i + 1
		}
	}
	return all
}

// matches compares what is shown with what was printed; "…" in a line stands
// for any text of that line, where it differs from run to run.
func matches(shown, printed []string) bool {
	if len(shown) != len(printed) {
		return false
	}
	for i, line := range shown {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*")
		if !regexp.MustCompile("^" + pattern + "$").MatchString(printed[i]) {
			return false
		}
	}
	return true
}

// fences are the kinds of block that a page may have; only console blocks are
// run, so what could be run stands in one.
var fences = []string{"```console", "```text", "```ini", "```"}

// TestDocuments runs the commands of the documents that a district starts
// with, each page from top to bottom in a directory of its own that holds
// testdata/newcomer, and holds the pages to what is printed. Every command
// must succeed; where a page wants to show another exit code it says so with
// "|| echo". The two languages of a page have the same commands.
func TestDocuments(t *testing.T) {
	for _, page := range []string{"getting-started", "mappings"} {
		t.Run(page, func(t *testing.T) {
			runPage(t, page+".md")
			if *update {
				copyShown(t, page+".md", page+".zh-CN.md")
			}
			if a, b := script(readPage(t, page+".md")), script(readPage(t, page+".zh-CN.md")); a != b {
				t.Errorf("the two languages have other commands or outputs:\n%s\n--\n%s", a, b)
			}
		})
	}
}

func pagePath(name string) string { return filepath.Join("..", "..", "docs", name) }

func readPage(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(pagePath(name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}

// script is a page's commands and what it shows of them.
func script(page []string) string {
	var b strings.Builder
	for _, c := range commands(page) {
		b.WriteString("$ " + c.text + "\n")
		for _, line := range c.shown {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func runPage(t *testing.T, name string) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS("testdata/newcomer")); err != nil {
		t.Fatal(err)
	}
	page := readPage(t, name)
	for i, line := range page {
		if strings.HasPrefix(line, "```") && !slices.Contains(fences, line) {
			t.Errorf("%s:%d: a block of another kind: %s", name, i+1, line)
		}
	}
	all := commands(page)
	if len(all) < 10 {
		t.Fatalf("%s: %d commands, want ten at least", name, len(all))
	}
	var (
		outputs [][]string
		bad     bool
	)
	for _, c := range all {
		sh := exec.Command("sh", "-c", c.text)
		sh.Dir = dir
		sh.Env = append(os.Environ(), "LC_ALL=C", "TONGBAO_WORKSPACE=")
		out, err := sh.CombinedOutput()
		text := strings.NewReplacer(dir, shownDir, "\ufeff", "", "\r", "").Replace(string(out))
		var printed []string
		if text = strings.TrimSuffix(text, "\n"); text != "" {
			printed = strings.Split(text, "\n")
		}
		outputs = append(outputs, printed)
		if err != nil {
			t.Fatalf("%s:%d: %s: %v\n%s", name, c.line, c.text, err, text)
		}
		if !matches(c.shown, printed) {
			bad = true
			if !*update {
				t.Errorf("%s:%d: %s\nprinted:\n%s\nshown:\n%s", name, c.line, c.text, text, strings.Join(c.shown, "\n"))
			}
		}
	}
	if bad && *update {
		writePage(t, name, page, outputs)
	}
}

// writePage writes a page with other outputs below its commands; outputs that
// match what is shown stay as they are, with their "…".
func writePage(t *testing.T, name string, page []string, outputs [][]string) {
	t.Helper()
	var lines []string
	at := 0
	for i, c := range commands(page) {
		lines = append(lines, page[at:c.from]...)
		if matches(c.shown, outputs[i]) {
			lines = append(lines, c.shown...)
		} else {
			lines = append(lines, outputs[i]...)
		}
		at = c.end
	}
	lines = append(lines, page[at:]...)
	if err := os.WriteFile(pagePath(name), []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// copyShown gives a page what its twin shows below the same commands.
func copyShown(t *testing.T, twin, name string) {
	t.Helper()
	var outputs [][]string
	for _, c := range commands(readPage(t, twin)) {
		outputs = append(outputs, c.shown)
	}
	page := readPage(t, name)
	if len(outputs) != len(commands(page)) {
		t.Fatalf("%s has other commands than %s", name, twin)
	}
	writePage(t, name, page, outputs)
}

func TestCommandsOfAPage(t *testing.T) {
	page := strings.Split("text\n```text\n$ not run\n```\n```console\n$ a\none\n\ntwo\n$ b\n```\n$ no\n```console\n$ c\nx\n```", "\n")
	if got, want := script(page), "$ a\none\n\ntwo\n$ b\n$ c\nx\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, c := range []struct {
		shown, printed string
		want           bool
	}{
		{"下次：…", "下次：2026-01-05 08:00", true},
		{"a.b", "axb", false},
		{"…", "", true},
		{"a", "a\nb", false},
		{"a\nb", "a", false},
	} {
		if got := matches(strings.Split(c.shown, "\n"), strings.Split(c.printed, "\n")); got != c.want {
			t.Errorf("%q shown, %q printed: %v", c.shown, c.printed, got)
		}
	}
}
