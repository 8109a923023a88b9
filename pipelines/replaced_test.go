package pipelines

import (
	"os"
	"path/filepath"
	"testing"
)

// A file that is replaced while it is read has not been sealed, and must not
// be put away.
func TestUnchanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	write := func(text string) os.FileInfo {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	was := write("one")
	if !unchanged(path, was) {
		t.Error("an untouched file counts as changed")
	}
	write("another")
	if unchanged(path, was) {
		t.Error("a file written again counts as unchanged")
	}
	was = write("one")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if unchanged(path, was) {
		t.Error("a file that is gone counts as unchanged")
	}
}
