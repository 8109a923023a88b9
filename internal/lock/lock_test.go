package lock

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain lets the test binary stand in for another tongbao process.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LOCK_TEST_HOLD"); dir != "" {
		l, err := Acquire(dir, "build（另一进程）")
		if err != nil {
			os.Stdout.WriteString("error: " + err.Error() + "\n")
			os.Exit(1)
		}
		os.Stdout.WriteString("held\n")
		bufio.NewReader(os.Stdin).ReadString('\n')
		if err := l.Release(); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// holdElsewhere holds the workspace lock in another process.
func holdElsewhere(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LOCK_TEST_HOLD="+dir)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("the other process did not take the lock: %q, %v", line, err)
	}
	return cmd
}

func mustAcquire(t *testing.T, dir, what string) *Lock {
	t.Helper()
	l, err := Acquire(dir, what)
	if err != nil {
		t.Fatalf("Acquire: %v", err)
	}
	return l
}

func TestWithinOneProcess(t *testing.T) {
	dir := t.TempDir()
	first := mustAcquire(t, dir, "ingest")
	_, err := Acquire(dir, "build")
	var busy *Busy
	if !errors.As(err, &busy) {
		t.Fatalf("second Acquire: %v, want *Busy", err)
	}
	if busy.Holder.PID != os.Getpid() || busy.Holder.Command != "ingest" || busy.Holder.Since.IsZero() {
		t.Errorf("holder %+v", busy.Holder)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if err := mustAcquire(t, dir, "build").Release(); err != nil {
		t.Fatal(err)
	}
}

func TestBusyNamesTheOtherProcess(t *testing.T) {
	dir := t.TempDir()
	other := holdElsewhere(t, dir)
	_, err := Acquire(dir, "ingest")
	var busy *Busy
	if !errors.As(err, &busy) {
		t.Fatalf("Acquire: %v, want *Busy", err)
	}
	if busy.Holder.PID != other.Process.Pid {
		t.Errorf("holder is %d, want %d", busy.Holder.PID, other.Process.Pid)
	}
	for _, want := range []string{dir, "build（另一进程）", "进程号", "请等它结束后再试"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("message lacks %q: %s", want, err)
		}
	}
}

func TestKilledHolderFreesTheLock(t *testing.T) {
	dir := t.TempDir()
	other := holdElsewhere(t, dir)
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	other.Wait()
	if _, err := os.Stat(filepath.Join(dir, workspaceFile+noteSuffix)); err != nil {
		t.Fatalf("the killed holder should leave its note behind: %v", err)
	}
	l := mustAcquire(t, dir, "build")
	if h := readNote(l.note); h.PID != os.Getpid() {
		t.Errorf("the note still names %d", h.PID)
	}
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestServeLockIsAnother(t *testing.T) {
	dir := t.TempDir()
	serve, err := AcquireServe(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer serve.Release()
	if _, err := AcquireServe(dir); !errors.As(err, new(*Busy)) {
		t.Errorf("a second scheduler: %v, want *Busy", err)
	}
	if err := mustAcquire(t, dir, "ingest").Release(); err != nil {
		t.Errorf("work by hand beside a scheduler: %v", err)
	}
}

func TestUnreadableNoteStillMeansBusy(t *testing.T) {
	dir := t.TempDir()
	l := mustAcquire(t, dir, "build")
	defer l.Release()
	if err := os.WriteFile(l.note, []byte("{torn"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Acquire(dir, "ingest")
	if !errors.As(err, new(*Busy)) || strings.Contains(err.Error(), "进程号") {
		t.Errorf("got %v, want a *Busy without a holder", err)
	}
}

func TestNoWorkspace(t *testing.T) {
	_, err := Acquire(filepath.Join(t.TempDir(), "missing"), "build")
	if err == nil || errors.As(err, new(*Busy)) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want a not-exist error", err)
	}
}
