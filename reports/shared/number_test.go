package shared

import (
	"testing"

	"tongbao/internal/mart"
)

func f(v float64) *float64 { return &v }
func n(v int64) *int64     { return &v }

// rate is n/d as the marts hold it.
func rate(num, den int64) mart.Rate {
	return mart.Rate{N: float64(num), D: float64(den), Value: Ratio(num, den)}
}

func TestPercent(t *testing.T) {
	for _, tt := range []struct {
		in   *float64
		want string
	}{
		{nil, "—"}, {f(0), "0.00%"}, {f(1), "100.00%"}, {f(0.333333), "33.33%"}, {f(0.666667), "66.67%"},
		{f(0.12345), "12.35%"}, {f(0.000049), "0.00%"}, {f(0.00005), "0.01%"}, {f(0.999949), "99.99%"}, {f(0.99995), "100.00%"},
		// 1.005 in binary is a little less: the decimal must decide.
		{f(0.01005), "1.01%"}, {f(1.2), "120.00%"},
	} {
		if got := Percent(tt.in); got != tt.want {
			t.Errorf("Percent(%v) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestCountAndFraction(t *testing.T) {
	for in, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1200: "-1,200"} {
		if got := Count(in); got != want {
			t.Errorf("Count(%d) = %s, want %s", in, got, want)
		}
	}
	if got := Fraction(rate(1362, 1476)); got != "1,362/1,476" {
		t.Error(got)
	}
	if got := Fraction(mart.Rate{N: 8.333333, D: 10, Value: f(0.833333)}); got != "8.33/10" {
		t.Error(got)
	}
	if got := Fraction(mart.Rate{}); got != "—" {
		t.Error(got)
	}
}

func TestScore(t *testing.T) {
	for want, in := range map[string]*float64{"—": nil, "88.10": f(88.1), "100.00": f(100), "0.00": f(0), "70.05": f(70.05)} {
		if got := Score(in); got != want {
			t.Errorf("Score = %s, want %s", got, want)
		}
	}
}

func TestPointsBetween(t *testing.T) {
	for _, tt := range []struct {
		now, before *float64
		short, word string
		tone        string
	}{
		{f(0.9231), f(0.9013), "↑2.18", "上升2.18个百分点", "up"},
		{f(0.90), f(0.9035), "↓0.35", "下降0.35个百分点", "down"},
		{f(0.5), f(0.5), "持平", "持平", ""},
		// Printed alike, so nothing is claimed to have moved.
		{f(0.333333), f(0.333330), "持平", "持平", ""},
		// As printed: 66.67 − 33.33.
		{f(0.666667), f(0.333333), "↑33.34", "上升33.34个百分点", "up"},
		{nil, f(0.5), "—", "", ""}, {f(0.5), nil, "—", "", ""}, {nil, nil, "—", "", ""},
	} {
		c := PointsBetween(tt.now, tt.before)
		if c.Short() != tt.short || c.Words() != tt.word || c.Tone() != tt.tone {
			t.Errorf("%v − %v: %q %q %q, want %q %q %q", tt.now, tt.before, c.Short(), c.Words(), c.Tone(), tt.short, tt.word, tt.tone)
		}
	}
	if c := ScoreBetween(f(96.1), f(95.05)); c.Short() != "↑1.05" {
		t.Errorf("score rose by %s", c.Short())
	}
}

func TestMovedShort(t *testing.T) {
	for _, tt := range []struct {
		now, before *int64
		want        string
	}{{n(3), n(5), "升2"}, {n(5), n(3), "降2"}, {n(4), n(4), "平"}, {nil, n(1), "—"}, {n(1), nil, "—"}} {
		if got := MovedShort(tt.now, tt.before); got != tt.want {
			t.Errorf("%v, %v: %s, want %s", tt.now, tt.before, got, tt.want)
		}
	}
}
