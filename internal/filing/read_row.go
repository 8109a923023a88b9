package filing

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// rowReading is one row on its way from cells to values. One serves for all
// the rows of a sheet.
type rowReading struct {
	*Reader
	row      grid.Row
	values   []Value
	failed   []bool // columns with an error or warning
	findings []located
	errors   int
	key      []byte
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
	w := r.startRow(row)
	for i := range r.plain {
		w.plainCell(&r.plain[i])
	}
	township, known := w.township()
	w.village(township, known)
	extra := w.extra()
	ref := w.item()
	if r.colPeriod >= 0 {
		extra = append(extra, w.period(r.colPeriod, ref)...)
	}
	w.rowRules(ref)
	w.personalAsNumber()
	w.key = appendKey(w.key[:0], r.table, r.keys, w.values)
	if w.errors == 0 {
		w.repeated(w.key)
	}
	e := event{row: Row{Number: row.Number, Values: w.values, Extra: extra, Key: string(w.key)}}
	if len(w.findings) == 0 {
		return e
	}
	slices.SortStableFunc(w.findings, func(a, b located) int { return cmp.Compare(a.col, b.col) })
	for _, f := range w.findings {
		e.findings = append(e.findings, f.Finding.masked())
	}
	e.quarantined = w.errors > 0
	return e
}

// startRow clears the reading for a row. The values of a filing's row serve
// again for the next; those of a reference table may be kept.
func (r *Reader) startRow(row grid.Row) *rowReading {
	w := &r.reading
	n := len(r.table.Columns)
	if w.failed == nil {
		*w = rowReading{Reader: r, values: make([]Value, n), failed: make([]bool, n)}
	}
	if r.table.Reference {
		w.values = make([]Value, n)
	}
	clear(w.values)
	clear(w.failed)
	w.row, w.findings, w.errors = row, w.findings[:0], 0
	return w
}

// cell is what a table's column says: what stands in the row, as the table
// would write it, or in the title where that stands for the whole sheet, or
// what a mapping says of every row.
func (w *rowReading) cell(c int) *grid.Cell {
	if i := w.at[c]; i != unmatched {
		return w.table.Columns[c].translated(w.visible(i))
	}
	return w.standing[c]
}

// written is the cell as the clerk wrote it.
func (w *rowReading) written(c int) grid.Cell {
	if i := w.at[c]; i != unmatched {
		return *w.visible(i)
	}
	if e, ok := w.supplied[c]; ok {
		return grid.Cell{Kind: grid.Text, Text: e.value}
	}
	return grid.Cell{}
}

// visible is a cell of the row as far as merges let it be seen: what a merge
// copies to the right is blank, what it copies down counts where merges run.
func (w *rowReading) visible(i int) *grid.Cell {
	if i >= len(w.row.Cells) {
		return &nothing
	}
	cell := &w.row.Cells[i]
	if cell.Cover == grid.Across || cell.Cover == grid.Down && !w.ctx.MergesRun {
		return &nothing
	}
	return cell
}

// blank reports whether a column has nothing to read: an unreadable cell is
// not blank.
func (w *rowReading) blank(c int) bool { return !w.values[c].Valid && !w.failed[c] }

// plainCell reads a cell that can be read by itself.
func (w *rowReading) plainCell(c *plainColumn) {
	cell := w.standing[c.index]
	if c.at != unmatched {
		cell = c.translated(w.visible(c.at))
	}
	if cell.Kind == grid.Blank || c.index == w.colAmount && w.noAmounts {
		return
	}
	var bad *Bad
	value := &w.values[c.index]
	if c.Type == Text || c.Type == Hashes {
		*value, bad = w.textOf(c, cell)
	} else {
		kept := w.cellOf(c, cell)
		*value, bad = kept.value, kept.bad
	}
	if bad != nil {
		w.fail(c.index, bad, c.WarnOnly || value.Valid)
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

// repeated warns of a key that stood in the file before. Of a reference table
// rulebook tells which rows hold on the same day.
func (w *rowReading) repeated(key []byte) {
	if len(key) == 0 || w.table.Reference {
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
	bad := KeyRepeated.Bad("处", where)
	w.add(Finding{
		Row: w.row.Number, Warning: true,
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
		list = append(list, w.kept(i, Named{Header: name, Text: cell.Text}))
	}
	return list
}

// columnLetter is a column's name in a spreadsheet.
func columnLetter(i int) string { return grid.Address(i, 0) }

// item reads the item's cell. The day picks between spells of one item; an
// event item is looked up again by the day it occurred.
func (w *rowReading) item() (ref ItemRef) {
	c := w.colItem
	if c < 0 {
		return ItemRef{}
	}
	cell := *w.cell(c)
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
	if c := w.colVillage; c >= 0 {
		village = w.values[c].Text
	}
	day, byPeriod := w.ctx.ReceivedOn, false
	if c := w.colPeriod; c >= 0 {
		cell := *w.cell(c)
		if blank, bad := gate(cell); !blank && bad == nil {
			if p, bad := w.periodOf(cell); bad == nil {
				day, byPeriod = p.end, true
			}
		}
	}
	var occurred Value
	if c := w.colOccurred; c >= 0 {
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
	cell := *w.cell(c)
	blank, bad := gate(cell)
	exemption := w.colExtended >= 0
	if ref.Frequency == eventFrequency && !exemption {
		if !blank {
			extra = []Named{w.kept(w.at[c], Named{Header: w.headerOf(c), Text: cell.Text})}
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
			bad = PeriodTooShort.Bad("频次", ref.Frequency, "写法", periodForm[ref.Frequency])
		case !exemption && p.months != months:
			bad = PeriodLength.Bad("频次", ref.Frequency, "写法", periodForm[ref.Frequency])
		}
	}
	if bad != nil {
		w.fail(c, bad, false)
		return nil
	}
	w.values[c] = Value{Valid: true, Text: p.text}
	return nil
}

// day is the value of a date column; ok is false where the table has none or
// it is null.
func (w *rowReading) day(c int) (civil.Date, bool) {
	if c < 0 || !w.values[c].Valid {
		return 0, false
	}
	return w.values[c].Day, true
}
