package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
)

// rulesFile is the name of the rules' file.
const rulesFile = "rules.yaml"

// ruleEntry is one entry of rules.yaml.
type ruleEntry struct {
	Rule   string `yaml:"rule"`
	Value  string `yaml:"value"`
	From   string `yaml:"from"`
	Source string `yaml:"source"`
}

func (w *Workspace) readRules() (*rulebook.Rules, error) {
	data, err := os.ReadFile(w.path(rulesFile))
	if errors.Is(err, fs.ErrNotExist) { // the built-in rules hold
		rules, problems := rulebook.NewRules(nil)
		return rules, w.judge(rulesFile, problems)
	}
	if err != nil {
		return nil, err
	}
	w.Sources = append(w.Sources, Source{Kind: "rules", Name: rulesFile, Data: data})
	entries, bad, err := parseRules(rulesFile, data)
	if err != nil {
		return nil, err
	}
	rules, problems := rulebook.NewRules(entries)
	return rules, w.judge(rulesFile, append(bad, problems...))
}

// parseRules reads the entries of a file in the form of rules.yaml.
func parseRules(file string, data []byte) (rules []rulebook.RuleEntry, bad []rulebook.Problem, err error) {
	var entries []ruleEntry
	if err := readYAML(file, data, &entries); err != nil {
		return nil, nil, err
	}
	lines, err := entryLines(data)
	if err != nil || len(lines) != len(entries) {
		return nil, nil, errors.Join(err, fmt.Errorf("%s 应当是由 rule、value、from、source 组成的条目的列表", file))
	}
	for i, e := range entries {
		entry := rulebook.RuleEntry{Rule: e.Rule, Value: e.Value, Source: e.Source, Line: lines[i]}
		if e.From != "" {
			if entry.From, err = civil.Parse(e.From); err != nil {
				bad = append(bad, rulebook.Problem{
					Line: lines[i], Column: "from", Message: fmt.Sprintf("“%s”不是日期", e.From), Accepted: "请写成 2020-08-21 的样子",
				})
			}
		}
		rules = append(rules, entry)
	}
	return rules, bad, nil
}

// entryLines gives the line on which each entry of a YAML list begins.
func entryLines(data []byte) ([]int, error) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, err
	}
	var lines []int
	for _, doc := range file.Docs {
		if list, ok := doc.Body.(*ast.SequenceNode); ok {
			for _, v := range list.Values {
				lines = append(lines, v.GetToken().Position.Line)
			}
		}
	}
	return lines, nil
}

// WithRules is the workspace under other rules: each rule in the file takes
// the place of all of the workspace's entries of that name, and holds on
// every day where it has no from. Its Warnings are of that file alone. The
// workspace itself stays as it is.
func (w *Workspace) WithRules(path string) (*Workspace, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("找不到规则文件 %s；请核对路径和文件名（不写路径的，在当前目录中找）", path)
	}
	if err != nil {
		slog.Warn("rules file", "path", path, "err", err)
		return nil, fmt.Errorf("规则文件 %s 无法读取；请核对它是不是一个文件、有没有读取的权限", path)
	}
	file := filepath.Base(path)
	entries, bad, err := parseRules(file, data)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, fmt.Errorf("%s 没有一条规则", file)
	}
	for _, e := range w.Book.Rules.Entries() {
		if !slices.ContainsFunc(entries, func(o rulebook.RuleEntry) bool { return o.Rule == e.Rule }) {
			e.Line = 0 // the workspace's own entries are in order: what is wrong is the file's
			entries = append(entries, e)
		}
	}
	other := *w
	other.Warnings = nil
	rules, problems := rulebook.NewRules(entries)
	problems = slices.DeleteFunc(problems, func(p rulebook.Problem) bool { return p.Warning && p.Line == 0 }) // told of the workspace
	if err := other.judge(file, append(bad, problems...)); err != nil {
		return nil, err
	}
	book := *w.Book
	book.Rules = rules
	other.Book = &book
	other.warn(file, book.Check())
	return &other, nil
}
