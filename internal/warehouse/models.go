package warehouse

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	models "tongbao/sql"
)

// Run makes a table of each model, in the given order: of those that say so a
// temporary view, of the others between staging and marts a temporary table,
// which costs no writing. Only marts stay.
func Run(ctx context.Context, db *DB, ordered []models.Model, progress func(done int)) error {
	for i, m := range ordered {
		began := time.Now()
		kind := "TABLE"
		switch {
		case m.View:
			kind = "TEMP VIEW"
		case m.Layer == "models":
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
	Told                           []string // the bad rows in words, the first toldRows of them
}

// toldRows is how many bad rows a result tells: as many as somebody may work
// through. sampleRows is how many are quoted beside the count.
const (
	toldRows   = 1000
	sampleRows = 5
)

// Sample are the first few bad rows, in words.
func (r CheckResult) Sample() []string { return r.Told[:min(len(r.Told), sampleRows)] }

// Check runs a check's SELECT once and counts the bad rows.
func Check(ctx context.Context, db *DB, c models.Model) (CheckResult, error) {
	began := time.Now()
	r := CheckResult{Name: c.Name, Severity: c.Severity, Message: c.Message, Owner: c.Owner}
	if _, err := db.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE check_rows AS "+c.SQL); err != nil {
		return r, fmt.Errorf("check %s: %w", c.Name, err)
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM check_rows").Scan(&r.Rows); err != nil {
		return r, fmt.Errorf("check %s: %w", c.Name, err)
	}
	slog.Debug("check", "name", c.Name, "rows", r.Rows, "took", time.Since(began))
	if r.Rows == 0 {
		return r, nil
	}
	rows, err := db.QueryContext(ctx, fmt.Sprintf("SELECT * FROM check_rows ORDER BY ALL NULLS LAST LIMIT %d", toldRows))
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
		r.Told = append(r.Told, inWords(c.Row, names, values))
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
