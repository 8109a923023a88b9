package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Classes of bytes, as tags and text need them.
const (
	nameStart uint8 = 1 << iota
	nameRest
	space
	special // in text: needs a closer look
)

var class = func() (table [256]uint8) {
	for b := range table {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_', b == ':':
			table[b] = nameStart | nameRest
		case b >= '0' && b <= '9', b == '-', b == '.':
			table[b] = nameRest
		case b == ' ', b == '\t', b == '\n':
			table[b] = space
		case b == '\r':
			table[b] = space | special
		case b < ' ', b == '&':
			table[b] = special
		case b >= utf8.RuneSelf:
			table[b] = nameStart | nameRest | special
		}
	}
	return table
}()

var errIncomplete = errors.New("tag goes on")

func (x *xmlScanner) readStartTag() (token, error) {
	for {
		x.scratch, x.attrs = x.scratch[:0], x.attrs[:0]
		n, name, err := x.parseStartTag(x.buf[x.r:x.w])
		if err == nil {
			x.r += n
			return startTag, x.push(name)
		}
		if !errors.Is(err, errIncomplete) {
			return 0, err
		}
		if x.w-x.r > maxToken {
			return 0, errors.New("XML: token too long")
		}
		if !x.fill() {
			return 0, x.end()
		}
	}
}

// parseStartTag reads the tag at the start of b and returns its length.
func (x *xmlScanner) parseStartTag(b []byte) (n int, name []byte, err error) {
	i := 1
	for i < len(b) && class[b[i]]&nameRest != 0 {
		i++
	}
	name = b[1:i]
	if i < len(b) && (len(name) == 0 || class[name[0]]&nameStart == 0) {
		return 0, nil, fmt.Errorf("XML: bad tag <%.20q", b)
	}
	for {
		before := i
		for i < len(b) && class[b[i]]&space != 0 {
			i++
		}
		if i >= len(b) {
			return 0, nil, errIncomplete
		}
		switch {
		case b[i] == '>':
			return i + 1, name, nil
		case b[i] == '/':
			if i+1 >= len(b) {
				return 0, nil, errIncomplete
			}
			if b[i+1] != '>' {
				return 0, nil, fmt.Errorf("XML: bad tag <%.40s", name)
			}
			x.unclosed = true
			return i + 2, name, nil
		case i == before || class[b[i]]&nameStart == 0:
			return 0, nil, fmt.Errorf("XML: bad attribute in <%.40s>", name)
		}
		if i, err = x.parseAttribute(b, i); err != nil {
			return 0, nil, err
		}
	}
}

// parseAttribute reads the attribute at b[i] and returns where it ends.
func (x *xmlScanner) parseAttribute(b []byte, i int) (int, error) {
	start := i
	for i < len(b) && class[b[i]]&nameRest != 0 {
		i++
	}
	name := b[start:i]
	for i < len(b) && class[b[i]]&space != 0 {
		i++
	}
	if i < len(b) && b[i] != '=' {
		return 0, fmt.Errorf("XML: attribute %.40s without a value", name)
	}
	for i++; i < len(b) && class[b[i]]&space != 0; {
		i++
	}
	if i >= len(b) {
		return 0, errIncomplete
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, fmt.Errorf("XML: attribute %.40s without quotes", name)
	}
	i++
	length := bytes.IndexByte(b[i:], quote)
	if length < 0 {
		return 0, errIncomplete
	}
	raw := b[i : i+length]
	if bytes.IndexByte(raw, '<') >= 0 {
		return 0, fmt.Errorf("XML: < in attribute %.40s", name)
	}
	value, err := x.decode(raw)
	if err != nil {
		return 0, err
	}
	for _, a := range x.attrs {
		if bytes.Equal(a.name, name) {
			return 0, fmt.Errorf("XML: attribute %.40s given twice", name)
		}
	}
	if len(x.attrs) == maxAttributes {
		return 0, errors.New("XML: too many attributes")
	}
	x.attrs = append(x.attrs, attribute{name, value})
	return i + length + 1, nil
}

// decode resolves references and line ends in raw. The result is raw itself
// where there is nothing to resolve, and a part of scratch otherwise.
func (x *xmlScanner) decode(raw []byte) ([]byte, error) {
	plain := true
	for _, b := range raw {
		if class[b]&special != 0 {
			plain = false
			break
		}
	}
	if plain {
		return raw, nil
	}
	if !utf8.Valid(raw) {
		return nil, errors.New("XML: not UTF-8")
	}
	start := len(x.scratch)
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case b == '&':
			end := bytes.IndexByte(raw[i:min(len(raw), i+12)], ';')
			if end < 0 {
				return nil, errors.New("XML: & without ;")
			}
			char, err := reference(raw[i+1 : i+end])
			if err != nil {
				return nil, err
			}
			x.scratch = utf8.AppendRune(x.scratch, char)
			i += end
		case b == '\r':
			x.scratch = append(x.scratch, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case b < ' ' && b != '\t' && b != '\n':
			return nil, fmt.Errorf("XML: control character %#02x", b)
		default:
			x.scratch = append(x.scratch, b)
		}
	}
	return x.scratch[start:], nil
}

// reference resolves what stands between & and ;.
func reference(name []byte) (rune, error) {
	switch string(name) {
	case "lt":
		return '<', nil
	case "gt":
		return '>', nil
	case "amp":
		return '&', nil
	case "quot":
		return '"', nil
	case "apos":
		return '\'', nil
	}
	if digits, ok := bytes.CutPrefix(name, []byte("#")); ok {
		base := 10
		if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(string(digits), base, 21)
		if err == nil && isXMLChar(rune(n)) {
			return rune(n), nil
		}
	}
	return 0, fmt.Errorf("XML: unknown reference &%s;", name)
}

func isXMLChar(r rune) bool {
	return r >= ' ' && r < 0xfffe && utf8.ValidRune(r) || r == '\t' || r == '\n' || r == '\r' || r > 0xffff && utf8.ValidRune(r)
}

func isXMLSpace(b []byte) bool {
	for _, c := range b {
		if class[c]&space == 0 {
			return false
		}
	}
	return true
}
