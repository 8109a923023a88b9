package shared

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
)

// WindowName is a window in a title: 2026年第二季度, 2026年5—7月. A name that
// is no window stays as it is.
func WindowName(window string) string {
	w, err := rulebook.ParseWindow(window)
	if err != nil {
		return window
	}
	name, _, _ := strings.Cut(w.Chinese(), "（")
	return name
}

// PreviousName is how the previous window is called in running text, 上期
// （2026年第一季度）; empty where it has no figures.
func PreviousName(b mart.Build) string {
	if b.Previous == "" {
		return ""
	}
	return "上期（" + WindowName(b.Previous) + "）"
}

// Span is two days as 2026年4月1日至6月30日.
func Span(from, to civil.Date) string {
	y1, _, _ := from.YMD()
	y2, m, d := to.YMD()
	if y1 == y2 {
		return fmt.Sprintf("%s至%d月%d日", from.Chinese(), m, d)
	}
	return from.Chinese() + "至" + to.Chinese()
}

// months is two days' months as 2026年5—7月.
func months(from, to civil.Date) string {
	y1, m1, _ := from.YMD()
	y2, m2, _ := to.YMD()
	switch {
	case y1 != y2:
		return fmt.Sprintf("%d年%d月至%d年%d月", y1, m1, y2, m2)
	case m1 == m2:
		return fmt.Sprintf("%d年%d月", y1, m1)
	}
	return fmt.Sprintf("%d年%d—%d月", y1, m1, m2)
}

// Holds says what a window holds: 应于2026年5—7月公开的事项，含第二季度事项.
// Quarters, half-years and years are named where the window really has
// obligations of theirs, with the year where it is another than the window's.
func Holds(b mart.Build, batches []mart.BatchCount) string {
	var periods []rulebook.Period
	for _, batch := range batches {
		p, err := rulebook.ParsePeriod(batch.Period)
		if err != nil || p.Frequency() == rulebook.Monthly || batch.Due+batch.Pending == 0 {
			continue
		}
		if !slices.Contains(periods, p) {
			periods = append(periods, p)
		}
	}
	slices.SortFunc(periods, func(p, q rulebook.Period) int {
		return cmp.Or(cmp.Compare(p.End(), q.End()), cmp.Compare(q.Start(), p.Start()))
	})

	text := "应于" + months(b.WindowStart, b.WindowEnd) + "公开的事项"
	startYear, _, _ := b.WindowStart.YMD()
	endYear, _, _ := b.WindowEnd.YMD()
	var names []string
	for _, p := range periods {
		name := p.Chinese()
		if startYear == endYear {
			short := strings.TrimPrefix(name, fmt.Sprintf("%d年", startYear))
			if short != "" && short != "度" {
				name = short
			}
		}
		names = append(names, name)
	}
	if len(names) > 0 {
		text += "，含" + strings.Join(names, "、") + "事项"
	}
	return text
}

// frequencyNames in the order in which a window's content is told.
var frequencyNames = []struct{ code, name string }{
	{"月", "按月公开"}, {"季", "按季公开"}, {"半年", "按半年公开"}, {"年", "按年公开"}, {"随时", "随时公开"},
}

// Composition tells the obligations of a window by frequency, 按月公开1,080项、
// 按季公开360项. It is empty unless the batches add up to due.
func Composition(batches []mart.BatchCount, due int64) string {
	sums, total := map[string]int64{}, int64(0)
	for _, b := range batches {
		sums[b.Frequency] += b.Due
		total += b.Due
	}
	var parts []string
	named := int64(0)
	for _, f := range frequencyNames {
		if n := sums[f.code]; n > 0 {
			parts = append(parts, f.name+Count(n)+"项")
			named += n
		}
	}
	if total != due || named != due || len(parts) < 2 {
		return ""
	}
	return strings.Join(parts, "、")
}
