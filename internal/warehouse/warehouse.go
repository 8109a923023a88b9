// Package warehouse is DuckDB: it loads reference rows and the lake's Parquet
// parts, runs the models in order and reads marts back. It is the only
// importer of duckdb-go. A warehouse file is disposable: it is built beside
// the old one and swapped in whole, and nothing lives only there.
package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Options bound what DuckDB may use.
type Options struct {
	Threads   int      // 0: 2
	MemoryMiB int      // 0: 2048
	TempDir   string   // for what does not fit in memory
	ReadDirs  []string // the only directories files are read from and written to
	ReadOnly  bool
}

// DB is an open warehouse.
type DB struct {
	*sql.DB
	connector *duckdb.Connector
	path      string
}

// ErrInUse is a warehouse file that another process is writing, in words for
// the user.
var ErrInUse = errors.New("数据仓库 warehouse.duckdb 正被另一个程序占用（例如打开着它的 DuckDB 客户端），请关闭后再试")

// Open opens the file at path, or an in-memory warehouse where path is empty.
// Extensions are never fetched, directories outside Options.ReadDirs are
// closed, and the configuration is locked.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Threads == 0 {
		o.Threads = 2
	}
	if o.MemoryMiB == 0 {
		o.MemoryMiB = 2048
	}
	dsn := path
	if o.ReadOnly {
		dsn += "?access_mode=READ_ONLY"
	}
	settings := []string{
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		fmt.Sprintf("SET threads = %d", o.Threads),
		fmt.Sprintf("SET memory_limit = '%dMiB'", o.MemoryMiB),
		"SET preserve_insertion_order = false",
		"SET enable_progress_bar = false",
		// A warehouse is made anew by every build: looking for the best way to
		// compress a column takes longer than writing it plainly.
		"SET force_compression = 'uncompressed'",
	}
	var dirs []string
	if o.TempDir != "" {
		settings = append(settings, "SET temp_directory = "+Literal(o.TempDir))
		dirs = append(dirs, Literal(o.TempDir))
	}
	for _, d := range o.ReadDirs {
		dirs = append(dirs, Literal(d))
	}
	settings = append(settings,
		"SET allowed_directories = ["+strings.Join(dirs, ", ")+"]",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	)
	configured := false
	connector, err := duckdb.NewConnector(dsn, func(exec driver.ExecerContext) error {
		if configured { // settings are the database's; a locked one refuses them again
			return nil
		}
		for _, s := range settings {
			if _, err := exec.ExecContext(ctx, s, nil); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		configured = true
		return nil
	})
	if err != nil {
		if strings.Contains(err.Error(), "Could not set lock on file") {
			return nil, ErrInUse
		}
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	db := sql.OpenDB(connector)
	// One connection: temporary views belong to it.
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open warehouse: %w", err), db.Close(), connector.Close())
	}
	return &DB{DB: db, connector: connector, path: path}, nil
}

// Close checkpoints and closes the file.
func (db *DB) Close() error {
	return errors.Join(db.DB.Close(), db.connector.Close())
}

// Remove deletes a warehouse file and its write-ahead log, where they are.
func Remove(path string) error {
	for _, p := range []string{path, path + ".wal"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Literal is a SQL string literal.
func Literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Identifier is a quoted SQL identifier.
func Identifier(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// fileList is a DuckDB list of paths.
func fileList(paths []string) string {
	quoted := make([]string, len(paths))
	for i, p := range paths {
		quoted[i] = Literal(filepath.ToSlash(p))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// CopyParquet writes the query's rows to w as Parquet. Equal rows in equal
// order give equal bytes.
func (db *DB) CopyParquet(ctx context.Context, query, tempDir string, w io.Writer) error {
	f, err := os.CreateTemp(tempDir, "copy-*.parquet")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := db.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet)", query, Literal(f.Name()))); err != nil {
		return fmt.Errorf("write parquet: %w", err)
	}
	// COPY replaces the file, so the open handle may be of the old one.
	written, err := os.Open(f.Name())
	if err != nil {
		return err
	}
	defer written.Close()
	_, err = io.Copy(w, written)
	return err
}
