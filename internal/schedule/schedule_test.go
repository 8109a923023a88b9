package schedule

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongbao/internal/civil"
)

// at reads a Shanghai time.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

// weekdays takes Saturdays, Sundays and the given days as non-working.
func weekdays(off ...string) func(civil.Date) civil.Date {
	return func(d civil.Date) civil.Date {
		for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || slices.Contains(off, d.String()) {
			d++
		}
		return d
	}
}

func TestNext(t *testing.T) {
	tests := []struct {
		name  string
		spec  Spec
		after string
		want  []string // the next firings
	}{
		{"monthly", Spec{Cron: "0 8 16 * *"}, "2026-07-16 08:00", []string{"2026-08-16 08:00", "2026-09-16 08:00"}},
		{"just before", Spec{Cron: "0 8 16 * *"}, "2026-07-16 07:59", []string{"2026-07-16 08:00"}},
		{"half-hourly in working hours", Spec{Cron: "*/30 8-18 * * *"}, "2026-07-16 18:00",
			[]string{"2026-07-16 18:30", "2026-07-17 08:00", "2026-07-17 08:30"}},
		{"quarterly circular", Spec{Cron: "0 8 5 2,5,8,11 *"}, "2026-08-05 08:00", []string{"2026-11-05 08:00", "2027-02-05 08:00"}},
		{"@monthly", Spec{Cron: "@monthly"}, "2026-12-31 23:59", []string{"2027-01-01 00:00", "2027-02-01 00:00"}},
		{"29 February", Spec{Cron: "0 0 29 2 *"}, "2026-07-16 08:00", []string{"2028-02-29 00:00", "2032-02-29 00:00"}},
		{"next working day", Spec{Cron: "0 8 16 * *", Workday: "next"}, "2026-07-16 08:00",
			[]string{"2026-08-17 08:00", "2026-09-16 08:00"}},
		{"moved past a long holiday", Spec{Cron: "0 8 1 * *", Workday: "next"}, "2026-09-01 08:00",
			[]string{"2026-10-08 08:00", "2026-11-02 08:00"}},
		{"days that move together fire once", Spec{Cron: "0 8 * * *", Workday: "next"}, "2026-09-29 08:00",
			[]string{"2026-09-30 08:00", "2026-10-08 08:00", "2026-10-09 08:00", "2026-10-12 08:00"}},
		{"moved from before to after", Spec{Cron: "0 8 15 * *", Workday: "next"}, "2026-08-16 12:00",
			[]string{"2026-08-17 08:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.spec.Job = "league"
			e := parseOne(t, tt.spec, weekdays("2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"))
			after := at(tt.after)
			for _, want := range tt.want {
				f, ok := e.Next(after)
				if !ok || !f.At.Equal(at(want)) {
					t.Fatalf("Next(%v) = %v, %v, want %s", after, f.At, ok, want)
				}
				after = f.At
			}
		})
	}
}

// The zone of the question, and of the machine, changes nothing: 02:30 in
// Berlin does not exist on 29 March 2026, and in Shanghai it does.
func TestSummerTimeElsewhere(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	local := time.Local
	time.Local = berlin
	t.Cleanup(func() { time.Local = local })

	e := parseOne(t, Spec{Job: "build", Cron: "30 2 * * *"}, nil)
	var got []string
	for _, f := range e.Missed(at("2026-03-28 03:00").In(berlin), at("2026-03-31 03:00").UTC()) {
		got = append(got, f.At.Format(time.RFC3339))
	}
	want := []string{"2026-03-29T02:30:00+08:00", "2026-03-30T02:30:00+08:00", "2026-03-31T02:30:00+08:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMissed(t *testing.T) {
	e := parseOne(t, Spec{Job: "league", Cron: "0 8 16 * *", Window: LastMonth}, nil)
	got := e.Missed(at("2026-05-16 08:00"), at("2026-07-16 08:00"))
	want := []Firing{
		{Job: "league", Period: "2026-05", At: at("2026-06-16 08:00")},
		{Job: "league", Period: "2026-06", At: at("2026-07-16 08:00")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := e.Missed(at("2026-07-16 08:00"), at("2026-07-16 08:00")); len(got) != 0 {
		t.Errorf("missed in no time: %v", got)
	}
}

func TestPeriodFor(t *testing.T) {
	tests := []struct{ rule, at, want string }{
		{"", "2026-07-16 08:00", ""},
		{ThisMonth, "2026-07-16 08:00", "2026-07"},
		{LastMonth, "2026-07-16 08:00", "2026-06"},
		{LastMonth, "2026-01-31 08:00", "2025-12"},
		{LastMonth, "2026-03-31 08:00", "2026-02"},
		{LastQuarter, "2026-07-16 08:00", "2026Q2"},
		{LastQuarter, "2026-05-31 08:00", "2026Q1"},
		{LastQuarter, "2026-01-01 00:00", "2025Q4"},
		{LastYear, "2026-01-20 08:00", "2025"},
	}
	for _, tt := range tests {
		got, err := PeriodFor(tt.rule, at(tt.at).UTC())
		if err != nil || got != tt.want {
			t.Errorf("PeriodFor(%q, %s) = %q, %v, want %q", tt.rule, tt.at, got, err, tt.want)
		}
	}
	if got, err := PeriodFor("next_month", at("2026-07-16 08:00")); err == nil {
		t.Errorf("an unknown rule gave %q", got)
	}
}

// A firing moved into the next month still covers the window of the day on
// which it was due.
func TestPeriodOfAMovedFiring(t *testing.T) {
	e := parseOne(t, Spec{Job: "league", Cron: "0 8 28 * *", Window: LastMonth, Workday: "next"}, weekdays())
	f, ok := e.Next(at("2026-02-20 00:00")) // 28 February 2026 is a Saturday
	if !ok || !f.At.Equal(at("2026-03-02 08:00")) || f.Period != "2026-01" {
		t.Errorf("got %+v", f)
	}
}
