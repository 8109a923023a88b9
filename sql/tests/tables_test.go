package tests

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tongbao/internal/lake"
	"tongbao/internal/mart"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

//go:embed inputs.sql
var inputs string

// unitScore has the columns of unit_scores, which a build computes in Go of
// the counts.
type unitScore struct {
	Level string `db:"level"`
	Code  string `db:"code"`
	Name  string `db:"name"`
	mart.Unit
}

// house is an in-memory warehouse in which every table is there and empty.
type house struct {
	db     *warehouse.DB
	models []models.Model
	types  map[string]map[string]string // SQL type by table and column
}

// open builds the house: inputs as declared, then every model over them, so
// that each table has the columns and types it has in a real build.
func open(t *testing.T) *house {
	t.Helper()
	ctx := t.Context()
	db, err := warehouse.Open(ctx, "", warehouse.Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{db: db, types: map[string]map[string]string{}}
	if h.models, err = models.Load(); err != nil {
		t.Fatal(err)
	}
	if err := h.makeInputs(ctx); err != nil {
		t.Fatal(err)
	}
	var made []models.Model
	for _, m := range h.models {
		if m.Layer != "checks" {
			made = append(made, m)
		}
	}
	if made, err = models.Order(made); err != nil {
		t.Fatal(err)
	}
	for _, m := range made {
		if _, err := db.ExecContext(ctx, "CREATE TABLE "+warehouse.Identifier(m.Name)+" AS "+m.SQL); err != nil {
			t.Fatalf("%s: %v", m.Name, err)
		}
	}
	if err := h.readTypes(ctx); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) makeInputs(ctx context.Context) error {
	if _, err := h.db.ExecContext(ctx, inputs); err != nil {
		return fmt.Errorf("inputs.sql: %w", err)
	}
	for _, table := range lake.Tables() {
		var columns []string
		for _, c := range lake.Columns(table) {
			columns = append(columns, warehouse.Identifier(c.Name)+" "+c.SQLType)
		}
		create := fmt.Sprintf("CREATE TABLE raw_%s (%s)", table, strings.Join(columns, ", "))
		if _, err := h.db.ExecContext(ctx, create); err != nil {
			return err
		}
	}
	if err := warehouse.Load(ctx, h.db, "ref_build", []mart.Build{}); err != nil {
		return err
	}
	return errors.Join(
		warehouse.Load(ctx, h.db, "unit_scores", []unitScore{}),
		warehouse.Load(ctx, h.db, "unit_lists", []mart.ListEntry{}),
		warehouse.Load(ctx, h.db, "unit_funnel", []mart.FunnelPoint{}))
}

func (h *house) readTypes(ctx context.Context) error {
	rows, err := h.db.QueryContext(ctx, "SELECT table_name, column_name, data_type FROM information_schema.columns")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var table, column, sqlType string
		if err := rows.Scan(&table, &column, &sqlType); err != nil {
			return err
		}
		if h.types[table] == nil {
			h.types[table] = map[string]string{}
		}
		h.types[table][column] = sqlType
	}
	return rows.Err()
}

// insert fills a table with a CSV's rows; DuckDB casts each text to its
// column's type and refuses what does not fit.
func (h *house) insert(ctx context.Context, tx *sql.Tx, table string, given sheet) error {
	if h.types[table] == nil {
		return fmt.Errorf("there is no table %s", table)
	}
	var names []string
	for _, c := range given.columns {
		if h.types[table][c] == "" {
			return fmt.Errorf("%s has no column %s", table, c)
		}
		names = append(names, warehouse.Identifier(c))
	}
	for _, row := range given.rows {
		values := make([]string, len(row))
		for i, text := range row {
			values[i] = literal(text)
		}
		insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)",
			warehouse.Identifier(table), strings.Join(names, ", "), strings.Join(values, ", "))
		if _, err := tx.ExecContext(ctx, insert); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

// emptyText is how a CSV writes the empty text; an empty field is null.
const emptyText = "''"

func literal(text string) string {
	switch text {
	case "":
		return "NULL"
	case emptyText:
		return emptyText
	default:
		return warehouse.Literal(text)
	}
}

// query runs a SELECT and returns the named columns as text.
func query(ctx context.Context, tx *sql.Tx, statement string, columns []string) ([][]string, error) {
	var texts []string
	for _, c := range columns {
		id := warehouse.Identifier(c)
		texts = append(texts, fmt.Sprintf("CASE WHEN CAST(%s AS VARCHAR) = '' THEN %s ELSE CAST(%s AS VARCHAR) END",
			id, warehouse.Literal(emptyText), id))
	}
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM (%s) AS result", strings.Join(texts, ", "), statement))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var result [][]string
	for rows.Next() {
		cells := make([]sql.NullString, len(columns))
		pointers := make([]any, len(columns))
		for i := range cells {
			pointers[i] = &cells[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			return nil, err
		}
		row := make([]string, len(columns))
		for i, c := range cells {
			row[i] = c.String
		}
		result = append(result, row)
	}
	return result, rows.Err()
}
