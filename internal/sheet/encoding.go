package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// encoding is how text is written as bytes.
type encoding uint8

const (
	encUnknown encoding = iota
	encUTF8
	encPresumedUTF8 // or nothing: whether all of it is, reading it tells
	encGB18030
	encUTF16LE
	encUTF16BE
)

// marks are the byte order marks with which a text may declare its encoding.
var marks = []struct {
	bytes    string
	encoding encoding
}{
	{"\xef\xbb\xbf", encUTF8},
	{"\xff\xfe", encUTF16LE},
	{"\xfe\xff", encUTF16BE},
	{"\x84\x31\x95\x33", encGB18030},
}

// text is a file of text: it can be opened any number of times.
type text func() (io.ReadCloser, error)

// open opens the text behind its mark, and tells what that declares.
func (t text) open() (declared encoding, r io.ReadCloser, err error) {
	src, err := t()
	if err != nil {
		return 0, nil, err
	}
	buffered := bufio.NewReaderSize(src, 64<<10)
	head, err := buffered.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, nil, errors.Join(err, src.Close())
	}
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			declared = m.encoding
			_, err = buffered.Discard(len(m.bytes))
			break
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return declared, struct {
		io.Reader
		io.Closer
	}{buffered, src}, err
}

// decode opens the text as UTF-8, given the encoding it is known to be in.
func (t text) decode(e encoding) (io.ReadCloser, error) {
	_, r, err := t.open()
	if err != nil {
		return nil, err
	}
	decoded := io.Reader(r)
	switch e {
	case encPresumedUTF8:
		decoded = &judgedReader{src: r, scan: newTextScan()}
	case encGB18030:
		decoded = transform.NewReader(r, gbDecoder{})
	case encUTF16LE:
		decoded = transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case encUTF16BE:
		decoded = transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	return struct {
		io.Reader
		io.Closer
	}{decoded, r}, nil
}

// scan writes the text behind its mark to w.
func (t text) scan(w io.Writer) (declared encoding, err error) {
	declared, r, err := t.open()
	if err != nil {
		return 0, err
	}
	// Hidden behind an anonymous struct, or the copy would go around w.
	_, err = io.CopyBuffer(w, struct{ io.Reader }{r}, make([]byte, 64<<10))
	return declared, errors.Join(err, r.Close())
}

// detect decides how the text is encoded. What is valid UTF-8 throughout is
// UTF-8; otherwise it must be valid GB18030 throughout and have no line that
// can only be meant as UTF-8. What fits nothing is refused with the line at
// which the better guess fails. The text is read to its end, unless nothing
// but UTF-8 is left before.
func (t text) detect() (encoding, error) {
	scan := newTextScan()
	declared, err := t.scan(hastyScan{scan})
	if errors.Is(err, errSettled) {
		if declared == encUnknown || declared == encUTF8 {
			return encPresumedUTF8, nil
		}
		scan = newTextScan() // the mark says otherwise
		_, err = t.scan(scan)
	}
	if err != nil {
		return 0, err
	}
	scan.end()
	switch {
	case !scan.shown:
		return 0, refuseEmpty()
	case declared == encUTF16LE || declared == encUTF16BE:
		return declared, t.checkUTF16(declared)
	case scan.nuls > 0:
		return t.undeclaredUTF16()
	case scan.badUTF8 == 0 && declared != encGB18030:
		return encUTF8, nil
	case declared == encUTF8:
		return 0, refuseMixed(scan.badUTF8)
	case scan.badGB == 0 && scan.wide == 0:
		return encGB18030, nil
	}
	return 0, refuseMixed(max(scan.badUTF8, scan.badGB, scan.wide))
}

func refuseMixed(line int64) error {
	return refuse(mixedEncoding, fmt.Errorf("line %d is in no encoding the rest is in", line), "行", fmt.Sprint(line))
}

func refuseBinary(technical string) error {
	return refuse(binaryText, errors.New(technical))
}

// checkUTF16 refuses broken UTF-16 behind a byte order mark.
func (t text) checkUTF16(e encoding) error {
	scan := utf16Scan{bigEndian: e == encUTF16BE}
	if _, err := t.scan(&scan); err != nil {
		return err
	}
	scan.end()
	switch {
	case scan.nuls > 0:
		return refuseBinary("U+0000 in UTF-16")
	case scan.bad > 0:
		return refuseMixed(scan.bad)
	case !scan.shown:
		return refuseEmpty()
	}
	return nil
}

// undeclaredUTF16 decides on a text with NUL bytes and no mark: it is UTF-16
// where one byte order reads well, separates fields or lines, and the other
// does not.
func (t text) undeclaredUTF16() (encoding, error) {
	found := encUnknown
	for _, e := range []encoding{encUTF16LE, encUTF16BE} {
		scan := utf16Scan{bigEndian: e == encUTF16BE}
		if _, err := t.scan(&scan); err != nil {
			return 0, err
		}
		scan.end()
		if !scan.readsWell() {
			continue
		}
		if found != encUnknown {
			return 0, refuseBinary("NUL bytes, and UTF-16 in either byte order")
		}
		found = e
	}
	if found == encUnknown {
		return 0, refuseBinary("NUL bytes, and not UTF-16")
	}
	return found, nil
}
