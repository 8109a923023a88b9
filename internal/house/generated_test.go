package house

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// update writes the generated pages anew: go test ./internal/house -update.
var update = flag.Bool("update", false, "write the generated pages in docs/")

// generated are the pages of docs/ that are made from the code.
var generated = map[string]func(*testing.T) string{"handbook.md": handbookPage, "json.md": jsonPage, "messages.md": messages, "tables.md": dictionary}

// TestGenerated holds the pages to what the code says.
func TestGenerated(t *testing.T) {
	for name, make := range generated {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(root, "docs", name)
			want := make(t)
			if *update {
				if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want {
				t.Errorf("docs/%s is not what the code says; run: go test ./internal/house -update\n%s", name, firstDifference(string(got), want))
			}
		})
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		at := func(lines []string) string {
			if i < len(lines) {
				return lines[i]
			}
			return "(end)"
		}
		if at(g) != at(w) {
			return "has   " + at(g) + "\nwants " + at(w)
		}
	}
	return ""
}

// page is a Markdown page in the making.
type page struct{ strings.Builder }

// line writes a line of text.
func (p *page) line(text string) { p.WriteString(text + "\n") }

// row writes a table row; a pipe in a cell does not end it.
func (p *page) row(cells ...string) {
	for _, c := range cells {
		p.WriteString("| " + strings.ReplaceAll(strings.ReplaceAll(c, "|", `\|`), "\n", " ") + " ")
	}
	p.line("|")
}

// head writes a table's head.
func (p *page) head(cells ...string) {
	p.row(cells...)
	p.line(strings.Repeat("|---", len(cells)) + "|")
}

// coded is a code name in Markdown, nothing where there is none.
func coded(name string) string {
	if name == "" {
		return ""
	}
	return "`" + name + "`"
}
