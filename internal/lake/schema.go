// Package lake writes what was read from one delivery as Arrow record batches
// to Parquet parts, one per table. It is derived: delete it, and reading the
// vault again gives the same bytes. It is the only importer of arrow-go.
package lake

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"tongbao/internal/filing"
)

// Names of the lake's tables besides the filing tables.
const (
	Receipts   = "receipts"
	Quarantine = "quarantine"
)

// text, int and so on make nullable fields of the lake's few types.
func text(name string) arrow.Field {
	return arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
}

func integer(name string) arrow.Field {
	return arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int64, Nullable: true}
}

func date(name string) arrow.Field {
	return arrow.Field{Name: name, Type: arrow.FixedWidthTypes.Date32, Nullable: true}
}

func boolean(name string) arrow.Field {
	return arrow.Field{Name: name, Type: arrow.FixedWidthTypes.Boolean, Nullable: true}
}

func decimal(name string) arrow.Field {
	return arrow.Field{Name: name, Type: &arrow.Decimal128Type{Precision: 18, Scale: 4}, Nullable: true}
}

// origin are the columns that say where a row came from. received_ns orders
// deliveries (nanoseconds since 1970), received_on is the day in Shanghai.
var origin = []arrow.Field{
	integer("delivery"), text("file_sha256"), text("deliverer"), boolean("by_district"),
	text("received_at"), integer("received_ns"), date("received_on"), boolean("history"),
	integer("sheet_no"), text("sheet"), integer("row_no"),
}

var receiptFields = []arrow.Field{
	integer("delivery"), text("file_sha256"), text("file"), text("township_code"), text("received_at"),
	date("received_on"), boolean("history"), text("table_code"), integer("sheet_no"), text("sheet"), text("status"),
	text("reason"), integer("row_count"), integer("accepted"), integer("quarantined"), integer("non_data"),
	integer("warnings"), text("unknown_headers"), boolean("hidden"), integer("hidden_rows"), text("reference_hash"),
}

var quarantineFields = []arrow.Field{
	integer("delivery"), text("file_sha256"), text("file"), text("table_code"), integer("sheet_no"), text("sheet"),
	integer("row_no"), integer("finding_no"), text("cell"), text("column_code"), text("header"), text("text"),
	text("reason"), text("message"), text("accepted_form"), text("severity"),
}

// field is the lake's field for a declared column.
func field(c filing.Column) arrow.Field {
	switch c.Type {
	case filing.Date:
		return date(c.Code)
	case filing.Bool:
		return boolean(c.Code)
	case filing.Integer:
		return integer(c.Code)
	case filing.Decimal:
		return decimal(c.Code)
	default:
		return text(c.Code)
	}
}

// fieldsOf is the lake's schema of a filing table: where a row came from, its
// key, its columns, and the texts of unknown columns as JSON.
func fieldsOf(t *filing.Table) []arrow.Field {
	fields := append([]arrow.Field{}, origin...)
	fields = append(fields, text("row_key"))
	for _, c := range t.Columns {
		fields = append(fields, field(c))
	}
	return append(fields, text("extra"))
}

// schemaOf is the schema of a lake table. It panics on a table that does not
// exist.
func schemaOf(table string) *arrow.Schema {
	fields := map[string][]arrow.Field{Receipts: receiptFields, Quarantine: quarantineFields}[table]
	if t := filing.ByCode(table); t != nil {
		fields = fieldsOf(t)
	}
	if fields == nil {
		panic(fmt.Sprintf("lake: no table %q", table))
	}
	return arrow.NewSchema(fields, nil)
}

// Column is a lake column by name and DuckDB type.
type Column struct{ Name, SQLType string }

// Columns lists a lake table's columns, so that an empty lake still has
// tables to query. It panics on a table that does not exist.
func Columns(table string) []Column {
	fields := schemaOf(table).Fields()
	columns := make([]Column, len(fields))
	for i, f := range fields {
		columns[i] = Column{Name: f.Name, SQLType: sqlType(f.Type)}
	}
	return columns
}

func sqlType(t arrow.DataType) string {
	switch t.ID() {
	case arrow.INT64:
		return "BIGINT"
	case arrow.DATE32:
		return "DATE"
	case arrow.BOOL:
		return "BOOLEAN"
	case arrow.DECIMAL128:
		return "DECIMAL(18,4)"
	default:
		return "VARCHAR"
	}
}

// Tables lists every table of the lake.
func Tables() []string {
	names := make([]string, 0, len(filing.Tables)+2)
	for i := range filing.Tables {
		names = append(names, filing.Tables[i].Code)
	}
	return append(names, Quarantine, Receipts)
}
