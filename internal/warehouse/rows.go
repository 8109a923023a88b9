package warehouse

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

// Rows of Go structs go in by Load and come out by Read. A struct's db tags
// are column names; embedded structs are flattened; a mart.Rate tagged x is
// the columns x_n, x_d and x. Strings are null where they are empty, pointers
// where they are nil; a civil.Date is a DATE.

// column is one column of a struct: where its value lies, and its SQL type.
type column struct {
	name    string
	index   []int // path of the field
	part    int   // of a Rate: 0 N, 1 D, 2 Value; otherwise -1
	sqlType string
}

var (
	rateType = reflect.TypeFor[mart.Rate]()
	dateType = reflect.TypeFor[civil.Date]()
)

func columnsOf(t reflect.Type) ([]column, error) {
	var columns []column
	for _, f := range reflect.VisibleFields(t) {
		name := f.Tag.Get("db")
		if name == "" {
			if f.Anonymous {
				continue
			}
			return nil, fmt.Errorf("%s.%s has no db tag", t, f.Name)
		}
		if f.Type == rateType {
			for part, suffix := range []string{"_n", "_d", ""} {
				columns = append(columns, column{name + suffix, f.Index, part, "DOUBLE"})
			}
			continue
		}
		sqlType, err := sqlTypeOf(f.Type)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, f.Name, err)
		}
		columns = append(columns, column{name, f.Index, -1, sqlType})
	}
	return columns, nil
}

func sqlTypeOf(t reflect.Type) (string, error) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == dateType {
		return "DATE", nil
	}
	switch t.Kind() {
	case reflect.String:
		return "VARCHAR", nil
	case reflect.Int64:
		return "BIGINT", nil
	case reflect.Float64:
		return "DOUBLE", nil
	case reflect.Bool:
		return "BOOLEAN", nil
	default:
		return "", fmt.Errorf("no SQL type for %s", t)
	}
}

// Load makes the table anew and fills it with the rows. The count is read
// back: an appender that fails on Close can lose rows without an error.
func Load[T any](ctx context.Context, db *DB, table string, rows []T) error {
	columns, err := columnsOf(reflect.TypeFor[T]())
	if err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	defs := make([]string, len(columns))
	for i, c := range columns {
		defs[i] = Identifier(c.name) + " " + c.sqlType
	}
	create := fmt.Sprintf("CREATE OR REPLACE TABLE %s (%s)", Identifier(table), strings.Join(defs, ", "))
	if _, err := db.ExecContext(ctx, create); err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	if err := appendRows(ctx, db, table, columns, reflect.ValueOf(rows)); err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+Identifier(table)).Scan(&n); err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	if n != len(rows) {
		return fmt.Errorf("load %s: %d rows given, %d arrived", table, len(rows), n)
	}
	return nil
}

func appendRows(ctx context.Context, db *DB, table string, columns []column, rows reflect.Value) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		appender, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		values := make([]driver.Value, len(columns))
		for i := range rows.Len() {
			for j, c := range columns {
				v, err := driverValue(rows.Index(i).FieldByIndex(c.index), c.part)
				if err != nil {
					appender.Close()
					return fmt.Errorf("row %d, %s: %w", i, c.name, err)
				}
				values[j] = v
			}
			if err := appender.AppendRow(values...); err != nil {
				appender.Close()
				return err
			}
		}
		return appender.Close()
	})
}

func driverValue(v reflect.Value, part int) (driver.Value, error) {
	if part >= 0 {
		r := v.Interface().(mart.Rate)
		switch part {
		case 0:
			return finite(r.N)
		case 1:
			return finite(r.D)
		}
		if r.Value == nil {
			return nil, nil
		}
		return finite(*r.Value)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, nil
		}
		v = v.Elem()
	}
	if v.Type() == dateType {
		return v.Interface().(civil.Date).Time(), nil
	}
	switch v.Kind() {
	case reflect.String:
		if v.String() == "" {
			return nil, nil
		}
		return v.String(), nil
	case reflect.Float64:
		return finite(v.Float())
	default:
		return v.Interface(), nil
	}
}

// finite refuses NaN and infinities: they must not reach a table.
func finite(f float64) (driver.Value, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("not a finite number: %v", f)
	}
	return f, nil
}

// Read runs the query and returns its rows. Columns that T does not have are
// left out; columns of T that the query does not give stay zero.
func Read[T any](ctx context.Context, db *DB, query string, args ...any) ([]T, error) {
	columns, err := columnsOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	byName := map[string]column{}
	for _, c := range columns {
		byName[c.name] = c
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	var result []T
	raw := make([]any, len(names))
	pointers := make([]any, len(names))
	for i := range raw {
		pointers[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		var value T
		target := reflect.ValueOf(&value).Elem()
		for i, name := range names {
			c, ok := byName[name]
			if !ok || raw[i] == nil {
				continue
			}
			if err := set(target.FieldByIndex(c.index), c.part, raw[i]); err != nil {
				return nil, fmt.Errorf("read column %s: %w", name, err)
			}
		}
		result = append(result, value)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return result, nil
}

func set(field reflect.Value, part int, raw any) error {
	if part >= 0 {
		var f float64
		switch n := raw.(type) {
		case float64:
			f = n
		case int64:
			f = float64(n)
		default:
			return fmt.Errorf("a %T is no number", raw)
		}
		r := field.Addr().Interface().(*mart.Rate)
		switch part {
		case 0:
			r.N = f
		case 1:
			r.D = f
		default:
			r.Value = &f
		}
		return nil
	}
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	if t, ok := raw.(time.Time); ok && field.Type() == dateType {
		y, m, d := t.UTC().Date()
		field.Set(reflect.ValueOf(civil.MustOf(y, int(m), d)))
		return nil
	}
	v := reflect.ValueOf(raw)
	switch {
	case field.Type() == v.Type():
		field.Set(v)
	case field.Kind() == reflect.Int64 && v.CanInt():
		field.SetInt(v.Int())
	default:
		return fmt.Errorf("a %T does not fit a %s", raw, field.Type())
	}
	return nil
}
