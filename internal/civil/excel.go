package civil

import "math"

// The last serials of the two date systems: both are 9999-12-31.
const (
	lastSerial1900 = 2958465
	lastSerial1904 = 2957003
)

var (
	before1900      = MustOf(1899, 12, 31) // serial 1 is 1900-01-01
	beforePhantom   = MustOf(1899, 12, 30) // from serial 61 on: 1900-02-29 is counted but never was
	first1904       = MustOf(1904, 1, 1)   // serial 0
	endOfSerials    = MustOf(9999, 12, 31)
	firstAfterGhost = MustOf(1900, 3, 1)
)

// DayOfSerial decodes the day a spreadsheet stores as a number of days. The
// time of day, the fraction, is dropped. Ok is false for a number that is no
// day: below 1 (a time of day or a negative number), after 9999-12-31, NaN,
// and serial 60 of the 1900 system, a 29 February that never was.
func DayOfSerial(serial float64, epoch1904 bool) (d Date, ok bool) {
	if !(serial >= 1) {
		return 0, false
	}
	days := math.Floor(serial)
	switch {
	case epoch1904 && days <= lastSerial1904:
		return first1904 + Date(days), true
	case epoch1904 || days > lastSerial1900 || days == 60:
		return 0, false
	case days < 60:
		return before1900 + Date(days), true
	default:
		return beforePhantom + Date(days), true
	}
}

// SerialOfDay is the inverse of DayOfSerial in the 1900 system; ok is false
// for a day that system does not reach.
func SerialOfDay(d Date) (serial float64, ok bool) {
	switch {
	case d <= before1900 || d > endOfSerials:
		return 0, false
	case d < firstAfterGhost:
		return float64(d - before1900), true
	default:
		return float64(d - beforePhantom), true
	}
}
