package warehouse

import (
	"context"
	"fmt"
	"strings"

	"tongbao/internal/lake"
)

// AttachLake makes a temporary view raw_<table> of every table of the lake,
// so that the models read its Parquet parts where they lie.
func AttachLake(ctx context.Context, db *DB, l *lake.Lake) error {
	for _, table := range lake.Tables() {
		paths, err := l.Files(table)
		if err != nil {
			return err
		}
		source := ""
		if len(paths) == 0 {
			var nulls []string
			for _, c := range lake.Columns(table) {
				nulls = append(nulls, fmt.Sprintf("CAST(NULL AS %s) AS %s", c.SQLType, Identifier(c.Name)))
			}
			source = "SELECT " + strings.Join(nulls, ", ") + " WHERE false"
		} else {
			source = "SELECT * FROM read_parquet(" + fileList(paths) + ")"
		}
		view := fmt.Sprintf("CREATE OR REPLACE TEMP VIEW raw_%s AS %s", table, source)
		if _, err := db.ExecContext(ctx, view); err != nil {
			return fmt.Errorf("attach lake table %s: %w", table, err)
		}
	}
	return nil
}
