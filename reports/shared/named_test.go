package shared

import (
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/score"
)

func TestShareOfALongList(t *testing.T) {
	for _, tt := range []struct {
		sizes []int
		most  int
		want  int
	}{
		{[]int{3, 2}, 10, 10}, {[]int{300, 5, 200}, 105, 50}, {[]int{1000}, 500, 500}, {nil, 5, 5},
		{[]int{9, 9, 9}, 2, 0},
	} {
		got := share(tt.sizes, tt.most)
		sum := 0
		for _, n := range tt.sizes {
			sum += min(n, got)
		}
		if got != tt.want || sum > tt.most {
			t.Errorf("%v within %d: %d of each, %d together; want %d", tt.sizes, tt.most, got, sum, tt.want)
		}
	}
}

func fault(village, kind, fact string, days *int64, running int64) mart.Problem {
	return mart.Problem{
		Level: "village", TownshipCode: "1", TownshipName: "甲镇", VillageCode: village, VillageName: village + "村",
		Kind: kind, Fact: fact, Days: days, WindowsRunning: running, Publishable: true,
	}
}

// The gravest come first, and examples are of different villages.
func TestExamplesAreTheGravest(t *testing.T) {
	problems := []mart.Problem{
		fault("a", "未公开", "甲", n(3), 1), fault("b", "未公开", "乙", nil, 2), fault("c", "未公开", "丙", n(9), 1),
		fault("b", "未公开", "丁", n(1), 2), fault("a", "逾期公开", "戊", n(99), 2),
	}
	if got, want := strings.Join(Examples(problems, "未公开", 3), "；"), "甲镇b村丁；甲镇c村丙；甲镇a村甲"; got != want {
		t.Errorf("examples are %s, want %s", got, want)
	}
	if got := Examples(problems, "未公开", 1); len(got) != 1 {
		t.Errorf("one example is %q", got)
	}
	township := fault("a", "镇街未审查", "未审查", n(1), 1)
	township.Level = "township"
	if got := Examples([]mart.Problem{township}, "镇街未审查", 1); got[0] != "甲镇未审查" {
		t.Errorf("a township's own problem is %q", got)
	}
}

// Of a public report what was not released is no part, not even as a number.
func TestListedProblemsOfAPublicReport(t *testing.T) {
	secret := fault("a", "检查发现", "甲", nil, 1)
	secret.Publishable = false
	d := &Data{Audience: Public, Problems: []mart.Problem{secret, fault("b", "检查发现", "乙", nil, 1)}, PriorProblems: []mart.PriorProblem{{State: mart.StillOpen}}}
	if got := ListedProblems(d); len(got) != 1 || got[0].Fact != "乙" {
		t.Errorf("public: %v", got)
	}
	if len(StillOpen(d)) != 0 || PriorSentence(d) != "" {
		t.Error("a problem that was not released is told of")
	}
	d.Audience = Internal
	if got := ListedProblems(d); len(got) != 2 {
		t.Errorf("internal: %v", got)
	}
	table, _ := ProblemTable(d, "问题清单", 10)
	if rows := table.Bodies[0].Rows; rows[0].Cells[3].Note == "" || rows[1].Cells[3].Note != "" {
		t.Errorf("what may not leave the district is not marked: %v", rows)
	}
}

func TestConsecutive(t *testing.T) {
	for window, want := range map[string]string{"2026Q2": "连续两个季度", "2026-06": "连续两期", "2026H1": "连续两个半年", "2026": "连续两年", "?": "连续两期"} {
		if got := Consecutive(mart.Build{Window: window}); got != want {
			t.Errorf("%s: %s, want %s", window, got, want)
		}
	}
}

func TestListFacts(t *testing.T) {
	rate := func(n, d int64) mart.Rate { return mart.Rate{N: float64(n), D: float64(d), Value: Ratio(n, d)} }
	low := mart.Unit{TownshipCode: "1", TownshipName: "甲镇", Rank: n(12), Timeliness: rate(6, 10), Completeness: rate(5, 10)}
	d := &Data{
		Build: mart.Build{Window: "2026Q2", Previous: "2026Q1"}, Townships: []mart.Unit{low, {TownshipCode: "2", Rank: n(1)}},
		Funnel: []mart.FunnelPoint{{Indicator: score.Completeness, TownshipCode: "1", Lo998: 0.7}},
		Lists: []mart.ListEntry{
			{
				Level: "township", List: "black", Code: "1", Name: "甲镇", Reasons: "poor,below_completeness,bottom_twice", Score: 55, Grade: "差", Place: 1,
				Rank: 12, Ranked: 12, PreviousScore: f(66), PreviousGrade: "中", PreviousRank: n(11), PreviousRanked: n(12),
			},
			{Level: "township", List: "laggard", Code: "1", Name: "甲镇", Reasons: "bottom_twice"},
			{Level: "village", List: "red", Code: "201", Name: "乙村", TownshipName: "甲镇", Reasons: "excellent"},
			{Level: "village", List: "red", Code: "202", Name: "丙村", TownshipName: "甲镇", Reasons: "excellent", Annexed: true},
		},
	}
	want := "12个中第12名；公开及时率60.00%（6/10）、完整率50.00%（5/10）；完整率低于全区水平的99.8%下限70.00%；连续两个季度排名居后（上期66.00分、中，列12个第11名）"
	if got := listFact(d, &d.Lists[0], standingOf(d, "township")); got != want {
		t.Errorf("fact is %s,\nwant %s", got, want)
	}
	d.Townships[1].Rank = n(12)
	if got := listFact(d, &d.Lists[0], standingOf(d, "township")); !strings.HasPrefix(got, "12个中并列第12名；") {
		t.Errorf("a shared rank is %s", got)
	}
	if got, want := ListCounts(d), "红榜村（社区）2个；黑榜镇街1个（甲镇）"; got != want {
		t.Errorf("counts are %s, want %s", got, want)
	}
	if got, want := LaggardSentence(d, "township", "village"), "连续两个季度排名居后（两期均在后十分之一，等次均低于“良”）的镇街有甲镇。"; got != want {
		t.Errorf("laggards are %s, want %s", got, want)
	}
	red := ListTable(d, score.Red, false, "红榜")
	if red.Bodies[0].Name != "村（社区）（共2个，列出1个）" || red.Bodies[0].Rows[0].Cells[1].Text != "甲镇乙村" {
		t.Errorf("the red list is %+v", red.Bodies)
	}
	if rest := ListTable(d, score.Red, true, "红榜（续）"); len(rest.Bodies) != 1 || len(rest.Bodies[0].Rows) != 1 {
		t.Errorf("what does not fit is %+v", rest.Bodies)
	}
	d.Lists[2].Annexed = true // more tie for the first place than the list has room for
	if got, want := ListCounts(d), "红榜村（社区）2个（得分并列，超出名额，正文不列）；黑榜镇街1个（甲镇）"; got != want {
		t.Errorf("counts are %s, want %s", got, want)
	}
	d.Lists = nil
	if got, want := ListCounts(d), "红榜没有单位；黑榜没有单位"; got != want {
		t.Errorf("without anybody: %s", got)
	}
	if got := LaggardSentence(d, "township"); !strings.HasPrefix(got, "没有连续两个季度排名居后") {
		t.Errorf("without laggards: %s", got)
	}
	d.Build.Previous = ""
	if got := LaggardSentence(d, "township"); got != "" {
		t.Errorf("without a previous window: %s", got)
	}
}

func TestRankInterval(t *testing.T) {
	for _, tt := range []struct {
		lo, hi *int64
		want   string
	}{{n(2), n(5), "2—5"}, {n(3), n(3), "3"}, {nil, nil, "—"}} {
		if got := RankInterval(&mart.Unit{RankLo: tt.lo, RankHi: tt.hi}); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
	if got := Interval(f(0.8693), f(0.8933)); got != "86.93%—89.33%" {
		t.Errorf("interval is %s", got)
	}
	if got := Interval(nil, f(1)); got != "—" {
		t.Errorf("no interval is %s", got)
	}
}

func TestPriorSentence(t *testing.T) {
	prior := func(village, state string, open *int64, in bool) mart.PriorProblem {
		return mart.PriorProblem{
			Level: "village", TownshipName: "甲镇", VillageCode: village, VillageName: village, Kind: "未公开", Fact: "“收支”未公开",
			State: state, OpenDays: open, InWindow: in, Publishable: true, Since: civil.MustParse("2026-01-15"),
		}
	}
	d := &Data{Audience: Public, Build: mart.Build{Window: "2026-06", Previous: "2026-05", AsOf: civil.MustParse("2026-07-20")}, PriorProblems: []mart.PriorProblem{
		prior("a", mart.Mended, nil, false), prior("b", mart.StillOpen, n(5), true), prior("c", mart.StillOpen, n(186), false), prior("d", mart.Corrected, nil, false),
	}}
	want := "上期（2026年3—5月）发现的问题4条，至2026年7月20日，已整改1条，至今未整改2条，经后来的报送更正、原无问题1条；整改率33.33%（1/3）。其中1条的期限也在本期之内，本期一并统计。"
	if got := PriorSentence(d); got != want {
		t.Errorf("got %s,\nwant %s", got, want)
	}
	if got, want := OpenSentence(d, 1), "至今未整改的，历时较长的有：甲镇c“收支”未公开，历时186天。"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := OpenSentence(d, 5); !strings.HasPrefix(got, "至今未整改的：甲镇c") {
		t.Errorf("all of them: %s", got)
	}
	row := PriorTable(d, "往期").Bodies[1].Rows[0]
	if row.Cells[1].Text != "4" || row.Cells[5].Text != "33.33%" || row.Cells[5].Note != "1/3" {
		t.Errorf("sums are %+v", row.Cells)
	}
	table, said := OpenTable(d, "清单", 1)
	if len(table.Bodies) != 1 || table.Bodies[0].Name != "未公开（共2条，列出历时较长的1条）" || !strings.HasPrefix(said, "共2条，每类列出较重的，计1条") {
		t.Errorf("%s: %+v", said, table.Bodies)
	}
}

// Who repeats most is named, unless naming would choose among equals.
func TestRepeatSentence(t *testing.T) {
	d := &Data{Audience: Public, Build: mart.Build{Previous: "2026Q1"}}
	if got := RepeatSentence(d); got != "没有村（社区）在本期和上期出现同类同项的问题。" {
		t.Error(got)
	}
	for _, village := range []string{"a", "a", "b", "c", "d"} {
		d.Problems = append(d.Problems, fault(village, "未公开", "甲", nil, 2))
	}
	d.Problems = append(d.Problems, fault("e", "未公开", "甲", nil, 1))
	want := "同一村（社区）同类同项的问题在本期和上期重复出现的有5条，涉及4个村（社区），较多的是甲镇a村（2条）。"
	if got := RepeatSentence(d); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBelowFunnel(t *testing.T) {
	d := &Data{Townships: []mart.Unit{{TownshipCode: "1", TownshipName: "甲镇"}}}
	if got := BelowFunnel(d); got != "" {
		t.Errorf("without a funnel: %s", got)
	}
	d.Funnel = []mart.FunnelPoint{{Indicator: score.Timeliness, TownshipCode: "1", TownshipName: "甲镇", N: 6, D: 10, Lo998: 0.7, Position: "inside"}}
	if got := BelowFunnel(d); !strings.HasPrefix(got, "没有镇街") || OutsideNote(d) != "" {
		t.Errorf("within: %s", got)
	}
	d.Funnel[0].Position = "below_998"
	if got, want := BelowFunnel(d), "公开及时率低于全区水平99.8%下限的有甲镇（60.00%，6/10，下限70.00%）。差别大于项数多少所能解释的，要查明原因。"; got != want || OutsideNote(d) == "" {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The handbook prints the parameters in force, and no code marks.
func TestHandbookTables(t *testing.T) {
	d := &Data{Rules: []mart.Rule{{Rule: "posting.minimum", Value: "12d"}}}
	tables := HandbookTables(d)
	if len(tables) < 3 || len(tables[0].Bodies[0].Rows) != len(score.Indicators) {
		t.Fatalf("%d tables", len(tables))
	}
	found := false
	for _, table := range tables {
		for _, row := range table.Bodies[0].Rows {
			for _, c := range row.Cells {
				found = found || c.Note == "最短公示期：12天"
				if strings.Contains(c.Text+c.Note, "`") {
					t.Errorf("a cell is %q", c.Text)
				}
			}
		}
	}
	if !found {
		t.Error("the parameter in force is not printed")
	}
}
