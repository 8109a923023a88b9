package filing

import (
	"slices"

	"tongbao/internal/grid"
)

// The headers of the columns that the program itself adds to the rows it
// sends back. What stands in them is not read, kept or reported when the rows
// come again.
const (
	OwnRow      = "原文件行号（不必填写）"
	OwnProblems = "退回问题（不必填写）"
)

// isOwn reports whether a heading is that of an own column.
func (h *heading) isOwn() bool {
	return slices.Contains(h.forms, foldHeader(OwnRow)) || slices.Contains(h.forms, foldHeader(OwnProblems))
}

// own lists the sheet's columns that the program has added.
func (l *layout) own() (columns []int) {
	for i := range l.headings {
		if l.columns[i] == unmatched && l.headings[i].isOwn() {
			columns = append(columns, i)
		}
	}
	return columns
}

// withoutOwn is the row without what stands in own columns.
func (r *Reader) withoutOwn(row grid.Row) grid.Row {
	row.Cells = slices.Clone(row.Cells)
	for _, i := range r.ownColumns {
		if i < len(row.Cells) {
			row.Cells[i] = grid.Cell{}
		}
	}
	return row
}
