package pipelines_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/lake"
	"tongbao/internal/state"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// What the end-to-end tests share: workspaces, files in the inbox, and what
// came of them.

// today is the clock of the tests' workspaces.
var today = time.Date(2026, 8, 1, 9, 0, 0, 0, civil.Shanghai)

const (
	registryHeader  = "镇街代码,镇街,镇街类型,村社代码,村（社区）,类型,户数,人口,曾用名,生效日期,失效日期\n"
	catalogueHeader = "事项编码,类别,公开事项,别名,适用,频次,最短公示,依据,生效日期,失效日期\n"
)

// smallDistrict is a registry of two townships and a catalogue.
var smallDistrict = map[string]string{
	"registry.csv": registryHeader +
		"990101101,青禾镇,镇,990101101201,松涧村,村,320,900,松间村,2020-01-01,\n" +
		"990101101,青禾镇,镇,990101101202,竹溪村,村,210,610,,2020-01-01,\n" +
		"990101002,望舒街道,街道,990101002001,月湖社区,社区,1500,4100,,2020-01-01,\n",
	"catalogue.csv": catalogueHeader +
		"CW01,财务,财务收支情况,财务收支,全部,月,1m,示例,2020-01-01,\n" +
		"ZW01,政务,低保对象名单,,全部,季,10d,示例,2020-01-01,\n",
}

// makeWorkspace makes a workspace of the given files in a new directory.
func makeWorkspace(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), text)
	}
	err := workspace.Create(dir, workspace.New{
		District: workspace.District{Name: "云岫区"}, Schedule: pipelines.DefaultSchedule,
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// openEnv opens the workspace at dir, on the tests' day.
func openEnv(t testing.TB, dir string) *pipelines.Env {
	t.Helper()
	return openEnvAt(t, dir, func() time.Time { return today })
}

// openEnvAt is openEnv with a clock of its own.
func openEnvAt(t testing.TB, dir string, now func() time.Time) *pipelines.Env {
	t.Helper()
	st, err := state.Open(filepath.Join(dir, workspace.StateFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	e, err := pipelines.Open(dir, st, now)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// writeFile writes a file that looks as if it had lain there for an hour.
func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
}

func ingest(t *testing.T, e *pipelines.Env, r pipelines.IntakeRequest) pipelines.Intake {
	t.Helper()
	result, err := e.Ingest(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// received is an instant in the tests' summer, by day.
func received(day string) time.Time { return civil.MustParse(day).Time().Add(2 * time.Hour) }

// summerIntake takes the inbox in, as received on a day in July.
var summerIntake = pipelines.IntakeRequest{ReceivedAt: received("2026-07-10")}

// request asks for a window on a day.
func request(window, asOf string) pipelines.BuildRequest {
	day := civil.MustParse(asOf)
	return pipelines.BuildRequest{Window: window, AsOf: &day}
}

// build builds a window; an empty asOf is the default.
func build(t *testing.T, e *pipelines.Env, window, asOf string) pipelines.Built {
	t.Helper()
	r := pipelines.BuildRequest{Window: window}
	if asOf != "" {
		r = request(window, asOf)
	}
	built, err := e.Build(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// export is one table of the standing warehouse, or of the lake.
func export(t *testing.T, e *pipelines.Env, table string) [][]string {
	t.Helper()
	paths, err := e.Export(t.Context(), []string{table}, pipelines.FormatCSV, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return readCSV(t, paths[0])
}

// figures are the exports and both reports of the standing warehouse, by
// file name.
func figures(t *testing.T, e *pipelines.Env) map[string]string {
	t.Helper()
	dir := t.TempDir()
	tables := []string{"obligations", "consultations", "village_scores", "township_scores", "district_scores", "problems"}
	paths, err := e.Export(t.Context(), tables, pipelines.FormatCSV, dir)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := e.Report(t.Context(), []string{"league", "circular"}, "", dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, p := range append(paths, pages...) {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = string(data)
	}
	if len(all) != len(tables)+2 {
		t.Fatalf("%d files, want %d", len(all), len(tables)+2)
	}
	return all
}

// expectSame reports the files that differ, with the first difference.
func expectSame(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s: %d files, want %d", what, len(got), len(want))
	}
	for name, text := range want {
		if got[name] == text {
			continue
		}
		at := 0
		for at < min(len(text), len(got[name])) && text[at] == got[name][at] {
			at++
		}
		t.Errorf("%s: %s differs at byte %d: %q, want %q", what, name, at, around(got[name], at), around(text, at))
	}
}

func around(text string, at int) string {
	return text[max(0, min(at, len(text))-60):min(len(text), at+60)]
}

// column is a column of a table by its header.
func column(t *testing.T, table [][]string, name string) []string {
	t.Helper()
	for i, header := range table[0] {
		if header == name {
			var values []string
			for _, row := range table[1:] {
				values = append(values, row[i])
			}
			return values
		}
	}
	t.Fatalf("no column %s in %v", name, table[0])
	return nil
}

// reconcile checks that every row of every receipt is accounted for, and
// returns the sum of rows accepted.
func reconcile(t *testing.T, result pipelines.Intake) (accepted int) {
	t.Helper()
	for _, f := range result.Files {
		if f.Left != "" {
			t.Errorf("%s was left: %s", f.Path, f.Left)
		}
		for _, r := range f.Receipts {
			if r.Rows != r.Accepted+r.Quarantined+r.NonData {
				t.Errorf("%s %s: %d rows, but %d accepted, %d quarantined, %d non-data", f.Name, r.Name, r.Rows, r.Accepted, r.Quarantined, r.NonData)
			}
			accepted += r.Accepted
		}
	}
	return accepted
}

// receipt is the JSON receipt in the outbox of a delivery.
func receipt(t *testing.T, e *pipelines.Env, f pipelines.Taken) map[string]any {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", strings.ReplaceAll(f.Name, "/", "_")))
	if err != nil || len(found) > 0 {
		t.Fatalf("%v %v", found, err)
	}
	pattern := filepath.Join(e.WS.Outbox(), "*", "*", "*-"+strings.ReplaceAll(f.Name, "/", "_")+".回执.json")
	found, err = filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("receipts of %s: %v %v", f.Name, found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	var r map[string]any
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// statuses are the receipts of a file.
func statuses(f pipelines.Taken) (all []lake.Status) {
	for _, r := range f.Receipts {
		all = append(all, r.Status)
	}
	return all
}

// walk lists the files below a directory, by path.
func walk(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return all
}
