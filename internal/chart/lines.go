package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Lines draws percentages (0–100) over time. A gap breaks the line. The axis
// starts at the ten below the least value, which the numbers on it show.
func Lines(id string, names []string, series []Series) (*Chart, error) {
	if err := matches(id, names, series); err != nil {
		return nil, err
	}
	least := 100.0
	colors := make([]string, len(series))
	for i, s := range series {
		colors[i] = s.Style.Color
		for _, v := range s.Values {
			if v != nil {
				least = min(least, *v)
			}
		}
	}
	floor := max(0, math.Floor((least-5)/10)*10)

	line := charts.NewLine()
	line.SetGlobalOptions(base(colors...)...)
	line.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "20", Top: "58", Bottom: "4", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: label(12)}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Name: "%", Min: floor, Max: 100, SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
	)
	line.SetXAxis(names)
	for i, s := range series {
		points := make([]opts.LineData, len(names))
		for j, v := range s.Values {
			points[j] = opts.LineData{Name: names[j], Value: value(v)}
		}
		stroke := opts.LineStyle{Width: 2.2, Color: s.Style.Color}
		if s.Style.Dashed {
			stroke.Type = "dashed"
		}
		side := "top"
		if i > 0 {
			side = "bottom"
		}
		line.AddSeries(s.Name, points,
			charts.WithLineChartOpts(opts.LineChart{Symbol: s.Style.Symbol, SymbolSize: 8, ShowSymbol: opts.Bool(true)}),
			charts.WithLineStyleOpts(stroke),
			charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: side, FontSize: 11, Color: s.Style.Color}),
		)
	}
	line.Validate()
	option := line.JSON()
	option["legend"] = legend
	return finish(id, 300, option)
}
