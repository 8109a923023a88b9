package demo

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/internal/workbook"
)

// encodeCSV writes records as the clerk's program saves them.
func encodeCSV(records [][]string, comma rune, enc encoding) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, true
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("demo: csv: %w", err)
	}
	switch enc {
	case utf8BOM:
		return append([]byte("\ufeff"), b.Bytes()...), nil
	case gb18030:
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
		if err != nil {
			return nil, fmt.Errorf("demo: gb18030: %w", err)
		}
		return out, nil
	case utf16LE:
		out := []byte{0xFF, 0xFE}
		for _, unit := range utf16.Encode([]rune(b.String())) {
			out = binary.LittleEndian.AppendUint16(out, unit)
		}
		return out, nil
	}
	return b.Bytes(), nil
}

// encodeXLSX writes sheets as a workbook.
func encodeXLSX(sheets []workbook.Sheet, with ...workbook.Option) ([]byte, error) {
	var b bytes.Buffer
	if err := workbook.Write(&b, sheets, with...); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return b.Bytes(), nil
}

// encodeGzip compresses one file.
func encodeGzip(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("demo: gzip: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("demo: gzip: %w", err)
	}
	return b.Bytes(), nil
}

// member is a file that travels alone or in an archive.
type member struct {
	name string
	data []byte
}

// encodeZip packs files, without times.
func encodeZip(members []member) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		part, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate})
		if err == nil {
			_, err = part.Write(m.data)
		}
		if err != nil {
			return nil, fmt.Errorf("demo: zip: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("demo: zip: %w", err)
	}
	return b.Bytes(), nil
}
