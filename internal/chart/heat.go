package chart

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// HeatMap draws percentages (0–100), one row of cells per name of rows from
// the top down. A nil cell stays empty.
func HeatMap(id string, rows, columns []string, cells [][]*float64) (*Chart, error) {
	if len(cells) != len(rows) {
		return nil, fmt.Errorf("chart %s: %d rows of cells for %d names", id, len(cells), len(rows))
	}
	var data []opts.HeatMapData
	for y, row := range cells {
		if len(row) != len(columns) {
			return nil, fmt.Errorf("chart %s: row %s has %d cells for %d columns", id, rows[y], len(row), len(columns))
		}
		for x, v := range row {
			if v != nil {
				data = append(data, opts.HeatMapData{Value: []any{x, y, *v}})
			}
		}
	}

	heat := charts.NewHeatMap()
	heat.SetGlobalOptions(base()...)
	heat.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "12", Top: "62", Bottom: "4", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Position: "top", Data: columns, AxisLabel: label(13)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), Data: rows, AxisLabel: label(13)}),
	)
	heat.AddSeries("", data,
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Color: ink, FontSize: 12}),
		charts.WithItemStyleOpts(opts.ItemStyle{BorderColor: "#ffffff", BorderWidth: 2}),
	)
	heat.Validate()
	option := heat.JSON()
	option["visualMap"] = heatScale
	return finish(id, 80+len(rows)*28, option)
}

// heatScale is written out because go-echarts has no label for a piece, and
// because ECharts' own labels ("85 - 95") do not say which end is included.
// Pale is good, so that what needs attention stands out in grey too.
var heatScale = []map[string]any{{
	"type": "piecewise", "orient": "horizontal", "left": "center", "top": 0,
	"itemWidth": 16, "itemHeight": 12, "selectedMode": false, "hoverLink": false,
	"textStyle": map[string]any{"color": ink, "fontSize": 12},
	"dimension": 2,
	"pieces": []map[string]any{
		{"gte": 95, "color": "#dcebf3", "label": "95%及以上"},
		{"gte": 85, "lt": 95, "color": "#a9cce0", "label": "85%至95%"},
		{"gte": 70, "lt": 85, "color": "#f0c987", "label": "70%至85%"},
		{"lt": 70, "color": "#dd8a70", "label": "不足70%"},
	},
}}
