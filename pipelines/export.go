package pipelines

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"tongbao/internal/durable"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// Formats of an export.
const (
	FormatCSV     = "csv"
	FormatParquet = "parquet"
)

// bom lets spreadsheets read a CSV as UTF-8.
const bom = "\ufeff"

// exportOrder is the order of an exported table's rows: its key columns, then
// what tells equal ones apart.
var exportOrder = map[string][]string{
	"obligations":     {"village_code", "item_code", "period", "occurred_on", "event_no"},
	"consultations":   {"village_code", "topic_no", "topic", "held_on", "file_sha256", "sheet", "row"},
	"village_scores":  {"village_code"},
	"township_scores": {"township_code"},
	"district_scores": {"district_code"},
	"receipts":        {"delivery", "sheet_no"},
	"quarantine":      {"delivery", "sheet_no", "row", "finding_no"},
}

// fromLake are the tables that need no build: they tell of every delivery.
var fromLake = map[string]bool{"receipts": true, "quarantine": true}

// Exportable lists the tables that export knows.
func Exportable() []string {
	names := make([]string, 0, len(exportOrder))
	for name := range exportOrder {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// NeedsBuild reports whether a table is of a build, not of the lake.
func NeedsBuild(table string) bool { return !fromLake[table] }

// Export writes the tables into dir, one file each, and returns their paths.
// Tables of a build are those of the standing warehouse.
func (e *Env) Export(ctx context.Context, tables []string, format, dir string) ([]string, error) {
	contract, err := models.Contract()
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, table := range tables {
		path := filepath.Join(dir, table+"."+format)
		if err := e.exportTable(ctx, table, contract[table], format, path); err != nil {
			return paths, fmt.Errorf("export %s: %w", table, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func (e *Env) exportTable(ctx context.Context, table string, columns []models.Column, format, path string) error {
	db, err := e.exportSource(ctx, table)
	if err != nil {
		return err
	}
	defer db.Close()
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = warehouse.Identifier(c.Name)
	}
	var order []string
	for _, c := range exportOrder[table] {
		order = append(order, warehouse.Identifier(c)+" ASC NULLS LAST")
	}
	query := fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", strings.Join(names, ", "), warehouse.Identifier(table), strings.Join(order, ", "))
	if format == FormatParquet {
		return durable.Write(path, func(w io.Writer) error { return db.CopyParquet(ctx, query, e.WS.Temp(), w) })
	}
	return durable.Write(path, func(w io.Writer) error { return writeCSV(ctx, db, query, columns, w) })
}

// exportSource opens what holds the table: the warehouse, or the lake with
// the table's model run over it.
func (e *Env) exportSource(ctx context.Context, table string) (*warehouse.DB, error) {
	if NeedsBuild(table) {
		return e.openWarehouse(ctx)
	}
	db, err := e.openLake(ctx)
	if err != nil {
		return nil, err
	}
	all, err := models.Load()
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	for _, m := range all {
		if m.Layer == "intake" && m.Name == table {
			if err := warehouse.Run(ctx, db, []models.Model{m}, nil); err != nil {
				return nil, errors.Join(err, db.Close())
			}
		}
	}
	return db, nil
}

// writeCSV writes the query's rows: UTF-8 with BOM, null as the empty field.
func writeCSV(ctx context.Context, db *warehouse.DB, query string, columns []models.Column, w io.Writer) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	raw := make([]any, len(columns))
	pointers := make([]any, len(columns))
	for i := range raw {
		pointers[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		for i, c := range columns {
			if record[i], err = exportText(c, raw[i]); err != nil {
				return err
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// exportText is a value as the export contract writes it.
func exportText(c models.Column, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return asText(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case int32:
		return strconv.FormatInt(int64(v), 10), nil
	case *big.Int:
		return v.String(), nil
	case time.Time:
		return v.UTC().Format(time.DateOnly), nil
	case float64:
		return strconv.FormatFloat(v, 'f', digitsOf(c), 64), nil
	default:
		return "", fmt.Errorf("column %s: no text for a %T", c.Name, v)
	}
}

// digitsOf is how many decimals a column is written with: scores two, all
// else six. The values were rounded exactly before they were stored.
func digitsOf(c models.Column) int {
	if c.Name == "score" || c.Name == "previous_score" {
		return 2
	}
	return 6
}

// asText keeps a spreadsheet from taking a text for a formula: what begins
// like one is prefixed with an apostrophe.
func asText(s string) string {
	for _, first := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"} {
		if strings.HasPrefix(s, first) {
			return "'" + s
		}
	}
	return s
}
