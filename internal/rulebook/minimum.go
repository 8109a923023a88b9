package rulebook

import (
	"fmt"

	"tongbao/internal/civil"
)

// Minimum is how long something must stay posted: so many days or so many
// calendar months, one of the two.
type Minimum struct{ Days, Months int }

// ParseMinimum reads 10d or 1m.
func ParseMinimum(text string) (Minimum, error) {
	if len(text) >= 2 {
		unit := text[len(text)-1]
		n, ok := digits(text[:len(text)-1])
		switch {
		case !ok || n > 3660:
		case unit == 'd':
			return Minimum{Days: n}, nil
		case unit == 'm':
			return Minimum{Months: n}, nil
		}
	}
	return Minimum{}, fmt.Errorf("not a minimum of the form 10d or 1m: %q", text)
}

// After is the first day on which something posted on that day has been up
// long enough; months are clipped to the month's end.
func (m Minimum) After(posted civil.Date) civil.Date {
	return posted.AddMonths(m.Months).AddDays(m.Days)
}

// String is the form that ParseMinimum reads.
func (m Minimum) String() string {
	if m.Months > 0 {
		return fmt.Sprintf("%dm", m.Months)
	}
	return fmt.Sprintf("%dd", m.Days)
}

// Chinese is the form used in running text: 10天, 1个月.
func (m Minimum) Chinese() string {
	if m.Months > 0 {
		return fmt.Sprintf("%d个月", m.Months)
	}
	return fmt.Sprintf("%d天", m.Days)
}
