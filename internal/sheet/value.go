package sheet

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"tongbao/internal/civil"
)

// parseNumber reads the value of a numeric cell. Only what a workbook may
// write is a number: no NaN, infinity or hexadecimal.
func parseNumber(b []byte) (float64, error) {
	for _, c := range b {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, fmt.Errorf("not a number: %.40q", b)
		}
	}
	x, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return 0, fmt.Errorf("not a number: %.40q", b)
	}
	return x, nil
}

// appendNumber appends the shortest decimal form that gives x again, with an
// exponent only from 1e21 on.
func appendNumber(dst []byte, x float64) []byte {
	if x == 0 {
		return append(dst, '0')
	}
	if math.Abs(x) < 1e21 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	return strconv.AppendFloat(dst, x, 'e', -1, 64)
}

// smallInteger reads what is a whole number in its shortest form already, as
// most numbers are.
func smallInteger(b []byte) (x float64, ok bool) {
	if len(b) == 0 || len(b) > 15 || b[0] == '0' && len(b) > 1 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return float64(n), true
}

// appendSerial appends a date's text: the ISO day, with the time of day
// behind it where it has one; the raw serial where it is no day.
func appendSerial(dst []byte, serial float64, epoch1904 bool) []byte {
	day, ok := civil.DayOfSerial(serial, epoch1904)
	if !ok {
		return appendNumber(dst, serial)
	}
	dst = day.Time().AppendFormat(dst, time.DateOnly)
	const secondsPerDay = 86400
	seconds := int(math.Round((serial - math.Floor(serial)) * secondsPerDay))
	// Rounding must not show the day before with the next day's midnight.
	seconds = min(seconds, secondsPerDay-1)
	if seconds == 0 {
		return dst
	}
	return fmt.Appendf(dst, " %02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// isoSerial reads a date as cells of type d write it, 2026-06-15 or
// 2026-06-15T10:30:00, as a serial of the 1900 system. A zone, which would
// make another day of it, is not accepted.
func isoSerial(s string) (serial float64, ok bool) {
	date, clock, timed := strings.Cut(s, "T")
	day, err := civil.Parse(date)
	if err != nil {
		return 0, false
	}
	serial, ok = civil.SerialOfDay(day)
	if !ok || !timed {
		return serial, ok
	}
	t, err := time.Parse("15:04:05", clock)
	if err != nil {
		if t, err = time.Parse("15:04", clock); err != nil {
			return 0, false
		}
	}
	return serial + t.Sub(t.Truncate(24*time.Hour)).Seconds()/86400, true
}

// parseRef reads a cell's reference, "B7", as column from 0 and row from 1.
func parseRef(b []byte) (column, row int, err error) {
	i := 0
	for ; i < len(b) && i < 4 && b[i] >= 'A' && b[i] <= 'Z'; i++ {
		column = column*26 + int(b[i]-'A') + 1
	}
	row, err = index(b[i:])
	if err != nil || i == 0 || i == len(b) || b[i] == '0' || column > maxColumns || row > maxRows {
		return 0, 0, fmt.Errorf("not a cell reference: %.20q", b)
	}
	return column - 1, row, nil
}

// trimXMLSpace removes the white space around a value that is not text.
func trimXMLSpace(b []byte) []byte { return bytes.Trim(b, " \t\r\n") }
