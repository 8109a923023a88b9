package sheet

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"tongbao/internal/grid"
)

// merge is a merged range: columns from 0, rows from 1, all included.
type merge struct {
	left, top, right, bottom int
	anchor                   grid.Cell
}

// readMerges appends the ranges of the <mergeCells> just opened.
func readMerges(x *xmlScanner, merges []merge) ([]merge, error) {
	err := eachChild(x, "mergeCell", func() error {
		first, last, isRange := bytes.Cut(x.attr("ref"), []byte(":"))
		if !isRange {
			last = first
		}
		left, top, err := parseRef(first)
		if err != nil {
			return err
		}
		right, bottom, err := parseRef(last)
		if err != nil {
			return err
		}
		if right < left || bottom < top {
			return fmt.Errorf("not a range: %.40q", x.attr("ref"))
		}
		merges = append(merges, merge{left: left, top: top, right: right, bottom: bottom})
		return nil
	})
	return merges, err
}

// passKept passes the rows kept, with the cells the ranges cover.
func (s *sheetReader) passKept(merges []merge) error {
	slices.SortFunc(merges, func(a, b merge) int {
		return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left), cmp.Compare(a.bottom, b.bottom), cmp.Compare(a.right, b.right))
	})
	merges = slices.Compact(merges)
	var open openMerges
	for i := range s.kept {
		row := &s.kept[i]
		for len(merges) > 0 && merges[0].top <= row.number {
			m := merges[0]
			merges = merges[1:]
			if m.top == row.number {
				m.anchor = row.cell(m.left)
			}
			if err := open.add(m); err != nil {
				return err
			}
		}
		open.closeBefore(row.number)
		width := max(row.width(), open.width())
		if err := s.pass(row, width, func(cells []grid.Cell) { open.cover(row.number, cells) }); err != nil {
			return err
		}
		s.kept[i] = sparseRow{}
	}
	for _, m := range merges {
		if err := open.add(m); err != nil {
			return err
		}
	}
	return nil
}

// cell is the row's cell in a column.
func (r *sparseRow) cell(column int) grid.Cell {
	if i, ok := slices.BinarySearch(r.columns, int32(column)); ok {
		return r.cells[i]
	}
	return grid.Cell{}
}

// openMerges are the ranges that reach a row, from left to right.
type openMerges []merge

// add opens a range, which begins no higher than those added before. Ranges
// must not overlap: which value a cell shows would be anyone's guess.
func (o *openMerges) add(m merge) error {
	o.closeBefore(m.top)
	i, _ := slices.BinarySearchFunc(*o, m.left, func(e merge, left int) int { return cmp.Compare(e.left, left) })
	if i > 0 && (*o)[i-1].right >= m.left || i < len(*o) && (*o)[i].left <= m.right {
		return fmt.Errorf("merged ranges overlap at %s", grid.Address(m.left, m.top))
	}
	*o = slices.Insert(*o, i, m)
	return nil
}

// closeBefore forgets the ranges that end above a row.
func (o *openMerges) closeBefore(row int) {
	*o = slices.DeleteFunc(*o, func(m merge) bool { return m.bottom < row })
}

// width is the number of columns that covered cells with a value need.
func (o openMerges) width() int {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].anchor.Kind != grid.Blank {
			return o[i].right + 1
		}
	}
	return 0
}

// cover copies each range's first cell over the cells of the row it covers,
// as far as the row goes.
func (o openMerges) cover(row int, cells []grid.Cell) {
	for _, m := range o {
		for column := m.left; column <= m.right && column < len(cells); column++ {
			switch {
			case column > m.left:
				cells[column] = m.anchor
				cells[column].Cover = grid.Across
			case row > m.top:
				cells[column] = m.anchor
				cells[column].Cover = grid.Down
			}
		}
	}
}
