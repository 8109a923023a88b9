package score

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
)

// The worked example states, for every unit, the counts and the score, ranks
// and grade worked out of them outside this package: docs/worked-example.md.
func TestWorkedExample(t *testing.T) {
	for _, tt := range []struct {
		dir         string
		provisional bool
		capped      string // the village with an open 弄虚作假 finding
	}{
		{"../../testdata/worked/expect/", false, "990101101201"},
		{"../../testdata/worked/expect-provisional/", true, ""},
	} {
		for _, table := range []struct {
			level     Level
			file, key string
		}{
			{Village, "village_scores.csv", "village_code"},
			{Township, "township_scores.csv", "township_code"},
			{District, "district_scores.csv", "district_code"},
		} {
			t.Run(tt.dir+table.file, func(t *testing.T) {
				records := readTable(t, tt.dir+table.file)
				units := make([]Unit, len(records))
				for i, r := range records {
					units[i] = Unit{
						Code: r[table.key], Kind: r["kind"], Counts: countsOf(t, r),
						OpenFalseDisclosure: r[table.key] == tt.capped,
					}
				}
				p := usual()
				p.Provisional = tt.provisional
				results := Score(table.level, units, p)
				intervals := RankIntervals(table.level, units, results, p, "2026-04-01/2026-06-30", 2)
				for i, result := range results {
					compare(t, units[i].Code, records[i], result)
					compareInterval(t, units[i].Code, records[i], intervals[i])
				}
			})
		}
	}
}

func compare(t *testing.T, code string, want map[string]string, got Result) {
	t.Helper()
	check := func(column, value string) {
		t.Helper()
		if want[column] != value {
			t.Errorf("%s %s: %q, want %q", code, column, value, want[column])
		}
	}
	decimal := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', 6, 64)
	}
	for _, rate := range got.Rates {
		check(rate.Name, decimal(rate.Value))
		check(rate.Name+"_lo", decimal(rate.Lo))
		check(rate.Name+"_hi", decimal(rate.Hi))
	}
	value := ""
	if got.Score != nil {
		value = got.Score.String()
	}
	check("score", value)
	check("grade", got.Grade)
	check("unranked", got.Unranked)
	names := []string{"rank", "rank_in_kind", "rank_timeliness", "rank_completeness", "rank_frequency", "rank_adoption"}
	for i, rank := range ranks(got) {
		value := ""
		if rank != nil {
			value = strconv.FormatInt(*rank, 10)
		}
		check(names[i], value)
	}
}

func compareInterval(t *testing.T, code string, want map[string]string, got *RankInterval) {
	t.Helper()
	lo, hi := "", ""
	if got != nil {
		lo, hi = strconv.FormatInt(got.Lo, 10), strconv.FormatInt(got.Hi, 10)
	}
	if want["rank_lo"] != lo || want["rank_hi"] != hi {
		t.Errorf("%s: ranks %s–%s, want %s–%s", code, lo, hi, want["rank_lo"], want["rank_hi"])
	}
}

func readTable(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s: %d lines, %v", path, len(lines), err)
	}
	records := make([]map[string]string, len(lines)-1)
	for i, line := range lines[1:] {
		records[i] = map[string]string{}
		for c, name := range lines[0] {
			records[i][name] = line[c]
		}
	}
	return records
}

func countsOf(t *testing.T, r map[string]string) Counts {
	t.Helper()
	// number reads a column; the district has no rank, a village no review.
	number := func(column string) int64 {
		if r[column] == "" {
			return 0
		}
		v, err := strconv.ParseFloat(r[column], 64)
		if err != nil {
			t.Fatalf("%s: %v", column, err)
		}
		return int64(v)
	}
	return Counts{
		OnTime: number("on_time"), Late: number("late"), Missing: number("missing"),
		Complete: number("completeness_n"), ElementsOK: number("elements_n"), PostingFit: number("posting_n"),
		ProcedureOK: number("procedure_n"), OnDeadline: number("on_deadline_n"),
		FilingOnTime: number("filing_n"), FilingJudged: number("filing_d"),
		ReviewOnTime: number("review_n"), ReviewJudged: number("review_d"),
		Rectified: number("rectification_n"), Rectification: number("rectification_d"),
		Held: number("held"), HeldAtEnd: number("frequency_n"), VillagesAtEnd: number("frequency_d"), Covered: number("coverage_n"),
		IndexVillages: number("frequency_index_d"), IndexSum: 1000 * number("frequency_index_n"),
		MembersOK: number("members_n"), MembersJudged: number("members_d"),
		Eligible: number("adoption_d"), AdoptedFully: number("full_adoption_n"),
		AdoptedPartly: number("adoption_n") - number("full_adoption_n"),
		Refused:       number("explained_d"), Explained: number("explained_n"),
		Implemented: number("implementation_n"), ImplementationDue: number("implementation_d"),
		OutcomePublished: number("outcome_published_n"), OutcomePublishDue: number("outcome_published_d"),
		OutcomeProcedureOK: number("consultation_procedure_n"),
		InspectedQuarters:  number("inspection_coverage_n"),
		ObjectionsInTime:   number("objections_answered_n"), ObjectionsDue: number("objections_answered_d"),
	}
}
