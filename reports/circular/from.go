package circular

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// from makes the view of the marts. It reads no clock and no file.
func from(d *shared.Data) (View, error) {
	name := shared.WindowName(d.Build.Window)
	v := View{
		Issuer:     d.Build.District + "民政局",
		TitleParts: []string{"关于" + name, "村（居）务公开和协商工作", "情况的通报"},
		To:         addressees(d.Townships),
		Public:     d.IsPublic(),
	}
	if !d.Build.HasFigures {
		v.NoFigures = shared.NoFigures(d)
		return v, nil
	}
	v.Opening = opening(d, name)
	v.Disclosure, v.Consultation, v.Overall, v.Quality = disclosure(d), consultation(d), overall(d), quality(d)
	v.Ranking, v.RankingTable = ranking(d), shared.BriefTable(d, "镇街排名")
	v.Problems, v.Clear = problems(d)
	v.Past, v.Demands = past(d), demands(d)
	v.Annexes = annexes(d)
	var err error
	if v.Categories, err = shared.CategoryFigure(d); err != nil {
		return View{}, err
	}
	v.Consultations, err = shared.ConsultationFigure(d)
	return v, err
}

// addressees names the kinds of township government there are.
func addressees(townships []mart.Unit) string {
	has := func(kind string) bool {
		return slices.ContainsFunc(townships, func(u mart.Unit) bool { return u.Kind == kind })
	}
	var to []string
	switch {
	case has("镇") && has("乡"):
		to = append(to, "各镇、乡人民政府")
	case has("镇"):
		to = append(to, "各镇人民政府")
	case has("乡"):
		to = append(to, "各乡人民政府")
	}
	if has("街道") {
		to = append(to, "各街道办事处")
	}
	if len(to) == 0 {
		return "各镇人民政府、街道办事处："
	}
	return strings.Join(to, "，") + "："
}

func opening(d *shared.Data, name string) string {
	return fmt.Sprintf("按照村（居）务公开和协商工作有关规定（规则和来源见附件%d），现将%s全区%d个镇街、%s个村（社区）的村（居）务公开和协商工作情况通报如下。考核窗口为%s，统计%s；数据截至%s。",
		methodAnnex, name, len(d.Townships), shared.Count(d.District.Villages),
		shared.Span(d.Build.WindowStart, d.Build.WindowEnd), shared.Holds(d.Build, d.Batches), shared.AsOf(d))
}

// ranking tells first and last, by kind where there are two.
func ranking(d *shared.Data) []string {
	groups := shared.Groups(d.Townships)
	var out []string
	for _, g := range groups {
		text := shared.RankingSentence(g.Units, func(u *mart.Unit) *int64 { return u.RankInKind })
		if len(groups) > 1 {
			text = fmt.Sprintf("%s（%d个）：%s", g.Name, len(g.Units), text)
		}
		out = append(out, text+"。")
	}
	if len(groups) == 0 {
		out = append(out, "本期没有镇街的数据。")
	}
	if s := strings.Join(shared.MoverSentences(d), ""); s != "" {
		out = append(out, s)
	}
	return append(out, "村（社区）等次："+shared.BandSentence(d))
}

// annexes are the full ranking, the counts behind it, the method, and inside
// the district the village league.
func annexes(d *shared.Data) []Annex {
	out := []Annex{
		{Title: "镇街排名表", Tables: []shared.Table{shared.RankingTable(d, "镇街排名")}},
		{Title: "公开情况和村（社区）等次分布表", Tables: []shared.Table{
			shared.StatusTable(d, "各镇街应公开事项的公开情况（单位：项）"),
			shared.BandTable(d, "各镇街村（社区）等次分布（单位：个）"),
		}},
		{Title: "统计口径、规则及来源", Text: shared.Method(d), Tables: []shared.Table{shared.RuleTable(d, "本期适用的规则")}},
	}
	if !d.IsPublic() {
		out = append(out, Annex{Title: "村（社区）排名表（不公开）", Tables: []shared.Table{shared.VillageTable(d, "村（社区）排名")}})
	}
	for i := range out {
		out[i].Number = i + 1
	}
	return out
}

// methodAnnex is the number of the annex with the rules.
const methodAnnex = 3
