package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"tongbao/internal/grid"
)

// maxRecord bounds one record, in bytes: a quotation mark that is never
// closed must not draw the rest of a long file into memory.
const maxRecord = 16 << 20

// recordReader splits UTF-8 text into records as spreadsheets do: a quoted
// field may hold separators, line ends and doubled quotes; a quote elsewhere
// stands for itself; text behind a closing quote belongs to the field.
type recordReader struct {
	src       io.Reader
	srcErr    error
	buf       []byte
	r, w      int
	separator byte
	row       int // the record returned last, from 1

	text  []byte // of the record's fields, one after another
	ends  []int  // of each field in text
	start int    // of the field being read

	unused []grid.Cell
}

func newRecordReader(src io.Reader, separator byte) *recordReader {
	return &recordReader{src: src, separator: separator, buf: make([]byte, 64<<10)}
}

// peek returns the next byte without taking it; ok is false at the end.
func (c *recordReader) peek() (b byte, ok bool) {
	for c.r == c.w {
		if c.srcErr != nil {
			return 0, false
		}
		c.r = 0
		c.w, c.srcErr = c.src.Read(c.buf)
	}
	return c.buf[c.r], true
}

func (c *recordReader) atEnd() bool {
	_, ok := c.peek()
	return !ok
}

// next returns the fields of the next record, none for an empty line; io.EOF
// behind the last.
func (c *recordReader) next() ([]grid.Cell, error) {
	if c.atEnd() {
		return nil, c.srcErr
	}
	c.row++
	if cells, ok := c.plainRecord(); ok {
		return cells, nil
	}
	c.text, c.ends, c.start = c.text[:0], c.ends[:0], 0
	for {
		more, err := c.field()
		if err != nil {
			return nil, err
		}
		if len(c.ends) > maxColumns {
			return nil, tooLarge(fmt.Sprintf("第 %d 行超过 %d 列", c.row, maxColumns), fmt.Errorf("row %d is too wide", c.row))
		}
		if !more {
			if c.endsText() {
				return nil, c.srcErr
			}
			return c.cells(), nil
		}
	}
}

// plainRecord returns the fields of a record without quotes that is all in the
// buffer, as nearly every one is; ok is false for any other.
func (c *recordReader) plainRecord() (cells []grid.Cell, ok bool) {
	length := bytes.IndexByte(c.buf[c.r:c.w], '\n')
	if length < 0 {
		return nil, false
	}
	line := bytes.TrimSuffix(c.buf[c.r:c.r+length], []byte{'\r'})
	fields := bytes.Count(line, []byte{c.separator}) + 1
	if bytes.IndexByte(line, '"') >= 0 || bytes.IndexByte(line, '\r') >= 0 || bytes.HasSuffix(line, []byte{endMark}) || fields > maxColumns {
		return nil, false
	}
	c.r += length + 1
	if len(line) == 0 {
		return nil, true
	}
	rest, cells := string(line), c.takeCells(fields)
	for i := range cells {
		field := rest
		if end := strings.IndexByte(rest, c.separator); end >= 0 {
			field, rest = rest[:end], rest[end+1:]
		}
		if field != "" {
			cells[i].Kind, cells[i].Text = grid.Text, field
		}
	}
	return cells, true
}

// endMark is Ctrl-Z, with which programs of the time of DOS end a text.
const endMark = '\x1a'

// endsText takes the marks that end the text off its last record, and reports
// whether that held nothing else.
func (c *recordReader) endsText() bool {
	n := len(c.text)
	if n == 0 || c.text[n-1] != endMark || !c.atEnd() {
		return false
	}
	last, from := len(c.ends)-1, 0
	if last > 0 {
		from = c.ends[last-1]
	}
	for n > from && c.text[n-1] == endMark {
		n--
	}
	c.text, c.ends[last] = c.text[:n], n
	return last == 0 && n == 0
}

// cells makes cells of the fields, their texts cut from one string.
func (c *recordReader) cells() []grid.Cell {
	if len(c.ends) == 1 && c.ends[0] == 0 {
		return nil
	}
	all, cells, start := string(c.text), c.takeCells(len(c.ends)), 0
	for i, end := range c.ends {
		if end > start {
			cells[i] = grid.Cell{Kind: grid.Text, Text: all[start:end]}
		}
		start = end
	}
	return cells
}

// takeCells cuts blank cells from a piece that serves many rows.
func (c *recordReader) takeCells(n int) []grid.Cell {
	const many = 512
	if len(c.unused) < n {
		c.unused = make([]grid.Cell, max(n, many))
	}
	cells := c.unused[:n:n]
	c.unused = c.unused[n:]
	return cells
}

// field reads one field and what ends it; more is false where that is the end
// of the record.
func (c *recordReader) field() (more bool, err error) {
	if b, ok := c.peek(); ok && b == '"' {
		c.r++
		if err := c.quoted(); err != nil {
			return false, err
		}
	}
	for {
		switch _, ok := c.peek(); {
		case !ok && !errors.Is(c.srcErr, io.EOF):
			return false, c.srcErr
		case !ok:
			c.ends = append(c.ends, len(c.text))
			return false, nil
		}
		rest := c.buf[c.r:c.w]
		n := c.plain(rest)
		c.r += n
		if c.text = append(c.text, rest[:n]...); len(c.text) > maxRecord {
			return false, tooLarge(fmt.Sprintf("第 %d 行过长", c.row), fmt.Errorf("row %d is over %d bytes", c.row, maxRecord))
		}
		if n == len(rest) {
			continue
		}
		c.r++
		c.ends = append(c.ends, len(c.text))
		if rest[n] == '\r' {
			if b, ok := c.peek(); ok && b == '\n' {
				c.r++
			}
		}
		return rest[n] == c.separator, nil
	}
}

// plain counts the bytes that end no field.
func (c *recordReader) plain(p []byte) int {
	for i, b := range p {
		if b == c.separator || b == '\n' || b == '\r' {
			return i
		}
	}
	return len(p)
}

// quoted reads up to the closing quote.
func (c *recordReader) quoted() error {
	for {
		b, ok := c.peek()
		if !ok && !errors.Is(c.srcErr, io.EOF) {
			return c.srcErr
		}
		if !ok || len(c.text) > maxRecord {
			return refuse(unclosedQuote, fmt.Errorf("quote opened in row %d is not closed", c.row), "行", fmt.Sprint(c.row))
		}
		c.r++
		if b == '"' {
			if b, ok := c.peek(); !ok || b != '"' {
				return nil
			}
			c.r++
		}
		c.text = append(c.text, b)
	}
}
