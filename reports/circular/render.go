package circular

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"tongbao/reports/shared"
)

//go:embed page.tmpl
var content string

//go:embed page.css
var style string

var page = shared.Parse(content, style)

// Render writes the report: one HTML file that stands alone. It writes
// nothing where an error is returned.
func Render(w io.Writer, d shared.Data) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("circular: %w", err)
	}
	v, err := from(&d)
	if err != nil {
		return fmt.Errorf("circular: %w", err)
	}
	charts := false
	for _, a := range v.Annexes {
		for _, f := range a.Figures {
			charts = charts || f.Chart != nil
		}
	}
	return page.Write(w, shared.NewFrame(&d, v.Issuer+strings.Join(v.TitleParts, ""), "circular", charts, v))
}
