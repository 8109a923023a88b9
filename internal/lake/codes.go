package lake

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tongbao/internal/filing"
)

// A filing's columns of codes and words, and those that tell where a row came
// from, say few things over and over. The encoder takes their dictionary ready
// made in a fraction of the time in which it finds one itself. The columns of
// free text get none: what they say seldom comes again.

// seldomAgain lists the columns of a table that are written without a
// dictionary.
func seldomAgain(table string) []string {
	columns := []string{"row_no", "row_key", "extra"}
	if t := filing.ByCode(table); t != nil {
		for _, c := range t.Columns {
			if c.Type == filing.Text || c.Type == filing.Hashes {
				columns = append(columns, c.Code)
			}
		}
	}
	return columns
}

var dictionary = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}

// codedSchema is the schema of a filing table with dictionaries for the
// columns of text, but for those that seldom say anything again.
func codedSchema(t *filing.Table) *arrow.Schema {
	fields, plain := fieldsOf(t), seldomAgain(t.Code)
	for i, f := range fields {
		if f.Type == arrow.BinaryTypes.String && !slices.Contains(plain, f.Name) {
			fields[i].Type = dictionary
		}
	}
	return arrow.NewSchema(fields, nil)
}

// codes is a column of text being built as a dictionary.
type codes struct {
	words *array.StringBuilder
	codes *array.Int32Builder
	known map[string]int32
	// What the row above says is at hand without a look-up.
	last string
	code int32 // of last; -1: nothing yet
}

func newCodes() *codes {
	return &codes{
		words: array.NewStringBuilder(memory.DefaultAllocator), codes: array.NewInt32Builder(memory.DefaultAllocator),
		known: map[string]int32{}, code: -1,
	}
}

// Type is the type of the column.
func (c *codes) Type() arrow.DataType { return dictionary }

// Append appends a text.
func (c *codes) Append(text string) {
	if c.code < 0 || text != c.last {
		code, ok := c.known[text]
		if !ok {
			code = int32(len(c.known))
			c.known[text] = code
			c.words.Append(text)
		}
		c.last, c.code = text, code
	}
	c.codes.Append(c.code)
}

// AppendNull appends no text.
func (c *codes) AppendNull() { c.codes.AppendNull() }

// AppendNulls appends no text to some rows.
func (c *codes) AppendNulls(rows int) { c.codes.AppendNulls(rows) }

// Reserve makes room for rows.
func (c *codes) Reserve(rows int) { c.codes.Reserve(rows) }

// NewArray takes the column out; the next starts with a dictionary of its own.
func (c *codes) NewArray() arrow.Array {
	indices, words := c.codes.NewArray(), c.words.NewArray()
	defer indices.Release()
	defer words.Release()
	clear(c.known)
	c.last, c.code = "", -1
	return array.NewDictionaryArray(dictionary, indices, words)
}
