package shared

import (
	"cmp"
	"fmt"
	"slices"

	"tongbao/internal/mart"
)

// ListedProblems are the problems of the window that the report may show:
// of a public one those released for it. They are not to be changed.
func ListedProblems(d *Data) []mart.Problem {
	return released(d, d.Problems, func(p *mart.Problem) bool { return p.Publishable })
}

// ListedPrior are the problems of the previous window that the report may
// show. They are not to be changed.
func ListedPrior(d *Data) []mart.PriorProblem {
	return released(d, d.PriorProblems, func(p *mart.PriorProblem) bool { return p.Publishable })
}

// released leaves out of a public report what may not be in it. A list of
// which nothing is left out is the list itself: it may be long.
func released[T any](d *Data, all []T, ok func(*T) bool) []T {
	if !d.IsPublic() {
		return all
	}
	kept := 0
	for i := range all {
		if ok(&all[i]) {
			kept++
		}
	}
	if kept == len(all) {
		return all
	}
	out := make([]T, 0, kept)
	for i := range all {
		if ok(&all[i]) {
			out = append(out, all[i])
		}
	}
	return out
}

// OfKind are the problems of a kind, the gravest first: those that run for a
// second window, then by days, then by code.
func OfKind(problems []mart.Problem, kind string) []mart.Problem {
	var out []mart.Problem
	for _, p := range problems {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b mart.Problem) int {
		return cmp.Or(
			cmp.Compare(b.WindowsRunning, a.WindowsRunning), nullsLast(a.Days, b.Days, -1),
			cmp.Compare(a.Since, b.Since), byPlace(a, b),
		)
	})
	return out
}

// byPlace orders problems by unit and item.
func byPlace(a, b mart.Problem) int {
	return cmp.Or(
		cmp.Compare(a.TownshipCode, b.TownshipCode), cmp.Compare(a.VillageCode, b.VillageCode), cmp.Compare(a.Since, b.Since),
		cmp.Compare(a.ItemCode, b.ItemCode), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Fact, b.Fact),
	)
}

// Examples tells the gravest problems of a kind, one of a village each, at
// most so many: 古渡镇新浦村“财务收支情况”（2026年5月）最迟应于….
func Examples(problems []mart.Problem, kind string, most int) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range OfKind(problems, kind) {
		if len(out) == most {
			break
		}
		if unit := p.TownshipCode + p.VillageCode; !seen[unit] {
			seen[unit] = true
			out = append(out, place(p.Level, p.TownshipName, p.VillageName)+p.Fact)
		}
	}
	return out
}

// place names a problem's unit: the village with its township, or the
// township alone where the problem is its own.
func place(level, township, village string) string {
	if level == "township" {
		return township
	}
	return township + village
}

// Villages counts the different villages of problems.
func Villages(problems []mart.Problem) int {
	seen := map[string]bool{}
	for _, p := range problems {
		seen[p.VillageCode] = true
	}
	return len(seen)
}

// share is how many rows of each kind are shown, so that all together are
// within most: the same limit for every kind, as large as it can be.
func share(sizes []int, most int) int {
	for limit := most; limit > 0; limit-- {
		sum := 0
		for _, n := range sizes {
			sum += min(n, limit)
		}
		if sum <= most {
			return limit
		}
	}
	return 0
}

// ProblemTable lists problems by kind, each with its fact, and what is said
// of the list: how many there are, and how many of them are shown. A list of
// more than most shows of every kind the gravest.
func ProblemTable(d *Data, caption string, most int) (Table, string) {
	problems := ListedProblems(d)
	t := Table{Caption: caption, Class: "problem-list", Head: []Head{{"镇街", ""}, {"村（社区）", ""}, {"事项", ""}, {"事实", ""}, {"天数", ""}, {"连续期数", ""}}}
	var sizes []int
	kinds := make([][]mart.Problem, len(mart.ProblemKinds))
	for i, kind := range mart.ProblemKinds {
		kinds[i] = OfKind(problems, kind)
		sizes = append(sizes, len(kinds[i]))
	}
	limit, shown := share(sizes, most), 0
	for i, kind := range mart.ProblemKinds {
		if sizes[i] == 0 {
			continue
		}
		body := Body{Name: fmt.Sprintf("%s（%s条）", kind, Count(int64(sizes[i])))}
		of := kinds[i]
		if len(of) > limit {
			of = of[:limit]
			body.Name = fmt.Sprintf("%s（共%s条，列出较重的%d条）", kind, Count(int64(sizes[i])), limit)
		}
		slices.SortStableFunc(of, byPlace)
		for _, p := range of {
			body.Rows = append(body.Rows, problemRow(&p))
		}
		shown += len(of)
		t.Bodies = append(t.Bodies, body)
	}
	return t, listNote(len(problems), shown, "连续两期出现的、天数多的为较重。天数为逾期或超过期限的天数；连续期数为2的，上期同类同项也有问题。")
}

// listNote tells how much of a list is shown.
func listNote(all, shown int, rest string) string {
	if shown == all {
		return fmt.Sprintf("共%s条，全部列出。%s", Count(int64(all)), rest)
	}
	return fmt.Sprintf("共%s条，每类列出较重的，计%s条；完整清单存区民政局（数据表problems）。%s", Count(int64(all)), Count(int64(shown)), rest)
}

func problemRow(p *mart.Problem) Row {
	village := p.VillageName
	if p.Level == "township" {
		village = orDash(village)
	}
	days := Dash
	if p.Days != nil {
		days = Count(*p.Days)
	}
	fact := Text(p.Fact)
	if !p.Publishable {
		fact.Note = "未确认可通报，不得对外"
	}
	return Row{Cells: []Cell{
		RowName(p.TownshipName, ""), Text(village), Text(orDash(p.ItemCode)),
		fact, Number(days), Number(Count(p.WindowsRunning)),
	}}
}
