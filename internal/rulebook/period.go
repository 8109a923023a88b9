package rulebook

import (
	"fmt"
	"strconv"
	"strings"

	"tongbao/internal/civil"
)

// Frequency is how often an item must be disclosed, in the catalogue's words.
type Frequency string

// The frequencies.
const (
	Monthly   Frequency = "月"
	Quarterly Frequency = "季"
	HalfYear  Frequency = "半年"
	Yearly    Frequency = "年"
	Event     Frequency = "随时" // whenever it occurs; has no periods
)

// Frequencies lists all of them, shortest first.
var Frequencies = []Frequency{Monthly, Quarterly, HalfYear, Yearly, Event}

// Months is the length of one period; 0 for Event and for no frequency.
func (f Frequency) Months() int {
	switch f {
	case Monthly:
		return 1
	case Quarterly:
		return 3
	case HalfYear:
		return 6
	case Yearly:
		return 12
	}
	return 0
}

// The years in which periods and windows may lie. Dates before 2000 are
// errors wherever they are read, so is a period of them.
const firstYear, lastYear = 2000, 2999

// Period is a calendar month, quarter, half-year or year: 所属期. Periods are
// comparable; the zero Period is none.
type Period struct {
	frequency Frequency
	year, n   int // n counts from 1 within the year
}

// PeriodOf returns the period of that frequency in which the day lies. There
// is none, the zero Period, for Event.
func PeriodOf(f Frequency, day civil.Date) Period {
	months := f.Months()
	if months == 0 {
		return Period{}
	}
	year, month, _ := day.YMD()
	return Period{f, year, (month-1)/months + 1}
}

// ParsePeriod reads the canonical form, 2026-06, 2026Q2, 2026H1 or 2026, and
// nothing else. The error is technical: readers of filings have their own
// words for it.
func ParsePeriod(canonical string) (Period, error) {
	fail := func() (Period, error) {
		return Period{}, fmt.Errorf("not a period of the form 2026-06, 2026Q2, 2026H1 or 2026: %q", canonical)
	}
	if len(canonical) < 4 {
		return fail()
	}
	year, ok := digits(canonical[:4])
	if !ok || year < firstYear || year > lastYear {
		return fail()
	}
	p := Period{year: year, n: 1}
	rest := canonical[4:]
	switch {
	case rest == "":
		p.frequency = Yearly
		return p, nil
	case len(rest) == 3 && rest[0] == '-':
		p.frequency = Monthly
	case len(rest) == 2 && rest[0] == 'Q':
		p.frequency = Quarterly
	case len(rest) == 2 && rest[0] == 'H':
		p.frequency = HalfYear
	default:
		return fail()
	}
	if p.n, ok = digits(rest[1:]); !ok || p.n < 1 || p.n > 12/p.frequency.Months() {
		return fail()
	}
	return p, nil
}

// digits reads ASCII digits and nothing else, no sign.
func digits(s string) (n int, ok bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p.frequency == "" }

// Frequency is the length of the period.
func (p Period) Frequency() Frequency { return p.frequency }

// Start is the first day; only a Period that is one has a first day.
func (p Period) Start() civil.Date {
	return civil.MustOf(p.year, (p.n-1)*p.frequency.Months()+1, 1)
}

// End is the last day, the day itself included.
func (p Period) End() civil.Date { return p.Start().AddMonths(p.frequency.Months()) - 1 }

// Contains reports whether the whole of q lies in p. A period contains itself.
func (p Period) Contains(q Period) bool {
	return !p.IsZero() && !q.IsZero() && p.Start() <= q.Start() && q.End() <= p.End()
}

// Next is the period after p, of the same length.
func (p Period) Next() Period { return PeriodOf(p.frequency, p.End()+1) }

// Previous is the period before p, of the same length.
func (p Period) Previous() Period { return PeriodOf(p.frequency, p.Start()-1) }

// String is the canonical form; empty for none.
func (p Period) String() string {
	switch p.frequency {
	case Monthly:
		return fmt.Sprintf("%04d-%02d", p.year, p.n)
	case Quarterly:
		return fmt.Sprintf("%04dQ%d", p.year, p.n)
	case HalfYear:
		return fmt.Sprintf("%04dH%d", p.year, p.n)
	case Yearly:
		return fmt.Sprintf("%04d", p.year)
	}
	return ""
}

// Chinese is the form used in running text: 2026年第二季度.
func (p Period) Chinese() string {
	switch p.frequency {
	case Monthly:
		return fmt.Sprintf("%d年%d月", p.year, p.n)
	case Quarterly:
		return fmt.Sprintf("%d年第%s季度", p.year, [...]string{"一", "二", "三", "四"}[p.n-1])
	case HalfYear:
		return fmt.Sprintf("%d年%s半年", p.year, [...]string{"上", "下"}[p.n-1])
	case Yearly:
		return fmt.Sprintf("%d年", p.year)
	}
	return ""
}
