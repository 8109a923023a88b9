package score

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func TestCompetitionRanksOfThePublishedCase(t *testing.T) {
	f, err := os.Open("testdata/rank_ties.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != 2 {
		t.Fatalf("%d records, want a header and one case", len(records))
	}
	values, want := numbers(t, records[1][0]), numbers(t, records[1][3])
	members := make([]int, len(values))
	for i := range members {
		members[i] = i
	}
	got := make([]int64, len(values))
	competition(members,
		func(a, b int) int { return int(values[a] - values[b]) },
		func(i int, rank int64) { got[i] = rank })
	if !reflect.DeepEqual(got, want) {
		t.Errorf("ranks %v, want %v", got, want)
	}
}

func numbers(t *testing.T, list string) []int64 {
	t.Helper()
	var out []int64
	for _, s := range strings.Split(list, ";") {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

func TestRanks(t *testing.T) {
	// Columns of counts: due, on time, complete, held, eligible, handled.
	units := []Unit{
		{Code: "a", Kind: "村", Counts: counts(10, 10, 5, 1, 2, 2)},
		{Code: "b", Kind: "社区", Counts: counts(20, 20, 10, 3, 4, 4)}, // twice a's counts: equal in everything
		{Code: "c", Kind: "村", Counts: counts(10, 9, 9, 0, 0, 0)},
		{Code: "d", Kind: "社区", Counts: counts(10, 5, 1, 1, 2, 1)},
		{Code: "e", Kind: "村", Counts: counts(4, 4, 4, 1, 1, 1)}, // 样本不足
	}
	got := Score(Village, units, usual())
	want := []struct{ score, ranks string }{
		// 35 + 15 + 15 + 20
		{"85.00", "1 1 1 2 1 1"},
		{"85.00", "1 1 1 2 1 1"},
		// 31.5 + 27 + 0×35; nothing held is last by frequency; no outcome, no rank by adoption
		{"58.50", "3 2 3 1 4 -"},
		// 17.5 + 3 + 15 + 10
		{"45.50", "4 2 4 4 1 3"},
		{"100.00", "- - - - - -"},
	}
	for i, w := range want {
		var shown []string
		for _, rank := range ranks(got[i]) {
			if rank == nil {
				shown = append(shown, "-")
			} else {
				shown = append(shown, strconv.FormatInt(*rank, 10))
			}
		}
		if s := strings.Join(shown, " "); s != w.ranks || got[i].Score.String() != w.score {
			t.Errorf("%s: score %v ranks %s, want %s ranks %s", units[i].Code, got[i].Score, s, w.score, w.ranks)
		}
	}
}

func TestRankInKindTakesXiangWithZhen(t *testing.T) {
	units := []Unit{
		{Kind: "镇", Counts: counts(10, 5, 5, 1, 1, 1)},
		{Kind: "乡", Counts: counts(10, 9, 9, 1, 1, 1)},
		{Kind: "街道", Counts: counts(10, 7, 7, 1, 1, 1)},
		{Kind: "街道", Counts: counts(10, 6, 6, 1, 1, 1)},
	}
	want := []int64{2, 1, 1, 2}
	for i, r := range Score(Township, units, usual()) {
		if *r.RankInKind != want[i] {
			t.Errorf("unit %d: rank in kind %d, want %d", i, *r.RankInKind, want[i])
		}
	}
}

// Scores equal at two decimals are equal, though the rates behind them are
// not; rates are compared exactly, though equal at six decimals.
func TestScoresTieRoundedAndRatesExactly(t *testing.T) {
	units := []Unit{
		{Kind: "村", Counts: counts(3_000_000, 1_000_000, 0, 0, 1, 0)},
		{Kind: "村", Counts: counts(3_000_000, 1_000_001, 0, 0, 1, 0)},
	}
	got := Score(Village, units, usual())
	if *got[0].Rank != 1 || *got[1].Rank != 1 {
		t.Errorf("ranks %d and %d, want 1 and 1", *got[0].Rank, *got[1].Rank)
	}
	if *got[0].RankTimeliness != 2 || *got[1].RankTimeliness != 1 {
		t.Errorf("ranks by timeliness %d and %d, want 2 and 1", *got[0].RankTimeliness, *got[1].RankTimeliness)
	}
}

func someUnits(r *rand.Rand, n int) []Unit {
	units := make([]Unit, n)
	for i := range units {
		due := r.Int64N(12)
		onTime := r.Int64N(due + 1)
		eligible := r.Int64N(4)
		units[i] = Unit{
			Code:                strconv.Itoa(i),
			Kind:                []string{"村", "社区"}[r.IntN(2)],
			Counts:              counts(due, onTime, r.Int64N(onTime+1), r.Int64N(3), eligible, r.Int64N(eligible+1)),
			OpenFalseDisclosure: r.IntN(8) == 0,
		}
	}
	return units
}

func TestOrderOfUnitsDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		units := someUnits(r, 25)
		want := Score(Village, units, usual())
		perm := r.Perm(len(units))
		shuffled := make([]Unit, len(units))
		for to, from := range perm {
			shuffled[to] = units[from]
		}
		got := Score(Village, shuffled, usual())
		for to, from := range perm {
			if !reflect.DeepEqual(got[to], want[from]) {
				t.Fatalf("unit %s changed with the order", units[from].Code)
			}
		}
	}
}

// Publishing in time what was missing lowers neither timeliness nor the
// score, nor the unit's own rank, and lifts nobody else.
func TestOneMoreOnTimeNeverHurts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	tried := 0
	for range 500 {
		units := someUnits(r, 15)
		i := r.IntN(len(units))
		if units[i].Missing == 0 {
			continue
		}
		tried++
		before := Score(Village, units, usual())
		units[i].Missing--
		units[i].OnTime++
		after := Score(Village, units, usual())
		if *after[i].Rates[0].Value < *before[i].Rates[0].Value || *after[i].Score < *before[i].Score {
			t.Fatalf("unit %d fell: %v to %v", i, before[i].Score, after[i].Score)
		}
		if before[i].Rank != nil && *after[i].Rank > *before[i].Rank {
			t.Fatalf("unit %d lost rank %d for %d", i, *before[i].Rank, *after[i].Rank)
		}
		for k := range units {
			if k != i && before[k].Rank != nil && *after[k].Rank < *before[k].Rank {
				t.Fatalf("unit %d gained rank by unit %d's work", k, i)
			}
		}
	}
	if tried < 100 {
		t.Fatalf("only %d cases tried", tried)
	}
}

func TestRanksFollowScores(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		results := Score(Village, someUnits(r, 30), usual())
		for _, a := range results {
			if a.Rank == nil {
				continue
			}
			better := int64(0)
			for _, b := range results {
				if b.Rank != nil && *b.Score > *a.Score {
					better++
				}
			}
			if *a.Rank != better+1 {
				t.Fatalf("rank %d with %d better", *a.Rank, better)
			}
		}
	}
}

// A further obligation met in time does not lower the unit's timeliness, nor
// its completeness where it is complete.
func TestOneMoreObligationMetNeverHurts(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	p := usual()
	for range 500 {
		units := someUnits(r, 1)
		before := Rates(Village, &units[0].Counts, &p)
		units[0].OnTime++
		units[0].Complete++
		after := Rates(Village, &units[0].Counts, &p)
		for i, rate := range after {
			if rate.Name != Timeliness && rate.Name != Completeness {
				continue
			}
			was := before[i]
			if was.Value != nil && (*rate.Value < *was.Value || *rate.Lo < *was.Lo || *rate.Hi < *was.Hi) {
				t.Fatalf("%s fell from %v to %v of %v", rate.Name, *was.Value, *rate.Value, rate.D)
			}
		}
	}
}

// A group's rates are its units' counts added up and divided, whatever the
// groups.
func TestPooledIsTheSumOfItsParts(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	p := usual()
	for range 100 {
		units := someUnits(r, 2+r.IntN(20))
		var pooled Counts
		n, d := map[string]float64{}, map[string]float64{}
		for i := range units {
			sum(&pooled, &units[i].Counts)
			for _, rate := range Rates(Village, &units[i].Counts, &p) {
				n[rate.Name] += rate.N
				d[rate.Name] += rate.D
			}
		}
		for _, rate := range Rates(Village, &pooled, &p) {
			if rate.N != n[rate.Name] || rate.D != d[rate.Name] {
				t.Fatalf("%s: %v of %v, the parts make %v of %v", rate.Name, rate.N, rate.D, n[rate.Name], d[rate.Name])
			}
			if rate.D > 0 && *rate.Value != round6(rate.N/rate.D) {
				t.Fatalf("%s: %v of %v is shown as %v", rate.Name, rate.N, rate.D, *rate.Value)
			}
		}
	}
}

// sum adds every count of one unit to another's.
func sum(to, from *Counts) {
	a, b := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range a.NumField() {
		if a.Field(i).Kind() == reflect.Int64 {
			a.Field(i).SetInt(a.Field(i).Int() + b.Field(i).Int())
		}
	}
}
