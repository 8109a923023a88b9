package pipelines_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/internal/filing"
	"tongbao/pipelines"
)

// guards are what is offered or checked in the columns of a workbook, by
// sheet and first cell.
func guards(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	for _, table := range filing.Tables {
		rules, err := f.GetDataValidations(table.Title)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range rules {
			for _, cells := range strings.Fields(rule.Sqref) {
				first, _, _ := strings.Cut(cells, ":")
				guard := rule.Type + " " + strings.ReplaceAll(rule.Formula1, "'", "")
				switch { // what a guard does not use, programs fill in as they like
				case rule.Type == "list":
				case rule.Operator == "" || rule.Operator == "between":
					guard += " to " + rule.Formula2
				default:
					guard += " " + rule.Operator
				}
				out[table.Title+"!"+first] = guard
			}
		}
	}
	return out
}

// Every drop-down offers the declared words, every date has its bounds, and
// what is offered for villages and items is what a reader takes.
func TestTemplateGuards(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, oddDistrict()))
	for _, made := range templates(t, e, "2026-07").Files {
		f, err := excelize.OpenFile(made.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if visible, _ := f.GetSheetVisible("选项"); visible {
			t.Error("the lists are in sight")
		}
		guard := guards(t, made.Path)
		offered := func(rule string) (words []string) {
			var from, to int
			if _, err := fmt.Sscanf(rule, "list 选项!$A$%d:$A$%d", &from, &to); err != nil {
				t.Fatalf("%q is no list: %v", rule, err)
			}
			for row := from; row <= to; row++ {
				word, err := f.GetCellValue("选项", fmt.Sprintf("A%d", row))
				if err != nil || word == "" {
					t.Fatalf("A%d: %q %v", row, word, err)
				}
				words = append(words, word)
			}
			return words
		}
		for _, table := range filing.Tables {
			for i, c := range table.Columns {
				name, _ := excelize.ColumnNumberToName(i + 1)
				rule := guard[fmt.Sprintf("%s!%s%d", table.Title, name, firstFilled)]
				switch c.Type {
				case filing.Word, filing.Words:
					var want []string
					for _, e := range c.List {
						want = append(want, e.Word)
					}
					if got := offered(rule); !slices.Equal(got, want) {
						t.Errorf("%s.%s offers %v, want %v", table.Code, c.Code, got, want)
					}
				case filing.Bool:
					want := []string{"是", "否"}
					if len(c.True) > 0 {
						want = []string{c.True[0], c.False[0]}
					}
					if got := offered(rule); !slices.Equal(got, want) {
						t.Errorf("%s.%s offers %v, want %v", table.Code, c.Code, got, want)
					}
				case filing.Date:
					want := "date 36526 to TODAY()" // 2000-01-01
					if c.Ahead {
						want = "date 36526 greaterThanOrEqual"
					}
					if rule != want {
						t.Errorf("%s.%s is checked by %q, want %q", table.Code, c.Code, rule, want)
					}
				case filing.Village:
					got := offered(rule)
					if len(got) != made.Villages {
						t.Errorf("%s.%s offers %d villages of %d", table.Code, c.Code, len(got), made.Villages)
					}
					for _, text := range got {
						if _, bad := e.WS.Book.Village(text, made.Township.Code); bad != nil {
							t.Errorf("%s.%s offers %q: %s", table.Code, c.Code, text, bad.Message)
						}
					}
				case filing.Township:
					if got := offered(rule); len(got) != 1 {
						t.Errorf("%s.%s offers %v", table.Code, c.Code, got)
					} else if code, bad := e.WS.Book.Township(got[0], made.Township.Code); bad != nil || code != made.Township.Code {
						t.Errorf("%s.%s offers %v", table.Code, c.Code, got)
					}
				case filing.Item:
					got := offered(rule)
					if events := slices.Contains(got, "变更情况"); events == (table.Code == "exemptions") || len(got) < 4 {
						t.Errorf("%s.%s offers %v", table.Code, c.Code, got)
					}
				case filing.Period:
					if got := offered(rule); !slices.Contains(got, "2026-06") || !slices.Contains(got, "2026Q2") || !slices.Contains(got, "2025") {
						t.Errorf("%s.%s offers %v", table.Code, c.Code, got)
					}
				}
			}
		}
	}
}

// Headers and what is filled in beforehand are locked, every other cell is
// open, also below the last row; nothing needs a password.
func TestTemplateLocks(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	f, err := excelize.OpenFile(templates(t, e, "2026-07").Files[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, table := range filing.Tables {
		locked := func(column, row int) bool {
			cell, _ := excelize.CoordinatesToCellName(column, row)
			id, err := f.GetCellStyle(table.Title, cell)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			return style.Protection == nil || style.Protection.Locked
		}
		for i, c := range table.Columns {
			for row := 3; row <= 4; row++ {
				if !locked(i+1, row) {
					t.Errorf("%s.%s: row %d is open", table.Code, c.Code, row)
				}
			}
			given := table.Code == "disclosures" && i <= table.Column("period")
			if locked(i+1, firstFilled) != given {
				t.Errorf("%s.%s: a filled-in row is locked %v, want %v", table.Code, c.Code, !given, given)
			}
			letters, _ := excelize.ColumnNumberToName(i + 1)
			id, err := f.GetColStyle(table.Title, letters)
			if err != nil {
				t.Fatal(err)
			}
			if style, _ := f.GetStyle(id); style.Protection == nil || style.Protection.Locked {
				t.Errorf("%s.%s: the rows below are locked", table.Code, c.Code)
			}
		}
		header, _ := f.GetCellValue(table.Title, "B3")
		if header != "村（社区）*" {
			t.Errorf("%s: header %q", table.Code, header)
		}
		if err := f.UnprotectSheet(table.Title); err != nil {
			t.Errorf("%s: %v", table.Code, err)
		}
	}
}

// The notes say for what and from what the template was made.
func TestTemplateNotes(t *testing.T) {
	dir := makeWorkspace(t, smallDistrict)
	writeFile(t, filepath.Join(dir, "rules.yaml"), "- {rule: due.monthly, value: 10, from: 2026-01-01, source: 云岫民〔2026〕1号}\n")
	e := openEnv(t, dir)
	f, err := excelize.OpenFile(templates(t, e, "2026-07").Files[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("填报说明")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		all = append(all, strings.Join(row, "|"))
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{
		filing.AsideMark, "青禾镇2026年7月填报说明", "模板版本：tongbao " + pipelines.Version + " · 2026-07 · " + e.WS.References()[:12],
		"财务收支情况|示例|财务|月|2026-06|2026-07-10|1个月", "低保对象名单|示例|政务|季|2026Q2|2026-07-15|10天",
		"云岫民〔2026〕1号|10|2026-01-01", "由区县报送才作数",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the notes do not say %q:\n%s", want, text)
		}
	}
	for _, table := range filing.Tables {
		for _, c := range table.Columns {
			at := slices.IndexFunc(rows, func(row []string) bool {
				return len(row) == 2 && strings.TrimSuffix(row[0], "*") == c.Header && strings.HasSuffix(row[0], "*") == c.Required && row[1] != ""
			})
			if at < 0 {
				t.Errorf("the notes do not say what %s.%s takes", table.Code, c.Code)
			}
		}
	}
}
