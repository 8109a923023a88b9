// Package correction is the 更正说明: what a new version of a publication
// changed, and why. It is made of codes and reference names; a public one
// names townships, and of villages tells how many.
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
}
