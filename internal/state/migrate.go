package state

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations are the steps from each version of the schema to the next; the
// file's user_version counts those that were made. A step that was released
// is never edited.
var migrations = []string{
	`create table runs (
	id          integer primary key autoincrement,
	job         text not null check (job <> ''),
	period      text not null,
	"trigger"   text not null check ("trigger" in ('manual', 'scheduled', 'catch_up')),
	report_time text not null,
	started_at  text not null,
	ended_at    text,
	outcome     text not null check (outcome in
		('running', 'ok', 'partly', 'failed', 'skipped', 'interrupted', 'checks_failed')),
	message     text not null default '',
	counts      text not null default '{}' check (json_valid(counts)),
	build_id    text not null default '',
	check ((ended_at is null) = (outcome = 'running'))
) strict;
create index runs_by_job on runs (job, report_time);

create table steps (
	run_id     integer not null references runs (id),
	seq        integer not null,
	name       text not null check (name <> ''),
	started_at text not null,
	ended_at   text,
	outcome    text not null check (outcome in ('running', 'ok', 'failed', 'interrupted')),
	message    text not null default '',
	counts     text not null default '{}' check (json_valid(counts)),
	primary key (run_id, seq),
	check ((ended_at is null) = (outcome = 'running'))
) strict;

create table checks (
	id       integer primary key autoincrement,
	build_id text not null check (build_id <> ''),
	name     text not null check (name <> ''),
	severity text not null,
	"rows"   integer not null check ("rows" >= 0),
	at       text not null
) strict;
create index checks_by_name on checks (name, id);

create table first_seen (
	job text primary key,
	at  text not null
) strict;`,

	`alter table checks add column "window" text not null default '';
alter table checks add column as_of text not null default '';
create index checks_by_build on checks (build_id, name);

create table check_rows (
	check_id integer not null references checks (id),
	position integer not null,
	text     text not null,
	primary key (check_id, position)
) strict, without rowid;`,

	`create table publications (
	id     text primary key check (id <> ''),
	sha256 text not null check (sha256 <> ''),
	at     text not null
) strict;`,
}

// migrate brings the schema up to date in one transaction.
func migrate(db *sql.DB) error {
	ctx := context.Background()
	return inTx(ctx, db, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "pragma user_version").Scan(&version); err != nil {
			return err
		}
		if version > len(migrations) {
			return fmt.Errorf("它由更新版本的 tongbao 写成，请改用新版本 (schema %d, this program knows %d)",
				version, len(migrations))
		}
		for ; version < len(migrations); version++ {
			if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
				return fmt.Errorf("schema %d: %w", version+1, err)
			}
			// A pragma takes no parameters; the version is our own number.
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("pragma user_version = %d", version+1)); err != nil {
				return err
			}
		}
		return nil
	})
}
