package filing

import (
	"hash/maphash"
	"strconv"
	"strings"
)

// Seen remembers the keys of one file across its sheets, so that one written
// twice is noticed.
type Seen struct {
	places map[[2]uint64]place
	seeds  [2]maphash.Seed
	sheets []string
}

type place struct{ sheet, row int32 }

// NewSeen is a file of which nothing has been read.
func NewSeen() *Seen {
	return &Seen{places: map[[2]uint64]place{}, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// add notes a key and returns where it stood before. Keys are kept as two
// seeded hashes of 64 bits, which no file can be written to bring together: a
// file may have millions.
func (s *Seen) add(table, key, sheet string, row int) (sheetBefore string, rowBefore int, again bool) {
	if len(s.sheets) == 0 || s.sheets[len(s.sheets)-1] != sheet {
		s.sheets = append(s.sheets, sheet)
	}
	key = table + "|" + key
	id := [2]uint64{maphash.String(s.seeds[0], key), maphash.String(s.seeds[1], key)}
	before, again := s.places[id]
	s.places[id] = place{int32(len(s.sheets) - 1), int32(row)}
	if !again {
		return "", 0, false
	}
	return s.sheets[before.sheet], int(before.row), true
}

// keyOf is the row's key: the values of the first key of the table that can
// be used, joined so that no two keys read alike.
func keyOf(t *Table, values []Value) string {
	for _, k := range t.Keys {
		if k.When != "" && !values[t.Column(k.When)].Valid {
			continue
		}
		parts := make([]string, len(k.Columns))
		for i, code := range k.Columns {
			c := t.Column(code)
			parts[i] = escapeKey.Replace(values[c].canonical(t.Columns[c].Type))
		}
		return strings.Join(parts, "|")
	}
	return ""
}

var escapeKey = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// canonical is the value as text; null is empty.
func (v Value) canonical(t Type) string {
	switch {
	case !v.Valid:
		return ""
	case t == Date:
		return v.Day.String()
	case t == Bool && v.Bool:
		return "true"
	case t == Bool:
		return "false"
	case t == Integer, t == Decimal:
		return strconv.FormatInt(v.Int, 10)
	}
	return v.Text
}
