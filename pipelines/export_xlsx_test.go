package pipelines

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tongbao/internal/warehouse"
	"tongbao/internal/workbook"
	models "tongbao/sql"
)

// oneColumn is a table village_scores of one text column.
func oneColumn(t *testing.T, values string) *exportTable {
	t.Helper()
	db, err := warehouse.Open(t.Context(), "", warehouse.Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE village_scores AS SELECT "+values); err != nil {
		t.Fatal(err)
	}
	return &exportTable{
		db: db, temp: t.TempDir(), name: "village_scores", title: "得分",
		columns: []models.Column{{Name: "village_code", Type: "text", Header: "村社代码"}},
	}
}

// A sheet holds so many rows, the header's among them; more are an error that
// says what to do, and nothing is written.
func TestXLSXTooLong(t *testing.T) {
	table := oneColumn(t, fmt.Sprintf("CAST(i AS VARCHAR) AS village_code FROM range(%d) AS r(i)", workbook.MaxRows))
	var out bytes.Buffer
	err := writeXLSX(t.Context(), table, &out)
	var long *TooLongForSheet
	if !errors.As(err, &long) || long.Rows != workbook.MaxRows || out.Len() > 0 {
		t.Fatalf("error %v, %d bytes", err, out.Len())
	}
	for _, word := range []string{"village_scores", "1048576行", "1048575行", "--format csv 或 parquet"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %s", err, word)
		}
	}
}

func TestXLSXTextTooLong(t *testing.T) {
	table := oneColumn(t, "repeat('村', 40000) AS village_code")
	var out bytes.Buffer
	err := writeXLSX(t.Context(), table, &out)
	if !errors.Is(err, workbook.ErrTextTooLong) || !strings.Contains(err.Error(), "--format csv 或 parquet") || out.Len() > 0 {
		t.Fatalf("error %v, %d bytes", err, out.Len())
	}
	if err := writeCSV(t.Context(), table, &out); err != nil {
		t.Error(err)
	}
}

// Every type of the contract has a type in SQL and a width in a sheet.
func TestTypesOfTheContract(t *testing.T) {
	contract, err := models.Contract()
	if err != nil {
		t.Fatal(err)
	}
	for table, columns := range contract {
		for _, c := range columns {
			if exportTypes[c.Type] == "" || columnWidths[c.Type] == 0 {
				t.Errorf("%s.%s: nothing is said of the type %s", table, c.Name, c.Type)
			}
		}
	}
	for _, f := range Formats() {
		if formatWriters[f] == nil {
			t.Errorf("nothing writes %s", f)
		}
	}
	if len(formatWriters) != len(Formats()) {
		t.Errorf("%d writers for %d formats", len(formatWriters), len(Formats()))
	}
}
