// Package grid is what a reader of spreadsheets hands over and a reader of
// filings takes in: rows of cells, with nothing interpreted yet.
package grid

import (
	"strings"
	"unicode"
)

// Kind says what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Blank   Kind = iota // nothing, or an empty string
	Text                // a string; every CSV field that is not empty
	Number              // a number without a date format
	Date                // a number with a date format: read Number, never a display text
	Bool                // TRUE or FALSE; Text is "TRUE" or "FALSE"
	Error               // #N/A, #REF! …; Text is that
	Formula             // a formula without a cached value; Text is "=" and the formula
)

// Cover says whether a cell's value is its own or that of a merged range.
type Cover uint8

// A cell of a merged range, other than its first, carries a copy of the
// first cell's value and where it lies from there.
const (
	Own    Cover = iota // not covered by a merged range, or its first cell
	Down                // covered, in the column of the range's first cell
	Across              // covered, in another column
)

// Cell is one cell as the file has it.
type Cell struct {
	Kind  Kind
	Cover Cover
	// Epoch1904 is set on a Date of a workbook that counts from 1904.
	Epoch1904 bool
	// Text as it stood: a string as stored, a number in its shortest form, a
	// date as ISO where it can be decoded, otherwise the raw serial.
	Text string
	// Number is the value of a Number, or the raw serial of a Date.
	Number float64
}

// IsBlank reports whether the cell shows nothing: no value, or white space
// only (ideographic space included).
func (c Cell) IsBlank() bool {
	return c.Kind == Blank || c.Kind == Text && strings.IndexFunc(c.Text, isShown) < 0
}

func isShown(r rune) bool { return !unicode.IsSpace(r) }

// Row is one row of a sheet, or one record of a CSV file.
type Row struct {
	// Number is the row as a spreadsheet shows it, from 1: blank lines
	// count, a quoted multi-line record is one row.
	Number int
	Hidden bool
	// Cells by column, from 0. Blank cells at the end may be missing.
	Cells []Cell
}

// IsBlank reports whether no cell of the row shows anything.
func (r Row) IsBlank() bool {
	for _, c := range r.Cells {
		if !c.IsBlank() {
			return false
		}
	}
	return true
}

// Cell returns the cell in the given column, blank where the row ends before it.
func (r Row) Cell(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// Address is a cell's name in a spreadsheet: column 1, row 7 is "B7".
func Address(column, row int) string {
	var name []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = append([]byte{byte('A' + (n-1)%26)}, name...)
	}
	digits := []byte{}
	for n := row; n > 0; n /= 10 {
		digits = append([]byte{byte('0' + n%10)}, digits...)
	}
	return string(name) + string(digits)
}
