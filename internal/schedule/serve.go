package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/robfig/cron/v3"
)

// Server runs jobs when they are due, one at a time: what is due together runs
// in the order of the entries, and what is due while the same job still runs is
// skipped. Every firing is either run or skipped with a reason.
type Server struct {
	Entries []Entry
	// Since is the time up to which a job's firings have been answered for by
	// earlier processes. What was missed after it is caught up.
	Since func(ctx context.Context, job string) (time.Time, error)
	// Run runs a firing to its end. It records what it does itself; an error is
	// logged and stops nothing else. It should return soon after ctx ends.
	Run func(ctx context.Context, f Firing) error
	// Skip records firings of one job that will not be run.
	Skip func(ctx context.Context, skipped []Firing, reason string) error
	Log  *slog.Logger

	handled []time.Time // per entry, the last firing that was taken up
	waiting []*Firing   // per entry, the firing that is to be run
	present time.Time   // since when this process has been there without a gap
}

// longestIdle is how long idling can last while the machine is awake: the
// alarm rings at least once a minute. Longer idling was sleep.
const longestIdle = 90 * time.Second

// Serve runs until ctx ends and the job that is running then, whose context
// has ended too, has returned. What was due and not begun stays missed, and is
// caught up by the next process.
//
// The library is only the alarm clock. Which firings are due is worked out
// from what has been taken up before, so that a machine that slept catches up
// like one that was off.
func (s *Server) Serve(ctx context.Context) error {
	s.handled = make([]time.Time, len(s.Entries))
	s.waiting = make([]*Firing, len(s.Entries))
	for i, e := range s.Entries {
		since, err := s.Since(ctx, e.Job)
		if err != nil {
			return fmt.Errorf("schedule of %s: %w", e.Job, err)
		}
		s.handled[i] = since
	}

	s.present = time.Now()
	wake := make(chan struct{}, 1)
	alarm := newAlarm(s.Entries, wake)
	alarm.Start()
	defer func() { <-alarm.Stop().Done() }()
	for ctx.Err() == nil {
		s.collect(ctx)
		if i, ok := s.first(); ok {
			s.run(ctx, i)
			continue
		}
		idleSince := time.Now()
		select {
		case <-ctx.Done():
		case <-wake:
		}
		s.idled(idleSince, time.Now())
	}
	return nil
}

// idled notes a gap if the idling was so long that the machine must have been
// asleep. Only the clock on the wall goes on in sleep, hence Round(0), which
// strips the other.
func (s *Server) idled(from, to time.Time) {
	if to.Round(0).Sub(from.Round(0)) > longestIdle {
		s.present = to
	}
}

// newAlarm wakes when an entry is due, and at least once a minute: the
// library's timer stands still while the machine sleeps, and a short one is
// soon over after waking.
func newAlarm(entries []Entry, wake chan<- struct{}) *cron.Cron {
	ring := cron.FuncJob(func() {
		select {
		case wake <- struct{}{}:
		default: // it rings already
		}
	})
	alarm := cron.New(cron.WithLocation(zone))
	for i := range entries {
		alarm.Schedule(due{&entries[i]}, ring)
	}
	alarm.Schedule(cron.Every(time.Minute), ring)
	return alarm
}

// due is an entry as the library's alarm clock sees it.
type due struct{ *Entry }

// Next is zero, which the library takes for never, where nothing is due within
// five years.
func (d due) Next(after time.Time) time.Time {
	f, ok := d.Entry.Next(after)
	if !ok {
		return time.Time{}
	}
	return f.At
}

// take returns the firings of an entry that have become due. Those of a time
// when this process was not there are catching up; those that only had to wait
// for another job are not.
func (s *Server) take(i int) []Firing {
	firings := s.Entries[i].Missed(s.handled[i], time.Now())
	for j := range firings {
		firings[j].CatchUp = firings[j].At.Before(s.present)
	}
	if len(firings) > 0 {
		s.handled[i] = firings[len(firings)-1].At
	}
	return firings
}

// collect lets wait what has become due. Of one entry the latest firing waits:
// one run does for all that could not run in their time.
func (s *Server) collect(ctx context.Context) {
	for i := range s.Entries {
		firings := s.take(i)
		if len(firings) == 0 {
			continue
		}
		if s.waiting[i] != nil {
			firings = append([]Firing{*s.waiting[i]}, firings...)
		}
		last := firings[len(firings)-1]
		s.waiting[i] = &last
		s.skip(ctx, firings[:len(firings)-1], fmt.Sprintf(
			"到时没能运行，由后一次（%s）代替；如仍需要，可指定 --period 手工运行", last.At.Format("2006-01-02 15:04")))
	}
}

// first picks the waiting firing that was due first; of several due together,
// the one whose entry stands first.
func (s *Server) first() (i int, ok bool) {
	for j, w := range s.waiting {
		if w != nil && (!ok || w.At.Before(s.waiting[i].At)) {
			i, ok = j, true
		}
	}
	return i, ok
}

// run runs the waiting firing of an entry, and skips what of the same entry
// was due meanwhile. The skipping is recorded after the run: a record beyond a
// run that a crash cuts off would hide that run from the catching up.
func (s *Server) run(ctx context.Context, i int) {
	f := *s.waiting[i]
	s.waiting[i] = nil
	s.Log.Info("run", "job", f.Job, "period", f.Period, "at", f.At, "catch_up", f.CatchUp)
	if err := s.runRecovering(ctx, f); err != nil {
		s.Log.Error("run failed", "job", f.Job, "at", f.At, "error", err)
	}
	if ctx.Err() == nil {
		s.skip(ctx, s.take(i), "到时上一次还在运行")
	}
}

// runRecovering turns a panic into an error, so that one firing that panics
// costs no other.
func (s *Server) runRecovering(ctx context.Context, f Firing) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return s.Run(ctx, f)
}

func (s *Server) skip(ctx context.Context, skipped []Firing, reason string) {
	if len(skipped) == 0 {
		return
	}
	for _, f := range skipped {
		s.Log.Warn("skipped", "job", f.Job, "at", f.At, "reason", reason)
	}
	if err := s.Skip(ctx, skipped, reason); err != nil {
		s.Log.Error("skipped firings could not be recorded", "job", skipped[0].Job, "error", err)
	}
}
