package sheet

import (
	"errors"
	"io"
)

// A long text is mostly known for UTF-8 by its first lines: it can be nothing
// else. It is not read to its end only to see that the rest is UTF-8 as well:
// reading its rows tells, and fails where it is not.

// errSettled ends a scan that has found the only encoding there can be.
var errSettled = errors.New("can only be UTF-8")

// settled reports whether the text is UTF-8 or in no encoding at all.
func (s *textScan) settled() bool {
	return s.wide > 0 && s.badGB > 0 && s.badUTF8 == 0 && s.nuls == 0
}

// hastyScan is a scan that fails with errSettled once it is.
type hastyScan struct{ *textScan }

func (s hastyScan) Write(p []byte) (int, error) {
	n, err := s.textScan.Write(p)
	if s.settled() {
		err = errSettled
	}
	return n, err
}

// judgedReader reads text that can only be UTF-8, and refuses what is not.
type judgedReader struct {
	src  io.Reader
	scan *textScan
}

func (r *judgedReader) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	_, _ = r.scan.Write(p[:n])
	if errors.Is(err, io.EOF) {
		r.scan.end()
	}
	switch {
	case r.scan.nuls > 0:
		return n, refuseBinary("NUL bytes in UTF-8")
	case r.scan.badUTF8 > 0:
		return n, refuseMixed(r.scan.badUTF8)
	}
	return n, err
}
