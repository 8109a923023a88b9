package house

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// target finds the address of a Markdown link or picture.
var target = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)

// broken lists the links of a page in dir that lead to no file.
func broken(dir, text string) (bad []string) {
	for _, m := range target.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(m[1]))); err != nil {
			bad = append(bad, fmt.Sprintf("the link to %s leads nowhere", m[1]))
		}
	}
	return bad
}

// TestLinks holds the pages' links to the files that are there.
func TestLinks(t *testing.T) {
	pages := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "build" || name == "bin") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		text, err := os.ReadFile(path)
		pages++
		for _, b := range broken(filepath.Dir(path), string(text)) {
			t.Errorf("%s: %s", path, b)
		}
		return err
	})
	if err != nil || pages < 10 {
		t.Errorf("%d pages looked at: %v", pages, err)
	}
	if bad := broken(root, "[a](nowhere.md) [b](go.mod#x) ![c](docs/none.png)"); len(bad) != 2 {
		t.Errorf("got %q, want two complaints", bad)
	}
}
