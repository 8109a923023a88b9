package lake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tongbao/internal/civil"
)

// batchRows is how many rows of receipts and quarantine are written together.
const batchRows = 16384

// parquetFile is a temporary Parquet file beside its target.
type parquetFile struct {
	temporary string
	out       *os.File
	parquet   *pqarrow.FileWriter
	schema    *arrow.Schema
}

// newParquetFile starts the file of a table.
func newParquetFile(target, table string, schema *arrow.Schema) (*parquetFile, error) {
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return nil, err
	}
	out, err := os.CreateTemp(filepath.Dir(target), ".reading-*")
	if err != nil {
		return nil, err
	}
	settings := []parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Snappy), parquet.WithCreatedBy("tongbao")}
	for _, column := range seldomAgain(table) {
		settings = append(settings, parquet.WithDictionaryFor(column, false))
	}
	// The writer closes what it can close; the file is synced and closed here.
	writer, err := pqarrow.NewFileWriter(schema, struct{ io.Writer }{out}, parquet.NewWriterProperties(settings...), pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, errors.Join(err, out.Close(), os.Remove(out.Name()))
	}
	return &parquetFile{temporary: out.Name(), out: out, parquet: writer, schema: schema}, nil
}

// write writes a batch, and lets go of it.
func (f *parquetFile) write(batch arrow.RecordBatch) error {
	defer batch.Release()
	return f.parquet.Write(batch)
}

// close finishes the file; it is on disk once promoted.
func (f *parquetFile) close() error {
	return errors.Join(f.parquet.Close(), f.out.Close())
}

func (f *parquetFile) discard() error {
	f.out.Close() // closed already where Commit got that far
	if err := os.Remove(f.temporary); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (f *parquetFile) name() string { return f.temporary }

// recordWriter writes receipts or quarantine.
type recordWriter struct {
	*parquetFile
	builder *array.RecordBuilder
	rows    int // in the builder
}

func newRecordWriter(target, table string) (*recordWriter, error) {
	schema := schemaOf(table)
	file, err := newParquetFile(target, table, schema)
	if err != nil {
		return nil, err
	}
	return &recordWriter{parquetFile: file, builder: array.NewRecordBuilder(memory.DefaultAllocator, schema)}, nil
}

func (w *recordWriter) append(values []any) error {
	if want := len(w.builder.Fields()); len(values) != want {
		return fmt.Errorf("lake: %d values for %d columns", len(values), want)
	}
	for i, v := range values {
		if err := appendValue(w.builder.Field(i), v, 1); err != nil {
			return fmt.Errorf("lake: column %s: %w", w.schema.Field(i).Name, err)
		}
	}
	if w.rows++; w.rows < batchRows {
		return nil
	}
	w.rows = 0
	return w.write(w.builder.NewRecordBatch())
}

func (w *recordWriter) close() error {
	defer w.builder.Release()
	var err error
	if w.rows > 0 {
		err = w.write(w.builder.NewRecordBatch())
	}
	return errors.Join(err, w.parquetFile.close())
}

// appendValue appends a value to a column, to so many rows one behind the other.
func appendValue(b column, v any, rows int) error {
	if v == nil {
		b.AppendNulls(rows)
		return nil
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		if s, ok := v.(string); ok {
			repeat(rows, b.Append, s)
			return nil
		}
	case *codes:
		if s, ok := v.(string); ok {
			repeat(rows, b.Append, s)
			return nil
		}
	case *array.Int64Builder:
		if n, ok := v.(int64); ok {
			repeat(rows, b.Append, n)
			return nil
		}
	case *array.Float64Builder:
		if f, ok := v.(float64); ok {
			repeat(rows, b.Append, f)
			return nil
		}
	case *array.Date32Builder:
		if d, ok := v.(civil.Date); ok {
			repeat(rows, b.Append, arrow.Date32(d))
			return nil
		}
	case *array.BooleanBuilder:
		if t, ok := v.(bool); ok {
			repeat(rows, b.Append, t)
			return nil
		}
	}
	return fmt.Errorf("a %T does not fit a %s", v, b.Type())
}

func repeat[T any](times int, do func(T), v T) {
	for range times {
		do(v)
	}
}
