package score

import (
	"testing"
)

// usual are the default rules of a closed quarter.
func usual() Params {
	return Params{
		Weights: [4]int64{35, 30, 15, 20}, MinDue: 5,
		Grades: [3]Hundredths{9500, 8500, 7000}, FalseDisclosureCap: "中",
		Quarters: 1, Target: 1000,
	}
}

// counts makes a village with due obligations, of which onTime and complete,
// that held consultations and had outcomes of which handled were handled (all
// of these adopted).
func counts(due, onTime, complete, held, eligible, handled int64) Counts {
	return Counts{
		OnTime: onTime, Missing: due - onTime, Complete: complete,
		Held: held, HeldAtEnd: held, VillagesAtEnd: 1, IndexVillages: 1, IndexSum: min(1000*held, 1000),
		Eligible: eligible, AdoptedFully: handled,
	}
}

func TestScoreOfOneVillage(t *testing.T) {
	adopted := func(p *Params) { p.FourthIsAdoption = true }
	provisional := func(p *Params) { p.Provisional = true }
	refused := counts(10, 10, 10, 1, 2, 1)
	refused.Refused, refused.Explained = 1, 1
	gone := counts(10, 8, 5, 0, 0, 0)
	gone.VillagesAtEnd, gone.IndexVillages, gone.IndexSum = 0, 0, 0
	eligibleOnly := counts(10, 10, 10, 0, 1, 1)
	two := counts(10, 10, 10, 1, 1, 1)
	two.IndexSum = 500 // target 0.5 a quarter over one quarter, none of it missed

	tests := []struct {
		name   string
		counts Counts
		change func(*Params)
		want   string // "" is null
	}{
		{name: "all perfect", counts: counts(10, 10, 10, 1, 1, 1), want: "100.00"},
		{name: "nothing right", counts: counts(10, 0, 0, 0, 1, 0), want: "0.00"},
		// 0.8×35 + 0.5×30 + 1×15 + 1×20
		{name: "weights 35 30 15 20", counts: counts(10, 8, 5, 1, 1, 1), want: "78.00"},
		// (0.8×35 + 0.5×30 + 1×15) / 80
		{name: "held and nothing eligible: the fourth's weight is shared out", counts: counts(10, 8, 5, 1, 0, 0), want: "72.50"},
		// 0.8×35 + 0.5×30 + 0×35
		{name: "nothing held, nothing eligible: the fourth's weight goes to frequency_index", counts: counts(10, 8, 5, 0, 0, 0), want: "43.00"},
		// 1×35 + 1×30 + 0×15 + 1×20
		{name: "nothing held but an outcome is eligible: each its own", counts: eligibleOnly, want: "85.00"},
		// (0.8×35 + 0.5×30) / 65 = 66.1538…
		{name: "no frequency_index to take the fourth's weight: both are shared out", counts: gone, want: "66.15"},
		// (0×15 + 0×20) / 35
		{name: "nothing due", counts: counts(0, 0, 0, 0, 0, 0), want: "0.00"},
		// (1×15 + 1×20) / 35
		{name: "nothing due, all consulted", counts: counts(0, 0, 0, 1, 1, 1), want: "100.00"},
		{name: "all null", counts: Counts{}, want: ""},
		{name: "explained refusal counts as handled", counts: refused, want: "100.00"},
		// 35 + 30 + 15 + 0.5×20
		{name: "fourth is adoption", counts: refused, change: adopted, want: "90.00"},
		// (0.8×35 + 0.5×30 + 1×20) / 85 = 74.1176…
		{name: "provisional: frequency_index is not scored", counts: counts(10, 8, 5, 0, 1, 1), change: provisional, want: "74.12"},
		// (0.8×35 + 0.5×30) / 65
		{name: "provisional, nothing held: both weights are shared out", counts: counts(10, 8, 5, 0, 0, 0), change: provisional, want: "66.15"},
		{name: "provisional and nothing else", counts: counts(0, 0, 0, 1, 0, 0), change: provisional, want: ""},
		{name: "target below one", counts: two, change: func(p *Params) { p.Target = 500 }, want: "100.00"},
		// 0.5×15 of 80
		{name: "half of a target of two", counts: counts(10, 10, 10, 1, 0, 0), change: func(p *Params) { p.Target = 2000 }, want: "90.63"},
		{name: "a target of nothing makes no index", counts: counts(10, 8, 5, 0, 1, 1), change: func(p *Params) { p.Target = 0 }, want: "74.12"},
		{name: "a weight of nothing", counts: counts(0, 0, 0, 1, 0, 0), change: func(p *Params) { p.Weights = [4]int64{50, 50, 0, 0} }, want: ""},
		// scaled weights: proportion is all that counts
		{name: "weights in thousandths", counts: counts(10, 8, 5, 1, 1, 1), change: func(p *Params) { p.Weights = [4]int64{35000, 30000, 15000, 20000} }, want: "78.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := usual()
			if tt.change != nil {
				tt.change(&p)
			}
			got := ""
			if h := Score(Village, []Unit{{Kind: "村", Counts: tt.counts}}, p)[0].Score; h != nil {
				got = h.String()
			}
			if got != tt.want {
				t.Errorf("score %q, want %q", got, tt.want)
			}
		})
	}
}

// 90.625 is a binary fraction, so every formatter agrees it is a tie, and
// half to even would make it 90.62; 1.005 is none, and a float would fall
// below it.
func TestScoreRoundsTheExactTieAwayFromZero(t *testing.T) {
	p := usual()
	p.Weights = [4]int64{1, 0, 0, 0}
	for _, tt := range []struct {
		due, onTime int64
		want        Hundredths
	}{
		{32, 29, 9063},         // 90.625
		{20_000, 201, 101},     // 1.005
		{20_000, 18_101, 9051}, // 90.505
		{3, 2, 6667},
		{3, 1, 3333},
	} {
		got := *Score(Village, []Unit{{Counts: counts(tt.due, tt.onTime, 0, 0, 0, 0)}}, p)[0].Score
		if got != tt.want {
			t.Errorf("%d/%d: %v, want %v", tt.onTime, tt.due, got, tt.want)
		}
	}
}

func TestGrade(t *testing.T) {
	p := usual()
	p.Weights = [4]int64{1, 0, 0, 0}
	tests := []struct {
		name        string
		due, onTime int64
		open        bool
		level       Level
		cap         string
		want        string
	}{
		{name: "95 is 优", due: 20, onTime: 19, want: "优"},
		{name: "94.995 rounds to 95.00 and is 优", due: 20_000, onTime: 18_999, want: "优"},
		{name: "94.99 is 良", due: 10_000, onTime: 9499, want: "良"},
		{name: "85 is 良", due: 20, onTime: 17, want: "良"},
		{name: "84.99 is 中", due: 10_000, onTime: 8499, want: "中"},
		{name: "70 is 中", due: 10, onTime: 7, want: "中"},
		{name: "69.99 is 差", due: 10_000, onTime: 6999, want: "差"},
		{name: "open false disclosure caps 优 at 中", due: 10, onTime: 10, open: true, want: "中"},
		{name: "the cap does not lift 差", due: 10, onTime: 1, open: true, want: "差"},
		{name: "another cap", due: 10, onTime: 10, open: true, cap: "良", want: "良"},
		{name: "a township is not capped", due: 10, onTime: 10, open: true, level: Township, want: "优"},
		{name: "the district has no grade", due: 10, onTime: 10, level: District, want: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := p
			if tt.cap != "" {
				p.FalseDisclosureCap = tt.cap
			}
			u := Unit{Counts: counts(tt.due, tt.onTime, 0, 0, 0, 0), OpenFalseDisclosure: tt.open}
			r := Score(tt.level, []Unit{u}, p)[0]
			if r.Grade != tt.want {
				t.Errorf("grade %q at %v, want %q", r.Grade, r.Score, tt.want)
			}
			if want := Hundredths(rounded(Frac{tt.onTime, tt.due}.rat(), 10_000)); *r.Score != want {
				t.Errorf("score %v, want %v: the score stands", *r.Score, want)
			}
		})
	}
}

func TestUnranked(t *testing.T) {
	few := counts(4, 4, 4, 1, 1, 1)
	tests := []struct {
		name     string
		level    Level
		counts   Counts
		score    bool
		ranked   bool
		unranked string
	}{
		{name: "five due", counts: counts(5, 5, 5, 1, 1, 1), score: true, ranked: true},
		{name: "four due is too few", counts: few, score: true, unranked: "样本不足"},
		{name: "nothing due, consulted", counts: counts(0, 0, 0, 1, 1, 1), score: true, unranked: "样本不足"},
		{name: "too few and no score", counts: Counts{}, unranked: "本期无考核事项"},
		{name: "a township is ranked with few", level: Township, counts: few, score: true, ranked: true},
		{name: "a township with nothing", level: Township, counts: Counts{}, unranked: "本期无考核事项"},
		{name: "the district has a score only", level: District, counts: few, score: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// A second, ranked unit shows that an unranked one takes no place.
			units := []Unit{
				{Code: "a", Kind: "村", Counts: tt.counts},
				{Code: "b", Kind: "村", Counts: counts(9, 1, 1, 0, 2, 1)},
			}
			results := Score(tt.level, units, usual())
			r := results[0]
			if (r.Score != nil) != tt.score || r.Unranked != tt.unranked || (r.Grade != "") != tt.ranked {
				t.Errorf("score %v, unranked %q, grade %q", r.Score, r.Unranked, r.Grade)
			}
			for i, rank := range ranks(r) {
				if (rank != nil) != tt.ranked {
					t.Errorf("rank %d given: %t, want %t", i, rank != nil, tt.ranked)
				}
			}
			if tt.level == District {
				return
			}
			want := int64(1)
			if tt.ranked {
				want = 2
			}
			if got := results[1].Rank; got == nil || *got != want {
				t.Errorf("the other unit's rank %v, want %d", got, want)
			}
		})
	}
}

func ranks(r Result) []*int64 {
	return []*int64{r.Rank, r.RankInKind, r.RankTimeliness, r.RankCompleteness, r.RankFrequency, r.RankAdoption}
}
