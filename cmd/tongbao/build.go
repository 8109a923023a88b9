package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/internal/civil"
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
				return printJSON(a, buildJSON{jsonOfBuild(built), jsonOfReread(a.reread)})
			})
		},
	}
	f.add(c, false)
	return c
}

// buildJSON is a build, and what was read again before it.
type buildJSON struct {
	builtJSON
	Reread []rereadFileJSON `json:"reread"` // files read again because registry, catalogue, rules, headers or mappings differ
}

// builtJSON is the figures that the warehouse holds when the command is done.
type builtJSON struct {
	BuildID        string           `json:"build_id"`
	Window         string           `json:"window"`
	AsOf           civil.Date       `json:"as_of"`
	AsOfReason     string           `json:"as_of_reason"`    // why it is that day, in Chinese
	HasFigures     bool             `json:"has_figures"`     // false: no disclosure had come in by that day, nothing is computed
	PreviousWindow string           `json:"previous_window"` // the window before, which figures are compared with; empty where it has none
	LaterRows      int64            `json:"later_rows"`      // rows that came in after that day and do not count
	Deliveries     int64            `json:"deliveries"`      // files that count
	Reused         bool             `json:"reused"`          // the warehouse held these figures already
	Checks         []buildCheckJSON `json:"checks"`          // empty where reused: `tongbao checks` has those of the figures that stand
}

// buildCheckJSON is one check of a build that was swapped in.
type buildCheckJSON struct {
	Name     string `json:"name"`     // of the check, as `checks --rows` takes it
	Severity string `json:"severity"` // stop, warn; one that stops and finds something keeps a build from being swapped in
	Rows     int64  `json:"rows"`     // bad rows found; 0: passed
	Message  string `json:"message"`  // what a row of it means, in Chinese
}

func jsonOfBuild(b pipelines.Built) builtJSON {
	checks := []buildCheckJSON{}
	for _, c := range b.Checks {
		checks = append(checks, buildCheckJSON{c.Name, c.Severity, c.Rows, c.Message})
	}
	return builtJSON{
		BuildID: b.BuildID, Window: b.Window, AsOf: b.AsOf, AsOfReason: b.AsOfReason, HasFigures: b.HasFigures, PreviousWindow: b.Previous,
		LaterRows: b.LaterRows, Deliveries: b.Deliveries, Reused: b.Reused, Checks: checks,
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

// reportJSON is the pages that were made.
type reportJSON struct {
	Build builtJSON `json:"build"`
	Files []string  `json:"files"` // paths
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
				return printJSON(a, reportJSON{jsonOfBuild(built), paths})
			})
		},
	}
	f.add(c, true)
	c.Flags().StringVar(&audience, "audience", "", "读者：public 公开、internal 内部；不写则排名表为内部、通报为公开")
	c.Flags().StringVar(&out, "out", "", "输出目录；不写则为工作区的 out")
	return c
}
