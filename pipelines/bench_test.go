package pipelines_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/demo"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/warehouse"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

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
