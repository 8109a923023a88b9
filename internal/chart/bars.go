package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// StackedBars draws one horizontal bar per name, from the top down, cut into
// the series. A part too narrow for its number goes without one.
func StackedBars(id string, names []string, series []Series) (*Chart, error) {
	if err := matches(id, names, series); err != nil {
		return nil, err
	}
	longest := 0.0
	for i := range names {
		sum := 0.0
		for _, s := range series {
			if v := s.Values[i]; v != nil {
				sum += *v
			}
		}
		longest = max(longest, sum)
	}

	bar := charts.NewBar()
	colors := make([]string, len(series))
	for i, s := range series {
		colors[i] = s.Style.Color
	}
	bar.SetGlobalOptions(base(colors...)...)
	bar.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "24", Top: "34", Bottom: "4", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", MinInterval: 1, SplitLine: gridLines(), AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), AxisLabel: label(13)}),
	)
	bar.SetXAxis(names).XYReversal()
	for _, s := range series {
		bars := make([]opts.BarData, len(names))
		for i, v := range s.Values {
			wide := v != nil && *v >= longest*0.045 && *v > 0
			bars[i] = opts.BarData{Name: names[i], Value: value(v), Label: &opts.Label{
				Show: opts.Bool(wide), Position: "inside", Color: s.Style.Text, FontSize: 12,
			}}
		}
		bar.AddSeries(s.Name, bars, charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "62%"}))
	}
	bar.Validate()
	option := bar.JSON()
	option["legend"] = legend
	return finish(id, 70+len(names)*27, option)
}
