package filing

import (
	"math"
	"strconv"
	"unicode/utf8"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// maxText is how many characters a text may have.
const maxText = 4000

// readCell reads a cell by its column's type. Village, Township and Item
// cells need Names and are read elsewhere; a Period is read by its form only.
//
// A nil Bad and an invalid Value is a blank cell; a Bad with a valid Value is
// a warning, the value stands.
func readCell(c *Column, cell grid.Cell, receivedOn civil.Date) (Value, *Bad) {
	if blank, bad := gate(cell); blank || bad != nil {
		return Value{}, bad
	}
	switch c.Type {
	case Date:
		return readDate(c, cell, receivedOn)
	case Bool:
		return readBool(c, cell)
	case Integer:
		return readInteger(cell)
	case Decimal:
		return readDecimal(cell)
	case Word:
		return readWord(c, cell)
	case Words:
		return readWords(c, cell)
	case Hashes:
		return readHashes(cell)
	case Period:
		p, bad := readPeriod(cell)
		if bad != nil {
			return Value{}, bad
		}
		return Value{Valid: true, Text: p.text}, nil
	case Code:
		return readCode(c, cell)
	default:
		return readText(cell)
	}
}

// gate sorts out the cells that have no value, whatever their column: blank
// ones, error values, and formulas that were never computed.
func gate(cell grid.Cell) (blank bool, bad *Bad) {
	switch cell.Kind {
	case grid.Blank:
		return true, nil
	case grid.Error:
		return false, ErrorValue.Bad()
	case grid.Formula:
		return false, FormulaWithoutValue.Bad()
	case grid.Text:
		if isErrorValue(cell.Text) {
			return false, ErrorValue.Bad()
		}
		return showsNothing(cell.Text), nil
	}
	return false, nil
}

// isErrorValue reports whether a text is an error value written out, as a
// spreadsheet saves it in a CSV file.
func isErrorValue(text string) bool {
	switch text {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!":
		return true
	}
	return false
}

func readText(cell grid.Cell) (Value, *Bad) {
	text := cellText(cell)
	if len(text) > maxText && utf8.RuneCountInString(text) > maxText {
		return Value{}, TextTooLong.Bad()
	}
	return Value{Valid: true, Text: text}, nil
}

// nameText is what a cell of names or codes says. Messages quote it, cut
// short, so personal numbers are masked here: half of one is none any more.
func nameText(cell grid.Cell) string { return MaskPersonal(cellText(cell)) }

// cellText is what a cell says; a code that the spreadsheet keeps as a number
// is written out, never in powers of ten.
func cellText(cell grid.Cell) string {
	if cell.Kind == grid.Number && cell.Number == math.Trunc(cell.Number) && math.Abs(cell.Number) < 1e15 {
		return strconv.FormatFloat(cell.Number, 'f', -1, 64)
	}
	return clean(cell.Text)
}
