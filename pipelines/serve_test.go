package pipelines

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
	"tongbao/internal/lock"
	"tongbao/internal/schedule"
	"tongbao/internal/state"
)

func entries(t *testing.T, r *Runner, specs ...schedule.Spec) []schedule.Entry {
	t.Helper()
	all, err := schedule.Parse(specs, schedule.Context{Source: "tongbao.yaml", Jobs: r.JobNames()})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func serveFor(t *testing.T, r *Runner, all []schedule.Entry, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := r.Serve(ctx, all); err != nil {
		t.Fatalf("Serve: %v", err)
	}
}

// In a synctest bubble it is 2000-01-01 08:00 in Shanghai, and no time passes
// but while all wait.
func TestServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRunner(t,
			Job{Name: "intake", Run: func(context.Context, Firing) (Outcome, error) { panic("boom") }},
			Job{Name: "league", Run: func(context.Context, Firing) (Outcome, error) {
				time.Sleep(45 * time.Minute)
				return Outcome{}, nil
			}})
		all := entries(t, r, schedule.Spec{Job: "league", Cron: "15 8 * * *", Window: "last_month"},
			schedule.Spec{Job: "intake", Cron: "*/30 * * * *"})
		serveFor(t, r, all, 80*time.Minute)
		failed := "程序内部错误: job intake: panic: boom"
		want := []record{
			{"intake", "", state.Scheduled, "2000-01-01 09:00", state.Failed, failed},
			{"intake", "", state.Scheduled, "2000-01-01 08:30", state.Skipped,
				"到时没能运行，由后一次（2000-01-01 09:00）代替；如仍需要，可指定 --period 手工运行"},
			{"league", "1999-12", state.Scheduled, "2000-01-01 08:15", state.OK, ""},
		}
		if diff := cmp.Diff(want, records(t, r)); diff != "" {
			t.Errorf("served (-want +got):\n%s", diff)
		}

		// Two days off, then on again.
		time.Sleep(47 * time.Hour)
		serveFor(t, r, all[:1], time.Hour)
		want = append([]record{
			{"league", "1999-12", state.CatchUp, "2000-01-03 08:15", state.OK, ""},
			{"league", "1999-12", state.CatchUp, "2000-01-02 08:15", state.Skipped,
				"到时没能运行，由后一次（2000-01-03 08:15）代替；如仍需要，可指定 --period 手工运行"},
		}, want...)
		if diff := cmp.Diff(want, records(t, r)); diff != "" {
			t.Errorf("caught up (-want +got):\n%s", diff)
		}
	})
}

// A run killed with its scheduler is caught up by the next one, once.
func TestServeCatchesUpAKilledRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRunner(t, does("league", Outcome{Message: "补"}, nil))
		r.State.Now = func() time.Time { return dueElsewhere.AddDate(0, 0, -1) }
		if _, err := r.State.Handled(t.Context(), "league"); err != nil { // scheduled since then
			t.Fatal(err)
		}
		r.State.Now = time.Now
		kill(runElsewhere(t, r.Dir))
		all := entries(t, r, schedule.Spec{Job: "league", Cron: "0 8 31 12 *", Window: "last_month"})
		want := []record{
			{"league", "1999-11", state.CatchUp, "1999-12-31 08:00", state.OK, "补"},
			{"league", "1999-11", state.Scheduled, "1999-12-31 08:00", state.Interrupted, "运行中断：没有结束记录（断电、崩溃或被强行终止）"},
		}
		for range 2 {
			serveFor(t, r, all, time.Hour)
			if diff := cmp.Diff(want, records(t, r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
}

func TestOneSchedulerAWorkspace(t *testing.T) {
	r := newRunner(t, does("league", Outcome{}, nil))
	serving, err := lock.AcquireServe(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer serving.Release()
	err = r.Serve(t.Context(), entries(t, r, schedule.Spec{Job: "league", Cron: "0 8 16 * *"}))
	if !errors.As(err, new(*lock.Busy)) {
		t.Errorf("Serve: %v, want *lock.Busy", err)
	}
}

func TestStatus(t *testing.T) {
	r := newRunner(t, does("league", Outcome{}, nil), does("build", Outcome{}, nil))
	if _, err := r.Run(t.Context(), "build", Firing{ReportTime: due}); err != nil {
		t.Fatal(err)
	}
	got, err := r.Status(t.Context(), entries(t, r, schedule.Spec{Job: "league", Cron: "0 8 16 * *", Window: "last_month"}), due)
	if err != nil || len(got) != 2 {
		t.Fatalf("Status: %v, %v", got, err)
	}
	league, build := got[0], got[1]
	if league.Last != nil || league.Next == nil || league.Next.Period != "2026-07" || !league.Next.At.Equal(due.AddDate(0, 1, 0)) {
		t.Errorf("league: %+v", league)
	}
	if build.Next != nil || build.Last == nil || build.Last.Outcome != state.OK {
		t.Errorf("build: %+v", build)
	}
}

func TestManualFiring(t *testing.T) {
	r := newRunner(t, does("league", Outcome{}, nil), does("build", Outcome{}, nil))
	all := entries(t, r, schedule.Spec{Job: "league", Cron: "0 8 16 * *", Window: "last_month"})
	for _, tt := range []struct{ job, period, want string }{
		{"league", "", "2026-06"}, {"league", "2026Q1", "2026Q1"}, {"build", "", ""},
	} {
		got, err := ManualFiring(all, tt.job, tt.period, due)
		if err != nil || got != (Firing{Period: tt.want, ReportTime: due, Trigger: state.Manual}) {
			t.Errorf("%s %q: %+v, %v, want the window %q", tt.job, tt.period, got, err, tt.want)
		}
	}
}

// The default schedule is good, and its comments tell the truth about it.
func TestDefaultSchedule(t *testing.T) {
	var file struct{ Schedule []schedule.Spec }
	if err := yaml.UnmarshalWithOptions([]byte(DefaultSchedule), &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	all, err := schedule.Parse(file.Schedule, schedule.Context{
		Source: "schedule.yaml", Jobs: JobNames,
		NextWorkday: func(d civil.Date) civil.Date {
			for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
				d++
			}
			return d
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{ // after 2026-07-16 08:00
		"intake":   {"2026-07-16 08:30", ""},
		"build":    {"2026-07-17 06:00", "2026-07"},
		"league":   {"2026-08-17 08:00", "2026-07"},
		"circular": {"2026-08-05 08:00", "2026-07"},
		"quality":  {"2026-07-20 07:30", "2026-07"},
	}
	got := map[string][2]string{}
	for _, e := range all {
		f, ok := e.Next(due)
		if !ok {
			t.Errorf("%s never runs", e.Job)
		}
		got[e.Job] = [2]string{f.At.Format("2006-01-02 15:04"), f.Period}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, err := schedule.PeriodFor("last_month", due); got != "2026-06" || err != nil {
		t.Errorf("league on 16 July covers %s, %v", got, err)
	}
}
