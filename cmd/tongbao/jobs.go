package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"tongbao/internal/schedule"
	"tongbao/internal/state"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// runner opens the workspace's runner with its schedule, which is checked.
// do gets the entries; where the workspace has no schedule there are none.
func (a *app) runner(do func(*pipelines.Runner, []schedule.Entry) error) (err error) {
	dir, err := a.workspaceDir()
	if err != nil {
		return err
	}
	st, err := a.stateOf(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	ws, err := workspace.Open(dir)
	if err != nil {
		return err
	}
	r := &pipelines.Runner{Dir: dir, State: st, Jobs: pipelines.Jobs(dir, st, a.now), Log: slog.Default()}
	var entries []schedule.Entry
	if len(ws.Config.Schedule) > 0 {
		entries, err = schedule.Parse(ws.Config.Schedule, schedule.Context{
			Source: workspace.ConfigFile, Jobs: r.JobNames(), NextWorkday: ws.Book.Calendar.NextWorkday,
		})
		if err != nil {
			return err
		}
	}
	return do(r, entries)
}

// runJSON is how a run of a job ended.
type runJSON struct {
	Job     string           `json:"job"`
	Outcome state.Outcome    `json:"outcome"`
	Message string           `json:"message"`  // what was done, in Chinese
	Counts  map[string]int64 `json:"counts"`   // by name: of intake as `ingest` has them; of the other jobs deliveries (that count) and reread (files)
	BuildID string           `json:"build_id"` // of the figures it made or used; empty: none
}

func (a *app) runCommand() *cobra.Command {
	var period string
	c := &cobra.Command{
		Use:   "run 任务",
		Short: "立即运行一个任务：intake、build、league、circular、quality",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runner(func(r *pipelines.Runner, entries []schedule.Entry) error {
				firing, err := pipelines.ManualFiring(entries, args[0], period, a.now())
				if err != nil {
					return err
				}
				out, err := r.Run(c.Context(), args[0], firing)
				if err != nil {
					return err
				}
				a.print("%s：%s", outcomeWords[out.Status], out.Message)
				if err := printJSON(a, runJSON{args[0], out.Status, out.Message, out.Counts, out.BuildID}); err != nil {
					return err
				}
				return outcomeError(out)
			})
		},
	}
	c.Flags().StringVar(&period, "period", "", "考核期；不写则按定时计划推算")
	return c
}

var outcomeWords = map[state.Outcome]string{
	state.OK: "完成", state.Partly: "部分完成", state.Failed: "失败", state.Skipped: "跳过",
	state.Interrupted: "中断", state.ChecksFailed: "核对未通过", state.Running: "运行中",
}

// jobJSON is a job with its last run and its next.
type jobJSON struct {
	Job   string       `json:"job"`
	Title string       `json:"title"`
	Last  *lastRunJSON `json:"last"` // null: it never ran
	Next  *nextRunJSON `json:"next"` // null: it is not in the schedule
}

// lastRunJSON is a run as it was recorded.
type lastRunJSON struct {
	StartedAt  moment           `json:"started_at"`
	Outcome    state.Outcome    `json:"outcome"`
	Period     string           `json:"period"` // the window it was for; empty: the job's own default
	Trigger    state.Trigger    `json:"trigger"`
	ReportTime moment           `json:"report_time"` // the time in the schedule; of a run by hand that of the command
	Message    string           `json:"message"`     // what was done, or why not, in Chinese
	Counts     map[string]int64 `json:"counts"`      // as `run` has them
	BuildID    string           `json:"build_id"`    // of the figures it made or used; empty: none
}

// nextRunJSON is a run that the schedule foresees.
type nextRunJSON struct {
	At     moment `json:"at"`     // the time in the schedule
	Period string `json:"period"` // the window it is for; empty: the job's own default
}

func (a *app) jobsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "jobs",
		Short: "列出各任务上次和下次的运行",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.runner(func(r *pipelines.Runner, entries []schedule.Entry) error {
				statuses, err := r.Status(c.Context(), entries, a.now())
				if err != nil {
					return err
				}
				rows := []jobJSON{}
				for _, s := range statuses {
					last, next := "从未运行", "未列入定时计划"
					row := jobJSON{Job: s.Job.Name, Title: s.Job.Title}
					if s.Last != nil {
						last = fmt.Sprintf("%s %s %s", s.Last.StartedAt.Format(time.DateTime), outcomeWords[s.Last.Outcome], s.Last.Message)
						row.Last = &lastRunJSON{
							StartedAt: moment(s.Last.StartedAt), Outcome: s.Last.Outcome, Period: s.Last.Period, Trigger: s.Last.Trigger,
							ReportTime: moment(s.Last.ReportTime), Message: s.Last.Message, Counts: s.Last.Counts, BuildID: s.Last.BuildID,
						}
					}
					if s.Next != nil {
						next = s.Next.At.Format("2006-01-02 15:04")
						row.Next = &nextRunJSON{moment(s.Next.At), s.Next.Period}
					}
					rows = append(rows, row)
					a.print("%-9s%s\n         上次：%s\n         下次：%s", s.Job.Name, s.Job.Title, last, next)
				}
				return printJSON(a, rows)
			})
		},
	}
}

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "按定时计划持续运行，直到被停止",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.runner(func(r *pipelines.Runner, entries []schedule.Entry) error {
				if len(entries) == 0 {
					return usagef("%s 没有定时计划（schedule），serve 没有可运行的任务", workspace.ConfigFile)
				}
				a.print("按 %s 的定时计划运行，按 Ctrl+C 停止", workspace.ConfigFile)
				err := r.Serve(c.Context(), entries)
				if errors.Is(err, context.Canceled) && c.Context().Err() != nil {
					return nil // stopped as asked
				}
				return err
			})
		},
	}
}

// versionJSON is the program.
type versionJSON struct {
	Version string `json:"version"`
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "显示版本",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			a.print("tongbao %s", pipelines.Version)
			return printJSON(a, versionJSON{pipelines.Version})
		},
	}
}
