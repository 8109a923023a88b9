package rulebook

import (
	"fmt"

	"tongbao/internal/civil"
)

// Window is an assessment window: a span of due dates. A month's window is
// the three months that end with it, so that every window holds a whole
// number of quarterly batches.
type Window struct {
	Text       string     // canonical: 2026-06, 2026Q2, 2026H1, 2026
	Start, End civil.Date // both days included
	Months     int        // 3, 6 or 12
}

// Step is three months of a window, both days included.
type Step struct{ Start, End civil.Date }

// UnknownWindow is a text that names no window.
type UnknownWindow struct{ Text string }

// Error tells whoever asked what can be written.
func (e *UnknownWindow) Error() string {
	return fmt.Sprintf("考核期“%s”无法识别：请写 2026-06（截至6月的三个月）、2026Q2（季度）、2026H1（半年）或 2026（年）", e.Text)
}

// ParseWindow reads 2026-06, 2026Q2, 2026H1 or 2026, or returns
// *UnknownWindow.
func ParseWindow(text string) (Window, error) {
	p, err := ParsePeriod(text)
	if err != nil {
		return Window{}, &UnknownWindow{Text: text}
	}
	return windowOf(p), nil
}

func windowOf(p Period) Window {
	w := Window{Text: p.String(), Start: p.Start(), End: p.End(), Months: p.Frequency().Months()}
	if p.Frequency() == Monthly {
		w.Start, w.Months = w.Start.AddMonths(-2), 3
	}
	return w
}

// period names the window: the one whose canonical form it has.
func (w Window) period() Period {
	// A Window is made by ParseWindow or Previous, so its months and end
	// determine it, save that a month's window is as long as a quarter.
	if len(w.Text) == len("2026-06") {
		return PeriodOf(Monthly, w.End)
	}
	for _, f := range []Frequency{Quarterly, HalfYear, Yearly} {
		if f.Months() == w.Months {
			return PeriodOf(f, w.End)
		}
	}
	return Period{}
}

// Quarters is the window's length in quarters.
func (w Window) Quarters() int { return w.Months / 3 }

// Previous is the window one step earlier: the month before's window, the
// quarter, half-year or year before.
func (w Window) Previous() Window { return windowOf(w.period().Previous()) }

// Contains reports whether the day lies in the window.
func (w Window) Contains(day civil.Date) bool { return w.Start <= day && day <= w.End }

// Steps are the window's three-month steps, from its start.
func (w Window) Steps() []Step {
	var out []Step
	for start := w.Start; start <= w.End; start = start.AddMonths(3) {
		out = append(out, Step{start, start.AddMonths(3) - 1})
	}
	return out
}

// Chinese describes the window in running text: 2026年第二季度, or
// 2026年5—7月（截至7月的三个月）.
func (w Window) Chinese() string {
	p := w.period()
	if p.Frequency() != Monthly {
		return p.Chinese()
	}
	fromYear, from, _ := w.Start.YMD()
	year, to, _ := w.End.YMD()
	if fromYear != year {
		return fmt.Sprintf("%d年%d月—%d年%d月（截至%d月的三个月）", fromYear, from, year, to, to)
	}
	return fmt.Sprintf("%d年%d—%d月（截至%d月的三个月）", year, from, to, to)
}
