package score

import "sort"

// rankAll ranks the units that are ranked: by score, by score within their
// kind, and by each rate alone.
func rankAll(units []Unit, results []Result, p *Params) {
	var ranked []int
	byKind := map[string][]int{}
	for i := range results {
		if results[i].Unranked != "" {
			continue
		}
		ranked = append(ranked, i)
		kind := kindGroup(units[i].Kind)
		byKind[kind] = append(byKind[kind], i)
	}

	byScore := func(a, b int) int { return int(*results[a].Score - *results[b].Score) }
	competition(ranked, byScore, func(i int, rank int64) { results[i].Rank = &rank })
	for _, members := range byKind {
		competition(members, byScore, func(i int, rank int64) { results[i].RankInKind = &rank })
	}

	for _, alone := range []struct {
		indicator string
		put       func(r *Result, rank int64)
	}{
		{Timeliness, func(r *Result, rank int64) { r.RankTimeliness = &rank }},
		{Completeness, func(r *Result, rank int64) { r.RankCompleteness = &rank }},
		{FrequencyIndex, func(r *Result, rank int64) { r.RankFrequency = &rank }},
		{Adoption, func(r *Result, rank int64) { r.RankAdoption = &rank }},
	} {
		var with []int
		fracs := make(map[int]Frac, len(ranked))
		for _, i := range ranked {
			if f := rate(alone.indicator, &units[i].Counts, p); !f.Null() {
				with = append(with, i)
				fracs[i] = f
			}
		}
		competition(with,
			func(a, b int) int { return fracs[a].Cmp(fracs[b]) },
			func(i int, rank int64) { alone.put(&results[i], rank) })
	}
}

// kindGroup is the group in which a unit is ranked beside the whole: 乡
// counts with 镇.
func kindGroup(kind string) string {
	if kind == "乡" {
		return "镇"
	}
	return kind
}

// competition hands out competition ranks, the greatest first: equals share
// a rank and the next is skipped (1, 1, 3). It reorders members.
func competition(members []int, cmp func(a, b int) int, put func(i int, rank int64)) {
	sort.SliceStable(members, func(a, b int) bool { return cmp(members[a], members[b]) > 0 })
	rank := int64(0)
	for at, i := range members {
		if at == 0 || cmp(members[at-1], i) != 0 {
			rank = int64(at + 1)
		}
		put(i, rank)
	}
}
