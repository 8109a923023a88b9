package rulebook

import (
	"testing"

	"tongbao/internal/civil"
)

func TestPeriods(t *testing.T) {
	tests := []struct {
		text       string
		frequency  Frequency
		start, end string
		next, prev string
		chinese    string
	}{
		{"2026-06", Monthly, "2026-06-01", "2026-06-30", "2026-07", "2026-05", "2026年6月"},
		{"2024-02", Monthly, "2024-02-01", "2024-02-29", "2024-03", "2024-01", "2024年2月"},
		{"2025-12", Monthly, "2025-12-01", "2025-12-31", "2026-01", "2025-11", "2025年12月"},
		{"2026Q2", Quarterly, "2026-04-01", "2026-06-30", "2026Q3", "2026Q1", "2026年第二季度"},
		{"2026Q1", Quarterly, "2026-01-01", "2026-03-31", "2026Q2", "2025Q4", "2026年第一季度"},
		{"2026H1", HalfYear, "2026-01-01", "2026-06-30", "2026H2", "2025H2", "2026年上半年"},
		{"2026H2", HalfYear, "2026-07-01", "2026-12-31", "2027H1", "2026H1", "2026年下半年"},
		{"2026", Yearly, "2026-01-01", "2026-12-31", "2027", "2025", "2026年"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			p, err := ParsePeriod(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.String(); got != tt.text {
				t.Errorf("String() = %s", got)
			}
			if p.Frequency() != tt.frequency || p.Start().String() != tt.start || p.End().String() != tt.end {
				t.Errorf("got %s %s to %s", p.Frequency(), p.Start(), p.End())
			}
			if p.Next().String() != tt.next || p.Previous().String() != tt.prev {
				t.Errorf("next %s, previous %s", p.Next(), p.Previous())
			}
			if p.Chinese() != tt.chinese {
				t.Errorf("Chinese() = %s", p.Chinese())
			}
			for day := p.Start(); day <= p.End(); day++ {
				if PeriodOf(tt.frequency, day) != p {
					t.Fatalf("PeriodOf(%s) = %s", day, PeriodOf(tt.frequency, day))
				}
			}
		})
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, text := range []string{
		"", "26", "2026-6", "2026-00", "2026-13", "2026-+1", "2026Q0", "2026Q5", "2026q2", "2026H3", "2026Q12",
		"2026-06-01", "1999-12", "３０２６", "2026 ", "2026年", "202６", "0000", "-026",
	} {
		if p, err := ParsePeriod(text); err == nil {
			t.Errorf("ParsePeriod(%q) = %s, want an error", text, p)
		}
	}
}

func TestPeriodContains(t *testing.T) {
	period := func(text string) Period {
		p, err := ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	tests := []struct {
		outer, inner string
		want         bool
	}{
		{"2026", "2026Q4", true}, {"2026", "2026-12", true}, {"2026H1", "2026Q2", true}, {"2026Q2", "2026Q2", true},
		{"2026Q2", "2026H1", false}, {"2026Q2", "2026-07", false}, {"2026", "2025Q4", false},
	}
	for _, tt := range tests {
		if got := period(tt.outer).Contains(period(tt.inner)); got != tt.want {
			t.Errorf("%s contains %s = %v", tt.outer, tt.inner, got)
		}
	}
	if period("2026").Contains(Period{}) || (Period{}).Contains(period("2026")) {
		t.Error("no period contains, or is contained in, none")
	}
	if !PeriodOf(Event, civil.MustOf(2026, 1, 1)).IsZero() {
		t.Error("events have no period")
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, seed := range []string{"2026-06", "2026Q2", "2026H1", "2026", "2026-13", "２０２６"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeriod(text)
		if err != nil {
			return
		}
		if p.String() != text {
			t.Fatalf("%q is read as %s", text, p)
		}
		if p.Next().Previous() != p || p.End() < p.Start() || p.Chinese() == "" {
			t.Fatalf("%s: %s to %s", p, p.Start(), p.End())
		}
	})
}

func TestWindows(t *testing.T) {
	tests := []struct {
		text       string
		start, end string
		quarters   int
		previous   string
		chinese    string
	}{
		{"2026-06", "2026-04-01", "2026-06-30", 1, "2026-05", "2026年4—6月（截至6月的三个月）"},
		{"2026-07", "2026-05-01", "2026-07-31", 1, "2026-06", "2026年5—7月（截至7月的三个月）"},
		{"2026-01", "2025-11-01", "2026-01-31", 1, "2025-12", "2025年11月—2026年1月（截至1月的三个月）"},
		{"2026Q2", "2026-04-01", "2026-06-30", 1, "2026Q1", "2026年第二季度"},
		{"2026Q1", "2026-01-01", "2026-03-31", 1, "2025Q4", "2026年第一季度"},
		{"2026H1", "2026-01-01", "2026-06-30", 2, "2025H2", "2026年上半年"},
		{"2026", "2026-01-01", "2026-12-31", 4, "2025", "2026年"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			w, err := ParseWindow(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if w.Start.String() != tt.start || w.End.String() != tt.end || w.Quarters() != tt.quarters {
				t.Errorf("%s to %s, %d quarters", w.Start, w.End, w.Quarters())
			}
			previous, _ := ParseWindow(tt.previous)
			if w.Previous() != previous {
				t.Errorf("Previous() = %+v, want %+v", w.Previous(), previous)
			}
			if w.Chinese() != tt.chinese {
				t.Errorf("Chinese() = %s", w.Chinese())
			}
			steps := w.Steps()
			if len(steps) != tt.quarters || steps[0].Start != w.Start || steps[len(steps)-1].End != w.End {
				t.Errorf("Steps() = %v", steps)
			}
			if !w.Contains(w.Start) || !w.Contains(w.End) || w.Contains(w.Start-1) || w.Contains(w.End+1) {
				t.Error("Contains is not [start, end]")
			}
		})
	}
	if _, err := ParseWindow("2026年6月"); err == nil {
		t.Error("a window must be canonical")
	}
}
