package lake

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tongbao/internal/filing"
)

// writeRows has n rows written, the first half from one sheet and the others
// from another; one in a thousand says something.
func writeRows(t *testing.T, w *rowWriter, n int) {
	t.Helper()
	table := filing.ByCode("disclosures")
	sheets := [2][]any{{int64(1), "a", "", true, "", int64(0), nil, false, int64(0), "甲"}, {int64(1), "a", "", true, "", int64(0), nil, false, int64(1), "乙"}}
	row := filing.Row{Values: make([]filing.Value, len(table.Columns))}
	for i := range n {
		row.Number = i
		row.Values[table.Column("summary")] = filing.Value{Valid: i%1000 == 0, Text: "摘要"}
		if err := w.accept(&sheets[min(i*2/n, 1)], row); err != nil {
			t.Fatal(err)
		}
	}
}

// Every row arrives in its place, whether it fills a group, more, or less.
func TestGroupsKeepEveryRowInOrder(t *testing.T) {
	for _, n := range []int{1, chunkRows, groupRows, 2*groupRows + 1} {
		w, err := newRowWriter(filepath.Join(t.TempDir(), "part.parquet"), filing.ByCode("disclosures"))
		if err != nil {
			t.Fatal(err)
		}
		writeRows(t, w, n)
		if err := w.close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(w.name())
		if err != nil {
			t.Fatal(err)
		}
		read, err := pqarrow.ReadTable(t.Context(), bytes.NewReader(data), parquet.NewReaderProperties(memory.DefaultAllocator),
			pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		reader := array.NewTableReader(read, 0)
		for reader.Next() {
			batch := reader.RecordBatch()
			of := func(name string) int { return batch.Schema().FieldIndices(name)[0] }
			numbers, sheets := batch.Column(of("row_no")).(*array.Int64), batch.Column(of("sheet_no")).(*array.Int64)
			names, days, texts := batch.Column(of("sheet")), batch.Column(of("received_on")), batch.Column(of("summary"))
			for i := range int(batch.NumRows()) {
				second := int64(min(at*2/n, 1))
				if numbers.Value(i) != int64(at) || sheets.Value(i) != second || names.ValueStr(i) != [2]string{"甲", "乙"}[second] ||
					days.IsValid(i) || texts.IsValid(i) != (at%1000 == 0) {
					t.Fatalf("of %d rows the one at %d is number %d of sheet %d", n, at, numbers.Value(i), sheets.Value(i))
				}
				at++
			}
		}
		reader.Release()
		read.Release()
		if at != n {
			t.Errorf("%d rows, want %d", at, n)
		}
	}
}

// A group that could not be written is told when the file is finished, and
// holds up nobody who still has rows.
func TestFailedWriteIsTold(t *testing.T) {
	w, err := newRowWriter(filepath.Join(t.TempDir(), "part.parquet"), filing.ByCode("disclosures"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.out.Close(); err != nil {
		t.Fatal(err)
	}
	writeRows(t, w, 3*groupRows)
	if err := w.close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("err = %v", err)
	}
	if err := w.discard(); err != nil {
		t.Error(err)
	}
}
