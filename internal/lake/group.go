package lake

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tongbao/internal/filing"
)

// groupRows is how many rows of a filing table are encoded together. It
// bounds the memory of a part being written.
const groupRows = 64 * chunkRows

// group makes Arrow columns of rows of a filing table.
type group struct {
	schema *arrow.Schema
	rows   int
	origin []column // the same in row after row
	// Columns of values and extra that have nothing to say are left behind,
	// until they have or the batch is full.
	number *array.Int64Builder
	key    *array.StringBuilder
	values []valueColumn
	extra  *array.StringBuilder // JSON
}

// column is an array being built.
type column interface {
	Type() arrow.DataType
	AppendNull()
	AppendNulls(rows int)
	Reserve(rows int)
	NewArray() arrow.Array
}

// valueColumn is the array of a declared column, and what puts a value there.
type valueColumn struct {
	column
	add  func(*filing.Value)
	rows int // that the array has
}

// fill brings the array up to so many rows.
func (c *valueColumn) fill(rows int) {
	if c.rows < rows {
		c.AppendNulls(rows - c.rows)
		c.rows = rows
	}
}

func newGroup(t *filing.Table) *group {
	g := &group{
		schema: codedSchema(t),
		number: array.NewInt64Builder(memory.DefaultAllocator),
		key:    array.NewStringBuilder(memory.DefaultAllocator),
		extra:  array.NewStringBuilder(memory.DefaultAllocator),
	}
	fields := g.schema.Fields()
	for _, f := range fields[:len(origin)-1] {
		g.origin = append(g.origin, newColumn(f.Type))
	}
	for _, f := range fields[len(origin)+1 : len(fields)-1] {
		c := newColumn(f.Type)
		g.values = append(g.values, valueColumn{column: c, add: adder(c)})
	}
	return g
}

func newColumn(t arrow.DataType) column {
	if t == dictionary {
		return newCodes()
	}
	return array.NewBuilder(memory.DefaultAllocator, t)
}

// adder is what appends a value to a declared column.
func adder(c column) func(*filing.Value) {
	switch b := c.(type) {
	case *array.Date32Builder:
		return func(v *filing.Value) { b.Append(arrow.Date32(v.Day)) }
	case *array.BooleanBuilder:
		return func(v *filing.Value) { b.Append(v.Bool) }
	case *array.Int64Builder:
		return func(v *filing.Value) { b.Append(v.Int) }
	case *array.Decimal128Builder:
		return func(v *filing.Value) { b.Append(decimal128.FromI64(v.Int)) }
	case *array.StringBuilder:
		return func(v *filing.Value) { b.Append(v.Text) }
	case *codes:
		return func(v *filing.Value) { b.Append(v.Text) }
	}
	panic(fmt.Sprintf("lake: no value fits a %T", c))
}

// add appends the rows of a chunk.
func (g *group) add(c *chunk) error {
	for i, b := range g.origin {
		for _, r := range c.runs {
			if err := appendValue(b, (*r.origin)[i], r.rows); err != nil {
				return fmt.Errorf("column %s: %w", g.schema.Field(i).Name, err)
			}
		}
	}
	g.number.AppendValues(c.numbers, nil)
	g.key.AppendValues(c.keys, nil)
	for row := range c.rows() {
		values := c.values[row*len(g.values):]
		for i := range g.values {
			if v := &values[i]; v.Valid {
				b := &g.values[i]
				b.fill(g.rows + row)
				b.add(v)
				b.rows++
			}
		}
	}
	for _, e := range c.extras {
		data, err := json.Marshal(e.names)
		if err != nil {
			return err
		}
		g.extra.AppendNulls(g.rows + e.row - g.extra.Len())
		g.extra.Append(string(data))
	}
	g.rows += c.rows()
	return nil
}

// columns are all of them in the order of the schema.
func (g *group) columns() []column {
	all := append(slices.Clone(g.origin), g.number, g.key)
	for _, c := range g.values {
		all = append(all, c.column)
	}
	return append(all, g.extra)
}

// batch takes the columns out.
func (g *group) batch() arrow.RecordBatch {
	for i := range g.values {
		g.values[i].fill(g.rows)
		g.values[i].rows = 0
	}
	g.extra.AppendNulls(g.rows - g.extra.Len())
	var columns []arrow.Array
	for _, c := range g.columns() {
		columns = append(columns, c.NewArray())
	}
	batch := array.NewRecordBatch(g.schema, columns, int64(g.rows))
	for _, c := range columns {
		c.Release() // the batch holds its own
	}
	if g.rows >= groupRows { // the next is likely as large
		g.reserve(columns)
	}
	g.rows = 0
	return batch
}

// reserve makes room for a batch of the size of the last, which spares the
// arrays growing step by step.
func (g *group) reserve(last []arrow.Array) {
	for i, c := range g.columns() {
		c.Reserve(groupRows)
		if texts, ok := c.(*array.StringBuilder); ok {
			texts.ReserveData(len(last[i].(*array.String).ValueBytes()))
		}
	}
}
