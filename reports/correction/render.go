package correction

import (
	_ "embed"
	"fmt"
	"io"

	"tongbao/internal/changes"
	"tongbao/reports/shared"
)

//go:embed page.tmpl
var content string

//go:embed page.css
var style string

var page = shared.Parse(content, style)

// Correction is a new version of a publication and what it changed.
type Correction struct {
	ID       string // of the new version
	Corrects string // id of the version that it replaces
	Title    string // of the report
	Changes  changes.Changes
	Annexes  bool // the report names those too whom its lists have no room for
	Problems bool // and lists problems
}

// Render writes the page: one HTML file that stands alone. It writes nothing
// where an error is returned.
func Render(w io.Writer, d shared.Data, c Correction) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("correction: %w", err)
	}
	v := from(&d, c)
	return page.Write(w, shared.NewFrame(&d, v.District+v.Title, "correction", false, v))
}
