package shared

import (
	"html/template"

	"tongbao/internal/chart"
)

// Figure is a chart with its facts in a table right below it. Where there is
// nothing to draw, Absent says why in its place.
type Figure struct {
	Title  string
	Label  string // what the chart shows, for those who do not see it
	Note   string
	Chart  *chart.Chart
	Absent string
	Table  Table
}

// OptionID is the id of the element that holds the chart's option.
func (f Figure) OptionID() string { return f.Chart.ID + "-option" }

// OptionJSON is the option as written into the page: encoding/json has
// escaped what could end the element.
func (f Figure) OptionJSON() template.JS { return template.JS(f.Chart.Option) }
