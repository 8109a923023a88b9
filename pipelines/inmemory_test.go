package pipelines

import (
	"context"
	"errors"

	"tongbao/internal/rulebook"
	"tongbao/internal/warehouse"
	"tongbao/internal/workspace"
	models "tongbao/sql"
)

// Tables are exported tables by name: the header and the rows, each value as
// the export writes it.
type Tables map[string][][]string

// InMemory computes a build's tables under the given workspace's rules and
// keeps nothing: no warehouse is written and no check runs, so that tests can
// afford many of them.
func (e *Env) InMemory(ctx context.Context, ws *workspace.Workspace, r BuildRequest, names ...string) (tables Tables, err error) {
	other := *e
	other.WS = ws
	window, err := rulebook.ParseWindow(r.Window)
	if err != nil {
		return nil, err
	}
	p, err := other.plan(ctx, window, r)
	if err != nil {
		return nil, err
	}
	db, err := warehouse.Open(ctx, "", other.options())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	l, err := layersOf()
	if err != nil {
		return nil, err
	}
	if err := other.compute(ctx, db, p, l, func(int) {}); err != nil {
		return nil, err
	}
	contract, err := models.Contract()
	if err != nil {
		return nil, err
	}
	tables = Tables{}
	for _, name := range names {
		t := &exportTable{db: db, name: name, columns: contract[name]}
		header := make([]string, len(t.columns))
		for i, c := range t.columns {
			header[i] = c.Name
		}
		tables[name] = append(tables[name], header)
		for row, err := range t.rows(ctx) {
			if err != nil {
				return nil, err
			}
			record := make([]string, len(row))
			for i, c := range t.columns {
				if record[i], err = exportText(c, row[i]); err != nil {
					return nil, err
				}
			}
			tables[name] = append(tables[name], record)
		}
	}
	return tables, nil
}
