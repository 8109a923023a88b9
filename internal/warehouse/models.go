package warehouse

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	models "tongbao/sql"
)

// Run makes a table of each model, in the given order. Staging only renames,
// so it stays a temporary view over the lake; models between staging and
// marts are temporary tables, which cost no writing. Only marts stay.
func Run(ctx context.Context, db *DB, ordered []models.Model, progress func(done int)) error {
	for i, m := range ordered {
		began := time.Now()
		kind := "TABLE"
		switch m.Layer {
		case "staging":
			kind = "TEMP VIEW"
		case "models":
			kind = "TEMP TABLE"
		}
		if _, err := db.ExecContext(ctx, fmt.Sprintf("CREATE OR REPLACE %s %s AS %s", kind, Identifier(m.Name), m.SQL)); err != nil {
			return fmt.Errorf("model %s: %w", m.Name, err)
		}
		if kind == "TABLE" {
			comment := fmt.Sprintf("COMMENT ON TABLE %s IS %s", Identifier(m.Name), Literal(m.Title+"\n"+m.Grain+"\n"+m.Doc))
			if _, err := db.ExecContext(ctx, comment); err != nil {
				return fmt.Errorf("model %s: comment: %w", m.Name, err)
			}
		}
		slog.Debug("model", "name", m.Name, "took", time.Since(began))
		if progress != nil {
			progress(i + 1)
		}
	}
	return nil
}

// CheckResult is what a check found.
type CheckResult struct {
	Name, Severity, Message, Owner string
	Rows                           int64    // bad rows
	Sample                         []string // the first few, in words
}

// sampleRows is how many bad rows a result quotes.
const sampleRows = 5

// Check runs a check's SELECT and counts the bad rows.
func Check(ctx context.Context, db *DB, c models.Model) (CheckResult, error) {
	r := CheckResult{Name: c.Name, Severity: c.Severity, Message: c.Message, Owner: c.Owner}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM ("+c.SQL+")").Scan(&r.Rows); err != nil {
		return r, fmt.Errorf("check %s: %w", c.Name, err)
	}
	if r.Rows == 0 {
		return r, nil
	}
	rows, err := db.QueryContext(ctx, fmt.Sprintf("SELECT * FROM (%s) AS bad ORDER BY ALL NULLS LAST LIMIT %d", c.SQL, sampleRows))
	if err != nil {
		return r, fmt.Errorf("check %s: %w", c.Name, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return r, fmt.Errorf("check %s: %w", c.Name, err)
	}
	for rows.Next() {
		values := make([]any, len(names))
		pointers := make([]any, len(names))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			return r, fmt.Errorf("check %s: %w", c.Name, err)
		}
		r.Sample = append(r.Sample, inWords(c.Row, names, values))
	}
	return r, rows.Err()
}

// inWords fills a check's sentence with a row's values.
func inWords(sentence string, names []string, values []any) string {
	var pairs []string
	for i, name := range names {
		text := ""
		switch v := values[i].(type) {
		case nil:
		case time.Time:
			text = v.UTC().Format(time.DateOnly)
		default:
			text = fmt.Sprint(v)
		}
		pairs = append(pairs, "{"+name+"}", text)
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}
