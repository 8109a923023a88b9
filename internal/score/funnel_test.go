package score

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// townshipsOf makes townships of (on time, due), complete like on time.
func townshipsOf(facts [][2]int64) []Unit {
	units := make([]Unit, len(facts))
	for i, f := range facts {
		units[i] = Unit{Code: fmt.Sprintf("t%02d", i), Kind: "镇", Counts: counts(f[1], f[0], f[0], 1, 0, 0)}
	}
	return units
}

// twelve townships, two of them far behind; the figures below were worked out
// outside this package.
var twelve = [][2]int64{
	{95, 100}, {180, 200}, {45, 50}, {270, 300}, {88, 100}, {140, 160},
	{60, 120}, {230, 250}, {75, 80}, {110, 125}, {99, 110}, {20, 40},
}

// pheLimit is the funnel limit of a proportion as PHEindicatormethods writes
// it: the count whose Wilson interval ends at the average, over n.
func pheLimit(average, n, z, sign float64) float64 {
	a := n/(z*z) + 1
	root := math.Sqrt(math.Pow(-8*average*a, 2) -
		64*(1/(z*z)+1/n)*average*(n*(average*(n/(z*z)+2)-1)+z*z*(average-1)))
	return (average*a + sign*root/8) / (1/(z*z) + 1/n) / n
}

func TestFunnelOfTwelve(t *testing.T) {
	f, ok := NewFunnel(Timeliness, townshipsOf(twelve), usual())
	if !ok || f.Rate != 1412.0/1635 {
		t.Fatalf("rate %v", f.Rate)
	}
	// Residuals −11.61 and 2.60 are drawn in to −6.70 and 2.52.
	if math.Abs(f.Phi-9.523869928823833) > 1e-12 {
		t.Errorf("φ %v", f.Phi)
	}
	near := func(got, want float64) bool { return math.Abs(got-want) < 1e-11 }
	for _, tt := range []struct{ n, lo998, lo95, hi95 float64 }{
		{40, 0.346136111181, 0.535373609630, 1},
		{100, 0.536330248059, 0.656014550821, 1},
		{300, 0.674654339638, 0.743754104056, 0.983463021327},
	} {
		if l := f.At(tt.n); !near(l.Lo998, tt.lo998) || !near(l.Lo95, tt.lo95) || !near(l.Hi95, tt.hi95) || l.Hi998 != 1 {
			t.Errorf("at %v: %+v", tt.n, l)
		}
	}
	positions := map[Position]int{}
	for _, u := range townshipsOf(twelve) {
		positions[f.Place(u.OnTime, u.Due())]++
	}
	// 60 of 120 is below 0.5650; 20 of 40 is between 0.3461 and 0.5354.
	if positions[Below998] != 1 || positions[Below95] != 1 || positions[Inside] != 10 {
		t.Errorf("positions %v", positions)
	}
}

// Not widened, the limits are those of PHEindicatormethods, and a township
// lies outside exactly where its Wilson interval does not hold the rate.
func TestFunnelInvertsWilson(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	outside := 0
	for range 5000 {
		n := 1 + r.Int64N(400)
		k := r.Int64N(n + 1)
		f := Funnel{Rate: 0.02 + 0.96*r.Float64(), Phi: r.Float64()}
		l := f.At(float64(n))
		for _, end := range []struct{ got, z, sign float64 }{
			{l.Lo998, Z998, -1}, {l.Lo95, Z95Funnel, -1}, {l.Hi95, Z95Funnel, 1}, {l.Hi998, Z998, 1},
		} {
			want := min(max(pheLimit(f.Rate, float64(n), end.z, end.sign), 0), 1)
			if math.Abs(end.got-want) > 1e-9 {
				t.Fatalf("θ %v, n %d, z %v: %v, want %v", f.Rate, n, end.z, end.got, want)
			}
		}
		_, hi, _ := Wilson(k, n, Z998)
		if below := f.Place(k, n) == Below998; below != (hi < f.Rate) {
			t.Fatalf("%d of %d: below %t, Wilson ends at %v, θ is %v", k, n, below, hi, f.Rate)
		} else if below {
			outside++
		}
	}
	if outside < 500 {
		t.Errorf("only %d lay below", outside)
	}
}

// A few far outside do not hide themselves: of ten alike and two far behind,
// one residual at each end is drawn in.
func TestOverdispersion(t *testing.T) {
	tens := make([]float64, 10)
	for i := range tens {
		tens[i] = float64(i) // 0…9: 0 becomes 1, 9 becomes 8
	}
	for _, tt := range []struct {
		name      string
		residuals []float64
		want      float64
	}{
		{"nine are too few to draw in", []float64{-3, 0, 0, 0, 0, 0, 0, 0, 6}, 5},
		{"one of ten at each end", tens, (2*1.0 + 4 + 9 + 16 + 25 + 36 + 49 + 2*64) / 10},
		{"one alone", []float64{-2}, 4},
		{"none differ", []float64{0, 0, 0}, 0},
	} {
		if got := overdispersion(tt.residuals); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestFunnelAtTheEdges(t *testing.T) {
	p := usual()
	if _, ok := NewFunnel(Handled, townshipsOf(twelve), p); ok {
		t.Error("a funnel of what nobody has")
	}
	if _, ok := NewFunnel(Timeliness, nil, p); ok {
		t.Error("a funnel of nobody")
	}
	for name, facts := range map[string][][2]int64{"none": {{0, 10}, {0, 20}}, "all": {{10, 10}, {20, 20}}} {
		f, ok := NewFunnel(Timeliness, townshipsOf(facts), p)
		if l := f.At(10); !ok || f.Phi != 1 || l.Lo998 != f.Rate || l.Hi998 != f.Rate || f.Place(facts[0][0], facts[0][1]) != Inside {
			t.Errorf("%s on time: %+v, %+v", name, f, f.At(10))
		}
	}
	alone, _ := NewFunnel(Timeliness, townshipsOf([][2]int64{{7, 10}, {0, 0}}), p)
	if alone.Rate != 0.7 || alone.Phi != 0 || alone.Widened() != 1 {
		t.Errorf("one township is its own district: %+v", alone)
	}
}

func TestFunnelCurve(t *testing.T) {
	f := Funnel{Rate: 0.8, Phi: 4}
	curve := f.Curve(25, 400, 16)
	if len(curve) != 16 || curve[0].N != 25 || math.Abs(curve[15].N-400) > 1e-9 || math.Abs(curve[1].N-36) > 1e-9 {
		t.Fatalf("%+v", curve)
	}
	for i, c := range curve {
		if c.Limits != f.At(c.N) {
			t.Errorf("the limits at %v are not the funnel's", c.N)
		}
		if i > 0 && (c.Lo998 < curve[i-1].Lo998 || c.Hi998 > curve[i-1].Hi998) {
			t.Errorf("the funnel widens at %v", c.N)
		}
	}
	// θ − 1.96 × 2 × √(0.8 × 0.2 / 100) = 0.8 − 3.92 × 0.04
	if l := f.At(100); math.Abs(l.Lo95-0.6432) > 1e-12 || math.Abs(l.Hi95-0.9568) > 1e-12 || math.Abs(l.Lo998-0.5528) > 1e-12 || l.Hi998 != 1 {
		t.Errorf("%+v", l)
	}
	if one := f.Curve(9, 9, 1); len(one) != 1 || one[0].N != 9 {
		t.Errorf("%+v", one)
	}
}

func TestFunnelPoints(t *testing.T) {
	units := townshipsOf(append(twelve[:len(twelve):len(twelve)], [2]int64{0, 0}))
	units[3].Eligible, units[3].AdoptedFully = 4, 3
	points := FunnelPoints(units, usual())
	of := map[string]int{}
	for _, p := range points {
		of[p.Indicator]++
		if p.D == 0 {
			t.Errorf("%s: unit %d has no denominator", p.Indicator, p.Unit)
		}
		if p.Limits != p.At(float64(p.D)) || p.Position != p.Place(p.N, p.D) {
			t.Errorf("%+v", p)
		}
		if p.Indicator == Timeliness && p.Unit == 6 && (p.Position != Below998 || p.N != 60 || p.D != 120) {
			t.Errorf("%+v", p)
		}
	}
	if of[Timeliness] != 12 || of[Completeness] != 12 || of[Handled] != 1 || of[Adoption] != 1 || len(of) != 4 {
		t.Errorf("points %v", of)
	}
}

// The order of the townships does not move a limit by a bit.
func TestFunnelOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	units := townshipsOf(twelve)
	want, _ := NewFunnel(Timeliness, units, usual())
	for range 50 {
		r.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
		if got, _ := NewFunnel(Timeliness, units, usual()); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	}
}
