package filing

import (
	"bytes"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
)

// Seen remembers the keys of one file across its sheets, so that one written
// twice is noticed.
type Seen struct {
	// Rows of one village mostly stand together: keys that begin alike lie in
	// a small map of their own, which stays in a processor's cache while one
	// of a million keys would not.
	parts  map[keyPart]map[keyID]place
	last   keyPart
	keys   map[keyID]place // of last
	seeds  [2]maphash.Seed
	sheets []string
}

// keyPart are the keys of a table that begin with the same value.
type keyPart struct{ table, first string }

// keyID stands for a key: two seeded hashes of 64 bits, which no file can be
// written to bring together. A file may have millions.
type keyID [2]uint64

type place struct{ sheet, row int32 }

// NewSeen is a file of which nothing has been read.
func NewSeen() *Seen {
	return &Seen{parts: map[keyPart]map[keyID]place{}, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// add notes a key and returns where it stood before.
func (s *Seen) add(table string, key []byte, sheet string, row int) (sheetBefore string, rowBefore int, again bool) {
	if len(s.sheets) == 0 || s.sheets[len(s.sheets)-1] != sheet {
		s.sheets = append(s.sheets, sheet)
	}
	s.turnTo(table, key)
	id := keyID{maphash.Bytes(s.seeds[0], key), maphash.Bytes(s.seeds[1], key)}
	before, again := s.keys[id]
	s.keys[id] = place{int32(len(s.sheets) - 1), int32(row)}
	if !again {
		return "", 0, false
	}
	return s.sheets[before.sheet], int(before.row), true
}

// turnTo finds the part that a key belongs to.
func (s *Seen) turnTo(table string, key []byte) {
	first, _, _ := bytes.Cut(key, []byte("|"))
	if s.keys != nil && s.last.first == string(first) && s.last.table == table {
		return
	}
	s.last = keyPart{table, string(first)}
	s.keys = s.parts[s.last]
	if s.keys == nil {
		s.keys = map[keyID]place{}
		s.parts[s.last] = s.keys
	}
}

// keyColumns is a Key by positions of columns.
type keyColumns struct {
	when    int // -1: always
	columns []int
	numbers []int // of them, those that hold an office's own numbers
}

func keysOf(t *Table) []keyColumns {
	keys := make([]keyColumns, len(t.Keys))
	for i, k := range t.Keys {
		keys[i].when = t.Column(k.When)
		for _, code := range k.Columns {
			keys[i].columns = append(keys[i].columns, t.Column(code))
			if strings.HasSuffix(code, "_no") {
				keys[i].numbers = append(keys[i].numbers, t.Column(code))
			}
		}
	}
	return keys
}

// appendKey appends the row's key: the values of the first key of the table
// that can be used, joined so that no two keys read alike.
func appendKey(b []byte, t *Table, keys []keyColumns, values []Value) []byte {
	for _, k := range keys {
		if k.when >= 0 && !values[k.when].Valid {
			continue
		}
		for i, c := range k.columns {
			if i > 0 {
				b = append(b, '|')
			}
			start := len(b)
			b = values[c].appendCanonical(b, t.Columns[c].Type)
			if slices.ContainsFunc(b[start:], func(c byte) bool { return c == '\\' || c == '|' }) {
				b = append(b[:start], escapeKey.Replace(string(b[start:]))...)
			}
		}
		return b
	}
	return b
}

var escapeKey = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// appendCanonical appends the value as text; null is nothing.
func (v *Value) appendCanonical(b []byte, t Type) []byte {
	switch {
	case !v.Valid:
		return b
	case t == Date:
		return append(b, v.Day.String()...)
	case t == Bool:
		return strconv.AppendBool(b, v.Bool)
	case t == Integer, t == Decimal:
		return strconv.AppendInt(b, v.Int, 10)
	}
	return append(b, v.Text...)
}
