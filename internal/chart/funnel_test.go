package chart

import (
	"math"
	"slices"
	"testing"
)

func lines(y ...float64) []FunnelLine {
	var out []FunnelLine
	for i, v := range y {
		out = append(out, FunnelLine{Name: []string{"全区水平", "95%界限", "95%界限"}[i], Dashed: i > 0, XY: [][2]float64{{10, v}, {200, v}}})
	}
	return out
}

// Every township is a point at its denominator and rate; those beyond the
// limits are a series of their own.
func TestFunnelHoldsItsPointsAndLines(t *testing.T) {
	c, err := Funnel("funnel", "应公开项数", "公开及时率（%）", []FunnelPoint{
		{Point{"甲镇", 100, 90}, false}, {Point{"乙镇", 150, 40}, true}, {Point{"丙镇", 100, 90}, false},
	}, lines(80, 60, 95))
	option := decode(t, c, err)
	var names []string
	for _, s := range series(t, option) {
		names = append(names, s["name"].(string))
	}
	if want := []string{"全区水平", "95%界限", "95%界限", "界限内的镇街", "界限外的镇街"}; !slices.Equal(names, want) {
		t.Fatalf("series are %q, want %q", names, want)
	}
	all := series(t, option)
	inner, outer := all[3]["data"].([]any), all[4]["data"].([]any)
	if len(inner) != 1 || len(outer) != 1 {
		t.Fatalf("%d points within and %d beyond, want one each: two of three are one place", len(inner), len(outer))
	}
	if v := inner[0].(map[string]any)["value"].([]any); v[0] != 100.0 || v[1] != 90.0 || v[2] != "甲镇、丙镇" {
		t.Errorf("the point within is %v", v)
	}
	if v := outer[0].(map[string]any)["value"].([]any); v[0] != 150.0 || v[1] != 40.0 || v[2] != "乙镇" {
		t.Errorf("the point beyond is %v", v)
	}
	if all[3]["symbol"] == all[4]["symbol"] {
		t.Error("in a copy without colours, within and beyond look the same")
	}
	if first := all[1]["data"].([]any)[0].([]any); first[0] != 10.0 || first[1] != 60.0 {
		t.Errorf("the limit begins at %v", first)
	}
	entries := option["legend"].(map[string]any)["data"].([]any)
	if len(entries) != 4 {
		t.Errorf("%d entries in the legend, want one for each name", len(entries))
	}
	x, y := option["xAxis"].([]any)[0].(map[string]any), option["yAxis"].([]any)[0].(map[string]any)
	if x["min"] != 0.0 || x["max"] != 250.0 || y["min"] != 30.0 || y["max"] != 100.0 {
		t.Errorf("axes are %v to %v and %v to %v, and must hold all", x["min"], x["max"], y["min"], y["max"])
	}
}

func TestFunnelRefusesWhatIsNoNumber(t *testing.T) {
	one := []FunnelPoint{{Point{"甲镇", 100, 90}, false}}
	for name, bad := range map[string]float64{"NaN": math.NaN(), "Inf": math.Inf(-1)} {
		if _, err := Funnel("f", "x", "y", []FunnelPoint{{Point{"甲镇", 100, bad}, false}}, nil); err == nil {
			t.Errorf("%s as a rate was drawn", name)
		}
		if _, err := Funnel("f", "x", "y", one, lines(bad)); err == nil {
			t.Errorf("%s as a limit was drawn", name)
		}
	}
	if _, err := Funnel("f", "x", "y", nil, lines(80)); err == nil {
		t.Error("a funnel without points was drawn")
	}
}

// The marks of the axis are few and round, whatever the size of the townships.
func TestFunnelSteps(t *testing.T) {
	for span, want := range map[float64]float64{3: 1, 12: 2, 30: 5, 65: 10, 130: 20, 300: 50, 6500: 1000} {
		if got := funnelStep([]Point{{X: 20}, {X: 20 + span}}); got != want {
			t.Errorf("a span of %v has steps of %v, want %v", span, got, want)
		}
	}
}

// Where there are too many for all names, those beyond the limits have theirs.
func TestFunnelOfManyNamesWhoIsBeyond(t *testing.T) {
	var points []FunnelPoint
	for i := range NamedPoints + 1 {
		points = append(points, FunnelPoint{Point{string(rune('一' + i)), float64(100 + i), 80}, i == 0})
	}
	for _, tt := range []struct {
		points []FunnelPoint
		named  int
	}{{points, 1}, {points[:NamedPoints], NamedPoints}} {
		c, err := Funnel("f", "x", "y", tt.points, nil)
		named := 0
		for _, s := range series(t, decode(t, c, err)) {
			for _, p := range s["data"].([]any) {
				if p.(map[string]any)["label"].(map[string]any)["show"] == true {
					named++
				}
			}
		}
		if named != tt.named {
			t.Errorf("of %d points %d are named, want %d", len(tt.points), named, tt.named)
		}
	}
}
