package sheet

import (
	"bytes"
	"unicode/utf8"
)

// textScan tells of text written to it piece by piece whether it is valid
// UTF-8 and whether it is valid GB18030, and where it ceases to be.
type textScan struct {
	lines lineCounter
	shown bool // something but white space
	nuls  int64

	badUTF8 int64 // first line that is not UTF-8, 0: none
	badGB   int64 // first line that is not GB18030, 0: none
	wide    int64 // first line that can only be meant as UTF-8, 0: none

	char   [4]byte // the character being read as UTF-8
	length int     // bytes of it read
	broken bool    // this line is not UTF-8
	chars  int     // Chinese characters on this line, read as UTF-8
	total  int     // the same, on the lines before
	gb     gbScan
}

func newTextScan() *textScan { return &textScan{lines: lineCounter{line: 1}} }

// Write never fails.
func (s *textScan) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 && s.length > 0 { // half a character is left over
		s.bytes(p[:1])
		p = p[1:]
	}
	s.bytes(p[s.skip(p):])
	return n, nil
}

// skip passes over what cannot change a judgement: where lines have been seen
// that can only be UTF-8, and that are no GB18030, valid UTF-8 is only counted.
func (s *textScan) skip(p []byte) int {
	if s.wide == 0 || s.badGB == 0 || s.broken {
		return 0
	}
	end := len(p)
	for end > 0 && len(p)-end < utf8.UTFMax && !utf8.RuneStart(p[end-1]) {
		end--
	}
	end = max(end-1, 0) // a character that may not be complete stays out
	if !utf8.Valid(p[:end]) || bytes.IndexByte(p[:end], 0) >= 0 {
		return 0
	}
	s.lines.skip(p[:end])
	return end
}

// bytes judges byte by byte.
func (s *textScan) bytes(p []byte) {
	for _, b := range p {
		// Most bytes: ASCII after a whole character.
		if b > ' ' && b < utf8.RuneSelf && s.length == 0 && !s.gb.inside() {
			s.shown = true
			s.lines.lastCR = false
			continue
		}
		if b > ' ' || b == 0 {
			s.shown = true
		}
		if b == 0 {
			s.nuls++
		}
		s.readUTF8(b)
		if s.badGB == 0 && !s.gb.next(b) {
			s.badGB = s.lines.line
		}
		if b == '\n' || b == '\r' {
			s.endLine()
		}
		s.lines.next(rune(b))
	}
}

func (s *textScan) readUTF8(b byte) {
	if s.length > 0 && b&0xc0 != 0x80 {
		s.broken, s.length = true, 0
	}
	if s.length == 0 && b < utf8.RuneSelf {
		return
	}
	s.char[s.length] = b
	s.length++
	if !utf8.FullRune(s.char[:s.length]) {
		return
	}
	r, size := utf8.DecodeRune(s.char[:s.length])
	switch {
	case r == utf8.RuneError && size < 3:
		s.broken = true
	case r >= 0x3000 && r <= 0x9fff, r >= 0xff00 && r <= 0xffee:
		s.chars++
	}
	s.length = 0
}

// endLine judges the line as a whole. Two Chinese characters and nothing
// broken is UTF-8 beyond doubt: GBK text does not read so by chance.
func (s *textScan) endLine() {
	s.broken = s.broken || s.length > 0
	switch {
	case s.broken && s.badUTF8 == 0:
		s.badUTF8 = s.lines.line
	case !s.broken && s.chars >= 2 && s.wide == 0:
		s.wide = s.lines.line
	}
	s.total += s.chars
	s.broken, s.chars, s.length = false, 0, 0
}

// end judges what the text breaks off with.
func (s *textScan) end() {
	if s.badUTF8 == 0 && !s.broken && s.length > 0 && s.total+s.chars >= 2 {
		s.wide = s.lines.line // all of it is UTF-8, up to half a character
	}
	s.endLine()
	if s.badGB == 0 && s.gb.inside() {
		s.badGB = s.lines.line
	}
}

// lineCounter counts lines that end in LF, CR or both.
type lineCounter struct {
	line   int64
	lastCR bool
}

func (l *lineCounter) next(r rune) {
	if r == '\r' || r == '\n' && !l.lastCR {
		l.line++
	}
	l.lastCR = r == '\r'
}

// skip counts the lines of whole characters in UTF-8.
func (l *lineCounter) skip(p []byte) {
	if len(p) == 0 {
		return
	}
	l.line += int64(bytes.Count(p, []byte("\n")) + bytes.Count(p, []byte("\r")) - bytes.Count(p, []byte("\r\n")))
	if l.lastCR && p[0] == '\n' {
		l.line--
	}
	l.lastCR = p[len(p)-1] == '\r'
}

// utf16Scan judges text written to it piece by piece as UTF-16.
type utf16Scan struct {
	bigEndian bool

	lines      lineCounter
	shown      bool
	nuls       int64
	bad        int64 // first line with half a character, 0: none
	separators int64 // commas, tabs and line ends
	swapped    int64 // these in the other byte order, which are rare letters or nothing
	first      byte
	half       bool // first holds a byte
	high       bool // a high surrogate waits for its low one
}

// Write never fails.
func (s *utf16Scan) Write(p []byte) (int, error) {
	if s.lines.line == 0 {
		s.lines.line = 1
	}
	for _, b := range p {
		if !s.half {
			s.first, s.half = b, true
			continue
		}
		s.half = false
		if s.bigEndian {
			s.unit(rune(s.first)<<8 | rune(b))
		} else {
			s.unit(rune(b)<<8 | rune(s.first))
		}
	}
	return len(p), nil
}

func (s *utf16Scan) unit(u rune) {
	low := u >= 0xdc00 && u <= 0xdfff
	if s.high != low {
		s.fail()
	}
	s.high = u >= 0xd800 && u <= 0xdbff
	switch u {
	case 0:
		s.nuls++
	case ',', '\t', '\n', '\r':
		s.separators++
	case ',' << 8, '\t' << 8, '\n' << 8, '\r' << 8, 0xfffe:
		s.swapped++
	}
	s.shown = s.shown || u > ' '
	s.lines.next(u)
}

func (s *utf16Scan) fail() {
	if s.bad == 0 {
		s.bad = max(s.lines.line, 1)
	}
}

func (s *utf16Scan) end() {
	if s.half || s.high {
		s.fail()
	}
}

// readsWell reports text beyond doubt.
func (s *utf16Scan) readsWell() bool {
	return s.bad == 0 && s.nuls == 0 && s.shown && s.separators > 0 && s.swapped == 0
}
