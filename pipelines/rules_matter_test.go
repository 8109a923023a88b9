package pipelines_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/rulebook"
	"tongbao/pipelines"
)

// ruled is a rule changed and one cell of the worked example under it, judged
// by hand as the others in docs/worked-example.md.
type ruled struct {
	rule, value string
	from        string // the first day it holds; empty: every day
	table       string
	row         string // values of the row, the first of them its unit
	column      string
	was, is     string // what the cell is by the defaults, and under the rule
}

// gone is a cell of a row that is not there.
const gone = "no such row"

func TestRulesOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	e := openWorked(t, inOrder)
	byDefault := workedUnder(t, e, nil)
	t.Run("every rule matters", func(t *testing.T) { everyRuleMatters(t, e, byDefault) })
	t.Run("rules hold from their day", func(t *testing.T) { rulesHoldFromTheirDay(t, e, byDefault) })
}

// Every rule matters to the worked example: changed, it changes a figure, and
// to what was worked out before. Rules share a build where none can reach the
// other's cell.
func everyRuleMatters(t *testing.T, e *pipelines.Env, byDefault pipelines.Tables) {
	builds := map[string][]ruled{
		"what is owed, posted, filed, held and answered": {
			{rule: "due.monthly", value: "14", table: "obligations", row: "990101101201 CW01 2026-04", column: "status", was: "on_time", is: "late"},
			{rule: "due.quarterly", value: "16", table: "obligations", row: "990101101001 ZW01 2026Q1", column: "status", was: "late", is: "on_time"},
			// 延期 comes a day too late where the item falls due a day earlier.
			{rule: "due.halfyearly", value: "14", table: "obligations", row: "990101001201 FW03 2025H2", column: "status", was: "on_time", is: gone},
			{rule: "due.yearly", value: "14", table: "obligations", row: "990101101001 FW02 2025", column: "status", was: "late", is: gone},
			{rule: "due.event_days", value: "11", table: "obligations", row: "990101001002 DW01 2026-04-02", column: "due_on", was: "2026-04-12", is: "2026-04-13"},
			// Ten days exactly, of a category without a rule of its own.
			{rule: "posting.minimum", value: "11d", table: "obligations", row: "990101001002 DW01 2026-03-31", column: "posting", was: "ok", is: "short"},
			{rule: "posting.minimum.财务", value: "2m", table: "obligations", row: "990101201202 CW02 2026Q1", column: "posting", was: "ok", is: "short"},
			{rule: "filing.days", value: "6", table: "obligations", row: "990101101203 CW01 2026-03", column: "filing", was: "late", is: "on_time"},
			{rule: "review.days", value: "31", table: "obligations", row: "990101101203 CW01 2026-03", column: "review", was: "late", is: "on_time"},
			{rule: "rectification.days", value: "14", table: "obligations", row: "990101101203 CW02 2026Q1", column: "rectification", was: "done", is: "late"},
			{rule: "archive.grace_days", value: "29", table: "obligations", row: "990101201202 CW01 2026-05", column: "procedure_ok", was: "true", is: "false"},
			{rule: "exemptions.by", value: "township", table: "obligations", row: "990101101001 CW01 2026-04", column: "status", was: "on_time", is: "exempt"},
			{rule: "consultation.target", value: "2", table: "village_scores", row: "990101101201", column: "frequency_index_n", was: "1.000000", is: "0.500000"},
			{rule: "consultation.decide_days", value: "31", table: "consultations", row: "990101001002 ML-03", column: "eligible", was: "true", is: "false"},
			{rule: "consultation.publish_days", value: "9", table: "consultations", row: "990101101201 QS-02", column: "outcome_published", was: "true", is: "false"},
			{rule: "consultation.promise_days", value: "91", table: "consultations", row: "990101201203 并村后集体账务交接", column: "implemented", was: "false", is: ""},
			{rule: "objection.village_days", value: "4", table: "village_scores", row: "990101101202", column: "objections_answered_n", was: "0", is: "1"},
			{rule: "objection.upper_days", value: "9", table: "village_scores", row: "990101001002", column: "objections_answered_n", was: "1", is: "0"},
		},
		"scores, grades, and days moved": {
			// 30 × 5/6 + 25 × 4/6 + 20 + 25: each weight off by one would show.
			{rule: "score.weight.timeliness", value: "30", table: "village_scores", row: "990101101203", column: "score", was: "84.17", is: "86.67"},
			// 30 × 3/6 + 25 × 2/6 + 20 + 25 × 0
			{rule: "score.weight.completeness", value: "25", table: "village_scores", row: "990101101202", column: "score", was: "42.50", is: "43.33"},
			// 30 × 2/6 + 25 × 2/6 + (20 + 25) × 0
			{rule: "score.weight.frequency", value: "20", table: "village_scores", row: "990101201202", column: "score", was: "21.67", is: "18.33"},
			// (30 × 3/5 + 25 × 4/5 + 25 × 1) / 80
			{rule: "score.weight.fourth", value: "25", table: "village_scores", row: "990101201203", column: "score", was: "76.47", is: "78.75"},
			// 30 + 25 + 20 + 25 × 1/2: one of two outcomes is adopted, both are handled.
			{rule: "score.fourth", value: "adoption", table: "village_scores", row: "990101001001", column: "score", was: "100.00", is: "87.50"},
			{rule: "min_due", value: "2", table: "village_scores", row: "990101001003", column: "unranked", was: "样本不足", is: ""},
			// 88.57, 78.75 and 60.00 would be 良, 中 and 差.
			{rule: "grade.excellent", value: "88", table: "village_scores", row: "990101101001", column: "grade", was: "良", is: "优"},
			{rule: "grade.good", value: "78", table: "village_scores", row: "990101201203", column: "grade", was: "中", is: "良"},
			{rule: "grade.fair", value: "60", table: "village_scores", row: "990101001002", column: "grade", was: "差", is: "中"},
			{rule: "false_disclosure.cap", value: "良", table: "village_scores", row: "990101101201", column: "grade", was: "中", is: "良"},
			{rule: "exemptions.receive_days", value: "31", table: "obligations", row: "990101201201 ZW01 2026Q1", column: "status", was: "on_time", is: "exempt"},
			// 02-15 lies in the Spring Festival, 03-15 on a Sunday, 05-30 on a Saturday.
			{rule: "due.fixed.shift", value: "next_workday", table: "village_scores", row: "990101001201", column: "previous_timeliness", was: "0.800000", is: "1.000000"},
			{rule: "due.counted.shift", value: "next_workday", table: "obligations", row: "990101101201 DW01 2026-05-20", column: "due_on", was: "2026-05-30", is: "2026-06-01"},
		},
		"a category's own posting minimum": {
			{rule: "posting.minimum.政务", value: "11d", table: "obligations", row: "990101101201 ZW01 2026Q1", column: "posting", was: "ok", is: "short"},
		},
	}
	covered := map[string]bool{}
	for name, changed := range builds {
		under := workedUnder(t, e, changed)
		for _, c := range changed {
			covered[c.rule] = true
			checkCell(t, byDefault, c, c.was)
			if got := cell(t, under, c); got == c.was {
				t.Errorf("%s: rule %s = %s changes nothing: %s %s, %s is %q still", name, c.rule, c.value, c.table, c.row, c.column, got)
			} else if got != c.is {
				t.Errorf("%s: under %s = %s %s %s, %s is %q, want %q", name, c.rule, c.value, c.table, c.row, c.column, got, c.is)
			}
		}
	}
	for _, r := range rulebook.Defaults() {
		if !covered[r.Rule] {
			t.Errorf("no cell of the worked example is said to hang on rule %s", r.Rule)
		}
	}
}

// A rule of a later day leaves alone what an earlier day decides, and which
// day decides is each rule's own.
func rulesHoldFromTheirDay(t *testing.T, e *pipelines.Env, byDefault pipelines.Tables) {
	changed := []ruled{
		// Due dates: the day after the period's end; of an event the day it occurred.
		{rule: "due.monthly", value: "20", from: "2026-05-01", table: "obligations", row: "990101101202 CW01 2026-03", column: "due_on", was: "2026-04-15", is: "2026-04-15"},
		{rule: "due.monthly", value: "20", from: "2026-05-01", table: "obligations", row: "990101001002 CW01 2026-04", column: "status", was: "late", is: "on_time"},
		{rule: "due.event_days", value: "12", from: "2026-05-08", table: "obligations", row: "990101001002 DW01 2026-04-02", column: "due_on", was: "2026-04-12", is: "2026-04-12"},
		{rule: "due.event_days", value: "12", from: "2026-05-08", table: "obligations", row: "990101101001 DW01 2026-05-08 A", column: "due_on", was: "2026-05-18", is: "2026-05-20"},
		// Other rules of an obligation: the due date, here 04-15.
		{rule: "filing.days", value: "6", from: "2026-04-16", table: "obligations", row: "990101101203 CW01 2026-03", column: "filing", was: "late", is: "late"},
		{rule: "review.days", value: "31", from: "2026-04-15", table: "obligations", row: "990101101203 CW01 2026-03", column: "review", was: "late", is: "on_time"},
		// Outcomes: the day held; to publish and the promise, the day decided.
		{rule: "consultation.decide_days", value: "31", from: "2026-06-01", table: "consultations", row: "990101001002 ML-03", column: "r", was: "2026-06-30", is: "2026-06-30"},
		{rule: "consultation.decide_days", value: "31", from: "2026-06-01", table: "consultations", row: "990101001002 ML-04", column: "r", was: "2026-07-01", is: "2026-07-02"},
		{rule: "consultation.publish_days", value: "9", from: "2026-05-07", table: "consultations", row: "990101101201 QS-02", column: "outcome_published", was: "true", is: "true"},
		{rule: "consultation.promise_days", value: "91", from: "2026-04-11", table: "consultations", row: "990101201203 并村后集体账务交接", column: "implemented", was: "false", is: ""},
		// Scores: the window's last day.
		{rule: "min_due", value: "2", from: "2026-07-01", table: "village_scores", row: "990101001003", column: "unranked", was: "样本不足", is: "样本不足"},
		{rule: "grade.good", value: "88", from: "2026-06-30", table: "village_scores", row: "990101101001", column: "grade", was: "良", is: "中"},
	}
	under := workedUnder(t, e, changed)
	for _, c := range changed {
		checkCell(t, byDefault, c, c.was)
		checkCell(t, under, c, c.is)
	}
}

// workedUnder is the worked example under the rules changed.
func workedUnder(t *testing.T, e *pipelines.Env, changed []ruled) pipelines.Tables {
	t.Helper()
	ws := e.WS
	var entries []string
	for _, c := range changed {
		entry := fmt.Sprintf("- {rule: %s, value: %q, source: 示例", c.rule, c.value)
		if c.from != "" {
			entry += ", from: " + c.from
		}
		entries = append(entries, entry+"}\n")
	}
	if len(entries) > 0 {
		path := filepath.Join(t.TempDir(), "rules.yaml")
		if err := os.WriteFile(path, []byte(strings.Join(slices.Compact(entries), "")), 0o644); err != nil {
			t.Fatal(err)
		}
		var err error
		if ws, err = e.WS.WithRules(path); err != nil {
			t.Fatal(err)
		}
	}
	tables, err := e.InMemory(t.Context(), ws, request("2026Q2", "2026-07-10"), "obligations", "consultations", "village_scores")
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func checkCell(t *testing.T, tables pipelines.Tables, c ruled, want string) {
	t.Helper()
	if got := cell(t, tables, c); got != want {
		t.Errorf("rule %s: %s %s, %s is %q, want %q", c.rule, c.table, c.row, c.column, got, want)
	}
}

// cell finds the one row that has all the values, and the cell in it.
func cell(t *testing.T, tables pipelines.Tables, c ruled) string {
	t.Helper()
	table := tables[c.table]
	at := slices.Index(table[0], c.column)
	if at < 0 {
		t.Fatalf("%s has no column %s", c.table, c.column)
	}
	found := gone
	for _, row := range table[1:] {
		if slices.ContainsFunc(strings.Fields(c.row), func(value string) bool { return !slices.Contains(row, value) }) {
			continue
		}
		if found != gone {
			t.Fatalf("%s has two rows %s", c.table, c.row)
		}
		found = row[at]
	}
	return found
}
