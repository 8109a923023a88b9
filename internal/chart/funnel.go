package chart

import (
	"fmt"
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

// Funnel draws rates (0–100) against their denominators, with the lines
// between which they are expected. Points at one place share one name; what
// is beyond the outer limits has another shape and colour. Lines of one name
// have one entry in the legend.
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
	x, y := funnelSpan(places), span(places, func(p Point) float64 { return p.Y }, 10, 100)
	labels := place(all, x, y)

	funnel := charts.NewScatter()
	funnel.SetGlobalOptions(base(Good.Color)...)
	funnel.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "50", Right: "50", Top: "58", Bottom: "34", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{
			Type: "value", Name: xName, NameLocation: "middle", NameGap: 30, Min: x[0], Max: x[1], SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Name: yName, Min: y[0], Max: y[1], SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
	)
	for _, l := range lines {
		funnel.MultiSeries = append(funnel.MultiSeries, line(l))
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
		data := make([]map[string]any, len(part.points))
		for i, p := range part.points {
			// As in Scatter: {@[2]} is replaced once by the third value.
			data[i] = map[string]any{
				"name": p.Name, "value": []any{p.X, p.Y, p.Name},
				"label": opts.Label{Show: opts.Bool(true), Position: part.labels[i], Formatter: "{@[2]}", Color: ink, FontSize: labelSize},
			}
		}
		funnel.MultiSeries = append(funnel.MultiSeries, charts.SingleSeries{
			Name: part.name, Type: types.ChartScatter, Data: data, Symbol: part.style.Symbol, SymbolSize: 10,
			ItemStyle: &opts.ItemStyle{Color: part.style.Color, Opacity: opts.Float(0.9)},
		})
	}
	funnel.Validate()
	option := funnel.JSON()
	option["legend"] = legend
	return finish(id, 420, option)
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

// funnelSpan is the ends of the axis of denominators, on whole steps that
// suit their size.
func funnelSpan(points []Point) [2]float64 {
	most := 0.0
	for _, p := range points {
		most = max(most, p.X)
	}
	step := math.Pow(10, math.Floor(math.Log10(max(most, 10)))) / 5
	return span(points, func(p Point) float64 { return p.X }, step, math.Inf(1))
}
