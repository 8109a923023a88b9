package filing

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// period is an assessment period: a whole month, quarter, half-year or year.
type period struct {
	text   string // canonical: 2026-06, 2026Q2, 2026H1, 2026
	months int
	end    civil.Date
}

// frequencyMonths is how long the periods of an item's frequency are; an
// event item, 随时, has none.
var frequencyMonths = map[string]int{"月": 1, "季": 3, "半年": 6, "年": 12}

// The years in which a period may lie: dates before 2000 are errors, and so
// is a period of them.
const firstYear, lastYear = 2000, 2999

// eventFrequency is the frequency of items disclosed whenever they occur.
const eventFrequency = "随时"

// periodForm is how to write a period of a frequency.
var periodForm = map[string]string{"月": "如 2026-06", "季": "如 2026Q2", "半年": "如 2026H1", "年": "如 2026"}

var periodPatterns = []struct {
	months int
	form   *regexp.Regexp
}{
	{1, regexp.MustCompile(`^(\d{4})-(\d\d)$`)},
	{1, regexp.MustCompile(`^(\d{4})年(\d{1,2})月$`)},
	{3, regexp.MustCompile(`^(\d{4})[Qq](\d)$`)},
	{3, regexp.MustCompile(`^(\d{4})年第?([1-4一二三四])季度$`)},
	{6, regexp.MustCompile(`^(\d{4})[Hh](\d)$`)},
	{6, regexp.MustCompile(`^(\d{4})年?([上下])半年$`)},
	{12, regexp.MustCompile(`^(\d{4})(?:年度?)?$`)},
}

var periodNumerals = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}

func readPeriod(cell grid.Cell) (period, *Bad) {
	var text string
	switch cell.Kind {
	case grid.Date:
		return period{}, PeriodIsDate.Bad()
	case grid.Number:
		if cell.Number != math.Trunc(cell.Number) {
			return period{}, PeriodUnreadable.Bad()
		}
		text = strconv.FormatFloat(cell.Number, 'f', -1, 64)
	case grid.Text:
		text = strings.TrimLeft(fold(cell.Text), "'")
	}
	for _, pattern := range periodPatterns {
		if part := pattern.form.FindStringSubmatch(text); part != nil {
			n := 1
			if len(part) == 3 {
				n = periodNumerals[part[2]]
				if n == 0 {
					n = number(part[2])
				}
			}
			return newPeriod(number(part[1]), pattern.months, n)
		}
	}
	return period{}, PeriodUnreadable.Bad()
}

// newPeriod is the n-th period of that length in the year.
func newPeriod(year, months, n int) (period, *Bad) {
	if year < firstYear || year > lastYear || n < 1 || n > 12/months {
		return period{}, PeriodUnreadable.Bad()
	}
	p := period{months: months, end: civil.MustOf(year, n*months, 1).MonthEnd()}
	switch months {
	case 1:
		p.text = fmt.Sprintf("%04d-%02d", year, n)
	case 3:
		p.text = fmt.Sprintf("%04dQ%d", year, n)
	case 6:
		p.text = fmt.Sprintf("%04dH%d", year, n)
	default:
		p.text = fmt.Sprintf("%04d", year)
	}
	return p, nil
}
