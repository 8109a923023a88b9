package reporttest

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"tongbao/reports/assets"
)

// Page is a rendered report, read by what it says.
type Page struct {
	t    testing.TB
	HTML string
	root *Node
}

// Node is an element with its children in order; a text has no name.
type Node struct {
	Name     string
	Attr     map[string]string
	Children []*Node
	Data     string
}

var scripts = regexp.MustCompile(`(?s)(<(?:script|style)[^>]*>).*?(</(?:script|style)>)`)

// Read parses a page. Scripts and styles are left out: they say nothing.
func Read(t testing.TB, html string) *Page {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(scripts.ReplaceAllString(html, "$1$2")))
	d.Strict = false
	d.AutoClose = xml.HTMLAutoClose
	d.Entity = xml.HTMLEntity
	root := &Node{Name: "#page"}
	stack := []*Node{root}
	for {
		token, err := d.Token()
		if token == nil {
			if len(stack) != 1 {
				t.Fatalf("the page ends inside <%s>: %v", stack[len(stack)-1].Name, err)
			}
			break
		}
		top := stack[len(stack)-1]
		switch e := token.(type) {
		case xml.StartElement:
			n := &Node{Name: e.Name.Local, Attr: map[string]string{}}
			for _, a := range e.Attr {
				n.Attr[a.Name.Local] = a.Value
			}
			top.Children = append(top.Children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.Children = append(top.Children, &Node{Data: string(e)})
		}
	}
	return &Page{t: t, HTML: html, root: root}
}

// Walk visits every element of a node.
func (n *Node) Walk(visit func(*Node)) {
	for _, c := range n.Children {
		if c.Name != "" {
			visit(c)
			c.Walk(visit)
		}
	}
}

// Text is what an element says, with white space folded. The smaller second
// line of a cell is a word of its own.
func (n *Node) Text() string {
	var b strings.Builder
	var add func(*Node)
	add = func(n *Node) {
		if n.Name == "small" {
			b.WriteByte(' ')
		}
		b.WriteString(n.Data)
		for _, c := range n.Children {
			add(c)
		}
	}
	add(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// Text is what the whole page says.
func (p *Page) Text() string { return p.root.Text() }

// All are the elements of a name.
func (p *Page) All(name string) []*Node {
	var out []*Node
	p.root.Walk(func(n *Node) {
		if n.Name == name {
			out = append(out, n)
		}
	})
	return out
}

// Says fails the test unless the page says the words.
func (p *Page) Says(words ...string) {
	p.t.Helper()
	text := p.Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			p.t.Errorf("the page does not say %q", w)
		}
	}
}

// NeverSays fails the test if any byte of the page, the chart library apart,
// holds the words.
func (p *Page) NeverSays(words ...string) {
	p.t.Helper()
	own := strings.ReplaceAll(p.HTML, assets.ECharts, "")
	for _, w := range words {
		if strings.Contains(own, w) {
			p.t.Errorf("the page holds %q", w)
		}
	}
}

// Table gives the rows of the table with that caption, heads included, each
// cell as its text.
func (p *Page) Table(caption string) [][]string {
	p.t.Helper()
	for _, table := range p.All("table") {
		found := false
		var rows [][]string
		table.Walk(func(n *Node) {
			switch n.Name {
			case "caption":
				found = n.Text() == caption
			case "tr":
				var row []string
				n.Walk(func(c *Node) {
					if c.Name == "td" || c.Name == "th" {
						row = append(row, c.Text())
					}
				})
				rows = append(rows, row)
			}
		})
		if found {
			return rows
		}
	}
	p.t.Fatalf("there is no table %q", caption)
	return nil
}

// HasTable tells whether there is a table with that caption.
func (p *Page) HasTable(caption string) bool {
	for _, c := range p.All("caption") {
		if c.Text() == caption {
			return true
		}
	}
	return false
}

// Row is the table's row whose cells hold the name.
func (p *Page) Row(caption, name string) []string {
	p.t.Helper()
	for _, row := range p.Table(caption) {
		for _, cell := range row {
			if first, _, _ := strings.Cut(cell, " "); cell == name || first == name {
				return row
			}
		}
	}
	p.t.Fatalf("table %q has no row %q", caption, name)
	return nil
}
