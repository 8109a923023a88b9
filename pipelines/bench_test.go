package pipelines_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/demo"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/warehouse"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// The yardstick of every figure is measured in the same run, on the same
// machine: docs/performance.md says how to read them.

// machineRows is how many rows the large machine-format file has.
const machineRows = 1_000_000

// machineFile writes a filing of machineRows rows in machine format: English
// headers, codes, ISO dates; and the registry and catalogue it goes with.
func machineFile(b *testing.B, path string) map[string]string {
	b.Helper()
	const villages, items, months = 1000, 10, 100
	registry, catalogue := registryHeader, catalogueHeader
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "village,item,period,occurred_on,event_no,published_on,removed_on,publisher,signed_date,committee_seal,supervisor_seal,signed,"+
		"proposed_on,reviewed_on,decided_on,archived_on,filed_on,township_reviewed_on,review_result,summary")
	for i := range items {
		catalogue += fmt.Sprintf("CW%02d,财务,财务收支第%d项,,全部,月,1m,示例,,\n", i, i)
	}
	n := 0
	for v := range villages {
		township := fmt.Sprintf("990101%03d", 100+v/100)
		code := fmt.Sprintf("%s%03d", township, 200+v%100)
		registry += fmt.Sprintf("%s,镇%d镇,镇,%s,村%d村,村,300,900,,,\n", township, v/100, code, v)
		for m := range months {
			month := fmt.Sprintf("%d-%02d", 2017+m/12, 1+m%12)
			for i := range items {
				n++
				fmt.Fprintf(w, "%s,CW%02d,%s,,,%s-%02d,,村（居）民委员会,%s-10,true,true,%t,%s-01,%s-03,%s-05,%s-28,%s-28,%s-28,合格,财务收支公开第%d号\n",
					code, i, month, month, 10+n%19, month, n%10 > 0, month, month, month, month, month, month, n)
			}
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if n != machineRows {
		b.Fatalf("%d rows written", n)
	}
	return map[string]string{"registry.csv": registry, "catalogue.csv": catalogue}
}

// BenchmarkIngestMachineFormat takes in a million rows, everything included
// (seal, read, validate, match, Parquet), against DuckDB's own read_csv to
// Parquet of the same file.
func BenchmarkIngestMachineFormat(b *testing.B) {
	path := filepath.Join(b.TempDir(), "machine.csv")
	files := machineFile(b, path)
	for b.Loop() {
		b.StopTimer()
		e := benchEnv(b, files)
		b.StartTimer()
		began := time.Now()
		result, err := e.Ingest(b.Context(), pipelines.IntakeRequest{Paths: []string{path}, Township: "区级"}, nil)
		took := time.Since(began)
		b.StopTimer()
		if err != nil {
			b.Fatal(err)
		}
		if n := result.Counts()["accepted"]; n != machineRows {
			b.Fatalf("%d rows accepted", n)
		}
		yardstick := readCSVToParquet(b, path)
		b.ReportMetric(yardstick.Seconds(), "yardstick-s")
		b.ReportMetric(took.Seconds()/yardstick.Seconds(), "×yardstick")
		b.ReportMetric(float64(machineRows)/took.Seconds(), "rows/s")
		b.StartTimer()
	}
}

// readCSVToParquet times DuckDB with the threads and memory tongbao gives it.
func readCSVToParquet(b *testing.B, path string) time.Duration {
	b.Helper()
	dir := b.TempDir()
	db, err := warehouse.Open(b.Context(), "", warehouse.Options{TempDir: dir, ReadDirs: []string{dir, filepath.Dir(path)}})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	began := time.Now()
	query := fmt.Sprintf("COPY (SELECT * FROM read_csv(%s)) TO %s (FORMAT parquet)", warehouse.Literal(path), warehouse.Literal(filepath.Join(dir, "y.parquet")))
	if _, err := db.ExecContext(b.Context(), query); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

func benchEnv(b *testing.B, files map[string]string) *pipelines.Env {
	b.Helper()
	return openEnv(b, makeWorkspace(b, files))
}

// BenchmarkLakeParts opens a lake of a thousand small parts, and the same rows
// folded.
func BenchmarkLakeParts(b *testing.B) {
	const parts = 1000
	dir := b.TempDir()
	l := lake.Open(filepath.Join(dir, "lake"))
	table := filing.ByCode("disclosures")
	for n := range int64(parts) {
		p := l.Begin(lake.Origin{Delivery: n + 1, Township: "990101101", ReceivedAt: received("2026-07-12"), ReceivedOn: civil.MustParse("2026-07-12")})
		row := filing.Row{Number: 2, Key: fmt.Sprint(n), Values: make([]filing.Value, len(table.Columns))}
		p.Sheet(0, "", func() *filing.Table { return table }).Accept(row, nil)
		p.Receipt(lake.Receipt{Status: lake.Accepted})
		if err := p.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	count := func(b *testing.B) {
		b.Helper()
		for b.Loop() {
			db, err := warehouse.Open(b.Context(), "", warehouse.Options{TempDir: dir, ReadDirs: []string{dir}})
			if err != nil {
				b.Fatal(err)
			}
			if err := warehouse.AttachLake(b.Context(), db, l); err != nil {
				b.Fatal(err)
			}
			var n int
			if err := db.QueryRowContext(b.Context(), "SELECT count(DISTINCT row_key) FROM raw_disclosures").Scan(&n); err != nil || n != parts {
				b.Fatal(n, err)
			}
			db.Close()
		}
	}
	b.Run("parts", count)
	if err := l.Fold(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("folded", count)
}

// BenchmarkReports makes both reports of a quarter from the lake of the full
// sample district: no warehouse stands, so the build is included.
func BenchmarkReports(b *testing.B) {
	dir := b.TempDir()
	files, err := demo.Write(dir, demo.Full)
	if err != nil {
		b.Fatal(err)
	}
	if err := workspace.Create(dir, workspace.New{
		District: workspace.District{Code: demo.DistrictCode, Name: demo.DistrictName}, Demo: true, Schedule: pipelines.DefaultSchedule,
	}); err != nil {
		b.Fatal(err)
	}
	e := openEnv(b, dir)
	for _, f := range files {
		r := pipelines.IntakeRequest{Paths: []string{filepath.Join(dir, filepath.FromSlash(f.Path))}, ReceivedAt: f.ReceivedAt, History: f.History}
		if _, err := e.Ingest(b.Context(), r, nil); err != nil {
			b.Fatal(err)
		}
	}
	asOf := civil.MustParse("2026-07-20")
	for b.Loop() {
		b.StopTimer()
		if err := warehouse.Remove(e.WS.Warehouse()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := e.Build(b.Context(), pipelines.BuildRequest{Window: "2026Q2", AsOf: &asOf}, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := e.Report(b.Context(), []string{"league", "circular"}, "", e.WS.Out()); err != nil {
			b.Fatal(err)
		}
	}
}
