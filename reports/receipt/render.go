package receipt

import (
	_ "embed"
	"fmt"
	"io"

	"tongbao/reports/shared"
)

//go:embed page.tmpl
var content string

//go:embed page.css
var style string

var page = shared.Parse(content, style)

// Render writes the page: one HTML file that stands alone. It writes nothing
// where an error is returned.
func Render(w io.Writer, d Data) error {
	v := from(&d)
	f := shared.Frame{
		Title: v.Title + "：" + d.File, Class: "receipt", Content: v,
		Footer: []shared.Fact{{Name: "文件指纹", Text: d.SHA256}},
	}
	if d.Demo {
		f.Title, f.Banner = "【演示数据】"+f.Title, shared.DemoBanner
	}
	if err := page.Write(w, f); err != nil {
		return fmt.Errorf("receipt: %w", err)
	}
	return nil
}
