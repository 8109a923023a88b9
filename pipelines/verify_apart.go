package pipelines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tongbao/internal/warehouse"
)

// difference tells where a file of two folders differs first.
func (e *Env) difference(ctx context.Context, published, again, name string) (string, error) {
	a, b := filepath.Join(published, filepath.FromSlash(name)), filepath.Join(again, filepath.FromSlash(name))
	if table, ok := strings.CutSuffix(strings.TrimPrefix(name, dataFolder+"/"), "."+FormatParquet); ok {
		return e.rowsApart(ctx, published, table, a, b)
	}
	was, err := os.ReadFile(a)
	if err != nil {
		return "公布的文件已不在", nil // told by checkFiles
	}
	is, err := os.ReadFile(b)
	if err != nil {
		return "", err
	}
	before, after := bytes.Split(was, []byte("\n")), bytes.Split(is, []byte("\n"))
	for i := range max(len(before), len(after)) {
		var x, y []byte
		if i < len(before) {
			x = before[i]
		}
		if i < len(after) {
			y = after[i]
		}
		if !bytes.Equal(x, y) {
			return fmt.Sprintf("第%d行，公布的是“%s”，重算的是“%s”", i+1, excerpt(x, y), excerpt(y, x)), nil
		}
	}
	return "字节不同", nil
}

// excerpt is the part of a line where it leaves another.
func excerpt(line, other []byte) string {
	text, beside := []rune(string(line)), []rune(string(other))
	at := 0
	for at < len(text) && at < len(beside) && text[at] == beside[at] {
		at++
	}
	const around = 20
	return string(text[max(0, at-around):min(len(text), at+2*around)])
}

// rowsApart counts the rows of a table that only one side has, and names the
// first by its key.
func (e *Env) rowsApart(ctx context.Context, published, table, a, b string) (_ string, err error) {
	o := e.options()
	o.ReadDirs = append(o.ReadDirs, published)
	db, err := warehouse.Open(ctx, "", o)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	columns, err := frozenKey(table)
	if err != nil {
		return "", err
	}
	var key, order []string
	for _, c := range columns {
		key = append(key, "coalesce(cast("+warehouse.Identifier(c)+" as varchar), '—')")
		order = append(order, warehouse.Identifier(c)+" asc nulls last")
	}
	type apart struct {
		Count int64  `db:"n"`
		First string `db:"first"`
	}
	var parts []string
	for _, side := range []struct{ name, of, without string }{{"只在公布的数据中", a, b}, {"只在重算的数据中", b, a}} {
		rows, err := warehouse.Read[apart](ctx, db, fmt.Sprintf(`
			with apart as (select * from %s except all select * from %s),
			named as (select concat_ws(' ', %s) as "first", row_number() over (order by %s) as rn from apart)
			select "first", (select count(*) from apart) as n from named where rn = 1`,
			warehouse.Parquet(side.of), warehouse.Parquet(side.without), strings.Join(key, ", "), strings.Join(order, ", ")))
		if err != nil {
			return "数据文件无法读取（" + err.Error() + "）", nil
		}
		if len(rows) > 0 {
			parts = append(parts, fmt.Sprintf("%s的有%d行，第一行是 %s", side.name, rows[0].Count, rows[0].First))
		}
	}
	if len(parts) == 0 {
		return "各行相同，文件的写法不同", nil
	}
	return strings.Join(parts, "；"), nil
}
