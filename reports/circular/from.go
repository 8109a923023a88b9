package circular

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tongbao/internal/mart"
	"tongbao/internal/score"
	"tongbao/reports/shared"
)

// bodyLimit is how many characters the text of such a document may have,
// tables and annexes apart.
const bodyLimit = 4000

// headings is what the title, the headings and the closing lines count, which
// the page adds to the text.
const headings = 300

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
	var err error
	if v.Annexes, err = annexes(d); err != nil {
		return View{}, err
	}
	v.tell(d, name)
	if v.length() > bodyLimit && !v.Public {
		v.TooLong = fmt.Sprintf("正文约%d字，超过%d字，印发前请删减。", v.length(), bodyLimit)
	}
	return v, nil
}

// tell writes the text. What room it leaves is given to examples of problems.
func (v *View) tell(d *shared.Data, name string) {
	v.Opening = opening(d, name, see(v.Annexes, methodAnnex))
	v.Disclosure, v.Consultation, v.Overall, v.Quality = disclosure(d), consultation(d), overall(d), quality(d)
	v.Ranking, v.RankingTable = ranking(d), shared.BriefTable(d, "镇街排名")
	v.Funnel = funnel(d, v.Annexes)
	v.Lists, v.ListTables = lists(d, v.Annexes)
	v.Past, v.PastTable = past(d, see(v.Annexes, openAnnex)), shared.PriorTable(d, "往期问题整改情况（单位：条）")
	v.Demands = demands(d)
	v.Problems, v.Clear = problems(d)
	if s := see(v.Annexes, problemsAnnex); s != "" && len(v.Problems) > 0 {
		v.Clear = append(v.Clear, "以上问题涉及的村（社区）和事实，逐条列入问题清单，"+s+"。")
	}
	addExamples(v.Problems, shared.ListedProblems(d), bodyLimit-v.length())
}

// length counts the characters of the text, tables and annexes apart.
func (v *View) length() int {
	texts := slices.Concat(v.TitleParts, []string{v.To, v.Opening}, v.Disclosure, v.Consultation, v.Ranking, v.Funnel, v.Lists, v.Clear, v.Past, v.Demands)
	for _, p := range v.Problems {
		for _, item := range p.Items {
			texts = append(texts, item.Text)
			texts = append(texts, item.Examples...)
		}
	}
	n := headings
	for _, t := range texts {
		n += characters(t)
	}
	return n
}

// characters counts what is printed of a text.
func characters(text string) (n int) {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
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

// opening tells of what window and which units, up to the day of the figures.
func opening(d *shared.Data, name, rules string) string {
	return fmt.Sprintf("按照村（居）务公开和协商工作有关规定（规则和来源%s），现将%s全区%d个镇街、%s个村（社区）的村（居）务公开和协商工作情况通报如下。考核窗口为%s，统计%s；数据截至%s。",
		rules, name, len(d.Townships), shared.Count(d.District.Villages),
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

// funnel tells who differs from the district by more than the number of
// matters explains.
func funnel(d *shared.Data, all []Annex) []string {
	text := shared.BelowFunnel(d)
	if text == "" {
		text = "本期没有可以比较的公开及时率和完整率。"
	}
	return []string{text + "漏斗图及各镇街分类别、协商情况的图表" + see(all, figuresAnnex) + "。"}
}

// lists tell who is on the red and the black list, and name them in tables.
func lists(d *shared.Data, all []Annex) (text []string, tables []shared.Table) {
	sentence := shared.ListCounts(d) + "。"
	if s := see(all, listsAnnex); s != "" {
		sentence += "正文未列出的" + s + "。"
	}
	for _, t := range []shared.Table{
		shared.ListTable(d, score.Red, false, "红榜"), shared.ListTable(d, score.Black, false, "黑榜"),
	} {
		if len(t.Bodies) > 0 {
			tables = append(tables, t)
		}
	}
	return []string{sentence}, tables
}
