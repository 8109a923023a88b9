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
	builder   *array.RecordBuilder // of a filing table, without the columns of its origin
	parquet   *pqarrow.FileWriter
	schema    *arrow.Schema
	written   *arrow.Schema // schema, coded
	rows      int           // appended one by one
	flushed   int           // of these, no longer in the builder
	copied    int64         // passed on in batches
	runs      []run         // of the rows in the builder
	// Encoding goes on beside the reading of the next batch.
	batches chan pending
	encoded chan error // one value, when batches is closed
}

// pending is a batch to be encoded, and the runs it is made of.
type pending struct {
	arrow.RecordBatch
	runs []run
}

// newTableWriter starts a table's file. Only files that are written from one
// end to the other, batch by batch, are coded.
func newTableWriter(target, table string, code bool) (*tableWriter, error) {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return nil, err
	}
	fields := map[string][]arrow.Field{Receipts: receiptFields, Quarantine: quarantineFields}[table]
	built := fields
	if fields == nil {
		fields = fieldsOf(filing.ByCode(table))
		built = fields[originColumns:]
	}
	schema := arrow.NewSchema(fields, nil)
	out, err := os.CreateTemp(filepath.Dir(target), ".reading-*")
	if err != nil {
		return nil, err
	}
	settings := []parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Snappy), parquet.WithCreatedBy("tongbao")}
	for _, column := range seldomAgain(table) {
		settings = append(settings, parquet.WithDictionaryFor(column, false))
	}
	written := schema
	if code {
		written = codedSchema(schema, seldomAgain(table))
	}
	// The writer closes what it can close; the file is synced and closed here.
	writer, err := pqarrow.NewFileWriter(written, struct{ io.Writer }{out}, parquet.NewWriterProperties(settings...), pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, errors.Join(err, out.Close(), os.Remove(out.Name()))
	}
	return &tableWriter{
		temporary: out.Name(), out: out, parquet: writer, schema: schema, written: written,
		builder: array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(built, nil)),
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
// and key, its values, and what no column takes as JSON. A column that has
// nothing to say is left behind, until it has or the batch is full.
func (w *tableWriter) appendRow(origin *[]any, row filing.Row) error {
	fields := w.builder.Fields()
	if given, want := 2+len(row.Values)+1, len(fields); given != want {
		return fmt.Errorf("lake: %d values for %d columns", given, want)
	}
	if n := len(w.runs); n == 0 || w.runs[n-1].origin != origin {
		w.runs = append(w.runs, run{origin: origin})
	}
	w.runs[len(w.runs)-1].rows++
	fields[0].(*array.Int64Builder).Append(int64(row.Number))
	fields[1].(*array.StringBuilder).Append(row.Key)
	fields = fields[2:]
	above := w.rows - w.flushed
	for i := range row.Values {
		v := &row.Values[i]
		if !v.Valid {
			continue
		}
		switch b := fields[i].(type) {
		case *array.Date32Builder:
			b.AppendNulls(above - b.Len())
			b.Append(arrow.Date32(v.Day))
		case *array.BooleanBuilder:
			b.AppendNulls(above - b.Len())
			b.Append(v.Bool)
		case *array.Int64Builder:
			b.AppendNulls(above - b.Len())
			b.Append(v.Int)
		case *array.Decimal128Builder:
			b.AppendNulls(above - b.Len())
			b.Append(decimal128.FromI64(v.Int))
		case *array.StringBuilder:
			b.AppendNulls(above - b.Len())
			b.Append(v.Text)
		default:
			return fmt.Errorf("lake: column %s: nothing fits a %s", w.builder.Schema().Field(2+i).Name, b.Type())
		}
	}
	if len(row.Extra) == 0 {
		return w.count()
	}
	extra := fields[len(row.Values)].(*array.StringBuilder)
	extra.AppendNulls(above - extra.Len())
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
	if w.rows-w.flushed == batchRows {
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
		w.batches, w.encoded = make(chan pending, 1), make(chan error, 1)
		go w.encode(w.batches, w.encoded)
	}
	rows := w.rows - w.flushed
	w.flushed = w.rows
	for _, b := range w.builder.Fields() {
		b.AppendNulls(rows - b.Len())
	}
	batch := w.builder.NewRecordBatch()
	if rows == batchRows { // the next is likely as large
		w.reserve(batch)
	}
	w.batches <- pending{batch, w.runs}
	w.runs = nil
	return nil
}

// reserve makes room for a batch of the size of the last, which spares the
// builders growing step by step.
func (w *tableWriter) reserve(last arrow.RecordBatch) {
	w.builder.Reserve(batchRows)
	for i, b := range w.builder.Fields() {
		if texts, ok := b.(*array.StringBuilder); ok {
			texts.ReserveData(len(last.Column(i).(*array.String).ValueBytes()))
		}
	}
}

func (w *tableWriter) encode(batches <-chan pending, encoded chan<- error) {
	var failed error
	for batch := range batches {
		if failed == nil {
			failed = w.write(batch)
		}
		batch.Release()
	}
	encoded <- failed
}

func (w *tableWriter) write(batch pending) error {
	columns, err := originOf(batch.runs, w.schema.NumFields()-int(batch.NumCols()))
	if err != nil {
		return err
	}
	whole := array.NewRecordBatch(w.schema, append(columns, batch.Columns()...), batch.NumRows())
	defer whole.Release()
	for _, c := range columns {
		c.Release() // the batch holds its own
	}
	written := coded(whole, w.written)
	defer written.Release()
	return w.parquet.Write(written)
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
	if w.rows > w.flushed || w.rows == 0 && w.copied == 0 {
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
