package pipelines

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongbao/internal/civil"
	"tongbao/internal/lock"
	"tongbao/internal/state"
)

// due is a scheduled time; dueElsewhere is that of the run in the other
// process, a day before a synctest bubble begins.
var (
	due          = time.Date(2026, 7, 16, 8, 0, 0, 0, civil.Shanghai)
	dueElsewhere = time.Date(1999, 12, 31, 8, 0, 0, 0, civil.Shanghai)
)

// TestMain lets the test binary be another process in the middle of a run.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PIPELINES_TEST_RUN"); dir != "" {
		s, err := state.Open(filepath.Join(dir, "state.db"))
		if err == nil {
			r := &Runner{Dir: dir, State: s, Log: slog.New(slog.DiscardHandler), Jobs: []Job{{Name: "league",
				Run: func(ctx context.Context, _ Firing) (Outcome, error) {
					return Outcome{}, Step(ctx, "计算", func(context.Context) (map[string]int64, error) {
						fmt.Println("running")
						select {}
					})
				}}}}
			_, err = r.Run(context.Background(), "league", Firing{Period: "1999-11", ReportTime: dueElsewhere, Trigger: state.Scheduled})
		}
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// runElsewhere is a process in the middle of a scheduled run of league.
func runElsewhere(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PIPELINES_TEST_RUN="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "running\n" {
		t.Fatalf("the other process does not run: %q, %v", line, err)
	}
	return cmd
}

func kill(cmd *exec.Cmd) {
	cmd.Process.Kill()
	cmd.Wait()
}

// does is a job that ends as it is told.
func does(name string, out Outcome, err error) Job {
	return Job{Name: name, Run: func(context.Context, Firing) (Outcome, error) { return out, err }}
}

func newRunner(t *testing.T, jobs ...Job) *Runner {
	t.Helper()
	dir := t.TempDir()
	s, err := state.Open(filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &Runner{Dir: dir, State: s, Jobs: jobs, Log: slog.New(slog.DiscardHandler)}
}

// record is what matters of a recorded run, newest first.
type record struct {
	Job, Period string
	Trigger     state.Trigger
	At          string
	Outcome     state.Outcome
	Message     string
}

func records(t *testing.T, r *Runner) []record {
	t.Helper()
	runs, err := r.State.Runs(t.Context(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var all []record
	for _, run := range runs {
		all = append(all, record{run.Job, run.Period, run.Trigger, run.ReportTime.Format("2006-01-02 15:04"), run.Outcome, run.Message})
	}
	return all
}

func TestOutcomes(t *testing.T) {
	broken := errors.New("disk full")
	counts := map[string]int64{"rows": 7}
	tests := []struct {
		name    string
		job     Job
		want    Outcome
		wantErr string
	}{
		{"no status is ok", does("build", Outcome{Counts: counts, BuildID: "b1"}, nil),
			Outcome{Status: state.OK, Counts: counts, BuildID: "b1"}, ""},
		{"partly", does("build", Outcome{Status: state.Partly, Message: "2 行退回"}, nil),
			Outcome{Status: state.Partly, Message: "2 行退回"}, ""},
		{"error", does("build", Outcome{}, broken), Outcome{Status: state.Failed, Message: "disk full"}, "disk full"},
		{"error in spite of ok", does("build", Outcome{Status: state.OK}, broken),
			Outcome{Status: state.Failed, Message: "disk full"}, "disk full"},
		{"failed checks", does("build", Outcome{Status: state.ChecksFailed, Message: "3 项检查未通过"}, broken),
			Outcome{Status: state.ChecksFailed, Message: "3 项检查未通过"}, "disk full"},
		{"no such status", does("build", Outcome{Status: "fine"}, nil),
			Outcome{Status: state.Failed, Message: `job build ended with the status "fine"`}, "fine"},
		{"panic", Job{Name: "build", Run: func(context.Context, Firing) (Outcome, error) { panic("boom") }},
			Outcome{Status: state.Failed, Message: "程序内部错误: job build: panic: boom"}, "boom"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRunner(t, tt.job)
			got, err := r.Run(t.Context(), "build", Firing{Period: "2026-06", ReportTime: due})
			if (err == nil) != (tt.wantErr == "") || err != nil && !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("error %v, want %q", err, tt.wantErr)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("returned (-want +got):\n%s", diff)
			}
			want := []record{{"build", "2026-06", state.Manual, "2026-07-16 08:00", tt.want.Status, tt.want.Message}}
			if diff := cmp.Diff(want, records(t, r)); diff != "" {
				t.Errorf("recorded (-want +got):\n%s", diff)
			}
			runs, err := r.State.Runs(t.Context(), "build", 1)
			if err != nil || runs[0].BuildID != tt.want.BuildID || !cmp.Equal(runs[0].Counts, tt.want.Counts, cmpopts.EquateEmpty()) {
				t.Errorf("recorded %+v, %v", runs, err)
			}
			// Whatever happened, the workspace is free again.
			if l, err := lock.Acquire(r.Dir, "test"); err != nil {
				t.Errorf("after the run: %v", err)
			} else {
				l.Release()
			}
		})
	}
}

func TestRunIsOpenWhileTheJobWorks(t *testing.T) {
	var r *Runner
	var during []record
	var got Firing
	r = newRunner(t, Job{Name: "league", Run: func(_ context.Context, in Firing) (Outcome, error) {
		during, got = records(t, r), in
		return Outcome{}, nil
	}})
	in := Firing{Period: "2026-06", ReportTime: due, Trigger: state.Scheduled}
	if _, err := r.Run(t.Context(), "league", in); err != nil {
		t.Fatal(err)
	}
	if got != in {
		t.Errorf("the job was given %+v, want %+v", got, in)
	}
	want := []record{{"league", "2026-06", state.Scheduled, "2026-07-16 08:00", state.Running, ""}}
	if diff := cmp.Diff(want, during); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSteps(t *testing.T) {
	broken := errors.New("disk full")
	r := newRunner(t, Job{Name: "league", Run: func(ctx context.Context, _ Firing) (Outcome, error) {
		err := Step(ctx, "计算", func(context.Context) (map[string]int64, error) { return map[string]int64{"rows": 3}, nil })
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{}, Step(ctx, "出报告", func(context.Context) (map[string]int64, error) { return nil, broken })
	}})
	if _, err := r.Run(t.Context(), "league", Firing{}); !errors.Is(err, broken) {
		t.Fatalf("Run: %v, want %v", err, broken)
	}
	runs, err := r.State.Runs(t.Context(), "league", 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.State.Steps(t.Context(), runs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []state.Step{
		{RunID: runs[0].ID, Seq: 1, Name: "计算", Outcome: state.OK, Counts: map[string]int64{"rows": 3}},
		{RunID: runs[0].ID, Seq: 2, Name: "出报告", Outcome: state.Failed, Message: "disk full"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(state.Step{}, "StartedAt", "EndedAt"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStepOutsideOfARun(t *testing.T) {
	done := false
	err := Step(t.Context(), "计算", func(context.Context) (map[string]int64, error) { done = true; return nil, nil })
	if err != nil || !done {
		t.Errorf("done %v, %v", done, err)
	}
}

func TestUnknownJob(t *testing.T) {
	r := newRunner(t, does("league", Outcome{}, nil), does("build", Outcome{}, nil))
	_, err := r.Run(t.Context(), "leage", Firing{})
	if !errors.As(err, new(*UnknownJob)) || !strings.Contains(err.Error(), "league、build") {
		t.Errorf("got %v", err)
	}
	if got := records(t, r); len(got) != 0 {
		t.Errorf("recorded %v", got)
	}
}

func TestNoOverlapWithinAProcess(t *testing.T) {
	begun, end := make(chan bool), make(chan bool)
	r := newRunner(t, does("build", Outcome{}, nil), Job{Name: "league", Run: func(context.Context, Firing) (Outcome, error) {
		close(begun)
		<-end
		return Outcome{}, nil
	}})
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := r.Run(t.Context(), "league", Firing{ReportTime: due}); err != nil {
			t.Error(err)
		}
	})
	<-begun
	out, err := r.Run(t.Context(), "build", Firing{ReportTime: due})
	close(end)
	wg.Wait()
	if !errors.As(err, new(*lock.Busy)) || out.Status != state.Skipped || !strings.Contains(out.Message, "run league") {
		t.Errorf("got %+v, %v, want it skipped because of league", out, err)
	}
	got := records(t, r)
	if len(got) != 2 || got[0].Job != "build" || got[0].Outcome != state.Skipped || got[1].Outcome != state.OK {
		t.Errorf("recorded %+v", got)
	}
}

func TestNoOverlapAcrossProcesses(t *testing.T) {
	r := newRunner(t, does("build", Outcome{}, nil))
	other := runElsewhere(t, r.Dir)
	out, err := r.Run(t.Context(), "build", Firing{ReportTime: due})
	var busy *lock.Busy
	if !errors.As(err, &busy) || busy.Holder.PID != other.Process.Pid || out.Status != state.Skipped {
		t.Fatalf("got %+v, %v, want it skipped because of process %d", out, err, other.Process.Pid)
	}
	got := records(t, r)
	if len(got) != 2 || got[0].Outcome != state.Skipped || got[1].Outcome != state.Running {
		t.Errorf("recorded %+v, want build skipped beside league still running", got)
	}
}

func TestScheduledRunWaitsForTheWorkspace(t *testing.T) {
	r := newRunner(t, does("build", Outcome{}, nil))
	held, err := lock.Acquire(r.Dir, "ingest")
	if err != nil {
		t.Fatal(err)
	}
	r.LockWait = time.Millisecond
	out, err := r.Run(t.Context(), "build", Firing{ReportTime: due, Trigger: state.Scheduled})
	if !errors.As(err, new(*lock.Busy)) || out.Status != state.Skipped {
		t.Errorf("after waiting in vain: %+v, %v", out, err)
	}
	r.LockWait = time.Minute
	time.AfterFunc(100*time.Millisecond, func() { held.Release() })
	if out, err := r.Run(t.Context(), "build", Firing{ReportTime: due, Trigger: state.Scheduled}); err != nil || out.Status != state.OK {
		t.Errorf("after waiting: %+v, %v", out, err)
	}
}

func TestKilledRunIsFoundInterrupted(t *testing.T) {
	r := newRunner(t, does("build", Outcome{}, nil))
	kill(runElsewhere(t, r.Dir))
	if got := records(t, r); len(got) != 1 || got[0].Outcome != state.Running {
		t.Fatalf("after the kill: %+v, want one open run", got)
	}
	if _, err := r.Run(t.Context(), "build", Firing{ReportTime: due}); err != nil {
		t.Fatal(err)
	}
	want := []record{
		{"build", "", state.Manual, "2026-07-16 08:00", state.OK, ""},
		{"league", "1999-11", state.Scheduled, "1999-12-31 08:00", state.Interrupted, "运行中断：没有结束记录（断电、崩溃或被强行终止）"},
	}
	if diff := cmp.Diff(want, records(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	steps, err := r.State.Steps(t.Context(), 1)
	if err != nil || len(steps) != 1 || steps[0].Outcome != state.Interrupted {
		t.Errorf("its steps: %+v, %v", steps, err)
	}
}

func TestStoppedRunIsRecorded(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r := newRunner(t, Job{Name: "build", Run: func(ctx context.Context, _ Firing) (Outcome, error) {
		return Outcome{}, Step(ctx, "计算", func(ctx context.Context) (map[string]int64, error) {
			stop()
			<-ctx.Done()
			return nil, ctx.Err()
		})
	}})
	out, err := r.Run(ctx, "build", Firing{ReportTime: due})
	if !errors.Is(err, context.Canceled) || out.Status != state.Interrupted {
		t.Errorf("got %+v, %v", out, err)
	}
	want := []record{{"build", "", state.Manual, "2026-07-16 08:00", state.Interrupted, "运行被停止: context canceled"}}
	if diff := cmp.Diff(want, records(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := r.Run(ctx, "build", Firing{ReportTime: due}); !errors.Is(err, context.Canceled) {
		t.Errorf("a run that was stopped before: %v", err)
	}
}

func TestNothingRunsUnrecorded(t *testing.T) {
	ran := false
	r := newRunner(t, Job{Name: "build", Run: func(context.Context, Firing) (Outcome, error) { ran = true; return Outcome{}, nil }})
	r.State.Close()
	if out, err := r.Run(t.Context(), "build", Firing{ReportTime: due}); err == nil || out.Status != state.Failed || ran {
		t.Errorf("got %+v, %v, ran %v", out, err, ran)
	}
}
