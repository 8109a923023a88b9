package lake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
)

// batchRows bounds the memory of a part being written.
const batchRows = 16384

// tenThousandths is a decimal of scale 4.
type tenThousandths int64

// tableWriter writes rows to a temporary Parquet file beside its target.
type tableWriter struct {
	temporary string
	out       *os.File
	builder   *array.RecordBuilder
	parquet   *pqarrow.FileWriter
	rows      int   // appended one by one
	copied    int64 // passed on in batches
}

func newTableWriter(target, table string) (*tableWriter, error) {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return nil, err
	}
	fields := map[string][]arrow.Field{Receipts: receiptFields, Quarantine: quarantineFields}[table]
	if fields == nil {
		fields = fieldsOf(filing.ByCode(table))
	}
	schema := arrow.NewSchema(fields, nil)
	out, err := os.CreateTemp(filepath.Dir(target), ".reading-*")
	if err != nil {
		return nil, err
	}
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithCreatedBy("tongbao"))
	// The writer closes what it can close; the file is synced and closed here.
	writer, err := pqarrow.NewFileWriter(schema, struct{ io.Writer }{out}, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, errors.Join(err, out.Close(), os.Remove(out.Name()))
	}
	return &tableWriter{
		temporary: out.Name(), out: out, parquet: writer,
		builder: array.NewRecordBuilder(memory.DefaultAllocator, schema),
	}, nil
}

func (w *tableWriter) append(values []any) error {
	if want := len(w.builder.Fields()); len(values) != want {
		return fmt.Errorf("lake: %d values for %d columns", len(values), want)
	}
	for i, v := range values {
		if err := appendValue(w.builder.Field(i), v); err != nil {
			return fmt.Errorf("lake: column %s: %w", w.builder.Schema().Field(i).Name, err)
		}
	}
	w.rows++
	if w.rows%batchRows == 0 {
		return w.flush()
	}
	return nil
}

func appendValue(b array.Builder, v any) error {
	if v == nil {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		s, ok := v.(string)
		if ok {
			b.Append(s)
			return nil
		}
	case *array.Int64Builder:
		n, ok := v.(int64)
		if ok {
			b.Append(n)
			return nil
		}
	case *array.Float64Builder:
		f, ok := v.(float64)
		if ok {
			b.Append(f)
			return nil
		}
	case *array.Date32Builder:
		d, ok := v.(civil.Date)
		if ok {
			b.Append(arrow.Date32(d))
			return nil
		}
	case *array.BooleanBuilder:
		t, ok := v.(bool)
		if ok {
			b.Append(t)
			return nil
		}
	case *array.Decimal128Builder:
		n, ok := v.(tenThousandths)
		if ok {
			b.Append(decimal128.FromI64(int64(n)))
			return nil
		}
	}
	return fmt.Errorf("a %T does not fit a %s", v, b.Type())
}

func (w *tableWriter) flush() error {
	batch := w.builder.NewRecordBatch()
	defer batch.Release()
	return w.parquet.Write(batch)
}

// close finishes the file; it is on disk once promoted.
func (w *tableWriter) close() error {
	defer w.builder.Release()
	if w.rows%batchRows != 0 || w.rows == 0 && w.copied == 0 {
		if err := w.flush(); err != nil {
			return errors.Join(err, w.parquet.Close())
		}
	}
	return errors.Join(w.parquet.Close(), w.out.Chmod(0o644), w.out.Close())
}

func (w *tableWriter) discard() error {
	w.out.Close() // closed already where Commit got that far
	if err := os.Remove(w.temporary); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
