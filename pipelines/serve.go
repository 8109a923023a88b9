package pipelines

import (
	"context"
	"errors"
	"time"

	"tongbao/internal/lock"
	"tongbao/internal/schedule"
	"tongbao/internal/state"
)

// Serve runs the jobs on their schedule until ctx ends and the job that runs
// then has returned. A second scheduler in the same workspace is refused with
// *lock.Busy.
func (r *Runner) Serve(ctx context.Context, entries []schedule.Entry) (err error) {
	serving, err := lock.AcquireServe(r.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, serving.Release()) }()

	// What a killed scheduler left open must be known as interrupted before it
	// is decided what was missed.
	if err := r.tidy(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	server := schedule.Server{
		Entries: entries,
		Since:   r.State.Handled,
		Run: func(ctx context.Context, f schedule.Firing) error {
			_, err := r.Run(ctx, f.Job, Firing{Period: f.Period, ReportTime: f.At, Trigger: trigger(f)})
			return err
		},
		Skip: func(ctx context.Context, skipped []schedule.Firing, reason string) error {
			starts := make([]state.Start, len(skipped))
			for i, f := range skipped {
				starts[i] = state.Start{Job: f.Job, Period: f.Period, Trigger: trigger(f), ReportTime: f.At}
			}
			return r.State.SkipRuns(ctx, reason, starts...)
		},
		Log: r.Log,
	}
	return server.Serve(ctx)
}

func (r *Runner) tidy(ctx context.Context) (err error) {
	held, err := r.acquire(ctx, "serve（整理运行记录）", true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	return r.markInterrupted(ctx)
}

func trigger(f schedule.Firing) state.Trigger {
	if f.CatchUp {
		return state.CatchUp
	}
	return state.Scheduled
}

// JobStatus is a job as `jobs` shows it.
type JobStatus struct {
	Job
	Last *state.Run       // nil: never run
	Next *schedule.Firing // nil: not scheduled
}

// Status lists the jobs with their last run and their next.
func (r *Runner) Status(ctx context.Context, entries []schedule.Entry, now time.Time) ([]JobStatus, error) {
	var all []JobStatus
	for _, j := range r.Jobs {
		status := JobStatus{Job: j}
		last, err := r.State.Runs(ctx, j.Name, 1)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 {
			status.Last = &last[0]
		}
		for i := range entries {
			if f, ok := entries[i].Next(now); ok && entries[i].Job == j.Name {
				status.Next = &f
			}
		}
		all = append(all, status)
	}
	return all, nil
}
