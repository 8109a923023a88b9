package shared

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"tongbao/reports/assets"
)

//go:embed layout.tmpl parts.tmpl base.css table.css print.css demo.css charts.js
var files embed.FS

func file(name string) string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the names are those of the embed line above
	}
	return string(b)
}

// Template is a report's page: its own content inside the shared layout.
type Template struct {
	page  *template.Template
	style string
}

// Parse makes a page of a template that defines "content" and a style sheet
// of its own. It panics on a broken template, which is part of the program.
func Parse(content, style string) *Template {
	t := template.Must(template.New("layout").Funcs(template.FuncMap{"prose": prose}).Parse(file("layout.tmpl")))
	template.Must(t.Parse(file("parts.tmpl")))
	template.Must(t.Parse(content))
	return &Template{page: t, style: style}
}

// prose is a sentence that may break between a percentage and the bracket
// with its counts. Browsers keep the two together, which tears justified
// lines apart.
func prose(s string) template.HTML {
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(s), "%（", "%<wbr>（"))
}

// Frame is what stands around a report's content.
type Frame struct {
	Title   string
	Class   string // of the body
	Banner  string // across the top of the page and in the head of every printed page
	Charts  bool   // the page draws charts
	Footer  []Fact
	Content any // what the report's template is given
}

// Fact is a named line of the footer.
type Fact struct{ Name, Text string }

// layout is a Frame with the bytes that its policy allows.
type layout struct {
	Frame
	Policy  string
	Style   template.CSS
	Library template.JS
	Script  template.JS
}

// Write renders the page: one file that asks for no other. The policy allows
// the inline style and scripts by their hashes and nothing else.
func (t *Template) Write(w io.Writer, f Frame) error {
	style := file("base.css") + file("table.css") + file("print.css") + t.style
	if f.Banner != "" {
		style += file("demo.css")
	}
	page := layout{Frame: f, Style: template.CSS(style)}
	scripts := "'none'"
	if f.Charts {
		library, script := assets.ECharts, file("charts.js")
		page.Library, page.Script = template.JS(library), template.JS(script)
		scripts = hash(library) + " " + hash(script)
	}
	page.Policy = fmt.Sprintf("default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'", scripts, hash(style))

	// Whole or not at all: a template that fails half-way must not leave the
	// beginning of a report behind.
	var b strings.Builder
	if err := t.page.Execute(&b, page); err != nil {
		return fmt.Errorf("render %s: %w", f.Title, err)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// hash is a source expression of a content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
