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
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}

// near reports how far a name may be from what was written and still be
// suggested: one character in a short name, a third of a long one.
func near(text string) int { return max(1, min(len([]rune(text))/3, 6)) }

// suggestion is something that may have been meant.
type suggestion struct {
	show string // told
	far  int    // how far from what was written
}

// suggest lists what is nearest, at most three, and says so if there was more.
func suggest(among []suggestion) string {
	slices.SortFunc(among, func(a, b suggestion) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.show, b.show))
	})
	// One thing has several names; it is told once, by the nearest.
	var shown []string
	for _, s := range among {
		if !slices.Contains(shown, s.show) {
			shown = append(shown, s.show)
		}
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
