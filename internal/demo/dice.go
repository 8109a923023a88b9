package demo

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"tongbao/internal/civil"
)

// dice is a stream of chance. Each part of the story throws its own, named
// by what it decides, so that changing one part leaves the others as they
// were. PCG gives the same numbers in every release of Go.
type dice struct{ *rand.Rand }

func newDice(seed uint64, name ...string) dice {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(name, "/"))) // a hash never fails
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between is a whole number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

// after is a day from lo to hi days after the given one.
func (d dice) after(day civil.Date, lo, hi int) civil.Date { return day.AddDays(d.between(lo, hi)) }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }
