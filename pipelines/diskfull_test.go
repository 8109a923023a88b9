//go:build linux

package pipelines_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tongbao/internal/workspace"
)

// A place where files stop growing: a small disk where one may be mounted,
// and a process whose files may not grow anywhere.
type cramped struct {
	dir string
	// tighten leaves room for that many bytes and returns the child's
	// environment; relax takes it back.
	tighten func(bytes int64) (env []string)
	relax   func()
}

func limitedFiles(t *testing.T) cramped {
	return cramped{
		dir:     t.TempDir(),
		tighten: func(n int64) []string { return []string{fmt.Sprintf("%s=%d", childLimit, n)} },
		relax:   func() {},
	}
}

func smallDisk(t *testing.T) cramped {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64m"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	filler := filepath.Join(dir, "filler")
	return cramped{
		dir: filepath.Join(dir, "w"),
		tighten: func(n int64) []string {
			var free syscall.Statfs_t
			if err := syscall.Statfs(dir, &free); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filler, make([]byte, int64(free.Bavail)*int64(free.Bsize)-n), 0o644); err != nil {
				t.Fatal(err)
			}
			return nil
		},
		relax: func() {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		},
	}
}

// manyRows is a file of 6,000 rows with texts that do not repeat.
func manyRows() string {
	var text strings.Builder
	text.WriteString("村（社区）,公开事项,事项发生日期,事项编号,公布日期,公开单位\n")
	for i := range 6000 {
		fmt.Fprintf(&text, "松涧村,办事指南变更,2026-05-01,%d,2026-05-05,单位%x\n", i, i*2654435761%1000003)
	}
	return text.String()
}

// badRows is a file of rows that all go back.
func badRows() string {
	return "村（社区）,公开事项,事项发生日期,公布日期\n" + strings.Repeat("无名村,办事指南变更,2026-05-01,2026-05-05\n", 3000)
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var data bytes.Buffer
	w := gzip.NewWriter(&data)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return data.String()
}

// Where the disk is full the intake says so; the file stays in the inbox,
// nothing half stands in the lake, and the next run completes the work.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]func(*testing.T) cramped{
		"files cannot grow": limitedFiles, "the disk is full": func(t *testing.T) cramped { return smallDisk(t) },
	} {
		for _, c := range []struct {
			stage, file, text   string
			room                int64
			accepted, goingBack int
		}{
			{"sealing", "多.csv", manyRows(), 64 << 10, 6000, 0},
			{"the lake", "多.csv.gz", gzipped(t, manyRows()), 104 << 10, 6000, 0},
			{"the answer", "坏.csv.gz", gzipped(t, badRows()), 140 << 10, 0, 3000},
		} {
			t.Run(name+"/"+c.stage, func(t *testing.T) {
				room := place(t)
				for file, text := range eventDistrict() {
					writeFile(t, filepath.Join(room.dir, file), text)
				}
				create(t, room.dir)
				e := openEnv(t, room.dir)
				path := filepath.Join(e.WS.Inbox(), "青禾镇", c.file)
				writeFile(t, path, c.text)

				env := room.tighten(c.room)
				said := startChild(t, room.dir, "ingest", env...).says()
				room.relax()
				what, failed := strings.CutPrefix(said, "failed: ")
				if !failed {
					t.Fatalf("the child says %q", said)
				}
				if !strings.Contains(what, path) {
					t.Errorf("the error does not name the file: %s", what)
				}
				if !strings.Contains(what, "磁盘") {
					t.Errorf("the error does not say that the disk is full, in Chinese: %s", what)
				}
				if data, err := os.ReadFile(path); err != nil || string(data) != c.text {
					t.Errorf("the file is not in the inbox as it was: %v", err)
				}
				for _, left := range walk(t, e.WS.Lake()) {
					if strings.HasSuffix(left, ".parquet") && strings.Contains(left, "/receipts/") {
						t.Errorf("the lake says that it was read: %s", left)
					}
				}
				for _, left := range append(walk(t, e.WS.Lake()), walk(t, e.WS.Outbox())...) {
					if strings.HasPrefix(filepath.Base(left), ".") {
						t.Errorf("left behind: %s", left)
					}
				}

				e = openEnv(t, room.dir)
				ingest(t, e, summerIntake)
				if left := waiting(t, e.WS.Inbox()); len(left) > 0 {
					t.Errorf("still in the inbox: %v", left)
				}
				rows, back := 0, 0
				receipts := export(t, e, "receipts")
				for i, status := range column(t, receipts, "status") {
					if status != "duplicate" {
						rows += number(t, column(t, receipts, "accepted")[i])
						back += number(t, column(t, receipts, "quarantined")[i])
					}
				}
				if rows != c.accepted || back != c.goingBack {
					t.Errorf("%d rows accepted, %d going back, want %d and %d", rows, back, c.accepted, c.goingBack)
				}
				lists, err := filepath.Glob(filepath.Join(e.WS.Outbox(), "青禾镇", "*", "*.退回表.xlsx"))
				if err != nil || len(lists) != min(c.goingBack, 1) {
					t.Errorf("return workbooks: %v %v", lists, err)
				}
			})
		}
	}
}

// A build without room leaves the old warehouse as it was.
func TestDiskFullBuild(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]func(*testing.T) cramped{
		"files cannot grow": limitedFiles, "the disk is full": func(t *testing.T) cramped { return smallDisk(t) },
	} {
		t.Run(name, func(t *testing.T) {
			room := place(t)
			for file, text := range eventDistrict() {
				writeFile(t, filepath.Join(room.dir, file), text)
			}
			create(t, room.dir)
			e := openEnv(t, room.dir)
			dropEvents(t, e.WS.Inbox(), 1)
			ingest(t, e, summerIntake)
			build(t, e, "2026Q2", "2026-07-10")
			before := figures(t, e)

			env := room.tighten(64 << 10)
			said := startChild(t, room.dir, "build 2026-05 2026-07-10", env...).says()
			room.relax()
			if !strings.HasPrefix(said, "failed: ") {
				t.Fatalf("the child says %q", said)
			}
			if !strings.Contains(said, "磁盘") {
				t.Errorf("the error does not say that the disk is full, in Chinese: %s", said)
			}
			expectSame(t, "after the failed build", before, figures(t, e))
			if left, err := filepath.Glob(e.WS.Warehouse() + ".*"); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
			if built := build(t, e, "2026-05", "2026-07-10"); !built.HasFigures || built.Reused {
				t.Errorf("%+v", built)
			}
		})
	}
}

func create(t *testing.T, dir string) {
	t.Helper()
	if err := workspace.Create(dir, workspace.New{District: workspace.District{Name: "云岫区"}, Schedule: "schedule: []\n"}); err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, text string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return n
}
