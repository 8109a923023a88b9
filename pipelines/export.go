package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sort"

	"tongbao/internal/durable"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// Formats of an export. Each has the columns of the contract in its order,
// and the same values.
const (
	FormatCSV     = "csv"
	FormatXLSX    = "xlsx"
	FormatParquet = "parquet"
	FormatArrow   = "arrow" // IPC file
)

// Formats lists them; each is also the ending of its files.
func Formats() []string { return []string{FormatCSV, FormatXLSX, FormatParquet, FormatArrow} }

// formatWriters write a table's file.
var formatWriters = map[string]func(ctx context.Context, t *exportTable, w io.Writer) error{
	FormatCSV: writeCSV, FormatXLSX: writeXLSX, FormatParquet: writeParquet, FormatArrow: writeArrow,
}

// exportOrder is the order of an exported table's rows: its key columns, then
// what tells equal ones apart.
var exportOrder = map[string][]string{
	"obligations":     {"village_code", "item_code", "period", "occurred_on", "event_no"},
	"consultations":   {"village_code", "topic_no", "topic", "held_on", "file_sha256", "sheet", "row"},
	"village_scores":  {"village_code"},
	"township_scores": {"township_code"},
	"district_scores": {"district_code"},
	"problems": {
		"level", "village_code", "kind", "item_code", "period", "since", "occurred_on", "event_no", "file_sha256", "sheet", "row",
	},
	"receipts":   {"delivery", "sheet_no"},
	"quarantine": {"delivery", "sheet_no", "row", "finding_no"},
}

// fromLake are the tables that need no build: they tell of every delivery.
var fromLake = map[string]bool{"receipts": true, "quarantine": true}

// Exportable lists the tables that export knows.
func Exportable() []string {
	names := make([]string, 0, len(exportOrder))
	for name := range exportOrder {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// NeedsBuild reports whether a table is of a build, not of the lake.
func NeedsBuild(table string) bool { return !fromLake[table] }

// Export writes the tables into dir, one file each, and returns their paths.
// A file is written whole or not at all. Tables of a build are those of the
// standing warehouse.
func (e *Env) Export(ctx context.Context, tables []string, format, dir string) ([]string, error) {
	write := formatWriters[format]
	if write == nil {
		return nil, fmt.Errorf("no export format %q", format)
	}
	contract, err := models.Contract()
	if err != nil {
		return nil, err
	}
	all, err := models.Load()
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, name := range tables {
		i := slices.IndexFunc(all, func(m models.Model) bool { return m.Name == name })
		if i < 0 || exportOrder[name] == nil {
			return paths, fmt.Errorf("export: no table %q", name)
		}
		path := filepath.Join(dir, name+"."+format)
		if err := e.exportTable(ctx, all[i], contract[name], write, path); err != nil {
			return paths, fmt.Errorf("export %s: %w", name, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func (e *Env) exportTable(ctx context.Context, m models.Model, columns []models.Column,
	write func(context.Context, *exportTable, io.Writer) error, path string,
) (err error) {
	db, err := e.exportSource(ctx, m)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	t := &exportTable{db: db, temp: e.WS.Temp(), name: m.Name, title: m.Title, columns: columns}
	return durable.Write(path, func(w io.Writer) error { return write(ctx, t, w) })
}

// exportSource opens what holds the model's table: the warehouse, or the lake
// with the model run over it.
func (e *Env) exportSource(ctx context.Context, m models.Model) (*warehouse.DB, error) {
	if NeedsBuild(m.Name) {
		return e.openWarehouse(ctx)
	}
	db, err := e.openLake(ctx)
	if err != nil {
		return nil, err
	}
	if err := warehouse.Run(ctx, db, []models.Model{m}, nil); err != nil {
		return nil, errors.Join(e.lakeFault(ctx, err), db.Close())
	}
	return db, nil
}
