// Package explain is the page that takes a unit's score apart, for internal
// eyes: what each indicator is made of, each matter with its reason and the
// row it rests on, and the rules applied.
package explain

import (
	_ "embed"
	"fmt"
	"io"

	"tongbao/internal/explain"
	"tongbao/reports/shared"
)

//go:embed page.tmpl
var content string

//go:embed page.css
var style string

var page = shared.Parse(content, style)

// Render writes the page: one HTML file that stands alone.
func Render(w io.Writer, d shared.Data, x explain.Explanation) error {
	if x.BuildID != d.Build.BuildID || x.Name == "" {
		return fmt.Errorf("explain: an explanation of build %q on a page of %q", x.BuildID, d.Build.BuildID)
	}
	v := from(&d, &x)
	return page.Write(w, shared.NewFrame(&d, v.Title, "explain", false, v))
}
