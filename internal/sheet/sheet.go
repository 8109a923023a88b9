// Package sheet reads spreadsheets strictly: .xlsx workbooks, CSV text and
// gzipped CSV text, recognised by their bytes. A file is read whole or
// refused whole; nothing torn, out of order or over a limit passes.
package sheet

import (
	"errors"
	"fmt"
	"io"
	"os"

	"tongbao/internal/grid"
)

// Limits bound what a file may unpack to, in bytes. A limit that is zero or
// negative is replaced by its default.
type Limits struct {
	SheetBytes int64 // unpacked bytes of one part of a workbook, one archive member, one gzipped CSV
	Expansion  int64 // unpacked bytes for each packed byte
	PlainCSV   int64 // bytes of a CSV file that is not packed
}

// DefaultLimits are the limits where the workspace names no others.
var DefaultLimits = Limits{SheetBytes: 512 << 20, Expansion: 200, PlainCSV: 4 << 30}

func (l Limits) orDefault() Limits {
	if l.SheetBytes <= 0 {
		l.SheetBytes = DefaultLimits.SheetBytes
	}
	if l.Expansion <= 0 {
		l.Expansion = DefaultLimits.Expansion
	}
	if l.PlainCSV <= 0 {
		l.PlainCSV = DefaultLimits.PlainCSV
	}
	return l
}

// Format is the kind of a file.
type Format string

// The formats that are read.
const (
	CSV  Format = "csv" // gzipped or not
	XLSX Format = "xlsx"
)

// Info is what is known of a sheet before it is read.
type Info struct {
	Name   string // empty for CSV
	Hidden bool
}

// Book is an open file. It is not for concurrent use.
type Book struct {
	format Format
	sheets []Info
	read   func(i int, yield func(grid.Row) error) error
	file   *os.File
}

// Open recognises a file by its bytes, never by its name, and prepares it
// for reading. The error is a *Refused where the file is at fault.
func Open(path string, lim Limits) (*Book, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open spreadsheet: %w", err)
	}
	book, err := open(file, lim.orDefault())
	if err != nil {
		_ = file.Close() // err says more
		return nil, err
	}
	return book, nil
}

func open(file *os.File, lim Limits) (*Book, error) {
	stat, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open spreadsheet: %w", err)
	}
	if stat.IsDir() {
		return nil, fmt.Errorf("open spreadsheet: %s is a directory", file.Name())
	}
	head := make([]byte, 4096)
	n, err := io.ReadFull(io.NewSectionReader(file, 0, stat.Size()), head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("open spreadsheet: %w", err)
	}
	switch kind := recognise(head[:n]); kind {
	case zipFile:
		return openWorkbook(file, stat.Size(), lim)
	case gzipFile, textFile:
		return openCSV(file, stat.Size(), kind == gzipFile, lim)
	case ole2File:
		return nil, refuseOLE2(file, stat.Size())
	default:
		return nil, refuseKind(kind)
	}
}

// Format tells the kind of the file.
func (b *Book) Format() Format { return b.format }

// Sheets lists the worksheets in the order of their tabs; a CSV file has one.
// Sheets that hold no cells (charts, dialogs, macros) are not among them.
func (b *Book) Sheets() []Info { return b.sheets }

// Read passes the rows of sheet i in ascending order. Either every row is
// passed and nil returned, or an error is returned (a *Refused, or what yield
// returned) and what was passed before must be thrown away. Rows are not
// reused: yield may keep them. A workbook's rows that are not stored are not
// passed, so numbers may jump; every line of a CSV file is.
func (b *Book) Read(i int, yield func(grid.Row) error) error {
	if i < 0 || i >= len(b.sheets) {
		return fmt.Errorf("read spreadsheet: no sheet %d", i)
	}
	return b.read(i, func(row grid.Row) error {
		if err := yield(row); err != nil {
			return yieldError{err}
		}
		return nil
	})
}

// Close closes the file.
func (b *Book) Close() error { return b.file.Close() }
