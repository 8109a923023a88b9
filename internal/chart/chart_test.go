package chart

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func f(v float64) *float64 { return &v }

// decode reads an option back the way the page's script does.
func decode(t *testing.T, c *Chart, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var option map[string]any
	if err := json.Unmarshal(c.Option, &option); err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	return option
}

func series(t *testing.T, option map[string]any) []map[string]any {
	t.Helper()
	var out []map[string]any
	for _, s := range option["series"].([]any) {
		out = append(out, s.(map[string]any))
	}
	return out
}

func TestStackedBarsKeepEveryValue(t *testing.T) {
	c, err := StackedBars("bars", []string{"甲镇", "乙镇"}, []Series{
		{Name: "按时", Values: []*float64{f(120), f(0)}, Style: Good},
		{Name: "未公开", Values: []*float64{f(3), nil}, Style: Bad},
	})
	option := decode(t, c, err)
	all := series(t, option)
	if len(all) != 2 || all[0]["name"] != "按时" || all[1]["name"] != "未公开" {
		t.Fatalf("series are %v", all)
	}
	for _, s := range all {
		if s["stack"] != "all" || s["type"] != "bar" {
			t.Errorf("series %v is not stacked", s["name"])
		}
	}
	first := all[0]["data"].([]any)
	if v := first[0].(map[string]any)["value"]; v != 120.0 {
		t.Errorf("first bar is %v, want 120", v)
	}
	if v, there := first[1].(map[string]any)["value"]; !there || v != 0.0 {
		t.Errorf("a zero must stay a zero, is %v", v)
	}
	if v := all[1]["data"].([]any)[1].(map[string]any)["value"]; v != nil {
		t.Errorf("a gap must stay a gap, is %v", v)
	}
	axis := option["yAxis"].([]any)[0].(map[string]any)
	if names := axis["data"].([]any); len(names) != 2 || names[0] != "甲镇" {
		t.Errorf("names are %v", names)
	}
}

func TestHeatMapLeavesNilOut(t *testing.T) {
	c, err := HeatMap("heat", []string{"甲镇", "乙镇"}, []string{"党务", "财务"}, [][]*float64{{f(100), nil}, {f(0), f(87.5)}})
	data := series(t, decode(t, c, err))[0]["data"].([]any)
	if len(data) != 3 {
		t.Fatalf("%d cells, want 3", len(data))
	}
	last := data[2].(map[string]any)["value"].([]any)
	if last[0] != 1.0 || last[1] != 1.0 || last[2] != 87.5 {
		t.Errorf("last cell is %v, want [1 1 87.5]", last)
	}
}

func TestLinesAxisHoldsEveryPoint(t *testing.T) {
	for least, want := range map[float64]float64{93: 80, 4: 0, 100: 90, 61: 50} {
		c, err := Lines("lines", []string{"6月"}, []Series{{Name: "及时率", Values: []*float64{f(least)}, Style: Good}})
		axis := decode(t, c, err)["yAxis"].([]any)[0].(map[string]any)
		if axis["min"] != want || axis["max"] != 100.0 {
			t.Errorf("least %v: axis from %v to %v, want %v to 100", least, axis["min"], axis["max"], want)
		}
	}
}

func TestScatterHoldsItsPoints(t *testing.T) {
	c, err := Scatter("scatter", "协商频次", "采纳率", []Point{{"甲镇", 1.2, 80}, {"乙镇", 0, 0}, {"丙镇", 1.2, 80}})
	option := decode(t, c, err)
	data := series(t, option)[0]["data"].([]any)
	if len(data) != 2 {
		t.Fatalf("%d points, want 2: two of the three are one place", len(data))
	}
	if v := data[0].(map[string]any)["value"].([]any); v[0] != 1.2 || v[1] != 80.0 || v[2] != "甲镇、丙镇" {
		t.Errorf("point is %v", v)
	}
	x, y := option["xAxis"].([]any)[0].(map[string]any), option["yAxis"].([]any)[0].(map[string]any)
	if x["min"] != 0.0 || x["max"] != 1.5 || y["min"] != 0.0 || y["max"] != 90.0 {
		t.Errorf("axes are %v to %v and %v to %v", x["min"], x["max"], y["min"], y["max"])
	}
	if _, err := Scatter("scatter", "x", "y", nil); err == nil {
		t.Error("a scatter without points must be an error")
	}
}

// Names of near points stand on different sides, so that both can be read.
func TestNamesOfNearPointsDoNotCover(t *testing.T) {
	points := []Point{{"石榴街道", 1, 50}, {"晚枫街道", 1.01, 50}}
	sides := place(points, [2]float64{0, 2}, [2]float64{0, 100})
	if sides[0] == sides[1] {
		t.Errorf("both names stand %s of points 3 pixels apart", sides[0])
	}
}

// What is not a number must stop the report, not blank a chart.
func TestNotANumberIsAnError(t *testing.T) {
	for name, bad := range map[string]float64{"NaN": math.NaN(), "Inf": math.Inf(1)} {
		one := []Series{{Name: "s", Values: []*float64{f(bad)}}}
		builds := map[string]func() (*Chart, error){
			"bars":      func() (*Chart, error) { return StackedBars("c", []string{"甲"}, one) },
			"lines":     func() (*Chart, error) { return Lines("c", []string{"甲"}, one) },
			"heat":      func() (*Chart, error) { return HeatMap("c", []string{"甲"}, []string{"乙"}, [][]*float64{{f(bad)}}) },
			"scatter x": func() (*Chart, error) { return Scatter("c", "x", "y", []Point{{"甲", bad, 1}}) },
			"scatter y": func() (*Chart, error) { return Scatter("c", "x", "y", []Point{{"甲", 1, bad}}) },
		}
		for kind, build := range builds {
			if c, err := build(); err == nil {
				t.Errorf("%s in %s gave %s, want an error", name, kind, c.Option)
			}
		}
	}
}

func TestMismatchedLengthsAreErrors(t *testing.T) {
	short := []Series{{Name: "s", Values: []*float64{f(1)}}}
	if _, err := StackedBars("c", []string{"甲", "乙"}, short); err == nil {
		t.Error("bars took one value for two names")
	}
	if _, err := Lines("c", []string{"甲", "乙"}, short); err == nil {
		t.Error("lines took one value for two names")
	}
	if _, err := HeatMap("c", []string{"甲", "乙"}, []string{"丙"}, [][]*float64{{f(1)}}); err == nil {
		t.Error("heat map took one row for two names")
	}
	if _, err := HeatMap("c", []string{"甲"}, []string{"丙", "丁"}, [][]*float64{{f(1)}}); err == nil {
		t.Error("heat map took one cell for two columns")
	}
}

// A name is somebody's input: it must come back letter for letter, and must
// not be able to end the script element it stands in.
func TestHostileNamesStayText(t *testing.T) {
	hostile := []string{"</script><script>alert(1)</script>", "__f__function(){alert(1)}__f__", "{{.}}", `"'\`, "<!--", "{b}{c}{@[0]}", "\u2028"}
	values := make([]*float64, len(hostile))
	points := make([]Point, len(hostile))
	cells := make([][]*float64, len(hostile))
	for i, name := range hostile {
		values[i], points[i], cells[i] = f(1), Point{name, float64(i), 1}, []*float64{f(1)}
	}
	bars, err1 := StackedBars("c", hostile, []Series{{Name: hostile[0], Values: values}})
	lines, err2 := Lines("c", hostile, []Series{{Name: hostile[0], Values: values}})
	heat, err3 := HeatMap("c", hostile, []string{hostile[1]}, cells)
	scatter, err4 := Scatter("c", hostile[0], hostile[1], points)
	rates := make([]FunnelPoint, len(points))
	for i, p := range points {
		rates[i] = FunnelPoint{p, i%2 == 0}
	}
	funnel, err5 := Funnel("c", hostile[0], hostile[1], rates, []FunnelLine{{Name: hostile[2], XY: [][2]float64{{0, 1}, {9, 2}}}})
	for i, c := range []*Chart{bars, lines, heat, scatter, funnel} {
		option := decode(t, c, []error{err1, err2, err3, err4, err5}[i])
		for _, bad := range []string{"<", ">", "&", "\u2028"} {
			if strings.Contains(string(c.Option), bad) {
				t.Errorf("chart %d: the option holds a bare %q", i, bad)
			}
		}
		back, _ := json.Marshal(option)
		for _, name := range hostile {
			quoted, _ := json.Marshal(name)
			if !strings.Contains(string(back), string(quoted)) {
				t.Errorf("chart %d: %q did not come back as it was", i, name)
			}
		}
		if tip := option["tooltip"].(map[string]any)["show"]; tip != false {
			t.Errorf("chart %d: tooltip is %v", i, tip)
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	build := func() string {
		c, err := StackedBars("c", []string{"甲"}, []Series{{Name: "s", Values: []*float64{f(1)}, Style: Good}})
		if err != nil {
			t.Fatal(err)
		}
		return string(c.Option)
	}
	if a, b := build(), build(); a != b {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
}
