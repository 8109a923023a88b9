package state

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
)

var start = time.Date(2026, 7, 16, 8, 0, 0, 0, civil.Shanghai)

// TestMain lets the test binary be a process that begins a run and never
// ends it.
func TestMain(m *testing.M) {
	if path := os.Getenv("STATE_TEST_BEGIN"); path != "" {
		s, err := Open(path)
		if err == nil {
			_, err = s.BeginRun(context.Background(), Start{Job: "league", Trigger: Scheduled, ReportTime: start})
		}
		if err != nil {
			os.Stdout.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		os.Stdout.WriteString("begun\n")
		select {}
	}
	os.Exit(m.Run())
}

func open(t *testing.T, path string) *State {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// openAt opens a new state whose clock moves on one second at every look.
func openAt(t *testing.T, now time.Time) *State {
	s := open(t, filepath.Join(t.TempDir(), "state.db"))
	var mu sync.Mutex
	s.Now = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
	return s
}

func begin(t *testing.T, s *State, r Start) int64 {
	t.Helper()
	id, err := s.BeginRun(t.Context(), r)
	if err != nil {
		t.Fatalf("BeginRun: %v", err)
	}
	return id
}

func runs(t *testing.T, s *State, job string) []Run {
	t.Helper()
	got, err := s.Runs(t.Context(), job, 100)
	if err != nil {
		t.Fatalf("Runs: %v", err)
	}
	return got
}

func TestRunIsRecordedBeforeAndAfter(t *testing.T) {
	s := openAt(t, start)
	league := Start{Job: "league", Period: "2026-06", Trigger: Scheduled, ReportTime: start}
	id := begin(t, s, league)
	want := Run{ID: id, Start: league, StartedAt: start.Add(time.Second),
		End: End{Outcome: Running, Counts: map[string]int64{}}}
	if diff := cmp.Diff([]Run{want}, runs(t, s, "league")); diff != "" {
		t.Errorf("while running (-want +got):\n%s", diff)
	}

	want.End = End{Outcome: Partly, Message: "两行退回", Counts: map[string]int64{"rows": 40, "quarantined": 2}, BuildID: "b1"}
	want.EndedAt = start.Add(2 * time.Second)
	if err := s.EndRun(t.Context(), id, want.End); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Run{want}, runs(t, s, "")); diff != "" {
		t.Errorf("after the end (-want +got):\n%s", diff)
	}
	if err := s.EndRun(t.Context(), id, End{Outcome: OK}); !errors.Is(err, ErrNotRunning) {
		t.Errorf("ending it twice: %v, want ErrNotRunning", err)
	}
	if got := runs(t, s, "circular"); len(got) != 0 {
		t.Errorf("runs of another job: %v", got)
	}
}

func TestTimesAreShanghaiText(t *testing.T) {
	s := openAt(t, start.UTC())
	begin(t, s, Start{Job: "build", Trigger: Manual, ReportTime: time.Date(2026, 6, 30, 16, 30, 0, 0, time.UTC)})
	var report, started string
	if err := s.db.QueryRow("select report_time, started_at from runs").Scan(&report, &started); err != nil {
		t.Fatal(err)
	}
	if report != "2026-07-01T00:30:00.000+08:00" || started != "2026-07-16T08:00:01.000+08:00" {
		t.Errorf("stored %s and %s", report, started)
	}
}

func TestSteps(t *testing.T) {
	s := openAt(t, start)
	id := begin(t, s, Start{Job: "league", Trigger: Manual, ReportTime: start})
	for _, name := range []string{"读入", "计算", "出报告"} {
		if _, err := s.BeginStep(t.Context(), id, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.EndStep(t.Context(), id, 1, OK, "", map[string]int64{"files": 3}); err != nil {
		t.Fatal(err)
	}
	if err := s.EndStep(t.Context(), id, 2, Failed, "磁盘已满", nil); err != nil {
		t.Fatal(err)
	}
	if err := s.EndRun(t.Context(), id, End{Outcome: Failed}); err != nil {
		t.Fatal(err)
	}
	at := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
	want := []Step{
		{RunID: id, Seq: 1, Name: "读入", StartedAt: at(2), EndedAt: at(5), Outcome: OK, Counts: map[string]int64{"files": 3}},
		{RunID: id, Seq: 2, Name: "计算", StartedAt: at(3), EndedAt: at(6), Outcome: Failed, Message: "磁盘已满", Counts: map[string]int64{}},
		{RunID: id, Seq: 3, Name: "出报告", StartedAt: at(4), EndedAt: at(7), Outcome: Interrupted, Counts: map[string]int64{}},
	}
	got, err := s.Steps(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := s.BeginStep(t.Context(), id, "再来"); !errors.Is(err, ErrNotRunning) {
		t.Errorf("a step of an ended run: %v, want ErrNotRunning", err)
	}
}

func TestKilledRunIsMarkedInterrupted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STATE_TEST_BEGIN="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, readErr := bufio.NewReader(out).ReadString('\n')
	cmd.Process.Kill()
	cmd.Wait()
	if line != "begun\n" {
		t.Fatalf("the other process did not begin: %q, %v", line, readErr)
	}

	s := open(t, path)
	s.Now = func() time.Time { return start.Add(time.Hour) }
	if got := runs(t, s, ""); len(got) != 1 || got[0].Outcome != Running {
		t.Fatalf("after the kill: %+v, want one run still open", got)
	}
	if n, err := s.MarkInterrupted(t.Context(), "断电"); n != 1 || err != nil {
		t.Fatalf("MarkInterrupted = %d, %v", n, err)
	}
	got := runs(t, s, "")[0]
	if got.Outcome != Interrupted || got.Message != "断电" || !got.EndedAt.Equal(start.Add(time.Hour)) {
		t.Errorf("marked as %+v", got)
	}
	if n, err := s.MarkInterrupted(t.Context(), "又"); n != 0 || err != nil {
		t.Errorf("a second time: %d, %v", n, err)
	}
}

func TestHandled(t *testing.T) {
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	type record struct {
		trigger Trigger
		at      time.Time
		outcome Outcome
	}
	tests := []struct {
		name    string
		records []record
		want    time.Time
	}{
		{"never run: since first seen", nil, day(0).Add(time.Second)},
		{"a manual run answers for nothing", []record{{Manual, day(3), OK}}, day(0).Add(time.Second)},
		{"the latest counts, in whatever order", []record{{Scheduled, day(3), OK}, {CatchUp, day(2), Failed}}, day(3)},
		{"a skipped one counts", []record{{Scheduled, day(2), OK}, {Scheduled, day(3), Skipped}}, day(3)},
		{"an interrupted one is to be caught up", []record{{Scheduled, day(2), OK}, {Scheduled, day(3), Interrupted}}, day(2)},
		{"but once only", []record{{Scheduled, day(3), Interrupted}, {CatchUp, day(3), Interrupted}}, day(3)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openAt(t, start)
			if _, err := s.Handled(t.Context(), "league"); err != nil {
				t.Fatal(err)
			}
			for _, r := range tt.records {
				st := Start{Job: "league", Trigger: r.trigger, ReportTime: r.at}
				if r.outcome == Skipped {
					if err := s.SkipRuns(t.Context(), "占用", st); err != nil {
						t.Fatal(err)
					}
				} else if err := s.EndRun(t.Context(), begin(t, s, st), End{Outcome: r.outcome}); err != nil {
					t.Fatal(err)
				}
			}
			begin(t, s, Start{Job: "other", Trigger: Scheduled, ReportTime: day(9)})
			got, err := s.Handled(t.Context(), "league")
			if err != nil || !got.Equal(tt.want) {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestChecksKeepPasses(t *testing.T) {
	s := openAt(t, start)
	for i, rows := range []int64{0, 4} {
		build := []string{"b0", "b1"}[i]
		err := s.RecordChecks(t.Context(), []Check{
			{BuildID: build, Name: "due_on_unique", Severity: "error", Rows: rows},
			{BuildID: build, Name: "other", Severity: "warn", Rows: 1},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.RecordChecks(t.Context(), []Check{
		{BuildID: "b2", Name: "due_on_unique", Severity: "error"}, {BuildID: "b2", Name: "", Severity: "error"},
	}); err == nil {
		t.Error("a check without a name was taken")
	}
	want := []Check{
		{BuildID: "b1", Name: "due_on_unique", Severity: "error", Rows: 4, At: start.Add(2 * time.Second)},
		{BuildID: "b0", Name: "due_on_unique", Severity: "error", Rows: 0, At: start.Add(time.Second)},
	}
	got, err := s.CheckTrend(t.Context(), "due_on_unique", 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The last result of each window makes the trend; a build built again shows
// its latest results, with what they told.
func TestChecksByWindow(t *testing.T) {
	s := openAt(t, start)
	record := func(build, window string, rows int64, told ...string) {
		t.Helper()
		c := Check{BuildID: build, Window: window, AsOf: "2026-07-20", Severity: "warn"}
		first, second := c, c
		first.Name, first.Rows, first.Told = "gaps", rows, told
		second.Name = "other"
		if err := s.RecordChecks(t.Context(), []Check{first, second}); err != nil {
			t.Fatal(err)
		}
	}
	record("b1", "2026-05", 3)
	record("b1", "2026-05", 2, "一处", "二处")
	record("b2", "2026-06", 1, "三处")
	record("b3", "2026-06", 4)

	trend, err := s.CheckTrend(t.Context(), "gaps", 10)
	if err != nil {
		t.Fatal(err)
	}
	var points []string
	for _, c := range trend {
		points = append(points, fmt.Sprint(c.Window, " ", c.Rows))
	}
	if want := []string{"2026-06 4", "2026-05 2"}; !slices.Equal(points, want) {
		t.Errorf("trend %v, want %v", points, want)
	}
	got, err := s.ChecksOf(t.Context(), "b1")
	if err != nil || len(got) != 2 || got[0].Name != "gaps" || got[0].Rows != 2 || !slices.Equal(got[0].Told, []string{"一处", "二处"}) || got[1].Told != nil {
		t.Errorf("%+v, %v", got, err)
	}
	for window, want := range map[string]string{"": "b3", "2026-05": "b1", "2025-01": ""} {
		if build, err := s.LastChecked(t.Context(), window); err != nil || build != want {
			t.Errorf("last checked of %q is %q, %v; want %q", window, build, err, want)
		}
	}
	// What was told is kept for the last results only, the counts for ever.
	for range tellingResults {
		record("b4", "2026-07", 1, "四处")
	}
	if got, err := s.ChecksOf(t.Context(), "b1"); err != nil || got[0].Rows != 2 || got[0].Told != nil {
		t.Errorf("%+v, %v", got, err)
	}
	var told int
	if err := s.db.QueryRow("select count(*) from check_rows").Scan(&told); err != nil || told != tellingResults {
		t.Errorf("%d sentences kept, %v", told, err)
	}
}

// A file of the first schema is brought up to date, with what it holds.
func TestFirstSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(migrations[0] + `
		insert into checks (build_id, name, severity, "rows", at) values ('b0', 'gaps', 'warn', 5, '2026-06-01T09:00:00.000+08:00');
		pragma user_version = 1`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	s := open(t, path)
	got, err := s.CheckTrend(t.Context(), "gaps", 10)
	if err != nil || len(got) != 1 || got[0].Rows != 5 || got[0].Window != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSkipRunsIsAllOrNothing(t *testing.T) {
	s := openAt(t, start)
	err := s.SkipRuns(t.Context(), "补跑代替",
		Start{Job: "intake", Trigger: CatchUp, ReportTime: start}, Start{Job: "intake", Trigger: "whim", ReportTime: start})
	if err == nil || len(runs(t, s, "")) != 0 {
		t.Errorf("got %v with %d rows, want an error and none", err, len(runs(t, s, "")))
	}
}

func TestBadRecordsAreRefused(t *testing.T) {
	s := openAt(t, start)
	for _, r := range []Start{{Trigger: Manual}, {Job: "build"}, {Job: "build", Trigger: "cron"}} {
		if id, err := s.BeginRun(t.Context(), r); err == nil {
			t.Errorf("BeginRun(%+v) = %d", r, id)
		}
	}
	id := begin(t, s, Start{Job: "build", Trigger: Manual})
	for _, o := range []Outcome{"", "done", Running} {
		if err := s.EndRun(t.Context(), id, End{Outcome: o}); err == nil {
			t.Errorf("EndRun with outcome %q was taken", o)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Run("any path, and what was written stays", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "渝北 50%?#&_pragma=x", "state.db")
		if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		s := open(t, path)
		begin(t, s, Start{Job: "build", Trigger: Manual, ReportTime: start})
		s.Close()
		if _, err := os.Stat(path); err != nil {
			t.Fatalf("written elsewhere: %v", err)
		}
		if got := runs(t, open(t, path), ""); len(got) != 1 {
			t.Errorf("%d runs after reopening, want 1", len(got))
		}
	})
	t.Run("durable settings", func(t *testing.T) {
		s := openAt(t, start)
		for pragma, want := range map[string]string{
			"journal_mode": "truncate", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "user_version": "3",
		} {
			var got string
			if err := s.db.QueryRow("pragma " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q, %v, want %s", pragma, got, err, want)
			}
		}
	})
	t.Run("newer schema", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "state.db")
		db, err := sql.Open("sqlite", dsn(path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("pragma user_version = 99"); err != nil {
			t.Fatal(err)
		}
		db.Close()
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "更新版本") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("not a database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "state.db")
		if err := os.WriteFile(path, []byte(strings.Repeat("这不是数据库\n", 100)), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want an error naming the file", err)
		}
	})
	t.Run("no directory", func(t *testing.T) {
		if _, err := Open(filepath.Join(t.TempDir(), "none", "state.db")); err == nil {
			t.Error("opened a file in no directory")
		}
	})
}

// Two openers at once, as a serving process and a command by hand are.
func TestTwoWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	const each = 20
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			s, err := Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			for range each {
				id, err := s.BeginRun(t.Context(), Start{Job: "intake", Trigger: Manual, ReportTime: start})
				if err == nil {
					err = s.EndRun(t.Context(), id, End{Outcome: OK})
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := runs(t, open(t, path), ""); len(got) != 2*each {
		t.Errorf("%d runs recorded, want %d", len(got), 2*each)
	}
}
