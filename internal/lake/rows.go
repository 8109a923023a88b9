package lake

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"tongbao/internal/filing"
)

// rowWriter writes the rows of a filing table. Beside the reading of the next
// they are made into columns, and full columns are encoded beside that: rows
// would pile up while a batch is written.
type rowWriter struct {
	*parquetFile
	group   *group
	chunk   *chunk      // being filled
	full    chan *chunk // to be encoded
	empty   chan *chunk // to be filled again
	encoded chan error  // one value, when full is closed
}

func newRowWriter(target string, t *filing.Table) (*rowWriter, error) {
	g := newGroup(t)
	file, err := newParquetFile(target, t.Code, g.schema)
	if err != nil {
		return nil, err
	}
	const ahead = 4
	w := &rowWriter{
		parquetFile: file, group: g, chunk: new(chunk),
		full: make(chan *chunk, ahead), empty: make(chan *chunk, ahead+1), encoded: make(chan error, 1),
	}
	go func() { w.encoded <- w.encode() }()
	return w, nil
}

// accept appends a row. An error of an earlier one is told by close.
func (w *rowWriter) accept(origin *[]any, row filing.Row) error {
	if given, want := len(row.Values), len(w.group.values); given != want {
		return fmt.Errorf("lake: %d values for %d columns", given, want)
	}
	w.chunk.add(origin, row)
	if w.chunk.rows() < chunkRows {
		return nil
	}
	w.full <- w.chunk
	select {
	case w.chunk = <-w.empty:
		w.chunk.clear()
	default:
		w.chunk = new(chunk)
	}
	return nil
}

// encode writes the rows of all chunks, whatever becomes of them.
func (w *rowWriter) encode() error {
	batches := make(chan arrow.RecordBatch)
	written := make(chan error, 1)
	go func() { written <- w.writeAll(batches) }()
	err := w.gather(batches)
	close(batches)
	return errors.Join(err, <-written)
}

// gather makes batches of the rows of all chunks.
func (w *rowWriter) gather(batches chan<- arrow.RecordBatch) (err error) {
	for c := range w.full {
		if err == nil {
			err = w.group.add(c)
		}
		if err == nil && w.group.rows >= groupRows {
			batches <- w.group.batch()
		}
		select {
		case w.empty <- c:
		default: // enough of them
		}
	}
	if err == nil && w.group.rows > 0 {
		batches <- w.group.batch()
	}
	return err
}

// writeAll writes the batches, and lets go of those behind one that failed.
func (w *rowWriter) writeAll(batches <-chan arrow.RecordBatch) (err error) {
	for batch := range batches {
		if err == nil {
			err = w.write(batch)
		} else {
			batch.Release()
		}
	}
	return err
}

// drain waits until all rows are encoded.
func (w *rowWriter) drain() error {
	if w.chunk == nil {
		return nil
	}
	if w.chunk.rows() > 0 {
		w.full <- w.chunk
	}
	w.chunk = nil
	close(w.full)
	return <-w.encoded
}

func (w *rowWriter) close() error {
	return errors.Join(w.drain(), w.parquetFile.close())
}

func (w *rowWriter) discard() error {
	_ = w.drain() // what was written is thrown away
	return w.parquetFile.discard()
}
