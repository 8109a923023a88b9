package durable

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSweepRemovesOnlyWhatIsUnfinished(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".writing-1", "a/.sealing-2", "a/b/.reading-3", "a/.answering-4", "a/kept", ".hidden", "a/x.writing-5"} {
		if err := WriteBytes(filepath.Join(dir, name), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	var left []string
	filepath.WalkDir(dir, func(path string, d os.DirEntry, _ error) error {
		if !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			left = append(left, rel)
		}
		return nil
	})
	if len(left) != 3 || left[0] != ".hidden" || left[1] != "a/kept" || left[2] != "a/x.writing-5" {
		t.Errorf("left: %q", left)
	}
	if err := Sweep(filepath.Join(dir, "none")); err != nil {
		t.Errorf("a directory that is not there: %v", err)
	}
}
