package warehouse_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/warehouse"
)

// holdEnv makes the test binary open the named warehouse and hold it until
// its input ends: the other process of TestInUse.
const holdEnv = "WAREHOUSE_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdEnv); path != "" {
		if err := hold(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func hold(path string) error {
	db, err := warehouse.Open(context.Background(), path, warehouse.Options{})
	if err != nil {
		return err
	}
	fmt.Println("open")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err == nil {
		return errors.New("unexpected input")
	}
	return db.Close()
}

func TestInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "warehouse.duckdb")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.CommandContext(t.Context(), self)
	other.Env = append(os.Environ(), holdEnv+"="+path)
	other.Stderr = os.Stderr
	input, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(output).ReadString('\n'); err != nil || line != "open\n" {
		t.Fatalf("the other process said %q, %v", line, err)
	}
	for _, readOnly := range []bool{false, true} {
		db, err := warehouse.Open(t.Context(), path, warehouse.Options{ReadOnly: readOnly})
		if !errors.Is(err, warehouse.ErrInUse) {
			t.Errorf("read only %t: error is %v, want ErrInUse", readOnly, err)
		}
		if err == nil {
			db.Close()
		}
	}
	if err := errors.Join(input.Close(), other.Wait()); err != nil {
		t.Fatal(err)
	}
	db, err := warehouse.Open(t.Context(), path, warehouse.Options{})
	if err != nil {
		t.Fatalf("after the other process has ended: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// TestOpenRefuses: what is no warehouse is not taken for one that is in use.
func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	torn := filepath.Join(dir, "torn.duckdb")
	if err := os.WriteFile(torn, bytes.Repeat([]byte("not a database "), 1000), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		o    warehouse.Options
	}{
		"no directory":    {filepath.Join(dir, "nowhere", "w.duckdb"), warehouse.Options{}},
		"no database":     {torn, warehouse.Options{}},
		"absent, to read": {filepath.Join(dir, "absent.duckdb"), warehouse.Options{ReadOnly: true}},
	} {
		db, err := warehouse.Open(t.Context(), c.path, c.o)
		if err == nil {
			db.Close()
		}
		if err == nil || errors.Is(err, warehouse.ErrInUse) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestLockedConfiguration(t *testing.T) {
	open, closed := t.TempDir(), t.TempDir()
	for _, dir := range []string{open, closed} {
		if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte("n\n7\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	db := openMemory(t, warehouse.Options{ReadDirs: []string{open}})
	type row struct {
		N int64 `db:"n"`
	}
	read := func(path string) ([]row, error) {
		return warehouse.Read[row](t.Context(), db, "select n from read_csv("+warehouse.Literal(path)+")")
	}
	if rows, err := read(filepath.Join(open, "a.csv")); err != nil || len(rows) != 1 || rows[0].N != 7 {
		t.Fatalf("an allowed file: %v, %v", rows, err)
	}
	outside := filepath.Join(closed, "a.csv")
	for name, path := range map[string]string{
		"a directory not listed": outside,
		"by way of ..":           filepath.Join(open, "x") + "/../../" + filepath.Base(filepath.Dir(closed)) + "/" + filepath.Base(closed) + "/a.csv",
		"the system":             "/etc/passwd",
		"the web":                "https://127.0.0.1/a.csv",
	} {
		if rows, err := read(path); err == nil {
			t.Errorf("%s: read %v", name, rows)
		}
	}
	written := filepath.Join(closed, "out.csv")
	for _, statement := range []string{
		"copy (select 1) to " + warehouse.Literal(written),
		"attach " + warehouse.Literal(filepath.Join(closed, "other.duckdb")) + " as other",
		"set threads = 1",
		"set enable_external_access = true",
		"set autoinstall_known_extensions = true",
		"set allowed_directories = ['/']",
		"reset lock_configuration",
		"set lock_configuration = false",
		"install httpfs",
		"load httpfs",
		"install '" + filepath.Join(closed, "evil.duckdb_extension") + "'",
	} {
		// Refused by the configuration, not for want of a network or a file.
		_, err := db.ExecContext(t.Context(), statement)
		if err == nil || !strings.Contains(err.Error(), "disabled") && !strings.Contains(err.Error(), "has been locked") {
			t.Errorf("%s: error is %v", statement, err)
		}
	}
	for _, path := range []string{written, filepath.Join(closed, "other.duckdb")} {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s was written: %v", path, err)
		}
	}
	// Nothing stands open where no directory is named.
	bare := openMemory(t, warehouse.Options{})
	if rows, err := warehouse.Read[row](t.Context(), bare, "select n from read_csv("+warehouse.Literal(outside)+")"); err == nil {
		t.Errorf("without directories: read %v", rows)
	}
}

func TestOptionsAreSet(t *testing.T) {
	temp := t.TempDir()
	db := openMemory(t, warehouse.Options{Threads: 1, MemoryMiB: 512, TempDir: temp})
	type setting struct {
		Value string `db:"value"`
	}
	for name, want := range map[string]string{
		"threads": "1", "memory_limit": "512.0 MiB", "temp_directory": temp,
		"autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
		"enable_external_access": "false", "lock_configuration": "true",
	} {
		rows, err := warehouse.Read[setting](t.Context(), db, "select cast(current_setting("+warehouse.Literal(name)+") as varchar) as value")
		if err != nil || len(rows) != 1 || rows[0].Value != want {
			t.Errorf("%s is %v, %v; want %s", name, rows, err, want)
		}
	}
}

// TestCopyParquet: equal rows in equal order give equal bytes, and the bytes
// are the rows.
func TestCopyParquet(t *testing.T) {
	dir := t.TempDir()
	var copies [][]byte
	for _, threads := range []int{1, 2} {
		db := openMemory(t, warehouse.Options{Threads: threads, ReadDirs: []string{dir}})
		run(t, db, "create table numbers as select i as n, '村' || i as name, date '2026-01-01' + i::integer % 500 as day from range(20000) as r(i)")
		for range 2 {
			var b bytes.Buffer
			if err := db.CopyParquet(t.Context(), "select * from numbers order by n desc", dir, &b); err != nil {
				t.Fatal(err)
			}
			copies = append(copies, b.Bytes())
		}
	}
	for i, c := range copies[1:] {
		if !bytes.Equal(copies[0], c) {
			t.Errorf("copy %d differs: %d bytes and %d", i+1, len(copies[0]), len(c))
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	path := filepath.Join(dir, "back.parquet")
	if err := os.WriteFile(path, copies[0], 0o644); err != nil {
		t.Fatal(err)
	}
	db := openMemory(t, warehouse.Options{ReadDirs: []string{dir}})
	type sums struct {
		N    int64  `db:"n"`
		Name string `db:"name"`
	}
	got, err := warehouse.Read[sums](t.Context(), db, "select count(distinct n) as n, min(name) as name from read_parquet("+warehouse.Literal(path)+")")
	if err != nil || len(got) != 1 || got[0] != (sums{20000, "村0"}) {
		t.Errorf("read back %+v, %v", got, err)
	}
}

// TestCopyParquetFails: a failing query writes nothing and leaves nothing.
func TestCopyParquetFails(t *testing.T) {
	dir := t.TempDir()
	db := openMemory(t, warehouse.Options{ReadDirs: []string{dir}})
	var b bytes.Buffer
	if err := db.CopyParquet(t.Context(), "select error('boom') from range(3)", dir, &b); err == nil || b.Len() != 0 {
		t.Errorf("error %v, %d bytes", err, b.Len())
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if err := db.CopyParquet(t.Context(), "select 1", filepath.Join(dir, "nowhere"), &b); err == nil {
		t.Error("a copy into no directory succeeded")
	}
}

func TestRemove(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	for _, p := range []string{path, path + ".wal"} {
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time nothing is there, which is no error
		if err := warehouse.Remove(path); err != nil {
			t.Fatal(err)
		}
		if left, _ := filepath.Glob(path + "*"); len(left) != 0 {
			t.Errorf("left: %s", strings.Join(left, " "))
		}
	}
}
