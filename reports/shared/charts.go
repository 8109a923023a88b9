package shared

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/chart"
	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

// StatusFigure draws on-time, late and missing by township.
func StatusFigure(d *Data) (Figure, error) {
	f := Figure{
		Title: "各镇街应公开事项：按时、逾期、未公开（项）",
		Label: "条形图：各镇街按时、逾期、未公开的事项数，数据见图下的表。",
		Table: StatusTable(d, "各镇街应公开事项的公开情况（单位：项）"),
	}
	if d.District.Due == 0 {
		f.Absent = "没有图：本期没有到期的应公开事项。"
		return f, nil
	}
	var names []string
	series := []chart.Series{{Name: "按时", Style: chart.Good}, {Name: "逾期", Style: chart.Warning}, {Name: "未公开", Style: chart.Bad}}
	for _, u := range ByRank(d.Townships) {
		names = append(names, Name(&u))
		for i, n := range []int64{u.OnTime, u.Late, u.Missing} {
			v := float64(n)
			series[i].Values = append(series[i].Values, &v)
		}
	}
	if len(names) == 0 {
		f.Absent = "没有图：本期没有镇街的数据。"
		return f, nil
	}
	var err error
	f.Chart, err = chart.StackedBars("chart-status", names, series)
	return f, err
}

// TrendFigure draws the two rates over the twelve months that end with the
// window. A month without figures is a gap, and the table says 无数据.
func TrendFigure(d *Data) (Figure, error) {
	f := Figure{
		Title: "近十二个月公开及时率和完整率（%，按公开期限所在月份）",
		Label: "折线图：近十二个月全区公开及时率和完整率，数据见图下的表。",
		Note:  fmt.Sprintf("各月均按截至%s所掌握的情况统计；线条中断的月份无数据。", d.Build.AsOf.Chinese()),
		Table: Table{Caption: "近十二个月公开情况（单位：项）", Head: []Head{{"公开期限所在月份", ""}, {"应公开", ""}, {"按时", ""}, {"逾期", ""}, {"未公开", ""}, {"完整", ""}, {"及时率", ""}, {"完整率", ""}}},
	}
	months := trendMonths(d)
	timely := chart.Series{Name: "公开及时率", Style: chart.Good}
	complete := chart.Series{Name: "完整率", Style: chart.Second}
	var names []string
	var rows []Row
	drawn := 0
	for at, month := range months {
		name := MonthName(month)
		names = append(names, AxisMonth(month, at == 0))
		i := slices.IndexFunc(d.Trend, func(t mart.TrendMonth) bool { return t.Month == month })
		if i < 0 {
			timely.Values, complete.Values = append(timely.Values, nil), append(complete.Values, nil)
			cells := []Cell{RowName(name, "")}
			for range 7 {
				cells = append(cells, Number("无数据"))
			}
			rows = append(rows, Row{Cells: cells})
			continue
		}
		t := d.Trend[i]
		onTime, whole := Ratio(t.OnTime, t.Due), Ratio(t.Complete, t.Due)
		timely.Values, complete.Values = append(timely.Values, tenths(onTime)), append(complete.Values, tenths(whole))
		if onTime != nil {
			drawn++
		}
		rows = append(rows, Row{Cells: []Cell{
			RowName(name, ""), Number(Count(t.Due)), Number(Count(t.OnTime)), Number(Count(t.Late)), Number(Count(t.Missing)), Number(Count(t.Complete)),
			Number(Percent(onTime)), Number(Percent(whole)),
		}})
	}
	if drawn == 0 {
		f.Absent, f.Note = "没有图：近十二个月没有可以计算的数据。", ""
		return f, nil
	}
	f.Table.Bodies = []Body{{Rows: rows}}
	var err error
	f.Chart, err = chart.Lines("chart-trend", names, []chart.Series{timely, complete})
	return f, err
}

// trendMonths are the twelve months that end with the window's, and any
// other month the marts have.
func trendMonths(d *Data) []string {
	var months []string
	for i := range 12 {
		months = append(months, d.Build.WindowEnd.MonthStart().AddMonths(i - 11).String()[:7])
	}
	for _, t := range d.Trend {
		if !slices.Contains(months, t.Month) {
			months = append(months, t.Month)
		}
	}
	slices.Sort(months)
	return months
}

// MonthName writes 2026-06 as 2026年6月.
func MonthName(month string) string {
	first, err := civil.Parse(month + "-01")
	if err != nil {
		return month
	}
	y, m, _ := first.YMD()
	return fmt.Sprintf("%d年%d月", y, m)
}

// AxisMonth is a month below an axis, short enough for twelve on a telephone;
// the first and each January have their year on a second line.
func AxisMonth(month string, first bool) string {
	year, name, ok := strings.Cut(MonthName(month), "年")
	if !ok || !first && name != "1月" {
		return name
	}
	return name + "\n" + year
}

// tenths is a rate in percent with one digit: a label of twenty-four on one
// chart. The table below has both.
func tenths(rate *float64) *float64 {
	if rate == nil {
		return nil
	}
	v := float64(rounded(*rate, 1000)) / 10
	return &v
}

// CategoryFigure draws the timeliness of each township and category.
func CategoryFigure(d *Data) (Figure, error) {
	f := Figure{
		Title: "各镇街分类别公开及时率（%）",
		Label: "热力图：各镇街分类别的公开及时率，数据见图下的表。",
		Note:  "空格表示该类别本期没有到期的应公开事项。",
		Table: Table{Caption: "各镇街分类别公开及时率（按时/应公开）", Head: []Head{{"镇街", ""}}},
	}
	categories := categoryOrder(d.Categories)
	for _, c := range categories {
		f.Table.Head = append(f.Table.Head, Head{Text: c})
	}
	var names []string
	var cells [][]*float64
	var rows []Row
	drawn := 0
	row := func(code, name string, total bool) Row {
		r := Row{Total: total, Cells: []Cell{RowName(name, "")}}
		values := make([]*float64, len(categories))
		for i, c := range categories {
			cell := Number(Dash)
			for _, n := range d.Categories {
				if n.TownshipCode != code || n.Category != c || n.Due == 0 {
					continue
				}
				rate := Ratio(n.OnTime, n.Due)
				values[i] = PercentValue(rate)
				cell = Cell{Text: Percent(rate), Note: Count(n.OnTime) + "/" + Count(n.Due)}
				if !total {
					drawn++
				}
			}
			r.Cells = append(r.Cells, cell)
		}
		if !total {
			names, cells = append(names, name), append(cells, values)
		}
		return r
	}
	for _, u := range ByRank(d.Townships) {
		rows = append(rows, row(u.TownshipCode, Name(&u), false))
	}
	if drawn == 0 {
		f.Absent, f.Note = "没有图：本期没有分类别的到期事项。", ""
		return f, nil
	}
	f.Table.Bodies = []Body{{Rows: rows}, {Rows: []Row{row("", "全区", true)}}}
	var err error
	f.Chart, err = chart.HeatMap("chart-categories", names, categories, cells)
	return f, err
}

// categoryOrder puts the usual categories first, a district's own behind.
func categoryOrder(counts []mart.CategoryCount) []string {
	usual := []string{"党务", "政务", "财务", "服务"}
	var known, own []string
	for _, c := range counts {
		if !slices.Contains(usual, c.Category) && !slices.Contains(own, c.Category) {
			own = append(own, c.Category)
		}
	}
	for _, c := range usual {
		if slices.ContainsFunc(counts, func(n mart.CategoryCount) bool { return n.Category == c }) {
			known = append(known, c)
		}
	}
	slices.Sort(own)
	return append(known, own...)
}

// ConsultationFigure sets how often townships consult against how much of it
// is adopted.
func ConsultationFigure(d *Data) (Figure, error) {
	f := Figure{
		Title: "各镇街协商频次与成果采纳率",
		Label: "散点图：横轴为协商频次，纵轴为成果采纳率，每点一个镇街，数据见图下的表。",
		Note:  "协商频次为每村（社区）每季度的协商次数。频次和采纳率均不因数量多而加分，图只供对照，不说明二者互为因果。",
		Table: Table{Caption: "各镇街协商频次与成果采纳率", Head: []Head{{"镇街", ""}, {"协商次数", ""}, {"协商频次", "次数/村·季"}, {"成果采纳率", "采纳/到期成果"}, {"办理率", "已办理/到期成果"}}},
	}
	if d.Provisional() {
		f.Note += "考核窗口尚未结束，频次为暂计。"
	}
	var points []chart.Point
	var left []string
	rows := func(units []mart.Unit, total bool) (out []Row) {
		for i := range units {
			u := &units[i]
			name := Name(u)
			if total {
				name = "全区"
			} else if u.Frequency.Value != nil && u.Adoption.Value != nil {
				points = append(points, chart.Point{Name: name, X: *PercentValue(u.Frequency.Value) / 100, Y: *PercentValue(u.Adoption.Value)})
			} else {
				left = append(left, name)
			}
			out = append(out, Row{Total: total, Cells: []Cell{
				RowName(name, ""), Number(Count(u.Held)), {Text: Decimal(u.Frequency.Value), Note: note(Fraction(u.Frequency))},
				RateCell(u.Adoption, nil, false), RateCell(u.Handled, nil, false),
			}})
		}
		return out
	}
	f.Table.Bodies = []Body{{Rows: rows(ByRank(d.Townships), false)}, {Rows: rows([]mart.Unit{d.District}, true)}}
	if len(points) == 0 {
		f.Absent = "没有图：本期没有镇街同时具有协商频次和到期的协商成果。"
		return f, nil
	}
	if len(left) > 0 {
		f.Note += Join(left, 8) + "本期没有到期的协商成果或没有频次，不在图中。"
	}
	var err error
	f.Chart, err = chart.Scatter("chart-consultations", "协商频次（次/村·季）", "成果采纳率（%）", points)
	return f, err
}

// note leaves out a note that would only repeat a dash.
func note(s string) string {
	if s == Dash {
		return ""
	}
	return s
}
