package pipelines_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipelines"
)

// simulated are the rules that the tests try: weights and a due date.
const simulated = `- rule: score.weight.timeliness
  value: 60
- rule: score.weight.completeness
  value: 5
- rule: due.monthly
  value: 28
`

func simulateWorked(t *testing.T, rules string) (*pipelines.Env, pipelines.Simulation) {
	t.Helper()
	e := openWorked(t, inOrder)
	build(t, e, "2026Q2", "2026-07-10")
	path := filepath.Join(t.TempDir(), "试算.yaml")
	if err := os.WriteFile(path, []byte(rules), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := e.Simulate(t.Context(), pipelines.SimulateRequest{Rules: path, Concentration: 100, Draws: 200})
	if err != nil {
		t.Fatal(err)
	}
	return e, s
}

// A simulation gives what the rules would give if they were put in force, and
// leaves everything as it is.
func TestSimulationComesTrue(t *testing.T) {
	e, s := simulateWorked(t, simulated)
	if _, err := os.Stat(filepath.Join(e.WS.Temp(), "simulate.duckdb")); !os.IsNotExist(err) {
		t.Errorf("the simulated warehouse is left: %v", err)
	}
	kept := exportedRows(t, e, "village_scores")

	path := filepath.Join(e.WS.Dir, "rules.yaml")
	own, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var changed strings.Builder
	for _, entry := range strings.Split(string(own), "\n\n") {
		if !strings.Contains(entry, "score.weight.timeliness") && !strings.Contains(entry, "score.weight.completeness") && !strings.Contains(entry, "rule: due.monthly") {
			changed.WriteString(entry + "\n\n")
		}
	}
	if err := os.WriteFile(path, []byte(changed.String()+simulated), 0o644); err != nil {
		t.Fatal(err)
	}
	again := openEnv(t, e.WS.Dir)
	if _, err := again.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	build(t, again, "2026Q2", "2026-07-10")
	for i, table := range []string{"township_scores", "village_scores"} {
		column := strings.TrimSuffix(table, "_scores") + "_code"
		units := map[string]pipelines.SimulatedUnit{}
		for _, u := range s.Levels[i].Units {
			units[u.Code] = u
		}
		moved := false
		for _, row := range exportedRows(t, again, table) {
			u := units[row[column]]
			if decimal(u.Score) != row["score"] || u.Grade != row["grade"] {
				t.Errorf("%s: simulated %s %s, in force %s %s", u.Name, decimal(u.Score), u.Grade, row["score"], row["grade"])
			}
			moved = moved || decimal(u.Score) != decimal(u.ScoreBefore)
		}
		if !moved {
			t.Errorf("%s: no score moved; the test shows nothing", table)
		}
	}
	for _, row := range kept {
		for _, u := range s.Levels[1].Units {
			if u.Code == row["village_code"] && decimal(u.ScoreBefore) != row["score"] {
				t.Errorf("%s: before is %s, the warehouse says %s", u.Name, decimal(u.ScoreBefore), row["score"])
			}
		}
	}
}

func TestSimulationOfTheSameRules(t *testing.T) {
	_, s := simulateWorked(t, "- rule: min_due\n  value: 5\n")
	if len(s.Rules) != 0 {
		t.Errorf("rules changed: %+v", s.Rules)
	}
	shares := 0
	for _, level := range s.Levels {
		if level.Moved != 0 || level.Regrade != 0 || len(level.Units) == 0 {
			t.Errorf("%s: %d of %d units moved", level.Level, level.Moved, len(level.Units))
		}
		for _, u := range level.Units {
			if (u.TopShare == nil) != (u.Rank == nil) {
				t.Errorf("%s: rank %v, share %v", u.Name, u.Rank, u.TopShare)
			}
			if u.TopShare != nil {
				shares++
			}
		}
	}
	if shares == 0 {
		t.Error("no unit has a share")
	}
}

func TestSimulationNamesTheRule(t *testing.T) {
	_, s := simulateWorked(t, simulated)
	want := []pipelines.RuleChange{
		{Rule: "due.monthly", Title: "按月公开事项的期限（次月第几日）", Before: "15", After: "28"},
		{Rule: "score.weight.timeliness", Title: "公开及时率权重", Before: "35", After: "60"},
		{Rule: "score.weight.completeness", Title: "完整率权重", Before: "30", After: "5"},
	}
	if len(s.Rules) != len(want) {
		t.Fatalf("rules %+v", s.Rules)
	}
	for i := range want {
		if s.Rules[i] != want[i] {
			t.Errorf("rule %+v, want %+v", s.Rules[i], want[i])
		}
	}
}

// A rule that holds for part of the window only, and one that the workspace
// has none of, are told with the values that differ.
func TestSimulationNamesWhatDiffersWithinTheWindow(t *testing.T) {
	_, s := simulateWorked(t, `- rule: due.monthly
  value: 10
  from: 2026-05-01
- rule: due.monthly
  value: 15
  from: 2026-06-01
- rule: posting.minimum.服务
  value: 1m
`)
	got := map[string]string{}
	for _, r := range s.Rules {
		got[r.Rule] = r.Before + "→" + r.After
	}
	want := map[string]string{"due.monthly": "15→10", "posting.minimum.服务": "10d→1m"}
	if !maps.Equal(got, want) {
		t.Errorf("rules changed %v, want %v", got, want)
	}
}

func TestSimulationRefuses(t *testing.T) {
	e := openWorked(t, inOrder)
	build(t, e, "2026Q2", "2026-07-10")
	for text, want := range map[string]string{
		"- rule: due.montly\n  value: 5\n":                  "第1行“rule”：没有名为“due.montly”的规则",
		"- rule: min_due\n  value: 5\n  valid: 3\n":         "没有名为“valid”的项",
		"- rule: min_due\n  value: many\n":                  "值“many”无法识别",
		"- rule: min_due\n  value: 5\n  from: 2026-13-01\n": "“2026-13-01”不是日期",
		"":                                  "没有一条规则",
		"- rule: grade.good\n  value: 99\n": "等次分数线没有依次降低",
	} {
		path := filepath.Join(t.TempDir(), "试算.yaml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := e.Simulate(t.Context(), pipelines.SimulateRequest{Rules: path, Concentration: 100, Draws: 10})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "试算.yaml") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
