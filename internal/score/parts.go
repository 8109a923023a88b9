package score

import "math/big"

// Part is one of the four indicators in a unit's score: what it weighs there
// and what it brings. The shares of a unit's parts add up to 1, unless there
// is nothing to score.
type Part struct {
	Name   string
	Weight int64 // by the rules, in the measure of Params.Weights
	Rate   Frac
	// Share is the part's weight in this unit's score, after the weight of
	// what is null was shared out; null where nothing is scored.
	Share Frac
	// Why the share is not the weight by the rules; empty where it is.
	Why Why
}

// Why says why a part weighs other than by the rules.
type Why string

// The reasons, by what became of the weight.
const (
	AsRuled     Why = ""
	NothingDue  Why = "null"        // 0/0: its weight is shared out over the others
	NotYet      Why = "provisional" // as_of < W's end: shown and not scored
	NotHeld     Why = "not_held"    // nothing held, nothing eligible: its weight falls on frequency_index
	TakesFourth Why = "takes_fourth"
	Enlarged    Why = "enlarged" // by its part of what others lack
)

// Points is what the part brings to the score, of 100 × its share at most.
func (p Part) Points() float64 {
	if p.Share.Null() || p.Rate.Null() {
		return 0
	}
	points, _ := new(big.Rat).Mul(new(big.Rat).Mul(p.Share.rat(), p.Rate.rat()), big.NewRat(100, 1)).Float64()
	return points
}

// Parts takes a unit's score apart, in the order of Params.Weights. A null
// indicator's weight is shared out over the others in proportion; where
// nothing was held and no outcome is eligible the fourth's falls on the
// consultations not held, since not consulting must not beat consulting
// honestly.
func Parts(c *Counts, p *Params) [4]Part {
	index := rate(FrequencyIndex, c, p)
	parts := [4]Part{
		{Name: Timeliness, Rate: rate(Timeliness, c, p)},
		{Name: Completeness, Rate: rate(Completeness, c, p)},
		{Name: FrequencyIndex, Rate: index},
		{Name: p.fourth(), Rate: rate(p.fourth(), c, p)},
	}
	weights, total := p.Weights, int64(0)
	if c.Held == 0 && c.Eligible == 0 {
		weights[2] += weights[3]
		weights[3] = 0
		parts[3].Why = NotHeld
		parts[2].Why = TakesFourth
	}
	for i := range parts {
		parts[i].Weight = p.Weights[i]
		switch {
		case i == 2 && p.Provisional:
			parts[i].Why, weights[i] = NotYet, 0
		case parts[i].Rate.Null():
			if parts[i].Why != NotHeld {
				parts[i].Why = NothingDue
			}
			weights[i] = 0
		}
		total += weights[i]
	}
	for i := range parts {
		parts[i].Share = Frac{weights[i], total}
		// Cross-multiplied: the share is larger than by the rules.
		if parts[i].Why == AsRuled && weights[i] > 0 && total < p.total() {
			parts[i].Why = Enlarged
		}
	}
	return parts
}

// total is the sum of the weights by the rules.
func (p *Params) total() int64 {
	return p.Weights[0] + p.Weights[1] + p.Weights[2] + p.Weights[3]
}

// scoreOf is Σ share × 100 × rate over the parts, rounded to hundredths; nil
// where there is nothing to score.
func scoreOf(c *Counts, p *Params) *Hundredths {
	sum, scored := new(big.Rat), false
	for _, part := range Parts(c, p) {
		if part.Share.Null() || part.Share.N == 0 {
			continue
		}
		sum.Add(sum, new(big.Rat).Mul(part.Share.rat(), part.Rate.rat()))
		scored = true
	}
	if !scored {
		return nil
	}
	h := Hundredths(rounded(sum, 100*100))
	return &h
}
