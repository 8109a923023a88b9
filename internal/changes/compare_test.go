package changes

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

const (
	village  = "990101101201"
	other    = "990101101202"
	township = "990101101"
)

func of[T any](v T) *T { return &v }

func on(text string) *civil.Date { return of(civil.MustParse(text)) }

// unit is a village with a score and a rank; the timeliness goes with it.
func unit(code string, score float64, rank int64) mart.Unit {
	return mart.Unit{
		VillageCode: code, VillageName: "村" + code[11:], TownshipCode: township, TownshipName: "青禾镇", Kind: "村",
		Score: &score, Rank: &rank, Grade: "良", Timeliness: mart.Rate{N: score, D: 100, Value: of(score / 100)},
	}
}

// base are figures of two villages and one obligation of the first.
func base() Figures {
	return Figures{
		Window: "2026Q2", AsOf: civil.MustParse("2026-07-10"), Program: "1",
		References: []Reference{{Kind: "rules", Name: "rules.yaml", SHA256: "r1"}, {Kind: Config, Name: "tongbao.yaml", SHA256: "c1"}},
		Rules:      []mart.Rule{{Rule: "due.monthly", Value: "15"}, {Rule: "score.weight.timeliness", Value: "35"}},
		Deliveries: []Delivery{{Seq: 1, TownshipCode: township, Township: "青禾镇", Name: "五月.csv", SHA256: "f1", ReceivedOn: civil.MustParse("2026-06-20")}},
		Items:      map[string]string{"CW01": "财务收支情况"},
		Units:      []mart.Unit{unit(village, 80, 2), unit(other, 90, 1)},
		Obligations: []Obligation{{
			VillageCode: village, TownshipCode: township, ItemCode: "CW01", Period: "2026-05", DueOn: on("2026-06-15"),
			Status: "late", PublishedOn: on("2026-06-18"), Complete: of(false), Posting: "ok", Source: Source{"f1", "", 2},
		}},
		Consultations: []Consultation{{
			VillageCode: village, TownshipCode: township, TopicNo: "1", HeldOn: on("2026-05-02"), Eligible: of(true), Handled: of(false),
			Source: Source{"f1", "协商", 5},
		}},
	}
}

// Every cause, from the smallest change that has it.
func TestCauseOfARow(t *testing.T) {
	deliver := func(f *Figures, seq int64, from, sha string) {
		f.Deliveries = append(slices.Clone(f.Deliveries), Delivery{Seq: seq, TownshipCode: from, Name: sha + ".csv", SHA256: sha, ReceivedOn: civil.MustParse("2026-07-09")})
	}
	for name, c := range map[string]struct {
		change func(before, after *Figures)
		want   string // causes of the row, and of the village
	}{
		"a township's new row": {func(_, a *Figures) {
			deliver(a, 2, township, "f2")
			a.Obligations[0].Status, a.Obligations[0].Source = "on_time", Source{"f2", "", 2}
		}, "new_filing new_filing:1"},
		"the district's new row": {func(_, a *Figures) {
			deliver(a, 2, "", "f2")
			a.Obligations[0].Status, a.Obligations[0].Source = "on_time", Source{"f2", "", 2}
		}, "correction correction:1"},
		"a row withdrawn": {func(_, a *Figures) {
			deliver(a, 2, township, "f2")
			a.Obligations[0].Status, a.Obligations[0].PublishedOn, a.Obligations[0].Source = "missing", nil, Source{}
		}, "withdrawn withdrawn:1"},
		"a consultation withdrawn": {func(_, a *Figures) {
			deliver(a, 2, township, "f2")
			a.Consultations = nil
		}, "withdrawn withdrawn:1"},
		"a file that counts no more": {func(b, a *Figures) {
			deliver(b, 2, township, "f2")
			b.Obligations[0].Source = Source{"f2", "", 9}
			a.Obligations[0].Status = "on_time"
		}, "gone_filing gone_filing:1"},
		"a row released by an alias": {func(b, a *Figures) {
			a.References[0].SHA256 = "r2"
			b.Obligations[0].Status, b.Obligations[0].Source = "missing", Source{}
		}, "released released:1"},
		"an exemption": {func(_, a *Figures) {
			deliver(a, 2, "", "f2")
			a.Obligations[0].Status, a.Obligations[0].Complete = "exempt", nil
		}, "exemption exemption:1"},
		"an exemption or a rule": {func(_, a *Figures) {
			deliver(a, 2, "", "f2")
			a.References[0].SHA256 = "r2"
			a.Obligations[0].DueOn, a.Obligations[0].Status = on("2026-06-20"), "on_time"
		}, "exemption|rules exemption:1 rules:1"},
		"a rule": {func(_, a *Figures) {
			a.References[0].SHA256 = "r2"
			a.Obligations[0].Complete, a.Obligations[0].Posting = of(true), "short"
		}, "rules rules:1"},
		"another program": {func(_, a *Figures) {
			a.Program = "2"
			a.Obligations[0].Complete = of(true)
		}, "rules rules:1"},
		"time: still pending": {func(b, a *Figures) {
			a.AsOf = civil.MustParse("2026-07-20")
			b.Obligations[0].Status = "pending"
		}, "time time:1"},
		"time, beside a rule of something else": {func(b, a *Figures) {
			a.AsOf = civil.MustParse("2026-07-20")
			a.References[0].SHA256 = "r2"
			b.Obligations[0].Rectification, a.Obligations[0].Rectification = "pending", "overdue"
			a.Obligations[0].Complete = of(true)
		}, "time time:1"},
		"time: a consultation becomes eligible": {func(b, a *Figures) {
			a.AsOf = civil.MustParse("2026-07-20")
			b.Consultations[0].Eligible, b.Consultations[0].Handled = of(false), nil
		}, "time time:1"},
		"settings are no rule": {func(_, a *Figures) {
			a.References[1].SHA256 = "c2"
			a.Obligations[0].Complete = of(true)
		}, "other_file other_file:1"},
		"a row of no weight goes before none": {func(_, a *Figures) {
			a.References[0].SHA256 = "r2"
			a.Obligations[0].Filing = "late"
		}, "rules rules:1"},
	} {
		before, after := base(), base()
		c.change(&before, &after)
		after.Units[0] = unit(village, 81, 2)
		got := Compare(before, after)
		if len(got.Moves) != 1 || len(got.Moves[0].Rows) != 1 {
			t.Errorf("%s: %+v", name, got.Moves)
			continue
		}
		m := got.Moves[0]
		if said := joined(m.Rows[0].Causes, "|") + " " + counts(m.Causes); said != c.want {
			t.Errorf("%s: %s, want %s", name, said, c.want)
		}
	}
}

func joined(all []Cause, between string) string {
	texts := make([]string, len(all))
	for i, c := range all {
		texts[i] = string(c)
	}
	return strings.Join(texts, between)
}

func counts(all []CauseCount) string {
	texts := make([]string, len(all))
	for i, c := range all {
		texts[i] = fmt.Sprintf("%s:%d", string(c.Cause), c.Rows)
	}
	return strings.Join(texts, " ")
}

// What moved, and what only was moved past.
func TestMoves(t *testing.T) {
	before, after := base(), base()
	after.Deliveries = append(after.Deliveries, Delivery{Seq: 2, TownshipCode: township, Township: "青禾镇", Name: "补.csv", SHA256: "f2"})
	after.Obligations[0].Status, after.Obligations[0].Source = "on_time", Source{"f2", "表一", 7}
	after.Units = []mart.Unit{unit(village, 95, 1), unit(other, 90, 2), {TownshipCode: township, TownshipName: "青禾镇", Score: of(92.0), Rank: of(int64(1))}}
	before.Units = append(before.Units, mart.Unit{TownshipCode: township, TownshipName: "青禾镇", Score: of(85.0), Rank: of(int64(1))})
	got := Compare(before, after)
	if len(got.New) != 1 || got.New[0].Seq != 2 || len(got.Gone) != 0 || !got.SameWindow || got.Unmoved != 0 {
		t.Errorf("%+v", got)
	}
	var said []string
	for _, m := range got.Moves {
		said = append(said, fmt.Sprintf("%s %s %v→%v %v→%v %s rows %d", m.Level, m.Code, *m.Score.Before, *m.Score.After, *m.Rank.Before, *m.Rank.After, counts(m.Causes), len(m.Rows)))
	}
	want := []string{
		"township 990101101 85→92 1→1 new_filing:1 rows 0",
		"village 990101101201 80→95 2→1 new_filing:1 rows 1",
		"village 990101101202 90→90 1→2 others:0 rows 0",
	}
	if !slices.Equal(said, want) {
		t.Errorf("moves:\n%s\nwant:\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	v := got.Moves[1]
	if len(v.Indicators) != 1 || v.Indicators[0].Name != "timeliness" || *v.Indicators[0].After.N != 95 {
		t.Errorf("indicators %+v", v.Indicators)
	}
	r := v.Rows[0]
	if r.Item != "财务收支情况" || r.Period != "2026-05" || *r.After != (Place{2, "补.csv", "f2", "表一", 7}) || *r.Before != (Place{1, "五月.csv", "f1", "", 2}) {
		t.Errorf("row %+v %+v %+v", r, r.Before, r.After)
	}
	if !slices.Equal(r.Fields, []Field{{"status", "late", "on_time", true}}) {
		t.Errorf("fields %+v", r.Fields)
	}
}

// A weight moves units none of whose rows differ; the rule is named.
func TestScoringRules(t *testing.T) {
	before, after := base(), base()
	after.References[0].SHA256, after.Rules = "r2", []mart.Rule{{Rule: "due.monthly", Value: "15"}, {Rule: "score.weight.timeliness", Value: "50"}, {Rule: "new", Value: "1"}}
	before.Rules = append(before.Rules, mart.Rule{Rule: "old", Value: "2"})
	after.Units = []mart.Unit{unit(village, 82, 2), unit(other, 90, 1)}
	got := Compare(before, after)
	if want := []RuleChange{{"score.weight.timeliness", "35", "50"}, {"new", "", "1"}, {"old", "2", ""}}; !slices.Equal(got.Rules, want) {
		t.Errorf("rules %+v", got.Rules)
	}
	if want := []Replaced{{"rules", "rules.yaml", "changed"}}; !slices.Equal(got.References, want) {
		t.Errorf("references %+v", got.References)
	}
	if len(got.Moves) != 1 || counts(got.Moves[0].Causes) != "rules:0" || got.Unmoved != 1 {
		t.Errorf("moves %+v", got.Moves)
	}
	// A new filing beside it: both are named.
	after.Deliveries = append(after.Deliveries, Delivery{Seq: 2, TownshipCode: township, SHA256: "f2"})
	after.Obligations[0].Status, after.Obligations[0].Source = "on_time", Source{"f2", "", 2}
	if got := Compare(before, after); counts(got.Moves[0].Causes) != "new_filing:1 rules:0" {
		t.Errorf("causes %s", counts(got.Moves[0].Causes))
	}
}

// A file of another name, sender or time is another file; the township's name
// is the registry's affair.
func TestDeliveriesApart(t *testing.T) {
	before, after := base(), base()
	after.Deliveries[0].Township = "青禾街道"
	if got := Compare(before, after); len(got.New)+len(got.Gone) != 0 {
		t.Errorf("%+v", got)
	}
	after.Deliveries[0].History = true
	if got := Compare(before, after); len(got.New) != 1 || len(got.Gone) != 1 {
		t.Errorf("%+v", got)
	}
}

// The same figures: nothing moved; rows that bear on no score are counted.
func TestNothingMoved(t *testing.T) {
	got := Compare(base(), base())
	if len(got.Moves) != 0 || got.Unmoved != 2 || got.Touched != 0 || len(got.References)+len(got.Rules) != 0 {
		t.Errorf("%+v", got)
	}
	after := base()
	after.Obligations[0].Review = "late"
	if got := Compare(base(), after); len(got.Moves) != 0 || got.Touched != 1 {
		t.Errorf("%+v", got)
	}
	// Only where it is read from is another: it says the same.
	after = base()
	after.Obligations[0].Row = 8
	if got := Compare(base(), after); got.Touched != 0 {
		t.Errorf("%+v", got)
	}
}

// Units that come and go.
func TestUnitsComeAndGo(t *testing.T) {
	before, after := base(), base()
	before.Units, after.Units = before.Units[:1], after.Units[1:]
	got := Compare(before, after)
	if len(got.Moves) != 2 || got.Moves[0].Code != other || got.Moves[0].Score.Before != nil || got.Moves[1].Code != village || got.Moves[1].Score.After != nil {
		t.Errorf("%+v", got.Moves)
	}
}

// The window before tells scores, ranks and rates, and no grades.
func TestPreviousWindow(t *testing.T) {
	now := base()
	now.Units[0].PreviousScore, now.Units[0].PreviousRank, now.Units[0].PreviousTimeliness = of(70.5), of(int64(2)), of(0.7)
	now.Units[1].PreviousScore, now.Units[1].PreviousRank, now.Units[1].PreviousTimeliness = of(90.0), of(int64(1)), of(0.9)
	got := Compare(Previous("2026Q1", civil.MustParse("2026-04-10"), now.Units), now)
	if got.SameWindow || len(got.New)+len(got.References)+len(got.Rules) != 0 || got.Unmoved != 1 {
		t.Errorf("%+v", got)
	}
	if len(got.Moves) != 1 || *got.Moves[0].Score.Before != 70.5 || got.Moves[0].Grade.After != nil || len(got.Moves[0].Causes) != 0 {
		t.Fatalf("%+v", got.Moves)
	}
	if i := got.Moves[0].Indicators; len(i) != 1 || *i[0].Before.Value != 0.7 || i[0].Before.N != nil {
		t.Errorf("%+v", i)
	}
	now.Units = append(now.Units, mart.Unit{VillageCode: "990101101203", Score: of(1.0)})
	if got := Compare(Previous("2026Q1", civil.MustParse("2026-04-10"), now.Units), now); len(got.Moves) != 2 {
		t.Errorf("a village that was not there: %+v", got.Moves)
	}
}

// Every code has a word.
func TestWords(t *testing.T) {
	for _, c := range []Cause{NewFiling, Correction, Withdrawn, GoneFiling, Released, Exemption, Rules, Time, OtherFile, Others} {
		if c.String() == string(c) {
			t.Errorf("no word for %s", string(c))
		}
		if text, err := c.MarshalText(); err != nil || string(text) != string(c) {
			t.Errorf("%s in JSON: %s", string(c), text)
		}
	}
	figures := base()
	for i := range 2 {
		for _, f := range figures.row(i).fields {
			if Column(f.name) == f.name {
				t.Errorf("no word for column %s", f.name)
			}
		}
	}
	for _, name := range scored {
		if Column(name) == name {
			t.Errorf("no word for %s", name)
		}
	}
}
