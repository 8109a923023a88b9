package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
	"tongbao/internal/sheet"
)

// messageSections are the headings of the page of messages.
var messageSections = []struct {
	title, about string
	reasons      func() []filing.Reason
}{
	{"文件收不收", "文件放进收件箱或用 `tongbao ingest` 送来时。", filing.FileReasons},
	{"文件读不读得了", "文件要么整个读完，要么一行也不读；同一批的其他文件照常接收。", sheet.Reasons},
	{"工作表", "一个文件可有几张工作表，各自认表头。", filing.SheetReasons},
	{"行", "各格都没有错，放在一起不对。", filing.RowReasons},
	{"镇街、村（社区）、公开事项的名称", "名称只在唯一对得上时才读作某个村或事项；对不上的列出相近的，绝不代选。", rulebook.Reasons},
	{"单元格", "", filing.CellReasons},
}

// effectNames say what a message means for what it is about.
var effectNames = map[filing.Effect]string{
	filing.RefusesRow: "本行待更正", filing.Warns: "提醒，照收", filing.RefusesSheet: "本表退回", filing.RefusesFile: "文件退回",
	filing.LeavesFile: "留在原处", filing.CountsOnce: "不重复计入",
}

// messages is the page of what a filing may be answered with.
func messages(t *testing.T) string {
	p := &page{}
	p.line("# 提示与更正")
	p.line("")
	p.line("<!-- 由 go test ./internal/house -update 根据 internal/filing、internal/sheet、internal/rulebook 的声明生成，请勿手改 -->")
	p.line("")
	p.line("读取备案表时可能见到的每一条提示：是什么意思、怎么会这样、怎么办。回执和退回表上的提示都带有文件、工作表、单元格和原文。")
	p.line("")
	p.line("- 花括号里的是当时填入的内容：`{日期}` 处是那个日期，`{可选}` 处是该列可选的词；“代码”供其他程序使用，`quarantine` 表的 `reason` 列就是它。")
	p.line("- **本行待更正**：这一行没有收下，其余行照收。改好后把整行重报即可。单元格的错误若在“有误时”为“提醒”的列（见[备案表字典](tables.md)），")
	p.line("  则这一行照收，这一格作空并提醒。")
	p.line("- **提醒，照收**：这一行已经收下，提示只请留意。")
	p.line("- **本表退回**、**文件退回**：这张工作表、这个文件一行也没有收下。原件都已封存，不会丢失。")
	p.line("- 参照表（名册、公开目录、日历）从严读取：有一处错误，整张表不用。")
	for _, s := range messageSections {
		p.line("")
		p.line("## " + s.title)
		p.line("")
		if s.about != "" {
			p.line(s.about)
			p.line("")
		}
		p.head("提示", "怎么会这样", "怎么办（应填）", "结果", "代码")
		for _, r := range s.reasons() {
			if r.Cause == "" {
				t.Errorf("%s: nothing says how it comes about", r.Code)
			}
			effect, known := effectNames[r.Effect]
			if !known {
				t.Fatalf("%s: the effect %d has no name", r.Code, r.Effect)
			}
			p.row(r.Message, r.Cause, r.Accepted, effect, coded(r.Code))
		}
	}
	return p.String()
}

// declaration is a variable that holds a Reason.
type declaration struct{ pkg, name, code string }

// TestMessagesAreComplete: whatever reason the code can give is on the page,
// and whatever is on the page the code can give.
func TestMessagesAreComplete(t *testing.T) {
	listed := map[string]bool{}
	for _, s := range messageSections {
		for _, r := range s.reasons() {
			listed[r.Code] = true
		}
	}
	declared, used := reasonsInCode(t)
	found := map[string]bool{}
	if len(declared) < 80 {
		t.Fatalf("only %d reasons found", len(declared))
	}
	for _, d := range declared {
		if !listed[d.code] {
			t.Errorf("%s.%s (%s) is in no list of reasons", d.pkg, d.name, d.code)
		}
		found[d.code] = true
	}
	for code := range listed {
		if !found[code] {
			t.Errorf("%s is listed, but no declaration of it was found", code)
		}
	}
	for _, d := range declared {
		if !used[d.pkg+"."+d.name] {
			t.Errorf("%s.%s (%s) is declared, and nothing gives it", d.pkg, d.name, d.code)
		}
	}
}

// reasonsInCode finds the variables that hold Reasons, and the names that
// are used outside of declarations and lists of them. A filing.Bad made
// without a Reason would have no place on the page: there is none.
func reasonsInCode(t *testing.T) (declared []declaration, used map[string]bool) {
	t.Helper()
	used = map[string]bool{}
	constants := map[string]string{} // package.name → text
	type pending struct {
		declaration
		constant string
	}
	var waiting []pending
	for _, path := range goSources(t, "cmd", "internal", "pipelines", "reports") {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		pkg := file.Name.Name
		declares := map[ast.Node]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				return n.Name.Name != "Reasons" && !strings.HasSuffix(n.Name.Name, "Reasons")
			case *ast.ValueSpec:
				for i, value := range n.Values {
					if text := literal(value); text != "" {
						constants[pkg+"."+n.Names[i].Name] = text
					}
					code, isReason := reasonCode(value)
					if !isReason {
						continue
					}
					d := declaration{pkg, n.Names[i].Name, literal(code)}
					declares[n.Names[i]] = true
					constant := ""
					if id, ok := code.(*ast.Ident); ok {
						constant = pkg + "." + id.Name
					}
					waiting = append(waiting, pending{d, constant})
				}
			case *ast.CompositeLit:
				if name := typeName(n.Type); strings.HasSuffix(name, "Bad") && len(n.Elts) > 0 && !derived(n) {
					t.Errorf("%s makes a %s without a Reason", path, name)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok {
					used[x.Name+"."+n.Sel.Name] = true
				}
			case *ast.Ident:
				if !declares[n] {
					used[pkg+"."+n.Name] = true
				}
			}
			return true
		})
	}
	for _, w := range waiting {
		if w.code == "" {
			w.code = constants[w.constant]
		}
		declared = append(declared, w.declaration)
	}
	return declared, used
}

// reasonCode is the code's expression where a value is a Reason.
func reasonCode(value ast.Expr) (code ast.Expr, ok bool) {
	switch v := value.(type) {
	case *ast.CompositeLit:
		if name := typeName(v.Type); name != "Reason" && name != "filing.Reason" || len(v.Elts) == 0 {
			return nil, false
		}
		if pair, keyed := v.Elts[0].(*ast.KeyValueExpr); keyed {
			return pair.Value, true
		}
		return v.Elts[0], true
	case *ast.CallExpr: // sheet's short way to write one
		if id, named := v.Fun.(*ast.Ident); named && id.Name == "ofFile" {
			return v.Args[0], true
		}
	}
	return nil, false
}

// derived reports whether a Bad is made of another: its code is a field of
// something.
func derived(n *ast.CompositeLit) bool {
	for _, e := range n.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Reason" {
			_, ok := pair.Value.(*ast.SelectorExpr)
			return ok
		}
	}
	return false
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return x.Name + "." + e.Sel.Name
		}
	}
	return ""
}

func literal(e ast.Expr) string {
	if basic, ok := e.(*ast.BasicLit); ok && basic.Kind == token.STRING {
		return strings.Trim(basic.Value, "\"`")
	}
	return ""
}

// goSources lists the Go files below directories of the module that are no
// tests.
func goSources(t *testing.T, dirs ...string) (paths []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(paths)
	return paths
}
