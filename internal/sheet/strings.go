package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// readStrings reads the shared strings part.
func readStrings(x *xmlScanner) (table []string, err error) {
	var buf []byte
	err = x.each("sst", "si", func() error {
		buf, err = readRichText(x, buf[:0])
		table = append(table, string(xstring(buf)))
		return err
	})
	return table, err
}

// readRichText appends the text of the <si> or <is> just opened to dst: its
// own or its runs' one after another. Phonetic guides are no part of it.
func readRichText(x *xmlScanner, dst []byte) ([]byte, error) {
	for {
		more, err := x.child()
		if err != nil || !more {
			return dst, err
		}
		switch {
		case x.is("t"):
			dst, err = x.content(dst)
		case x.is("r"):
			dst, err = readRichText(x, dst)
		case x.is("rPr"), x.is("rPh"), x.is("phoneticPr"), x.is("extLst"):
			err = x.skip()
		default:
			err = fmt.Errorf("<%.40s> in a string", x.local)
		}
		if err != nil {
			return dst, err
		}
	}
}

// xstring resolves what XML cannot carry and workbooks write as
// _xHHHH_ (a literal _x000D_ begins with _x005F_), and makes every line end a
// line feed. NUL and half characters stay as they are written.
func xstring(b []byte) []byte {
	if !bytes.Contains(b, []byte("_x")) && bytes.IndexByte(b, '\r') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		unit, ok := escaped(b[i:])
		if !ok {
			out = append(out, b[i])
			i++
			continue
		}
		width, char := 7, rune(unit)
		if low, ok := escaped(b[i+7:]); ok && utf16.IsSurrogate(char) {
			if pair := utf16.DecodeRune(char, rune(low)); pair != utf8.RuneError {
				width, char = 14, pair
			}
		}
		if char == 0 || !utf8.ValidRune(char) {
			out = append(out, b[i:i+width]...)
		} else {
			out = utf8.AppendRune(out, char)
		}
		i += width
	}
	out = bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(out, []byte("\r"), []byte("\n"))
}

// escaped reads _xHHHH_ at the start of b.
func escaped(b []byte) (unit uint16, ok bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return uint16(n), err == nil
}
