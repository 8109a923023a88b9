package sheet

import (
	"errors"
	"fmt"

	"tongbao/internal/grid"
)

// The size of a worksheet.
const (
	maxColumns = 16384
	maxRows    = 1048576
)

// maxCells bounds the cells of all rows passed, blank ones between others
// included: a short file can name the last column of every row.
const maxCells = 1 << 26

// sheetReader reads one worksheet in one pass.
type sheetReader struct {
	x     *xmlScanner
	book  *workbook
	yield func(grid.Row) error
	keep  bool // keep the rows until the merged ranges are known

	row   sparseRow // being read
	text  []byte    // of the row's cells that have no shared string
	spans []span    // each cell's part of text
	value []byte    // of the cell being read
	kept  []sparseRow
	cells int // passed so far
}

// sparseRow is a row with its cells that are not blank, in ascending order.
type sparseRow struct {
	number  int
	hidden  bool
	columns []int32
	cells   []grid.Cell
}

type span struct{ start, end int }

// width is the number of columns up to the last cell.
func (r *sparseRow) width() int {
	if len(r.columns) == 0 {
		return 0
	}
	return int(r.columns[len(r.columns)-1]) + 1
}

func (s *sheetReader) read() error {
	if err := s.x.root("worksheet"); err != nil {
		return err
	}
	var merges []merge
	data := 0
	for {
		more, err := s.x.child()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		switch {
		case s.x.is("sheetData"):
			data++
			err = s.readRows()
		case s.x.is("mergeCells"):
			merges, err = readMerges(s.x, merges)
		default:
			err = s.x.skip()
		}
		if err != nil {
			return err
		}
	}
	if data != 1 {
		return fmt.Errorf("%d sheetData elements", data)
	}
	if !s.keep {
		return nil
	}
	return s.passKept(merges)
}

func (s *sheetReader) readRows() error {
	for {
		more, err := s.x.child()
		if err != nil || !more {
			return err
		}
		if !s.x.is("row") {
			return fmt.Errorf("<%.40s> among the rows", s.x.local)
		}
		if err := s.readRow(); err != nil {
			return fmt.Errorf("row %d: %w", s.row.number, err)
		}
	}
}

func (s *sheetReader) readRow() error {
	number := s.row.number + 1
	if r := s.x.attr("r"); r != nil {
		n, err := index(r)
		if err != nil || n < number {
			return fmt.Errorf("followed by row %.20q", r)
		}
		number = n
	}
	if number > maxRows {
		return fmt.Errorf("followed by row %d, beyond the last", number)
	}
	hidden, ok := truth(s.x.attr("hidden"))
	if !ok {
		return errors.New("attribute hidden is neither true nor false")
	}
	s.row = sparseRow{number: number, hidden: hidden, columns: s.row.columns[:0], cells: s.row.cells[:0]}
	s.text, s.spans = s.text[:0], s.spans[:0]
	next := 0
	for {
		more, err := s.x.child()
		switch {
		case err != nil:
			return err
		case !more:
			return s.endRow()
		case s.x.is("c"):
			next, err = s.readCell(next)
		case s.x.is("extLst"):
			err = s.x.skip()
		default:
			err = fmt.Errorf("<%.40s> among the cells", s.x.local)
		}
		if err != nil {
			return err
		}
	}
}

// endRow gives the row's cells their texts, cut from one string.
func (s *sheetReader) endRow() error {
	text := string(s.text)
	for i, part := range s.spans {
		if part.start < part.end {
			s.row.cells[i].Text = text[part.start:part.end]
		}
	}
	if s.keep {
		row := s.row
		row.columns = append([]int32(nil), row.columns...)
		row.cells = append([]grid.Cell(nil), row.cells...)
		s.kept = append(s.kept, row)
		return nil
	}
	return s.pass(&s.row, s.row.width(), nil)
}

// pass hands a row over, width columns wide, covered as cover says.
func (s *sheetReader) pass(row *sparseRow, width int, cover func([]grid.Cell)) error {
	if s.cells += width; s.cells > maxCells {
		return tooLarge("单元格过多", fmt.Errorf("more than %d cells", maxCells))
	}
	out := grid.Row{Number: row.number, Hidden: row.hidden}
	if width > 0 {
		out.Cells = make([]grid.Cell, width)
	}
	for i, column := range row.columns {
		out.Cells[column] = row.cells[i]
	}
	if cover != nil {
		cover(out.Cells)
	}
	return s.yield(out)
}
