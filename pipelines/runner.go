// Package pipelines says what runs, when and in which order. This file runs
// jobs: every run is recorded before it begins, runs under the workspace lock,
// and is recorded again when it ends, however it ends.
package pipelines

import (
	"cmp"
	"context"
	_ "embed" // the default schedule
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"tongbao/internal/lock"
	"tongbao/internal/schedule"
	"tongbao/internal/state"
)

// DefaultSchedule is the schedule section of a new workspace's tongbao.yaml,
// with comments for its user.
//
//go:embed schedule.yaml
var DefaultSchedule string

// Job is something that can be run by name. Run works under the workspace
// lock, which it must not take itself.
type Job struct {
	Name  string // as in the schedule and on the command line
	Title string // for the user
	Run   func(ctx context.Context, in Firing) (Outcome, error)
}

// Firing is the occasion of a run.
type Firing struct {
	Period     string        // the window, or empty: the job's default
	ReportTime time.Time     // the scheduled time, not the time of starting; zero: now
	Trigger    state.Trigger // empty: manual
}

// Outcome is how a run ended. Together with an error, a Status of
// checks_failed, partly or failed stands, and any other becomes failed.
type Outcome struct {
	Status  state.Outcome // empty: ok
	Counts  map[string]int64
	BuildID string
	Message string // for the user
}

// Runner runs the jobs of one workspace.
type Runner struct {
	Dir   string // the workspace
	State *state.State
	Jobs  []Job
	Log   *slog.Logger
	// LockWait is how long a scheduled run waits for the workspace to come free
	// before it is skipped; zero means ten minutes. A manual run does not wait.
	LockWait time.Duration
}

// UnknownJob says that there is no job of that name.
type UnknownJob struct {
	Name  string
	Known []string
}

// Error is the sentence for the user.
func (e *UnknownJob) Error() string {
	return fmt.Sprintf("没有名为 %q 的任务；可用：%s", e.Name, strings.Join(e.Known, "、"))
}

// JobNames lists the jobs, for validating a schedule.
func (r *Runner) JobNames() []string {
	names := make([]string, len(r.Jobs))
	for i, j := range r.Jobs {
		names[i] = j.Name
	}
	return names
}

// Run runs a job to its end. The outcome returned is the one recorded. Where
// the workspace is locked the run is recorded as skipped and the error is a
// *lock.Busy; where the job panics the run failed.
func (r *Runner) Run(ctx context.Context, name string, in Firing) (out Outcome, err error) {
	job, err := r.job(name)
	if err != nil {
		return Outcome{Status: state.Failed}, err
	}
	if in.Trigger == "" {
		in.Trigger = state.Manual
	}
	if in.ReportTime.IsZero() {
		in.ReportTime = r.State.Now()
	}
	start := state.Start{Job: name, Period: in.Period, Trigger: in.Trigger, ReportTime: in.ReportTime}

	held, err := r.acquire(ctx, "run "+name, in.Trigger != state.Manual)
	if ctx.Err() != nil && err != nil {
		return Outcome{Status: state.Interrupted}, err // never begun: a scheduled run stays missed
	}
	if err != nil {
		return Outcome{Status: state.Skipped, Message: err.Error()},
			errors.Join(err, r.State.SkipRuns(ctx, err.Error(), start))
	}
	defer func() { err = errors.Join(err, held.Release()) }()

	if err := r.markInterrupted(ctx); err != nil {
		return Outcome{Status: state.Failed}, err
	}
	id, err := r.State.BeginRun(ctx, start)
	if err != nil {
		return Outcome{Status: state.Failed}, err
	}
	out, err = r.work(withRecorder(ctx, r.State, id), job, in)
	out, err = settle(ctx, job, out, err)
	// A stopped run is recorded all the same.
	recorded := r.State.EndRun(context.WithoutCancel(ctx), id,
		state.End{Outcome: out.Status, Message: out.Message, Counts: out.Counts, BuildID: out.BuildID})
	return out, errors.Join(err, recorded)
}

func (r *Runner) job(name string) (Job, error) {
	for _, j := range r.Jobs {
		if j.Name == name {
			return j, nil
		}
	}
	return Job{}, &UnknownJob{Name: name, Known: r.JobNames()}
}

// work runs the job and turns a panic into an error.
func (r *Runner) work(ctx context.Context, job Job, in Firing) (out Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.Log.Error("panic", "job", job.Name, "panic", p, "stack", string(debug.Stack()))
			out, err = Outcome{}, fmt.Errorf("程序内部错误: job %s: panic: %v", job.Name, p)
		}
	}()
	return job.Run(ctx, in)
}

// settle makes outcome and error agree.
func settle(ctx context.Context, job Job, out Outcome, err error) (Outcome, error) {
	switch out.Status {
	case "":
		out.Status = state.OK
	case state.OK, state.Partly, state.Failed, state.ChecksFailed:
	default:
		err = errors.Join(err, fmt.Errorf("job %s ended with the status %q", job.Name, out.Status))
		out.Status = state.Failed
	}
	if err == nil {
		return out, nil
	}
	out.Message = cmp.Or(out.Message, err.Error())
	if ctx.Err() != nil {
		out.Status, out.Message = state.Interrupted, "运行被停止: "+out.Message
	} else if out.Status == state.OK {
		out.Status = state.Failed
	}
	return out, err
}

// acquire takes the workspace lock, at once or within LockWait.
func (r *Runner) acquire(ctx context.Context, what string, wait bool) (*lock.Lock, error) {
	const look = time.Second
	deadline := time.Now().Add(cmp.Or(r.LockWait, 10*time.Minute))
	for {
		held, err := lock.Acquire(r.Dir, what)
		if !errors.As(err, new(*lock.Busy)) || !wait || !time.Now().Before(deadline) {
			return held, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(min(look, time.Until(deadline))):
		}
	}
}

// markInterrupted closes runs whose process is gone. It needs the workspace
// lock, which proves that.
func (r *Runner) markInterrupted(ctx context.Context) error {
	n, err := r.State.MarkInterrupted(ctx, "运行中断：没有结束记录（断电、崩溃或被强行终止）")
	if n > 0 {
		r.Log.Warn("runs found open were marked as interrupted", "runs", n)
	}
	return err
}

// ManualFiring is the occasion of a run that somebody asks for: without a
// period, it covers what the schedule's entry for the job would cover now.
func ManualFiring(entries []schedule.Entry, job, period string, now time.Time) (Firing, error) {
	in := Firing{Period: period, ReportTime: now, Trigger: state.Manual}
	for _, e := range entries {
		if e.Job == job && period == "" {
			var err error
			in.Period, err = schedule.PeriodFor(e.Window, now)
			return in, err
		}
	}
	return in, nil
}
