package sheet

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"tongbao/internal/grid"
)

// openCSV decides on the encoding and the separator of a text file.
func openCSV(file *os.File, size int64, gzipped bool, lim Limits) (*Book, error) {
	if !gzipped && size > lim.PlainCSV {
		return nil, tooLarge("超过 "+inMiB(lim.PlainCSV), fmt.Errorf("%d bytes of text", size))
	}
	source := text(func() (io.ReadCloser, error) {
		section := io.NewSectionReader(file, 0, size)
		if !gzipped {
			return io.NopCloser(section), nil
		}
		unpacked, err := gzip.NewReader(section)
		if err != nil {
			return nil, err
		}
		return io.NopCloser(&limitedReader{src: unpacked, lim: lim, packed: size}), nil
	})
	if gzipped {
		if err := refusePacked(source); err != nil {
			return nil, refusal("gzip", err)
		}
	}
	encoding, err := source.detect()
	if err != nil {
		return nil, refusal("text", err)
	}
	sample, err := readSample(source, encoding)
	if err != nil {
		return nil, refusal("text", err)
	}
	if isMarkup(sample) {
		return nil, refuse(webPage, nil)
	}
	dialect := detectDialect(sample)
	read := func(_ int, yield func(grid.Row) error) error {
		r, err := source.decode(encoding)
		if err != nil {
			return refusal("text", err)
		}
		err = readCSV(r, dialect, yield)
		return refusal("text", errors.Join(err, r.Close()))
	}
	return &Book{format: CSV, sheets: []Info{{}}, file: file, read: read}, nil
}

// refusePacked refuses what is gzipped and is no text.
func refusePacked(source text) error {
	r, err := source()
	if err != nil {
		return err
	}
	head, err := bufio.NewReader(r).Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return errors.Join(err, r.Close())
	}
	switch k := recognise(head); k {
	case textFile:
		return r.Close()
	case zipFile, gzipFile, otherArchive:
		return refuse(packInPack, nil)
	case ole2File:
		return refuseLegacy()
	default:
		return refuseKind(k)
	}
}

// sampleSize is how much of a text the separator is detected from.
const sampleSize = 64 << 10

func readSample(source text, e encoding) ([]byte, error) {
	r, err := source.decode(e)
	if err != nil {
		return nil, err
	}
	sample, err := io.ReadAll(io.LimitReader(r, sampleSize))
	return sample, errors.Join(err, r.Close())
}

// isMarkup recognises pages and XML workbooks saved under a table's name.
func isMarkup(sample []byte) bool {
	start := bytes.ToLower(bytes.TrimLeft(sample[:min(len(sample), 512)], " \t\r\n"))
	for _, tag := range []string{"<!doctype", "<html", "<?xml", "<table", "<head", "<body", "<meta", "<script", "<style", "mime-version:"} {
		if bytes.HasPrefix(start, []byte(tag)) {
			return true
		}
	}
	return false
}

func readCSV(src io.Reader, d dialect, yield func(grid.Row) error) error {
	r := newRecordReader(src, d.separator)
	if d.declared {
		if _, err := r.next(); err != nil {
			return err
		}
		r.row = 0
	}
	for {
		cells, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := yield(grid.Row{Number: r.row, Cells: cells}); err != nil {
			return err
		}
	}
}
