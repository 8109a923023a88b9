package pipelines

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"

	"tongbao/internal/filing"
)

// mostReturned is how many rows of one sheet a return workbook takes. A file
// with more bad rows is wrong as a whole, and mended where it was made.
const mostReturned = 100_000

// returnedRow is a row with findings.
type returnedRow struct {
	Bad      bool // quarantined; otherwise taken, with warnings
	Number   int  // in the file as received
	Findings []filing.Finding
}

// returnedRows keeps the rows of one sheet that have findings, in the sheet's
// order, in a temporary file: there may be more of them than memory.
type returnedRows struct {
	bad, warned int // rows
	file        *os.File
	buffer      *bufio.Writer
	encoder     *gob.Encoder
	err         error
}

func (r *returnedRows) keep(dir string, row returnedRow) {
	n := &r.warned
	if row.Bad {
		n = &r.bad
	}
	*n++
	if *n > mostReturned || r.err != nil {
		return
	}
	if r.file == nil {
		if r.file, r.err = os.CreateTemp(dir, "returned-*"); r.err != nil {
			return
		}
		r.buffer = bufio.NewWriter(r.file)
		r.encoder = gob.NewEncoder(r.buffer)
	}
	r.err = r.encoder.Encode(row)
}

// kept is how many of the rows, bad or warned, have been kept.
func (r *returnedRows) kept(bad bool) int {
	if bad {
		return min(r.bad, mostReturned)
	}
	return min(r.warned, mostReturned)
}

// each passes the bad rows, or the warned ones, on.
func (r *returnedRows) each(bad bool, take func(returnedRow) error) error {
	next, err := r.reader(bad)
	if err != nil {
		return err
	}
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := take(row); err != nil {
			return err
		}
	}
}

// reader returns a function that gives one bad row, or warned one, after the
// other, and io.EOF behind the last.
func (r *returnedRows) reader(bad bool) (func() (returnedRow, error), error) {
	if r.err != nil {
		return nil, fmt.Errorf("keep rows to be returned: %w", r.err)
	}
	if r.file == nil {
		return func() (returnedRow, error) { return returnedRow{}, io.EOF }, nil
	}
	if err := r.buffer.Flush(); err != nil {
		return nil, fmt.Errorf("keep rows to be returned: %w", err)
	}
	size, err := r.file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	decoder := gob.NewDecoder(bufio.NewReader(io.NewSectionReader(r.file, 0, size)))
	return func() (returnedRow, error) {
		for {
			var row returnedRow
			if err := decoder.Decode(&row); err != nil || row.Bad == bad {
				return row, err
			}
		}
	}, nil
}

// discard removes the temporary file.
func (r *returnedRows) discard() {
	if r.file != nil {
		r.file.Close()
		os.Remove(r.file.Name())
		r.file = nil
	}
}
