package lake

import "tongbao/internal/filing"

// chunkRows is how many rows are handed over to be encoded at a time.
const chunkRows = 1024

// chunk is rows of a filing table as they were accepted.
type chunk struct {
	runs    []run
	numbers []int64
	keys    []string
	values  []filing.Value // row after row
	extras  []extra
}

// run is how many rows came from one place, one behind the other.
type run struct {
	origin *[]any // the values of the origin's columns
	rows   int
}

// extra is what no column of a row takes.
type extra struct {
	row   int // of the chunk
	names []filing.Named
}

func (c *chunk) rows() int { return len(c.numbers) }

func (c *chunk) add(origin *[]any, row filing.Row) {
	if n := len(c.runs); n == 0 || c.runs[n-1].origin != origin {
		c.runs = append(c.runs, run{origin: origin})
	}
	c.runs[len(c.runs)-1].rows++
	if len(row.Extra) > 0 {
		c.extras = append(c.extras, extra{c.rows(), row.Extra})
	}
	c.numbers = append(c.numbers, int64(row.Number))
	c.keys = append(c.keys, row.Key)
	c.values = append(c.values, row.Values...)
}

// clear makes room for other rows.
func (c *chunk) clear() {
	*c = chunk{c.runs[:0], c.numbers[:0], c.keys[:0], c.values[:0], c.extras[:0]}
}
