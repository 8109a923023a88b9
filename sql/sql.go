// Package sql holds the models: SQL that judges rows and counts, in the
// subset that DuckDB and Trino share. Each file has a header that names the
// model, its grain and what it depends on; the runner goes by it. What is the
// same for every filing table, or for every level of scores, is a template.
package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

//go:embed staging models marts checks intake explain columns.csv
var files embed.FS

// Model is one SELECT that becomes one table, or for a check one SELECT that
// returns the bad rows.
type Model struct {
	Name     string
	Layer    string // staging, models, marts, checks; intake: exported from the lake without a build; explain: views over marts and lake
	Title    string // Chinese
	Grain    string
	View     bool // asked when it is read, instead of kept: what few read, or read few columns of
	Depends  []string
	Doc      string // what one row is, and the basis
	Severity string // of a check: stop or warn
	Message  string // of a check, Chinese
	Owner    string // of a check
	Row      string // of a check, Chinese: a bad row in words, {column} for its values
	SQL      string
}

// Load reads every model and check, each layer by name.
func Load() ([]Model, error) {
	var all []Model
	for _, layer := range []string{"staging", "models", "marts", "checks", "intake", "explain"} {
		entries, err := fs.ReadDir(files, layer)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			text, err := fs.ReadFile(files, path.Join(layer, e.Name()))
			if err != nil {
				return nil, err
			}
			texts, err := expand(e.Name(), string(text))
			if err != nil {
				return nil, fmt.Errorf("%s/%s: %w", layer, e.Name(), err)
			}
			for _, t := range texts {
				m, err := parse(t)
				if err != nil {
					return nil, fmt.Errorf("%s/%s: %w", layer, e.Name(), err)
				}
				m.Layer = layer
				all = append(all, m)
			}
		}
	}
	return all, nil
}

// parse splits a file into header and SELECT.
func parse(text string) (Model, error) {
	var m Model
	lines := strings.Split(text, "\n")
	n := 0
	var doc []string
	for ; n < len(lines) && strings.HasPrefix(lines[n], "--"); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines[n], "--"))
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "model", "check":
			m.Name = value
		case "title":
			m.Title = value
		case "grain":
			m.Grain = value
		case "kind":
			if value != "view" {
				return m, fmt.Errorf("kind %q: only view is one", value)
			}
			m.View = true
		case "depends":
			m.Depends = strings.Split(value, ", ")
		case "severity":
			m.Severity = value
		case "message":
			m.Message = value
		case "owner":
			m.Owner = value
		case "row":
			m.Row = value
		default:
			if strings.HasPrefix(line, "kind") {
				return m, fmt.Errorf("%q: the only kind is written “kind: view”", line)
			}
			doc = append(doc, line)
		}
	}
	m.Doc = strings.Join(doc, "\n")
	m.SQL = strings.TrimSpace(strings.Join(lines[n:], "\n"))
	if m.Name == "" || m.SQL == "" {
		return m, fmt.Errorf("a model needs a header with its name, and a SELECT")
	}
	return m, nil
}

// Order sorts models so that each comes after what it depends on, by name
// where the order is free. Dependencies that are no models (ref_*, raw_*,
// unit_scores) are inputs. A circle is an error.
func Order(models []Model) ([]Model, error) {
	byName := map[string]Model{}
	for _, m := range models {
		if _, twice := byName[m.Name]; twice {
			return nil, fmt.Errorf("two models are called %s", m.Name)
		}
		byName[m.Name] = m
	}
	names := make([]string, 0, len(byName))
	for name := range byName {
		names = append(names, name)
	}
	sort.Strings(names)
	var ordered []Model
	state := map[string]int{} // 1: being visited, 2: done
	var visit func(name string) error
	visit = func(name string) error {
		m, ok := byName[name]
		if !ok || state[name] == 2 {
			return nil
		}
		if state[name] == 1 {
			return fmt.Errorf("model %s depends on itself in a circle", name)
		}
		state[name] = 1
		for _, d := range m.Depends {
			if err := visit(d); err != nil {
				return err
			}
		}
		state[name] = 2
		ordered = append(ordered, m)
		return nil
	}
	for _, name := range names {
		if err := visit(name); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}
