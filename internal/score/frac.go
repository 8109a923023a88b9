package score

import (
	"math/big"
	"math/bits"
)

// Frac is a rate as the two counts it is made of, neither of them negative.
// A fraction over 0 is null ("—"): there was nothing to judge. Nothing is
// divided until the value is written, so no rounding can move a rank.
type Frac struct{ N, D int64 }

// Null reports whether there was nothing to judge.
func (f Frac) Null() bool { return f.D == 0 }

// Cmp compares two fractions exactly: -1, 0 or +1. Neither may be null.
func (f Frac) Cmp(g Frac) int {
	leftHi, leftLo := bits.Mul64(uint64(f.N), uint64(g.D))
	rightHi, rightLo := bits.Mul64(uint64(g.N), uint64(f.D))
	switch {
	case leftHi != rightHi:
		return order(leftHi, rightHi)
	default:
		return order(leftLo, rightLo)
	}
}

func order(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// Six is the value at six decimals, rounded half away from zero from the
// exact fraction and given as the float64 nearest to that decimal. ok is
// false for null.
func (f Frac) Six() (v float64, ok bool) {
	if f.Null() {
		return 0, false
	}
	// A whole number below 2^53 divided by 1e6 is the float64 nearest to the
	// decimal, since IEEE division rounds correctly.
	return float64(rounded(f.rat(), 1_000_000)) / 1_000_000, true
}

// float is the value as a float64, NaN for null.
func (f Frac) float() float64 { return float64(f.N) / float64(f.D) }

func (f Frac) rat() *big.Rat { return big.NewRat(f.N, f.D) }

// rounded is r × scale, rounded half away from zero. r is not negative.
func rounded(r *big.Rat, scale int64) int64 {
	n := new(big.Int).Mul(r.Num(), big.NewInt(2*scale))
	n.Add(n, r.Denom())
	return n.Quo(n, new(big.Int).Lsh(r.Denom(), 1)).Int64()
}
