package score

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distmv"
)

// Stay is how firmly a unit stands at either end of the ranking when the
// weights are varied.
type Stay struct {
	// Top and Bottom: among the best and the worst tenth by the weights as
	// they are.
	Top, Bottom bool
	// TopShare and BottomShare are the share of the draws, 0–1, in which the
	// unit is among them.
	TopShare, BottomShare float64
}

// WeightSensitivity re-scores the units under draws weights drawn from a
// Dirichlet distribution whose mean is the weights of p, and says of each
// unit how often it is in the top and in the bottom tenth; nil for a unit
// without a rank, and for every unit where no weight is above 0.
//
// concentration, above 0, is how closely the drawn weights keep to the mean: a
// weight of share w varies with a standard deviation of
// √(w(1−w)/(concentration+1)), so that 100 moves 0.35 by 0.05. A weight of 0
// stays 0. Weights of null indicators are shared out as in the score, scores
// are rounded to two decimals and ranked as ever. A tenth is rounded down,
// and at least one unit; units that tie across its edge are in the top tenth
// as long as their shared rank is, and outside the bottom tenth.
//
// The seed alone decides the draws; all units see the same weights.
func WeightSensitivity(level Level, units []Unit, p Params, concentration float64, draws int, seed string) []*Stay {
	stays := make([]*Stay, len(units))
	results := Score(level, units, p)
	var ranked []int
	var earned []earnings
	for i := range results {
		if r := &results[i]; r.Rank != nil {
			ranked = append(ranked, i)
			earned = append(earned, earningsOf(&units[i].Counts, p))
		}
	}
	n := int64(len(ranked))
	edge := max(1, tenth(n))
	isTop := func(rank int64) bool { return rank <= edge }
	isBottom := func(rank int64) bool { return rank > n-edge }
	for _, i := range ranked {
		stays[i] = &Stay{Top: isTop(*results[i].Rank), Bottom: isBottom(*results[i].Rank)}
	}

	varied := variedWeights(p, concentration, seed)
	if varied == nil || n == 0 || draws < 1 {
		return make([]*Stay, len(units))
	}
	top, bottom := make([]int, n), make([]int, n)
	scores, sorter := make([]float64, n), newSorter(len(ranked))
	for range draws {
		weights := varied()
		for at := range earned {
			scores[at] = earned[at].score(weights)
		}
		sorter.rank(scores, func(at, rank int32) {
			if isTop(int64(rank)) {
				top[at]++
			}
			if isBottom(int64(rank)) {
				bottom[at]++
			}
		})
	}
	for at, i := range ranked {
		stays[i].TopShare = float64(top[at]) / float64(draws)
		stays[i].BottomShare = float64(bottom[at]) / float64(draws)
	}
	return stays
}

// variedWeights draws weights; nil where none is above 0.
func variedWeights(p Params, concentration float64, seed string) func() [4]float64 {
	var (
		alpha []float64
		place []int
	)
	for i, w := range p.Weights {
		if w > 0 {
			alpha = append(alpha, concentration*float64(w)/float64(p.total()))
			place = append(place, i)
		}
	}
	if len(alpha) == 0 {
		return nil
	}
	dirichlet := distmv.NewDirichlet(alpha, rand.NewChaCha8(seedOf("weights", seed)))
	return func() (weights [4]float64) {
		for at, w := range dirichlet.Rand(nil) {
			weights[place[at]] = w
		}
		return weights
	}
}

// earnings is what each weight earns a unit: the rate it falls on, and
// whether it falls on any.
type earnings struct {
	rate   [4]float64
	counts [4]bool
}

// earningsOf finds them by giving the whole weight to one part at a time.
func earningsOf(c *Counts, p Params) (e earnings) {
	for i := range p.Weights {
		p.Weights = [4]int64{}
		p.Weights[i] = 1
		for _, part := range Parts(c, &p) {
			if !part.Share.Null() && part.Share.N > 0 {
				e.rate[i], e.counts[i] = part.Rate.float(), true
			}
		}
	}
	return e
}

// score is the unit's score under the weights, rounded to two decimals.
func (e *earnings) score(weights [4]float64) float64 {
	sum, total := 0.0, 0.0
	for i, w := range weights {
		if e.counts[i] {
			sum += w * e.rate[i]
			total += w
		}
	}
	if total == 0 {
		return 0
	}
	return math.Round(sum/total*100*100) / 100
}
