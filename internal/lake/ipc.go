package lake

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// WriteIPC writes rows as an Arrow IPC file (Feather version 2, not
// compressed). Columns are VARCHAR (utf8), BIGINT (int64), DOUBLE (float64),
// DATE (date32) or BOOLEAN (bool), all nullable. A row has a value for each
// column: nil, string, int64, float64, civil.Date or bool; it may be reused
// for the next. Equal rows in equal order give equal bytes.
func WriteIPC(w io.Writer, columns []Column, rows iter.Seq2[[]any, error]) (err error) {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		if fields[i], err = ipcField(c); err != nil {
			return err
		}
	}
	schema := arrow.NewSchema(fields, nil)
	file, err := ipc.NewFileWriter(w, ipc.WithSchema(schema))
	if err != nil {
		return fmt.Errorf("arrow file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	flush := func() error {
		batch := builder.NewRecordBatch()
		defer batch.Release()
		return file.Write(batch)
	}
	n := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		if len(row) != len(columns) {
			return fmt.Errorf("arrow file: %d values for %d columns", len(row), len(columns))
		}
		for i, v := range row {
			if err := appendValue(builder.Field(i), v, 1); err != nil {
				return fmt.Errorf("arrow file: column %s: %w", columns[i].Name, err)
			}
		}
		if n++; n%batchRows == 0 {
			if err := flush(); err != nil {
				return fmt.Errorf("arrow file: %w", err)
			}
		}
	}
	if n%batchRows != 0 {
		if err := flush(); err != nil {
			return fmt.Errorf("arrow file: %w", err)
		}
	}
	return nil
}

func ipcField(c Column) (arrow.Field, error) {
	switch c.SQLType {
	case "VARCHAR":
		return text(c.Name), nil
	case "BIGINT":
		return integer(c.Name), nil
	case "DOUBLE":
		return arrow.Field{Name: c.Name, Type: arrow.PrimitiveTypes.Float64, Nullable: true}, nil
	case "DATE":
		return date(c.Name), nil
	case "BOOLEAN":
		return boolean(c.Name), nil
	default:
		return arrow.Field{}, fmt.Errorf("arrow file: column %s: no type for %s", c.Name, c.SQLType)
	}
}
