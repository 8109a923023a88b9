package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Step is one part of a run. EndedAt is zero while it is running.
type Step struct {
	RunID     int64
	Seq       int64 // 1, 2, …
	Name      string
	StartedAt time.Time
	EndedAt   time.Time
	Outcome   Outcome // running, ok, failed or interrupted
	Message   string
	Counts    map[string]int64
}

// BeginStep records that the next step of an open run begins, and returns its
// number.
func (s *State) BeginStep(ctx context.Context, runID int64, name string) (seq int64, err error) {
	err = inTx(ctx, s.db, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `insert into steps (run_id, seq, name, started_at, outcome)
			select id, 1 + (select count(*) from steps where run_id = runs.id), ?, ?, 'running'
			from runs where id = ? and outcome = 'running'`, name, formatTime(s.Now()), runID)
		if err := oneRow(res, err); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `select max(seq) from steps where run_id = ?`, runID).Scan(&seq)
	})
	if err != nil {
		return 0, fmt.Errorf("record step %s of run %d: %w", name, runID, err)
	}
	return seq, nil
}

// EndStep records how a step ended: ok, failed or interrupted.
func (s *State) EndStep(ctx context.Context, runID, seq int64, outcome Outcome, message string, counts map[string]int64) error {
	text, err := formatCounts(counts)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, `update steps set ended_at = ?, outcome = ?, message = ?, counts = ?
		where run_id = ? and seq = ? and outcome = 'running'`, formatTime(s.Now()), outcome, message, text, runID, seq)
	if err := oneRow(res, err); err != nil {
		return fmt.Errorf("record the end of step %d of run %d: %w", seq, runID, err)
	}
	return nil
}

// Steps returns the steps of a run in order.
func (s *State) Steps(ctx context.Context, runID int64) ([]Step, error) {
	rows, err := s.db.QueryContext(ctx, `select run_id, seq, name, started_at, ended_at, outcome, message, counts
		from steps where run_id = ? order by seq`, runID)
	if err != nil {
		return nil, fmt.Errorf("read steps: %w", err)
	}
	defer rows.Close()
	var steps []Step
	for rows.Next() {
		var p Step
		var started, ended sql.NullString
		var counts string
		if err := rows.Scan(&p.RunID, &p.Seq, &p.Name, &started, &ended, &p.Outcome, &p.Message, &counts); err != nil {
			return nil, fmt.Errorf("read steps: %w", err)
		}
		if err := errors.Join(scanTime(&p.StartedAt, started), scanTime(&p.EndedAt, ended),
			json.Unmarshal([]byte(counts), &p.Counts)); err != nil {
			return nil, fmt.Errorf("read step %d of run %d: %w", p.Seq, p.RunID, err)
		}
		steps = append(steps, p)
	}
	return steps, rows.Err()
}
