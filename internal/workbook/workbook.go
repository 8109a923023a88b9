// Package workbook writes .xlsx files: the same sheets give the same bytes,
// on every run and machine. It is the only importer of excelize; reading
// workbooks is the business of package sheet.
package workbook

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Sheet is one sheet to be written.
type Sheet struct {
	Name   string
	Hidden bool
	// Rows of values from A1. A value is nil (no cell), a string, an int,
	// int64 or float64, a bool, a civil.Date, a Verbatim, a Formula, or a Cell that holds
	// one of these. Text is always written as text, whatever it begins with:
	// nothing but a Formula becomes a formula.
	Rows [][]any
	// More are further rows below Rows, taken as they are written, so that a
	// long sheet need not be in memory. Their cells' own comments are not
	// written (see Comments); a row may be reused for the next.
	More iter.Seq2[[]any, error]
	// HiddenRows are numbered as a spreadsheet shows them, from 1.
	HiddenRows []int
	// Merges are ranges such as "A1:F1". They must not overlap.
	Merges []string
	// Widths of the columns from A, in characters; 0 leaves the default.
	Widths []float64
	// Heights of rows, numbered from 1, in points; the others have the
	// default.
	Heights map[int]float64
	// Frozen is the number of rows from the top that stay in sight, and
	// FrozenColumns that of columns from the left.
	Frozen, FrozenColumns int
	// Comments are notes on cells, those of More's rows among them.
	Comments []Comment
	// Lists offer choices in cells.
	Lists []List
	// Landscape lies the printed page on its side.
	Landscape bool
	// Form makes the sheet one to be filled in; nil: it is not.
	Form *Form
}

// Cell is a value with its looks.
type Cell struct {
	Value any
	Style Style
	// Comment is shown as a note on the cell.
	Comment string
}

// List is a drop-down list: the cells of Range ("C5:C500") take a value that
// stands in Source, a range of a (usually hidden) sheet such as
// "选项!$A$1:$A$39". An inline list would end at 255 characters. Other values
// are refused by the spreadsheet only where Strict is set.
type List struct {
	Range, Source string
	Strict        bool
	Message       string // shown where Strict refuses; empty: the spreadsheet's own
	Prompt        string // shown beside a cell that is chosen; empty: nothing
}

// MaxRows is how many rows a sheet can hold.
const MaxRows = excelize.TotalRows

// maxText is the most UTF-16 units a cell can hold. excelize would cut what
// is longer without a word.
const maxText = 32767

// ErrTextTooLong is a text that no cell can hold.
var ErrTextTooLong = fmt.Errorf("a cell holds %d characters", maxText)

// Write writes the sheets, in order, as one workbook.
func Write(w io.Writer, sheets []Sheet, with ...Option) (err error) {
	if len(sheets) == 0 {
		return fmt.Errorf("workbook: no sheets")
	}
	f := excelize.NewFile()
	defer func() {
		if closeErr := f.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("workbook: %w", closeErr)
		}
	}()
	if err := describe(f); err != nil {
		return err
	}
	styles := newStyles(f)
	for _, option := range with {
		if err := option(styles); err != nil {
			return err
		}
	}
	for i, s := range sheets {
		// A second sheet of the name would take the first one's place.
		if at, err := f.GetSheetIndex(s.Name); i > 0 && err == nil && at >= 0 {
			return fmt.Errorf("workbook: two sheets named %q", s.Name)
		}
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err != nil {
			return fmt.Errorf("workbook: sheet %q: %w", s.Name, err)
		}
	}
	if err := showFirst(f, sheets); err != nil {
		return err
	}
	for _, s := range sheets {
		if err := writeSheet(f, styles, s); err != nil {
			return fmt.Errorf("workbook: sheet %q: %w", s.Name, err)
		}
	}
	return pack(f, w)
}

// describe fixes the properties that would otherwise name the library and
// a time.
func describe(f *excelize.File) error {
	const fixed = "2020-01-01T00:00:00Z"
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "tongbao", Created: fixed, Modified: fixed}); err != nil {
		return fmt.Errorf("workbook: properties: %w", err)
	}
	return nil
}

// showFirst opens the workbook on its first visible sheet and hides those
// that are to be hidden. A workbook needs one visible sheet. It comes before
// the cells are streamed: excelize would read them all back.
func showFirst(f *excelize.File, sheets []Sheet) error {
	first := -1
	for i, s := range sheets {
		if !s.Hidden {
			first = i
			break
		}
	}
	if first < 0 {
		return fmt.Errorf("workbook: every sheet is hidden")
	}
	f.SetActiveSheet(first)
	for _, s := range sheets {
		if !s.Hidden {
			continue
		}
		if err := f.SetSheetVisible(s.Name, false); err != nil {
			return fmt.Errorf("workbook: hide sheet %q: %w", s.Name, err)
		}
	}
	return nil
}

func writeSheet(f *excelize.File, styles *styles, s Sheet) error {
	if err := annotate(f, s); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := columns(out, styles, &s); err != nil {
		return err
	}
	if s.Frozen > 0 || s.FrozenColumns > 0 {
		if err := out.SetPanes(panes(s.Frozen, s.FrozenColumns)); err != nil {
			return err
		}
	}
	hidden := map[int]bool{}
	for _, n := range s.HiddenRows {
		hidden[n] = true
	}
	n := 0
	for row, err := range s.rows() {
		if err != nil {
			return err
		}
		n++
		values := make([]any, len(row))
		for j, v := range row {
			if values[j], err = styles.cell(v); err != nil {
				return fmt.Errorf("row %d, column %d: %w", n, j+1, err)
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n), values, excelize.RowOpts{Hidden: hidden[n], Height: s.Heights[n]}); err != nil {
			return fmt.Errorf("row %d: %w", n, err)
		}
	}
	for _, m := range s.Merges {
		from, to, ok := strings.Cut(m, ":")
		if !ok {
			return fmt.Errorf("merge %q is not a range", m)
		}
		if err := out.MergeCell(from, to); err != nil {
			return fmt.Errorf("merge %q: %w", m, err)
		}
	}
	return out.Flush()
}

// columns sets widths and the format of open fields. Each call puts its
// column before those set so far, and a file lists them from A on.
func columns(out *excelize.StreamWriter, styles *styles, s *Sheet) error {
	var fields []Field
	if s.Form != nil {
		fields = s.Form.Fields
	}
	for i := max(len(s.Widths), len(fields)) - 1; i >= 0; i-- {
		if i < len(s.Widths) && s.Widths[i] > 0 {
			if err := out.SetColWidth(i+1, i+1, s.Widths[i]); err != nil {
				return err
			}
		}
		if i < len(fields) && fields[i] != Closed {
			id, err := styles.open(fields[i])
			if err != nil {
				return err
			}
			if err := out.SetColStyle(i+1, i+1, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// panes keeps rows from the top and columns from the left in sight.
func panes(rows, columns int) *excelize.Panes {
	active := "bottomRight"
	switch {
	case columns == 0:
		active = "bottomLeft"
	case rows == 0:
		active = "topRight"
	}
	first, _ := excelize.CoordinatesToCellName(columns+1, rows+1) // of numbers above zero
	return &excelize.Panes{Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: first, ActivePane: active}
}

// rows are Rows and More.
func (s *Sheet) rows() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, row := range s.Rows {
			if !yield(row, nil) {
				return
			}
		}
		if s.More != nil {
			s.More(yield)
		}
	}
}

// annotate sets what stands beside a sheet's cells. It comes before the
// cells are streamed: a sheet once flushed cannot be changed.
func annotate(f *excelize.File, s Sheet) error {
	for _, l := range s.Lists {
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(l.Range)
		rule.SetSqrefDropList(l.Source)
		rule.ShowErrorMessage = l.Strict
		if l.Strict && l.Message != "" {
			rule.SetError(excelize.DataValidationErrorStyleStop, refused, l.Message)
		}
		if l.Prompt != "" {
			rule.SetInput("填写提示", l.Prompt)
		}
		if err := f.AddDataValidation(s.Name, rule); err != nil {
			return fmt.Errorf("list %q: %w", l.Range, err)
		}
	}
	if s.Form != nil {
		if err := s.Form.annotate(f, s.Name); err != nil {
			return err
		}
	}
	if s.Landscape {
		side, paper := "landscape", 9 // A4
		if err := f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Orientation: &side, Size: &paper}); err != nil {
			return fmt.Errorf("page layout: %w", err)
		}
	}
	return annotateCells(f, s)
}

// text checks and cleans a string for a cell.
func text(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("text is not valid UTF-8")
	}
	units := 0
	for _, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
	}
	if units > maxText {
		return "", fmt.Errorf("text of %d characters: %w", units, ErrTextTooLong)
	}
	return visible(s), nil
}

// visible replaces control characters, which XML cannot hold, by the
// pictures Unicode has for them, so that they are neither lost nor break the
// file. Tab and line breaks stay.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r':
			return 0x2400 + r
		case r == 0xFFFE || r == 0xFFFF:
			return utf8.RuneError
		}
		return r
	}, s)
}
