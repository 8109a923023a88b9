package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"
)

// Publication is what is remembered of a report that was published: enough to
// notice that it is gone, or that its manifest is another.
type Publication struct {
	ID     string // 2026-001-v2
	SHA256 string // of its manifest
	At     time.Time
}

// RecordPublication remembers a publication. At is set to now. An id is
// given once: a second record of it is refused.
func (s *State) RecordPublication(ctx context.Context, p Publication) error {
	_, err := s.db.ExecContext(ctx, `insert into publications (id, sha256, at) values (?, ?, ?)`, p.ID, p.SHA256, formatTime(s.Now()))
	if err != nil {
		return fmt.Errorf("record publication %s: %w", p.ID, err)
	}
	return nil
}

// Publications are those that were recorded, by id.
func (s *State) Publications(ctx context.Context) ([]Publication, error) {
	return readPublications(ctx, s.db)
}

// PublicationsIn are those that were recorded in the file at path, which is
// only read: it is neither made nor brought up to date. A file that is not
// there, or older than this record, has none.
func PublicationsIn(ctx context.Context, path string) (all []Publication, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	// Not mode=ro: what a power failure left half-written is undone first.
	query := url.Values{"mode": {"rw"}, "_pragma": {"busy_timeout(10000)"}}
	db, err := sql.Open("sqlite", dsnWith(path, query.Encode()))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	if err := db.QueryRowContext(ctx, `select count(*) from sqlite_master where type = 'table' and name = 'publications'`).Scan(&tables); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if tables == 0 {
		return nil, nil
	}
	return readPublications(ctx, db)
}

func readPublications(ctx context.Context, db *sql.DB) (all []Publication, err error) {
	rows, err := db.QueryContext(ctx, `select id, sha256, at from publications order by id`)
	if err != nil {
		return nil, fmt.Errorf("read publications: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var (
			p  Publication
			at sql.NullString
		)
		if err := rows.Scan(&p.ID, &p.SHA256, &at); err != nil {
			return nil, fmt.Errorf("read publications: %w", err)
		}
		if err := scanTime(&p.At, at); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}
