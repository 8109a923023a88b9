package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func saying(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestWriteTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	for _, round := range []string{"old", "new"} {
		if err := WriteTogether(dir, []File{{"a", saying(round + " a"), 0o644}, {"b", saying(round + " b"), 0o600}}); err != nil {
			t.Fatal(err)
		}
	}
	// One that fails leaves all of them as they were, and nothing behind.
	failed := errors.New("failed")
	err := WriteTogether(dir, []File{{"a", saying("x"), 0o644}, {"b", func(io.Writer) error { return failed }, 0o644}})
	if !errors.Is(err, failed) {
		t.Errorf("error %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("entries %v, %v", entries, err)
	}
	for name, want := range map[string]struct {
		text string
		mode os.FileMode
	}{"a": {"new a", 0o644}, "b": {"new b", 0o600}} {
		path := filepath.Join(dir, name)
		data, err := os.ReadFile(path)
		if err != nil || string(data) != want.text {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want.mode {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}
