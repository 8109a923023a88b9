package score

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// byTimeliness are rules under which a unit's score is 100 × on time of 100.
func byTimeliness() Params {
	p := usual()
	p.Weights = [4]int64{1, 0, 0, 0}
	return p
}

// scoredBy makes villages of those scores; Code is a, b, c ….
func scoredBy(level Level, scores ...int64) Scored {
	var s Scored
	for i, score := range scores {
		kind := "村"
		if level == Township {
			kind = "镇"
		}
		s.Units = append(s.Units, Unit{Code: string(rune('a' + i)), Kind: kind, Counts: counts(100, score, score, 1, 0, 0)})
	}
	s.Results = Score(level, s.Units, byTimeliness())
	return s
}

// shown writes a list as place, code, reasons; a bracket is the annex.
func shown(list List, all []Listed, now Scored) string {
	var words []string
	for _, e := range all {
		if e.List != list {
			continue
		}
		var reasons []string
		for _, r := range e.Reasons {
			reasons = append(reasons, string(r))
		}
		word := fmt.Sprintf("%d%s %s", e.Place, now.Units[e.Unit].Code, strings.Join(reasons, "+"))
		if e.Annexed {
			word = "[" + word + "]"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func TestRedList(t *testing.T) {
	for _, tt := range []struct {
		name   string
		level  Level
		scores []int64
		open   string // codes of the units with an open finding
		want   string
	}{
		{name: "the best first", scores: []int64{96, 94, 100, 95}, want: "1c excellent, 2a excellent, 3d excellent"},
		{name: "none is 优", scores: []int64{94, 90}, want: ""},
		{name: "an open finding keeps off", scores: []int64{99, 98}, open: "a", want: "1b excellent"},
		{name: "of a township too", level: Township, scores: []int64{99, 98}, open: "b", want: "1a excellent"},
		{name: "eleven: the last does not fit", scores: []int64{100, 99, 98, 97, 96, 96, 97, 98, 99, 100, 95},
			want: "1a excellent, 1j excellent, 3b excellent, 3i excellent, 5c excellent, 5h excellent, 7d excellent, 7g excellent, 9e excellent, 9f excellent, [11k excellent]"},
		{name: "ties at the tenth are left out", scores: []int64{100, 100, 100, 100, 100, 100, 100, 100, 96, 96, 96},
			want: "1a excellent, 1b excellent, 1c excellent, 1d excellent, 1e excellent, 1f excellent, 1g excellent, 1h excellent, [9i excellent], [9j excellent], [9k excellent]"},
		{name: "ties that end with the tenth stay", scores: []int64{100, 100, 100, 100, 100, 100, 100, 100, 96, 96, 95},
			want: "1a excellent, 1b excellent, 1c excellent, 1d excellent, 1e excellent, 1f excellent, 1g excellent, 1h excellent, 9i excellent, 9j excellent, [11k excellent]"},
		{name: "ten alike all fit", scores: []int64{100, 100, 100, 100, 100, 100, 100, 100, 100, 100},
			want: "1a excellent, 1b excellent, 1c excellent, 1d excellent, 1e excellent, 1f excellent, 1g excellent, 1h excellent, 1i excellent, 1j excellent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := scoredBy(tt.level, tt.scores...)
			for i := range now.Units {
				now.Units[i].OpenFalseDisclosure = strings.Contains(tt.open, now.Units[i].Code)
			}
			p := byTimeliness()
			p.FalseDisclosureCap = "优" // no cap: the finding alone keeps off the list
			now.Results = Score(tt.level, now.Units, p)
			if got := shown(Red, Lists(tt.level, now, Scored{}, p), now); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestBlackList(t *testing.T) {
	few := scoredBy(Village, 100, 10, 60)
	few.Units[1].Counts = counts(4, 0, 0, 1, 0, 0)
	few.Results = Score(Village, few.Units, byTimeliness())
	for _, tt := range []struct {
		name  string
		level Level
		now   Scored
		want  string
	}{
		{"the worst first", Village, scoredBy(Village, 69, 70, 10, 100), "1c poor, 2a poor"},
		{"样本不足 is on no list", Village, few, "1c poor"},
		{"twelve: ties at the tenth are left out", Village, scoredBy(Village, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 20, 30),
			"1a poor, 2b poor, 3c poor, 4d poor, 5e poor, 6f poor, 7g poor, 8h poor, 9i poor, [10j poor], [10k poor], [12l poor]"},
		// θ is 0.93 and φ 23.9, since of eight residuals none is drawn in: the limit is 0.545.
		{"差 and within the limits", Township, scoredBy(Township, 98, 98, 98, 98, 98, 97, 97, 60), "1h poor"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(Black, Lists(tt.level, tt.now, Scored{}, byTimeliness()), tt.now); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

// Townships that the funnel finds are named besides the ten, whatever their
// grade, each with the rate it was found by.
func TestBlackListByFunnel(t *testing.T) {
	// 24 alike, one behind in timeliness, one in completeness, one in both.
	now := Scored{}
	for i := range 27 {
		onTime, complete := int64(900+i%3), int64(850+i%4)
		switch i {
		case 5:
			onTime, complete = 840, 870
		case 9:
			complete = 780
		case 20:
			onTime, complete = 600, 600
		}
		now.Units = append(now.Units, Unit{Code: string(rune('A' + i)), Kind: "镇", Counts: counts(1000, onTime, complete, 1, 0, 0)})
	}
	p := byTimeliness()
	p.Weights = [4]int64{1, 1, 0, 0}
	now.Results = Score(Township, now.Units, p)
	all := Lists(Township, now, Scored{}, p)
	want := "1U poor+below_timeliness+below_completeness, 2J below_completeness, 3F below_timeliness"
	if got := shown(Black, all, now); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if grade := now.Results[5].Grade; grade != "良" {
		t.Errorf("F has %s: the case is to show that the grade does not matter", grade)
	}
	// The same as villages: the funnel is the townships'.
	now.Results = Score(Village, now.Units, p)
	if got := shown(Black, Lists(Village, now, Scored{}, p), now); got != "1U poor" {
		t.Errorf("villages: %s", got)
	}
}

// Twelve poor townships, of which the funnel finds the eleventh as well: it is
// named, and the other that does not fit is annexed.
func TestWhomTheFunnelFindsIsNotAnnexed(t *testing.T) {
	now := Scored{}
	for i := range 12 {
		now.Units = append(now.Units, Unit{Code: string(rune('a' + i)), Kind: "镇", Counts: counts(10, 0, 0, 1, 0, 0)})
		now.Units[i].OnTime = int64(i % 5)
		now.Units[i].Missing = 10 - now.Units[i].OnTime
	}
	for i := range 40 {
		now.Units = append(now.Units, Unit{Code: fmt.Sprintf("z%02d", i), Kind: "镇", Counts: counts(1000, 980, 980, 1, 0, 0)})
	}
	now.Units[11].Counts = counts(1000, 600, 980, 1, 0, 0)
	p := byTimeliness()
	now.Results = Score(Township, now.Units, p)
	var named, annexed []string
	for _, e := range Lists(Township, now, Scored{}, p) {
		if e.List != Black {
			continue
		}
		word := now.Units[e.Unit].Code
		if e.Annexed {
			if slices.ContainsFunc(e.Reasons, byFunnel) {
				t.Errorf("%s was found by the funnel and is annexed", word)
			}
			annexed = append(annexed, word)
		} else {
			named = append(named, word)
		}
	}
	if !slices.Contains(named, "l") || len(named)+len(annexed) != 12 {
		t.Errorf("named %v, annexed %v", named, annexed)
	}
}

func TestLaggards(t *testing.T) {
	before := func(worst ...int64) Scored {
		scores := slices.Repeat([]int64{90}, 20-len(worst))
		return scoredBy(Village, append(scores, worst...)...)
	}
	for _, tt := range []struct {
		name        string
		now, before Scored
		want, black string
	}{
		// Twenty units: the bottom tenth is the last two, s and t.
		{name: "both times in the bottom tenth and below 良", now: before(80, 75), before: before(84, 84),
			want: "1t bottom_twice, 2s bottom_twice"},
		{name: "差 as well: the black list says both", now: before(80, 60), before: before(84, 84),
			want: "1t bottom_twice, 2s bottom_twice", black: "1t poor+bottom_twice"},
		{name: "良 is not behind", now: before(86, 75), before: before(84, 84), want: "1t bottom_twice"},
		{name: "良 was not behind", now: before(80, 75), before: before(84, 86), want: "1s bottom_twice"},
		{name: "three share the last two places: none is surely among them", now: before(80, 80, 80), before: before(84, 84), want: ""},
		{name: "no previous window", now: before(80, 75), want: ""},
		{name: "not there before", now: before(80, 75), before: scoredBy(Village, slices.Repeat([]int64{50}, 18)...), want: ""},
		{name: "nine have no tenth", now: scoredBy(Village, 99, 98, 97, 96, 95, 94, 93, 92, 71), before: scoredBy(Village, 99, 98, 97, 96, 95, 94, 93, 92, 71), want: ""},
		{name: "ten have", now: scoredBy(Village, 99, 98, 97, 96, 95, 94, 93, 92, 91, 71), before: scoredBy(Village, 99, 98, 97, 96, 95, 94, 93, 92, 91, 71), want: "1j bottom_twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := Lists(Village, tt.now, tt.before, byTimeliness())
			if got := shown(Laggard, all, tt.now); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if got := shown(Black, all, tt.now); got != tt.black {
				t.Errorf("black: %s, want %s", got, tt.black)
			}
			for _, e := range all {
				if e.List == Laggard && (e.Before == nil || e.Ranked != 20 && e.Ranked != 10 || e.RankedBefore != e.Ranked) {
					t.Errorf("%+v", e)
				}
			}
		})
	}
}

func TestListsOfTheDistrict(t *testing.T) {
	now := scoredBy(District, 10)
	if all := Lists(District, now, now, byTimeliness()); all != nil {
		t.Errorf("%+v", all)
	}
}

// Lists do not depend on the order of the units, never name more than ten
// besides the funnel's, and never name one better than whom they leave out.
func TestListsOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	p := usual()
	full := 0
	for range 60 {
		units := someUnits(r, 150)
		now := Scored{units, Score(Village, units, p)}
		earlier := someUnits(r, 150)
		before := Scored{earlier, Score(Village, earlier, p)}
		all := Lists(Village, now, before, p)

		shuffled := Scored{slices.Clone(units), nil}
		r.Shuffle(len(units), func(i, j int) { shuffled.Units[i], shuffled.Units[j] = shuffled.Units[j], shuffled.Units[i] })
		shuffled.Results = Score(Village, shuffled.Units, p)
		again := Lists(Village, shuffled, before, p)
		for _, list := range []List{Red, Black, Laggard} {
			if a, b := shown(list, all, now), shown(list, again, shuffled); a != b {
				t.Fatalf("%s list by another order:\n%s\n%s", list, a, b)
			}
			named := map[Hundredths]bool{}
			n := 0
			for _, e := range all {
				if e.List != list {
					continue
				}
				score := *now.Results[e.Unit].Score
				if now.Results[e.Unit].Rank == nil {
					t.Fatalf("an unranked unit on %s", list)
				}
				if !e.Annexed {
					n++
					named[score] = true
				} else if named[score] {
					t.Fatalf("%s names one and annexes another of the same score", list)
				}
			}
			if n > listLength {
				t.Fatalf("%d on %s", n, list)
			}
			if n == listLength {
				full++
			}
		}
	}
	if full == 0 {
		t.Error("no list was ever full")
	}
}

func TestPercentiles(t *testing.T) {
	got := []int{nearestRank(5, 2000), nearestRank(95, 2000), nearestRank(5, 10), nearestRank(50, 9), nearestRank(100, 7)}
	if want := []int{100, 1900, 1, 5, 7}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
