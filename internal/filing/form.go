package filing

import (
	"slices"

	"tongbao/internal/grid"
)

// Form is the table of a sheet as it is sent back to be corrected: one header
// row that is recognised when it comes again, and rows that are complete by
// themselves. What a title, the sheet's name, a merge or the delivery said of
// a row stands in the row.
type Form struct {
	Table   *Table
	Columns []FormColumn
	// Unit is the text that says that amounts are not in 元; it must stand
	// above the header again, or the amounts would be read as 元. Usually empty.
	Unit string

	mergesRun bool
	township  int                    // sheet column of the townships
	village   int                    // form column of a village that the title or the sheet's name gives
	isVillage func(text string) bool // of the delivering township
}

// FormColumn is one column of a form.
type FormColumn struct {
	Header string
	Code   string // of the declared column; empty: one that no declaration knows

	at    int    // column of the sheet, or unmatched
	given string // what every row says where the sheet has no such column
}

// Form returns the form of the sheet read, or nil where no table was
// recognised. townshipName writes a township's code as the township is called.
// It is called after Close.
func (r *Reader) Form(townshipName func(code string) string) *Form {
	if r.layout == nil {
		return nil
	}
	f := &Form{
		Table: r.table, Unit: MaskPersonal(r.unitText), mergesRun: r.ctx.MergesRun, township: unmatched, village: unmatched,
		isVillage: func(text string) bool { return r.isVillage(text, r.home) },
	}
	if c := r.colTownship; c >= 0 {
		f.township = r.at[c]
		if given := r.givenTownship(c, townshipName); given != "" {
			f.Columns = append(f.Columns, FormColumn{Code: r.table.Columns[c].Code, at: unmatched, given: given})
		}
	}
	for c := range r.table.Columns {
		e, ok := r.supplied[c]
		if !ok {
			continue
		}
		if c == r.colVillage {
			f.village = len(f.Columns)
		}
		f.Columns = append(f.Columns, FormColumn{Code: r.table.Columns[c].Code, at: unmatched, given: e.value})
	}
	last := len(r.headings)
	for i := range r.unnamed {
		last = max(last, i+1)
	}
	for i := range last {
		column := FormColumn{at: i}
		if i < len(r.headings) {
			if slices.Contains(r.ownColumns, i) {
				continue
			}
			if c := r.columns[i]; c != unmatched {
				column.Code = r.table.Columns[c].Code
			}
			column.Header = r.headings[i].text
		}
		if column.Header == "" && !r.unnamed[i] {
			continue // between columns
		}
		f.Columns = append(f.Columns, column)
	}
	f.nameColumns(r.namesInUse)
	return f
}

// givenTownship is what the rows say of their township where they have no
// column for it: what the title says, or whose delivery it is.
func (r *Reader) givenTownship(c int, name func(code string) string) string {
	switch {
	case r.at[c] != unmatched || r.table.Columns[c].Constant != "":
		return ""
	case r.homeBad != nil:
		return r.homeTitle.value
	case r.home == "":
		return ""
	}
	return name(r.home)
}

// nameColumns gives every column a header by which it is taken for what it is:
// as the sheet writes it; where that only was clear from two rows, as the
// table does.
func (f *Form) nameColumns(names map[string]int) {
	declared := func(c *FormColumn) string {
		if c.Code == "" {
			return c.Header
		}
		return f.Table.Columns[f.Table.Column(c.Code)].Header
	}
	written := make([]string, len(f.Columns))
	for i := range f.Columns {
		c := &f.Columns[i]
		written[i] = c.Header
		if c.Header == "" {
			c.Header = declared(c)
		}
	}
	for _, i := range f.misread(names) {
		f.Columns[i].Header = declared(&f.Columns[i])
	}
	for range f.Columns { // a header put right may free, or take, another's
		bad := f.misread(names)
		if len(bad) == 0 {
			return
		}
		for _, i := range bad {
			if f.Columns[i].Code == "" {
				f.Columns[i].Header = "未识别的列：" + written[i]
			} else {
				f.Columns[i].Header = f.Columns[i].Code
			}
		}
	}
}

// misread lists the columns whose headers alone would be taken for others.
func (f *Form) misread(names map[string]int) (bad []int) {
	row := grid.Row{Number: 1}
	for _, c := range f.Columns {
		row.Cells = append(row.Cells, grid.Cell{Kind: grid.Text, Text: c.Header})
	}
	l := match(f.Table, names, oneRow(row), 1)
	for i, c := range f.Columns {
		if at := l.columns[i]; at == unmatched && c.Code != "" || at != unmatched && f.Table.Columns[at].Code != c.Code {
			bad = append(bad, i)
		}
	}
	return bad
}

// Column is the position of a declared column, -1 where the form has none.
func (f *Form) Column(code string) int {
	return slices.IndexFunc(f.Columns, func(c FormColumn) bool { return c.Code == code && code != "" })
}

// Cells are the cells of one of the sheet's rows, by the form's columns.
func (f *Form) Cells(row grid.Row) []grid.Cell {
	cells := make([]grid.Cell, len(f.Columns))
	for i, c := range f.Columns {
		switch {
		case c.at != unmatched:
			cells[i] = visibleCell(row, c.at, f.mergesRun)
		case i == f.village && f.township != unmatched && f.isVillage(visibleCell(row, f.township, f.mergesRun).Text):
			// the row's own 镇街 column names the village
		case c.given == "":
		default:
			cells[i] = grid.Cell{Kind: grid.Text, Text: c.given}
		}
		cells[i] = f.masked(&c, cells[i])
	}
	return cells
}

func visibleCell(row grid.Row, i int, mergesRun bool) grid.Cell {
	cell := row.Cell(i)
	if cell.Cover == grid.Across || cell.Cover == grid.Down && !mergesRun {
		return grid.Cell{}
	}
	cell.Cover = grid.Own
	return cell
}

// Add adds a declared column that the sheet lacks, blank and under its own
// header, so that somebody can fill it in.
func (f *Form) Add(code string) {
	if i := f.Table.Column(code); i >= 0 && f.Column(code) < 0 && f.Table.Columns[i].Constant == "" {
		f.Columns = append(f.Columns, FormColumn{Header: f.Table.Columns[i].Header, Code: code, at: unmatched})
	}
}
