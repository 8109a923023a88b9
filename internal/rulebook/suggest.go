package rulebook

import (
	"cmp"
	"slices"
	"strings"
)

// distance counts the single characters to insert, drop or replace to turn
// one text into the other (Levenshtein).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	return edits(len(from), len(to), 1, func(i, j int) int {
		if from[i] == to[j] {
			return 0
		}
		return 1
	})
}

// edits is the least cost of turning one text into another: gap for every
// character inserted or dropped, and what replace says of the i-th of the one
// by the j-th of the other.
func edits(from, to, gap int, replace func(i, j int) int) int {
	row := make([]int, to+1)
	for j := range row {
		row[j] = j * gap
	}
	for i := range from {
		diagonal := row[0]
		row[0] = (i + 1) * gap
		for j := range to {
			cost := diagonal + replace(i, j)
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+gap, row[j+1]+gap)
		}
	}
	return row[to]
}

// near reports how far a name may be from what was written and still be
// suggested: one character in a short name, a third of a long one.
func near(text string) int { return max(1, min(len([]rune(text))/3, 6)) }

// suggestion is something that may have been meant.
type suggestion struct {
	code string
	show string // told
	far  int    // how far from what was written
}

// likeliest orders suggestions, the nearest first. One thing has several
// names; it comes once, by the nearest.
func likeliest(among []suggestion) (out []suggestion) {
	slices.SortFunc(among, func(a, b suggestion) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.show, b.show))
	})
	for _, s := range among {
		if !slices.ContainsFunc(out, func(o suggestion) bool { return o.show == s.show }) {
			out = append(out, s)
		}
	}
	return out
}

// suggest lists what is nearest, at most three, and says so if there was more.
func suggest(among []suggestion) string {
	var shown []string
	for _, s := range likeliest(among) {
		shown = append(shown, s.show)
	}
	if len(shown) > 3 {
		return strings.Join(shown[:3], "、") + " 等"
	}
	return strings.Join(shown, "、")
}

// nearest lists the names nearest to the text, at most n.
func nearest(text string, among []string, n int) []string {
	var close []string
	for _, name := range among {
		if distance(text, name) <= near(text) {
			close = append(close, name)
		}
	}
	slices.SortStableFunc(close, func(a, b string) int {
		return cmp.Compare(distance(text, a), distance(text, b))
	})
	return close[:min(n, len(close))]
}

// perhaps ends a message with what may have been meant.
func perhaps(among []suggestion) string {
	if len(among) == 0 {
		return ""
	}
	return "，是否指 " + suggest(among) + "？"
}

// shown is a text as it is quoted in a message: short, on one line.
func shown(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return string(runes)
}
