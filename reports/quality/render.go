package quality

import (
	_ "embed"
	"fmt"
	"io"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

//go:embed page.tmpl
var districtContent string

//go:embed township.tmpl
var townshipContent string

//go:embed page.css
var style string

var (
	districtPage = shared.Parse(districtContent, style)
	townshipPage = shared.Parse(townshipContent, style)
)

// Render writes the district's page. It writes nothing where an error is
// returned; there is no such page for the public.
func Render(w io.Writer, d shared.Data) error {
	if err := check(&d); err != nil {
		return err
	}
	v, err := from(&d)
	if err != nil {
		return fmt.Errorf("quality: %w", err)
	}
	return districtPage.Write(w, shared.NewFrame(&d, v.Title, "quality", v.Trend.Chart != nil, v))
}

func check(d *shared.Data) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("quality: %w", err)
	}
	if d.IsPublic() {
		return fmt.Errorf("quality: the report quotes filings and is not for the public")
	}
	return nil
}

// Page is the page of one township, beside the district's.
type Page struct {
	Name   string // relative to the district's page
	Render func(io.Writer, shared.Data) error
}

// Pages are the townships' pages, by code.
func Pages(d shared.Data) []Page {
	var pages []Page
	for i := range d.Intake.Townships {
		t := d.Intake.Townships[i]
		pages = append(pages, Page{Name: pageOf(&d, &t), Render: func(w io.Writer, d shared.Data) error {
			if err := check(&d); err != nil {
				return err
			}
			v := fromTownship(&d, &t)
			return townshipPage.Write(w, shared.NewFrame(&d, v.Title, "quality", false, v))
		}})
	}
	return pages
}

// pageOf is where a township's page lies: named by its code, since a name may
// hold what a file system does not take.
func pageOf(d *shared.Data, t *mart.Received) string {
	code := t.TownshipCode
	if code == "" {
		code = "district"
	}
	return fmt.Sprintf("quality-%s/%s.html", d.Build.Window, code)
}
