package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Trigger is what started a run.
type Trigger string

// The triggers.
const (
	Manual    Trigger = "manual"    // somebody gave the command
	Scheduled Trigger = "scheduled" // its time had come
	CatchUp   Trigger = "catch_up"  // its time had passed while nothing was there to run it
)

// Outcome is how a run ended.
type Outcome string

// The outcomes.
const (
	Running      Outcome = "running"
	OK           Outcome = "ok"
	Partly       Outcome = "partly" // done, with rows or files refused
	Failed       Outcome = "failed"
	Skipped      Outcome = "skipped"       // never begun; the message says why
	Interrupted  Outcome = "interrupted"   // stopped, killed or crashed on its way
	ChecksFailed Outcome = "checks_failed" // nothing was promoted
)

// Start is what is known before a run begins.
type Start struct {
	Job        string
	Period     string // the window it covers, or empty: the job's own default
	Trigger    Trigger
	ReportTime time.Time // the scheduled instant, for a manual run the instant of the command
}

// End is what is known when a run has ended.
type End struct {
	Outcome Outcome
	Message string // for the user
	Counts  map[string]int64
	BuildID string // of the warehouse it made or used, or empty
}

// Run is one run as recorded. EndedAt is zero while it is running.
type Run struct {
	ID int64
	Start
	StartedAt time.Time
	EndedAt   time.Time
	End
}

// ErrNotRunning says that the run or step to be ended is not open: it was
// ended already, or marked as interrupted.
var ErrNotRunning = errors.New("no such open run or step")

const insertRun = `insert into runs (job, period, "trigger", report_time, started_at, ended_at, outcome, message)
values (?, ?, ?, ?, ?, ?, ?, ?)`

// BeginRun records that a run begins and returns its id. When it returns nil
// the record is on disk; the work must not begin before.
func (s *State) BeginRun(ctx context.Context, r Start) (int64, error) {
	res, err := s.db.ExecContext(ctx, insertRun, r.Job, r.Period, r.Trigger,
		formatTime(r.ReportTime), formatTime(s.Now()), nil, Running, "")
	if err != nil {
		return 0, fmt.Errorf("record the start of %s: %w", r.Job, err)
	}
	return res.LastInsertId()
}

// EndRun records how the run ended. It fails with ErrNotRunning unless the run
// is open. Steps still open share its fate.
func (s *State) EndRun(ctx context.Context, id int64, e End) error {
	counts, err := formatCounts(e.Counts)
	if err != nil {
		return err
	}
	now := formatTime(s.Now())
	err = inTx(ctx, s.db, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `update runs set ended_at = ?, outcome = ?, message = ?, counts = ?, build_id = ?
			where id = ? and outcome = 'running'`, now, e.Outcome, e.Message, counts, e.BuildID, id)
		if err := oneRow(res, err); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update steps set ended_at = ?, outcome = 'interrupted'
			where run_id = ? and outcome = 'running'`, now, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("record the end of run %d: %w", id, err)
	}
	return nil
}

// SkipRuns records runs that were due but not begun, all for one reason, in
// one transaction.
func (s *State) SkipRuns(ctx context.Context, reason string, skipped ...Start) error {
	now := formatTime(s.Now())
	err := inTx(ctx, s.db, func(tx *sql.Tx) error {
		for _, r := range skipped {
			if _, err := tx.ExecContext(ctx, insertRun, r.Job, r.Period, r.Trigger,
				formatTime(r.ReportTime), now, now, Skipped, reason); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record skipped runs: %w", err)
	}
	return nil
}

// MarkInterrupted closes every run that is open, with its steps, and returns
// how many there were. Only the holder of the workspace lock may call it: runs
// are made under that lock, so to its holder an open run is one whose process
// is gone.
func (s *State) MarkInterrupted(ctx context.Context, message string) (n int64, err error) {
	now := formatTime(s.Now())
	err = inTx(ctx, s.db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx,
			`update steps set ended_at = ?, outcome = 'interrupted' where outcome = 'running'`, now); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx,
			`update runs set ended_at = ?, outcome = 'interrupted', message = ? where outcome = 'running'`, now, message)
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("mark interrupted runs: %w", err)
	}
	return n, nil
}

// Runs returns the latest runs of a job, or of all jobs where job is empty,
// newest first.
func (s *State) Runs(ctx context.Context, job string, limit int) ([]Run, error) {
	rows, err := s.db.QueryContext(ctx, `select id, job, period, "trigger", report_time, started_at, ended_at,
		outcome, message, counts, build_id from runs where ? in ('', job) order by id desc limit ?`, job, limit)
	if err != nil {
		return nil, fmt.Errorf("read runs: %w", err)
	}
	defer rows.Close()
	var runs []Run
	for rows.Next() {
		var r Run
		var report, started, ended sql.NullString
		var counts string
		if err := rows.Scan(&r.ID, &r.Job, &r.Period, &r.Trigger, &report, &started, &ended,
			&r.Outcome, &r.Message, &counts, &r.BuildID); err != nil {
			return nil, fmt.Errorf("read runs: %w", err)
		}
		if err := errors.Join(scanTime(&r.ReportTime, report), scanTime(&r.StartedAt, started),
			scanTime(&r.EndedAt, ended), json.Unmarshal([]byte(counts), &r.Counts)); err != nil {
			return nil, fmt.Errorf("read run %d: %w", r.ID, err)
		}
		runs = append(runs, r)
	}
	return runs, rows.Err()
}

// Handled returns the instant up to which a job's schedule has been answered
// for: the latest scheduled time with a record, or else the instant at which
// the job was first scheduled, which is now where it never was. Firings after
// it were missed.
//
// A scheduled run that was interrupted does not count, so that it is caught up;
// a catch-up that was interrupted does, so that work which brings the machine
// down is not tried for ever.
func (s *State) Handled(ctx context.Context, job string) (time.Time, error) {
	var at sql.NullString
	err := inTx(ctx, s.db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `insert into first_seen (job, at) values (?, ?) on conflict do nothing`,
			job, formatTime(s.Now())); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `select max(at) from (
			select at from first_seen where job = ?1
			union all
			select report_time from runs where job = ?1 and "trigger" in ('scheduled', 'catch_up')
				and not ("trigger" = 'scheduled' and outcome = 'interrupted'))`, job).Scan(&at)
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read when %s was last scheduled: %w", job, err)
	}
	return parseTime(at)
}

func scanTime(t *time.Time, s sql.NullString) (err error) {
	*t, err = parseTime(s)
	return err
}

// oneRow turns an update that met no open row into ErrNotRunning.
func oneRow(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n != 1 {
		return ErrNotRunning
	}
	return err
}
