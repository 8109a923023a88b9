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
	Name     string
	Severity string // as its header says
	Rows     int64
	At       time.Time
}

// RecordChecks keeps the results of a build's checks, all or none. At is set
// to now.
func (s *State) RecordChecks(ctx context.Context, checks []Check) error {
	now := formatTime(s.Now())
	err := inTx(ctx, s.db, func(tx *sql.Tx) error {
		for _, c := range checks {
			if _, err := tx.ExecContext(ctx, `insert into checks (build_id, name, severity, "rows", at)
				values (?, ?, ?, ?, ?)`, c.BuildID, c.Name, c.Severity, c.Rows, now); err != nil {
				return fmt.Errorf("check %s: %w", c.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record check results: %w", err)
	}
	return nil
}

// CheckTrend returns the latest results of one check, newest first.
func (s *State) CheckTrend(ctx context.Context, name string, limit int) ([]Check, error) {
	rows, err := s.db.QueryContext(ctx, `select build_id, name, severity, "rows", at
		from checks where name = ? order by id desc limit ?`, name, limit)
	if err != nil {
		return nil, fmt.Errorf("read check results: %w", err)
	}
	defer rows.Close()
	var checks []Check
	for rows.Next() {
		var c Check
		var at sql.NullString
		if err := rows.Scan(&c.BuildID, &c.Name, &c.Severity, &c.Rows, &at); err != nil {
			return nil, fmt.Errorf("read check results: %w", err)
		}
		if err := scanTime(&c.At, at); err != nil {
			return nil, err
		}
		checks = append(checks, c)
	}
	return checks, rows.Err()
}
