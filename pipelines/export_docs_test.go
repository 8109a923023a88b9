package pipelines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/warehouse"
	"tongbao/pipelines"
)

// The SQL examples of docs/exports.md run as they stand and find rows.
func TestExamplesOfTheDocs(t *testing.T) {
	page, err := os.ReadFile("../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	e := openHostile(t)
	dir := t.TempDir()
	for _, format := range []string{pipelines.FormatCSV, pipelines.FormatParquet} {
		if _, err := e.Export(t.Context(), pipelines.Exportable(), format, dir); err != nil {
			t.Fatal(err)
		}
	}
	db, err := warehouse.Open(t.Context(), "", warehouse.Options{TempDir: t.TempDir(), ReadDirs: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	examples := strings.Split(string(page), "```sql\n")[1:]
	if len(examples) < 3 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, example := range examples {
		query, _, _ := strings.Cut(example, "```")
		here := strings.ReplaceAll(query, "out/export/", filepath.ToSlash(dir)+"/")
		var n int
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM ("+strings.TrimRight(here, ";\n")+")").Scan(&n); err != nil {
			t.Errorf("%s\n%v", query, err)
		} else if n == 0 {
			t.Errorf("no rows:\n%s", query)
		}
	}
}
