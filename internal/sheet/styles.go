package sheet

import (
	"fmt"
	"strings"
)

// readStyles reads the styles part: for each cell format, whether it shows a
// number as a date or a time of day.
func readStyles(x *xmlScanner) (dates []bool, err error) {
	if err := x.root("styleSheet"); err != nil {
		return nil, err
	}
	custom := make(map[int]bool)
	var formats []int
	for {
		more, err := x.child()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		switch {
		case x.is("numFmts"):
			err = eachChild(x, "numFmt", func() error {
				id, err := index(x.attr("numFmtId"))
				custom[id] = isDateFormat(string(x.attr("formatCode")))
				return err
			})
		case x.is("cellXfs"):
			err = eachChild(x, "xf", func() error {
				id, err := index(x.attr("numFmtId"))
				formats = append(formats, id)
				return err
			})
		default:
			err = x.skip()
		}
		if err != nil {
			return nil, err
		}
	}
	dates = make([]bool, len(formats))
	for i, id := range formats {
		date, ok := custom[id]
		dates[i] = date || !ok && isBuiltinDate(id)
	}
	return dates, nil
}

// eachChild calls f on each child of that name of the element just opened.
func eachChild(x *xmlScanner, name string, f func() error) error {
	for {
		more, err := x.child()
		if err != nil || !more {
			return err
		}
		if x.is(name) {
			if err := f(); err != nil {
				return err
			}
		}
		if err := x.skip(); err != nil {
			return err
		}
	}
}

// index reads a number that counts from 0; empty is 0.
func index(b []byte) (int, error) {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<30 {
			return 0, fmt.Errorf("not an index: %.20q", b)
		}
		n = n*10 + int(c-'0')
	}
	return n, nil
}

// isBuiltinDate: 14–22 and 45–47 everywhere, 27–36 and 50–58 in the Chinese,
// Japanese and Korean editions (ECMA-376 part 1, 18.8.30). 46 is [h]:mm:ss,
// an amount of time.
func isBuiltinDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id == 45 || id == 47 || id >= 50 && id <= 58
}

// isDateFormat judges a format code: a date's or a time of day's has one of
// y m d h s (or e, the year of an era) outside of quotes, brackets and
// escapes. A code with elapsed time ([h], [mm], [s]) shows an amount.
func isDateFormat(code string) bool {
	date := false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			i = skipTo(code, i, '"')
		case code[i] == '[':
			end := skipTo(code, i, ']')
			if isElapsed(code[i+1 : min(end, len(code))]) {
				return false
			}
			i = end
		case code[i] == '\\', code[i] == '_', code[i] == '*':
			i++
		case hasFold(code[i:], "general"):
			i += len("general") - 1
		case hasFold(code[i:], "am/pm"):
			i += len("am/pm") - 1
		case c == 'y', c == 'm', c == 'd', c == 'h', c == 's':
			date = true
		case c == 'e' && (i+1 == len(code) || code[i+1] != '+' && code[i+1] != '-'):
			date = true
		}
	}
	return date
}

// skipTo is the index of the next end after i, or the code's length.
func skipTo(code string, i int, end byte) int {
	if n := strings.IndexByte(code[i+1:], end); n >= 0 {
		return i + 1 + n
	}
	return len(code)
}

// isElapsed: h, hh, m, mm, s, ss … and nothing else.
func isElapsed(s string) bool {
	s = strings.ToLower(s)
	return s != "" && strings.Contains("hms", s[:1]) && strings.Trim(s, s[:1]) == ""
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
