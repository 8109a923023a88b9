package civil

import (
	"testing"
	"time"
)

func TestOfRefusesDaysThatDoNotExist(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		ok      bool
	}{{2026, 2, 29, false}, {2024, 2, 29, true}, {2026, 13, 1, false}, {2026, 9, 31, false}, {2026, 0, 1, false}, {2000, 1, 1, true}} {
		if _, ok := Of(c.y, c.m, c.d); ok != c.ok {
			t.Errorf("Of(%d, %d, %d) ok = %v, want %v", c.y, c.m, c.d, ok, c.ok)
		}
	}
}

func TestAddMonthsClipsToMonthEnd(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-11-30", 3, "2027-02-28"}, {"2026-06-15", 0, "2026-06-15"}} {
		if got := MustParse(c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestOnIsTheShanghaiDay(t *testing.T) {
	at := time.Date(2026, 6, 30, 16, 30, 0, 0, time.UTC) // 00:30 on 1 July in Shanghai
	if got := On(at).String(); got != "2026-07-01" {
		t.Errorf("On = %s, want 2026-07-01", got)
	}
}

func TestMonthEnds(t *testing.T) {
	d := MustParse("2026-02-10")
	if d.MonthStart().String() != "2026-02-01" || d.MonthEnd().String() != "2026-02-28" {
		t.Errorf("month of %s: %s to %s", d, d.MonthStart(), d.MonthEnd())
	}
}

func TestTextRoundTrip(t *testing.T) {
	want := MustParse("2026-06-30")
	text, _ := want.MarshalText()
	var got Date
	if err := got.UnmarshalText(text); err != nil || got != want {
		t.Errorf("round trip of %s gave %s, %v", want, got, err)
	}
	if err := got.UnmarshalText([]byte("2026-6-30")); err == nil {
		t.Error("a day without zero padding was accepted")
	}
}
