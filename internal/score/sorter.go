package score

import "math"

// sorter ranks drawn scores. Every unit of a municipality is ranked in every
// draw, so it sorts by digits (bytes of the float's bits, the lowest first),
// in a fifth of the time that comparing takes.
type sorter struct{ sorted, spare []keyed }

// keyed is a score as the bits of its float, whose order is that of the
// floats where none is negative, and whose it is.
type keyed struct {
	bits uint64
	at   int32
}

func newSorter(n int) *sorter { return &sorter{make([]keyed, n), make([]keyed, n)} }

// rank gives each score its competition rank, the greatest first: equals
// share a rank and the next is skipped (1, 1, 3). No score is negative.
func (s *sorter) rank(scores []float64, put func(at, rank int32)) {
	if len(scores) == 0 {
		return
	}
	const digits = 8
	var counts [digits][256]int32
	for i, score := range scores {
		bits := math.Float64bits(score)
		s.sorted[i] = keyed{bits, int32(i)}
		for d := range digits {
			counts[d][byte(bits>>(8*d))]++
		}
	}
	for d := range digits {
		count := &counts[d]
		if count[byte(s.sorted[0].bits>>(8*d))] == int32(len(scores)) {
			continue // all have this digit
		}
		place := int32(0)
		for value := 255; value >= 0; value-- {
			count[value], place = place, place+count[value]
		}
		for _, k := range s.sorted {
			value := byte(k.bits >> (8 * d))
			s.spare[count[value]] = k
			count[value]++
		}
		s.sorted, s.spare = s.spare, s.sorted
	}
	rank := int32(0)
	for i, k := range s.sorted {
		if i == 0 || s.sorted[i-1].bits != k.bits {
			rank = int32(i + 1)
		}
		put(k.at, rank)
	}
}
