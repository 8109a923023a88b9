package lake_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
)

var disclosures = filing.ByCode("disclosures")

// from is a delivery received in the first minutes of a month in Shanghai,
// which is still the month before in UTC.
func from(delivery int64) lake.Origin {
	return lake.Origin{
		Delivery: delivery, SHA256: strings.Repeat("a", 64), File: "六月.csv", Township: "990101101",
		ReceivedAt: time.Date(2026, 6, 30, 16, 5, 0, 0, time.UTC), ReceivedOn: civil.MustOf(2026, 7, 1), References: "r1",
	}
}

// row is a disclosure with the given cells; every other column is null.
func row(number int, cells map[string]filing.Value) filing.Row {
	r := filing.Row{Number: number, Key: "k", Values: make([]filing.Value, len(disclosures.Columns))}
	for code, v := range cells {
		v.Valid = true
		r.Values[disclosures.Column(code)] = v
	}
	return r
}

func sink(p *lake.Part, number int, name string) filing.Sink {
	return p.Sheet(number, name, func() *filing.Table { return disclosures })
}

// records reads a Parquet file into one map of column to text per row.
func records(t *testing.T, path string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table, err := pqarrow.ReadTable(t.Context(), bytes.NewReader(data), parquet.NewReaderProperties(memory.DefaultAllocator),
		pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer table.Release()
	var rows []map[string]string
	reader := array.NewTableReader(table, 0)
	defer reader.Release()
	for reader.Next() {
		batch := reader.RecordBatch()
		for i := range int(batch.NumRows()) {
			r := map[string]string{}
			for c := range int(batch.NumCols()) {
				r[batch.ColumnName(c)] = batch.Column(c).ValueStr(i)
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// parts lists what lies in a lake directory, temporary files too.
func parts(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			found = append(found, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return found
}

func commit(t *testing.T, p *lake.Part) {
	t.Helper()
	if err := p.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestPartIsReadBack(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	p := l.Begin(from(7))
	s := sink(p, 2, "公开备案")
	s.Accept(row(5, map[string]filing.Value{
		"village":        {Text: "990101101201"},
		"published_on":   {Day: civil.MustOf(2026, 6, 15)},
		"committee_seal": {Bool: true},
		"signed":         {Bool: false},
		"amount_yuan":    {Int: -12_345_678}, // ten-thousandths
		"boards":         {Int: 9_007_199_254_740_993},
		"summary":        {Text: "含\"引号\"、𬇙和\n换行"},
	}), []filing.Finding{{Row: 5, Cell: "K5", Column: "channels", Header: "公开形式", Text: "微信群", Warning: true, Reason: "word", Message: "改记为其他", Accepted: "公开栏"}})
	s.Accept(filing.Row{Number: 6, Key: "k2", Values: make([]filing.Value, len(disclosures.Columns)), Extra: []filing.Named{{Header: "经办人", Text: "甲"}}}, nil)
	s.Quarantine(8, []filing.Finding{
		{Row: 8, Cell: "B8", Column: "village", Header: "村", Text: "无此村", Reason: "unknown_village", Message: "没有", Accepted: "名称"},
		{Row: 8, Reason: "row", Message: "整行有误"},
	})
	p.Receipt(lake.Receipt{
		Sheet:   filing.Sheet{Table: disclosures, Name: "公开备案", Rows: 4, Accepted: 2, Quarantined: 1, NonData: 1, Warnings: 1, Unknown: []string{"经办人", "列二"}},
		SheetNo: 2, Status: lake.Partly,
	})
	commit(t, p)

	// The month is that of Shanghai.
	want := []string{"disclosures/2026-07/00000007.parquet", "quarantine/2026-07/00000007.parquet", "receipts/2026-07/00000007.parquet"}
	if diff := cmp.Diff(want, parts(t, dir)); diff != "" {
		t.Fatal(diff)
	}
	rows := records(t, filepath.Join(dir, want[0]))
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	expectCells(t, rows[0], map[string]string{
		"delivery": "7", "file_sha256": strings.Repeat("a", 64), "deliverer": "990101101", "by_district": "false",
		"received_at": "2026-07-01T00:05:00+08:00", "received_on": "2026-07-01", "history": "false",
		"sheet_no": "2", "sheet": "公开备案", "row_no": "5", "row_key": "k",
		"village": "990101101201", "published_on": "2026-06-15", "committee_seal": "true", "signed": "false",
		"amount_yuan": "-1234.5678", "boards": "9007199254740993", "summary": "含\"引号\"、𬇙和\n换行",
		"removed_on": array.NullValueStr, "supervisor_seal": array.NullValueStr, "publisher": array.NullValueStr, "extra": array.NullValueStr,
	})
	expectCells(t, rows[1], map[string]string{
		"row_no": "6", "village": array.NullValueStr, "amount_yuan": array.NullValueStr, "published_on": array.NullValueStr,
		"extra": `[{"Header":"经办人","Text":"甲"}]`,
	})
	findings := records(t, filepath.Join(dir, want[1]))
	if len(findings) != 3 {
		t.Fatalf("%d findings, want 3", len(findings))
	}
	expectCells(t, findings[0], map[string]string{"severity": "warning", "finding_no": "1", "row_no": "5", "cell": "K5", "table_code": "disclosures"})
	expectCells(t, findings[1], map[string]string{"severity": "error", "finding_no": "2", "text": "无此村", "message": "没有", "accepted_form": "名称"})
	expectCells(t, findings[2], map[string]string{"severity": "error", "finding_no": "3", "cell": "", "column_code": ""})
	receipts := records(t, filepath.Join(dir, want[2]))
	if len(receipts) != 1 {
		t.Fatalf("%d receipts, want 1", len(receipts))
	}
	expectCells(t, receipts[0], map[string]string{
		"status": "partly", "row_count": "4", "accepted": "2", "quarantined": "1", "non_data": "1", "warnings": "1",
		"unknown_headers": "经办人；列二", "reference_hash": "r1", "table_code": "disclosures",
	})
}

func expectCells(t *testing.T, got, want map[string]string) {
	t.Helper()
	for column, text := range want {
		value, there := got[column]
		if !there {
			t.Errorf("no column %s", column)
		} else if value != text {
			t.Errorf("%s = %q, want %q", column, value, text)
		}
	}
}

// The declared columns are what the Parquet file has, in order: the warehouse
// makes empty tables of the one and reads the other.
func TestColumnsAreThoseOfTheFile(t *testing.T) {
	types := map[string]string{
		"BIGINT": "int64", "DATE": "date32", "BOOLEAN": "bool", "DECIMAL(18,4)": "decimal(18, 4)", "VARCHAR": "utf8",
	}
	dir := t.TempDir()
	p := lake.Open(dir).Begin(from(1))
	sink(p, 0, "").Accept(row(2, nil), []filing.Finding{{Row: 2, Warning: true}})
	p.Receipt(lake.Receipt{Status: lake.Accepted})
	commit(t, p)
	for _, table := range []string{"disclosures", lake.Quarantine, lake.Receipts} {
		schema := schemaOf(t, filepath.Join(dir, table, "2026-07", "00000001.parquet"))
		var got, want []string
		for _, f := range schema.Fields() {
			got = append(got, f.Name+" "+f.Type.String())
		}
		for _, c := range lake.Columns(table) {
			want = append(want, c.Name+" "+types[c.SQLType])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
}

func schemaOf(t *testing.T, path string) *arrow.Schema {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table, err := pqarrow.ReadTable(context.Background(), bytes.NewReader(data), nil, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	return table.Schema()
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	p := lake.Open(dir).Begin(from(1))
	s := sink(p, 0, "")
	for i := range 20_000 { // more than a batch, so that bytes are on disk
		s.Accept(row(i+2, nil), nil)
	}
	s.Quarantine(1, []filing.Finding{{Row: 1}})
	if len(parts(t, dir)) == 0 {
		t.Fatal("nothing was being written")
	}
	if err := p.Abort(); err != nil {
		t.Fatal(err)
	}
	if left := parts(t, dir); len(left) > 0 {
		t.Fatalf("left behind: %v", left)
	}
	if err := p.Abort(); err != nil { // after a failed Commit it is called again
		t.Fatal(err)
	}
}

// Before Commit a part cannot be seen.
func TestUncommittedIsNotListed(t *testing.T) {
	l := lake.Open(t.TempDir())
	p := l.Begin(from(1))
	sink(p, 0, "").Accept(row(2, nil), nil)
	if files, err := l.Files("disclosures"); err != nil || len(files) > 0 {
		t.Fatalf("%v, %v", files, err)
	}
	commit(t, p)
	if files, err := l.Files("disclosures"); err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
}

// The receipts are the sign that a delivery has been read, so they come last:
// where another table cannot be put in place, they must not appear.
func TestReceiptsComeLast(t *testing.T) {
	for _, table := range []string{"disclosures", lake.Quarantine} {
		t.Run(table, func(t *testing.T) {
			dir := t.TempDir()
			l := lake.Open(dir)
			p := l.Begin(from(3))
			sink(p, 0, "").Accept(row(2, nil), []filing.Finding{{Row: 2, Warning: true}})
			p.Receipt(lake.Receipt{Status: lake.Accepted})
			obstacle := filepath.Join(dir, table, "2026-07", "00000003.parquet")
			if err := os.MkdirAll(filepath.Join(obstacle, "in the way"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := p.Commit(); err == nil {
				t.Fatal("Commit succeeded over an obstacle")
			}
			for _, left := range parts(t, dir) {
				if strings.HasPrefix(left, lake.Receipts+"/") || strings.Contains(left, ".reading-") {
					t.Errorf("left behind: %s", left)
				}
			}
		})
	}
}

// Reading a delivery again replaces all of what the earlier reading left,
// tables included that it no longer fills.
func TestCommitReplacesTheEarlierReading(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	p := l.Begin(from(1))
	sink(p, 0, "").Accept(row(2, nil), []filing.Finding{{Row: 2, Warning: true}})
	p.Receipt(lake.Receipt{Status: lake.Accepted})
	commit(t, p)
	other := l.Begin(from(2))
	sink(other, 0, "").Accept(row(2, nil), nil)
	other.Receipt(lake.Receipt{Status: lake.Accepted})
	commit(t, other)

	p = l.Begin(from(1))
	p.Receipt(lake.Receipt{Status: lake.Refused, Reason: "读不出"})
	commit(t, p)
	want := []string{"disclosures/2026-07/00000002.parquet", "receipts/2026-07/00000001.parquet", "receipts/2026-07/00000002.parquet"}
	if diff := cmp.Diff(want, parts(t, dir)); diff != "" {
		t.Fatal(diff)
	}
	expectCells(t, records(t, filepath.Join(dir, want[1]))[0], map[string]string{"status": "refused", "reason": "读不出", "table_code": ""})
}

func TestSameRowsSameBytes(t *testing.T) {
	write := func() []byte {
		dir := t.TempDir()
		p := lake.Open(dir).Begin(from(1))
		s := sink(p, 0, "")
		for i := range 70_000 { // over one group
			s.Accept(row(i+2, map[string]filing.Value{"summary": {Text: strings.Repeat("摘", i%7)}, "boards": {Int: int64(i)}}), nil)
		}
		commit(t, p)
		data, err := os.ReadFile(filepath.Join(dir, "disclosures", "2026-07", "00000001.parquet"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if !bytes.Equal(write(), write()) {
		t.Error("the same rows gave other bytes")
	}
}

// A row that cannot be written fails the part as a whole: it is not counted
// as taken in while it is missing.
func TestFailedAppendFailsTheCommit(t *testing.T) {
	t.Run("too few values", func(t *testing.T) {
		dir := t.TempDir()
		p := lake.Open(dir).Begin(from(1))
		s := sink(p, 0, "")
		s.Accept(filing.Row{Number: 2, Values: make([]filing.Value, 3)}, nil)
		s.Accept(row(3, nil), nil) // a good row after it does not heal it
		p.Receipt(lake.Receipt{Status: lake.Accepted})
		if err := p.Commit(); err == nil || !strings.Contains(err.Error(), "values for") {
			t.Errorf("err = %v", err)
		}
		if left := parts(t, dir); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("no room for the directory", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "disclosures"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		p := lake.Open(dir).Begin(from(1))
		sink(p, 0, "").Accept(row(2, nil), nil)
		p.Receipt(lake.Receipt{Status: lake.Accepted})
		if err := p.Commit(); err == nil {
			t.Error("Commit succeeded")
		}
		for _, left := range parts(t, dir) {
			if left != "disclosures" {
				t.Errorf("left behind: %s", left)
			}
		}
	})
}
