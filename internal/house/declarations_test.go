package house

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goType is a type as its source declares it.
type goType struct {
	pkg  string // import path
	name string
	spec *ast.TypeSpec
	doc  string
	file *ast.File
}

// key tells types apart.
func (g *goType) key() string { return g.pkg + "." + g.name }

// declarations reads the types of the module's packages, each package once.
type declarations struct {
	t     *testing.T
	set   *token.FileSet
	files map[string][]*ast.File // by import path
}

func newDeclarations(t *testing.T) *declarations {
	return &declarations{t, token.NewFileSet(), map[string][]*ast.File{}}
}

// add parses a file of a package; source is nil where it lies on disk.
func (s *declarations) add(pkg, path string, source any) {
	s.t.Helper()
	file, err := parser.ParseFile(s.set, path, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		s.t.Fatal(err)
	}
	s.files[pkg] = append(s.files[pkg], file)
}

// of are the files of a package that are no tests.
func (s *declarations) of(pkg string) []*ast.File {
	if s.files[pkg] == nil {
		paths, err := filepath.Glob(filepath.Join(root, strings.TrimPrefix(pkg, module), "*.go"))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, path := range paths {
			if !strings.HasSuffix(path, "_test.go") {
				s.add(pkg, path, nil)
			}
		}
	}
	return s.files[pkg]
}

// groups calls do for what one keyword of a package's files declares.
func (s *declarations) groups(pkg string, keyword token.Token, do func(*ast.File, *ast.GenDecl)) {
	for _, file := range s.of(pkg) {
		for _, d := range file.Decls {
			if group, ok := d.(*ast.GenDecl); ok && group.Tok == keyword {
				do(file, group)
			}
		}
	}
}

// find is the declaration of a type.
func (s *declarations) find(pkg, name string) (found *goType) {
	s.t.Helper()
	s.groups(pkg, token.TYPE, func(file *ast.File, group *ast.GenDecl) {
		for _, x := range group.Specs {
			if spec := x.(*ast.TypeSpec); spec.Name.Name == name {
				found = &goType{pkg, name, spec, cmp.Or(spec.Doc.Text(), group.Doc.Text()), file}
			}
		}
	})
	if found == nil {
		s.t.Fatalf("%s declares no type %s", pkg, name)
	}
	return found
}

// values are the constants of a type of text with what is said of each.
func (s *declarations) values(g *goType) (all [][2]string) {
	s.groups(g.pkg, token.CONST, func(_ *ast.File, group *ast.GenDecl) {
		for _, x := range group.Specs {
			spec := x.(*ast.ValueSpec)
			if id, ok := spec.Type.(*ast.Ident); ok && id.Name == g.name && len(spec.Values) == 1 {
				all = append(all, [2]string{literal(spec.Values[0]), said(spec.Doc, spec.Comment)})
			}
		}
	})
	return all
}

// basics are the types of the language that the module's types are made of.
var basics = []string{"any", "bool", "byte", "float64", "int", "int64", "string"}

// named is the type of the module that an expression beside another type
// names; nil where it names none.
func (s *declarations) named(e ast.Expr, beside *goType) *goType {
	switch e := e.(type) {
	case *ast.Ident:
		if !slices.Contains(basics, e.Name) {
			return s.find(beside.pkg, e.Name)
		}
	case *ast.SelectorExpr:
		if path := importOf(beside.file, e); own(path) {
			return s.find(path, e.Sel.Name)
		}
	}
	return nil
}

// importOf is the path of the package that a file takes a name from.
func importOf(file *ast.File, e *ast.SelectorExpr) string {
	pkg, ok := e.X.(*ast.Ident)
	for _, i := range file.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		if ok && (i.Name != nil && i.Name.Name == pkg.Name || i.Name == nil && packageName(path) == pkg.Name) {
			return path
		}
	}
	return ""
}

// said is what comments say, in one line.
func said(comments ...*ast.CommentGroup) string {
	var texts []string
	for _, c := range comments {
		if text := strings.Join(strings.Fields(c.Text()), " "); text != "" {
			texts = append(texts, strings.TrimSuffix(text, "."))
		}
	}
	return strings.Join(texts, "; ")
}
