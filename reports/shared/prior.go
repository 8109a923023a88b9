package shared

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/mart"
)

// priorStates in the order of printing.
var priorStates = []string{mart.Mended, mart.StillOpen, mart.Corrected}

// PriorTable counts the previous window's problems by kind and state. It has
// no bodies where there are none.
func PriorTable(d *Data, caption string) Table {
	t := Table{Caption: caption, Class: "brief", Head: []Head{{"问题类别", ""}, {"上期问题", ""}, {"已整改", ""}, {"至今未整改", ""}, {"已更正", "原无问题"}, {"整改率", "已整改/应整改"}}}
	counts := map[string]map[string]int64{}
	total := map[string]int64{}
	for _, p := range ListedPrior(d) {
		if counts[p.Kind] == nil {
			counts[p.Kind] = map[string]int64{}
		}
		counts[p.Kind][p.State]++
		total[p.State]++
	}
	row := func(name string, of map[string]int64, sum bool) Row {
		all := int64(0)
		cells := []Cell{}
		for _, s := range priorStates {
			all += of[s]
			cells = append(cells, Number(Count(of[s])))
		}
		due := all - of[mart.Corrected]
		rate := Cell{Text: Percent(Ratio(of[mart.Mended], due))}
		if due > 0 {
			rate.Note = Count(of[mart.Mended]) + "/" + Count(due)
		}
		return Row{Total: sum, Cells: append(append([]Cell{RowName(name, ""), Number(Count(all))}, cells...), rate)}
	}
	var rows []Row
	for _, kind := range mart.ProblemKinds {
		if of := counts[kind]; of != nil {
			rows = append(rows, row(kind, of, false))
		}
	}
	if len(rows) > 0 {
		t.Bodies = []Body{{Rows: rows}, {Rows: []Row{row("合计", total, true)}}}
	}
	return t
}

// PriorSentence tells what became of the previous window's problems; empty
// where there are none.
func PriorSentence(d *Data) string {
	prior := ListedPrior(d)
	if len(prior) == 0 {
		return ""
	}
	counts, both := map[string]int64{}, int64(0)
	for _, p := range prior {
		counts[p.State]++
		if p.InWindow {
			both++
		}
	}
	text := fmt.Sprintf("%s发现的问题%s条，至%s，已整改%s条，至今未整改%s条", PreviousName(d.Build), Count(int64(len(prior))),
		d.Build.AsOf.Chinese(), Count(counts[mart.Mended]), Count(counts[mart.StillOpen]))
	if n := counts[mart.Corrected]; n > 0 {
		text += fmt.Sprintf("，经后来的报送更正、原无问题%s条", Count(n))
	}
	due := counts[mart.Mended] + counts[mart.StillOpen]
	if due > 0 {
		text += fmt.Sprintf("；整改率%s（%s/%s）", Percent(Ratio(counts[mart.Mended], due)), Count(counts[mart.Mended]), Count(due))
	}
	if both > 0 {
		text += fmt.Sprintf("。其中%s条的期限也在本期之内，本期一并统计", Count(both))
	}
	return text + "。"
}

// StillOpen are the previous window's problems that are not mended, those
// open longest first.
func StillOpen(d *Data) []mart.PriorProblem {
	var open []mart.PriorProblem
	for _, p := range ListedPrior(d) {
		if p.State == mart.StillOpen {
			open = append(open, p)
		}
	}
	slices.SortStableFunc(open, func(a, b mart.PriorProblem) int {
		return cmp.Or(
			nullsLast(a.OpenDays, b.OpenDays, -1), cmp.Compare(a.TownshipCode, b.TownshipCode), cmp.Compare(a.VillageCode, b.VillageCode),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ItemCode, b.ItemCode), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Fact, b.Fact),
		)
	})
	return open
}

// OpenSentence names what is not mended to this day, the longest open, one of
// a village each and at most so many; empty where all is mended.
func OpenSentence(d *Data, most int) string {
	open := StillOpen(d)
	var parts []string
	seen := map[string]bool{}
	for _, p := range open {
		if len(parts) == most {
			break
		}
		if unit := p.TownshipCode + p.VillageCode; !seen[unit] {
			seen[unit] = true
			parts = append(parts, place(p.Level, p.TownshipName, p.VillageName)+priorFact(&p))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	text := "至今未整改的，历时较长的有：" + strings.Join(parts, "；")
	if len(parts) == len(open) {
		text = "至今未整改的：" + strings.Join(parts, "；")
	}
	return text + "。"
}

// priorFact is the fact as told of the previous window, and how long it is
// open by now.
func priorFact(p *mart.PriorProblem) string {
	if p.OpenDays == nil {
		return p.Fact
	}
	return p.Fact + "，历时" + Count(*p.OpenDays) + "天"
}

// OpenTable lists what is not mended to this day, by kind, and what is said
// of the list.
func OpenTable(d *Data, caption string, most int) (Table, string) {
	t := Table{Caption: caption, Class: "problem-list", Head: []Head{{"镇街", ""}, {"村（社区）", ""}, {"事项", ""}, {"上期认定的事实", ""}, {"自", ""}, {"至今天数", ""}}}
	byKind := map[string][]mart.PriorProblem{}
	open := StillOpen(d)
	for _, p := range open {
		byKind[p.Kind] = append(byKind[p.Kind], p)
	}
	var sizes []int
	for _, kind := range mart.ProblemKinds {
		sizes = append(sizes, len(byKind[kind]))
	}
	limit, shown := share(sizes, most), 0
	for i, kind := range mart.ProblemKinds {
		of := byKind[kind]
		if len(of) == 0 {
			continue
		}
		body := Body{Name: fmt.Sprintf("%s（%s条）", kind, Count(int64(sizes[i])))}
		if len(of) > limit {
			of = of[:limit]
			body.Name = fmt.Sprintf("%s（共%s条，列出历时较长的%d条）", kind, Count(int64(sizes[i])), limit)
		}
		for _, p := range of {
			village, days := p.VillageName, Dash
			if p.Level == "township" {
				village = orDash(village)
			}
			if p.OpenDays != nil {
				days = Count(*p.OpenDays)
			}
			fact := Text(p.Fact)
			if !p.Publishable {
				fact.Note = "未确认可通报，不得对外"
			}
			body.Rows = append(body.Rows, Row{Cells: []Cell{
				RowName(p.TownshipName, ""), Text(village), Text(orDash(p.ItemCode)),
				fact, Number(p.Since.String()), Number(days),
			}})
		}
		shown += len(of)
		t.Bodies = append(t.Bodies, body)
	}
	return t, listNote(len(open), shown, "事实为上期数据截至日的情况；至今天数自应办或发现之日起算。")
}

// RepeatSentence tells what was found in this window and the previous one of
// the same kind and item, and names the villages with most of it.
func RepeatSentence(d *Data) string {
	if !d.Compare() {
		return ""
	}
	counts, names := map[string]int64{}, map[string]string{}
	total := int64(0)
	for _, p := range ListedProblems(d) {
		if p.WindowsRunning < 2 || p.Level != "village" {
			continue
		}
		total++
		counts[p.VillageCode]++
		names[p.VillageCode] = p.TownshipName + p.VillageName
	}
	if total == 0 {
		return "没有村（社区）在本期和上期出现同类同项的问题。"
	}
	var shares []Share
	for code, n := range counts {
		shares = append(shares, Share{Name: code, N: n})
	}
	slices.SortFunc(shares, func(a, b Share) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
	text := fmt.Sprintf("同一村（社区）同类同项的问题在本期和上期重复出现的有%s条，涉及%s个村（社区）", Count(total), Count(int64(len(shares))))
	// A tie that would not fit whole is left out whole, as in Concentrated.
	end := min(3, len(shares))
	for end > 0 && end < len(shares) && shares[end-1].N == shares[end].N {
		end--
	}
	var parts []string
	for _, s := range shares[:end] {
		parts = append(parts, fmt.Sprintf("%s（%s条）", names[s.Name], Count(s.N)))
	}
	switch {
	case len(parts) == 0:
	case end == len(shares):
		text += "，即" + strings.Join(parts, "、")
	default:
		text += "，较多的是" + strings.Join(parts, "、")
	}
	return text + "。"
}
