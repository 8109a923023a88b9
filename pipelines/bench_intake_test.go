package pipelines_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"tongbao/internal/durable"
	"tongbao/internal/warehouse"
	"tongbao/pipelines"
)

// machineRows is how many rows the large machine-format file has.
const machineRows = 1_000_000

// machineFile writes a filing of machineRows rows in machine format: English
// headers, codes, ISO dates; and the registry and catalogue it goes with.
func machineFile(b *testing.B, path string) map[string]string {
	b.Helper()
	const villages, items, months = 1000, 10, 100
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "village,item,period,occurred_on,event_no,published_on,removed_on,publisher,signed_date,committee_seal,supervisor_seal,signed,"+
		"proposed_on,reviewed_on,decided_on,archived_on,filed_on,township_reviewed_on,review_result,summary")
	n := 0
	for v := range villages {
		for m := range months {
			month := benchMonth(m)
			for i := range items {
				n++
				fmt.Fprintf(w, "%s,CW%02d,%s,,,%s-%02d,,村（居）民委员会,%s-10,true,true,%t,%s-01,%s-03,%s-05,%s-28,%s-28,%s-28,合格,财务收支公开第%d号\n",
					benchVillage(v), i, month, month, 10+n%19, month, n%10 > 0, month, month, month, month, month, month, n)
			}
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if n != machineRows {
		b.Fatalf("%d rows written", n)
	}
	return benchDistrict(villages, items)
}

// benchDistrict is the registry and the catalogue of a made-up district.
func benchDistrict(villages, items int) map[string]string {
	var registry, catalogue strings.Builder
	registry.WriteString(registryHeader)
	catalogue.WriteString(catalogueHeader)
	for v := range villages {
		code := benchVillage(v)
		fmt.Fprintf(&registry, "%s,镇%d镇,镇,%s,村%d村,村,300,900,,,\n", code[:9], v/100, code, v)
	}
	for i := range items {
		fmt.Fprintf(&catalogue, "CW%02d,财务,财务收支第%d项,,全部,月,1m,示例,,\n", i, i)
	}
	return map[string]string{"registry.csv": registry.String(), "catalogue.csv": catalogue.String()}
}

func benchVillage(v int) string { return fmt.Sprintf("990101%03d%03d", 100+v/100, 200+v%100) }

func benchMonth(m int) string { return fmt.Sprintf("%d-%02d", 2017+m/12, 1+m%12) }

// BenchmarkIngestMachineFormat takes in a million rows, everything included
// (seal, read, validate, match, Parquet), against DuckDB's own read_csv to
// Parquet of the same file.
func BenchmarkIngestMachineFormat(b *testing.B) {
	path := filepath.Join(b.TempDir(), "machine.csv")
	files := machineFile(b, path)
	benchIngest(b, files, path, machineRows, func() time.Duration { return readCSVToParquet(b, path) })
}

// benchIngest takes a file of so many good rows in, and measures the
// yardstick in the same run.
func benchIngest(b *testing.B, files map[string]string, path string, rows int, yardstick func() time.Duration) {
	b.Helper()
	for b.Loop() {
		b.StopTimer()
		e := openEnv(b, makeWorkspace(b, files))
		resetPeakMemory(b)
		b.StartTimer()
		began := time.Now()
		result, err := e.Ingest(b.Context(), pipelines.IntakeRequest{Paths: []string{path}, Township: "区级"}, nil)
		took := time.Since(began)
		b.StopTimer()
		if err != nil {
			b.Fatal(err)
		}
		if n := result.Counts()["accepted"]; n != int64(rows) {
			b.Fatalf("%d rows accepted, want %d", n, rows)
		}
		reportPeakMemory(b)
		against := yardstick()
		b.ReportMetric(against.Seconds(), "yardstick-s")
		b.ReportMetric(took.Seconds()/against.Seconds(), "×yardstick")
		b.ReportMetric(float64(rows)/took.Seconds(), "rows/s")
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

// resetPeakMemory gives back what earlier work holds and starts the kernel's
// count of the process's peak memory anew.
func resetPeakMemory(b *testing.B) {
	b.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Logf("the peak memory includes earlier work: %v", err)
	}
}

// reportPeakMemory reports the process's peak resident memory, where the
// system tells it.
func reportPeakMemory(b *testing.B) {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		var kib float64
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kib); err == nil {
			b.ReportMetric(kib/1024, "peak-MiB")
		}
	}
}

// BenchmarkIngestSmallFiles takes 400 small files in from the inbox, each
// sealed, read, answered and put away with everything synced, against merely
// writing what that leaves behind (blob, sidecar, receipt, two parts of the
// lake) as durably.
func BenchmarkIngestSmallFiles(b *testing.B) {
	const files, villages, written = 400, 20, 5
	var filing [files]string
	for n := range filing {
		var text strings.Builder
		text.WriteString("村（社区）,公开事项,所属期,公布日期,公开形式,涉及金额\n")
		for v := range villages {
			month := benchMonth(n / 10)
			fmt.Fprintf(&text, "村%d村,财务收支第%d项,%s,%s-10,公开栏,%d\n", v, n%10, month, month, n)
		}
		filing[n] = text.String()
	}
	for b.Loop() {
		b.StopTimer()
		dir := makeWorkspace(b, benchDistrict(villages, 10))
		for n, text := range filing {
			writeFile(b, filepath.Join(dir, "inbox", "镇0镇", fmt.Sprintf("备案表%03d.csv", n)), text)
		}
		e := openEnv(b, dir)
		b.StartTimer()
		began := time.Now()
		result, err := e.Ingest(b.Context(), pipelines.IntakeRequest{}, nil)
		took := time.Since(began)
		b.StopTimer()
		if err != nil {
			b.Fatal(err)
		}
		if n := result.Counts()["accepted"]; n != files*villages {
			b.Fatalf("%d rows accepted", n)
		}
		other := b.TempDir()
		began = time.Now()
		for n, text := range filing {
			for i := range written {
				if err := durable.WriteBytes(filepath.Join(other, fmt.Sprintf("%d-%d", n, i)), []byte(text)); err != nil {
					b.Fatal(err)
				}
			}
		}
		against := time.Since(began)
		b.ReportMetric(against.Seconds(), "yardstick-s")
		b.ReportMetric(took.Seconds()/against.Seconds(), "×yardstick")
		b.ReportMetric(files/took.Seconds(), "files/s")
		b.StartTimer()
	}
}
