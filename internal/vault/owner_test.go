package vault

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestOwnerAlone: nobody but its owner reads what was received, whatever the
// vault was before.
func TestOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	v, err := Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "六月.csv")
	if err := os.WriteFile(file, []byte("电话13612345678"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Seal(file, Delivery{Township: "990101101", Channel: "upload", Name: "六月.csv"}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.SealReference("registry", "registry.csv", []byte("x")); err != nil {
		t.Fatal(err)
	}
	files := map[string]int{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		} else {
			files[filepath.Base(filepath.Dir(path))]++
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has %o, want %o", path, got, want)
		}
		return nil
	})
	if err != nil || files["blobs"] != 2 || files["deliveries"] != 1 || files["references"] != 1 {
		t.Errorf("%v: %v", files, err)
	}
}
