package chart

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Point is a named point of a scatter chart.
type Point struct {
	Name string
	X, Y float64
}

// The plot's own part of a drawing 640 wide, as the grid below leaves it.
const (
	plotWidth  = 500.0
	plotHeight = 310.0
)

// Scatter draws points with their names beside them; y is a percentage
// (0–100). The axes begin near the least values, as a scatter compares places
// and not lengths. Points at one place share one name.
func Scatter(id, xName, yName string, points []Point) (*Chart, error) {
	points = merge(points)
	if len(points) == 0 {
		return nil, fmt.Errorf("chart %s: no points", id)
	}
	x, y := span(points, func(p Point) float64 { return p.X }, 0.5, math.Inf(1)), span(points, func(p Point) float64 { return p.Y }, 10, 100)
	sides := place(points, x, y)
	data := make([]map[string]any, len(points))
	for i, p := range points {
		// {@[2]} is replaced once by the point's third value. {b} would be
		// read again, so that a name such as "{c}" became a number.
		data[i] = map[string]any{
			"name": p.Name, "value": []any{p.X, p.Y, p.Name},
			"label": opts.Label{Show: opts.Bool(true), Position: sides[i], Formatter: "{@[2]}", Color: ink, FontSize: labelSize},
		}
	}

	scatter := charts.NewScatter()
	scatter.SetGlobalOptions(base(Good.Color)...)
	scatter.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "50", Right: "50", Top: "34", Bottom: "34", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{
			Type: "value", Name: xName, NameLocation: "middle", NameGap: 30, Min: x[0], Max: x[1], SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Name: yName, Min: y[0], Max: y[1], SplitLine: gridLines(),
			AxisLabel: &opts.AxisLabel{Color: faint, FontSize: 12},
		}),
	)
	// The points carry labels of their own, which go-echarts' ScatterData
	// has no field for.
	scatter.MultiSeries = append(scatter.MultiSeries, charts.SingleSeries{
		Type: types.ChartScatter, Data: data, Symbol: "circle", SymbolSize: 10,
		ItemStyle: &opts.ItemStyle{Color: Good.Color, Opacity: opts.Float(0.85)},
	})
	scatter.Validate()
	return finish(id, 400, scatter.JSON())
}

// merge joins points that would cover one another.
func merge(points []Point) []Point {
	var out []Point
	for _, p := range points {
		i := slices.IndexFunc(out, func(q Point) bool { return q.X == p.X && q.Y == p.Y })
		if i < 0 {
			out = append(out, p)
			continue
		}
		out[i].Name += "、" + p.Name
	}
	return out
}

// span is an axis' two ends, on whole steps and a little outside the values;
// it does not go below zero or beyond the limit.
func span(points []Point, of func(Point) float64, step, limit float64) [2]float64 {
	least, most := of(points[0]), of(points[0])
	for _, p := range points {
		least, most = min(least, of(p)), max(most, of(p))
	}
	return [2]float64{max(0, math.Floor(least/step-0.2)*step), min(limit, math.Ceil(most/step+0.2)*step)}
}
