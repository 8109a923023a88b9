package pipelines_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
	"tongbao/internal/sheet"
	"tongbao/internal/warehouse"
	"tongbao/pipelines"
	models "tongbao/sql"
)

// How the tests read an export back.

// readFormats exports a table in every format, and reads it back as text: the
// cells of each row, checked to be of the contract's columns and types.
func readFormats(t *testing.T, e *pipelines.Env, table string, columns []models.Column) map[string][][]string {
	t.Helper()
	readers := map[string]func(*testing.T, string, []models.Column) [][]string{
		pipelines.FormatCSV: csvCells, pipelines.FormatXLSX: xlsxCells, pipelines.FormatParquet: parquetCells, pipelines.FormatArrow: arrowCells,
	}
	if !slices.Equal(slices.Sorted(maps.Keys(readers)), slices.Sorted(slices.Values(pipelines.Formats()))) {
		t.Fatalf("the formats are %v", pipelines.Formats())
	}
	cells := map[string][][]string{}
	for format, read := range readers {
		paths, err := e.Export(t.Context(), []string{table}, format, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(paths[0]) != table+"."+format {
			t.Errorf("file %s", paths[0])
		}
		cells[format] = read(t, paths[0], columns)
	}
	return cells
}

func csvCells(t *testing.T, path string, columns []models.Column) [][]string {
	rows := readCSV(t, path)
	if !slices.Equal(rows[0], namesOf(columns)) {
		t.Errorf("%s: header %v", path, rows[0])
	}
	for _, r := range rows[1:] {
		for i, text := range r {
			if bare := strings.TrimLeft(text, "'"); bare != text && strings.ContainsAny(string([]rune(bare)[:1]), formulaFirst) {
				r[i] = text[1:]
			}
		}
	}
	return rows[1:]
}

// xlsxCells reads through the program's own reader, which refuses what is not
// a sound workbook.
func xlsxCells(t *testing.T, path string, columns []models.Column) [][]string {
	book, err := sheet.Open(path, sheet.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if len(book.Sheets()) != 1 {
		t.Errorf("%s: sheets %v", path, book.Sheets())
	}
	kinds := map[string]grid.Kind{
		"text": grid.Text, "timestamp": grid.Text, "integer": grid.Number, "decimal": grid.Number, "date": grid.Date, "boolean": grid.Bool,
	}
	var rows [][]string
	err = book.Read(0, func(row grid.Row) error {
		if row.Number == 1 {
			for i, c := range columns {
				if row.Cell(i).Text != c.Header {
					t.Errorf("%s: column %d is headed %q, want %q", path, i+1, row.Cell(i).Text, c.Header)
				}
			}
			return nil
		}
		cells := make([]string, len(columns))
		for i, c := range columns {
			cell := row.Cell(i)
			if cell.Kind == grid.Blank {
				continue
			}
			if cell.Kind != kinds[c.Type] {
				t.Errorf("%s row %d, %s: kind %v, %q", path, row.Number, c.Name, cell.Kind, cell.Text)
			}
			switch cells[i] = cell.Text; c.Type {
			case "boolean":
				cells[i] = strings.ToLower(cell.Text)
			case "decimal":
				cells[i] = decimalText(c, cell.Number)
			}
		}
		rows = append(rows, cells)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// parquetCells reads with DuckDB.
func parquetCells(t *testing.T, path string, columns []models.Column) [][]string {
	db, err := warehouse.Open(t.Context(), "", warehouse.Options{TempDir: t.TempDir(), ReadDirs: []string{filepath.Dir(path)}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	result, err := db.QueryContext(t.Context(), "SELECT * FROM read_parquet("+warehouse.Literal(path)+")")
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	types, err := result.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	sqlTypes := map[string]string{
		"text": "VARCHAR", "timestamp": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN",
	}
	if len(types) != len(columns) {
		t.Fatalf("%s: %d columns, want %d", path, len(types), len(columns))
	}
	for i, c := range columns {
		if types[i].Name() != c.Name || types[i].DatabaseTypeName() != sqlTypes[c.Type] {
			t.Errorf("%s: column %d is %s %s, want %s %s", path, i+1, types[i].Name(), types[i].DatabaseTypeName(), c.Name, sqlTypes[c.Type])
		}
	}
	var rows [][]string
	for result.Next() {
		raw := make([]any, len(columns))
		pointers := make([]any, len(columns))
		for i := range raw {
			pointers[i] = &raw[i]
		}
		if err := result.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(columns))
		for i, v := range raw {
			switch v := v.(type) {
			case nil:
			case float64:
				cells[i] = decimalText(columns[i], v)
			case time.Time:
				cells[i] = v.Format(time.DateOnly)
			default:
				cells[i] = fmt.Sprint(v)
			}
		}
		rows = append(rows, cells)
	}
	if err := result.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func arrowCells(t *testing.T, path string, columns []models.Column) [][]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := ipc.NewFileReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	types := map[string]arrow.DataType{
		"text": arrow.BinaryTypes.String, "timestamp": arrow.BinaryTypes.String, "integer": arrow.PrimitiveTypes.Int64,
		"decimal": arrow.PrimitiveTypes.Float64, "date": arrow.FixedWidthTypes.Date32, "boolean": arrow.FixedWidthTypes.Boolean,
	}
	if file.Schema().NumFields() != len(columns) {
		t.Fatalf("%s: %d columns, want %d", path, file.Schema().NumFields(), len(columns))
	}
	for i, c := range columns {
		if f := file.Schema().Field(i); f.Name != c.Name || !arrow.TypeEqual(f.Type, types[c.Type]) {
			t.Errorf("%s: column %d is %s %s, want %s %s", path, i+1, f.Name, f.Type, c.Name, types[c.Type])
		}
	}
	var rows [][]string
	for n := range file.NumRecords() {
		batch, err := file.RecordBatch(n)
		if err != nil {
			t.Fatal(err)
		}
		for r := range int(batch.NumRows()) {
			cells := make([]string, len(columns))
			for i := range columns {
				if batch.Column(i).IsNull(r) {
					continue
				}
				switch values := batch.Column(i).(type) {
				case *array.Float64:
					cells[i] = decimalText(columns[i], values.Value(r))
				case *array.Date32:
					cells[i] = civil.Date(values.Value(r)).String()
				default:
					cells[i] = values.ValueStr(r)
				}
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

// decimalText is a decimal with the contract's digits. A value that has more
// is given whole, so that it does not pass for equal.
func decimalText(c models.Column, v float64) string {
	digits := 6
	if strings.HasSuffix(c.Name, "score") {
		digits = 2
	}
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if back, _ := strconv.ParseFloat(text, 64); back != v {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return text
}
