package pipelines_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/pipelines"
)

// What holds of every district, on random small ones: from the files to the
// figures. A failure names its seed; run one with -run 'Properties/seed_4'.
func TestProperties(t *testing.T) {
	t.Parallel()
	seeds := uint64(6)
	if testing.Short() {
		seeds = 3
	}
	seen := map[string]bool{}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			d := randomDistrict(seed)
			r := rand.New(rand.NewPCG(seed, 1))
			order := inOrder(len(d.sent))
			e := d.open(t, d.registry, order, func() int { return 9 })
			base := d.figures(t, e)
			for _, row := range records(base["obligations"]) {
				for _, column := range []string{"status", "posting", "filing", "review", "rectification"} {
					seen[column+" "+row[column]] = true
				}
			}

			checkSums(t, d, base)
			checkBounds(t, base)

			// Villages, and deliveries that share no key, have no order; the
			// same file again says nothing new.
			registry := slices.Clone(d.registry)
			r.Shuffle(len(registry), func(i, j int) { registry[i], registry[j] = registry[j], registry[i] })
			r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			shuffled := d.open(t, registry, order, func() int { return 8 + r.IntN(12) })
			again := d.sent[r.IntN(len(d.sent))]
			again.day = d.asOf
			if got := d.take(t, shuffled, again, 20).Files[0]; got.Delivery.DuplicateOf == 0 {
				t.Errorf("the same file of %s again is no duplicate", again.township)
			}
			expectTables(t, "shuffled, and a file sent again", base, d.figures(t, shuffled), nil)

			// One half of the villages files something on time.
			filed := d.fileOnTime(r, base)
			if len(filed) == 0 {
				t.Fatal("nobody filed")
			}
			for township, lines := range linesOf(filed, false) {
				d.take(t, e, sending{township, d.asOf, lines}, 10)
			}
			after := d.figures(t, e)
			checkSums(t, d, after)
			checkBounds(t, after)
			for _, table := range []string{"obligations", "consultations", "village_scores"} {
				expectTables(t, "others file", othersOf(base[table], table, filed), othersOf(after[table], table, filed), ofOthers)
			}
			for _, f := range filed {
				f.checkNotLower(t, base, after)
			}

			if d.supersede {
				return // what was filed before would not come back
			}
			// What is withdrawn was never there.
			for township, lines := range linesOf(filed, true) {
				d.take(t, e, sending{township, d.asOf, lines}, 11)
			}
			expectTables(t, "filed and withdrawn", base, d.figures(t, e), ofTheDelivery)
		})
	}
	for _, judgement := range []string{
		"status on_time", "status late", "status missing", "status exempt", "status pending", "posting ok", "posting running", "posting short",
		"filing late", "filing missing", "review missing", "rectification done", "rectification overdue",
	} {
		if !seen[judgement] {
			t.Errorf("no district has an obligation with %s", judgement)
		}
	}
}

// filedOnTime is what a village filed on time.
type filedOnTime struct {
	village, township, item, period, occurred string
	posted                                    civil.Date
	was                                       string // its status before; empty of an event not declared before
}

// fileOnTime has each village of one half file on time and complete what it
// had no row of, missed or not yet due; in a district that supersedes what it
// filed late; and where there is no such thing an event.
func (d *district) fileOnTime(r *rand.Rand, base pipelines.Tables) (filed []filedOnTime) {
	asOf := civil.MustParse(d.asOf)
	for i, v := range d.villages {
		if i%2 != int(d.seed)%2 {
			continue
		}
		f := filedOnTime{village: v.code, township: v.township, item: "DW01", occurred: "2026-05-21", posted: civil.MustParse("2026-05-21").AddDays(r.IntN(11))}
		rows := records(base["obligations"])
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		for _, row := range rows {
			fits := row["file_sha256"] == "" && (row["status"] == "missing" || row["status"] == "pending")
			if d.supersede {
				fits = row["status"] == "late" && row["period"] != ""
			}
			if row["village_code"] == v.code && fits {
				posted := min(civil.MustParse(row["due_on"]), asOf).AddDays(-r.IntN(2) * r.IntN(5)) // often on the day itself
				f = filedOnTime{village: v.code, township: v.township, item: row["item_code"], period: row["period"], posted: posted, was: row["status"]}
				break
			}
		}
		filed = append(filed, f)
	}
	return filed
}

// linesOf are the townships' files of what was filed, or its withdrawal.
func linesOf(filed []filedOnTime, void bool) map[string][]string {
	files := map[string][]string{}
	for _, f := range filed {
		if files[f.township] == nil {
			files[f.township] = []string{disclosureHeader}
		}
		key := f.village + "," + f.item + "," + f.period + "," + f.occurred + ",随机"
		p := f.posted.String()
		row := key + "," + strings.Join([]string{
			p, "", "村委会", p, "true", "true", "true", f.posted.AddDays(-9).String(), f.posted.AddDays(-6).String(), f.posted.AddDays(-3).String(), "", p, "", "", "", "",
		}, ",")
		if void {
			row = key + strings.Repeat(",", 16) + "true"
		}
		files[f.township] = append(files[f.township], row)
	}
	return files
}

// checkNotLower holds that a filing on time lowered neither rate, and that
// it counts: among what is due it is on time and complete.
func (f filedOnTime) checkNotLower(t *testing.T, base, after pipelines.Tables) {
	t.Helper()
	before, now := recordOf(t, base, "village_scores", f.village), recordOf(t, after, "village_scores", f.village)
	for _, rate := range []string{"timeliness", "completeness"} {
		n, d := figure(t, before, rate+"_n"), figure(t, before, rate+"_d")
		m, c := figure(t, now, rate+"_n"), figure(t, now, rate+"_d")
		if d > 0 && m*d < n*c {
			t.Errorf("%+v: %s fell from %v/%v to %v/%v", f, rate, n, d, m, c)
		}
		// What was late may have been complete before; what is not due counts for nothing.
		if counts := f.was != "pending" && (f.was != "late" || rate == "timeliness"); counts && m != n+1 {
			t.Errorf("%+v: %s went from %v/%v to %v/%v, one more should count", f, rate, n, d, m, c)
		}
	}
	if len(records(after["obligations"])) < len(records(base["obligations"])) {
		t.Errorf("%+v: an obligation went away", f)
	}
}

// ofTheDelivery are the columns in which it shows that a township sent a file
// at all: 未报送 is said of what fell due after its last one.
func ofTheDelivery(column string) bool {
	return strings.HasPrefix(column, "not_received") || column == "fact"
}

// ofOthers are besides the columns that hold a village against others.
func ofOthers(column string) bool {
	return ofTheDelivery(column) || column == "rank" || strings.HasPrefix(column, "rank_")
}

// othersOf are the rows of villages that filed nothing.
func othersOf(table [][]string, name string, filed []filedOnTime) pipelines.Tables {
	at := slices.Index(table[0], "village_code")
	kept := slices.DeleteFunc(slices.Clone(table), func(row []string) bool {
		return slices.ContainsFunc(filed, func(f filedOnTime) bool { return f.village == row[at] })
	})
	return pipelines.Tables{name: kept}
}

// checkSums holds that every count of a group is the sum of its parts'.
func checkSums(t *testing.T, d *district, tables pipelines.Tables) {
	t.Helper()
	counted := 0
	for _, column := range tables["township_scores"][0] {
		pooled := slices.Contains([]string{"due", "on_time", "late", "missing", "not_received", "pending", "exempt", "running", "held", "villages"}, column) ||
			strings.HasSuffix(column, "_n") || strings.HasSuffix(column, "_d")
		if !pooled {
			continue
		}
		counted++
		ofVillages := slices.Contains(tables["village_scores"][0], column) // 镇街履职 is no village's
		district := figure(t, records(tables["district_scores"])[0], column)
		var townships, villages float64
		for _, township := range records(tables["township_scores"]) {
			sum := figure(t, township, column)
			townships += sum
			var own float64
			for _, village := range records(tables["village_scores"]) {
				if ofVillages && village["township_code"] == township["township_code"] {
					own += figure(t, village, column)
				}
			}
			villages += own
			// What fell due before a village moved is its old township's.
			if ofVillages && !d.moves && own != sum {
				t.Errorf("%s of %s is %v, of its villages %v", column, township["township_name"], sum, own)
			}
		}
		if townships != district {
			t.Errorf("%s of the district is %v, of its townships %v", column, district, townships)
		}
		if ofVillages && villages != district {
			t.Errorf("%s of the district is %v, of its villages %v", column, district, villages)
		}
	}
	if counted < 40 {
		t.Errorf("only %d columns are pooled counts", counted)
	}
}

// checkBounds holds that a rate lies within its interval and a score, a rank
// and its interval where they can lie.
func checkBounds(t *testing.T, tables pipelines.Tables) {
	t.Helper()
	within := func(row map[string]string, low, column, high string, lo, hi float64) {
		t.Helper()
		if row[column] == "" {
			return
		}
		if low != "" {
			lo, hi = figure(t, row, low), figure(t, row, high)
		}
		if v := figure(t, row, column); !(lo <= v && v <= hi) {
			t.Errorf("%s %s: %s %v is not within %v–%v", row["village_code"], row["township_code"], column, v, lo, hi)
		}
	}
	for _, name := range []string{"village_scores", "township_scores", "district_scores"} {
		rows, ranked := records(tables[name]), 0.0
		for _, row := range rows {
			if row["rank"] != "" {
				ranked++
			}
		}
		for _, row := range rows {
			for _, rate := range []string{"timeliness", "completeness", "handled", "adoption"} {
				within(row, rate+"_lo", rate, rate+"_hi", 0, 0)
				within(row, "", rate+"_lo", "", 0, 1)
				within(row, "", rate+"_hi", "", 0, 1)
			}
			within(row, "", "score", "", 0, 100)
			within(row, "", "rank", "", 1, ranked)
			within(row, "", "rank_lo", "", 1, ranked)
			within(row, "", "rank_hi", "", 1, ranked)
		}
	}
}

// expectTables reports the first cells that differ, but for those of columns
// to be passed over.
func expectTables(t *testing.T, what string, want, got pipelines.Tables, passed func(column string) bool) {
	t.Helper()
	told := 0
	for name, table := range want {
		if len(table) < 2 && name != "consultations" && name != "problems" {
			t.Errorf("%s: %s is empty", what, name)
		}
		if len(table) != len(got[name]) {
			t.Errorf("%s: %s has %d rows, want %d", what, name, len(got[name])-1, len(table)-1)
			continue
		}
		for r, row := range table {
			for c, value := range row {
				if column := table[0][c]; got[name][r][c] != value && told < 5 && (passed == nil || !passed(column)) {
					told++
					t.Errorf("%s: %s %s, %s is %q, want %q", what, name, strings.Join(row[2:min(10, len(row))], " "), column, got[name][r][c], value)
				}
			}
		}
	}
}

// records are a table's rows by column.
func records(table [][]string) (rows []map[string]string) {
	for _, values := range table[1:] {
		row := map[string]string{}
		for i, name := range table[0] {
			row[name] = values[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func recordOf(t *testing.T, tables pipelines.Tables, table, village string) map[string]string {
	t.Helper()
	for _, row := range records(tables[table]) {
		if row["village_code"] == village {
			return row
		}
	}
	t.Fatalf("%s has no %s", table, village)
	return nil
}

func figure(t *testing.T, row map[string]string, column string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(row[column], 64)
	if err != nil {
		t.Fatalf("%s: %v", column, err)
	}
	return v
}
