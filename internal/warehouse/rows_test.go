package warehouse_test

import (
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/warehouse"
)

// openMemory opens an in-memory warehouse.
func openMemory(t *testing.T, o warehouse.Options) *warehouse.DB {
	t.Helper()
	db, err := warehouse.Open(t.Context(), "", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// run runs a statement that must succeed.
func run(t *testing.T, db *warehouse.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

type inner struct {
	Town string `db:"town"`
}

// everything has a column of each type that Load and Read know.
type everything struct {
	inner
	No      int64       `db:"no"`
	Text    string      `db:"text"`
	Number  float64     `db:"number"`
	Yes     bool        `db:"yes"`
	Day     civil.Date  `db:"day"`
	TextP   *string     `db:"text_p"`
	NoP     *int64      `db:"no_p"`
	NumberP *float64    `db:"number_p"`
	YesP    *bool       `db:"yes_p"`
	DayP    *civil.Date `db:"day_p"`
	Rate    mart.Rate   `db:"rate"`
}

func TestLoadReadRoundTrip(t *testing.T) {
	quarter := 0.25
	want := []everything{
		{No: 1}, // nil pointers, empty strings, zeros
		{
			inner: inner{"甲镇"}, No: math.MaxInt64, Text: `"引号"，'单'，换
行😀`, Number: -1.5e-9, Yes: true, Day: civil.MustParse("2026-02-28"),
			TextP: new("有"), NoP: new(int64(math.MinInt64)), NumberP: new(0.1), YesP: new(false), DayP: new(civil.MustParse("2024-02-29")),
			Rate: mart.Rate{N: 1, D: 4, Value: &quarter},
		},
		{No: 3, NoP: new(int64(0)), NumberP: new(0.0), DayP: new(civil.Date(0)), Rate: mart.Rate{N: 0, D: 0}},
	}
	db := openMemory(t, warehouse.Options{})
	if err := warehouse.Load(t.Context(), db, "all_types", want); err != nil {
		t.Fatal(err)
	}
	got, err := warehouse.Read[everything](t.Context(), db, "select * from all_types order by abs(no) % 100")
	if err != nil {
		t.Fatal(err)
	}
	// MaxInt64 % 100 is 7: the order is 1, 3, the big one.
	want[1], want[2] = want[2], want[1]
	if d := cmp.Diff(want, got, cmp.AllowUnexported(everything{})); d != "" {
		t.Errorf("rows differ (-want +got):\n%s", d)
	}
}

// TestLoadNulls looks at what SQL sees: empty texts and nil pointers are
// null, zeros are not, and the declared types hold.
func TestLoadNulls(t *testing.T) {
	db := openMemory(t, warehouse.Options{})
	if err := warehouse.Load(t.Context(), db, "one", []everything{{No: 1}}); err != nil {
		t.Fatal(err)
	}
	type fact struct {
		Column string `db:"column_name"`
		Type   string `db:"data_type"`
		Null   bool   `db:"is_null"`
	}
	want := []fact{
		{"town", "VARCHAR", true}, {"no", "BIGINT", false}, {"text", "VARCHAR", true}, {"number", "DOUBLE", false},
		{"yes", "BOOLEAN", false}, {"day", "DATE", false}, {"text_p", "VARCHAR", true}, {"no_p", "BIGINT", true},
		{"number_p", "DOUBLE", true}, {"yes_p", "BOOLEAN", true}, {"day_p", "DATE", true},
		{"rate_n", "DOUBLE", false}, {"rate_d", "DOUBLE", false}, {"rate", "DOUBLE", true},
	}
	for i, w := range want {
		got, err := warehouse.Read[fact](t.Context(), db, `
			select column_name, data_type, (select `+warehouse.Identifier(w.Column)+` is null from one) as is_null
			from information_schema.columns where table_name = 'one' and ordinal_position = ?`, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 || got[0] != w {
			t.Errorf("column %d is %+v, want %+v", i+1, got, w)
		}
	}
}

// TestDatesDoNotShift: a day goes in and comes out as itself, and SQL sees
// the same day, whatever the machine's zone.
func TestDatesDoNotShift(t *testing.T) {
	type dated struct {
		Day  civil.Date `db:"day"`
		Text string     `db:"day_text"`
	}
	local := time.Local
	defer func() { time.Local = local }()
	for name, offset := range map[string]int{"Shanghai": 8, "New York": -5, "Samoa": 13, "UTC": 0} {
		t.Run(name, func(t *testing.T) {
			time.Local = time.FixedZone(name, offset*60*60)
			db := openMemory(t, warehouse.Options{})
			var want []dated
			for _, day := range []string{"1970-01-01", "2000-01-01", "2024-02-29", "2025-12-31", "2026-01-01", "2026-06-30"} {
				want = append(want, dated{civil.MustParse(day), day})
			}
			if err := warehouse.Load(t.Context(), db, "days", want); err != nil {
				t.Fatal(err)
			}
			got, err := warehouse.Read[dated](t.Context(), db, "select day, cast(day as varchar) as day_text from days order by day")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("days differ (-want +got):\n%s", d)
			}
			// As an argument of a query a day is its midnight in UTC.
			found, err := warehouse.Read[dated](t.Context(), db, "select day, cast(day as varchar) as day_text from days where day = ?", want[2].Day.Time())
			if err != nil || len(found) != 1 || found[0] != want[2] {
				t.Errorf("looked for %s, found %+v, %v", want[2].Text, found, err)
			}
		})
	}
}

// TestNotFinite: NaN and infinities reach no table, and what was there of
// the load is no half table with rows.
func TestNotFinite(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(-1)
	for name, row := range map[string]everything{
		"number":       {Number: nan},
		"pointer":      {NumberP: &nan},
		"infinite":     {Number: math.Inf(1)},
		"rate's n":     {Rate: mart.Rate{N: nan}},
		"rate's d":     {Rate: mart.Rate{D: inf}},
		"rate's value": {Rate: mart.Rate{Value: &nan}},
	} {
		t.Run(name, func(t *testing.T) {
			db := openMemory(t, warehouse.Options{})
			err := warehouse.Load(t.Context(), db, "numbers", []everything{{No: 1}, row})
			if err == nil || !strings.Contains(err.Error(), "not a finite number") {
				t.Errorf("error is %v", err)
			}
			// The connection is fit for the next load.
			if err := warehouse.Load(t.Context(), db, "numbers", []everything{{No: 7}}); err != nil {
				t.Fatal(err)
			}
			got, err := warehouse.Read[everything](t.Context(), db, "select * from numbers")
			if err != nil || len(got) != 1 || got[0].No != 7 {
				t.Errorf("after a good load the table holds %+v, %v", got, err)
			}
		})
	}
}

func TestLoadReplacesAndKeepsEveryRow(t *testing.T) {
	db := openMemory(t, warehouse.Options{})
	type row struct {
		No int64 `db:"no"`
	}
	rows := make([]row, 5000) // more than one of DuckDB's chunks of 2,048
	for i := range rows {
		rows[i].No = int64(i)
	}
	for _, want := range [][]row{rows, rows[:1], {}} {
		if err := warehouse.Load(t.Context(), db, "numbers", want); err != nil {
			t.Fatal(err)
		}
		got, err := warehouse.Read[row](t.Context(), db, "select * from numbers order by no")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) || (len(want) > 0 && got[len(want)-1] != want[len(want)-1]) {
			t.Errorf("%d rows loaded, %d read", len(want), len(got))
		}
	}
}

func TestLoadRefusesUnknownTypes(t *testing.T) {
	db := openMemory(t, warehouse.Options{})
	type untagged struct{ No int64 }
	if err := warehouse.Load(t.Context(), db, "a", []untagged{{1}}); err == nil || !strings.Contains(err.Error(), "no db tag") {
		t.Errorf("untagged field: %v", err)
	}
	type small struct {
		No int32 `db:"no"`
	}
	if err := warehouse.Load(t.Context(), db, "a", []small{{1}}); err == nil || !strings.Contains(err.Error(), "no SQL type") {
		t.Errorf("int32 field: %v", err)
	}
}

// TestRead: columns that the struct lacks are left out, those that the query
// lacks stay zero, counts of any width fit, and a wrong type is an error.
func TestRead(t *testing.T) {
	type row struct {
		No   int64     `db:"no"`
		Day  string    `db:"text"`
		Rate mart.Rate `db:"rate"`
	}
	db := openMemory(t, warehouse.Options{})
	got, err := warehouse.Read[row](t.Context(), db, "select cast(3 as integer) as no, 'x' as other, cast(1 as bigint) as rate_n, cast(2 as bigint) as rate_d, 0.5::double as rate")
	if err != nil {
		t.Fatal(err)
	}
	half := 0.5
	if d := cmp.Diff([]row{{No: 3, Rate: mart.Rate{N: 1, D: 2, Value: &half}}}, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	for _, bad := range []string{"select 'x' as no", "select 1.5::double as no", "select 'x' as rate_n", "select 1::bigint as text", "select nowhere"} {
		if got, err := warehouse.Read[row](t.Context(), db, bad); err == nil {
			t.Errorf("%s: read as %+v", bad, got)
		}
	}
}

func TestQuoting(t *testing.T) {
	db := openMemory(t, warehouse.Options{})
	type row struct {
		Name string `db:"it's \"quoted\""`
	}
	want := []row{{`'; drop table x; --"`}}
	table := `odd"name'; --`
	if err := warehouse.Load(t.Context(), db, table, want); err != nil {
		t.Fatal(err)
	}
	got, err := warehouse.Read[row](t.Context(), db, "select * from "+warehouse.Identifier(table)+" where "+
		warehouse.Identifier(`it's "quoted"`)+" = "+warehouse.Literal(want[0].Name))
	if err != nil || len(got) != 1 || got[0] != want[0] {
		t.Errorf("read %+v, %v", got, err)
	}
}

// TestFileRoundTrip: what a warehouse file holds after Close is there when
// it is opened to read, and then cannot be written.
func TestFileRoundTrip(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "it's a warehouse.duckdb")
	db, err := warehouse.Open(t.Context(), path, warehouse.Options{ReadDirs: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	want := []everything{{No: 5, Text: "村"}}
	if err := warehouse.Load(t.Context(), db, "kept", want); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := warehouse.Open(t.Context(), path, warehouse.Options{ReadDirs: []string{dir}, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	got, err := warehouse.Read[everything](t.Context(), again, "select * from kept")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(everything{})); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if _, err := again.ExecContext(t.Context(), "drop table kept"); err == nil {
		t.Error("a warehouse opened to read was written")
	}
}
