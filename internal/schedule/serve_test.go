package schedule

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// recorder keeps what a Server did, in order. Within a synctest bubble the
// clock begins at 2000-01-01 08:00 in Shanghai and moves when all wait.
type recorder struct {
	Events []string
	took   map[string]time.Duration // how long a run takes, by job
	fail   map[string]func()        // what a run does besides
}

func (r *recorder) note(what string, f Firing, suffix string) {
	if f.CatchUp {
		suffix = " late" + suffix
	}
	r.Events = append(r.Events, what+" "+f.Job+" "+f.At.Format("02 15:04")+suffix)
}

func (r *recorder) server(t *testing.T, since string, specs ...Spec) *Server {
	t.Helper()
	entries, err := Parse(specs, Context{Source: "tongbao.yaml", Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return &Server{
		Entries: entries,
		Since:   func(context.Context, string) (time.Time, error) { return at(since), nil },
		Run: func(ctx context.Context, f Firing) error {
			r.note("run", f, "")
			if f := r.fail[f.Job]; f != nil {
				f()
			}
			select {
			case <-time.After(r.took[f.Job]):
				return nil
			case <-ctx.Done():
				r.note("stopped", f, "")
				return ctx.Err()
			}
		},
		Skip: func(_ context.Context, skipped []Firing, reason string) error {
			for _, f := range skipped {
				r.note("skip", f, ": "+reason)
			}
			return nil
		},
		Log: slog.New(slog.DiscardHandler),
	}
}

// serveFor serves for some time of the fake clock, then stops.
func (r *recorder) serveFor(t *testing.T, s *Server, d time.Duration, want ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := s.Serve(ctx); err != nil {
		t.Fatalf("Serve: %v", err)
	}
	if diff := cmp.Diff(want, r.Events); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestServeRunsWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		s := r.server(t, "2000-01-01 08:00", Spec{Job: "intake", Cron: "*/30 * * * *"}, Spec{Job: "build", Cron: "0 9 * * *"})
		r.serveFor(t, s, 65*time.Minute, "run intake 01 08:30", "run intake 01 09:00", "run build 01 09:00")
	})
}

func TestDueTogetherRunInOrderOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{took: map[string]time.Duration{"league": 10 * time.Minute, "intake": 10 * time.Minute}}
		s := r.server(t, "2000-01-01 08:00", Spec{Job: "league", Cron: "0 9 * * *"},
			Spec{Job: "build", Cron: "5 9 * * *"}, Spec{Job: "intake", Cron: "0 9 * * *"})
		r.serveFor(t, s, 90*time.Minute, "run league 01 09:00", "run intake 01 09:00", "run build 01 09:05")
	})
}

func TestOverlapIsSkippedAndRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{took: map[string]time.Duration{"intake": 70 * time.Minute}}
		s := r.server(t, "2000-01-01 08:00", Spec{Job: "intake", Cron: "*/30 * * * *"})
		r.serveFor(t, s, 125*time.Minute, "run intake 01 08:30",
			"skip intake 01 09:00: 到时上一次还在运行", "skip intake 01 09:30: 到时上一次还在运行",
			"run intake 01 10:00", "stopped intake 01 10:00")
	})
}

func TestWaitingGivesWayToTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{took: map[string]time.Duration{"league": 45 * time.Minute}}
		s := r.server(t, "2000-01-01 08:00", Spec{Job: "league", Cron: "25 8 * * *"}, Spec{Job: "intake", Cron: "*/30 * * * *"})
		r.serveFor(t, s, 80*time.Minute, "run league 01 08:25",
			"skip intake 01 08:30: 到时没能运行，由后一次（2000-01-01 09:00）代替；如仍需要，可指定 --period 手工运行",
			"run intake 01 09:00")
	})
}

func TestCatchUpRunsTheLatestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		s := r.server(t, "1999-12-30 12:00", Spec{Job: "build", Cron: "0 6 * * *"}, Spec{Job: "league", Cron: "0 7 31 12 *"})
		const reason = ": 到时没能运行，由后一次（2000-01-01 06:00）代替；如仍需要，可指定 --period 手工运行"
		r.serveFor(t, s, time.Hour, "skip build 31 06:00 late"+reason, "run league 31 07:00 late", "run build 01 06:00 late")
	})
}

func TestPanicsAndErrorsStopNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{fail: map[string]func(){"intake": func() { panic("boom") }}}
		s := r.server(t, "2000-01-01 08:00", Spec{Job: "intake", Cron: "*/30 * * * *"})
		s.Skip = func(context.Context, []Firing, string) error { return errors.New("disk full") }
		r.serveFor(t, s, 95*time.Minute, "run intake 01 08:30", "run intake 01 09:00", "run intake 01 09:30")
	})
}

func TestStopCancelsTheRunAndWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{took: map[string]time.Duration{"league": 24 * time.Hour}}
		s := r.server(t, "2000-01-01 08:00", Spec{Job: "league", Cron: "0 9 * * *"}, Spec{Job: "build", Cron: "0 9 * * *"})
		// What still waits at the end is neither run nor skipped: it stays missed.
		r.serveFor(t, s, 2*time.Hour, "run league 01 09:00", "stopped league 01 09:00")
	})
}

// A machine that slept wakes to a clock that is hours on, with the alarm
// ringing once.
func TestSleepIsCaughtUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		s := r.server(t, "2000-01-01 05:10", Spec{Job: "intake", Cron: "0 * * * *"})
		s.handled, s.waiting = []time.Time{at("2000-01-01 05:10")}, make([]*Firing, 1)
		s.present = at("2000-01-01 05:10")
		s.idled(at("2000-01-01 05:50"), at("2000-01-01 05:51")) // awake
		if !s.present.Equal(at("2000-01-01 05:10")) {
			t.Fatalf("a minute of idling counts as sleep")
		}
		s.idled(at("2000-01-01 05:51"), at("2000-01-01 07:30"))
		s.collect(t.Context())
		i, ok := s.first()
		if !ok {
			t.Fatal("nothing waits after waking")
		}
		s.run(t.Context(), i)
		// The bubble's clock says 08:00, after the machine woke.
		const reason = ": 到时没能运行，由后一次（2000-01-01 08:00）代替；如仍需要，可指定 --period 手工运行"
		want := []string{"skip intake 01 06:00 late" + reason, "skip intake 01 07:00 late" + reason, "run intake 01 08:00"}
		if diff := cmp.Diff(want, r.Events); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestServeNeedsItsPast(t *testing.T) {
	r := &recorder{}
	s := r.server(t, "2000-01-01 08:00", Spec{Job: "league", Cron: "0 9 * * *"})
	lost := errors.New("state.db is gone")
	s.Since = func(context.Context, string) (time.Time, error) { return time.Time{}, lost }
	if err := s.Serve(t.Context()); !errors.Is(err, lost) {
		t.Errorf("Serve: %v, want %v", err, lost)
	}
}
