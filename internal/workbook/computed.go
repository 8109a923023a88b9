package workbook

import (
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/internal/civil"
)

// Formula is computed by whoever opens the file. It must not be made of
// anything that a user wrote.
type Formula struct {
	// Text is without the equals sign: "SUM(B2:B9)".
	Text string
	// Value is what it gave when last computed: an int, int64, float64 or
	// civil.Date; nil where it never was.
	Value any
}

func (f Formula) check() error {
	if f.Text == "" {
		return fmt.Errorf("a formula without text")
	}
	switch f.Value.(type) {
	case nil, int, int64, float64, civil.Date:
		return nil
	}
	return fmt.Errorf("a formula that gives a %T cannot be written", f.Value)
}

// Option changes a whole workbook.
type Option func(*styles) error

// epoch1900 is day 0 of the usual date system, as it counts since 1900-03-01.
var epoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// Epoch1904 counts days from 1904-01-01, as programs on old Macintoshes do.
func Epoch1904(s *styles) error {
	yes := true
	if err := s.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		return fmt.Errorf("workbook: date system: %w", err)
	}
	s.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	return nil
}

// serial is the day as the file's date system counts it.
func (s *styles) serial(d civil.Date) float64 {
	return d.Time().Sub(s.epoch).Hours() / 24
}
