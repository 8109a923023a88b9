package lake

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// originColumns is how many columns of a filing table say where a row came
// from and are the same in row after row: all of origin but the row's number.
var originColumns = len(origin) - 1

// run is how many rows came from one place, one behind the other.
type run struct {
	origin *[]any // the values of the origin's columns
	rows   int
}

// originOf makes the first n of the origin's columns of a batch.
func originOf(runs []run, n int) (columns []arrow.Array, err error) {
	for i, f := range origin[:n] {
		b := array.NewBuilder(memory.DefaultAllocator, f.Type)
		for _, r := range runs {
			b.Reserve(r.rows)
			for range r.rows {
				if err := appendValue(b, (*r.origin)[i]); err != nil {
					return nil, fmt.Errorf("lake: column %s: %w", f.Name, err)
				}
			}
		}
		columns = append(columns, b.NewArray())
		b.Release()
	}
	return columns, nil
}
