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

// codedSchema is the schema with its columns of text as dictionaries, but for
// those named.
func codedSchema(schema *arrow.Schema, except []string) *arrow.Schema {
	fields := slices.Clone(schema.Fields())
	for i, f := range fields {
		if f.Type == arrow.BinaryTypes.String && !slices.Contains(except, f.Name) {
			fields[i].Type = dictionary
		}
	}
	return arrow.NewSchema(fields, nil)
}

// coded is the batch in the coded schema.
func coded(batch arrow.RecordBatch, schema *arrow.Schema) arrow.RecordBatch {
	columns := slices.Clone(batch.Columns())
	for i, f := range schema.Fields() {
		if f.Type == dictionary {
			columns[i] = codedTexts(columns[i].(*array.String))
			defer columns[i].Release() // the batch holds its own
		}
	}
	return array.NewRecordBatch(schema, columns, batch.NumRows())
}

func codedTexts(texts *array.String) arrow.Array {
	words, codes := array.NewStringBuilder(memory.DefaultAllocator), array.NewInt32Builder(memory.DefaultAllocator)
	codes.Reserve(texts.Len())
	known := map[string]int32{}
	last, code := "", int32(-1)
	for i := range texts.Len() {
		if texts.IsNull(i) {
			codes.AppendNull()
			continue
		}
		if text := texts.Value(i); text != last || code < 0 {
			n, ok := known[text]
			if !ok {
				n = int32(len(known))
				known[text] = n
				words.Append(text)
			}
			last, code = text, n
		}
		codes.UnsafeAppend(code)
	}
	indices, values := codes.NewArray(), words.NewArray()
	defer indices.Release()
	defer values.Release()
	return array.NewDictionaryArray(dictionary, indices, values)
}
