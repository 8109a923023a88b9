package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/pipelines"
	"tongbao/reports/shared"
)

func (a *app) simulateCommand() *cobra.Command {
	var (
		f windowFlags
		r = pipelines.SimulateRequest{Concentration: 100, Draws: 2000}
	)
	c := &cobra.Command{
		Use:   "simulate --rules 文件",
		Short: "按另一套规则试算：谁的得分和名次会变，权重浮动时谁稳居前后十分之一",
		Args:  cobra.NoArgs,
		Long: `按另一套规则（权重、等次分数线、期限、协商次数等）重算一个考核期，与现行规则的结果对照。
规则文件的写法同 rules.yaml；文件里写的规则整条取代工作区的同名规则，没有写 from 的视为一直有效，其余照旧。
试算不改动工作区的规则，结果也不存入数据仓库；数据仓库不是所要的考核期时，先照 build 计算该期并换入（--no-build 则不计算）。

“前十分之一的把握”：在试算的权重附近随机浮动（狄利克雷分布），该单位仍在前（后）十分之一的次数占比。`,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case r.Rules == "":
				return usagef("请用 --rules 指明规则文件")
			case r.Concentration <= 0:
				return usagef("--concentration 应当大于零，而不是%v", r.Concentration)
			case r.Draws < 1 || r.Draws > 1_000_000:
				return usagef("--draws 应当是 1 至 1000000 的整数，而不是%d", r.Draws)
			}
			return a.with("simulate", func(e *pipelines.Env) error {
				// What is wrong with the rules is told before anything is computed.
				tried, err := e.WS.WithRules(r.Rules)
				if err != nil {
					return err
				}
				for _, w := range tried.Warnings {
					fmt.Fprintln(a.stderr, "提醒："+w)
				}
				built, err := a.build(c.Context(), e, f)
				if err != nil || !built.HasFigures {
					return err
				}
				s, err := e.Simulate(c.Context(), r)
				if err != nil {
					return err
				}
				a.tellSimulation(s)
				return printJSON(a, s)
			})
		},
	}
	f.add(c, true)
	c.Flags().StringVar(&r.Rules, "rules", "", "规则文件，写法同 rules.yaml")
	c.Flags().Float64Var(&r.Concentration, "concentration", r.Concentration, "权重浮动的幅度：越大越小，100 时权重35约上下浮动5")
	c.Flags().IntVar(&r.Draws, "draws", r.Draws, "权重浮动的次数")
	return c
}

var levelTitles = map[string]string{"township": "镇街", "village": "村（社区）"}

func (a *app) tellSimulation(s pipelines.Simulation) {
	a.print("")
	if len(s.Rules) == 0 {
		a.print("试算的规则与现行规则相同")
	}
	for _, r := range s.Rules {
		a.print("%s：%s 改为 %s", r.Title, shared.RuleValue(r.Rule, r.Before), shared.RuleValue(r.Rule, r.After))
	}
	for _, level := range s.Levels {
		a.print("")
		a.print("%s%d个：名次变动%d个，等次变动%d个", levelTitles[level.Level], len(level.Units), level.Moved, level.Regrade)
		for _, u := range level.Units {
			if level.Level == "village" && same(u) {
				continue
			}
			line := fmt.Sprintf("  %s%s（%s）：%s → %s分，名次 %s → %s，等次 %s → %s", u.Township, u.Name, u.Code,
				shared.Score(u.ScoreBefore), shared.Score(u.Score), shared.Rank(u.RankBefore), shared.Rank(u.Rank), dash(u.GradeBefore), dash(u.Grade))
			if u.TopShare != nil && (u.Top || u.Bottom) {
				end, share := "前", u.TopShare
				if u.Bottom {
					end, share = "后", u.BottomShare
				}
				line += fmt.Sprintf("；权重浮动时%s仍在%s十分之一", shared.Percent(share), end)
			}
			a.print("%s", line)
		}
	}
}

// same: nothing that the list would tell has changed.
func same(u pipelines.SimulatedUnit) bool {
	return shared.Rank(u.Rank) == shared.Rank(u.RankBefore) && u.Grade == u.GradeBefore && !u.Top && !u.Bottom
}

func dash(s string) string {
	if s == "" {
		return shared.Dash
	}
	return s
}
