package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// forbiddenCalls are what of the packages allowed to pure code is a clock, a
// timer, an output, or draws from a generator that nobody seeded.
var forbiddenCalls = map[string][]string{
	"math/rand/v2": {
		"Int", "IntN", "Int32", "Int32N", "Int64", "Int64N", "Uint", "UintN", "Uint32", "Uint32N", "Uint64", "Uint64N", "N",
		"Float32", "Float64", "ExpFloat64", "NormFloat64", "Perm", "Shuffle",
	},
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "LoadLocation"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
}

// calls lists the forbidden calls of one file. Packages are known by their
// own names; renaming them on import is found as well.
func calls(name string, source any) ([]string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	local := map[string]string{}
	for _, i := range file.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		local[packageName(path)] = path
		if i.Name != nil {
			local[i.Name.Name] = path
		}
	}
	var bad []string
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && slices.Contains(forbiddenCalls[local[x.Name]], selector.Sel.Name) {
			bad = append(bad, fmt.Sprintf("%s: %s.%s in a pure package", files.Position(selector.Pos()), x.Name, selector.Sel.Name))
		}
		return true
	})
	return bad, nil
}

// packageName is what a package of the standard library is called: the last
// element of its path that is not its major version.
func packageName(path string) string {
	return filepath.Base(strings.TrimSuffix(path, "/v2"))
}

func TestPureCalls(t *testing.T) {
	g := load(t)
	for _, p := range pure {
		n := g[module+"/internal/"+p]
		if len(n.GoFiles) == 0 {
			t.Errorf("%s has no files", p)
		}
		for _, f := range n.GoFiles {
			bad, err := calls(filepath.Join(n.Dir, f), nil)
			if err != nil {
				t.Fatal(err)
			}
			report(t, bad)
		}
	}
	for _, source := range []string{
		"package p\nimport \"time\"\nvar now = time.Now()",
		"package p\nimport clock \"time\"\nfunc f() { clock.Sleep(1) }",
		"package p\nimport \"fmt\"\nfunc f() { fmt.Println() }",
		"package p\nimport \"math/rand/v2\"\nvar dice = rand.IntN(6)",
		"package p\nimport dice \"math/rand/v2\"\nvar shuffle = dice.Shuffle // handed on",
		"package p\nimport \"time\"\nvar now = time.Now // handed on",
	} {
		if bad, err := calls("bad.go", source); err != nil || len(bad) != 1 {
			t.Errorf("%q: %q, %v", source, bad, err)
		}
	}
}

// maxLines is how long a file of code may be.
const maxLines = 500

// unfinished finds words that say that something is not done yet.
var unfinished = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)

// untidy says what is wrong with one source file.
func untidy(name, text string) (bad []string) {
	if n := strings.Count(text, "\n"); n > maxLines {
		bad = append(bad, fmt.Sprintf("%s has %d lines, more than %d: it has more than one purpose", name, n, maxLines))
	}
	for i, line := range strings.Split(text, "\n") {
		if word := unfinished.FindString(line); word != "" {
			bad = append(bad, fmt.Sprintf("%s:%d says %s", name, i+1, word))
		}
	}
	return bad
}

func TestSources(t *testing.T) {
	code := []string{".go", ".sql", ".tmpl", ".css", ".sh", ".yaml"}
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "testdata" || name == "build" || name == "bin" || name == "tongbao-demo" || (strings.HasPrefix(name, ".") && path != root && name != ".ci")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !slices.Contains(code, filepath.Ext(name)) || name == "source_test.go" {
			return nil
		}
		text, err := os.ReadFile(path)
		seen++
		report(t, untidy(path, string(text)))
		return err
	})
	if err != nil || seen < 100 {
		t.Errorf("%d sources looked at: %v", seen, err)
	}
	if bad := untidy("bad.go", "// TODO"+strings.Repeat("\n", maxLines+1)); len(bad) != 2 {
		t.Errorf("got %q, want two complaints", bad)
	}
}
