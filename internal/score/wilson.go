package score

import "math"

// Z95 is the 97.5th percentile of the normal distribution, as the
// specification writes it: what an interval of 95 % is made with.
const Z95 = 1.959964

// Wilson is Wilson's score interval of the rate k/n: the rates θ from which
// k/n is not further than z standard errors, |k/n − θ| ≤ z√(θ(1−θ)/n). It
// never leaves 0–1 and always holds k/n. ok is false for n = 0: nothing was
// judged, so there is no rate and no interval.
//
// Wilson, Probable inference, the law of succession, and statistical
// inference, JASA 22 (1927); Newcombe, Statistics in Medicine 17 (1998),
// method 3.
func Wilson(k, n int64, z float64) (lo, hi float64, ok bool) {
	if n == 0 {
		return 0, 0, false
	}
	lo, hi = wilson(float64(k), float64(n), z)
	return lo, hi, true
}

func wilson(k, n, z float64) (lo, hi float64) {
	z2 := z * z
	middle := (k + z2/2) / (n + z2)
	half := z / (n + z2) * math.Sqrt(k*(n-k)/n+z2/4)
	lo, hi = max(middle-half, 0), min(middle+half, 1)
	// The ends are exact where nothing, or everything, was as it should be.
	if k == 0 {
		lo = 0
	}
	if k == n {
		hi = 1
	}
	return lo, hi
}

// interval is the Wilson interval of a rate at six digits, nil for null.
func interval(f Frac) (lo, hi *float64) {
	l, h, ok := Wilson(f.N, f.D, Z95)
	if !ok {
		return nil, nil
	}
	l, h = round6(l), round6(h)
	return &l, &h
}

// round6 is the float64 nearest to v at six decimals.
func round6(v float64) float64 { return math.Round(v*1e6) / 1e6 }
