// Package state is the workspace's memory of what was run: runs, their steps,
// the results of every check and what was published, in state.db (SQLite). It is the only importer
// of modernc.org/sqlite. The file survives every rebuild; nothing in it can be
// computed again.
//
// A run is recorded before its work begins, so that work cut off by a power
// failure is seen. Instants are RFC 3339 text at +08:00 with milliseconds,
// which sorts as it reads.
package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"tongbao/internal/civil"
)

// State is an open state.db. It may be used by several goroutines and opened
// by several processes at once.
type State struct {
	// Now is the clock; tests and reproducible runs replace it.
	Now func() time.Time
	db  *sql.DB
}

// settings of every connection. TRUNCATE with FULL syncs the journal after it
// is emptied, so an acknowledged commit survives a power failure, and leaves
// one file to back up, which WAL does not. Immediate transactions wait their
// turn instead of failing half-way.
const settings = "_pragma=busy_timeout(10000)&_pragma=journal_mode(TRUNCATE)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)&_txlock=immediate"

// Open opens the file, which it creates and brings up to date where needed. A
// file written by a newer tongbao is refused.
func Open(path string) (*State, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("无法打开运行记录 %s: %w", path, err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	// One connection: SQLite has one writer, and this process then queues for
	// it in memory.
	db.SetMaxOpenConns(1)
	if err := migrate(db); err != nil {
		db.Close()
		return nil, fmt.Errorf("无法打开运行记录 %s: %w", path, err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		db.Close()
		return nil, err
	}
	return &State{Now: time.Now, db: db}, nil
}

// create makes a file that is not there yet, for its owner alone; SQLite
// would let everybody read it.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close ends the use of the file.
func (s *State) Close() error { return s.db.Close() }

// dsn names the file as a URI, in which any character of a path is safe.
func dsn(path string) string { return dsnWith(path, settings) }

func dsnWith(path, query string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/… on Windows
	}
	return (&url.URL{Scheme: "file", Path: abs, RawQuery: query}).String()
}

// syncDir makes the existence of a newly created file durable. Systems on
// which a directory cannot be synced (Windows) do that by themselves.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && os.PathSeparator == '/' {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}

// inTx runs f in one transaction: all of it is on disk when inTx returns nil,
// none of it otherwise.
func inTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
		return err
	}
	return tx.Commit()
}

// layout is RFC 3339 with fixed milliseconds, so that text order is time order.
const layout = "2006-01-02T15:04:05.000Z07:00"

func formatTime(t time.Time) string { return t.In(civil.Shanghai).Format(layout) }

// parseTime reads a column that may be null as the zero time.
func parseTime(s sql.NullString) (time.Time, error) {
	if !s.Valid {
		return time.Time{}, nil
	}
	t, err := time.Parse(layout, s.String)
	if err != nil {
		return time.Time{}, fmt.Errorf("state.db: %w", err)
	}
	return t.In(civil.Shanghai), nil
}

// formatCounts is JSON with its keys in order; no counts are {}.
func formatCounts(counts map[string]int64) (string, error) {
	if counts == nil {
		return "{}", nil
	}
	b, err := json.Marshal(counts)
	return string(b), err
}
