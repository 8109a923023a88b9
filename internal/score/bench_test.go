package score

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// municipality is as many villages as a municipality has, as they file in a
// quarter.
const municipality = 11_270

func manyVillages(n int) []Unit {
	r := rand.New(rand.NewPCG(11, 12))
	units := make([]Unit, n)
	for i := range units {
		due := 10 + r.Int64N(25)
		onTime := due - min(due, r.Int64N(8)*r.Int64N(3))
		eligible := r.Int64N(3)
		units[i] = Unit{
			Code: fmt.Sprintf("%012d", i), Kind: []string{"村", "社区"}[r.IntN(2)],
			Counts: counts(due, onTime, r.Int64N(onTime+1), r.Int64N(3), eligible, r.Int64N(eligible+1)),
		}
	}
	return units
}

func BenchmarkRankIntervals(b *testing.B) {
	units := manyVillages(municipality)
	results := Score(Village, units, usual())
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("villages=%d/workers=%d", len(units), workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				RankIntervals(Village, units, results, usual(), "2026Q2", workers)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/ranking")
		})
	}
}

func BenchmarkWeightSensitivity(b *testing.B) {
	units := manyVillages(municipality)
	for b.Loop() {
		WeightSensitivity(Village, units, usual(), 100, 1000, "seed")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/thousand")
}
