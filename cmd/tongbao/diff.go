package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"tongbao/internal/changes"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
	"tongbao/pipelines"
	"tongbao/reports/shared"
)

func (a *app) diffCommand() *cobra.Command {
	var (
		f        windowFlags
		audience string
	)
	c := &cobra.Command{
		Use:   "diff 报告",
		Short: "公布之前看变化：与上次公布、与上期相比，哪些得分和名次变了，为什么",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkReport(args[0], audience); err != nil {
				return err
			}
			return a.with("diff", func(e *pipelines.Env) error {
				built, err := a.build(c.Context(), e, f)
				if err != nil {
					return err
				}
				all, err := e.Diff(c.Context(), args[0], audience)
				if err != nil {
					return err
				}
				if len(all) == 0 {
					a.print("这份报告还没有公布过，上期也没有数字，没有可比较的")
				}
				rows := []comparisonJSON{}
				for _, d := range all {
					against := "previous_window"
					what := "与上期"
					if d.Publication != "" {
						against, what = "publication", "与已公布的第"+d.Publication+"号"
					}
					a.print("")
					a.print("%s（考核期 %s，数据截至 %s）相比：", what, d.Changes.Before.Window, d.Changes.Before.AsOf)
					a.tellChanges(d.Changes)
					rows = append(rows, comparisonJSON{Against: against, Publication: d.Publication, Changes: d.Changes})
				}
				return printJSON(a, diffJSON{jsonOfBuild(built), rows})
			})
		},
	}
	f.add(c, true)
	c.Flags().StringVar(&audience, "audience", "", "只与公开（public）或内部（internal）的公布相比；不写则不分")
	return c
}

// diffJSON is what a publication of today would change.
type diffJSON struct {
	Build       builtJSON        `json:"build"`
	Comparisons []comparisonJSON `json:"comparisons"` // with what was published, then with the window before; empty where there is neither
}

// comparisonJSON is today's figures beside others.
type comparisonJSON struct {
	Against     string          `json:"against"`     // publication, previous_window
	Publication string          `json:"publication"` // its id; empty: the window before
	Changes     changes.Changes `json:"changes"`
}

var levelWords = []struct{ level, word string }{{changes.District, "全区"}, {changes.Township, "镇街"}, {changes.Village, "村（社区）"}}

// tellChanges lists what moved and why.
func (a *app) tellChanges(c changes.Changes) {
	a.tellBasis(c)
	defer a.tellNamed(c)
	for _, l := range levelWords {
		headed := false
		for _, m := range c.Moves {
			if m.Level != l.level {
				continue
			}
			if !headed {
				a.print("%s", l.word)
				headed = true
			}
			a.tellMove(m)
		}
	}
	if len(c.Moves) == 0 {
		a.print("得分、名次和等次都没有变化")
		return
	}
	rest := fmt.Sprintf("其余%d个单位没有变化", c.Unmoved)
	if c.Touched > 0 {
		rest += fmt.Sprintf("；其中%d个村（社区）的数据有改动，不影响得分", c.Touched)
	}
	a.print("%s", rest)
}

// tellNamed lists who came onto a list or left it, and counts the problems;
// --json has each.
func (a *app) tellNamed(c changes.Changes) {
	if !c.Named {
		return
	}
	for _, m := range c.Lists {
		change := "新列入"
		switch {
		case m.After == nil:
			change = "撤下"
		case m.Before != nil && m.After.Annexed:
			change = "移入附件"
		case m.Before != nil:
			change = "由附件移入正文"
		}
		a.print("  %s%s：%s%s", shared.ListTitles[score.List(m.List)], change, m.Township, m.Name)
	}
	p := c.Problems
	if len(p.Withdrawn)+len(p.Added)+p.Reworded > 0 {
		a.print("  问题清单由%d条变为%d条：撤下%d条，新增%d条，%d条所述事实有更正", p.Before, p.After, len(p.Withdrawn), len(p.Added), p.Reworded)
	}
}

// tellBasis lists what the figures rest on that differs.
func (a *app) tellBasis(c changes.Changes) {
	if c.SameWindow && c.Before.AsOf != c.After.AsOf {
		a.print("  数据截至日由 %s 改为 %s", c.Before.AsOf, c.After.AsOf)
	}
	if c.After.Program != c.Before.Program && c.Before.Program != "" {
		a.print("  程序由 %s 版换为 %s 版", c.Before.Program, c.After.Program)
	}
	for _, d := range c.New {
		a.print("  新计入第%d号收件：%s %s（%s）", d.Seq, d.Township, visible(d.Name), d.ReceivedOn)
	}
	for _, d := range c.Gone {
		a.print("  不再计入第%d号收件：%s %s（%s）", d.Seq, d.Township, visible(d.Name), d.ReceivedOn)
	}
	for _, r := range c.References {
		a.print("  %s %s%s", changes.KindWord(r.Kind), r.Name, changes.StateWord(r.State))
	}
	for _, r := range c.Rules {
		a.print("  规则 %s（%s）由“%s”改为“%s”", rulebook.RuleTitle(r.Rule), r.Rule, cmp.Or(r.Before, "无"), cmp.Or(r.After, "无"))
	}
}

// moveName is as wide as most names are, in columns of the terminal.
const moveName = 20

func (a *app) tellMove(m changes.Move) {
	name := m.Name
	if m.Level == changes.Village {
		name = m.Township + " " + m.Name
	}
	line := "  " + padded(name, moveName)
	if text := pairText(m.Score, scoreText); text != "" {
		line += "得分 " + padded(text+scoreChange(m.Score), 26)
	}
	if text := pairText(m.Rank, rankText); text != "" {
		line += "名次 " + padded(text+rankChange(m.Rank), 16)
	}
	if m.Grade.Before == nil || m.Grade.After == nil || *m.Grade.Before != *m.Grade.After {
		if text := pairText(m.Grade, gradeText); text != "" {
			line += "等次 " + text
		}
	}
	if len(m.Causes) == 1 && m.Causes[0].Cause == changes.Others { // most of a long list
		a.print("%s %s", strings.TrimRight(line, " "), changes.Others)
		return
	}
	a.print("%s", strings.TrimRight(line, " "))
	for _, i := range m.Indicators {
		a.print("      %s %s → %s", changes.Column(i.Name), rateText(i.Before), rateText(i.After))
	}
	var causes []string
	for _, k := range m.Causes {
		text := k.Cause.String()
		if k.Rows > 0 {
			text += fmt.Sprintf("（%d项）", k.Rows)
		}
		causes = append(causes, text)
	}
	if len(causes) > 0 {
		a.print("      原因：%s", strings.Join(causes, "；"))
	}
	for _, r := range m.Rows {
		a.tellRow(r)
	}
}

// tellRow tells what became of one obligation or consultation, and in which
// row of which file that stands.
func (a *app) tellRow(r changes.Row) {
	name := strings.Join(notEmpty("协商", visible(r.TopicNo), r.HeldOn), " ")
	if r.Table == "obligations" {
		name = strings.Join(notEmpty(cmp.Or(r.Item, r.ItemCode), r.Period, r.OccurredOn, visible(r.EventNo)), " ")
	}
	var fields, causes []string
	for _, f := range r.Fields {
		if !f.Scored && f.Name != "due_on" && f.Name != "published_on" && slices.ContainsFunc(r.Fields, func(g changes.Field) bool { return g.Scored }) {
			continue // --json has them all
		}
		fields = append(fields, fmt.Sprintf("%s %s→%s", changes.Column(f.Name), changes.Word(f.Name, f.Before), changes.Word(f.Name, f.After)))
	}
	for _, c := range r.Causes {
		causes = append(causes, c.String())
	}
	text := fmt.Sprintf("%s：%s（%s", name, strings.Join(fields, "，"), strings.Join(causes, "或"))
	if r.After != nil {
		text += "：" + placeText(*r.After)
	}
	if r.Before != nil && (r.After == nil || *r.Before != *r.After) {
		text += "；原为 " + placeText(*r.Before)
	}
	a.print("        %s）", text)
}

func placeText(p changes.Place) string {
	return strings.Join(notEmpty(visible(cmp.Or(p.File, p.SHA256)), visible(p.Sheet), fmt.Sprintf("第%d行", p.Row)), " ")
}

// visible is somebody's text without what a terminal would obey.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '_'
		}
		return r
	}, text)
}

func notEmpty(texts ...string) (all []string) {
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return all
}

// pairText is a value before and after, empty where there was never one.
func pairText[T comparable](p changes.Pair[T], text func(T) string) string {
	of := func(v *T) string {
		if v == nil {
			return "—"
		}
		return text(*v)
	}
	switch {
	case p.Before == nil && p.After == nil:
		return ""
	case p.Before != nil && p.After != nil && *p.Before == *p.After:
		return text(*p.After)
	}
	return of(p.Before) + " → " + of(p.After)
}

func scoreText(v float64) string { return shared.Score(&v) }
func rankText(v int64) string    { return strconv.FormatInt(v, 10) }
func gradeText(v string) string  { return v }

func scoreChange(p changes.Pair[float64]) string {
	if p.Before == nil || p.After == nil || *p.Before == *p.After {
		return ""
	}
	if d := *p.After - *p.Before; d < 0 {
		return "（↓" + scoreText(-d) + "）"
	} else {
		return "（↑" + scoreText(d) + "）"
	}
}

func rankChange(p changes.Pair[int64]) string {
	if p.Before == nil || p.After == nil || *p.Before == *p.After {
		return ""
	}
	if d := *p.Before - *p.After; d < 0 {
		return fmt.Sprintf("（降%d）", -d)
	} else {
		return fmt.Sprintf("（升%d）", d)
	}
}

// rateText is a rate in per cent with its counts, where they are known.
func rateText(r changes.Rate) string {
	if r.Value == nil {
		return "—"
	}
	text := shared.Percent(r.Value)
	if r.N != nil && r.D != nil {
		exact := *r.N / *r.D // the value has six digits
		text = shared.Percent(&exact)
		text += fmt.Sprintf("（%s/%s）", strconv.FormatFloat(*r.N, 'f', -1, 64), strconv.FormatFloat(*r.D, 'f', -1, 64))
	}
	return text
}

// padded fills a text up to a width in columns of the terminal, where Chinese
// takes two.
func padded(text string, width int) string {
	for _, r := range text {
		width--
		if r >= 0x1100 && r != '—' && r != '→' && r != '↑' && r != '↓' {
			width--
		}
	}
	return text + strings.Repeat(" ", max(1, width))
}
