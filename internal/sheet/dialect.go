package sheet

import "bytes"

// dialect is how a text separates its fields.
type dialect struct {
	separator byte
	declared  bool // by a first line, sep=; which is no row
}

// separators are those detected, in the order that decides a draw.
var separators = [...]byte{',', '\t', ';'}

// tally counts each of the separators in one row.
type tally [len(separators)]int

// detectDialect takes the separator of which most of the first rows have the
// same number, not zero; in a draw the one with more fields.
func detectDialect(sample []byte) dialect {
	if separator, ok := declaredSeparator(sample); ok {
		return dialect{separator, true}
	}
	rows := tallyRows(sample)
	best, bestRows, bestCount := separators[0], 0, 0
	for i, separator := range separators {
		frequency := make(map[int]int)
		for _, row := range rows {
			frequency[row[i]]++
		}
		for count, n := range frequency {
			if count > 0 && (n > bestRows || n == bestRows && count > bestCount) {
				best, bestRows, bestCount = separator, n, count
			}
		}
	}
	return dialect{separator: best}
}

// declaredSeparator reads a first line sep=; as spreadsheets write it.
func declaredSeparator(sample []byte) (byte, bool) {
	const n = len("sep=;")
	if len(sample) < n || !bytes.EqualFold(sample[:4], []byte("sep=")) {
		return 0, false
	}
	if len(sample) > n && sample[n] != '\r' && sample[n] != '\n' {
		return 0, false
	}
	c := sample[4]
	return c, c == '\t' || c > ' ' && c < 0x7f && c != '"'
}

// tallyRows counts the separators outside of quotes in the first rows that
// are not blank. A quote opens at the start of a field by any separator.
func tallyRows(sample []byte) (rows []tally) {
	const enough = 50
	var row tally
	quoted, blank, fieldStart := false, true, true
	for i := 0; i < len(sample) && len(rows) < enough; i++ {
		b := sample[i]
		if b == '"' && (quoted || fieldStart) {
			// Of a doubled quote the second opens again.
			quoted, fieldStart, blank = !quoted, quoted && i+1 < len(sample) && sample[i+1] == '"', false
			continue
		}
		fieldStart = false
		if quoted {
			continue
		}
		if b == '\n' || b == '\r' {
			if !blank {
				rows = append(rows, row)
			}
			row, blank, fieldStart = tally{}, true, true
			continue
		}
		blank = false
		if n := bytes.IndexByte(separators[:], b); n >= 0 {
			row[n]++
			fieldStart = true
		}
	}
	// A full sample may break off within its last row.
	if !blank && (len(sample) < sampleSize || len(rows) == 0) {
		rows = append(rows, row)
	}
	return rows
}
