package rulebook

import (
	"slices"
	"testing"
)

func TestPeriodDue(t *testing.T) {
	shifted := RuleEntry{Rule: "due.fixed.shift", Value: NextWorkday, Source: "试"}
	// From 1 July 2026 on the monthly items are due on the 10th.
	change := []RuleEntry{
		{Rule: "due.monthly", Value: "15", From: day("2020-08-21")},
		{Rule: "due.monthly", Value: "10", From: day("2026-07-01")},
	}
	// On 2 July it is too late to change what June is due by.
	dayLater := []RuleEntry{change[0], {Rule: "due.monthly", Value: "10", From: day("2026-07-02")}}
	tests := []struct {
		name   string
		rules  []RuleEntry
		period string
		want   string
	}{
		{"month", nil, "2026-06", "2026-07-15"},
		{"december", nil, "2025-12", "2026-01-15"},
		{"quarter", nil, "2026Q1", "2026-04-15"},
		{"half-year", nil, "2026H1", "2026-07-15"},
		{"year", nil, "2025", "2026-01-15"},
		{"rule before the change", change, "2026-05", "2026-06-15"},
		{"rule on the day after the period", change, "2026-06", "2026-07-10"},
		{"rule changed within the first month", dayLater, "2026-06", "2026-07-15"},
		{"the default holds before the first value", []RuleEntry{{Rule: "due.monthly", Value: "20", From: day("2026-05-01")}}, "2026-03", "2026-04-15"},
		{"a value older than the default holds on", []RuleEntry{{Rule: "due.monthly", Value: "20", From: day("2010-01-01")}}, "2026-03", "2026-04-20"},
		{"31st of a short month", []RuleEntry{{Rule: "due.monthly", Value: "31"}}, "2026-01", "2026-02-28"},
		// 2026-02-15 opens the Spring Festival, which ends on the 23rd.
		{"stands on a holiday", nil, "2026-01", "2026-02-15"},
		{"over a holiday", []RuleEntry{shifted}, "2026-01", "2026-02-24"},
		{"working day stays", []RuleEntry{shifted}, "2026-06", "2026-07-15"},
		{"over a weekend", []RuleEntry{shifted}, "2026-07", "2026-08-17"},
		{"worked Saturday stays", []RuleEntry{shifted, {Rule: "due.monthly", Value: "14"}}, "2026-01", "2026-02-14"},
		{"the other switch does not move it", []RuleEntry{{Rule: "due.counted.shift", Value: NextWorkday}}, "2026-01", "2026-02-15"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := ParsePeriod(tt.period)
			if err != nil {
				t.Fatal(err)
			}
			if got := smallBook(t, tt.rules...).PeriodDue(p); got != day(tt.want) {
				t.Errorf("%s is due on %s, want %s", p, got, tt.want)
			}
		})
	}
}

func TestEventDue(t *testing.T) {
	change := []RuleEntry{
		{Rule: "due.event_days", Value: "10"},
		{Rule: "due.event_days", Value: "5", From: day("2026-07-01")},
	}
	shifted := append(slices.Clone(change), RuleEntry{Rule: "due.counted.shift", Value: NextWorkday, From: day("2026-01-01")})
	tests := []struct {
		name           string
		rules          []RuleEntry
		occurred, want string
	}{
		{"the day itself is not counted", nil, "2026-06-15", "2026-06-25"},
		{"the day it occurred decides", change, "2026-06-30", "2026-07-10"},
		{"from the change on", change, "2026-07-01", "2026-07-06"},
		{"over the National Day", shifted, "2026-09-28", "2026-10-08"},
		{"stands", change, "2026-09-28", "2026-10-03"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := smallBook(t, tt.rules...).EventDue(day(tt.occurred)); got != day(tt.want) {
				t.Errorf("due on %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDues(t *testing.T) {
	b := smallBook(t)
	dues := b.Dues(day("2026-07-15"))
	var got []string
	for _, d := range dues {
		if d.On >= day("2026-01-15") && d.On <= day("2026-01-31") || d.On > day("2026-06-15") {
			got = append(got, d.On.String()+" "+d.ItemCode+" "+d.Period.String())
		}
	}
	want := []string{
		"2026-01-15 CW01 2025-12",
		"2026-01-15 CW07 2025Q4",
		"2026-01-15 CW08 2025",
		"2026-01-15 DW07 2025Q4",
		"2026-01-15 FW11 2025",   // began on the period's last day
		"2026-01-15 ZW01 2025Q4", // quarterly to the year's end, half-yearly from then on
		"2026-01-15 ZW08 2025Q4",
		"2026-07-15 CW01 2026-06",
		"2026-07-15 CW07 2026Q2",
		"2026-07-15 DW07 2026Q2",
		"2026-07-15 ZW01 2026H1",
		"2026-07-15 ZW08 2026Q2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if last := b.Dues(day("2026-07-14")); len(last) != len(dues)-5 {
		t.Errorf("%d due up to the day before, %d then", len(last), len(dues))
	}
	if dues[0].On != day("2000-02-15") {
		t.Errorf("the list begins on %s", dues[0].On)
	}
	seen := map[Due]bool{}
	for _, d := range dues {
		if seen[d] {
			t.Errorf("%v twice", d)
		}
		seen[d] = true
	}
}

func TestCalendar(t *testing.T) {
	c := DefaultCalendar()
	for _, tt := range []struct {
		day  string
		want bool
	}{
		{"2026-02-14", true}, // Saturday, worked
		{"2026-02-16", false}, {"2026-02-24", true},
		{"2026-10-10", true}, {"2026-10-08", true}, {"2026-10-07", false},
		{"2026-06-13", false}, {"2026-06-15", true},
		{"2030-10-01", true}, // not covered: a Tuesday
		{"2030-10-05", false},
	} {
		if got := c.IsWorkday(day(tt.day)); got != tt.want {
			t.Errorf("IsWorkday(%s) = %v", tt.day, got)
		}
	}
	for year := 2018; year <= 2027; year++ {
		if want := year >= 2019 && year <= 2026; c.Covers(year) != want {
			t.Errorf("Covers(%d) = %v", year, !want)
		}
	}
	_, problems := NewCalendar([]CalendarDay{
		{Day: day("2026-01-01"), Kind: DayOff, Line: 2},
		{Day: day("2026-01-01"), Kind: DayOff, Line: 3},
		{Day: day("2026-01-01"), Kind: DayWork, Line: 4},
		{Day: day("2026-01-02"), Kind: "假", Line: 5},
	})
	wantProblems(t, problems, "warning 出现两次", "error 第2行“休”，第4行“班”", "error “假”不是")
}
