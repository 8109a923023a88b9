// Package league is the 排名表: the month's or quarter's standing of the
// townships on one page, and inside the district the league table that ranks
// every village.
package league

import "tongbao/reports/shared"

// View is what the page shows.
type View struct {
	Title     string
	District  string
	Scope     string // what the window holds, and as of when
	Internal  bool
	NoFigures string // why there is nothing to show; everything below is then empty

	Tiles    []Tile
	Points   []string // what to know in a few sentences
	Ranking  shared.Table
	Marks    string // what the marks in the ranking mean
	Lists    []shared.Table
	Status   shared.Figure
	Trend    shared.Figure
	Bands    shared.Table
	BandText string
	Villages *shared.Table // nil in a public report
	Notes    []string

	HandbookNotes []string
	Handbook      []shared.Table
}

// Tile is one figure of the district, large.
type Tile struct {
	Name   string
	Value  string
	Facts  string // numerator and denominator
	Change string // against the previous window
	Tone   string // up, down or empty
}
