package pipelines

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/workbook"
)

const (
	// longestCell is how many UTF-16 units of a text are returned in a cell,
	// which holds 32,767; longestComment how many characters a comment has.
	longestCell    = 32_000
	longestComment = 1_000
	// longestSheetName is what spreadsheets allow.
	longestSheetName = 31
	// shownWhole is the first number that a spreadsheet would show in powers
	// of ten.
	shownWhole = 1e11
)

// firstExactDay is the first day that all spreadsheets number alike.
var firstExactDay = civil.MustOf(1900, 3, 1)

// returnedValue is a cell as its clerk will know it again: text as text,
// numbers as numbers, days as days. Only personal numbers are masked.
func returnedValue(c grid.Cell, column *filing.Column) any {
	switch c.Kind {
	case grid.Number:
		// A code, or a number in a text, is text: it shall be seen whole.
		if c.Number == math.Trunc(c.Number) && math.Abs(c.Number) >= shownWhole && math.Abs(c.Number) < 1e15 || filing.MaskPersonal(c.Text) != c.Text {
			return returnedText(strconv.FormatFloat(c.Number, 'f', -1, 64), column)
		}
		return c.Number
	case grid.Date:
		day, ok := civil.DayOfSerial(c.Number, c.Epoch1904)
		if ok && c.Number == math.Trunc(c.Number) && day >= firstExactDay {
			return day
		}
	case grid.Bool:
		return c.Text == "TRUE"
	case grid.Error, grid.Formula:
		// Written as text a formula could be read as one; as an error value it
		// stays the error it is, until somebody corrects it.
		if column != nil {
			return workbook.Verbatim("#N/A")
		}
	}
	return returnedText(c.Text, column)
}

func returnedText(text string, column *filing.Column) workbook.Verbatim {
	if column == nil || column.Type != filing.Hashes {
		text = filing.MaskPersonal(text)
	}
	return workbook.Verbatim(fitting(text))
}

// fitting cuts a text that no cell can hold, and says so.
func fitting(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= longestCell {
		return text
	}
	units := 0
	for i, r := range text {
		units += utf16.RuneLen(r)
		if units > longestCell {
			return text[:i] + fmt.Sprintf("……（原文共%d字，一格放不下，以下从略）", utf8.RuneCountInString(text))
		}
	}
	return text
}

// shortened cuts a text to so many characters.
func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// sheetNames are the names of the sheets of one workbook.
type sheetNames map[string]bool

// take makes a name that a sheet can have, and that no other has.
func (names sheetNames) take(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || unicode.IsControl(r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, "' ")
	for len(utf16.Encode([]rune(name))) > longestSheetName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if name == "" {
		name = "表"
	}
	taken := name
	for n := 2; names[strings.ToLower(taken)]; n++ {
		suffix := fmt.Sprintf("(%d)", n)
		taken = name
		for len(utf16.Encode([]rune(taken)))+len(suffix) > longestSheetName {
			_, size := utf8.DecodeLastRuneInString(taken)
			taken = taken[:len(taken)-size]
		}
		taken += suffix
	}
	names[strings.ToLower(taken)] = true
	return taken
}
