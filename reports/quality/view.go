// Package quality is the 报送质量报告: who sent what and when, what was returned
// and why, and who has sent nothing. It is for the analyst and, a page each,
// for talking to the townships; it quotes what stood in their files and is
// never public.
package quality

import "tongbao/reports/shared"

// View is the page of the district.
type View struct {
	District  string
	Title     string
	Scope     string
	NoFigures string
	Points    []string
	Townships shared.Table
	Reasons   shared.Table
	Trend     shared.Figure
	// Corrections are what rests on the district's own rows.
	Corrected   string
	Corrections shared.Table
}

// TownshipView is the page of one township.
type TownshipView struct {
	District  string
	Title     string
	Scope     string
	Back      string // the district's page, relative
	Points    []string
	Sheets    shared.Table
	Reasons   shared.Table
	Spellings shared.Table
	Lines     []Line
	Months    shared.Table
	// Corrections are what rests on the district's own rows.
	Corrections shared.Table
}

// Line is an alias ready to be pasted into the registry.
type Line struct{ What, Text string }
