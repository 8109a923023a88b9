package score

import (
	"crypto/sha256"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// Draws is how often the ranking is drawn for the rank intervals.
const Draws = 2000

// The percentiles of the drawn ranks that a rank interval reaches between.
const loPercent, hiPercent = 5, 95

// drawBlock is how many draws are ranked at a time, to bound memory: the
// scores of a block and the ranks of all draws are held, 4 bytes a rank.
const drawBlock = 125

// RankInterval is between which ranks a unit lies: the 5th and the 95th
// percentile (nearest rank) of its rank over the draws. With few obligations
// the evidence bears many ranks. The unit's own rank need not lie between
// them: units that share a rank at two decimals do not share it when drawn,
// so of thirty that share rank 1 none can be first in most draws.
type RankInterval struct{ Lo, Hi int64 }

// RankIntervals gives the rank interval of each unit, in the units' order;
// nil for a unit without a rank. results are Score's of the same units.
//
// In each of Draws draws the timeliness, the completeness and the fourth
// scored indicator of every ranked unit are drawn independently from
// Beta(k+½, n−k+½), what Jeffreys' prior makes of k of n; frequency_index
// keeps its value, null stays null, and weights are shared out as in the
// score. The units are ranked by the drawn scores, not rounded, equal ones
// sharing a rank (1, 1, 3).
//
// Each unit draws from a generator of its own, ChaCha8 seeded with the SHA-256
// of window, level and code. So the window alone decides the draws: neither
// the order of the units, nor another unit's coming or going, nor the number
// of workers (at least 1; as many goroutines) changes what a unit draws.
func RankIntervals(level Level, units []Unit, results []Result, p Params, window string, workers int) []*RankInterval {
	intervals := make([]*RankInterval, len(units))
	var ranked []int
	for i := range results {
		if level != District && results[i].Unranked == "" {
			ranked = append(ranked, i)
		}
	}
	players := make([]player, len(ranked))
	inParallel(workers, len(ranked), func(from, to int) {
		for at := from; at < to; at++ {
			players[at] = newPlayer(level, &units[ranked[at]], &p, window)
		}
	})
	ranks := drawRanks(players, workers)
	inParallel(workers, len(ranked), func(from, to int) {
		for at := from; at < to; at++ {
			own := ranks[at*Draws : (at+1)*Draws]
			slices.Sort(own)
			intervals[ranked[at]] = &RankInterval{
				Lo: int64(own[nearestRank(loPercent, Draws)-1]),
				Hi: int64(own[nearestRank(hiPercent, Draws)-1]),
			}
		}
	})
	return intervals
}

// player is a unit as it is drawn.
type player struct {
	held  float64 // what is not drawn adds to the score, 0–1
	drawn []drawnRate
}

// drawnRate is one indicator that is drawn, and what share of the score it is.
type drawnRate struct {
	share float64
	distuv.Beta
}

func newPlayer(level Level, u *Unit, p *Params, window string) player {
	source := rand.NewChaCha8(seedOf("rank interval", window, levelNames[level], u.Code))
	var made player
	for _, part := range Parts(&u.Counts, p) {
		if part.Share.Null() || part.Share.N == 0 {
			continue
		}
		share, k, n := part.Share.float(), float64(part.Rate.N), float64(part.Rate.D)
		if part.Name == FrequencyIndex {
			made.held = share * (k / n)
			continue
		}
		made.drawn = append(made.drawn, drawnRate{share, distuv.Beta{Alpha: k + 0.5, Beta: n - k + 0.5, Src: source}})
	}
	return made
}

// draw is the unit's score in the next draw, 0–1.
func (u *player) draw() float64 {
	score := u.held
	for i := range u.drawn {
		score += u.drawn[i].share * u.drawn[i].Rand()
	}
	return score
}

// drawRanks gives every player's rank in every draw, Draws for each.
func drawRanks(players []player, workers int) []int32 {
	n := len(players)
	ranks := make([]int32, n*Draws)
	scores := make([]float64, n*drawBlock) // draw by draw
	for first := 0; first < Draws; first += drawBlock {
		inParallel(workers, n, func(from, to int) {
			for at := from; at < to; at++ {
				for d := range drawBlock {
					scores[d*n+at] = players[at].draw()
				}
			}
		})
		inParallel(workers, drawBlock, func(from, to int) {
			sorter := newSorter(n)
			for d := from; d < to; d++ {
				sorter.rank(scores[d*n:(d+1)*n], func(at int32, rank int32) { ranks[int(at)*Draws+first+d] = rank })
			}
		})
	}
	return ranks
}

var levelNames = [...]string{Village: "village", Township: "township", District: "district"}

// seedOf makes a generator's seed of what it is for.
func seedOf(parts ...string) [32]byte { return sha256.Sum256([]byte(strings.Join(parts, "\x1f"))) }

// inParallel calls do on consecutive shares of 0…n, one goroutine each.
func inParallel(workers, n int, do func(from, to int)) {
	workers = max(1, min(workers, n))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { do(w*n/workers, (w+1)*n/workers) })
	}
	wg.Wait()
}
