package pipelines_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/pipelines"
	models "tongbao/sql"
)

// hostile are texts that a spreadsheet, a CSV reader or XML might change.
var hostile = []string{
	`=HYPERLINK("http://x")`, "+1", "-议题", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "'=1", "''-1", "'引", "1e5", "0012", "TRUE", "2026-06-30",
	`逗号,引号"`, "<a>&amp;</a>", "_x0041_", "𠮷祥", "换\n行", "null", "{}",
}

// formulaFirst are the characters a formula begins with.
const formulaFirst = "=+-@＝＋－＠\t\r"

// openHostile is a small district whose filings hold those texts, in accepted
// rows and in refused cells.
func openHostile(t *testing.T) *pipelines.Env {
	t.Helper()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	dir := t.TempDir()
	topics := "村（社区）,协商编号,议题,协商日期,协商结果,研究决策日期,采纳情况\n"
	months := "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-05,2026-06-10\n竹溪村,财务收支情况,2026-05,2026-06-18\n"
	for i, text := range hostile {
		quoted := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		topics += fmt.Sprintf("松涧村,T%02d,%s,2026-05-%02d,达成一致,2026-05-28,采纳\n", i, quoted, i+1)
		months += fmt.Sprintf("松涧村,财务收支情况,2026-04,%s\n", quoted)
	}
	writeFile(t, filepath.Join(dir, "协商.csv"), topics)
	writeFile(t, filepath.Join(dir, "公开.csv"), months)
	writeFile(t, filepath.Join(dir, "坏.csv"), "不是,备案表\n1,2\n")
	ingest(t, e, pipelines.IntakeRequest{
		Paths:    []string{filepath.Join(dir, "协商.csv"), filepath.Join(dir, "公开.csv"), filepath.Join(dir, "坏.csv")},
		Township: "青禾镇", ReceivedAt: received("2026-06-20"),
	})
	build(t, e, "2026Q2", "")
	return e
}

// The four formats of a table hold the contract's columns in its order, and
// equal cells of the contract's types.
func TestFormatsAgree(t *testing.T) {
	e := openHostile(t)
	contract := contractOf(t)
	for _, table := range pipelines.Exportable() {
		t.Run(table, func(t *testing.T) {
			columns := contract[table]
			got := readFormats(t, e, table, columns)
			want := got[pipelines.FormatCSV]
			if len(want) == 0 {
				t.Fatal("no rows to compare")
			}
			for format, rows := range got {
				compareTables(t, format, append([][]string{namesOf(columns)}, want...), append([][]string{namesOf(columns)}, rows...))
			}
		})
	}
}

// Texts come out as they went in, in every format.
func TestHostileTexts(t *testing.T) {
	e := openHostile(t)
	contract := contractOf(t)
	for table, name := range map[string]string{"consultations": "topic", "quarantine": "text"} {
		at := slices.Index(namesOf(contract[table]), name)
		for format, rows := range readFormats(t, e, table, contract[table]) {
			var got []string
			for _, r := range rows {
				got = append(got, r[at])
			}
			for _, text := range hostile {
				if text == "2026-06-30" && table == "quarantine" {
					continue // a good date of publication
				}
				if !slices.Contains(got, text) {
					t.Errorf("%s as %s: %q is not among %q", table, format, text, got)
				}
			}
		}
	}
}

// What a spreadsheet would run is marked as text in the CSV.
func TestCSVIsNoFormula(t *testing.T) {
	topics := column(t, export(t, openHostile(t), "consultations"), "topic")
	marked := 0
	for _, topic := range topics {
		if strings.ContainsAny(string([]rune(topic)[:1]), formulaFirst) {
			t.Errorf("%q begins like a formula", topic)
		}
		if strings.HasPrefix(topic, "'") {
			marked++
		}
	}
	if marked != 11 {
		t.Errorf("%d topics are marked, want 11: %q", marked, topics)
	}
}

// A workspace without deliveries has empty tables, in every format.
func TestFormatsOfNoRows(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	contract := contractOf(t)
	for _, table := range []string{"receipts", "quarantine"} {
		for format, rows := range readFormats(t, e, table, contract[table]) {
			if len(rows) != 0 {
				t.Errorf("%s as %s: rows %v", table, format, rows)
			}
		}
	}
}

// Two clean workspaces that were given the same files export the same bytes,
// and so does one asked again.
func TestFormatsAreStable(t *testing.T) {
	first, second := openHostile(t), openHostile(t)
	for _, format := range pipelines.Formats() {
		want := exported(t, first, format)
		if len(want) != len(pipelines.Exportable()) {
			t.Fatalf("%d files", len(want))
		}
		for name, again := range map[string]map[string][]byte{"again": exported(t, first, format), "elsewhere": exported(t, second, format)} {
			for table, data := range want {
				if !bytes.Equal(data, again[table]) {
					t.Errorf("%s as %s, %s: other bytes", table, format, name)
				}
			}
		}
	}
}

func TestUnknownExport(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	dir := t.TempDir()
	if _, err := e.Export(t.Context(), []string{"receipts"}, "xls", dir); err == nil {
		t.Error("xls was written")
	}
	if _, err := e.Export(t.Context(), []string{"int_owed"}, pipelines.FormatCSV, dir); err == nil {
		t.Error("int_owed was written")
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("files %v, %v", files, err)
	}
}

func contractOf(t *testing.T) map[string][]models.Column {
	t.Helper()
	contract, err := models.Contract()
	if err != nil {
		t.Fatal(err)
	}
	return contract
}

func namesOf(columns []models.Column) []string {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}

// exported are all tables in one format, by table.
func exported(t *testing.T, e *pipelines.Env, format string) map[string][]byte {
	t.Helper()
	paths, err := e.Export(t.Context(), pipelines.Exportable(), format, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = data
	}
	return files
}
