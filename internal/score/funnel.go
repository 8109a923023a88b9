package score

import (
	"math"
	"slices"
)

// Z998 is what limits of 99.8 % are made with, and Z95Funnel what limits of
// 95 % are: the two of a funnel plot, as the specification writes them.
const (
	Z998      = 3.09
	Z95Funnel = 1.96
)

// winsorised is the share of the residuals at each end that is drawn in, in
// per cent, before the over-dispersion is measured.
const winsorised = 10

// Funnel says what chance and ordinary differences leave of a rate at each
// denominator: a township outside its limits differs from the district by
// more than that.
//
// The limits at denominator n are θ ± z√φ√(θ(1−θ)/n), kept within 0–1, where
// θ is the district's rate. They are Wilson's interval inverted: without
// over-dispersion a township lies outside exactly where its Wilson interval
// does not hold θ (as PHEindicatormethods draws funnels of proportions).
//
// φ is the over-dispersion, the mean square of the winsorised Pearson
// residuals z = (k/n − θ) / √(θ(1−θ)/n): of I townships the ⌊I/10⌋ lowest and
// the ⌊I/10⌋ highest residuals are set to the next one, so that the few that
// the funnel is to find do not widen it. Spiegelhalter, Funnel plots for
// comparing institutional performance, Statistics in Medicine 24 (2005).
// Where φ ≤ 1, or θ is 0 or 1 and there is nothing to measure it by, the
// limits are not widened.
type Funnel struct {
	Rate float64 // θ, 0–1
	Phi  float64 // φ as measured; 1 where it cannot be
}

// NewFunnel makes the funnel of an indicator over the townships: those that
// have it, pooled, are the district. ok is false where none has it.
func NewFunnel(indicator string, townships []Unit, p Params) (f Funnel, ok bool) {
	var (
		pooled Frac
		fracs  []Frac
	)
	for i := range townships {
		if r := rate(indicator, &townships[i].Counts, &p); !r.Null() {
			pooled.N, pooled.D = pooled.N+r.N, pooled.D+r.D
			fracs = append(fracs, r)
		}
	}
	if pooled.Null() {
		return Funnel{}, false
	}
	f = Funnel{Rate: pooled.float(), Phi: 1}
	if pooled.N == 0 || pooled.N == pooled.D {
		return f, true
	}
	residuals := make([]float64, len(fracs))
	for i, r := range fracs {
		residuals[i] = (r.float() - f.Rate) / f.deviation(float64(r.D))
	}
	f.Phi = overdispersion(residuals)
	return f, true
}

// deviation is the standard deviation of a rate at denominator n, were it the
// district's.
func (f Funnel) deviation(n float64) float64 { return math.Sqrt(f.Rate * (1 - f.Rate) / n) }

// overdispersion is the mean square of the winsorised residuals. It orders
// them, so that the sum does not depend on the order of the units.
func overdispersion(residuals []float64) float64 {
	slices.Sort(residuals)
	n := len(residuals)
	drawnIn := n * winsorised / 100
	sum := 0.0
	for i := range residuals {
		z := residuals[min(max(i, drawnIn), n-1-drawnIn)]
		sum += z * z
	}
	return sum / float64(n)
}

// Widened is √φ where φ > 1, else 1: what the limits are widened by.
func (f Funnel) Widened() float64 { return math.Sqrt(max(f.Phi, 1)) }

// Limits are a funnel's four limits at one denominator.
type Limits struct{ Lo998, Lo95, Hi95, Hi998 float64 }

// At gives the limits at denominator n, which is above 0.
func (f Funnel) At(n float64) Limits {
	step := f.Widened() * f.deviation(n)
	return Limits{
		Lo998: max(f.Rate-Z998*step, 0), Lo95: max(f.Rate-Z95Funnel*step, 0),
		Hi95: min(f.Rate+Z95Funnel*step, 1), Hi998: min(f.Rate+Z998*step, 1),
	}
}

// CurvePoint is the limits at one denominator, to be drawn.
type CurvePoint struct {
	N float64
	Limits
}

// Curve gives the limits at denominators from…to (0 < from ≤ to) in equal
// steps of their square root, which is how the limits bend.
func (f Funnel) Curve(from, to float64, points int) []CurvePoint {
	curve := make([]CurvePoint, points)
	first, last := math.Sqrt(from), math.Sqrt(to)
	for i := range curve {
		root := first
		if points > 1 {
			root += (last - first) * float64(i) / float64(points-1)
		}
		curve[i] = CurvePoint{N: root * root, Limits: f.At(root * root)}
	}
	return curve
}

// Position is where a rate lies in its funnel.
type Position string

// The positions, lowest first.
const (
	Below998 Position = "below_998" // below the lower 99.8 % limit
	Below95  Position = "below_95"
	Inside   Position = "inside"
	Above95  Position = "above_95"
	Above998 Position = "above_998"
)

// Place says where k of n lies, n above 0. A rate on a limit is within it.
func (f Funnel) Place(k, n int64) Position {
	r, l := float64(k)/float64(n), f.At(float64(n))
	switch {
	case r < l.Lo998:
		return Below998
	case r < l.Lo95:
		return Below95
	case r > l.Hi998:
		return Above998
	case r > l.Hi95:
		return Above95
	default:
		return Inside
	}
}

// FunnelPoint is one township in the funnel of one indicator.
type FunnelPoint struct {
	Unit      int // index of the unit
	Indicator string
	N, D      int64
	Funnel
	Limits
	Position Position
}

// FunnelPoints places every township that has a denominator in the funnel of
// each rate with an interval, indicator by indicator, in the units' order.
func FunnelPoints(townships []Unit, p Params) []FunnelPoint {
	var points []FunnelPoint
	for _, ind := range Indicators {
		if !ind.Interval {
			continue
		}
		f, ok := NewFunnel(ind.Name, townships, p)
		if !ok {
			continue
		}
		for i := range townships {
			r := ind.of(&townships[i].Counts, &p)
			if r.Null() {
				continue
			}
			points = append(points, FunnelPoint{
				Unit: i, Indicator: ind.Name, N: r.N, D: r.D,
				Funnel: f, Limits: f.At(float64(r.D)), Position: f.Place(r.N, r.D),
			})
		}
	}
	return points
}
