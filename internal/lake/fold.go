package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tongbao/internal/durable"
)

// Opening small files takes longer than reading them (eight parts a month for
// a year are a third of a build), so a month that is over is folded into one
// file, and so is the running one when it has many parts. A fold names the
// range of deliveries it holds; parts within the range are its leftovers, to
// be passed over until they are removed.

// FoldOver is the number of parts in a table's running month beyond which it
// is folded.
const FoldOver = 16

// stored is one Parquet file of a table's month: a part, or a fold of parts.
type stored struct {
	path        string
	first, last int64 // deliveries; equal in a part
}

func (s stored) covers(o stored) bool {
	return s.path != o.path && s.first <= o.first && o.last <= s.last && s.first < s.last
}

// parse reads a file's name; ok is false for what is no file of the lake.
func parse(path string) (s stored, ok bool) {
	name, ok := strings.CutSuffix(filepath.Base(path), ".parquet")
	if !ok || strings.HasPrefix(name, ".") {
		return stored{}, false
	}
	s.path = path
	if _, err := fmt.Sscanf(name, "fold-%d-%d", &s.first, &s.last); err == nil {
		return s, true
	}
	if _, err := fmt.Sscanf(name, "%d", &s.first); err != nil {
		return stored{}, false
	}
	s.last = s.first
	return s, true
}

// months lists a table's files by month, in order of delivery: those to be
// read, and the leftovers of folds.
func (l *Lake) months(table string) (live, leftover map[string][]stored, err error) {
	live, leftover = map[string][]stored{}, map[string][]stored{}
	months, err := os.ReadDir(filepath.Join(l.dir, table))
	if errors.Is(err, fs.ErrNotExist) {
		return live, leftover, nil
	}
	if err != nil {
		return nil, nil, err
	}
	for _, m := range months {
		all, err := l.stored(table, m.Name())
		if err != nil {
			return nil, nil, err
		}
		for _, s := range all {
			if slices.ContainsFunc(all, func(o stored) bool { return o.covers(s) }) {
				leftover[m.Name()] = append(leftover[m.Name()], s)
			} else {
				live[m.Name()] = append(live[m.Name()], s)
			}
		}
		slices.SortFunc(live[m.Name()], func(a, b stored) int { return int(a.first - b.first) })
	}
	return live, leftover, nil
}

// stored lists the files of a table's month.
func (l *Lake) stored(table, month string) (all []stored, err error) {
	entries, err := os.ReadDir(filepath.Join(l.dir, table, month))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if s, ok := parse(filepath.Join(l.dir, table, month, e.Name())); ok {
			all = append(all, s)
		}
	}
	return all, err
}

// Files lists a table's Parquet files to be read, by month and delivery.
func (l *Lake) Files(table string) ([]string, error) {
	live, _, err := l.months(table)
	if err != nil {
		return nil, fmt.Errorf("list lake table %s: %w", table, err)
	}
	var names []string
	for month := range live {
		names = append(names, month)
	}
	slices.Sort(names)
	var paths []string
	for _, month := range names {
		for _, s := range live[month] {
			paths = append(paths, s.path)
		}
	}
	return paths, nil
}

// Fold folds every month of a table that has more than FoldOver files, or is
// older than the lake's newest and has more than one; and removes what an
// interrupted fold left.
func (l *Lake) Fold(ctx context.Context) error {
	newest, err := l.newestMonth()
	if err != nil {
		return fmt.Errorf("fold: %w", err)
	}
	for _, table := range Tables() {
		live, leftover, err := l.months(table)
		if err != nil {
			return fmt.Errorf("fold %s: %w", table, err)
		}
		for month, files := range live {
			if len(files) > FoldOver || len(files) > 1 && month < newest {
				if err := l.fold(ctx, table, files); err != nil {
					return fmt.Errorf("fold %s of %s: %w", table, month, err)
				}
				leftover[month] = append(leftover[month], files...)
			}
			for _, s := range leftover[month] {
				if err := os.Remove(s.path); err != nil {
					return fmt.Errorf("fold %s of %s: %w", table, month, err)
				}
			}
		}
	}
	return nil
}

// newestMonth is the last month in which anything was received: every
// delivery has a receipt.
func (l *Lake) newestMonth() (newest string, err error) {
	live, _, err := l.months(Receipts)
	for month := range live {
		newest = max(newest, month)
	}
	return newest, err
}

// fold copies the files' rows into one, in order of delivery; within a
// delivery they are in order of sheet and row already.
func (l *Lake) fold(ctx context.Context, table string, files []stored) (err error) {
	target := filepath.Join(filepath.Dir(files[0].path), fmt.Sprintf("fold-%08d-%08d.parquet", files[0].first, files[len(files)-1].last))
	w, err := newParquetFile(target, table, schemaOf(table))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.discard())
		}
	}()
	for _, s := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := copyRows(ctx, s.path, w); err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
	}
	if err := w.close(); err != nil {
		return err
	}
	return durable.Promote(w.temporary, target)
}

// copyRows passes a file's record batches on.
func copyRows(ctx context.Context, path string, w *parquetFile) error {
	in, err := file.OpenParquetFile(path, false)
	if err != nil {
		return err
	}
	defer in.Close()
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	batches, err := reader.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return err
	}
	defer batches.Release()
	for batches.Next() {
		// What is read carries field ids that what is written does not.
		read := batches.RecordBatch()
		batch := array.NewRecordBatch(w.schema, read.Columns(), read.NumRows())
		err := w.parquet.WriteBuffered(batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
	return batches.Err()
}

// Folds are the folds of all tables.
type Folds map[string][]stored // by month

// Folds lists them.
func (l *Lake) Folds() (Folds, error) {
	folds := Folds{}
	for _, table := range Tables() {
		live, _, err := l.months(table)
		if err != nil {
			return nil, fmt.Errorf("list folds of %s: %w", table, err)
		}
		for of, files := range live {
			for _, s := range files {
				if s.first < s.last {
					folds[of] = append(folds[of], s)
				}
			}
		}
	}
	return folds, nil
}

// Hold reports whether a delivery's part would lie inside a fold, where it
// passes for a leftover.
func (f Folds) Hold(delivery int64, receivedAt time.Time) bool {
	return slices.ContainsFunc(f[month(receivedAt)], func(s stored) bool { return s.first <= delivery && delivery <= s.last })
}

// Unfold removes every fold, receipts first: the deliveries in it then count
// as unread, and are to be read from the vault again. A reading with other
// references cannot replace rows inside a fold.
func (l *Lake) Unfold() error {
	tables := Tables()
	slices.Reverse(tables) // receipts are last
	for _, table := range tables {
		live, leftover, err := l.months(table)
		if err != nil {
			return fmt.Errorf("unfold %s: %w", table, err)
		}
		for month, files := range live {
			for _, s := range files {
				if s.first == s.last {
					continue
				}
				// Leftover parts go first, or they would come to life again.
				for _, o := range append(leftover[month], s) {
					if err := os.Remove(o.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
						return fmt.Errorf("unfold %s: %w", table, err)
					}
				}
			}
		}
	}
	return nil
}
