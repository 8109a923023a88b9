package rulebook

import (
	"cmp"
	"fmt"
	"slices"

	"tongbao/internal/civil"
)

// townshipsOf puts the townships together from the villages' rows: for every
// code the spans in which its name and kind stayed the same. A code with two
// names or kinds on one day is a warning; the name of the earlier line holds.
func townshipsOf(spells []VillageSpell) (out []Township, problems []Problem) {
	byCode := map[string][]VillageSpell{}
	for _, s := range spells {
		byCode[s.TownshipCode] = append(byCode[s.TownshipCode], s)
	}
	for code, rows := range byCode {
		slices.SortStableFunc(rows, func(a, b VillageSpell) int { return cmp.Compare(a.Line, b.Line) })
		problems = append(problems, townshipClashes(rows)...)
		out = append(out, townshipSpans(code, rows)...)
	}
	slices.SortFunc(out, func(a, b Township) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	})
	sortProblems(problems)
	return out, problems
}

// townshipSpans cuts one township's time at every bound of a row and joins
// neighbours that are alike. Days without a village are left out.
func townshipSpans(code string, rows []VillageSpell) (out []Township) {
	var cuts []civil.Date
	for _, s := range rows {
		cuts = append(cuts, s.From, s.To)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 1; i < len(cuts); i++ {
		on := slices.IndexFunc(rows, func(s VillageSpell) bool { return s.From <= cuts[i-1] && cuts[i] <= s.To })
		if on < 0 {
			continue
		}
		span := Township{code, rows[on].Township, rows[on].TownshipKind, cuts[i-1], cuts[i]}
		if n := len(out); n > 0 && out[n-1].To == span.From && out[n-1].Name == span.Name && out[n-1].Kind == span.Kind {
			out[n-1].To = span.To
			continue
		}
		out = append(out, span)
	}
	return out
}

// townshipClashes warns once for every other name or kind that a township
// has on the days of an earlier line.
func townshipClashes(rows []VillageSpell) (out []Problem) {
	type face struct{ name, kind string }
	faces := map[face]VillageSpell{}
	var order []face
	for _, s := range rows {
		f := face{s.Township, s.TownshipKind}
		if _, known := faces[f]; known {
			continue
		}
		for _, g := range order {
			first := faces[g]
			if s.From < first.To && first.From < s.To {
				out = append(out, Problem{
					Line: s.Line, Column: "镇街", Warning: true,
					Message: fmt.Sprintf("镇街代码 %s 同时有两种写法：第%d行 %s（%s）；第%d行 %s（%s），以前者为准",
						s.TownshipCode, first.Line, g.name, g.kind, s.Line, f.name, f.kind),
				})
				break
			}
		}
		faces[f] = s
		order = append(order, f)
	}
	return out
}
