package filing

import "tongbao/internal/grid"

// AsideMark stands in the first cell of a sheet of the program's own that
// says something about a filing and is none: a template's notes and lists, a
// return workbook's summary. Such a sheet is not refused for want of a table;
// one that somebody writes a table into is read like any other.
const AsideMark = "【本页由 tongbao 生成，不是填报内容】"

// isAside reports whether the first filled row of a sheet marks it.
func isAside(row grid.Row) bool {
	for i := range row.Cells {
		if cell := &row.Cells[i]; cell.Cover == grid.Own && !cell.IsBlank() {
			return fold(cell.Text) == fold(AsideMark)
		}
	}
	return false
}
