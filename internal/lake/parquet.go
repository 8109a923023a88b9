package lake

import (
	"encoding/json"
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

// tableWriter writes rows to a temporary Parquet file beside its target.
type tableWriter struct {
	temporary string
	out       *os.File
	builder   *array.RecordBuilder
	parquet   *pqarrow.FileWriter
	rows      int   // appended one by one
	copied    int64 // passed on in batches
	// Encoding goes on beside the reading of the next batch.
	batches chan arrow.RecordBatch
	encoded chan error // one value, when batches is closed
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
	return w.count()
}

// appendRow appends a row of a filing table: where it came from, its number
// and key, its values, and what no column takes as JSON.
func (w *tableWriter) appendRow(t *filing.Table, origin []any, row filing.Row) error {
	if given, want := len(origin)+2+len(row.Values)+1, len(w.builder.Fields()); given != want {
		return fmt.Errorf("lake: %d values for %d columns", given, want)
	}
	for i, v := range origin {
		if err := appendValue(w.builder.Field(i), v); err != nil {
			return fmt.Errorf("lake: column %s: %w", w.builder.Schema().Field(i).Name, err)
		}
	}
	field := len(origin)
	w.builder.Field(field).(*array.Int64Builder).Append(int64(row.Number))
	w.builder.Field(field + 1).(*array.StringBuilder).Append(row.Key)
	field += 2
	for i, v := range row.Values {
		b := w.builder.Field(field + i)
		if !v.Valid {
			b.AppendNull()
			continue
		}
		switch t.Columns[i].Type {
		case filing.Date:
			b.(*array.Date32Builder).Append(arrow.Date32(v.Day))
		case filing.Bool:
			b.(*array.BooleanBuilder).Append(v.Bool)
		case filing.Integer:
			b.(*array.Int64Builder).Append(v.Int)
		case filing.Decimal:
			b.(*array.Decimal128Builder).Append(decimal128.FromI64(v.Int))
		default:
			b.(*array.StringBuilder).Append(v.Text)
		}
	}
	extra := w.builder.Field(field + len(row.Values)).(*array.StringBuilder)
	if len(row.Extra) == 0 {
		extra.AppendNull()
		return w.count()
	}
	data, err := json.Marshal(row.Extra)
	if err != nil {
		return err
	}
	extra.Append(string(data))
	return w.count()
}

// count ends a row, and a batch when it is full.
func (w *tableWriter) count() error {
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
	}
	return fmt.Errorf("a %T does not fit a %s", v, b.Type())
}

// flush hands the batch over to be encoded. An error of an earlier batch is
// told by drain.
func (w *tableWriter) flush() error {
	if w.batches == nil {
		w.batches, w.encoded = make(chan arrow.RecordBatch, 1), make(chan error, 1)
		go w.encode(w.batches, w.encoded)
	}
	w.batches <- w.builder.NewRecordBatch()
	return nil
}

func (w *tableWriter) encode(batches <-chan arrow.RecordBatch, encoded chan<- error) {
	var failed error
	for batch := range batches {
		if failed == nil {
			failed = w.parquet.Write(batch)
		}
		batch.Release()
	}
	encoded <- failed
}

// drain waits until all batches are encoded.
func (w *tableWriter) drain() error {
	if w.batches == nil {
		return nil
	}
	close(w.batches)
	w.batches = nil
	return <-w.encoded
}

// close finishes the file; it is on disk once promoted.
func (w *tableWriter) close() error {
	defer w.builder.Release()
	if w.rows%batchRows != 0 || w.rows == 0 && w.copied == 0 {
		if err := w.flush(); err != nil {
			return errors.Join(err, w.parquet.Close())
		}
	}
	if err := w.drain(); err != nil {
		return errors.Join(err, w.parquet.Close())
	}
	return errors.Join(w.parquet.Close(), w.out.Chmod(0o644), w.out.Close())
}

func (w *tableWriter) discard() error {
	_ = w.drain() // what was written is thrown away
	w.out.Close() // closed already where Commit got that far
	if err := os.Remove(w.temporary); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
