package pipelines_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/state"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// worked is the example computed by hand in docs/worked-example.md.
const worked = "../testdata/worked"

// openWorked makes a workspace of the worked example and takes its files in,
// in the given order of deliveries.
func openWorked(t *testing.T, order func(n int) []int) *pipelines.Env {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"registry.csv", "catalogue.csv"} {
		data, err := os.ReadFile(filepath.Join(worked, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err := workspace.Create(dir, workspace.New{
		District: workspace.District{Code: "990101", Name: "云岫区"}, Schedule: pipelines.DefaultSchedule,
	})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 8, 1, 9, 0, 0, 0, civil.Shanghai) }
	st, err := state.Open(filepath.Join(dir, workspace.StateFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	e, err := pipelines.Open(dir, st, now)
	if err != nil {
		t.Fatal(err)
	}
	deliveries := readCSV(t, filepath.Join(worked, "deliveries.csv"))[1:]
	for _, i := range order(len(deliveries)) {
		d := deliveries[i]
		r := pipelines.IntakeRequest{Paths: []string{filepath.Join(worked, "files", filepath.Base(d[0]))}, Township: d[1], History: d[3] == "true"}
		if d[2] != "" {
			if r.ReceivedAt, err = time.Parse(time.RFC3339, d[2]); err != nil {
				t.Fatal(err)
			}
		}
		result, err := e.Ingest(t.Context(), r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if result.Partly() {
			t.Fatalf("%s: %+v", d[0], result.Files)
		}
	}
	return e
}

func inOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return records
}

// priorProblems is the mart of the previous window's problems and what became
// of them, in the order of the expectation. The wording of a fact is the
// software's and stays out.
const priorProblems = `
	select level, village_code, township_code, kind, item_code, period, cast(occurred_on as varchar) as occurred_on, event_no,
		cast(since as varchar) as since, state, cast(mended_on as varchar) as mended_on, cast(open_days as bigint) as open_days
	from prior_problems
	order by level, village_code, kind, item_code nulls first, period nulls first, prior_problems.occurred_on nulls first,
		event_no nulls first, prior_problems.since`

func TestWorkedExample(t *testing.T) {
	e := openWorked(t, inOrder)
	for _, c := range []struct {
		asOf, expect string
		prior        bool // the previous window's problems are worked out too
	}{
		{"2026-07-10", "expect", true},
		{"2026-06-14", "expect-provisional", false},
	} {
		t.Run(c.asOf, func(t *testing.T) {
			day := civil.MustParse(c.asOf)
			if _, err := e.Build(t.Context(), pipelines.BuildRequest{Window: "2026Q2", AsOf: &day}, nil); err != nil {
				t.Fatal(err)
			}
			tables := []string{"obligations", "consultations", "village_scores", "township_scores", "district_scores", "problems"}
			paths, err := e.Export(t.Context(), tables, pipelines.FormatCSV, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			for i, path := range paths {
				compareTables(t, tables[i], readCSV(t, filepath.Join(worked, c.expect, tables[i]+".csv")), readCSV(t, path))
			}
			if c.prior {
				compareTables(t, "prior_problems", readCSV(t, filepath.Join(worked, c.expect, "prior_problems.csv")), martTable(t, e, priorProblems))
			}
		})
	}
}

// compareTables reports every cell that differs.
func compareTables(t *testing.T, table string, want, got [][]string) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s: %d rows, want %d", table, len(got)-1, len(want)-1)
	}
	for r := range min(len(want), len(got)) {
		if len(want[r]) != len(got[r]) {
			t.Errorf("%s row %d: %d columns, want %d", table, r, len(got[r]), len(want[r]))
			continue
		}
		for c := range want[r] {
			if want[r][c] != got[r][c] {
				t.Errorf("%s row %d (%s), %s = %q, want %q", table, r, strings.Join(want[r][2:min(12, len(want[r]))], " "), want[0][c], got[r][c], want[r][c])
			}
		}
	}
}
