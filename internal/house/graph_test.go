package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the name of this module.
const module = "tongbao"

// node is one package, as `go list` describes it, without its tests.
type node struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	Deps       []string
	Standard   bool
	Module     *struct{ Path string }
}

// graph is packages by import path.
type graph map[string]node

// ours are this module's packages, in order.
func (g graph) ours() []node {
	var all []node
	for _, n := range g {
		if own(n.ImportPath) {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b node) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	return all
}

// libraryOf is the module of a third-party package, empty for the standard
// library's and our own.
func (g graph) libraryOf(path string) string {
	n := g[path]
	if n.Standard || n.Module == nil || own(path) {
		return ""
	}
	return n.Module.Path
}

func own(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// under reports whether path is dir or lies below it.
func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// root is the module's directory.
const root = "../.."

// load asks the go command for every package that the program's packages
// reach.
func load(t *testing.T) graph {
	t.Helper()
	command := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,Imports,Deps,Standard,Module", "./...")
	command.Dir = filepath.FromSlash(root)
	var complaint strings.Builder
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	g := graph{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var n node
		if err := d.Decode(&n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		g[n.ImportPath] = n
	}
	if len(g.ours()) < 20 {
		t.Fatalf("go list names %d packages of this module: the rules would hold over nothing", len(g.ours()))
	}
	return g
}

// made is a graph for trying a rule: package → what it imports. Everything
// outside this module is a library named by its path's first three parts, or
// of the standard library where that has no dot.
func made(imports map[string][]string) graph {
	g := graph{}
	add := func(path string) {
		n := g[path]
		n.ImportPath = path
		n.Standard = !own(path) && !strings.Contains(strings.Split(path, "/")[0], ".")
		if !n.Standard {
			parts := strings.Split(path, "/")
			n.Module = &struct{ Path string }{strings.Join(parts[:min(3, len(parts))], "/")}
		}
		g[path] = n
	}
	for path, list := range imports {
		add(path)
		for _, i := range list {
			add(i)
		}
		n := g[path]
		n.Imports = list
		g[path] = n
	}
	for path, n := range g {
		reached := map[string]bool{}
		var visit func(string)
		visit = func(p string) {
			for _, i := range g[p].Imports {
				if !reached[i] {
					reached[i] = true
					n.Deps = append(n.Deps, i)
					visit(i)
				}
			}
		}
		visit(path)
		g[path] = n
	}
	return g
}

// report fails the test with every violation.
func report(t *testing.T, violations []string) {
	t.Helper()
	for _, v := range violations {
		t.Error(v)
	}
}
