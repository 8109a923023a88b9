package house

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	models "tongbao/sql"
)

// tables are the tables and views an SQL text reads: what follows FROM and
// JOIN and is no CTE of its own.
func tables(s sql) []string {
	own, read := map[string]bool{}, map[string]bool{}
	for i := range s {
		if s[i].kind == "word" && s.is(i+1, "as", "(") && (s.isAny(i-1, "with", ",")) {
			own[s[i].text] = true
		}
	}
	for i := range s {
		switch {
		case !s.isAny(i, "from", "join") || inExtract(s, i) || s.is(i-1, "distinct"): // is not distinct from
		case i+1 < len(s) && s[i+1].kind == "word":
			read[s[i+1].text] = true
			for k := i + 2; k < len(s); k++ { // from a as x, b as y
				if s.is(k, ",") && s.is(i, "from") && k+1 < len(s) && s[k+1].kind == "word" {
					read[s[k+1].text] = true
				} else if !s.is(k, "as") && (s[k].kind != "word" || slices.Contains(endOfFrom, s[k].text)) {
					break
				}
			}
		}
	}
	for name := range own {
		delete(read, name)
	}
	return slices.Sorted(maps.Keys(read))
}

// endOfFrom are words that end a list of tables.
var endOfFrom = []string{"where", "group", "order", "inner", "left", "right", "full", "cross", "join", "on", "union", "having", "limit"}

// inExtract reports whether FROM at i is that of extract(year from day).
func inExtract(s sql, i int) bool { return s.is(i-3, "extract", "(") }

// inputs are tables that no model makes: what Go loads, and the lake.
func input(name string) bool {
	return strings.HasPrefix(name, "ref_") || strings.HasPrefix(name, "raw_") || strings.HasPrefix(name, "unit_")
}

// readable says which tables a layer may read: staging the lake; models
// staging, models, references and what was answered; marts what is judged and scored.
func readable(layer, name string) bool {
	switch layer {
	case "staging", "intake":
		return strings.HasPrefix(name, "raw_")
	case "models":
		return strings.HasPrefix(name, "stg_") || strings.HasPrefix(name, "int_") || strings.HasPrefix(name, "ref_") || name == "raw_receipts" || name == "raw_quarantine"
	case "marts":
		return strings.HasPrefix(name, "int_") || strings.HasPrefix(name, "ref_") || strings.HasPrefix(name, "unit_")
	case "explain":
		return !strings.HasPrefix(name, "int_") // temporary, gone after the build
	default:
		return true
	}
}

// mayBeView and mustBeView are the layers whose models may, or must, be asked
// when they are read: a mart that is a view would not outlive the build.
var (
	mayBeView  = []string{"staging", "models", "explain"}
	mustBeView = []string{"staging", "explain"}
)

// header says what is wrong with a model's header; known are all models.
func header(m models.Model, known map[string]bool) (bad []string) {
	complain := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	read := tables(lex(m.SQL))
	for _, name := range read {
		if !known[name] && !input(name) {
			complain("reads %s, which is neither a model nor an input", name)
		}
		if !readable(m.Layer, name) {
			complain("reads %s, which %s may not", name, m.Layer)
		}
	}
	if m.View && !slices.Contains(mayBeView, m.Layer) {
		complain("is a view, which %s may not be", m.Layer)
	}
	if !m.View && slices.Contains(mustBeView, m.Layer) {
		complain("is no view, which %s must be", m.Layer)
	}
	if m.Layer == "checks" {
		if m.Severity != "stop" && m.Severity != "warn" {
			complain("severity %q is neither stop nor warn", m.Severity)
		}
		if !chinese(m.Message) || m.Owner == "" {
			complain("a check has a Chinese message and an owner, not %q and %q", m.Message, m.Owner)
		}
		return bad
	}
	if !chinese(m.Title) {
		complain("title %q is not Chinese", m.Title)
	}
	if m.Grain == "" || m.Doc == "" {
		complain("grain %q and what one row is, %q, must be given", m.Grain, m.Doc)
	}
	if depends := slices.Sorted(slices.Values(m.Depends)); !slices.Equal(depends, read) {
		complain("depends on %v and reads %v", depends, read)
	}
	return bad
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestHeaders(t *testing.T) {
	all := loadModels(t)
	known := map[string]bool{}
	for _, m := range all {
		known[m.Name] = true
	}
	for _, m := range all {
		for _, complaint := range header(m, known) {
			t.Errorf("%s/%s: %s", m.Layer, m.Name, complaint)
		}
	}
	if _, err := models.Order(all); err != nil {
		t.Error(err)
	}
}

func TestHeaderRules(t *testing.T) {
	good := models.Model{
		Name: "int_x", Layer: "models", Title: "名", Grain: "village_code", Doc: "One row is …", Depends: []string{"ref_a", "int_b"},
		SQL: "with c as (select a.* from ref_a as a) select extract(year from c.d) from c inner join int_b on c.d is not distinct from day",
	}
	check := models.Model{Name: "c", Layer: "checks", Severity: "stop", Owner: "业务科", Message: "不符", SQL: "select 1 from ref_a"}
	known := map[string]bool{"int_b": true, "market": true}
	for _, m := range []models.Model{good, check} {
		if bad := header(m, known); len(bad) > 0 {
			t.Errorf("%s: %q", m.Name, bad)
		}
	}
	for want, spoil := range map[string]func(*models.Model){
		"title":       func(m *models.Model) { m.Title = "name" },
		"grain":       func(m *models.Model) { m.Grain = "" },
		"depends on":  func(m *models.Model) { m.Depends = []string{"ref_a"} },
		"neither a":   func(m *models.Model) { m.SQL += " cross join nowhere" },
		"may not":     func(m *models.Model) { m.SQL = "select * from market, int_b" },
		"is a view":   func(m *models.Model) { m.Layer, m.View = "marts", true },
		"is no view":  func(m *models.Model) { m.Layer = "explain" },
		"and reads [": func(m *models.Model) { m.SQL = "select * from ref_a as x, int_b as y, ref_c" },
	} {
		m := good
		spoil(&m)
		if bad := strings.Join(header(m, known), "\n"); !strings.Contains(bad, want) {
			t.Errorf("got %q, want %q", bad, want)
		}
	}
	for want, spoil := range map[string]func(*models.Model){
		"severity": func(m *models.Model) { m.Severity = "error" },
		"message":  func(m *models.Model) { m.Message = "wrong" },
		"a view":   func(m *models.Model) { m.View = true },
	} {
		m := check
		spoil(&m)
		if bad := strings.Join(header(m, known), "\n"); !strings.Contains(bad, want) {
			t.Errorf("got %q, want %q", bad, want)
		}
	}
}
