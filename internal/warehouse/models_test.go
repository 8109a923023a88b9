package warehouse_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

func names(ordered []models.Model) []string {
	var list []string
	for _, m := range ordered {
		list = append(list, m.Name)
	}
	return list
}

func TestOrder(t *testing.T) {
	given := []models.Model{
		{Name: "d", Depends: []string{"c", "a"}},
		{Name: "c", Depends: []string{"b", "ref_rules"}},
		{Name: "b"},
		{Name: "a", Depends: []string{"b"}},
	}
	for range 2 { // whatever order they are given in
		ordered, err := models.Order(given)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{"b", "a", "c", "d"}, names(ordered)); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
		slices.Reverse(given)
	}
}

func TestOrderRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		given []models.Model
		want  string
	}{
		"itself":        {[]models.Model{{Name: "a", Depends: []string{"a"}}}, "in a circle"},
		"a long circle": {[]models.Model{{Name: "a", Depends: []string{"b"}}, {Name: "b", Depends: []string{"c"}}, {Name: "c", Depends: []string{"a"}}}, "in a circle"},
		"one name":      {[]models.Model{{Name: "a"}, {Name: "a"}}, "two models are called a"},
	} {
		if _, err := models.Order(c.given); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q", name, err, c.want)
		}
	}
}

func TestRun(t *testing.T) {
	db := openMemory(t, warehouse.Options{})
	run(t, db, "create table raw_things as select 1 as n union all select 2")
	ordered := []models.Model{
		{Name: "stg_things", Layer: "staging", View: true, SQL: "select n from raw_things"},
		{Name: "int_things", Layer: "models", SQL: "select n * 10 as n from stg_things"},
		{Name: "int_views", Layer: "models", View: true, SQL: "select n from int_things union all select n * 100 from stg_things"},
		{Name: "things", Layer: "marts", Title: "事物", Grain: "n", Doc: "It's one thing.", SQL: "select n from int_views where n <= 20"},
	}
	for range 2 { // a model is made anew
		var done []int
		if err := warehouse.Run(t.Context(), db, ordered, func(n int) { done = append(done, n) }); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]int{1, 2, 3, 4}, done); d != "" {
			t.Errorf("progress: %s", d)
		}
	}
	if n := count(t, db, "things where n in (10, 20)"); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
	type table struct {
		Comment string `db:"comment"`
	}
	got, err := warehouse.Read[table](t.Context(), db, "select comment from duckdb_tables() where table_name = 'things'")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]table{{"事物\nn\nIt's one thing."}}, got); d != "" {
		t.Errorf("comment: %s", d)
	}
	if n := count(t, db, "duckdb_tables() where table_name = 'int_things' and not temporary"); n != 0 {
		t.Error("a model between staging and marts stays")
	}
	// A view is asked when it is read, whatever its layer, and is gone with the connection; a table stands.
	if n := count(t, db, "duckdb_views() where view_name in ('stg_things', 'int_views') and temporary"); n != 2 {
		t.Errorf("%d temporary views, want 2", n)
	}
	run(t, db, "insert into raw_things values (3)")
	for table, want := range map[string]int64{"stg_things": 3, "int_views": 2 + 3, "int_things": 2, "things": 2} {
		if n := count(t, db, table); n != want {
			t.Errorf("%s has %d rows, want %d", table, n, want)
		}
	}
	bad := []models.Model{{Name: "int_bad", Layer: "models", SQL: "select nothing from nowhere"}}
	if err := warehouse.Run(t.Context(), db, bad, nil); err == nil || !strings.Contains(err.Error(), "model int_bad") {
		t.Errorf("a bad model: %v", err)
	}
}

func TestCheck(t *testing.T) {
	db := openMemory(t, warehouse.Options{})
	run(t, db, "create table numbers as select i as n from range(7) as r(i)")
	check := models.Model{
		Name: "too_big", Layer: "checks", Severity: "warn", Message: "过大", Owner: "业务科", SQL: "select n, '村' as name from numbers where n >= 1",
		Row: "{name}：{n}",
	}
	got, err := warehouse.Check(t.Context(), db, check)
	if err != nil {
		t.Fatal(err)
	}
	want := warehouse.CheckResult{Name: "too_big", Severity: "warn", Message: "过大", Owner: "业务科", Rows: 6}
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		want.Told = append(want.Told, "村："+n)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if d := cmp.Diff(want.Told[:5], got.Sample()); d != "" {
		t.Errorf("the first few: -want +got:\n%s", d)
	}
	check.SQL = "select n from numbers where n > 100"
	got, err = warehouse.Check(t.Context(), db, check)
	want.Rows, want.Told = 0, nil
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("a check that passes: %v\n%s", err, d)
	}
	check.SQL = "select n from nowhere"
	if _, err := warehouse.Check(t.Context(), db, check); err == nil || !strings.Contains(err.Error(), "check too_big") {
		t.Errorf("a check that cannot run: %v", err)
	}
}
