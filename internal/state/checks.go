package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Check is the result of one check of one build: how many bad rows it
// returned. A pass has none, and is kept like any other.
type Check struct {
	BuildID  string
	Window   string // of the build; empty in results of before windows were kept
	AsOf     string // of the build, 2026-07-20; empty likewise
	Name     string
	Severity string // as its header says
	Rows     int64
	At       time.Time
	// Told are the bad rows in words, the first of them where there are
	// many. They are kept for the last tellingResults results of a check,
	// the counts for ever.
	Told []string
}

const tellingResults = 10

// RecordChecks keeps the results of a build's checks, all or none. At is set
// to now.
func (s *State) RecordChecks(ctx context.Context, checks []Check) error {
	now := formatTime(s.Now())
	err := inTx(ctx, s.db, func(tx *sql.Tx) error {
		for _, c := range checks {
			if err := recordCheck(ctx, tx, c, now); err != nil {
				return fmt.Errorf("check %s: %w", c.Name, err)
			}
		}
		_, err := tx.ExecContext(ctx, `delete from check_rows where check_id not in (
			select id from (select id, row_number() over (partition by name order by id desc) as n from checks) where n <= ?)`,
			tellingResults)
		return err
	})
	if err != nil {
		return fmt.Errorf("record check results: %w", err)
	}
	return nil
}

func recordCheck(ctx context.Context, tx *sql.Tx, c Check, now string) error {
	result, err := tx.ExecContext(ctx, `insert into checks (build_id, "window", as_of, name, severity, "rows", at)
		values (?, ?, ?, ?, ?, ?, ?)`, c.BuildID, c.Window, c.AsOf, c.Name, c.Severity, c.Rows, now)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	for i, text := range c.Told {
		if _, err := tx.ExecContext(ctx, `insert into check_rows (check_id, position, text) values (?, ?, ?)`, id, i, text); err != nil {
			return err
		}
	}
	return nil
}

const selectChecks = `select id, build_id, "window", as_of, name, severity, "rows", at from checks `

// CheckTrend returns the results of one check by the days they are of, newest
// first: one for each window, the last of it. Told is left out.
func (s *State) CheckTrend(ctx context.Context, name string, limit int) ([]Check, error) {
	checks, _, err := s.readChecks(ctx, selectChecks+`where id in (
		select max(id) from checks where name = ? group by coalesce(nullif("window", ''), build_id)
	) order by as_of desc, id desc limit ?`, name, limit)
	return checks, err
}

// ChecksOf returns the results of a build's checks by name, the latest of
// each, with what they told.
func (s *State) ChecksOf(ctx context.Context, buildID string) ([]Check, error) {
	checks, ids, err := s.readChecks(ctx, selectChecks+`where id in (
		select max(id) from checks where build_id = ? group by name
	) order by name`, buildID)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if checks[i].Told, err = s.told(ctx, id); err != nil {
			return nil, err
		}
	}
	return checks, nil
}

// LastChecked is the build that was checked last, of a window or, where that
// is empty, of any. Empty where there is none.
func (s *State) LastChecked(ctx context.Context, window string) (buildID string, err error) {
	checks, _, err := s.readChecks(ctx, selectChecks+`where ? in ('', "window") order by id desc limit 1`, window)
	if err != nil || len(checks) == 0 {
		return "", err
	}
	return checks[0].BuildID, nil
}

func (s *State) readChecks(ctx context.Context, query string, args ...any) (checks []Check, ids []int64, err error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, fmt.Errorf("read check results: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var (
			c  Check
			id int64
			at sql.NullString
		)
		if err := rows.Scan(&id, &c.BuildID, &c.Window, &c.AsOf, &c.Name, &c.Severity, &c.Rows, &at); err != nil {
			return nil, nil, fmt.Errorf("read check results: %w", err)
		}
		if err := scanTime(&c.At, at); err != nil {
			return nil, nil, err
		}
		checks, ids = append(checks, c), append(ids, id)
	}
	return checks, ids, rows.Err()
}

// told are the sentences kept of a result, in order.
func (s *State) told(ctx context.Context, id int64) (texts []string, err error) {
	rows, err := s.db.QueryContext(ctx, `select text from check_rows where check_id = ? order by position`, id)
	if err != nil {
		return nil, fmt.Errorf("read check rows: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, fmt.Errorf("read check rows: %w", err)
		}
		texts = append(texts, text)
	}
	return texts, rows.Err()
}
