package pipelines_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/mart"
	"tongbao/internal/warehouse"
	"tongbao/pipelines"
)

// The lists and the funnel of the worked example, as docs/worked-example.md
// has them.
func TestWorkedListsAndFunnel(t *testing.T) {
	t.Parallel()
	e := openWorked(t, inOrder)
	build(t, e, "2026Q2", "2026-07-10")
	compareTables(t, "lists", readCSV(t, filepath.Join(worked, "expect", "lists.csv")), martTable(t, e, `
		select "window", cast(as_of as varchar) as as_of, level, list_kind, place, annexed, code, name, kind, township_code, township_name,
			reasons, printf('%.2f', score) as score, grade, "rank", ranked, printf('%.2f', previous_score) as previous_score,
			previous_grade, previous_rank, previous_ranked
		from lists order by level nulls last, list_kind nulls last, place nulls last, code nulls last`))
	compareTables(t, "funnel", readCSV(t, filepath.Join(worked, "expect", "funnel.csv")), martTable(t, e, `
		select "window", cast(as_of as varchar) as as_of, indicator, township_code, township_name, kind, n, d,
			printf('%.6f', rate) as rate, printf('%.6f', district_rate) as district_rate, printf('%.6f', phi) as phi,
			printf('%.6f', lo_998) as lo_998, printf('%.6f', lo_95) as lo_95, printf('%.6f', hi_95) as hi_95, printf('%.6f', hi_998) as hi_998,
			"position"
		from funnel order by indicator nulls last, township_code nulls last`))
}

// martTable is a query's rows of the standing warehouse, under the names of
// its columns.
func martTable(t *testing.T, e *pipelines.Env, query string) [][]string {
	t.Helper()
	db := standing(t, e)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	table := [][]string{names}
	for rows.Next() {
		row, pointers := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			pointers[i] = &row[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(row))
		for i, v := range row {
			switch v := v.(type) {
			case string:
				texts[i] = v
			case int64:
				texts[i] = strconv.FormatInt(v, 10)
			case bool:
				texts[i] = strconv.FormatBool(v)
			case nil:
			default:
				t.Fatalf("%s is a %T", names[i], v)
			}
		}
		table = append(table, texts)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return table
}

// standing opens the standing warehouse to read. It is to be closed before
// anybody opens it again.
func standing(t *testing.T, e *pipelines.Env) *warehouse.DB {
	t.Helper()
	db, err := warehouse.Open(t.Context(), e.WS.Warehouse(), warehouse.Options{TempDir: t.TempDir(), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// statistics are the marts of the standing warehouse that a build draws or
// fits, and that are not exported.
type statistics struct {
	units  []mart.Unit
	lists  []mart.ListEntry
	funnel []mart.FunnelPoint
}

func readStatistics(t *testing.T, e *pipelines.Env) (s statistics) {
	t.Helper()
	db := standing(t, e)
	defer db.Close()
	var err error
	if s.units, err = warehouse.Read[mart.Unit](t.Context(), db, "select * from village_scores order by village_code nulls last"); err != nil {
		t.Fatal(err)
	}
	if s.lists, err = warehouse.Read[mart.ListEntry](t.Context(), db, "select * from lists order by level nulls last, list_kind nulls last, place nulls last, code nulls last"); err != nil {
		t.Fatal(err)
	}
	if s.funnel, err = warehouse.Read[mart.FunnelPoint](t.Context(), db, "select * from funnel order by indicator nulls last, township_code nulls last"); err != nil {
		t.Fatal(err)
	}
	return s
}

// A month's window that holds the quarter's obligations has the quarter's
// rank intervals: the days of the window are the seed.
func TestRankIntervalsOfMonthAndQuarter(t *testing.T) {
	t.Parallel()
	e := openWorked(t, inOrder)
	var intervals [2][]string
	for i, window := range []string{"2026Q2", "2026-06"} {
		build(t, e, window, "2026-07-10")
		villages := export(t, e, "village_scores")
		intervals[i] = append(column(t, villages, "rank_lo"), column(t, villages, "rank_hi")...)
	}
	if !slices.Equal(intervals[0], intervals[1]) || !slices.Contains(intervals[0], "9") {
		t.Errorf("the quarter %v, its last month's window %v", intervals[0], intervals[1])
	}
}

// What the sample district's statistics must be, whatever its figures:
// intervals around rates, a rank interval for who has a rank, lists of the
// ranked with their facts, every township in the funnel of timeliness.
func TestStatisticsOfTheSample(t *testing.T) {
	t.Parallel()
	e, _ := openSample(t, "2")
	build(t, e, sampleWindow, sampleAsOf)
	s := readStatistics(t, e)
	t.Run("one thread", func(t *testing.T) {
		e.WS.Config.Limits.Threads = 1
		if err := os.Remove(e.WS.Warehouse()); err != nil {
			t.Fatal(err)
		}
		if built := build(t, e, sampleWindow, sampleAsOf); built.Reused {
			t.Error("there was nothing to reuse")
		}
		if !reflect.DeepEqual(readStatistics(t, e), s) {
			t.Error("one thread gives other statistics than two")
		}
	})
	ranks := map[string]*int64{}
	for _, u := range s.units {
		ranks[u.VillageCode] = u.Rank
		if (u.Rank == nil) != (u.RankLo == nil) || (u.Rank == nil) != (u.RankHi == nil) {
			t.Errorf("%s: rank %v, interval %v–%v", u.VillageName, u.Rank, u.RankLo, u.RankHi)
		}
		if u.RankLo != nil && (*u.RankLo < 1 || *u.RankLo > *u.RankHi) {
			t.Errorf("%s: interval %d–%d", u.VillageName, *u.RankLo, *u.RankHi)
		}
		for _, r := range []struct {
			rate   mart.Rate
			lo, hi *float64
		}{
			{u.Timeliness, u.TimelinessLo, u.TimelinessHi}, {u.Completeness, u.CompletenessLo, u.CompletenessHi},
			{u.Handled, u.HandledLo, u.HandledHi}, {u.Adoption, u.AdoptionLo, u.AdoptionHi},
		} {
			if (r.rate.Value == nil) != (r.lo == nil) || (r.rate.Value == nil) != (r.hi == nil) {
				t.Errorf("%s: an interval without a rate, or the reverse", u.VillageName)
			} else if r.lo != nil && (*r.lo > *r.rate.Value || *r.hi < *r.rate.Value) {
				t.Errorf("%s: %v–%v does not hold %v", u.VillageName, *r.lo, *r.hi, *r.rate.Value)
			}
		}
	}
	if len(s.units) < sample.Villages {
		t.Errorf("%d villages, want %d", len(s.units), sample.Villages)
	}
	kinds := map[string]int{}
	for _, entry := range s.lists {
		kinds[entry.Level+" "+entry.List]++
		if entry.Level == "village" && ranks[entry.Code] == nil {
			t.Errorf("%s has no rank and is on the list %s", entry.Name, entry.List)
		}
		for _, code := range entry.ReasonCodes() {
			fits := map[string]bool{
				"excellent": entry.Grade == "优" && entry.List == "red", "poor": entry.Grade == "差" && entry.List == "black",
				"below_timeliness": entry.Level == "township" && entry.List == "black", "below_completeness": entry.Level == "township" && entry.List == "black",
				"bottom_twice": entry.PreviousRank != nil && strings.Contains("中差", entry.Grade),
			}
			if !fits[code] {
				t.Errorf("%+v: the reason %s", entry, code)
			}
		}
	}
	if kinds["village red"] == 0 || kinds["village black"] == 0 {
		t.Errorf("lists %v", kinds)
	}
	inFunnel := map[string]int{}
	for _, p := range s.funnel {
		inFunnel[p.Indicator]++
	}
	if inFunnel["timeliness"] != sample.Townships || inFunnel["completeness"] != sample.Townships {
		t.Errorf("funnel %v, want %d townships", inFunnel, sample.Townships)
	}
}
