package rulebook

import (
	"slices"
	"strings"
	"testing"
)

// 渡口村 moved to 东山街道 and became a community on 1 July 2025: what it owes
// is by what it was on the period's last day, who answers for it by the due
// date.
func TestOwed(t *testing.T) {
	b := smallBook(t)
	of := func(from, to, village string) (got []string) {
		for _, o := range b.Owed(day(from), day(to)) {
			if o.Village.VillageCode == village {
				got = append(got, strings.Join([]string{o.Village.Township, o.On.String(), o.Item.Code, o.Item.Item, o.Period.String()}, " "))
			}
		}
		return got
	}
	want := []string{
		"东山街道 2025-07-15 CW01 各项收入情况 2025-06",
		"东山街道 2025-07-15 DW07 干部“十公开”（季度） 2025Q2",
		"东山街道 2025-07-15 ZW01 低保、特困情况 2025Q2",
		"东山街道 2025-07-15 ZW08 宅基地审批情况 2025Q2",
		"东山街道 2025-08-15 CW01 各项收入情况 2025-07",
		"东山街道 2025-09-15 CW01 各项收入情况 2025-08",
		"东山街道 2025-10-15 CW01 各项收入情况 2025-09",
		"东山街道 2025-10-15 CW07 工作经费 2025Q3",
		"东山街道 2025-10-15 DW07 干部“十公开”（季度） 2025Q3",
		"东山街道 2025-10-15 ZW01 低保、特困情况 2025Q3",
	}
	if got := of("2025-07-01", "2025-10-15", "500999101204"); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Both ends are included.
	if got := of("2025-07-15", "2025-07-15", "500999101204"); len(got) != 4 {
		t.Errorf("on the day itself: %q", got)
	}
	if got := of("2025-07-16", "2025-08-14", "500999101204"); len(got) != 0 {
		t.Errorf("between two days: %q", got)
	}
	// Townships and villages come in order, each with all of its matters.
	all := b.Owed(day("2025-07-01"), day("2025-10-15"))
	if !slices.IsSortedFunc(all, func(x, y Owed) int {
		return strings.Compare(x.Village.TownshipCode+x.Village.VillageCode+x.On.String(), y.Village.TownshipCode+y.Village.VillageCode+y.On.String())
	}) {
		t.Error("not in order")
	}
}

func TestExplain(t *testing.T) {
	for _, e := range smallBook(t, RuleEntry{Rule: "posting.minimum.服务", Value: "15d", Source: "示例"}).Rules.InForce(day("2026-07-01")) {
		if Explain(e.Rule) == "" {
			t.Errorf("%s is not explained", e.Rule)
		}
	}
	if got := Explain("posting.minimum.服务"); got != "服务类事项的最短公示期" {
		t.Errorf("posting.minimum.服务: %q", got)
	}
	if got := Explain("due.never"); got != "" {
		t.Errorf("due.never: %q", got)
	}
}
