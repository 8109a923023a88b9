// Package correction is the 更正说明: what a new version of a publication
// changed, and why. It is made of codes and reference names. A public one
// gives the scores of townships, and of villages tells how many moved; those
// it names stood on the report's lists, or stand there now.
package correction

import "tongbao/reports/shared"

// View is what the page shows.
type View struct {
	Title    string
	District string
	Internal bool
	Lead     string   // what corrects what
	Reasons  []string // what is different in what the figures rest on
	Moved    string   // how many units moved
	Tables   []shared.Table

	// Named is who was taken off or put on the report's lists, in words and
	// one by one.
	Named       []string
	NamedTables []shared.Table
}
