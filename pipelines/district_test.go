package pipelines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/demo"
	"tongbao/internal/lake"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// sample is a small fictional district, as untidy as the large one.
var sample = demo.Config{Seed: 1, Townships: 3, Villages: 12, Months: 4, Start: civil.MustOf(2026, 2, 1)}

const (
	sampleWindow = "2026-05"
	sampleAsOf   = "2026-06-20"
)

// openSample writes the sample district into a new workspace and takes its
// files in, in the order of their receipt.
func openSample(t *testing.T, threads string) (*pipelines.Env, []pipelines.Intake) {
	t.Helper()
	dir := t.TempDir()
	files, err := demo.Write(dir, sample)
	if err != nil {
		t.Fatal(err)
	}
	err = workspace.Create(dir, workspace.New{
		District: workspace.District{Code: demo.DistrictCode, Name: demo.DistrictName}, Demo: true, Schedule: pipelines.DefaultSchedule,
	})
	if err != nil {
		t.Fatal(err)
	}
	setThreads(t, dir, threads)
	clock := files[0].ReceivedAt
	e := openEnvAt(t, dir, func() time.Time { return clock })
	var all []pipelines.Intake
	for _, f := range files {
		clock = f.ReceivedAt
		all = append(all, ingest(t, e, pipelines.IntakeRequest{Paths: []string{filepath.Join(dir, filepath.FromSlash(f.Path))}, History: f.History}))
	}
	return e, all
}

// setThreads writes the number of threads into tongbao.yaml.
func setThreads(t *testing.T, dir, threads string) {
	t.Helper()
	path := filepath.Join(dir, workspace.ConfigFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(data), "threads: 0", "threads: "+threads, 1)
	if changed == string(data) {
		t.Fatal("no threads in tongbao.yaml")
	}
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The whole chain: from untidy files to both reports, and every row of every
// file accounted for on the way.
func TestSampleDistrict(t *testing.T) {
	t.Parallel()
	e, intakes := openSample(t, "2")
	files, accepted, deliveries := 0, 0, map[int64]string{}
	for _, in := range intakes {
		accepted += reconcile(t, in)
		for _, f := range in.Files {
			files++
			deliveries[f.Delivery.Seq] = f.Name
			receipt(t, e, f)
		}
		if len(in.Reread) > 0 {
			t.Errorf("read again though nothing had changed: %+v", in.Reread)
		}
	}
	if files < 12 || accepted < 300 {
		t.Fatalf("only %d files with %d rows", files, accepted)
	}
	for _, path := range walk(t, e.WS.Inbox()) {
		if filepath.Base(filepath.Dir(path)) != workspace.Received {
			t.Errorf("%s is still in the inbox", path)
		}
	}
	receipts := export(t, e, "receipts")
	if n := len(distinct(column(t, receipts, "delivery"))); n != len(deliveries) {
		t.Errorf("receipts of %d deliveries, want %d", n, len(deliveries))
	}

	built := build(t, e, sampleWindow, sampleAsOf)
	if !built.HasFigures || !built.Demo || len(built.Checks) < 5 {
		t.Errorf("%+v", built)
	}
	for _, c := range built.Checks {
		if c.Severity == "stop" && c.Rows > 0 {
			t.Errorf("check %s: %v", c.Name, c.Sample())
		}
	}
	got := figures(t, e)
	for _, page := range []string{"league-" + sampleWindow + ".html", "circular-" + sampleWindow + ".html"} {
		for _, said := range []string{"演示数据", demo.DistrictName, built.BuildID, "2026年6月20日"} {
			if !strings.Contains(got[page], said) {
				t.Errorf("%s does not say %q", page, said)
			}
		}
	}
	villages := export(t, e, "village_scores")
	if n := len(villages) - 1; n != sample.Villages {
		t.Errorf("%d villages, want %d", n, sample.Villages)
	}
	ranked := 0
	for _, rank := range column(t, villages, "rank") {
		if rank != "" {
			ranked++
		}
	}
	if ranked < sample.Villages/2 {
		t.Errorf("only %d villages are ranked", ranked)
	}
	townships := export(t, e, "township_scores")
	if n := len(townships) - 1; n != sample.Townships {
		t.Errorf("%d townships, want %d", n, sample.Townships)
	}
	if n := len(export(t, e, "district_scores")) - 1; n != 1 {
		t.Errorf("%d districts", n)
	}
}

func distinct(values []string) map[string]bool {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return set
}

// The same inputs give the same bytes: on one thread and two, and after the
// lake and the warehouse are deleted and made again from the vault.
func TestSameInputsSameBytes(t *testing.T) {
	t.Parallel()
	e, _ := openSample(t, "2")
	build(t, e, sampleWindow, sampleAsOf)
	want := figures(t, e)

	t.Run("one thread", func(t *testing.T) {
		one, _ := openSample(t, "1")
		if one.WS.Config.Limits.Threads != 1 || e.WS.Config.Limits.Threads != 2 {
			t.Fatal("the threads were not set")
		}
		build(t, one, sampleWindow, sampleAsOf)
		expectSame(t, "one thread", want, figures(t, one))
	})
	t.Run("again from the vault", func(t *testing.T) {
		parts := lakeBytes(t, e)
		if err := os.RemoveAll(e.WS.Lake()); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(e.WS.Warehouse()); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if built := build(t, e, sampleWindow, sampleAsOf); built.Reused {
			t.Error("there was nothing to reuse")
		}
		expectSame(t, "from the vault", want, figures(t, e))
		expectSame(t, "the lake", parts, lakeBytes(t, e))
	})
}

// lakeBytes are the lake's files, by their path in it.
func lakeBytes(t *testing.T, e *pipelines.Env) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, table := range lake.Tables() {
		files, err := e.Lake.Files(table)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rel, err := filepath.Rel(e.WS.Lake(), path)
			if err != nil {
				t.Fatal(err)
			}
			all[rel] = string(data)
		}
	}
	if len(all) == 0 {
		t.Fatal("the lake is empty")
	}
	return all
}

// Files that share no key may arrive in another order.
func TestArrivalOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	reversed := func(n int) []int {
		order := inOrder(n)
		for i := range order {
			order[i] = n - 1 - i
		}
		return order
	}
	e := openWorked(t, inOrder)
	first := build(t, e, "2026Q2", "2026-07-10")
	want := figures(t, e)
	e = openWorked(t, reversed)
	if built := build(t, e, "2026Q2", "2026-07-10"); built.BuildID != first.BuildID {
		t.Errorf("build_id %s, want %s", built.BuildID, first.BuildID)
	}
	expectSame(t, "reversed", want, figures(t, e))
}
