package explain

import "tongbao/reports/shared"

// View is the page.
type View struct {
	Title    string
	District string
	Standing []string
	Parts    shared.Table
	Gains    []string
	Rates    shared.Table
	Below    *shared.Table
	Matters  []Group
	Held     shared.Table
	Rules    shared.Table

	HandbookNotes []string
	Handbook      []shared.Table
}

// Group is the matters of one standing, such as 未公开.
type Group struct {
	Name  string
	Open  bool // shown at once; else behind a line to click
	Table shared.Table
}
