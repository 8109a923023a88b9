package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/internal/explain"
	"tongbao/pipelines"
	"tongbao/reports/shared"
)

func (a *app) explainCommand() *cobra.Command {
	var (
		f    windowFlags
		html bool
		out  string
	)
	c := &cobra.Command{
		Use:   "explain 村（社区）、镇街或全区",
		Short: "说明得分由来：每项指标的分子分母、每个事项的判定和依据，直到文件、工作表和行",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.with("explain", func(e *pipelines.Env) error {
				built, err := a.build(c.Context(), e, f)
				if err != nil || !built.HasFigures {
					return err
				}
				x, err := e.Explain(c.Context(), args[0])
				if err != nil {
					return err
				}
				if !html {
					a.tell(x)
					return printJSON(a, x)
				}
				if out == "" {
					out = e.WS.Out()
				}
				path, err := e.ExplainPage(c.Context(), x, out)
				if err != nil {
					return err
				}
				a.print("%s", path)
				return printJSON(a, explainPageJSON{path})
			})
		},
	}
	f.add(c, true)
	c.Flags().BoolVar(&html, "html", false, "写成网页，供打印和存档（内部使用）")
	c.Flags().StringVar(&out, "out", "", "网页的输出目录；不写则为工作区的 out")
	return c
}

// explainPageJSON is the page that was written.
type explainPageJSON struct {
	File string `json:"file"` // its path
}

// tell writes an explanation for a terminal.
func (a *app) tell(x explain.Explanation) {
	a.print("")
	a.print("%s", strings.TrimSpace(fmt.Sprintf("%s（%s） %s %s", x.Name, x.Code, x.Township, x.Kind)))
	for _, line := range standing(x) {
		a.print("%s", line)
	}
	a.print("")
	a.print("得分由来")
	for _, p := range x.Parts {
		line := fmt.Sprintf("  %s %s：权重%s，实占%s，得%.2f分", p.Title, shared.Percent(p.Value), shared.Decimal(&p.Weight), shared.Decimal(&p.Share), p.Points)
		if p.Name != "frequency_index" && p.D > 0 {
			line = fmt.Sprintf("  %s %d/%d＝%s：权重%s，实占%s，得%.2f分", p.Title, p.N, p.D, shared.Percent(p.Value), shared.Decimal(&p.Weight), shared.Decimal(&p.Share), p.Points)
		}
		if p.Note != "" {
			line += "（" + p.Note + "）"
		}
		a.print("%s", line)
	}
	if len(x.Gains) > 0 {
		a.print("")
		a.print("如有改进")
		for _, g := range x.Gains {
			a.print("  %s：%d项，每项%s，全部%s", g.What, g.Number, points(g.Each), points(g.All))
		}
	}
	a.print("")
	a.print("各项指标")
	for _, i := range x.Indicators {
		a.print("  %s %s/%s＝%s", i.Title, number(i.N), number(i.D), rate(i))
	}
	for _, b := range x.Below {
		a.print("  %s（%s）：%s分，名次%s，%s；应公开%d 按时%d 逾期%d 未公开%d，协商%d次",
			b.Name, b.Code, shared.Score(b.Score), shared.Rank(b.Rank), b.Grade, b.Due, b.OnTime, b.Late, b.Missing, b.Held)
	}
	a.tellMatters(x)
	a.tellConsultations(x)
	if len(x.Rules) > 0 {
		a.print("")
		a.print("所用规则")
		for _, r := range x.Rules {
			a.print("  %s：%s（%s 起；%s）", r.Title, shared.RuleValue(r.Rule, r.Value), r.From, r.Source)
		}
	}
}

// standing is where the unit stands.
func standing(x explain.Explanation) []string {
	line := fmt.Sprintf("得分 %s", shared.Score(x.Score))
	if x.Rank != nil {
		line += fmt.Sprintf("，名次 %d", *x.Rank)
		if x.RankLo != nil && x.RankHi != nil {
			line += fmt.Sprintf("（区间 %d—%d）", *x.RankLo, *x.RankHi)
		}
		line += "，等次 " + x.Grade
	}
	if x.Unranked != "" {
		line += "，" + x.Unranked
	}
	if x.PreviousScore != nil {
		line += fmt.Sprintf("；上期 %s", shared.Score(x.PreviousScore))
		if x.PreviousRank != nil {
			line += fmt.Sprintf("，名次 %d", *x.PreviousRank)
		}
	}
	lines := []string{line}
	for _, note := range []string{x.RankNote, x.Capped} {
		if note != "" {
			lines = append(lines, note)
		}
	}
	return lines
}

// tellMatters lists a village's matters; of a township or the district those
// that lower its score.
func (a *app) tellMatters(x explain.Explanation) {
	shown := 0
	a.print("")
	a.print("应公开事项")
	for _, m := range x.Matters {
		if x.Level != "village" && m.Gain == nil {
			continue
		}
		shown++
		name := m.Item
		if x.Level != "village" {
			name = m.Village + " " + name
		}
		line := fmt.Sprintf("  [%s] %s %s", m.StatusName, name, m.Period+m.EventNo)
		if m.Gain != nil {
			line += " " + points(m.Gain)
		}
		a.print("%s", strings.TrimRight(line, " "))
		a.print("      %s", m.Reason)
		for _, j := range m.Judgements {
			if j.Good == nil || !*j.Good {
				a.print("      %s：%s", j.Name, j.Text)
			}
		}
		if m.Place != "" {
			a.print("      依据：%s", m.Place)
		}
	}
	if rest := len(x.Matters) - shown; rest > 0 {
		a.print("  另有%d项不影响得分，见 --json 或 --html", rest)
	}
}

func (a *app) tellConsultations(x explain.Explanation) {
	if len(x.Consultations) == 0 {
		return
	}
	a.print("")
	a.print("协商")
	for _, c := range x.Consultations {
		if x.Level != "village" && c.Gain == nil {
			continue
		}
		line := "  " + c.Topic
		if x.Level != "village" {
			line = "  " + c.Village + " " + c.Topic
		}
		if c.Gain != nil {
			line += " " + points(c.Gain)
		}
		a.print("%s", line)
		a.print("      %s", c.Reason)
		for _, j := range c.Judgements {
			if !*j.Good {
				a.print("      %s：%s", j.Name, j.Text)
			}
		}
		if c.Place != "" {
			a.print("      依据：%s", c.Place)
		}
	}
}

// points writes what the score would gain.
func points(v *float64) string {
	if v == nil {
		return "不影响得分"
	}
	return "+" + shared.Score(v) + "分"
}

// rate writes an indicator's value.
func rate(i explain.Indicator) string {
	if i.Plain {
		return shared.Decimal(i.Value)
	}
	return shared.Percent(i.Value)
}

// number writes a numerator or denominator.
func number(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.2f", v), ".00") }
