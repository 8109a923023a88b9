// Package civil holds calendar days without a clock. All days in tongbao are
// civil days in Asia/Shanghai; a Date has no zone, so none can be got wrong.
package civil

import (
	"fmt"
	"time"
)

// Date counts days since 1970-01-01, the same unit as Arrow's date32 and
// DuckDB's DATE, so that it crosses every boundary as a plain number.
type Date int32

// Shanghai is the zone in which an instant becomes a day. China has kept
// +08:00 without summer time since 1991, so a fixed zone is exact for every
// day tongbao accepts (2000-01-01 and later).
var Shanghai = time.FixedZone("CST", 8*60*60)

// Of returns the given day; ok is false where the calendar has no such day
// (30 February, month 13).
func Of(year, month, day int) (d Date, ok bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return 0, false
	}
	return Date(t.Unix() / 86400), true
}

// MustOf is Of for days known to exist; it panics on any other.
func MustOf(year, month, day int) Date {
	d, ok := Of(year, month, day)
	if !ok {
		panic(fmt.Sprintf("civil: no day %d-%d-%d", year, month, day))
	}
	return d
}

// On returns the day in Shanghai on which the instant t falls.
func On(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return MustOf(y, int(m), d)
}

// Parse reads an ISO day, 2026-06-30, and nothing else.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("not a day of the form 2026-06-30: %q", s)
	}
	return Date(t.Unix() / 86400), nil
}

// MustParse is Parse for constants; it panics on a malformed day.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Time is the day's midnight in UTC, the only time.Time that may cross into
// a database driver: a Shanghai midnight would land on the day before.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// YMD splits the day.
func (d Date) YMD() (year, month, day int) {
	t := d.Time()
	return t.Year(), int(t.Month()), t.Day()
}

// String is the ISO form, 2026-06-30.
func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// Chinese is the form used in running text: 2026年6月30日.
func (d Date) Chinese() string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

// Weekday of the day.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays moves by n days.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths moves by n months, clipped to the month's end: 31 January plus
// one month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.YMD()
	first := time.Date(y, time.Month(m)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.Unix()/86400) + Date(min(day, last)-1)
}

// MonthStart is the first day of d's month.
func (d Date) MonthStart() Date {
	y, m, _ := d.YMD()
	return MustOf(y, m, 1)
}

// MonthEnd is the last day of d's month.
func (d Date) MonthEnd() Date { return d.MonthStart().AddMonths(1) - 1 }

// MarshalText and UnmarshalText use the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}
