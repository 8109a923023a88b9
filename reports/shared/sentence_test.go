package shared

import (
	"strings"
	"testing"

	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
)

func unit(name string, rank *int64, score float64) mart.Unit {
	u := mart.Unit{TownshipCode: name, TownshipName: name, Kind: "镇", Rank: rank}
	if rank != nil {
		u.Score = f(score)
	} else {
		u.Unranked = "本期无考核事项"
	}
	return u
}

func rankOf(u *mart.Unit) *int64 { return u.Rank }

func TestRankingSentence(t *testing.T) {
	for _, tt := range []struct {
		name  string
		units []mart.Unit
		want  string
	}{
		{"none", nil, "没有参评单位"},
		{"one", []mart.Unit{unit("甲镇", n(1), 90)}, "仅甲镇参加排名，得90.00分，不作比较"},
		{"none ranked", []mart.Unit{unit("甲镇", nil, 0)}, "没有单位参加排名；甲镇未排名（本期无考核事项）"},
		{"all tie", []mart.Unit{unit("甲镇", n(1), 90), unit("乙镇", n(1), 90)}, "参加排名的2个单位得分相同，均为90.00分"},
		{"plain", []mart.Unit{unit("乙镇", n(2), 80), unit("甲镇", n(1), 90)}, "得分最高的是甲镇（90.00分），最低的是乙镇（80.00分）"},
		{"tie at the top", []mart.Unit{unit("甲镇", n(1), 90), unit("乙镇", n(1), 90), unit("丙镇", n(3), 70)}, "得分最高的是甲镇、乙镇（并列，90.00分），最低的是丙镇（70.00分）"},
		{"tie at the bottom", []mart.Unit{unit("甲镇", n(1), 90), unit("乙镇", n(2), 70), unit("丙镇", n(2), 70)}, "得分最高的是甲镇（90.00分），最低的是乙镇、丙镇（并列，70.00分）"},
		{"one apart", []mart.Unit{unit("甲镇", n(1), 90), unit("乙镇", n(2), 70), unit("丙镇", nil, 0)}, "得分最高的是甲镇（90.00分），最低的是乙镇（70.00分）；丙镇未排名（本期无考核事项）"},
	} {
		if got := RankingSentence(tt.units, rankOf); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestRateSentence(t *testing.T) {
	for _, tt := range []struct {
		rate   mart.Rate
		before *float64
		want   string
	}{
		{rate(3, 4), f(0.5), "及时率75.00%（3/4），比上期上升25.00个百分点"},
		{rate(3, 4), f(0.75), "及时率75.00%（3/4），与上期持平"},
		{rate(3, 4), nil, "及时率75.00%（3/4）"},
		{rate(0, 0), f(0.5), "及时率无可计算的事项（—）"},
	} {
		if got := RateSentence("及时率", tt.rate, tt.before); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

func TestProblemSentence(t *testing.T) {
	with := func(missing ...int64) (units []mart.Unit) {
		for i, m := range missing {
			units = append(units, mart.Unit{TownshipCode: string(rune('a' + i)), TownshipName: string([]rune("甲乙丙丁戊己"))[i*3:i*3+3] + "镇", Missing: m, Due: 100})
		}
		return units
	}
	p := Problem{Kind: "未公开", Unit: "项", N: 10, D: 400, Of: "应公开事项"}
	start := "未公开10项，占应公开事项的2.50%（10/400）"
	for _, tt := range []struct {
		name  string
		units []mart.Unit
		want  string
	}{
		{"in one", with(10, 0, 0, 0), "，均在甲镇"},
		{"in three", with(5, 3, 2, 0), "，分布在甲镇（5/100）、乙镇（3/100）、丙镇（2/100）"},
		{"most in three", with(4, 3, 2, 1), "，较多的是甲镇（4/100）、乙镇（3/100）、丙镇（2/100），合计占全部的90.00%"},
		{"a tie that does not fit", with(5, 2, 2, 2, 2), "，最多的是甲镇（5/100）"},
		{"all alike", with(2, 2, 2, 2, 2), "，其中5个镇街并列最多，各2项"},
		{"nowhere", with(0, 0), ""},
	} {
		if got := ProblemSentence(p, Concentrated(tt.units, "未公开", false)); got != start+tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, start+tt.want)
		}
	}
}

// Undecided and unexplained outcomes are told apart, and add up.
func TestProblemsOfOutcomes(t *testing.T) {
	u := mart.Unit{Handled: rate(6, 10), Explained: rate(1, 2), Coverage: rate(3, 5)}
	got := map[string]Problem{}
	for _, p := range Problems(&u, false) {
		got[p.Kind] = p
	}
	if got["成果未研究"].N != 3 || got["未采纳未说明"].N != 1 || got["未采纳未说明"].D != 2 || got["协商次数未达标"].N != 2 {
		t.Errorf("of ten outcomes six are handled and one refused without a word: %+v", got)
	}
	for _, p := range Problems(&u, true) {
		if p.Kind == "协商次数未达标" || p.Kind == "未到村检查" {
			t.Errorf("%s is counted before the window is over", p.Kind)
		}
	}
}

func TestMainProblem(t *testing.T) {
	u := mart.Unit{Due: 20, Missing: 3, Late: 3, Elements: rate(15, 17), Posting: rate(17, 17), Filing: rate(0, 20)}
	if got := MainProblem(&u); got.Text != "未公开、逾期公开" || got.Note != "各3项" {
		t.Error(got)
	}
	u.Missing = 4
	if got := MainProblem(&u); got.Text != "未公开" || got.Note != "4项" {
		t.Error(got)
	}
	if got := MainProblem(&mart.Unit{}); got.Text != Dash || got.Note != "" {
		t.Error(got)
	}
}

func TestMoverSentences(t *testing.T) {
	moved := func(name string, now, before int64) mart.Unit {
		u := unit(name, n(now), 80)
		u.PreviousRank = n(before)
		return u
	}
	climber := moved("甲镇", 1, 4)
	climber.Timeliness, climber.PreviousTimeliness = rate(9, 10), f(0.5)
	climber.Completeness, climber.PreviousCompleteness = rate(6, 10), f(0.7)
	for _, tt := range []struct {
		name  string
		units []mart.Unit
		want  string
	}{
		{"with a reason", []mart.Unit{climber, moved("乙镇", 2, 1), moved("丙镇", 3, 2)},
			"名次上升最多的是甲镇，由第4位到第1位，其公开及时率上升40.00个百分点，在计分指标中上升最多。名次下降最多的是乙镇、丙镇，均下降1位。"},
		{"nobody", []mart.Unit{moved("甲镇", 1, 1), moved("乙镇", 2, 2)}, "各镇街名次与上期相同。"},
		{"nobody in both", []mart.Unit{unit("甲镇", n(1), 80)}, ""},
	} {
		d := Data{Build: mart.Build{Previous: "2026Q1"}, Townships: tt.units}
		if got := strings.Join(MoverSentences(&d), ""); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	d := Data{Townships: []mart.Unit{climber}}
	if got := MoverSentences(&d); got != nil {
		t.Errorf("without a previous window: %q", got)
	}
}

func TestBelowGood(t *testing.T) {
	both := unit("甲镇", n(2), 84.99)
	both.PreviousScore = f(80)
	now := unit("乙镇", n(3), 84)
	now.PreviousScore = f(85)
	fresh := unit("丙镇", n(4), 60)
	d := Data{Build: mart.Build{Previous: "2026Q1"}, Townships: []mart.Unit{both, now, fresh}, Rules: []mart.Rule{{Rule: "grade.good", Value: "85"}}}
	units, least, ok := BelowGood(&d)
	if !ok || least != 85 || len(units) != 1 || Name(&units[0]) != "甲镇" {
		t.Errorf("%v %v %v", units, least, ok)
	}
	d.Rules = nil
	if _, _, ok := BelowGood(&d); ok {
		t.Error("judged without the rule")
	}
}

// A new rule must get its words here, or it is printed by its code.
func TestEveryRuleHasWords(t *testing.T) {
	rules := rulebook.Defaults()
	if len(rules) == 0 {
		t.Fatal("no rules")
	}
	for _, r := range rules {
		if rulebook.RuleTitle(r.Rule) == r.Rule {
			t.Errorf("rule %s has no name in words", r.Rule)
		}
	}
	for value, want := range map[[2]string]string{
		{"posting.minimum", "10d"}: "10天", {"posting.minimum.财务", "1m"}: "1个月", {"due.fixed.shift", "none"}: "不顺延",
		{"false_disclosure.cap", "none"}: "不限", {"score.fourth", "handled"}: "办理率", {"min_due", "5"}: "5",
	} {
		if got := RuleValue(value[0], value[1]); got != want {
			t.Errorf("%v: %s, want %s", value, got, want)
		}
	}
}

func TestRankedUnitsComeFirst(t *testing.T) {
	units := ByRank([]mart.Unit{unit("丁镇", nil, 0), unit("乙镇", n(2), 80), unit("甲镇", n(1), 90)})
	if Name(&units[0]) != "甲镇" || Name(&units[2]) != "丁镇" {
		t.Errorf("order is %s, %s, %s", Name(&units[0]), Name(&units[1]), Name(&units[2]))
	}
	groups := Groups([]mart.Unit{{TownshipCode: "1", Kind: "街道"}, {TownshipCode: "2", Kind: "乡"}, {TownshipCode: "3", Kind: "镇"}})
	if len(groups) != 2 || groups[0].Name != "镇乡" || len(groups[0].Units) != 2 {
		t.Errorf("groups are %+v", groups)
	}
}
