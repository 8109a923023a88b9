package pipelines

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/lake"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// exportTable is one table on its way out.
type exportTable struct {
	db      *warehouse.DB
	temp    string // directory for temporary files
	name    string
	title   string // Chinese
	columns []models.Column
}

// exportTypes are the SQL types of the contract's types. An instant is text,
// RFC 3339 with its offset.
var exportTypes = map[string]string{
	"text": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN", "timestamp": "VARCHAR",
}

// query selects the rows that every format writes: the contract's columns in
// its order and types, the empty text as null, ordered by the key.
func (t *exportTable) query() string {
	selected := make([]string, len(t.columns))
	for i, c := range t.columns {
		name, sqlType := warehouse.Identifier(c.Name), exportTypes[c.Type]
		value := fmt.Sprintf("CAST(exported.%s AS %s)", name, sqlType)
		if sqlType == "VARCHAR" {
			value = "NULLIF(" + value + ", '')"
		}
		selected[i] = value + " AS " + name
	}
	order := make([]string, len(exportOrder[t.name]))
	for i, c := range exportOrder[t.name] {
		order[i] = "exported." + warehouse.Identifier(c) + " ASC NULLS LAST"
	}
	return fmt.Sprintf("SELECT %s FROM %s AS exported ORDER BY %s",
		strings.Join(selected, ", "), warehouse.Identifier(t.name), strings.Join(order, ", "))
}

// count is the number of rows.
func (t *exportTable) count(ctx context.Context) (n int64, err error) {
	err = t.db.QueryRowContext(ctx, "SELECT count(*) FROM "+warehouse.Identifier(t.name)).Scan(&n)
	return n, err
}

// rows are the table's rows: nil, string, int64, float64, bool or civil.Date
// for each column. A row is used again for the next.
func (t *exportTable) rows(ctx context.Context) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		rows, err := t.db.QueryContext(ctx, t.query())
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		row := make([]any, len(t.columns))
		pointers := make([]any, len(t.columns))
		for i := range row {
			pointers[i] = &row[i]
		}
		for rows.Next() {
			if err := rows.Scan(pointers...); err != nil {
				yield(nil, err)
				return
			}
			for i, v := range row {
				if day, ok := v.(time.Time); ok {
					row[i] = civil.Date(day.Unix() / 86400) // a DATE is a UTC midnight
				}
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// writeParquet leaves the rows to DuckDB.
func writeParquet(ctx context.Context, t *exportTable, w io.Writer) error {
	return t.db.CopyParquet(ctx, t.query(), t.temp, w)
}

func writeArrow(ctx context.Context, t *exportTable, w io.Writer) error {
	columns := make([]lake.Column, len(t.columns))
	for i, c := range t.columns {
		columns[i] = lake.Column{Name: c.Name, SQLType: exportTypes[c.Type]}
	}
	return lake.WriteIPC(w, columns, t.rows(ctx))
}
