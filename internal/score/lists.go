package score

import (
	"cmp"
	"slices"
)

// List is a list that units are put on by name.
type List string

// The lists.
const (
	// Red: 优 without an open 弄虚作假 finding, the best ten. A township with
	// such a finding in one of its villages keeps its grade but is not held
	// up as an example.
	Red List = "red"
	// Black: 差, the worst ten; and townships below the funnel's lower
	// 99.8 % limit in timeliness or completeness, however many.
	Black List = "black"
	// Laggard (连续居后): in the bottom tenth and below 良, in this window and
	// in the one before, the worst ten. Such a unit is on the black list only
	// for a reason of the black list; its entry there says so too.
	Laggard List = "laggard"
)

// Reason is the fact that put a unit on a list.
type Reason string

// The reasons, in the order in which an entry gives them.
const (
	Excellent         Reason = "excellent"          // 优
	Poor              Reason = "poor"               // 差
	BelowTimeliness   Reason = "below_timeliness"   // below the funnel's lower 99.8 % limit
	BelowCompleteness Reason = "below_completeness" // the same of completeness
	BottomTwice       Reason = "bottom_twice"       // bottom tenth and below 良, two windows running
)

// listLength is how many units a list names; the rest goes to the annex.
const listLength = 10

// Scored is the units of one level and window with their results.
type Scored struct {
	Units   []Unit
	Results []Result
}

// ranked counts the units with a rank.
func (s Scored) ranked() (n int64) {
	for i := range s.Results {
		if s.Results[i].Rank != nil {
			n++
		}
	}
	return n
}

// Listed is one unit on one list.
type Listed struct {
	List List
	Unit int // index of the unit
	// Place is the unit's place on the list, best first on Red and worst
	// first on the others; equal scores share it (1, 1, 3).
	Place int64
	// Annexed: it does not fit into the list and goes to the annex. Units
	// that tie across the tenth place all go there.
	Annexed bool
	Reasons []Reason
	// Ranked is how many units have a rank.
	Ranked int64
	// Before is the unit's result in the window before, nil without one, and
	// RankedBefore how many had a rank then.
	Before       *Result
	RankedBefore int64
}

// Lists puts the units of a level on the red and black lists and on that of
// the laggards, each list by place, equals by code. before is the previous
// window, empty where it has no figures. Units without a rank are on no list,
// and the district is on none.
func Lists(level Level, now, before Scored, p Params) []Listed {
	if level == District {
		return nil
	}
	funnels := map[Reason]Funnel{}
	if level == Township {
		for reason, indicator := range belowLimit {
			if f, ok := NewFunnel(indicator, now.Units, p); ok {
				funnels[reason] = f
			}
		}
	}
	previous := map[string]*Result{}
	for i := range before.Results {
		previous[before.Units[i].Code] = &before.Results[i]
	}
	ranked, rankedBefore := now.ranked(), before.ranked()

	byList := map[List][]Listed{}
	for i := range now.Results {
		u, r := &now.Units[i], &now.Results[i]
		if r.Rank == nil {
			continue
		}
		put := func(list List, reasons ...Reason) {
			byList[list] = append(byList[list], Listed{
				List: list, Unit: i, Reasons: reasons, Ranked: ranked, Before: previous[u.Code], RankedBefore: rankedBefore,
			})
		}
		if r.Grade == gradeNames[0] && !u.OpenFalseDisclosure {
			put(Red, Excellent)
		}
		var black []Reason
		if r.Grade == gradeNames[3] {
			black = append(black, Poor)
		}
		for _, reason := range []Reason{BelowTimeliness, BelowCompleteness} {
			f, ok := funnels[reason]
			if !ok {
				continue
			}
			if own := rate(belowLimit[reason], &u.Counts, &p); !own.Null() && f.Place(own.N, own.D) == Below998 {
				black = append(black, reason)
			}
		}
		lags := behind(r, ranked) && behind(previous[u.Code], rankedBefore)
		if lags {
			put(Laggard, BottomTwice)
		}
		if len(black) > 0 {
			if lags {
				black = append(black, BottomTwice)
			}
			put(Black, black...)
		}
	}
	var all []Listed
	for _, list := range []List{Red, Black, Laggard} {
		all = append(all, place(byList[list], now)...)
	}
	return all
}

// belowLimit is which rate lies below the limit, by reason.
var belowLimit = map[Reason]string{BelowTimeliness: Timeliness, BelowCompleteness: Completeness}

// behind reports whether a unit is in the bottom tenth and below 良.
func behind(r *Result, ranked int64) bool {
	if r == nil || r.Rank == nil {
		return false
	}
	return inBottomTenth(*r.Rank, ranked) && slices.Index(gradeNames[:], r.Grade) > 1
}

// place orders one list, and sends to the annex what does not fit.
func place(entries []Listed, now Scored) []Listed {
	best := 1
	if len(entries) > 0 && entries[0].List == Red {
		best = -1
	}
	score := func(e Listed) Hundredths { return *now.Results[e.Unit].Score }
	slices.SortFunc(entries, func(a, b Listed) int {
		return cmp.Or(best*cmp.Compare(score(a), score(b)), cmp.Compare(now.Units[a.Unit].Code, now.Units[b.Unit].Code))
	})
	for i := range entries {
		entries[i].Place = int64(i + 1)
		if i > 0 && score(entries[i-1]) == score(entries[i]) {
			entries[i].Place = entries[i-1].Place
		}
	}
	var competing []int
	for i := range entries {
		if slices.Contains([]Reason{Excellent, Poor, BottomTwice}, entries[i].Reasons[0]) {
			competing = append(competing, i)
		}
	}
	if len(competing) > listLength {
		eleventh := score(entries[competing[listLength]])
		for at, i := range competing {
			out := at >= listLength || score(entries[i]) == eleventh
			entries[i].Annexed = out && !slices.ContainsFunc(entries[i].Reasons, byFunnel)
		}
	}
	return entries
}

// byFunnel: whom the funnel found is on the list besides the ten.
func byFunnel(r Reason) bool { return belowLimit[r] != "" }
