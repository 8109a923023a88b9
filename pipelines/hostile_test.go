package pipelines_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tongbao/pipelines"
)

// What lies in an inbox is somebody's input: names that lead elsewhere, things
// that are no files, archives with members that cannot be unpacked.

func TestNamesThatLeadElsewhere(t *testing.T) {
	dir := makeWorkspace(t, map[string]string{
		"registry.csv":  registryHeader + "990101101,../../逃,镇,990101101201,松涧村,村,,,,2020-01-01,\n",
		"catalogue.csv": smallDistrict["catalogue.csv"],
	})
	e := openEnv(t, dir)
	long := strings.Repeat("村务公开备案表", 11) + ".csv" // near what a file system takes
	writeFile(t, filepath.Join(e.WS.Inbox(), "990101101", long), "村（社区）,公开事项,所属期\n无名村,CW01,2026-06\n")
	result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-12")})
	if len(result.Files) != 1 || result.Files[0].Left != "" {
		t.Fatalf("%+v", result.Files)
	}
	for _, outside := range []string{filepath.Dir(dir), filepath.Dir(filepath.Dir(dir))} {
		if _, err := os.Stat(filepath.Join(outside, "逃")); err == nil {
			t.Errorf("an answer was written to %s", outside)
		}
	}
	for _, ending := range []string{".回执.json", ".回执.html", ".退回表.xlsx"} {
		if found, _ := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", "*"+ending)); len(found) != 1 {
			t.Errorf("answers %s: %v", ending, found)
		}
	}
	if _, err := e.Refresh(t.Context()); err != nil {
		t.Errorf("the workspace is stuck: %v", err)
	}
}

func TestWhatIsNoFileIsLeft(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	folder := filepath.Join(e.WS.Inbox(), "青禾镇")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "管道.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "别处.csv")
	writeFile(t, secret, "村（社区）,公开事项,所属期\n松涧村,CW01,2026-06\n")
	if err := os.Symlink(secret, filepath.Join(folder, "链接.csv")); err != nil {
		t.Fatal(err)
	}
	result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-12")})
	if len(result.Files) != 2 || len(e.Vault.Deliveries()) != 0 {
		t.Fatalf("%+v", result.Files)
	}
	for _, f := range result.Files {
		if !strings.Contains(f.Left, "不是普通文件") {
			t.Errorf("%s: %q", f.Name, f.Left)
		}
	}
}

func TestArchiveWithBadMembers(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	path := filepath.Join(e.WS.Inbox(), "青禾镇", "汇总.zip")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for name, text := range map[string]string{
		"六月.csv": "村（社区）,公开事项,所属期,公布日期\n松涧村,CW01,2026-06,2026-07-10\n", "../逃.csv": "x", "../../逃.csv": "y",
	} {
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-12")})
	if len(result.Files) != 2 {
		t.Fatalf("%+v", result.Files)
	}
	good, bad := result.Files[0].Receipts[0], result.Files[1].Receipts[0]
	if good.Accepted != 1 || bad.Status != "refused" || strings.Count(bad.Reason, "逃.csv") != 2 {
		t.Errorf("good %+v\nbad %+v", good, bad)
	}
	if again := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-12")}); len(again.Files) != 0 {
		t.Errorf("taken in again: %+v", again.Files)
	}
}
