package filing

import "tongbao/internal/grid"

// columnsInUse is what reading a row needs to know of the table's columns,
// settled once for a sheet.
type columnsInUse struct {
	// plain are those that have something to read and are read by themselves.
	plain []plainColumn
	// standing is, by column, the cell that every row has where the sheet has
	// no such column: what the title gives, what a mapping says, or nothing.
	standing []*grid.Cell
	required []int // columns whose cell must not be blank
	// namesInUse are the folded headers of the table, and its columns.
	namesInUse map[string]int
	keys       []keyColumns

	// Columns that rows are read by, -1 where the table has none.
	colTownship, colVillage, colItem, colPeriod, colAmount, colExtended int
	colOccurred, colPublished, colRemoved                               int
}

type plainColumn struct {
	*Column
	index int
	at    int // column of the sheet, or unmatched
	kept  memo[string, *reading]
	above string // of free text: what was read last, "" before
	read  reading
}

// nothing is a cell that is not there.
var nothing grid.Cell

// settleColumns prepares the reading of rows, once the header is known.
func (r *Reader) settleColumns() {
	t := r.table
	u := columnsInUse{
		standing: make([]*grid.Cell, len(t.Columns)), keys: keysOf(t), namesInUse: r.namesOf(t),
		colTownship: t.first(Township), colVillage: t.first(Village), colItem: t.first(Item),
		colPeriod: t.Column("period"), colAmount: t.Column(amountColumn), colExtended: t.Column("extended_to"),
		colOccurred: t.Column("occurred_on"), colPublished: t.Column("published_on"), colRemoved: t.Column("removed_on"),
	}
	for c := range t.Columns {
		column := &t.Columns[c]
		e, supplied := r.supplied[c]
		switch {
		case supplied:
			u.standing[c] = column.translated(&grid.Cell{Kind: grid.Text, Text: e.value})
		case column.Constant != "":
			u.standing[c] = &grid.Cell{Kind: grid.Text, Text: column.Constant}
		default:
			u.standing[c] = &nothing
		}
		if column.Required && !column.BlankOK {
			u.required = append(u.required, c)
		}
		switch column.Type {
		case Township, Village, Item, Period:
			continue
		}
		if r.at[c] != unmatched || supplied || column.Constant != "" {
			u.plain = append(u.plain, plainColumn{Column: column, index: c, at: r.at[c]})
		}
	}
	r.columnsInUse = u
}
