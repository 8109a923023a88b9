package house

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// jsonPage is the page of what --json prints.
func jsonPage(t *testing.T) string {
	s := newDeclarations(t)
	d := newJSONDoc(s, s.find(commandLine, outputUnion))
	p := &page{}
	p.line("# What `--json` prints")
	p.line("")
	p.line("<!-- made by go test ./internal/house -update of the declarations in cmd/tongbao and the packages below it; not to be edited -->")
	p.line("")
	p.line("With `--json` a command prints one JSON value to standard output, in UTF-8, and nothing else there; warnings, progress and errors go to")
	p.line("standard error, in Chinese. The exit codes are those of [operations](operations.md): with 0 and 3 there is a value. With the others there")
	p.line("is none, but `verify` prints its list with 4, and `ingest` what it took in before it failed. Where a window has no figures, `explain` and")
	p.line("`simulate` print none; `" + strings.Join(silent, "`, `") + "` never does.")
	p.line("")
	p.line("Names, types and meanings are a contract. Fields may be added: skip those that you do not know. The order of fields means nothing, that of")
	p.line("lists does. Files hold the same objects: a receipt in the outbox (`….回执.json`) is a [receipt file](#receipt-file), of a publication")
	p.line("`manifest.json` is a [publication](#publication) and `changes.json` [changes](#changes).")
	p.line("")
	p.head("type", "is")
	p.row("text", "a string; what comes from a filing stands as it was filed, and may hold anything")
	p.row("integer, number", "a number, without and with decimals")
	p.row("day", "a string: `2026-06-15`")
	p.row("moment", "a string by RFC 3339: `2026-06-20T09:00:00+08:00`")
	p.row("list of …", "`[]` where it is empty, unless null is mentioned")
	p.row("… or null", "null where there is no value")
	p.row("may be absent", "the field is left out where it is empty, 0 or false")
	p.line("")
	p.line("## Commands")
	for _, x := range d.printed {
		p.line("")
		p.line("### `tongbao " + x.command + "`")
		text := about(x.of)
		if x.list {
			text = "A list. Each entry: " + strings.ToLower(text[:1]) + text[1:]
		}
		p.section(d, x.of, text)
	}
	p.line("")
	p.line("## Objects in them")
	for _, g := range d.reached {
		p.line("")
		p.line("### " + d.titles[g.key()])
		p.section(d, g, about(g))
	}
	for _, b := range d.bad {
		t.Error(b)
	}
	for name := range plainFields {
		if !d.used[name] {
			t.Errorf("no field that needs it is named %s", name)
		}
	}
	return p.String()
}

// about is what a type's comment says of it.
func about(g *goType) string {
	text := strings.Join(strings.Fields(g.doc), " ")
	if rest, ok := strings.CutPrefix(text, g.name+" "); ok {
		text = rest
		for _, verb := range []string{"is ", "are ", "says "} {
			text = strings.TrimPrefix(text, verb)
		}
	}
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// section writes what a type is, and its fields or, of a text, its values.
func (p *page) section(d *jsonDoc, g *goType, text string) {
	if text != "" {
		p.line("")
		p.line(text)
	}
	p.line("")
	if object(g) == nil {
		p.head("text", "means")
		for _, v := range d.values(g) {
			p.row(coded(v[0]), v[1])
		}
		return
	}
	p.head("field", "type", "means")
	for _, f := range d.fields(g) {
		p.row(coded(f.name), f.kind, strings.ReplaceAll(f.means, "<", `\<`))
	}
}

// TestEveryCommandPrintsJSON: whatever command there is prints a value that
// the page has, or is known to print none; and nothing but printJSON, which
// the compiler holds to the union, makes JSON for standard output.
func TestEveryCommandPrintsJSON(t *testing.T) {
	s := newDeclarations(t)
	prints := map[string]bool{}
	for _, p := range newJSONDoc(s, s.find(commandLine, outputUnion)).printed {
		command, _, _ := strings.Cut(p.command, " ")
		prints[command] = true
	}
	var found []string
	encoders, calls := 0, 0
	for _, file := range s.of(commandLine) {
		for _, i := range file.Imports {
			if i.Path.Value == `"encoding/json"` {
				encoders++
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "printJSON" {
					calls++
				}
			case *ast.CompositeLit:
				if typeName(n.Type) == "cobra.Command" {
					found = append(found, useOf(n))
				}
			}
			return true
		})
	}
	if encoders != 1 {
		t.Errorf("%d files make JSON, want the one of printJSON", encoders)
	}
	if calls < len(prints) {
		t.Errorf("printJSON is called %d times by %d commands", calls, len(prints))
	}
	for _, command := range found {
		if command == "tongbao" || command == "help" {
			continue
		}
		if prints[command] == slices.Contains(silent, command) {
			t.Errorf("%s: the page has its JSON: %t; it is said to print none: %t", command, prints[command], slices.Contains(silent, command))
		}
		delete(prints, command)
	}
	for command := range prints {
		t.Errorf("%s prints JSON, and there is no such command", command)
	}
}

// useOf is the name of a command where it is declared.
func useOf(n *ast.CompositeLit) string {
	for _, e := range n.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if id, isID := pair.Key.(*ast.Ident); ok && isID && id.Name == "Use" {
			name, _, _ := strings.Cut(literal(pair.Value), " ")
			return name
		}
	}
	return ""
}

// TestJSONDoc shows the page's rules a type that breaks each.
func TestJSONDoc(t *testing.T) {
	const source = `package made

type union interface {
	told | // tell
		[]row // rows
}

// told is what is told.
type told struct {
	row
	Window string    "json:\"window\""
	Odd    int       "json:\"odd\""
	Named  int       "json:\"named\"" // Named is no name in JSON
	Lost   int       // without a tag
	Plain  struct{}  "json:\"plain\"" // of no type
	Any    []any     "json:\"any\""   // whatever it may be
	Some   []any     "json:\"some\""  // each a [place]
	Pair   pair[int] "json:\"pair\""
	hidden int
}

type row struct {
	Row   int64  "json:\"row,omitempty\""
	Place *place "json:\"place\""
}

type pair[T any] struct {
	Before *T "json:\"before\"" // null: none
}

// place says where.
type place struct {
	Sheet string "json:\"sheet\""
	Kind  kind   "json:\"kind\""
}

type kind string

const (
	good kind = "good" // as it should be
	bad  kind = "bad"
)
`
	s := newDeclarations(t)
	const pkg = module + "/made"
	s.add(pkg, "made.go", source)
	d := newJSONDoc(s, s.find(pkg, "union"))
	p := &page{}
	for _, x := range d.printed {
		p.section(d, x.of, about(x.of))
	}
	for _, g := range d.reached {
		p.section(d, g, about(g))
	}
	for _, want := range []string{
		"What is told.", "| `row` | integer; may be absent | as a spreadsheet shows it, from 1 |", "| `place` | [place](#place) or null |  |",
		"each a [place](#place)", "| `pair` | [pair](#pair) of integer |  |", "| `before` | what it is of or null | null: none |", "Where.",
		"| `kind` | [kind](#kind) |  |", "| `good` | as it should be |", "| `bad` |  |",
	} {
		if !strings.Contains(p.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, p)
		}
	}
	for _, want := range []string{
		"told.Odd has no comment", "told.Named has a comment that begins", "told.Lost has no tag", "told.Plain is of a type", "told.Any may hold anything",
	} {
		if !slices.ContainsFunc(d.bad, func(b string) bool { return strings.Contains(b, want) }) {
			t.Errorf("no complaint that %q: %q", want, d.bad)
		}
	}
	if len(d.bad) != 5 {
		t.Errorf("%d complaints, want 5: %q", len(d.bad), d.bad)
	}
}
