package house

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReadmeListsPackages: internal/README.md names every package once, the
// pure ones under their own heading.
func TestReadmeListsPackages(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "internal", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	heading, listed := "", map[string]string{}
	for line := range strings.SplitSeq(string(text), "\n") {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			heading = name
		}
		if rest, ok := strings.CutPrefix(line, "| `"); ok {
			name, _, _ := strings.Cut(rest, "`")
			listed[name] = heading
		}
	}
	for _, n := range load(t).ours() {
		name, ok := strings.CutPrefix(n.ImportPath, module+"/internal/")
		if !ok || strings.Contains(name, "/") {
			continue
		}
		if heading := listed[name]; heading == "" || (heading == "Pure") != slices.Contains(pure, name) {
			t.Errorf("internal/README.md lists %s under %q", name, heading)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("internal/README.md lists %s, which is not there", name)
	}
}
