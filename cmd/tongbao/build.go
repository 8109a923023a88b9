package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/internal/progress"
	"tongbao/internal/rulebook"
	"tongbao/pipelines"
)

func joinChinese(words []string) string { return strings.Join(words, "、") }

func (a *app) buildCommand() *cobra.Command {
	var f windowFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "计算一个考核期，核对后换入数据仓库",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with("build", func(e *pipelines.Env) error {
				built, err := a.build(c.Context(), e, f)
				if err != nil {
					return err
				}
				told := buildJSON(built)
				told["reread"] = rereadJSON(a.reread)
				return a.printJSON(told)
			})
		},
	}
	f.add(c, false)
	return c
}

// buildJSON is a build as the JSON contract has it.
func buildJSON(b pipelines.Built) map[string]any {
	checks := []map[string]any{}
	for _, c := range b.Checks {
		checks = append(checks, map[string]any{"name": c.Name, "severity": c.Severity, "rows": c.Rows, "message": c.Message})
	}
	return map[string]any{
		"build_id": b.BuildID, "window": b.Window, "as_of": b.AsOf.String(), "as_of_reason": b.AsOfReason,
		"has_figures": b.HasFigures, "previous_window": b.Previous, "later_rows": b.LaterRows,
		"deliveries": b.Deliveries, "reused": b.Reused, "checks": checks,
	}
}

// build brings the warehouse to what the flags ask for, after reading again
// what is stale, and says on which as_of and why.
func (a *app) build(ctx context.Context, e *pipelines.Env, f windowFlags) (pipelines.Built, error) {
	r, err := f.request(a.now())
	if err != nil {
		return pipelines.Built{}, err
	}
	if _, err := rulebook.ParseWindow(r.Window); err != nil {
		return pipelines.Built{}, err
	}
	if !r.NoBuild {
		reread, err := e.Refresh(ctx)
		if err != nil {
			return pipelines.Built{}, err
		}
		a.reread = reread
		a.tellReread(reread)
	}
	var bar *progress.Bar
	done := 0
	built, err := e.Build(ctx, r, func(n, of int) {
		if bar == nil {
			bar = progress.New(a.stderr, of, "计算")
		}
		bar.Add(n - done)
		done = n
	})
	if bar != nil {
		bar.Done()
	}
	if err != nil {
		return built, err
	}
	a.print("考核期 %s，数据截至 %s（%s）；其后收到的%d行未计入", built.Window, built.AsOf, built.AsOfReason, built.LaterRows)
	if !built.HasFigures {
		a.print("无数据：至 %s 未收到任何公开备案表，本期没有数字", built.AsOf)
	}
	if d, ok, err := e.District(ctx); err != nil {
		return built, err
	} else if ok {
		a.print("村（社区）%d个，应公开%d项：按时%d项，逾期%d项，未公开%d项；未到期%d项", d.Villages, d.Due, d.OnTime, d.Late, d.Missing, d.Pending)
	}
	for _, c := range built.Checks {
		if c.Rows > 0 {
			a.print("提醒：%s：%d处", c.Message, c.Rows)
			for _, s := range c.Sample() {
				a.print("    %s", s)
			}
			if more := pipelines.Unsampled(c); more != "" {
				a.print("    %s", more)
			}
		}
	}
	return built, nil
}

func (a *app) reportCommand() *cobra.Command {
	var (
		f             windowFlags
		audience, out string
	)
	c := &cobra.Command{
		Use:   "report 报告…",
		Short: "生成报告：league 排名表、circular 通报、quality 报送质量报告",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if audience != "" && audience != "public" && audience != "internal" {
				return usagef("--audience 只能是 public（公开）或 internal（内部）")
			}
			for _, name := range args {
				if !slices.Contains(pipelines.Reports(), name) {
					return &pipelines.UnknownReport{Name: name}
				}
			}
			return a.with("report", func(e *pipelines.Env) error {
				built, err := a.build(c.Context(), e, f)
				if err != nil {
					return err
				}
				if out == "" {
					out = e.WS.Out()
				}
				paths, err := e.Report(c.Context(), args, audience, out)
				if err != nil {
					return err
				}
				for _, p := range paths {
					a.print("%s", p)
				}
				return a.printJSON(map[string]any{"build": buildJSON(built), "files": paths})
			})
		},
	}
	f.add(c, true)
	c.Flags().StringVar(&audience, "audience", "", "读者：public 公开、internal 内部；不写则排名表为内部、通报为公开")
	c.Flags().StringVar(&out, "out", "", "输出目录；不写则为工作区的 out")
	return c
}
