package circular

import (
	"fmt"

	"tongbao/internal/score"
	"tongbao/reports/shared"
)

// annex names an annex, for the text to refer to.
type annex string

const (
	rankingAnnex  annex = "ranking"
	figuresAnnex  annex = "figures"
	statusAnnex   annex = "status"
	listsAnnex    annex = "lists"
	problemsAnnex annex = "problems"
	openAnnex     annex = "open"
	methodAnnex   annex = "method"
	handbookAnnex annex = "handbook"
	villagesAnnex annex = "villages"
)

// How many rows the lists of problems have: about twenty and ten printed
// pages. A longer list shows of every kind the gravest and says how many
// there are.
const mostProblems, mostOpenRows = 500, 200

// annexes are the full ranking, the charts, the counts behind them, who and
// what is named, the method, and inside the district the village league.
// What has nothing to show is no annex.
func annexes(d *shared.Data) ([]Annex, error) {
	figures, err := figures(d)
	if err != nil {
		return nil, err
	}
	all := []Annex{
		{key: rankingAnnex, Title: "镇街排名表", Tables: []shared.Table{shared.RankingTable(d, "镇街排名")}},
		{key: figuresAnnex, Title: "镇街情况图表", Figures: figures},
		{key: statusAnnex, Title: "公开情况和村（社区）等次分布表", Tables: []shared.Table{
			shared.StatusTable(d, "各镇街应公开事项的公开情况（单位：项）"),
			shared.BandTable(d, "各镇街村（社区）等次分布（单位：个）"),
		}},
	}
	if tables := listAnnex(d); len(tables) > 0 {
		all = append(all, Annex{key: listsAnnex, Title: "红榜、黑榜续表和连续居后名单", Tables: tables})
	}
	if t, note := shared.ProblemTable(d, "问题清单", mostProblems); len(t.Bodies) > 0 {
		all = append(all, Annex{key: problemsAnnex, Title: "问题清单", Text: []string{note}, Tables: []shared.Table{t}})
	}
	if t, note := shared.OpenTable(d, "往期问题至今未整改清单", mostOpenRows); len(t.Bodies) > 0 {
		all = append(all, Annex{key: openAnnex, Title: "往期问题至今未整改清单", Text: []string{note}, Tables: []shared.Table{t}})
	}
	all = append(all,
		Annex{key: methodAnnex, Title: "统计口径、规则及来源", Text: shared.Method(d), Tables: []shared.Table{shared.RuleTable(d, "本期适用的规则")}},
		Annex{key: handbookAnnex, Title: shared.HandbookTitle, Text: shared.HandbookNotes(), Tables: shared.HandbookTables(d)},
	)
	if !d.IsPublic() {
		all = append(all, Annex{key: villagesAnnex, Title: "村（社区）排名表（不公开）", Tables: []shared.Table{shared.VillageTable(d, "村（社区）排名")}})
	}
	for i := range all {
		all[i].Number = i + 1
	}
	return all, nil
}

// figures are the charts, each with its table.
func figures(d *shared.Data) (out []shared.Figure, err error) {
	for _, draw := range []func() (shared.Figure, error){
		func() (shared.Figure, error) { return shared.FunnelFigure(d, score.Timeliness) },
		func() (shared.Figure, error) { return shared.FunnelFigure(d, score.Completeness) },
		func() (shared.Figure, error) { return shared.CategoryFigure(d) },
		func() (shared.Figure, error) { return shared.ConsultationFigure(d) },
	} {
		f, err := draw()
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// listAnnex is what of the lists does not fit into the text, and all of the
// laggards with their facts.
func listAnnex(d *shared.Data) (tables []shared.Table) {
	for _, t := range []shared.Table{
		shared.ListTable(d, score.Red, true, "红榜（续）"),
		shared.ListTable(d, score.Black, true, "黑榜（续）"),
		shared.ListTable(d, score.Laggard, false, "连续居后名单"),
		shared.ListTable(d, score.Laggard, true, "连续居后名单（续）"),
	} {
		if len(t.Bodies) > 0 {
			tables = append(tables, t)
		}
	}
	return tables
}

// see refers to an annex, 见附件3; nothing where there is none.
func see(all []Annex, key annex) string {
	for _, a := range all {
		if a.key == key {
			return fmt.Sprintf("见附件%d", a.Number)
		}
	}
	return ""
}
