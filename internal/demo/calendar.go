package demo

import (
	"fmt"

	"tongbao/internal/civil"
)

// period is one stretch that periodic items are disclosed for.
type period struct {
	frequency  string // 月, 季, 半年, 年
	year, n    int    // n: the month, quarter or half
	start, end civil.Date
}

// due is the 15th of the month after the period.
func (p period) due() civil.Date { return p.end.AddDays(15) }

// String is the canonical form: 2026-06, 2026Q2, 2026H1, 2026.
func (p period) String() string {
	switch p.frequency {
	case "月":
		return fmt.Sprintf("%d-%02d", p.year, p.n)
	case "季":
		return fmt.Sprintf("%dQ%d", p.year, p.n)
	case "半年":
		return fmt.Sprintf("%dH%d", p.year, p.n)
	}
	return fmt.Sprint(p.year)
}

// periodsEnding lists the periods of a frequency that end in the given number
// of months from the first.
func periodsEnding(frequency string, first civil.Date, months int) []period {
	length := map[string]int{"月": 1, "季": 3, "半年": 6, "年": 12}[frequency]
	var list []period
	for i := range months {
		month := first.AddMonths(i)
		year, m, _ := month.YMD()
		if length == 0 || m%length != 0 {
			continue
		}
		list = append(list, period{frequency, year, m / length, month.AddMonths(1 - length), month.MonthEnd()})
	}
	return list
}

// quarter is the quarter in which the day falls.
func quarter(day civil.Date) period {
	year, m, _ := day.YMD()
	start := civil.MustOf(year, (m-1)/3*3+1, 1)
	return period{"季", year, (m-1)/3 + 1, start, start.AddMonths(2).MonthEnd()}
}
