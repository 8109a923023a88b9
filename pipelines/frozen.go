package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/internal/durable"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// The tables frozen with a publication: those of a build that are exported,
// and who was named in the report, which a later correction takes back or
// lets stand.

// namedTable is a table that is frozen with all its columns.
type namedTable struct {
	of    string // table of the warehouse
	order []string
}

// What the frozen tables are called.
const (
	frozenLists    = "lists"
	frozenProblems = "problems_named" // with the names, and what may be made public
)

var namedTables = map[string]namedTable{
	frozenLists: {"lists", []string{"level", "list_kind", "place", "code"}},
	frozenProblems: {"problems", []string{
		"level", "township_code", "village_code", "kind", "item_code", "since", "period", "occurred_on", "event_no", "fact", "file_sha256", "sheet", "row",
	}},
}

// dataTables are the exported tables frozen with a publication: those of a
// build.
func dataTables() (tables []string) {
	for _, name := range Exportable() {
		if NeedsBuild(name) {
			tables = append(tables, name)
		}
	}
	return tables
}

// freezeNamed writes the lists and the problems of the standing warehouse
// into dir.
func (e *Env) freezeNamed(ctx context.Context, dir string) (err error) {
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, name := range []string{frozenLists, frozenProblems} {
		query := "select * from " + warehouse.Identifier(namedTables[name].of) + orderBy(name)
		err := durable.Write(filepath.Join(dir, name+"."+FormatParquet), func(w io.Writer) error {
			return db.CopyParquet(ctx, query, e.WS.Temp(), w)
		})
		if err != nil {
			return fmt.Errorf("freeze %s: %w", name, err)
		}
	}
	return nil
}

// frozenOrder are the columns that order a frozen table.
func frozenOrder(table string) []string {
	if t, ok := namedTables[table]; ok {
		return t.order
	}
	return exportOrder[table]
}

// frozenKey are those of them that the frozen file has: an exported table
// holds the contract's columns alone.
func frozenKey(table string) ([]string, error) {
	contract, err := models.Contract()
	if err != nil {
		return nil, err
	}
	columns, exported := contract[table]
	if !exported {
		return frozenOrder(table), nil
	}
	var key []string
	for _, name := range frozenOrder(table) {
		if slices.ContainsFunc(columns, func(c models.Column) bool { return c.Name == name }) {
			key = append(key, name)
		}
	}
	return key, nil
}

func orderBy(table string) string {
	var columns []string
	for _, c := range frozenOrder(table) {
		columns = append(columns, warehouse.Identifier(c)+" asc nulls last")
	}
	return " order by " + strings.Join(columns, ", ")
}

// frozenFile is where a table lies in a publication's folder.
func frozenFile(table string) string { return dataFolder + "/" + table + "." + FormatParquet }

// lists reports whether the publication holds the file.
func (p Publication) lists(name string) bool {
	return slices.ContainsFunc(p.Files, func(f PublishedFile) bool { return f.Path == name })
}

// Damaged is a publication whose frozen figures are not those that were
// published.
type Damaged struct {
	ID       string
	Problems []string
}

// Error says what is wrong and what to do.
func (d *Damaged) Error() string {
	return fmt.Sprintf("第%s号公布的数据不能用来比较：%s；请从备份恢复后再试，可用 tongbao verify %s 核对", d.ID, strings.Join(d.Problems, "；"), d.ID)
}

// checkFrozen compares the frozen tables with the manifest before anything is
// read out of them.
func checkFrozen(dir string, p Publication) error {
	tables := p
	tables.Files = nil
	for _, f := range p.Files {
		if strings.HasPrefix(f.Path, dataFolder+"/") {
			tables.Files = append(tables.Files, f)
		}
	}
	problems, err := checkListed(dir, tables)
	if err != nil {
		return err
	}
	for _, table := range dataTables() {
		if !p.lists(frozenFile(table)) {
			problems = append(problems, "清单未列 "+frozenFile(table))
		}
	}
	if len(problems) > 0 {
		return &Damaged{ID: p.ID, Problems: problems}
	}
	return nil
}
