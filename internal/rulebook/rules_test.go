package rulebook

import (
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"tongbao/internal/civil"
)

func TestRulesThroughTime(t *testing.T) {
	r, problems := NewRules([]RuleEntry{
		{Rule: "filing.days", Value: "7", From: day("2026-07-01"), Source: "乙", Line: 5},
		{Rule: "filing.days", Value: "6", From: day("2024-01-01"), Source: "甲", Line: 1},
		{Rule: " consultation.target ", Value: " 0.5 ", Line: 9},
		{Rule: "posting.minimum.服务", Value: "20d", From: day("2026-03-01")},
	})
	wantProblems(t, problems)
	for _, tt := range []struct {
		on     string
		want   int
		source string
	}{
		{"2010-01-01", 5, reply}, {"2023-12-31", 5, reply}, {"2026-06-30", 6, "甲"}, {"2026-07-01", 7, "乙"}, {"2030-01-01", 7, "乙"},
	} {
		if got := r.Int("filing.days", day(tt.on)); got != tt.want || r.At("filing.days", day(tt.on)).Source != tt.source {
			t.Errorf("filing.days on %s = %d", tt.on, got)
		}
	}
	if got := r.Thousandths("consultation.target", day("2026-01-01")); got != 500 {
		t.Errorf("target = %d thousandths", got)
	}
	if got := r.Int("review.days", day("2026-01-01")); got != 30 {
		t.Errorf("the default of a rule not in the file = %d", got)
	}
	for category, want := range map[string]string{"财务": "1m", "服务": "20d", "政务": "10d"} {
		if got := r.Minimum(category, day("2026-06-01")).String(); got != want {
			t.Errorf("minimum of %s = %s, want %s", category, got, want)
		}
	}

	spells := r.Spells()
	for i, want := range []struct {
		from  civil.Date
		days  int
		posts string
	}{{FirstDay, 5, "10d"}, {day("2024-01-01"), 6, "10d"}, {day("2026-03-01"), 6, "20d"}, {day("2026-07-01"), 7, "20d"}} {
		if len(spells) != 4 || spells[i].From != want.from || spells[i].FilingDays != want.days || spells[i].ReviewDays != 30 {
			t.Fatalf("spell %d: %+v", i, spells)
		}
		if got := r.Minimum("服务", want.from).String(); got != want.posts {
			t.Errorf("minimum of 服务 from %s = %s, want %s", want.from, got, want.posts)
		}
	}
	want := []CategoryMinimum{{"服务", Minimum{Days: 20}}, {"财务", Minimum{Months: 1}}}
	if !slices.Equal(spells[2].Categories, want) {
		t.Errorf("categories: %v", spells[2].Categories)
	}
	if len(r.Entries()) != len(Defaults())+3 || len(r.InForce(day("2026-06-01"))) != len(Defaults())+1 {
		t.Errorf("%d entries, %d in force", len(r.Entries()), len(r.InForce(day("2026-06-01"))))
	}
}

func TestRuleDefaults(t *testing.T) {
	r, problems := NewRules(nil)
	wantProblems(t, problems)
	spells := r.Spells()
	if len(spells) != 1 {
		t.Fatalf("the defaults never change: %d spells", len(spells))
	}
	w := spells[0]
	got := []int64{
		int64(w.FilingDays), int64(w.ReviewDays), int64(w.RectificationDays), int64(w.ArchiveGraceDays),
		int64(w.ConsultationDecideDays), int64(w.ConsultationPublishDays), int64(w.ConsultationPromiseDays),
		int64(w.ObjectionVillageDays), int64(w.ObjectionUpperDays), w.ConsultationTarget, int64(w.ExemptionsReceiveDays),
		w.WeightTimeliness, w.WeightCompleteness, w.WeightFrequency, w.WeightFourth,
		int64(w.MinDue), w.GradeExcellent, w.GradeGood, w.GradeFair,
	}
	want := []int64{
		5, 30, 15, 30,
		30, 10, 90,
		3, 10, 1000, 30,
		35000, 30000, 15000, 20000,
		5, 95000, 85000, 70000,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if w.FixedShift || w.CountedShift || w.ExemptionsByTownship || w.FourthIsAdoption || w.Cap != "中" ||
		w.Posting != (Minimum{Days: 10}) || !slices.Equal(w.Categories, []CategoryMinimum{{"财务", Minimum{Months: 1}}}) {
		t.Errorf("%+v", w)
	}
	for _, e := range Defaults() {
		if e.Source == "" {
			t.Errorf("%s has no source", e.Rule)
		}
	}
}

func TestRuleProblems(t *testing.T) {
	tests := []struct {
		name    string
		entries []RuleEntry
		want    []string
	}{
		{"unknown name with the nearest", []RuleEntry{{Rule: "due.montly", Value: "15", Line: 3}},
			[]string{"error 最接近的规则：due.monthly"}},
		{"unknown name with all", []RuleEntry{{Rule: "完全不对", Value: "15"}}, []string{"error 可用的规则：due.monthly、due.quarterly"}},
		{"no category", []RuleEntry{{Rule: "posting.minimum.", Value: "1m"}}, []string{"error 没有名为"}},
		{"values", []RuleEntry{
			{Rule: "due.monthly", Value: "32", Line: 1}, {Rule: "due.monthly", Value: "0", Line: 2},
			{Rule: "filing.days", Value: "-5", Line: 3}, {Rule: "filing.days", Value: "5.0", Line: 4},
			{Rule: "posting.minimum", Value: "10", Line: 5}, {Rule: "exemptions.by", Value: "village", Line: 6},
			{Rule: "consultation.target", Value: "0", Line: 7}, {Rule: "consultation.target", Value: "0.1234", Line: 8},
			{Rule: "false_disclosure.cap", Value: "及格", Line: 9}, {Rule: "due.fixed.shift", Value: "", Line: 10},
		}, []string{
			"error 1 至 31 的整数", "error 1 至 31", "error 0 至 3660", "error 0 至 3660",
			"error 10d（天）或 1m（个月）", "error district 或 township",
			"error 大于零", "error 至多三位小数", "error 优 或 良", "error none 或 next_workday",
		}},
		{"two of one day", []RuleEntry{
			{Rule: "min_due", Value: "5", From: day("2026-01-01"), Line: 3}, {Rule: "min_due", Value: "6", From: day("2026-01-01"), Line: 7},
		}, []string{"error 第3行的值为 5，第7行的值为 6"}},
		{"two without a day", []RuleEntry{{Rule: "min_due", Value: "5", Line: 3}, {Rule: "min_due", Value: "5", Line: 7}},
			[]string{"error 第3行的值为 5，第7行的值为 5"}},
		{"grades out of order", []RuleEntry{{Rule: "grade.good", Value: "95", Line: 3}}, []string{"error 等次分数线没有依次降低"}},
		{"weights", []RuleEntry{{Rule: "score.weight.fourth", Value: "20.5", Line: 3}}, []string{"warning 之和为 100.5"}},
		{"one line is told once", []RuleEntry{
			{Rule: "score.weight.fourth", Value: "75", Line: 3}, {Rule: "due.monthly", Value: "10", From: day("2026-01-01"), Line: 4},
			{Rule: "min_due", Value: "6", From: day("2026-03-01"), Line: 5},
		}, []string{"warning 四项权重之和为 155，不是100"}},
		{"weights that change to other wrong ones", []RuleEntry{
			{Rule: "score.weight.fourth", Value: "75", Line: 3}, {Rule: "score.weight.fourth", Value: "25", From: day("2026-01-01"), Line: 4},
		}, []string{"warning 之和为 155", "warning 自 2026-01-01 起四项权重之和为 105"}},
		{"no weight at all", []RuleEntry{
			{Rule: "score.weight.timeliness", Value: "0"}, {Rule: "score.weight.completeness", Value: "0"},
			{Rule: "score.weight.frequency", Value: "0"}, {Rule: "score.weight.fourth", Value: "0"},
		}, []string{"error 之和为 0"}},
		{"weights that change together", []RuleEntry{
			{Rule: "score.weight.timeliness", Value: "35"}, {Rule: "score.weight.timeliness", Value: "25", From: day("2026-01-01")},
			{Rule: "score.weight.fourth", Value: "20"}, {Rule: "score.weight.fourth", Value: "30", From: day("2026-01-01")},
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, problems := NewRules(tt.entries)
			wantProblems(t, problems, tt.want...)
			if (r == nil) != Refused(problems) {
				t.Errorf("rules %v with %v", r, problems)
			}
		})
	}
}

// The commented file must say what holds without it.
func TestDefaultYAML(t *testing.T) {
	var parsed []struct{ Rule, Value, From, Source string }
	if err := yaml.Unmarshal([]byte(DefaultYAML()), &parsed); err != nil {
		t.Fatal(err)
	}
	var got []RuleEntry
	for _, p := range parsed {
		got = append(got, RuleEntry{Rule: p.Rule, Value: p.Value, From: day(p.From), Source: p.Source})
	}
	if !slices.Equal(got, Defaults()) {
		t.Errorf("got\n%v\nwant\n%v", got, Defaults())
	}
}
