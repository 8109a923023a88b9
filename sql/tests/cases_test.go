// Package tests runs the models' cases: given rows, expected rows. See
// README.md for how a case is written.
package tests

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// sheet is a CSV file of a case.
type sheet struct {
	rule    string // the first line, where it begins with #
	columns []string
	rows    [][]string
}

func readSheet(path string) (sheet, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return sheet{}, err
	}
	var s sheet
	text := string(data)
	if strings.HasPrefix(text, "#") {
		line, rest, _ := strings.Cut(text, "\n")
		s.rule, text = strings.TrimSpace(strings.TrimPrefix(line, "#")), rest
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return s, fmt.Errorf("%s: %w", path, err)
	}
	if len(records) == 0 {
		return s, fmt.Errorf("%s has no header", path)
	}
	s.columns, s.rows = records[0], records[1:]
	return s, nil
}

const (
	sharedGiven = "given" // folder of rows shared by cases
	expectFile  = "expect.csv"
)

// casesOf lists the cases by model.
func casesOf(t *testing.T) map[string][]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("*", "*", expectFile))
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(filepath.Join("*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]string{}
	for _, p := range paths {
		model, name := filepath.Split(filepath.Dir(p))
		model = filepath.Clean(model)
		cases[model] = append(cases[model], name)
	}
	for _, p := range folders {
		model, name := filepath.Split(p)
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.IsDir() && name != sharedGiven && !slices.Contains(cases[filepath.Clean(model)], name) {
			t.Errorf("%s has no %s", p, expectFile)
		}
	}
	return cases
}

func TestCases(t *testing.T) {
	h := open(t)
	byName := map[string]models.Model{}
	for _, m := range h.models {
		byName[m.Name] = m
	}
	for model, names := range casesOf(t) {
		m, ok := byName[model]
		if !ok {
			t.Errorf("no model is called %s", model)
			continue
		}
		for _, name := range names {
			t.Run(model+"/"+name, func(t *testing.T) {
				if err := h.runCase(t.Context(), m, filepath.Join(model, name)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// runCase fills the given tables, runs the model and compares. Everything is
// rolled back, so that cases do not see each other.
func (h *house) runCase(ctx context.Context, m models.Model, folder string) error {
	want, err := readSheet(filepath.Join(folder, expectFile))
	if err != nil {
		return err
	}
	if want.rule == "" {
		return fmt.Errorf("%s must begin with the rule it shows, after a #", expectFile)
	}
	tables, err := h.tablesOf(m, folder)
	if err != nil {
		return err
	}
	tx, err := h.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	notGiven := map[string]bool{}
	for _, table := range tables {
		given, err := readGiven(folder, table)
		if errors.Is(err, fs.ErrNotExist) {
			notGiven[table] = true
			continue
		}
		if err != nil {
			return err
		}
		if err := h.insert(ctx, tx, table, given); err != nil {
			return err
		}
	}
	for _, between := range h.between(m) {
		if !notGiven[between.Name] {
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO "+warehouse.Identifier(between.Name)+" "+between.SQL); err != nil {
			return err
		}
	}
	got, err := query(ctx, tx, m.SQL, want.columns)
	if err != nil {
		return err
	}
	if diff := difference(want, got); diff != "" {
		return fmt.Errorf("%s\n%s", want.rule, diff)
	}
	return nil
}

// between are the models that a model reads and that read nothing but what it
// reads itself: a case that gives the rows of both need not give what stands
// between them.
func (h *house) between(m models.Model) []models.Model {
	var between []models.Model
	for _, other := range h.models {
		if !slices.Contains(m.Depends, other.Name) || len(other.Depends) == 0 {
			continue
		}
		if !slices.ContainsFunc(other.Depends, func(table string) bool { return !slices.Contains(m.Depends, table) }) {
			between = append(between, other)
		}
	}
	return between
}

// tablesOf lists what a case may give: what the model's header says it
// depends on; a check has no such header and reads any table.
func (h *house) tablesOf(m models.Model, folder string) ([]string, error) {
	tables := m.Depends
	if m.Layer == "checks" {
		for table := range h.types {
			if strings.Contains(m.SQL, table) {
				tables = append(tables, table)
			}
		}
	}
	for _, dir := range []string{folder, filepath.Join(filepath.Dir(folder), sharedGiven)} {
		paths, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			table, isCSV := strings.CutSuffix(filepath.Base(p), ".csv")
			if filepath.Base(p) != expectFile && (!isCSV || !slices.Contains(tables, table)) {
				return nil, fmt.Errorf("%s is no table that %s depends on", p, m.Name)
			}
		}
	}
	return tables, nil
}

// readGiven finds the nearest rows of a table: the case's, the model's, all
// models'.
func readGiven(folder, table string) (sheet, error) {
	for _, dir := range []string{folder, filepath.Join(filepath.Dir(folder), sharedGiven), sharedGiven} {
		s, err := readSheet(filepath.Join(dir, table+".csv"))
		if !errors.Is(err, fs.ErrNotExist) {
			return s, err
		}
	}
	return sheet{}, fs.ErrNotExist
}

// difference lists the rows that are wanted and not there (-), and those
// there and not wanted (+); rows that differ only in some cells stand side by
// side because both lists are sorted.
func difference(want sheet, got [][]string) string {
	line := func(row []string) string { return strings.Join(row, " | ") }
	missing := map[string]int{}
	for _, row := range want.rows {
		missing[line(row)]++
	}
	var lines []string
	for _, row := range got {
		if missing[line(row)] > 0 {
			missing[line(row)]--
		} else {
			lines = append(lines, line(row)+"\x00+")
		}
	}
	for row, n := range missing {
		for range n {
			lines = append(lines, row+"\x00-")
		}
	}
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	var b strings.Builder
	fmt.Fprintf(&b, "    %s\n", line(want.columns))
	for _, l := range lines {
		row, sign, _ := strings.Cut(l, "\x00")
		fmt.Fprintf(&b, "  %s %s\n", sign, row)
	}
	return b.String()
}

// TestDifference: the comparison itself finds what differs, and counts.
func TestDifference(t *testing.T) {
	want := sheet{columns: []string{"a", "b"}, rows: [][]string{{"1", "x"}, {"2", ""}, {"2", ""}}}
	if d := difference(want, [][]string{{"2", ""}, {"1", "x"}, {"2", ""}}); d != "" {
		t.Errorf("equal rows in another order differ:\n%s", d)
	}
	for _, got := range [][][]string{
		nil,
		{{"1", "x"}, {"2", ""}},
		{{"1", "y"}, {"2", ""}, {"2", ""}},
		{{"1", "x"}, {"2", ""}, {"2", ""}, {"3", ""}},
	} {
		if difference(want, got) == "" {
			t.Errorf("no difference found to %v", got)
		}
	}
}

// TestEveryModelHasCases: no model, mart, intake model or check goes without
// a case. Staging is one template; one of its tables stands for all.
func TestEveryModelHasCases(t *testing.T) {
	all, err := models.Load()
	if err != nil {
		t.Fatal(err)
	}
	cases := casesOf(t)
	staging := 0
	for _, m := range all {
		switch m.Layer {
		case "staging":
			staging += len(cases[m.Name])
		case "checks":
			bad, clean := 0, 0
			for _, name := range cases[m.Name] {
				s, err := readSheet(filepath.Join(m.Name, name, expectFile))
				if err != nil {
					t.Fatal(err)
				}
				if len(s.rows) > 0 {
					bad++
				} else {
					clean++
				}
			}
			if bad == 0 || clean == 0 {
				t.Errorf("check %s has %d cases with bad rows and %d without; it needs both", m.Name, bad, clean)
			}
		default:
			if len(cases[m.Name]) == 0 {
				t.Errorf("%s %s has no case", m.Layer, m.Name)
			}
		}
	}
	if staging == 0 {
		t.Error("staging has no case")
	}
}
