package lake_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
	"tongbao/internal/lake"
)

var ipcColumns = []lake.Column{
	{Name: "t", SQLType: "VARCHAR"}, {Name: "i", SQLType: "BIGINT"}, {Name: "f", SQLType: "DOUBLE"},
	{Name: "d", SQLType: "DATE"}, {Name: "b", SQLType: "BOOLEAN"},
}

// given yields the rows, and err at the end.
func given(err error, rows ...[]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func writeIPC(t *testing.T, rows iter.Seq2[[]any, error]) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := lake.WriteIPC(&b, ipcColumns, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readIPC gives the schema and every row of an Arrow file as text.
func readIPC(t *testing.T, data []byte) (schema string, rows []string) {
	t.Helper()
	r, err := ipc.NewFileReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var fields []string
	for _, f := range r.Schema().Fields() {
		fields = append(fields, fmt.Sprintf("%s:%s nullable=%v", f.Name, f.Type, f.Nullable))
	}
	for i := range r.NumRecords() {
		batch, err := r.RecordBatch(i)
		if err != nil {
			t.Fatal(err)
		}
		for n := range int(batch.NumRows()) {
			var cells []string
			for c := range int(batch.NumCols()) {
				cells = append(cells, batch.Column(c).ValueStr(n))
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
	}
	return strings.Join(fields, ", "), rows
}

func TestWriteIPC(t *testing.T) {
	rows := [][]any{
		{"=1+1", int64(-7), 0.857143, civil.MustOf(2026, 6, 30), true},
		{nil, nil, nil, nil, nil},
		{"村", int64(1) << 60, 82.35, civil.MustOf(2000, 1, 1), false},
	}
	data := writeIPC(t, given(nil, rows...))
	schema, got := readIPC(t, data)
	if want := "t:utf8 nullable=true, i:int64 nullable=true, f:float64 nullable=true, d:date32 nullable=true, b:bool nullable=true"; schema != want {
		t.Errorf("schema %s", schema)
	}
	want := []string{
		"=1+1|-7|0.857143|2026-06-30|true", "(null)|(null)|(null)|(null)|(null)", "村|1152921504606846976|82.35|2000-01-01|false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(data, writeIPC(t, given(nil, rows...))) {
		t.Error("the same rows gave other bytes")
	}
}

func TestWriteIPCWithoutRows(t *testing.T) {
	schema, rows := readIPC(t, writeIPC(t, given(nil)))
	if !strings.HasPrefix(schema, "t:utf8") || len(rows) != 0 {
		t.Errorf("schema %s, rows %v", schema, rows)
	}
}

// One row slice serves for all, and there is more than one batch.
func TestWriteIPCInBatches(t *testing.T) {
	const n = 40_000
	row := make([]any, len(ipcColumns))
	_, got := readIPC(t, writeIPC(t, func(yield func([]any, error) bool) {
		for i := range int64(n) {
			row[1] = i
			if !yield(row, nil) {
				return
			}
		}
	}))
	if len(got) != n {
		t.Fatalf("%d rows, want %d", len(got), n)
	}
	for i, line := range got {
		if want := fmt.Sprintf("(null)|%d|(null)|(null)|(null)", i); line != want {
			t.Fatalf("row %d is %s", i, line)
		}
	}
}

func TestWriteIPCErrors(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		columns []lake.Column
		rows    iter.Seq2[[]any, error]
		want    string
	}{
		"source":     {ipcColumns, given(broken, []any{"a", nil, nil, nil, nil}), "broken"},
		"too few":    {ipcColumns, given(nil, []any{"a"}), "1 values for 5 columns"},
		"wrong type": {ipcColumns, given(nil, []any{nil, "a", nil, nil, nil}), "column i: a string does not fit a int64"},
		"wrong real": {ipcColumns, given(nil, []any{nil, nil, int64(1), nil, nil}), "column f: a int64 does not fit a float64"},
		"no type":    {[]lake.Column{{Name: "x", SQLType: "HUGEINT"}}, given(nil), "column x: no type for HUGEINT"},
	} {
		err := lake.WriteIPC(&bytes.Buffer{}, c.columns, c.rows)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
