package shared

import (
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

func window(text, start, end string) mart.Build {
	return mart.Build{BuildID: "b", Window: text, WindowStart: civil.MustParse(start), WindowEnd: civil.MustParse(end)}
}

func TestHolds(t *testing.T) {
	batch := func(period string, due, pending int64) mart.BatchCount {
		return mart.BatchCount{Period: period, Due: due, Pending: pending}
	}
	july := window("2026-07", "2026-05-01", "2026-07-31")
	for _, tt := range []struct {
		name    string
		build   mart.Build
		batches []mart.BatchCount
		want    string
	}{
		{"the quarter just posted", july, []mart.BatchCount{batch("2026-04", 9, 0), batch("2026Q2", 9, 0), batch("", 4, 0)}, "应于2026年5—7月公开的事项，含第二季度事项"},
		{"not yet due counts as held", july, []mart.BatchCount{batch("2026Q2", 0, 3)}, "应于2026年5—7月公开的事项，含第二季度事项"},
		{"nothing of the quarter", july, []mart.BatchCount{batch("2026Q2", 0, 0), batch("2026-05", 3, 0)}, "应于2026年5—7月公开的事项"},
		{"half-year beside quarter", july, []mart.BatchCount{batch("2026H1", 2, 0), batch("2026Q2", 9, 0), batch("2026Q2", 1, 0)}, "应于2026年5—7月公开的事项，含第二季度、上半年事项"},
		{"last year's", window("2026Q1", "2026-01-01", "2026-03-31"), []mart.BatchCount{batch("2025Q4", 9, 0), batch("2025", 2, 0)}, "应于2026年1—3月公开的事项，含2025年第四季度、2025年事项"},
		{"across years", window("2026-01", "2025-11-01", "2026-01-31"), []mart.BatchCount{batch("2025Q4", 9, 0)}, "应于2025年11月至2026年1月公开的事项，含2025年第四季度事项"},
	} {
		if got := Holds(tt.build, tt.batches); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestComposition(t *testing.T) {
	batches := []mart.BatchCount{{Frequency: "季", Due: 347}, {Frequency: "月", Due: 1000}, {Frequency: "月", Due: 161}, {Frequency: "随时", Due: 40}}
	if got := Composition(batches, 1548); got != "按月公开1,161项、按季公开347项、随时公开40项" {
		t.Error(got)
	}
	if got := Composition(batches, 1549); got != "" {
		t.Errorf("parts that do not add up were told: %s", got)
	}
	if got := Composition(batches[:1], 347); got != "" {
		t.Errorf("a single part is no composition: %s", got)
	}
	if got := Composition([]mart.BatchCount{{Frequency: "周", Due: 3}, {Frequency: "月", Due: 3}, {Frequency: "季", Due: 3}}, 9); got != "" {
		t.Errorf("an unknown frequency was left out: %s", got)
	}
}

func TestWindowName(t *testing.T) {
	for in, want := range map[string]string{"2026Q2": "2026年第二季度", "2026-07": "2026年5—7月", "2026H1": "2026年上半年", "x": "x"} {
		if got := WindowName(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if got := Span(civil.MustParse("2025-11-01"), civil.MustParse("2026-01-31")); got != "2025年11月1日至2026年1月31日" {
		t.Error(got)
	}
}

func TestAxisName(t *testing.T) {
	for _, tt := range []struct {
		month string
		first bool
		want  string
	}{{"2025-07", true, "7月\n2025"}, {"2025-12", false, "12月"}, {"2026-01", false, "1月\n2026"}} {
		if got := AxisMonth(tt.month, tt.first); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.month, got, tt.want)
		}
	}
}
