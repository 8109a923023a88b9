package civil

import (
	"math"
	"testing"
)

func TestDayOfSerial(t *testing.T) {
	for _, c := range []struct {
		serial float64
		from04 bool
		want   string // empty: no day
	}{
		{44197, false, "2021-01-01"},
		{44197.999, false, "2021-01-01"},
		{42735, true, "2021-01-01"},
		{1, false, "1900-01-01"},
		{59, false, "1900-02-28"},
		{60, false, ""},
		{60.5, false, ""},
		{61, false, "1900-03-01"},
		{60, true, "1904-03-01"},
		{1, true, "1904-01-02"},
		{0.5, false, ""},
		{0.5, true, ""},
		{0, false, ""},
		{-1, false, ""},
		{2958465, false, "9999-12-31"},
		{2958466, false, ""},
		{2957003, true, "9999-12-31"},
		{2957004, true, ""},
		{1e300, false, ""},
		{math.Inf(1), false, ""},
		{math.NaN(), true, ""},
	} {
		d, ok := DayOfSerial(c.serial, c.from04)
		if ok != (c.want != "") || ok && d.String() != c.want {
			t.Errorf("DayOfSerial(%v, %v) = %v, %v; want %q", c.serial, c.from04, d, ok, c.want)
		}
	}
}

func TestSerialOfDayInvertsDayOfSerial(t *testing.T) {
	for serial := 1.0; serial <= lastSerial1900; serial++ {
		d, ok := DayOfSerial(serial, false)
		if !ok {
			continue
		}
		if back, ok := SerialOfDay(d); !ok || back != serial {
			t.Fatalf("SerialOfDay(%v) = %v, %v; want %v", d, back, ok, serial)
		}
	}
	for _, d := range []Date{MustOf(1899, 12, 31), endOfSerials + 1} {
		if s, ok := SerialOfDay(d); ok {
			t.Errorf("SerialOfDay(%d) = %v, want none", d, s)
		}
	}
}
