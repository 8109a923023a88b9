package workbook

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
)

// counted yields n rows in one slice that it uses again, then err.
func counted(n int, err error) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		row := make([]any, 2)
		for i := range n {
			row[0], row[1] = i, "村"
			if !yield(row, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func TestMore(t *testing.T) {
	sheets := func() []Sheet {
		return []Sheet{{Name: "x", Frozen: 1, Rows: [][]any{{"序号", "类型"}}, More: counted(3, nil)}}
	}
	data := write(t, sheets())
	rows, err := open(t, data).GetRows("x")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join(r, ","))
	}
	if got := strings.Join(lines, "\n"); got != "序号,类型\n0,村\n1,村\n2,村" {
		t.Errorf("rows:\n%s", got)
	}
	if !bytes.Equal(data, write(t, sheets())) {
		t.Error("the same rows gave other bytes")
	}
}

func TestMoreFails(t *testing.T) {
	broken := errors.New("broken")
	if err := Write(io.Discard, []Sheet{{Name: "x", More: counted(2, broken)}}); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

// One row too many is an error, never a shorter sheet.
func TestMoreThanASheetHolds(t *testing.T) {
	empty := func(yield func([]any, error) bool) {
		for range MaxRows + 1 {
			if !yield(nil, nil) {
				return
			}
		}
	}
	if err := Write(io.Discard, []Sheet{{Name: "x", More: empty}}); err == nil || !strings.Contains(err.Error(), "row 1048577") {
		t.Errorf("error %v", err)
	}
}
