// Package receipt is the 回执: what became of one file, for the township that
// sent it. It says what was taken, what goes back and why, cell by cell, and
// names the return workbook that lies beside it. It is for that township only
// and quotes what stood in its file.
package receipt

import "tongbao/reports/shared"

// View is what the page shows.
type View struct {
	District string
	Title    string
	File     string
	Facts    []shared.Fact // who sent it, when, under which number
	Verdict  string        // the whole in a sentence
	Tone     string        // good, fair or poor: the colour of the verdict
	Link     *Link         // the return workbook; nil where nothing is wrong
	Refusals []Refusal     // what was not read at all
	Released *Released     // nil unless it was read again with other references
	Sheets   shared.Table
	Kinds    *shared.Table // nil where nothing is wrong
	Findings *shared.Table
	Notes    []string
}

// Link names a file beside the page.
type Link struct {
	Href string // relative
	Text string
	What string // what it is for
}

// Refusal is a sheet, or the file, that was not read, and why.
type Refusal struct {
	What   string
	Reason string
}

// Released tells what reading a file again has changed.
type Released struct {
	Text  string
	Lines []string
}
