package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tongbao/internal/workbook"
)

// TooLongForSheet is a table with more rows than a sheet holds. Nothing is
// cut off: it goes out in another format.
type TooLongForSheet struct {
	Table string
	Rows  int64
}

// Error says so to the user.
func (e *TooLongForSheet) Error() string {
	return fmt.Sprintf("表“%s”有%d行，一张工作表除表头外最多%d行；请改用 --format csv 或 parquet", e.Table, e.Rows, workbook.MaxRows-1)
}

// columnWidths are in characters, by the contract's types.
var columnWidths = map[string]float64{"text": 14, "integer": 10, "decimal": 11, "date": 12, "boolean": 9, "timestamp": 26}

// writeXLSX writes one sheet with Chinese headers. Numbers, days and truth
// values are cells of their kind; text is text whatever it begins with.
func writeXLSX(ctx context.Context, t *exportTable, w io.Writer) error {
	n, err := t.count(ctx)
	if err != nil {
		return err
	}
	if n >= workbook.MaxRows {
		return &TooLongForSheet{Table: t.name, Rows: n}
	}
	header := make([]any, len(t.columns))
	widths := make([]float64, len(t.columns))
	for i, c := range t.columns {
		header[i] = workbook.Cell{Value: c.Header, Style: workbook.Header}
		widths[i] = columnWidths[c.Type]
	}
	err = workbook.Write(w, []workbook.Sheet{{
		Name: t.title, Frozen: 1, Widths: widths, Rows: [][]any{header}, More: t.rows(ctx),
	}})
	if errors.Is(err, workbook.ErrTextTooLong) {
		return fmt.Errorf("表“%s”有一格文字太长，工作表放不下；请改用 --format csv 或 parquet：%w", t.name, err)
	}
	return err
}
