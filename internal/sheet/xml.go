package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Bounds on one piece of markup; real workbooks stay far below them.
const (
	maxToken      = 8 << 20 // bytes of one tag, comment or run of text
	maxDepth      = 256     // nested elements
	maxAttributes = 256     // of one element
)

// token is what next found.
type token uint8

const (
	startTag token = iota + 1
	endTag
	charData
	endOfXML
)

// xmlScanner reads one XML part strictly and in one pass: tags must match,
// text must be UTF-8, document types are not allowed, and the end of the
// input must be the end of the document. An element written as one empty tag
// gives a startTag and an endTag. What a token consists of is valid until the
// next call of next.
type xmlScanner struct {
	src    io.Reader
	srcErr error
	buf    []byte
	r, w   int // buf[r:w] is not yet read

	namespaces []string // those in which an element is known
	bindings   []binding
	names      []byte // names of the open elements, one after another
	open       []int  // where each begins
	seenRoot   bool
	unclosed   bool // an empty tag's endTag is still to come

	local   []byte // startTag: name without its prefix
	known   bool   // startTag: the element is in one of namespaces
	attrs   []attribute
	text    []byte // charData
	scratch []byte
}

type attribute struct{ name, value []byte }

func newXMLScanner(src io.Reader, namespaces ...string) *xmlScanner {
	x := &xmlScanner{src: src, buf: make([]byte, 64<<10), namespaces: namespaces}
	if x.peek(3) && bytes.HasPrefix(x.buf[x.r:x.w], []byte("\xef\xbb\xbf")) {
		x.r += 3
	}
	return x
}

// fill reads more input behind what is left; false means there is no more.
func (x *xmlScanner) fill() bool {
	if x.srcErr != nil {
		return false
	}
	if x.r > 0 {
		x.w = copy(x.buf, x.buf[x.r:x.w])
		x.r = 0
	}
	if x.w == len(x.buf) {
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for range 100 {
		n, err := x.src.Read(x.buf[x.w:])
		x.w += n
		x.srcErr = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	x.srcErr = io.ErrNoProgress
	return false
}

// peek makes at least n bytes of input available.
func (x *xmlScanner) peek(n int) bool {
	for x.w-x.r < n {
		if !x.fill() {
			return false
		}
	}
	return true
}

// end tells why input ended where it must not.
func (x *xmlScanner) end() error {
	if x.srcErr != nil && !errors.Is(x.srcErr, io.EOF) {
		return x.srcErr
	}
	return fmt.Errorf("XML: %w", io.ErrUnexpectedEOF)
}

// find returns where pattern ends, counted from r, the search beginning at from.
func (x *xmlScanner) find(pattern string, from int) (int, error) {
	for {
		if x.w-x.r > from {
			if i := bytes.Index(x.buf[x.r+from:x.w], []byte(pattern)); i >= 0 {
				return from + i + len(pattern), nil
			}
			from = max(from, x.w-x.r-len(pattern)+1)
		}
		if x.w-x.r > maxToken {
			return 0, errors.New("XML: token too long")
		}
		if !x.fill() {
			return 0, x.end()
		}
	}
}

// next moves to the next token.
func (x *xmlScanner) next() (token, error) {
	x.scratch = x.scratch[:0]
	if x.unclosed {
		x.unclosed = false
		x.pop()
		return endTag, nil
	}
	for {
		if !x.peek(1) {
			return x.finish()
		}
		if x.buf[x.r] != '<' {
			if t, err := x.readText(); t != 0 || err != nil {
				return t, err
			}
			continue
		}
		if !x.peek(2) {
			return 0, x.end()
		}
		switch x.buf[x.r+1] {
		case '/':
			return x.readEndTag()
		case '?':
			if err := x.readInstruction(); err != nil {
				return 0, err
			}
		case '!':
			if t, err := x.readDeclaration(); t != 0 || err != nil {
				return t, err
			}
		default:
			return x.readStartTag()
		}
	}
}

func (x *xmlScanner) finish() (token, error) {
	if !errors.Is(x.srcErr, io.EOF) || len(x.open) > 0 || !x.seenRoot {
		return 0, x.end()
	}
	return endOfXML, nil
}

// readText reads up to the next markup. Outside the root only white space may
// stand, and gives no token.
func (x *xmlScanner) readText() (token, error) {
	i := bytes.IndexByte(x.buf[x.r:x.w], '<')
	if i < 0 {
		n, err := x.find("<", x.w-x.r)
		switch {
		case err == nil:
			i = n - 1
		case len(x.open) == 0 && errors.Is(x.srcErr, io.EOF):
			i = x.w - x.r
		default:
			return 0, err
		}
	}
	raw := x.buf[x.r : x.r+i]
	x.r += i
	if len(x.open) == 0 {
		if !isXMLSpace(raw) {
			return 0, errors.New("XML: text outside the root element")
		}
		return 0, nil
	}
	text, err := x.decode(raw)
	x.text = text
	return charData, err
}

func (x *xmlScanner) readEndTag() (token, error) {
	if len(x.open) == 0 {
		return 0, errors.New("XML: end tag outside the root element")
	}
	want := x.names[x.open[len(x.open)-1]:]
	// Nearly always the tag is all there and has no white space.
	n := 2 + len(want) + 1
	if x.w-x.r < n || x.buf[x.r+n-1] != '>' || !bytes.Equal(x.buf[x.r+2:x.r+n-1], want) {
		var err error
		if n, err = x.find(">", 2); err != nil {
			return 0, err
		}
		name := bytes.TrimRight(x.buf[x.r+2:x.r+n-1], " \t\r\n")
		if !bytes.Equal(name, want) {
			return 0, fmt.Errorf("XML: end tag </%.40s> for <%.40s>", name, want)
		}
	}
	x.r += n
	x.pop()
	return endTag, nil
}

// readInstruction reads <?…?>. The XML declaration may name UTF-8 only.
func (x *xmlScanner) readInstruction() error {
	n, err := x.find("?>", 2)
	if err != nil {
		return err
	}
	body := x.buf[x.r+2 : x.r+n-2]
	x.r += n
	if !utf8.Valid(body) {
		return errors.New("XML: not UTF-8")
	}
	if !bytes.HasPrefix(body, []byte("xml ")) {
		return nil
	}
	_, rest, named := bytes.Cut(body, []byte("encoding"))
	if !named {
		return nil
	}
	rest = bytes.ToLower(bytes.TrimLeft(rest, "= \t\r\n\"'"))
	for _, fine := range []string{"utf-8", "utf8", "us-ascii"} {
		if bytes.HasPrefix(rest, []byte(fine)) {
			return nil
		}
	}
	return fmt.Errorf("XML: encoding %.20q is not supported", rest)
}

// readDeclaration reads a comment, which gives no token, or a CDATA section.
func (x *xmlScanner) readDeclaration() (token, error) {
	const comment, cdata = "<!--", "<![CDATA["
	if x.peek(len(comment)) && bytes.HasPrefix(x.buf[x.r:x.w], []byte(comment)) {
		n, err := x.find("-->", len(comment))
		if err != nil {
			return 0, err
		}
		x.r += n
		return 0, nil
	}
	if !x.peek(len(cdata)) {
		return 0, x.end()
	}
	if len(x.open) == 0 || !bytes.HasPrefix(x.buf[x.r:x.w], []byte(cdata)) {
		return 0, errors.New("XML: document type or other declaration")
	}
	n, err := x.find("]]>", len(cdata))
	if err != nil {
		return 0, err
	}
	raw := x.buf[x.r+len(cdata) : x.r+n-3]
	x.r += n
	for _, b := range raw {
		if b < ' ' && class[b]&space == 0 {
			return 0, fmt.Errorf("XML: control character %#02x", b)
		}
	}
	if !utf8.Valid(raw) {
		return 0, errors.New("XML: not UTF-8")
	}
	x.text = raw
	return charData, nil
}
