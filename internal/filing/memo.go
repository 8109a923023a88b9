package filing

import (
	"strings"

	"tongbao/internal/grid"
)

// A large file says the same few things over and over: the same days, words
// and names. What a text was read as is therefore kept, so that reading it
// again is a look-up.

// memoSize bounds a memo; a full one starts anew.
const memoSize = 1 << 14

// memo keeps what was made of a key.
type memo[K comparable, V any] struct{ kept map[K]V }

func (m *memo[K, V]) get(key K, read func() V) V {
	if v, ok := m.kept[key]; ok {
		return v
	}
	v := read()
	if m.kept == nil || len(m.kept) >= memoSize {
		m.kept = make(map[K]V)
	}
	m.kept[key] = v
	return v
}

// reading is what a cell was read as.
type reading struct {
	value Value
	bad   *Bad
}

// named is what a name was read as.
type named struct {
	code string
	bad  *Bad
}

// cellOf reads a cell of the column. Free text, which seldom comes again, is
// not kept.
func (r *Reader) cellOf(c int, cell grid.Cell) (Value, *Bad) {
	column := &r.table.Columns[c]
	if cell.Kind != grid.Text || column.Type == Text || column.Type == Hashes {
		return readCell(column, cell, r.ctx.ReceivedOn)
	}
	if r.cells == nil {
		r.cells = make([]memo[string, reading], len(r.table.Columns))
	}
	got := r.cells[c].get(cell.Text, func() (got reading) {
		got.value, got.bad = readCell(column, cell, r.ctx.ReceivedOn)
		return got
	})
	return got.value, got.bad
}

// villageOf finds a village by name.
func (r *Reader) villageOf(text, township string) (string, *Bad) {
	got := r.villages.get([2]string{text, township}, func() (got named) {
		got.code, got.bad = r.ctx.Names.Village(text, township)
		return got
	})
	return got.code, got.bad
}

// townshipOf finds a township by name.
func (r *Reader) townshipOf(text string) (string, *Bad) {
	got := r.townships.get(text, func() (got named) {
		got.code, got.bad = r.ctx.Names.Township(text, r.ctx.Deliverer)
		return got
	})
	return got.code, got.bad
}

// periodOf reads a period by its form.
func (r *Reader) periodOf(cell grid.Cell) (period, *Bad) {
	if cell.Kind != grid.Text {
		return readPeriod(cell)
	}
	got := r.periods.get(cell.Text, func() (got periodReading) {
		got.period, got.bad = readPeriod(cell)
		return got
	})
	return got.period, got.bad
}

type periodReading struct {
	period period
	bad    *Bad
}

// sign is what the first filled cell of a row says by itself.
type sign uint8

const (
	signNone    sign = iota // nothing: the row is data unless its other cells say otherwise
	signLayout              // 续表, 以下空白, a page's footer
	signExample             // 例：
	signNote                // a note, a signature, an annex
)

// signOf tells what a text at the beginning of a row is a sign of.
func (r *Reader) signOf(text string) sign {
	return r.signs.get(text, func() sign {
		folded := fold(text)
		bare := strings.TrimSuffix(strings.TrimPrefix(folded, "("), ")") // （单位：万元）
		switch {
		case carriedOn.MatchString(folded), endMark.MatchString(folded), pageFooter.MatchString(folded):
			return signLayout
		case exampleRow.MatchString(folded):
			return signExample
		case isNote(folded), isNote(bare), annex.MatchString(folded):
			return signNote
		}
		return signNone
	})
}

// totals is how a text stands for a sum.
type totals struct{ word, of bool }

func (r *Reader) totalsOf(text string) totals {
	return r.sums.get(text, func() totals {
		folded, _ := dropBracket(fold(text))
		return totals{totalWord.MatchString(folded), totalOf.MatchString(folded)}
	})
}
