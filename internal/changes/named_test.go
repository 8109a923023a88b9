package changes

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

// Whom a list names now, whom no more, and who went to its annex.
func TestListMoves(t *testing.T) {
	entry := func(list, code string, place int64, annexed bool) mart.ListEntry {
		return mart.ListEntry{Level: Village, List: list, Code: code, Name: "村" + code, TownshipCode: township, TownshipName: "青禾镇", Place: place, Annexed: annexed}
	}
	before, after := base(), base()
	before.Named, after.Named = true, true
	before.Lists = []mart.ListEntry{entry("red", "1", 1, false), entry("red", "2", 2, false), entry("black", "3", 1, false)}
	after.Lists = []mart.ListEntry{entry("red", "1", 2, false), entry("red", "3", 1, false), entry("black", "3", 1, true)}
	got := Compare(before, after)
	var said []string
	for _, m := range got.Lists {
		said = append(said, fmt.Sprintf("%s %s%s %v→%v", m.List, m.Township, m.Name, place1(m.Before), place1(m.After)))
	}
	if want := []string{"red 青禾镇村3 -→1", "black 青禾镇村3 1→1+", "red 青禾镇村2 2→-"}; !slices.Equal(said, want) || !got.Named {
		t.Errorf("%q, want %q", said, want)
	}
	before.Named = false
	if got := Compare(before, after); got.Named || len(got.Lists) != 0 {
		t.Errorf("lists that were not kept are compared: %+v", got.Lists)
	}
	before.Named, before.Window = true, "2026Q1"
	if got := Compare(before, after); got.Named || len(got.Lists) != 0 {
		t.Errorf("lists of another window are compared: %+v", got.Lists)
	}
}

func place1(p *ListPlace) string {
	switch {
	case p == nil:
		return "-"
	case p.Annexed:
		return fmt.Sprintf("%d+", p.Place)
	}
	return fmt.Sprint(p.Place)
}

// Problems that are withdrawn, added or told otherwise, and those of them
// that a public list may have.
func TestProblemsApart(t *testing.T) {
	of := func(kind, item, fact string, public bool) mart.Problem {
		return mart.Problem{
			Level: Village, VillageCode: village, VillageName: "甲村", TownshipCode: township, TownshipName: "青禾镇",
			Kind: kind, ItemCode: item, Period: "2026-05", Fact: fact, Publishable: public, Since: civil.MustParse("2026-06-15"),
		}
	}
	visit := func(day, fact string, public bool) mart.Problem {
		p := of("检查发现", "", fact, public)
		p.Period, p.Since = "", civil.MustParse(day)
		return p
	}
	before, after := base(), base()
	before.Named, after.Named = true, true
	before.Problems = []mart.Problem{
		of("逾期公开", "CW01", "逾期5天", true), of("未公开", "CW02", "未见", true), of("要件不齐", "CW03", "缺印章", true),
		visit("2026-05-01", "两处不符", false), visit("2026-05-01", "一处不符", true), visit("2026-05-02", "一处不符", true),
	}
	after.Problems = []mart.Problem{
		of("逾期公开", "CW01", "逾期3天", true), of("未公开", "CW04", "未见", true), of("要件不齐", "CW03", "缺印章", false),
		visit("2026-05-01", "一处不符", true), visit("2026-05-01", "三处不符", false), visit("2026-05-03", "一处不符", false),
	}
	got := Compare(before, after)
	tell := func(l ProblemList) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%d→%d reworded %d", l.Before, l.After, l.Reworded)
		for _, p := range l.Withdrawn {
			fmt.Fprintf(&b, " -%s%s %s%s", p.Kind, p.ItemCode, p.Village, p.Fact)
		}
		for _, p := range l.Added {
			fmt.Fprintf(&b, " +%s%s %s%s", p.Kind, p.ItemCode, p.Village, p.Fact)
		}
		return b.String()
	}
	if said, want := tell(got.Problems), "6→6 reworded 2 -未公开CW02 甲村未见 -检查发现 甲村一处不符 +未公开CW04 甲村未见 +检查发现 甲村一处不符"; said != want {
		t.Errorf("all: %s\nwant %s", said, want)
	}
	if said, want := tell(got.PublicProblems), "5→3 reworded 1 -未公开CW02 甲村未见 -要件不齐CW03 甲村缺印章 -检查发现 甲村一处不符 +未公开CW04 甲村未见"; said != want {
		t.Errorf("public: %s\nwant %s", said, want)
	}
}

// A township that had sent nothing sends something: its other rows are
// 未报送 no more because of that filing, whatever else was received.
func TestNotReceivedIsTheFilings(t *testing.T) {
	for name, c := range map[string]struct {
		from   string
		change func(before, after *Figures)
		want   string
	}{
		"the township's":            {township, func(_, _ *Figures) {}, "new_filing"},
		"another's":                 {"990101102", func(_, _ *Figures) {}, "other_file"},
		"on a later day":            {township, func(_, a *Figures) { a.AsOf++ }, "new_filing"},
		"and what time alone moves": {township, func(b, a *Figures) { a.AsOf++; b.Obligations[0].Filing, a.Obligations[0].Filing = "pending", "missing" }, "new_filing|time"},
		"and a rule":                {township, func(_, a *Figures) { a.References[0].SHA256, a.Obligations[0].Filing = "r2", "late" }, "new_filing|rules"},
		"the other way": {"", func(b, a *Figures) {
			b.Deliveries = append(b.Deliveries, Delivery{Seq: 3, TownshipCode: township, SHA256: "f3"})
			b.Obligations[0].NotReceived, a.Obligations[0].NotReceived = a.Obligations[0].NotReceived, b.Obligations[0].NotReceived
		}, "gone_filing"},
	} {
		before, after := base(), base()
		for f, missing := range map[*Figures]bool{&before: true, &after: false} {
			f.Obligations[0].Status, f.Obligations[0].PublishedOn, f.Obligations[0].Source = "missing", nil, Source{}
			f.Obligations[0].NotReceived = of(missing)
		}
		after.Deliveries = append(after.Deliveries, Delivery{Seq: 2, TownshipCode: c.from, SHA256: "f2"})
		c.change(&before, &after)
		after.Units[0] = unit(village, 81, 2)
		got := Compare(before, after)
		if len(got.Moves) != 1 || len(got.Moves[0].Rows) != 1 {
			t.Errorf("%s: %+v", name, got.Moves)
			continue
		}
		if said := joined(got.Moves[0].Rows[0].Causes, "|"); said != c.want {
			t.Errorf("%s: %s, want %s", name, said, c.want)
		}
	}
}
