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
type memo[K comparable, V any] struct {
	kept map[K]V
	// What the row above says is at hand without a look-up.
	last  K
	value V
	any   bool
}

func (m *memo[K, V]) get(key K, read func() V) V {
	if m.any && m.last == key {
		return m.value
	}
	v, ok := m.kept[key]
	if !ok {
		v = read()
		if m.kept == nil || len(m.kept) >= memoSize {
			m.kept = make(map[K]V)
		}
		m.kept[key] = v
	}
	m.last, m.value, m.any = key, v, true
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

// cellOf reads a cell of the column.
func (r *Reader) cellOf(c *plainColumn, cell *grid.Cell) *reading {
	read := func() *reading {
		value, bad := readCell(c.Column, *cell, r.ctx.ReceivedOn)
		return &reading{value, c.mayBeLeftBlank(bad)}
	}
	if cell.Kind != grid.Text {
		return read()
	}
	return c.kept.get(cell.Text, read)
}

// mayBeLeftBlank adds to what would be right that nothing would be: who writes
// 未公布 or 待定 has no day to give.
func (c *plainColumn) mayBeLeftBlank(bad *Bad) *Bad {
	if bad == nil || bad.Reason != DateUnreadable.Code || c.Required {
		return bad
	}
	return &Bad{Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted + "；还没有日期的留空"}
}

// textOf reads a cell of free text, which seldom comes again but in the row
// below.
func (r *Reader) textOf(c *plainColumn, cell *grid.Cell) (Value, *Bad) {
	if cell.Kind == grid.Text && cell.Text == c.above {
		return c.read.value, c.read.bad
	}
	value, bad := readCell(c.Column, *cell, r.ctx.ReceivedOn)
	if bad == nil && c.Type == Text && !r.table.Reference {
		bad = value.mask()
	}
	if cell.Kind == grid.Text {
		c.above, c.read = cell.Text, reading{value, bad}
	}
	return value, bad
}

// nameOf is nameText of a cell that likely says what the one above says.
func (r *Reader) nameOf(cell grid.Cell) string {
	if cell.Kind != grid.Text {
		return nameText(cell)
	}
	return r.texts.get(cell.Text, func() string { return nameText(cell) })
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

// opening is what can be told of a row by its first filled cell alone.
type opening struct {
	folded  string
	sign    sign
	numbers bool // the row may number the columns
	unit    bool // it may hold nothing but units
}

func (r *Reader) openingOf(text string) *opening {
	return r.openings.get(text, func() *opening {
		folded := fold(text)
		return &opening{folded: folded, sign: signOf(folded), numbers: beginsNumbering(folded), unit: isUnit(folded)}
	})
}

// signOf tells what a folded text at the beginning of a row is a sign of.
func signOf(folded string) sign {
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
}

// foldedHeader is foldHeader of what may be a header again.
func (r *Reader) foldedHeader(text string) string {
	return r.headers.get(text, func() string { return foldHeader(text) })
}

// totals is how a text stands for a sum.
type totals struct{ word, of bool }

func (r *Reader) totalsOf(text string) totals {
	if isASCII(text) {
		return totals{}
	}
	return r.sums.get(text, func() totals {
		folded, _ := dropBracket(fold(text))
		return totals{totalWord.MatchString(folded), totalOf.MatchString(folded)}
	})
}
