package warehouse_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/warehouse"
)

// described is a column of a view.
type described struct {
	Name string `db:"column_name"`
	Type string `db:"data_type"`
}

func columnsOfView(t *testing.T, db *warehouse.DB, view string) []described {
	t.Helper()
	got, err := warehouse.Read[described](t.Context(), db, `
		select column_name, data_type from duckdb_columns() where table_name = ? order by column_index`, view)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantColumns(table string) []described {
	var want []described
	for _, c := range lake.Columns(table) {
		want = append(want, described{c.Name, c.SQLType})
	}
	return want
}

type counted struct {
	N int64 `db:"n"`
}

func count(t *testing.T, db *warehouse.DB, from string) int64 {
	t.Helper()
	rows, err := warehouse.Read[counted](t.Context(), db, "select count(*) as n from "+from)
	if err != nil {
		t.Fatal(err)
	}
	return rows[0].N
}

func TestAttachEmptyLake(t *testing.T) {
	dir := t.TempDir()
	db := openMemory(t, warehouse.Options{ReadDirs: []string{dir}})
	if err := warehouse.AttachLake(t.Context(), db, lake.Open(dir)); err != nil {
		t.Fatal(err)
	}
	for _, table := range lake.Tables() {
		if n := count(t, db, "raw_"+table); n != 0 {
			t.Errorf("%s has %d rows", table, n)
		}
		if d := cmp.Diff(wantColumns(table), columnsOfView(t, db, "raw_"+table)); d != "" {
			t.Errorf("%s (-declared +view):\n%s", table, d)
		}
	}
}

// disclosure is a row with a value in every third column, by the column's
// type, so that nulls and values of each type occur.
func disclosure(number, shift int) filing.Row {
	row := filing.Row{Number: number, Key: fmt.Sprintf("k%d", number), Extra: []filing.Named{{Header: "序号", Text: "1"}}}
	for i, c := range filing.ByCode("disclosures").Columns {
		v := filing.Value{Valid: (i+shift)%3 == 0}
		switch c.Type {
		case filing.Date:
			v.Day = civil.MustParse("2026-05-31")
		case filing.Bool:
			v.Bool = true
		case filing.Integer:
			v.Int = 42
		case filing.Decimal:
			v.Int = 12_3456
		default:
			v.Text = "文" + c.Code
		}
		row.Values = append(row.Values, v)
	}
	return row
}

// writePart puts a delivery of two rows and one finding into the lake.
func writePart(t *testing.T, l *lake.Lake, delivery int64, township string) {
	t.Helper()
	received := time.Date(2026, 5, 1, 0, 30, 0, 0, civil.Shanghai) // the day before in UTC
	part := l.Begin(lake.Origin{
		Delivery: delivery, SHA256: fmt.Sprintf("h%d", delivery), File: "五月.csv", Township: township,
		ReceivedAt: received, ReceivedOn: civil.On(received), References: "r1",
	})
	table := filing.ByCode("disclosures")
	sink := part.Sheet(1, "表一", func() *filing.Table { return table })
	sink.Accept(disclosure(2, 0), nil)
	sink.Accept(disclosure(3, 1), []filing.Finding{{Row: 3, Cell: "C3", Column: "summary", Warning: true, Reason: "long"}})
	part.Receipt(lake.Receipt{Sheet: filing.Sheet{Table: table, Name: "表一", Rows: 2, Accepted: 2, Warnings: 1}, SheetNo: 1, Status: lake.Accepted})
	if err := part.Commit(); err != nil {
		t.Fatal(err)
	}
}

// rawRow is some of a raw_disclosures row.
type rawRow struct {
	Delivery   int64       `db:"delivery"`
	Deliverer  *string     `db:"deliverer"`
	ByDistrict bool        `db:"by_district"`
	ReceivedOn civil.Date  `db:"received_on"`
	ReceivedAt string      `db:"received_at"`
	RowNo      int64       `db:"row_no"`
	Key        string      `db:"row_key"`
	Village    *string     `db:"village"`
	OccurredOn *civil.Date `db:"occurred_on"`
	Amount     *string     `db:"amount"`
	Nil        *bool       `db:"nil"`
	Boards     *int64      `db:"boards"`
	Extra      string      `db:"extra"`
}

const rawRows = `select *, cast(amount_yuan as varchar) as amount from raw_disclosures order by delivery, row_no`

func TestAttachLake(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	writePart(t, l, 1, "500112101")
	writePart(t, l, 2, "")
	db := openMemory(t, warehouse.Options{ReadDirs: []string{dir}})
	if err := warehouse.AttachLake(t.Context(), db, l); err != nil {
		t.Fatal(err)
	}
	for _, table := range lake.Tables() {
		if d := cmp.Diff(wantColumns(table), columnsOfView(t, db, "raw_"+table)); d != "" {
			t.Errorf("%s (-declared +view):\n%s", table, d)
		}
	}
	var want []rawRow
	declared := filing.ByCode("disclosures")
	for _, delivery := range []int64{1, 2} {
		for number := 2; number <= 3; number++ {
			r := rawRow{
				Delivery: delivery, Deliverer: new("500112101"), ReceivedOn: civil.MustParse("2026-05-01"), ReceivedAt: "2026-05-01T00:30:00+08:00",
				RowNo: int64(number), Key: fmt.Sprintf("k%d", number), Extra: `[{"Header":"序号","Text":"1"}]`,
			}
			if delivery == 2 {
				r.Deliverer, r.ByDistrict = new(""), true
			}
			given := func(code string) bool { return (declared.Column(code)+number-2)%3 == 0 }
			if given("village") {
				r.Village = new("文village")
			}
			if given("occurred_on") {
				r.OccurredOn = new(civil.MustParse("2026-05-31"))
			}
			if given("amount_yuan") {
				r.Amount = new("12.3456")
			}
			if given("nil") {
				r.Nil = new(true)
			}
			if given("boards") {
				r.Boards = new(int64(42))
			}
			want = append(want, r)
		}
	}
	for range 2 { // a view over files can be read again
		got, err := warehouse.Read[rawRow](t.Context(), db, rawRows)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	}
	if n := count(t, db, "raw_disclosures a join raw_disclosures b on a.delivery = b.delivery and a.row_no = b.row_no"); n != 4 {
		t.Errorf("joined with itself the view has %d rows, want 4", n)
	}
	if n := count(t, db, "raw_receipts where accepted = 2 and status = 'accepted' and table_code = 'disclosures'"); n != 2 {
		t.Errorf("%d receipts, want 2", n)
	}
	if n := count(t, db, "raw_quarantine where severity = 'warning' and cell = 'C3' and finding_no = 1"); n != 2 {
		t.Errorf("%d findings, want 2", n)
	}
	if n := count(t, db, "raw_objections"); n != 0 {
		t.Errorf("%d objections, want 0", n)
	}
	// A part that comes later is seen when the lake is attached again.
	writePart(t, l, 3, "500112102")
	if err := warehouse.AttachLake(t.Context(), db, l); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "raw_disclosures"); n != 6 {
		t.Errorf("%d rows after a third part, want 6", n)
	}
}

// TestAttachLakeOutside: a lake outside the open directories is an error, not
// an empty table.
func TestAttachLakeOutside(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	writePart(t, l, 1, "500112101")
	db := openMemory(t, warehouse.Options{ReadDirs: []string{t.TempDir()}})
	if err := warehouse.AttachLake(t.Context(), db, l); err == nil {
		t.Errorf("attached, with %d rows", count(t, db, "raw_disclosures"))
	}
}

// TestAttachLakeInOddDirectory: a workspace may be called anything.
func TestAttachLakeInOddDirectory(t *testing.T) {
	for _, name := range []string{"云岫 区", "数据[1]", "a*b", "it's", "{x,y}"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name)
			l := lake.Open(dir)
			writePart(t, l, 1, "500112101")
			db := openMemory(t, warehouse.Options{ReadDirs: []string{dir}})
			if err := warehouse.AttachLake(t.Context(), db, l); err != nil {
				t.Fatal(err)
			}
			if n := count(t, db, "raw_disclosures"); n != 2 {
				t.Errorf("%d rows, want 2", n)
			}
		})
	}
}
