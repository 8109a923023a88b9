package pipelines

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/schedule"
	"tongbao/internal/state"
)

// JobNames are the jobs, in the order `tongbao jobs` lists them.
var JobNames = []string{"intake", "build", "league", "circular", "quality"}

// Jobs are the jobs of the workspace at dir. Each opens the workspace anew,
// under the lock, so that changed reference files are seen.
func Jobs(dir string, st *state.State, now func() time.Time) []Job {
	open := func() (*Env, error) { return Open(dir, st, now) }
	return []Job{
		{Name: "intake", Title: "接收", Run: func(ctx context.Context, _ Firing) (Outcome, error) { return runIntake(ctx, open) }},
		{Name: "build", Title: "计算", Run: func(ctx context.Context, in Firing) (Outcome, error) { return runReport(ctx, open, in, "") }},
		{Name: "league", Title: "排名", Run: func(ctx context.Context, in Firing) (Outcome, error) { return runReport(ctx, open, in, "league") }},
		{Name: "circular", Title: "通报", Run: func(ctx context.Context, in Firing) (Outcome, error) { return runReport(ctx, open, in, "circular") }},
		{Name: "quality", Title: "报送质量", Run: func(ctx context.Context, in Firing) (Outcome, error) { return runReport(ctx, open, in, "quality") }},
	}
}

func runIntake(ctx context.Context, open func() (*Env, error)) (Outcome, error) {
	e, err := open()
	if err != nil {
		return Outcome{}, err
	}
	var result Intake
	err = Step(ctx, "ingest", func(ctx context.Context) (map[string]int64, error) {
		result, err = e.Ingest(ctx, IntakeRequest{}, nil)
		return result.Counts(), err
	})
	out := Outcome{Counts: result.Counts()}
	out.Message = fmt.Sprintf("接收文件%d个，收下%d行，待更正%d行，退回%d处", out.Counts["files"], out.Counts["accepted"], out.Counts["quarantined"], out.Counts["refused"])
	for _, f := range result.Files {
		if f.Left != "" {
			out.Message += fmt.Sprintf("；未接收 %s：%s", f.Path, f.Left)
		}
	}
	if err == nil && result.Partly() {
		out.Status = state.Partly
	}
	return out, err
}

// runReport builds the firing's window and, where a report is named, renders
// it. Figures are those known when the report was due, not when it ran.
func runReport(ctx context.Context, open func() (*Env, error), in Firing, report string) (Outcome, error) {
	e, err := open()
	if err != nil {
		return Outcome{}, err
	}
	window := in.Period
	if window == "" {
		window = LastMonth(in.ReportTime)
	}
	reread, err := e.Refresh(ctx)
	if err != nil {
		return Outcome{}, err
	}
	var built Built
	err = Step(ctx, "build", func(ctx context.Context) (map[string]int64, error) {
		built, err = e.Build(ctx, BuildRequest{Window: window, Until: civil.On(in.ReportTime)}, nil)
		return map[string]int64{"deliveries": built.Deliveries}, err
	})
	out := Outcome{BuildID: built.BuildID, Counts: map[string]int64{"deliveries": built.Deliveries, "reread": int64(len(reread))}}
	var stopped *StoppedError
	if errors.As(err, &stopped) {
		out.Status = state.ChecksFailed
		return out, err
	}
	out.Message = fmt.Sprintf("考核期%s，数据截至%s", built.Window, built.AsOf)
	if !built.HasFigures {
		out.Message += "，无数据：至该日未收到任何公开备案表"
	}
	if len(reread) > 0 {
		out.Message += fmt.Sprintf("；名册、目录等有变，重读%d份收件", len(reread))
	}
	if err != nil || report == "" {
		return out, err
	}
	err = Step(ctx, report, func(ctx context.Context) (map[string]int64, error) {
		paths, err := e.Report(ctx, []string{report}, "", e.WS.Out())
		if len(paths) > 0 {
			out.Message += "；" + paths[0] // the others lie beside it
		}
		return map[string]int64{"reports": int64(len(paths))}, err
	})
	return out, err
}

// LastMonth is the window of the month before the given instant.
func LastMonth(now time.Time) string {
	window, _ := schedule.PeriodFor(schedule.LastMonth, now) // the rule is a constant
	return window
}
