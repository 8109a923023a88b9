package chart

import (
	"fmt"
	"maps"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// FunnelPoint is a named rate over its denominator, in a funnel.
type FunnelPoint struct {
	Point
	Out bool // beyond the outer limits
}

// FunnelLine is a line of a funnel: a limit, or the rate that the limits are
// drawn round. Its points are in the order of X.
type FunnelLine struct {
	Name   string
	XY     [][2]float64
	Dashed bool
	Thin   bool
}

// NamedPoints is up to how many points of a funnel stand with their names.
// Of more, only those beyond the outer limits do.
const NamedPoints = 40

// Funnel draws rates (0–100) against their denominators, with the lines
// between which they are expected. Points at one place share one name; what
// is beyond the outer limits has another shape and colour. Lines of one name
// stand together and have one entry in the legend.
func Funnel(id, xName, yName string, points []FunnelPoint, lines []FunnelLine) (*Chart, error) {
	if len(points) == 0 {
		return nil, fmt.Errorf("chart %s: no points", id)
	}
	inner, outer := sides(points)
	all := make([]Point, 0, len(points))
	for _, p := range append(inner, outer...) {
		all = append(all, p.Point)
	}
	places := all
	for _, l := range lines {
		for _, xy := range l.XY {
			if math.IsNaN(xy[0]+xy[1]) || math.IsInf(xy[0]+xy[1], 0) {
				return nil, fmt.Errorf("chart %s: line %s is not made of numbers", id, l.Name)
			}
			places = append(places, Point{X: xy[0], Y: xy[1]})
		}
	}
	step := funnelStep(places)
	x, y := span(places, func(p Point) float64 { return p.X }, step, math.Inf(1)), span(places, func(p Point) float64 { return p.Y }, 10, 100)
	labels := place(all, x, y)

	funnel := charts.NewScatter()
	funnel.SetGlobalOptions(base(Good.Color)...)
	funnel.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "50", Right: "50", Top: "58", Bottom: "34", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{
			Type: "value", Name: xName, NameLocation: "middle", NameGap: 30, Min: x[0], Max: x[1], MinInterval: step, MaxInterval: step, SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Name: yName, Min: y[0], Max: y[1], SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
	)
	var entries []map[string]any
	for _, l := range lines {
		funnel.MultiSeries = append(funnel.MultiSeries, line(l))
		if len(entries) == 0 || entries[len(entries)-1]["name"] != l.Name {
			entries = append(entries, map[string]any{"name": l.Name, "icon": l.icon()})
		}
	}
	for _, part := range []struct {
		name   string
		points []FunnelPoint
		style  Style
		labels []string
	}{{"界限内的镇街", inner, Good, labels[:len(inner)]}, {"界限外的镇街", outer, Bad, labels[len(inner):]}} {
		if len(part.points) == 0 {
			continue
		}
		entries = append(entries, map[string]any{"name": part.name})
		data := make([]map[string]any, len(part.points))
		for i, p := range part.points {
			// As in Scatter: {@[2]} is replaced once by the third value.
			data[i] = map[string]any{
				"name": p.Name, "value": []any{p.X, p.Y, p.Name},
				"label": opts.Label{Show: opts.Bool(p.Out || len(points) <= NamedPoints), Position: part.labels[i], Formatter: "{@[2]}", Color: ink, FontSize: labelSize},
			}
		}
		funnel.MultiSeries = append(funnel.MultiSeries, charts.SingleSeries{
			Name: part.name, Type: types.ChartScatter, Data: data, Symbol: part.style.Symbol, SymbolSize: 10,
			ItemStyle: &opts.ItemStyle{Color: part.style.Color, Opacity: opts.Float(0.9)},
		})
	}
	funnel.Validate()
	option := funnel.JSON()
	own := maps.Clone(legend)
	own["data"] = entries
	option["legend"] = own
	return finish(id, 420, option)
}

// icon is the line in the legend, where ECharts would put a circle on it.
func (l FunnelLine) icon() string {
	switch {
	case l.Dashed:
		return "path://M0,0h5v2h-5z M7,0h5v2h-5z M14,0h5v2h-5z"
	case l.Thin:
		return "path://M0,0h19v1h-19z"
	}
	return "path://M0,0h19v2h-19z"
}

// line is a series without symbols and labels.
func line(l FunnelLine) charts.SingleSeries {
	stroke := &opts.LineStyle{Width: 1.6, Color: faint}
	if l.Dashed {
		stroke.Type = "dashed"
	}
	if l.Thin {
		stroke.Width = 1
	}
	data := make([][2]float64, len(l.XY))
	copy(data, l.XY)
	return charts.SingleSeries{
		Name: l.Name, Type: types.ChartLine, Data: data, ShowSymbol: opts.Bool(false), Symbol: "none",
		LineStyle: stroke, ItemStyle: &opts.ItemStyle{Color: faint},
	}
}

// sides parts the points within the outer limits from those beyond, each
// merged where they would cover one another.
func sides(points []FunnelPoint) (inner, outer []FunnelPoint) {
	for _, out := range []bool{false, true} {
		var of []Point
		for _, p := range points {
			if p.Out == out {
				of = append(of, p.Point)
			}
		}
		for _, p := range merge(of) {
			if out {
				outer = append(outer, FunnelPoint{p, true})
			} else {
				inner = append(inner, FunnelPoint{p, false})
			}
		}
	}
	return inner, outer
}

// funnelStep is the distance of the marks on the axis of denominators: 1, 2
// or 5 of a power of ten, so that there are about six.
func funnelStep(points []Point) float64 {
	least, most := points[0].X, points[0].X
	for _, p := range points {
		least, most = min(least, p.X), max(most, p.X)
	}
	step := 1.0
	for i := 0; (most-least)/step > 7; i++ {
		step *= []float64{2, 2.5, 2}[i%3]
	}
	return step
}
