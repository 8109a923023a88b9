package filing

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// rowReading is one row on its way from cells to values.
type rowReading struct {
	*Reader
	row      grid.Row
	values   []Value
	failed   []bool // columns with an error or warning
	findings []located
	errors   int
}

// located is a finding and the column of the sheet it belongs to, which
// orders the findings of a row.
type located struct {
	Finding
	col int
}

// rowLevel orders findings about the row behind those about its cells.
const rowLevel = math.MaxInt

// readRow reads a row of data.
func (r *Reader) readRow(row grid.Row) event {
	n := len(r.table.Columns)
	w := &rowReading{Reader: r, row: row, values: make([]Value, n), failed: make([]bool, n)}
	for _, c := range r.active {
		w.plain(c)
	}
	township, known := w.township()
	w.village(township, known)
	extra := w.extra()
	ref := w.item()
	if c := r.table.Column("period"); c >= 0 {
		extra = append(extra, w.period(c, ref)...)
	}
	w.rowRules(ref)
	e := event{row: Row{Number: row.Number, Values: w.values, Extra: extra, Key: keyOf(r.table, w.values)}}
	if w.errors == 0 {
		w.repeated(e.row.Key)
	}
	slices.SortStableFunc(w.findings, func(a, b located) int { return cmp.Compare(a.col, b.col) })
	for _, f := range w.findings {
		e.findings = append(e.findings, f.Finding)
	}
	e.quarantined = w.errors > 0
	return e
}

// cell is what a table's column says: what stands in the row, as the table
// would write it, or in the title where that stands for the whole sheet, or
// what a mapping says of every row.
func (w *rowReading) cell(c int) grid.Cell {
	cell := w.written(c)
	column := &w.table.Columns[c]
	if cell.Kind == grid.Blank {
		if w.at[c] == unmatched && column.Constant != "" {
			return grid.Cell{Kind: grid.Text, Text: column.Constant}
		}
		return cell
	}
	return column.translated(cell)
}

// written is the cell as the clerk wrote it.
func (w *rowReading) written(c int) grid.Cell {
	if i := w.at[c]; i != unmatched {
		return w.visible(i)
	}
	if e, ok := w.supplied[c]; ok {
		return grid.Cell{Kind: grid.Text, Text: e.value}
	}
	return grid.Cell{}
}

// visible is a cell of the row as far as merges let it be seen: what a merge
// copies to the right is blank, what it copies down counts where merges run.
func (w *rowReading) visible(i int) grid.Cell {
	cell := w.row.Cell(i)
	if cell.Cover == grid.Across || cell.Cover == grid.Down && !w.ctx.MergesRun {
		return grid.Cell{}
	}
	return cell
}

// blank reports whether a column has nothing to read: an unreadable cell is
// not blank.
func (w *rowReading) blank(c int) bool { return !w.values[c].Valid && !w.failed[c] }

// plain reads a cell that can be read by itself.
func (w *rowReading) plain(c int) {
	cell := w.cell(c)
	if cell.Kind == grid.Blank {
		return
	}
	column := &w.table.Columns[c]
	if column.Code == amountColumn && w.noAmounts {
		return
	}
	value, bad := w.cellOf(c, cell)
	w.values[c] = value
	if bad != nil {
		w.fail(c, bad, column.WarnOnly || value.Valid)
	}
}

// fail notes what is wrong with a cell.
func (w *rowReading) fail(c int, bad *Bad, warning bool) {
	f := Finding{
		Row: w.row.Number, Column: w.table.Columns[c].Code, Header: w.headerOf(c), Text: w.written(c).Text,
		Warning: warning, Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
	}
	col := w.at[c]
	if col != unmatched {
		f.Cell = grid.Address(col, w.row.Number)
	} else if e, ok := w.supplied[c]; ok && e.row > 0 {
		f.Cell, f.Text = e.address(), e.text
	}
	w.failed[c] = true
	w.add(f, col)
}

// failRow notes what is wrong with the row.
func (w *rowReading) failRow(bad *Bad) {
	w.add(Finding{Row: w.row.Number, Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted}, rowLevel)
}

func (w *rowReading) add(f Finding, col int) {
	if !f.Warning {
		w.errors++
	}
	w.findings = append(w.findings, located{f, col})
}

// repeated notes a key that stood in the file before: a warning, but an error
// in a reference table, where no later row supersedes.
func (w *rowReading) repeated(key string) {
	if key == "" {
		return
	}
	sheet, row, again := w.ctx.Seen.add(w.table.Code, key, w.ctx.Sheet, w.row.Number)
	if !again {
		return
	}
	where := "第" + strconv.Itoa(row) + "行"
	if sheet != w.ctx.Sheet {
		where = "工作表“" + sheet + "”" + where
	}
	reason := KeyRepeated
	if w.table.Reference {
		reason = KeyTwice
	}
	bad := reason.bad("处", where)
	w.add(Finding{
		Row: w.row.Number, Warning: !w.table.Reference,
		Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
	}, rowLevel)
}

// extra is what stands in columns that no declaration knows.
func (w *rowReading) extra() []Named {
	var list []Named
	for i := range w.row.Cells {
		if i < len(w.columns) && w.columns[i] != unmatched {
			continue
		}
		cell := w.visible(i)
		if cell.IsBlank() {
			continue
		}
		name := ""
		if i < len(w.headings) {
			name = w.headings[i].text
		}
		if name == "" {
			name = columnLetter(i)
			w.unnamed[i] = true
		}
		list = append(list, Named{Header: name, Text: cell.Text})
	}
	return list
}

// columnLetter is a column's name in a spreadsheet.
func columnLetter(i int) string { return grid.Address(i, 0) }

// item reads the item's cell. The day picks between spells of one item; an
// event item is looked up again by the day it occurred.
func (w *rowReading) item() (ref ItemRef) {
	c := w.table.first(Item)
	if c < 0 {
		return ItemRef{}
	}
	cell := w.cell(c)
	blank, bad := gate(cell)
	if blank {
		return ItemRef{}
	}
	if bad == nil {
		ref, bad = w.findItem(nameText(cell))
	}
	if bad != nil {
		w.fail(c, bad, w.table.Columns[c].WarnOnly)
		return ItemRef{}
	}
	w.values[c] = Value{Valid: true, Text: ref.Code}
	return ref
}

func (w *rowReading) findItem(text string) (ItemRef, *Bad) {
	village := ""
	if c := w.table.first(Village); c >= 0 {
		village = w.values[c].Text
	}
	day, byPeriod := w.ctx.ReceivedOn, false
	if c := w.table.Column("period"); c >= 0 {
		if blank, bad := gate(w.cell(c)); !blank && bad == nil {
			if p, bad := w.periodOf(w.cell(c)); bad == nil {
				day, byPeriod = p.end, true
			}
		}
	}
	var occurred Value
	if c := w.table.Column("occurred_on"); c >= 0 {
		occurred = w.values[c]
	}
	if occurred.Valid && !byPeriod {
		day = occurred.Day
	}
	ref, bad := w.ctx.Names.Item(text, village, day)
	if occurred.Valid && byPeriod && (bad != nil || ref.Frequency == eventFrequency) {
		if event, badEvent := w.ctx.Names.Item(text, village, occurred.Day); badEvent == nil && event.Frequency == eventFrequency {
			return event, nil
		}
	}
	return ref, bad
}

// period reads the period's cell against the item's frequency. An event has
// none: what stands there is kept beside the row.
func (w *rowReading) period(c int, ref ItemRef) (extra []Named) {
	cell := w.cell(c)
	blank, bad := gate(cell)
	exemption := w.table.Column("extended_to") >= 0
	if ref.Frequency == eventFrequency && !exemption {
		if !blank {
			extra = []Named{{Header: w.headerOf(c), Text: cell.Text}}
		}
		return extra
	}
	if blank {
		return nil
	}
	var p period
	if bad == nil {
		p, bad = w.periodOf(cell)
	}
	if months := frequencyMonths[ref.Frequency]; bad == nil && months > 0 {
		switch {
		case exemption && p.months < months:
			bad = PeriodTooShort.bad("频次", ref.Frequency, "写法", periodForm[ref.Frequency])
		case !exemption && p.months != months:
			bad = PeriodLength.bad("频次", ref.Frequency, "写法", periodForm[ref.Frequency])
		}
	}
	if bad != nil {
		w.fail(c, bad, false)
		return nil
	}
	w.values[c] = Value{Valid: true, Text: p.text}
	return nil
}

// day is the value of a date column, by its code; ok is false where the
// table has none or it is null.
func (w *rowReading) day(code string) (civil.Date, bool) {
	c := w.table.Column(code)
	if c < 0 || !w.values[c].Valid {
		return 0, false
	}
	return w.values[c].Day, true
}
