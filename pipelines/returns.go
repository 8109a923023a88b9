package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/sheet"
	"tongbao/internal/workbook"
	"tongbao/reports/receipt"
)

// The return workbook, 退回表: the township's own rows, whole, with the cells
// to be corrected marked. It is made to be sent again as it is: under the
// sheet's own headers, each row complete by itself.

// mostComments is how many comments a return workbook has. What is wrong
// stands in words in every row; comments by the hundred thousand would make
// the workbook hard to open.
const mostComments = 10_000

// The program's own columns, left of the rows.
const (
	ownColumns    = 2
	problemsWidth = 48 // of the second, in characters
)

// returns writes the return workbook.
func (a *answer) returns(ctx context.Context, w io.Writer, data *receipt.Data) error {
	book, err := sheet.Open(a.env.Vault.Blob(a.delivery.SHA256), a.env.limits())
	if err != nil {
		return fmt.Errorf("return workbook: %w", err)
	}
	defer book.Close()
	names := sheetNames{}
	summary := names.take("退回说明")
	var pages []*returnedPage
	comments := mostComments
	for _, bad := range []bool{true, false} {
		for _, s := range a.sheets {
			if s.form == nil || s.rows.kept(bad) == 0 {
				continue
			}
			name := s.name
			if name == "" {
				name = s.form.Table.Title
			}
			if !bad {
				name = shortened(name, longestSheetName-len([]rune(noticeSuffix))) + noticeSuffix
			}
			p := &returnedPage{answeredSheet: s, bad: bad, title: names.take(name)}
			if err := p.mark(&comments); err != nil {
				return err
			}
			pages = append(pages, p)
		}
	}
	sheets := []workbook.Sheet{summarySheet(summary, data, pages, comments < 0)}
	for _, p := range pages {
		sheets = append(sheets, p.sheet(ctx, book))
	}
	if err := workbook.Write(w, sheets); err != nil {
		return fmt.Errorf("return workbook: %w", err)
	}
	return nil
}

// noticeSuffix marks the sheets of rows that were taken.
const noticeSuffix = "·提醒"

// returnedPage is one sheet of a return workbook.
type returnedPage struct {
	*answeredSheet
	bad      bool
	title    string
	comments []workbook.Comment
	heights  map[int]float64  // by row
	columns  []*filing.Column // by the form's columns; nil: one that no declaration knows
}

// mark goes through the findings once before the rows are written: columns
// that somebody has to fill in and the sheet lacks are added, and comments
// are made while there are any left.
func (p *returnedPage) mark(left *int) error {
	at := p.headerRow()
	p.heights = map[int]float64{}
	return p.rows.each(p.bad, func(row returnedRow) error {
		at++
		for _, f := range row.Findings {
			for _, code := range p.form.Table.Concerns(f) {
				p.form.Add(code)
			}
		}
		if high := workbook.HeightOf(problems(row.Findings), problemsWidth); high > 0 {
			p.heights[at] = high
		}
		for column, text := range p.perCell(row.Findings) {
			if text == "" {
				continue
			}
			if *left--; *left < 0 {
				continue
			}
			p.comments = append(p.comments, workbook.Comment{Row: at, Column: ownColumns + column + 1, Text: shortened(text, longestComment)})
		}
		return nil
	})
}

// headerRow is where the header stands.
func (p *returnedPage) headerRow() int {
	if p.form.Unit != "" {
		return 2
	}
	return 1
}

// perCell are the words on each of the form's columns.
func (p *returnedPage) perCell(findings []filing.Finding) []string {
	texts := make([]string, len(p.form.Columns))
	for _, f := range findings {
		for _, code := range p.form.Table.Concerns(f) {
			at := p.form.Column(code)
			if at < 0 {
				continue
			}
			if texts[at] != "" {
				texts[at] += "\n"
			}
			texts[at] += p.comment(f)
		}
	}
	return texts
}

// comment is what a cell's comment says of a finding.
func (p *returnedPage) comment(f filing.Finding) string {
	text := f.Message
	switch {
	case !f.Warning:
		text = "错误：" + text
	case p.bad:
		text = "提醒：" + text
	default:
		text = "提醒（本行已收下）：" + text
	}
	if f.Accepted != "" {
		text += "\n怎样改：" + f.Accepted
	}
	if f.Reason == filing.FormulaWithoutValue.Code {
		text += "\n原文：" + f.Text
	}
	return text
}

// sheet is the page as it is written. Its rows are read once more from the
// file that was received.
func (p *returnedPage) sheet(ctx context.Context, book *sheet.Book) workbook.Sheet {
	s := workbook.Sheet{Name: p.title, Frozen: p.headerRow(), Comments: p.comments, Heights: p.heights, More: p.more(ctx, book), Landscape: true}
	if p.form.Unit != "" {
		s.Rows = append(s.Rows, []any{nil, workbook.Cell{Value: filing.UnitNotYuan.Message + "：改为元后删去右边这一格", Style: workbook.Warned}, workbook.Cell{Value: workbook.Verbatim(fitting(p.form.Unit)), Style: workbook.Warned}})
	}
	header := []any{headed(filing.OwnRow), headed(filing.OwnProblems)}
	s.Widths = []float64{12, problemsWidth}
	for _, c := range p.form.Columns {
		header = append(header, headed(c.Header))
		var column *filing.Column
		if i := p.form.Table.Column(c.Code); i >= 0 {
			column = &p.form.Table.Columns[i]
		}
		p.columns = append(p.columns, column)
		s.Widths = append(s.Widths, widthOf(column))
	}
	s.Rows = append(s.Rows, header)
	for i, h := range header {
		if text, ok := h.(workbook.Cell).Value.(workbook.Verbatim); ok {
			high := workbook.HeightOf(string(text), s.Widths[i])
			s.Heights[len(s.Rows)] = max(s.Heights[len(s.Rows)], high)
		}
	}
	return s
}

func headed(text string) workbook.Cell {
	return workbook.Cell{Value: workbook.Verbatim(fitting(text)), Style: workbook.Header}
}

// widthOf is how wide a column is shown, in characters.
func widthOf(c *filing.Column) float64 {
	if c == nil {
		return 12
	}
	switch c.Type {
	case filing.Item, filing.Words:
		return 20
	case filing.Text:
		return 24
	case filing.Bool, filing.Integer:
		return 9
	}
	return 14
}

// errEnough ends the reading behind the last row wanted.
var errEnough = errors.New("enough")

// more gives the rows of the page.
func (p *returnedPage) more(ctx context.Context, book *sheet.Book) func(yield func([]any, error) bool) {
	return func(yield func([]any, error) bool) {
		next, err := p.rows.reader(p.bad)
		var want returnedRow
		if err == nil {
			want, err = next()
		}
		if err == nil {
			err = book.Read(p.number, func(row grid.Row) error {
				if row.Number < want.Number {
					return ctx.Err()
				}
				if row.Number > want.Number {
					return p.lost(want.Number)
				}
				if !yield(p.cells(row, want.Findings), nil) {
					return errEnough
				}
				if want, err = next(); errors.Is(err, io.EOF) {
					return errEnough
				}
				return err
			})
			if err == nil { // the file has ended before its rows have
				err = p.lost(want.Number)
			}
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, fmt.Errorf("return workbook: %w", err))
		}
	}
}

// lost is a row that the file had when it was read first.
func (p *returnedPage) lost(number int) error {
	return fmt.Errorf("row %d of sheet %d is not there any more", number, p.number)
}

// cells are the cells of one row, the program's own in front.
func (p *returnedPage) cells(row grid.Row, findings []filing.Finding) []any {
	styles := make([]workbook.Style, len(p.form.Columns))
	worst := workbook.Warned
	for _, f := range findings {
		style := workbook.Warned
		if !f.Warning {
			style, worst = workbook.Wrong, workbook.Wrong
		}
		for _, code := range p.form.Table.Concerns(f) {
			if at := p.form.Column(code); at >= 0 && styles[at] != workbook.Wrong {
				styles[at] = style
			}
		}
	}
	values := []any{
		workbook.Cell{Value: row.Number, Style: worst},
		workbook.Cell{Value: workbook.Verbatim(problems(findings)), Style: workbook.Wrapped},
	}
	for i, c := range p.form.Cells(row) {
		values = append(values, workbook.Cell{Value: returnedValue(c, p.columns[i]), Style: styles[i]})
	}
	return values
}
