package sheet

import (
	"errors"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// The library's decoder of GB18030 cannot serve alone: it never fails but
// puts U+FFFD, which is also what two real place names contain, and it has no
// private-use characters, which other place names are written with. So its
// table is completed here, and what is no GB18030 is an error.

var errNotGB18030 = errors.New("not GB18030")

// gbScan follows GB18030 byte by byte.
type gbScan struct {
	char   [4]byte
	length int // bytes of char read
}

// inside reports whether a character is not complete yet.
func (s *gbScan) inside() bool { return s.length > 0 }

// next takes a byte and is false where it cannot follow.
func (s *gbScan) next(b byte) bool {
	s.char[s.length] = b
	s.length++
	digit := b >= '0' && b <= '9'
	lead := b >= 0x81 && b <= 0xfe
	switch s.length {
	case 1:
		if lead {
			return true
		}
		s.length = 0
		return b <= euro
	case 2:
		if digit {
			return true
		}
		s.length = 0
		return b >= 0x40 && b <= 0xfe && b != 0x7f
	case 3:
		return lead
	default:
		s.length = 0
		_, ok := quad(s.char)
		return digit && ok
	}
}

// euro is the one single byte above ASCII, in code page 936.
const euro = 0x80

// Four bytes count through the basic plane, then through the others.
const (
	lastBasic  = 39419
	firstOther = 189000
)

// quad decodes four bytes of which the form is right.
func quad(c [4]byte) (rune, bool) {
	n := ((int(c[0]-0x81)*10+int(c[1]-'0'))*126+int(c[2]-0x81))*10 + int(c[3]-'0')
	switch {
	case n <= lastBasic:
		return gbTables().quads[n], true
	case n >= firstOther && n-firstOther <= utf8.MaxRune-0x10000:
		return rune(n-firstOther) + 0x10000, true
	}
	return 0, false
}

// gbDecoder turns GB18030 into UTF-8.
type gbDecoder struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (gbDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	tables := gbTables()
	var scan gbScan
	for nSrc+scan.length < len(src) {
		if len(dst)-nDst < utf8.UTFMax {
			return nDst, nSrc, transform.ErrShortDst
		}
		b := src[nSrc+scan.length]
		if b < utf8.RuneSelf && !scan.inside() {
			dst[nDst] = b
			nDst, nSrc = nDst+1, nSrc+1
			continue
		}
		size := scan.length + 1
		if !scan.next(b) {
			return nDst, nSrc, errNotGB18030
		}
		if scan.inside() {
			continue
		}
		var r rune
		switch size {
		case 1:
			r = '€'
		case 2:
			r = tables.pairs[int(scan.char[0])<<8|int(b)]
		default:
			r, _ = quad(scan.char)
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	if scan.inside() {
		if atEOF {
			return nDst, nSrc, errNotGB18030
		}
		err = transform.ErrShortSrc
	}
	return nDst, nSrc, err
}

// decodeGB decodes a short text; ok is false where it is not GB18030.
func decodeGB(s string) (decoded string, ok bool) {
	decoded, _, err := transform.String(gbDecoder{}, s)
	return decoded, err == nil
}

type gbTable struct {
	pairs [1 << 16]rune // by both bytes
	quads [lastBasic + 1]rune
}

// gbTables are the library's, completed.
var gbTables = sync.OnceValue(func() *gbTable {
	t := new(gbTable)
	decoder := simplifiedchinese.GB18030.NewDecoder()
	for lead := 0x81; lead <= 0xfe; lead++ {
		for trail := 0x40; trail <= 0xfe; trail++ {
			decoded, _ := decoder.Bytes([]byte{byte(lead), byte(trail)})
			t.pairs[lead<<8|trail], _ = utf8.DecodeRune(decoded)
		}
	}
	for n := range t.quads {
		c := []byte{byte(0x81 + n/12600), byte('0' + n/1260%10), byte(0x81 + n/10%126), byte('0' + n%10)}
		decoded, _ := decoder.Bytes(c)
		t.quads[n], _ = utf8.DecodeRune(decoded)
	}
	t.addPrivateUse()
	return t
})

// addPrivateUse gives the pairs without a character of their own their place
// in the private use area, in the order GB18030 assigns them: the three
// user-defined areas, then the gaps of the rows of symbols. Then come the
// characters that Unicode took in later (GB18030-2022).
func (t *gbTable) addPrivateUse() {
	r := rune(0xe000)
	fill := func(lead, first, last int) {
		for trail := first; trail <= last; trail++ {
			if trail == 0x7f {
				continue
			}
			if p := &t.pairs[lead<<8|trail]; *p == utf8.RuneError {
				*p = r
			}
			r++
		}
	}
	for lead := 0xaa; lead <= 0xaf; lead++ {
		fill(lead, 0xa1, 0xfe)
	}
	for lead := 0xf8; lead <= 0xfe; lead++ {
		fill(lead, 0xa1, 0xfe)
	}
	for lead := 0xa1; lead <= 0xa7; lead++ {
		fill(lead, 0x40, 0xa0)
	}
	for _, gap := range [][3]int{
		{0xa2, 0xab, 0xb0}, {0xa2, 0xe3, 0xe4}, {0xa2, 0xef, 0xf0}, {0xa2, 0xfd, 0xfe}, {0xa4, 0xf4, 0xfe},
		{0xa5, 0xf7, 0xfe}, {0xa6, 0xb9, 0xc0}, {0xa6, 0xd9, 0xdf}, {0xa6, 0xec, 0xed}, {0xa6, 0xf3, 0xf3},
		{0xa6, 0xf6, 0xfe}, {0xa7, 0xc2, 0xd0}, {0xa7, 0xf2, 0xfe}, {0xa8, 0x96, 0xa0}, {0xa8, 0xbc, 0xbc},
		{0xa8, 0xbf, 0xbf}, {0xa8, 0xc1, 0xc4}, {0xa8, 0xea, 0xfe}, {0xa9, 0x58, 0x58}, {0xa9, 0x5b, 0x5b},
		{0xa9, 0x5d, 0x5f}, {0xa9, 0x89, 0x95}, {0xa9, 0x97, 0xa3}, {0xa9, 0xf0, 0xfe}, {0xd7, 0xfa, 0xfe},
		{0xfe, 0x50, 0xa0},
	} {
		fill(gap[0], gap[1], gap[2])
	}
	for pair, char := range map[int]rune{
		0xa3a0: '\u3000', // written as a wide space by much software
		0xa6d9: '\ufe10', 0xa6da: '\ufe12', 0xa6db: '\ufe11', 0xa6dc: '\ufe13', 0xa6dd: '\ufe14', 0xa6de: '\ufe15',
		0xa6df: '\ufe16', 0xa6ec: '\ufe17', 0xa6ed: '\ufe18', 0xa6f3: '\ufe19', 0xa8bc: '\u1e3f',
		0xfe51: '\U00020087', 0xfe52: '\U00020089', 0xfe53: '\U000200cc', 0xfe59: '\u9fb4', 0xfe61: '\u9fb5',
		0xfe66: '\u9fb6', 0xfe67: '\u9fb7', 0xfe6c: '\U000215d7', 0xfe6d: '\u9fb8', 0xfe76: '\U0002298f',
		0xfe7e: '\u9fb9', 0xfe90: '\u9fba', 0xfe91: '\U000241fe', 0xfea0: '\u9fbb',
	} {
		t.pairs[pair] = char
	}
}
