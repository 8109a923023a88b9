// Package chart builds the option objects of Apache ECharts. It is the only
// importer of go-echarts, and uses it for its option structs alone: its own
// pages run data that carries function markers as JavaScript, let "</script>"
// in a label end the script, choose ids at random and load a CDN.
//
// An option is data. It holds no function, no template that a name could be
// read as, and no tooltip: every figure of a chart stands in a table below it.
package chart

import (
	"encoding/json"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Chart is an option object ready to be laid into a page.
type Chart struct {
	ID     string // of the element that shows it, fixed by the report
	Height int    // in pixels of a drawing 640 wide
	Option []byte // JSON, safe inside <script type="application/json">
}

// Series is one named run of values. A nil value is a gap.
type Series struct {
	Name   string
	Values []*float64
	Style  Style
}

// Style is how a series looks. Two series of a chart differ in more than
// their colour, because circulars are copied in black and white.
type Style struct {
	Color  string
	Text   string // of the label on the colour
	Symbol string // circle, triangle …
	Dashed bool
}

// The colours of all charts, chosen to be told apart by colour-blind readers
// and in grey.
var (
	Good    = Style{Color: "#2f6690", Text: "#ffffff", Symbol: "circle"}
	Warning = Style{Color: "#e3b04b", Text: "#1f2329", Symbol: "rect"}
	Bad     = Style{Color: "#a83a32", Text: "#ffffff", Symbol: "diamond"}
	Second  = Style{Color: "#a0622d", Text: "#ffffff", Symbol: "triangle", Dashed: true}
)

const (
	ink   = "#1f2329"
	faint = "#5c6470"
	grid  = "#e3e6ea"
	font  = `"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","SimHei",sans-serif`
)

// base is what all charts share: no animation, no tooltip, no toolbox.
func base(colors ...string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(false)}),
		charts.WithToolboxOpts(opts.Toolbox{Show: opts.Bool(false)}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithColorsOpts(colors),
	}
}

// legend is written out because go-echarts can only pass selectedMode as
// text, and ECharts takes any text for true: a click would hide a series.
var legend = map[string]any{
	"show": true, "top": 0, "selectedMode": false, "itemWidth": 18, "itemHeight": 10,
	"textStyle": map[string]any{"color": ink, "fontSize": 13},
}

func label(size int) *opts.AxisLabel {
	return &opts.AxisLabel{Color: ink, FontSize: size, Interval: "0"}
}

func gridLines() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: grid}}
}

// finish marshals an option. encoding/json escapes <, > and & and refuses
// what is not a number, so a page with a broken value is never written.
func finish(id string, height int, option map[string]any) (*Chart, error) {
	option["textStyle"] = map[string]any{"fontFamily": font, "color": ink}
	b, err := json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", id, err)
	}
	return &Chart{ID: id, Height: height, Option: b}, nil
}

// value keeps a gap a gap: a nil pointer becomes null, never zero.
func value(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// matches refuses series of another length than the axis they stand on, for
// ECharts would shift or drop them without a word.
func matches(id string, names []string, series []Series) error {
	for _, s := range series {
		if len(s.Values) != len(names) {
			return fmt.Errorf("chart %s: series %s has %d values for %d names", id, s.Name, len(s.Values), len(names))
		}
	}
	return nil
}
