package score

// nearestRank is the place, from 1, of the per cent percentile among n
// ordered values: the least place that covers that share of them.
func nearestRank(percent, n int) int { return (percent*n + 99) / 100 }

// tenth is a tenth of n units, rounded down: of nine units nobody is in the
// bottom tenth, since to be named there is an accusation.
func tenth(n int64) int64 { return n / 10 }

// inBottomTenth reports whether a rank among n ranked units is one of the
// worst tenth. Units that tie across its edge are outside: ranks are
// competition ranks, so the tie has the rank of its best place.
func inBottomTenth(rank, n int64) bool { return rank > n-tenth(n) }
