package score

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"sort"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

const testWindow = "2026-04-01/2026-06-30"

// bruteForce is the definition, followed step by step and slowly: all draws of
// all units, every rank by counting who is above, every list of ranks sorted.
func bruteForce(level string, units []Unit, results []Result, p Params, window string) []*RankInterval {
	var who []int
	var drawn [][]float64
	for i, u := range units {
		if results[i].Rank == nil {
			continue
		}
		source := rand.NewChaCha8(sha256.Sum256([]byte("rank interval\x1f" + window + "\x1f" + level + "\x1f" + u.Code)))
		jeffreys := func(k, n int64) float64 {
			return distuv.Beta{Alpha: float64(k) + 0.5, Beta: float64(n-k) + 0.5, Src: source}.Rand()
		}
		wt, wc, wf, w4 := float64(p.Weights[0]), float64(p.Weights[1]), float64(p.Weights[2]), float64(p.Weights[3])
		if u.Held == 0 && u.Eligible == 0 {
			wf, w4 = wf+w4, 0
		}
		var draws []float64
		for range 2000 {
			sum, weight := 0.0, 0.0
			if due := u.OnTime + u.Late + u.Missing; due > 0 {
				sum += wt * jeffreys(u.OnTime, due)
				sum += wc * jeffreys(u.Complete, due)
				weight += wt + wc
			}
			if u.IndexVillages > 0 && !p.Provisional {
				sum += wf * float64(u.IndexSum) / float64(u.IndexVillages*p.Target*p.Quarters)
				weight += wf
			}
			if u.Eligible > 0 {
				k := u.AdoptedFully + u.AdoptedPartly
				if !p.FourthIsAdoption {
					k += u.Explained
				}
				sum += w4 * jeffreys(k, u.Eligible)
				weight += w4
			}
			draws = append(draws, sum/weight)
		}
		who, drawn = append(who, i), append(drawn, draws)
	}
	intervals := make([]*RankInterval, len(units))
	for at, i := range who {
		var ranks []float64
		for d := range 2000 {
			rank := 1.0
			for other := range who {
				if drawn[other][d] > drawn[at][d] {
					rank++
				}
			}
			ranks = append(ranks, rank)
		}
		sort.Float64s(ranks)
		percentile := func(share float64) int64 { return int64(ranks[int(math.Ceil(share*2000))-1]) }
		intervals[i] = &RankInterval{Lo: percentile(0.05), Hi: percentile(0.95)}
	}
	return intervals
}

func TestRankIntervalsAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for _, tt := range []struct {
		name   string
		level  Level
		change func(*Params)
	}{
		{name: "village"},
		{name: "township", level: Township},
		{name: "fourth is adoption", change: func(p *Params) { p.FourthIsAdoption = true }},
		{name: "provisional", change: func(p *Params) { p.Provisional = true }},
		{name: "other weights", level: Township, change: func(p *Params) { p.Weights = [4]int64{1, 2, 3, 4} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := usual()
			if tt.change != nil {
				tt.change(&p)
			}
			units := someUnits(r, 60) // with nothing due, nothing held, nothing eligible among them
			for i := range units {
				if units[i].Eligible > 1 && units[i].AdoptedFully < units[i].Eligible {
					units[i].Refused, units[i].Explained = 1, int64(i%2)
				}
			}
			results := Score(tt.level, units, p)
			want := bruteForce(levelNames[tt.level], units, results, p, testWindow)
			got := RankIntervals(tt.level, units, results, p, testWindow, 2)
			ranked, wide := 0, 0
			for i := range units {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Errorf("unit %d: %v, want %v", i, got[i], want[i])
				}
				if got[i] != nil {
					ranked++
					if got[i].Hi > got[i].Lo {
						wide++
					}
				}
			}
			if ranked < 20 || wide < 20 {
				t.Errorf("only %d units are ranked, %d between different ranks", ranked, wide)
			}
		})
	}
}

// Neither the number of workers, nor the order of the units, nor another's
// coming changes what a unit draws.
func TestRankIntervalsAreFixedByTheWindow(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	units := someUnits(r, 80)
	p := usual()
	results := Score(Village, units, p)
	want := RankIntervals(Village, units, results, p, testWindow, 1)
	for _, workers := range []int{0, 2, 3, 7, 1000} {
		if got := RankIntervals(Village, units, results, p, testWindow, workers); !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers change the intervals", workers)
		}
	}
	perm := r.Perm(len(units))
	shuffled := make([]Unit, len(units))
	for to, from := range perm {
		shuffled[to] = units[from]
	}
	got := RankIntervals(Village, shuffled, Score(Village, shuffled, p), p, testWindow, 2)
	for to, from := range perm {
		if !reflect.DeepEqual(got[to], want[from]) {
			t.Errorf("unit %s changed with the order: %v, want %v", units[from].Code, got[to], want[from])
		}
	}
	if reflect.DeepEqual(RankIntervals(Village, units, results, p, "2026-07-01/2026-09-30", 1), want) {
		t.Error("another window has the same draws")
	}
	// A unit that is first in every draw pushes all others down by one.
	first := Unit{Code: "first", Kind: "村", Counts: counts(1_000_000, 1_000_000, 1_000_000, 1, 1_000_000, 1_000_000)}
	more := append([]Unit{first}, units...)
	pushed := RankIntervals(Village, more, Score(Village, more, p), p, testWindow, 2)
	for i, w := range want {
		if w != nil && (pushed[i+1].Lo < w.Lo || pushed[i+1].Lo > w.Lo+1 || pushed[i+1].Hi < w.Hi || pushed[i+1].Hi > w.Hi+1) {
			t.Errorf("unit %s went from %v to %v", units[i].Code, w, pushed[i+1])
		}
	}
}

func TestSeedTellsUnitsApart(t *testing.T) {
	u := Unit{Code: "a", Counts: counts(10, 5, 5, 1, 2, 1)}
	other := u
	other.Code = "b"
	p := usual()
	seen := map[float64]string{}
	for name, made := range map[string]player{
		"a": newPlayer(Village, &u, &p, testWindow), "b": newPlayer(Village, &other, &p, testWindow),
		"township": newPlayer(Township, &u, &p, testWindow), "window": newPlayer(Village, &u, &p, "2026"),
	} {
		first := made.draw()
		if seen[first] != "" {
			t.Errorf("%s draws as %s does", name, seen[first])
		}
		seen[first] = name
	}
}

// The draws have the mean and the variance of Beta(k+½, n−k+½), and its 95 %
// lie where statsmodels has Jeffreys' interval.
func TestDrawsFollowJeffreys(t *testing.T) {
	p := usual()
	p.Weights = [4]int64{1, 0, 0, 0}
	const draws = 40_000
	compared := 0
	for _, want := range readPublished(t, "binomial_ci_statsmodels.csv", true) {
		if want.method != "jeffreys" || want.confidence != 0.95 {
			continue
		}
		compared++
		k, n := want.k, want.n
		u := Unit{Code: fmt.Sprint(k, n), Counts: counts(int64(n), int64(k), 0, 0, 0, 0)}
		drawn := newPlayer(Village, &u, &p, testWindow)
		values := make([]float64, draws)
		mean, square := 0.0, 0.0
		for i := range values {
			values[i] = drawn.draw()
			mean += values[i] / draws
		}
		for _, v := range values {
			square += (v - mean) * (v - mean) / draws
		}
		sort.Float64s(values)
		a, b := k+0.5, n-k+0.5
		wantMean, variance := a/(a+b), a*b/((a+b)*(a+b)*(a+b+1))
		if math.Abs(mean-wantMean) > 5*math.Sqrt(variance/draws) {
			t.Errorf("%v of %v: mean %v, want %v", k, n, mean, wantMean)
		}
		if ratio := square / variance; ratio < 0.93 || ratio > 1.07 {
			t.Errorf("%v of %v: variance %v, want %v", k, n, square, variance)
		}
		outside := 0
		for _, v := range values {
			// statsmodels sets the ends to 0 and 1 at none and all.
			if v < want.lo || v > want.hi {
				outside++
			}
		}
		if share := float64(outside) / draws; share > 0.055 || share < 0.02 {
			t.Errorf("%v of %v: %.3f of the draws outside %v–%v, want 0.05", k, n, share, want.lo, want.hi)
		}
	}
	if compared != 40 {
		t.Errorf("%d compared", compared)
	}
}

// Where rates are as unlike as the prior holds, nine in ten of the intervals
// and not much more hold the rank of the true rates.
func TestRankIntervalsCoverTheTrueRank(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 26))
	p := usual()
	p.Weights = [4]int64{1, 0, 0, 0}
	held, all := 0, 0
	for round := range 25 {
		const n = 30
		truth := make([]float64, n)
		units := make([]Unit, n)
		for i := range units {
			truth[i] = distuv.Beta{Alpha: 0.5, Beta: 0.5, Src: r}.Rand()
			due := 8 + r.Int64N(30)
			onTime := int64(0)
			for range due {
				if r.Float64() < truth[i] {
					onTime++
				}
			}
			units[i] = Unit{Code: fmt.Sprint(round, i), Kind: "村", Counts: counts(due, onTime, 0, 0, 0, 0)}
		}
		for i, interval := range RankIntervals(Village, units, Score(Village, units, p), p, testWindow, 2) {
			rank := int64(1)
			for _, other := range truth {
				if other > truth[i] {
					rank++
				}
			}
			all++
			if interval.Lo <= rank && rank <= interval.Hi {
				held++
			}
		}
	}
	if share := float64(held) / float64(all); share < 0.87 || share > 0.98 {
		t.Errorf("%.3f of the intervals hold the true rank", share)
	}
}

func TestRankIntervalOfFew(t *testing.T) {
	p := usual()
	perfect := make([]Unit, 30)
	for i := range perfect {
		perfect[i] = Unit{Code: fmt.Sprint(i), Kind: "村", Counts: counts(10, 10, 10, 1, 1, 1)}
	}
	far := []Unit{
		{Code: "a", Kind: "村", Counts: counts(1000, 990, 980, 1, 100, 99)},
		{Code: "b", Kind: "村", Counts: counts(1000, 500, 500, 1, 100, 50)},
		{Code: "c", Kind: "村", Counts: counts(1000, 10, 5, 0, 0, 0)},
		{Code: "d", Kind: "村", Counts: counts(4, 4, 4, 1, 1, 1)}, // 样本不足
	}
	// Nothing to draw: the index alone is scored, and equal ones share a rank.
	indexed := []Unit{
		{Code: "a", Kind: "镇", Counts: counts(0, 0, 0, 1, 0, 0)},
		{Code: "b", Kind: "镇", Counts: counts(0, 0, 0, 1, 0, 0)},
		{Code: "c", Kind: "镇", Counts: counts(0, 0, 0, 0, 0, 0)},
	}
	for _, tt := range []struct {
		name  string
		level Level
		units []Unit
		want  []string
	}{
		{"far apart", Village, far, []string{"1–1", "2–2", "3–3", "–"}},
		{"nothing drawn", Township, indexed, []string{"1–1", "1–1", "3–3"}},
		{"one alone", Village, far[:1], []string{"1–1"}},
		{"none ranked", Village, far[3:], []string{"–"}},
		{"nobody", Village, nil, nil},
		{"the district", District, far[:1], []string{"–"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, i := range RankIntervals(tt.level, tt.units, Score(tt.level, tt.units, p), p, testWindow, 2) {
				if i == nil {
					got = append(got, "–")
				} else {
					got = append(got, fmt.Sprintf("%d–%d", i.Lo, i.Hi))
				}
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
	// Thirty that share rank 1 cannot each be first: the interval need not
	// hold the rank.
	for i, interval := range RankIntervals(Village, perfect, Score(Village, perfect, p), p, testWindow, 2) {
		if interval.Lo < 2 || interval.Hi < 28 {
			t.Errorf("unit %d of thirty alike lies between %d and %d", i, interval.Lo, interval.Hi)
		}
	}
}

// The sorter's ranks are those of counting who is above, ties shared.
func TestSorterRanks(t *testing.T) {
	r := rand.New(rand.NewPCG(27, 28))
	for range 300 {
		scores := make([]float64, r.IntN(40))
		for i := range scores {
			switch r.IntN(4) {
			case 0:
				scores[i] = float64(r.IntN(4)) / 3
			case 1:
				scores[i] = math.Nextafter(0.5, float64(r.IntN(2)))
			default:
				scores[i] = r.Float64() * math.Pow(2, -float64(r.IntN(60)))
			}
		}
		got := make([]int32, len(scores))
		newSorter(len(scores)).rank(scores, func(at, rank int32) { got[at] = rank })
		for i, score := range scores {
			want := int32(1)
			for _, other := range scores {
				if other > score {
					want++
				}
			}
			if got[i] != want {
				t.Fatalf("%v ranks %d, want %d of %v", score, got[i], want, scores)
			}
		}
	}
}
