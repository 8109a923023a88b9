package pipelines

import (
	"strings"
	"testing"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
	"tongbao/internal/vault"
)

func TestDefaultAsOf(t *testing.T) {
	w, err := rulebook.ParseWindow("2026Q2")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day string) time.Time { return civil.MustParse(day).Time() }
	live := func(days ...string) (all []vault.Delivery) {
		for _, d := range days {
			all = append(all, vault.Delivery{ReceivedAt: at(d), SealedAt: at(d)})
		}
		return all
	}
	history := func(day string) vault.Delivery {
		return vault.Delivery{ReceivedAt: at(day), SealedAt: at(day), History: true}
	}
	disclosures := func(history bool, days ...string) (all []receiptDay) {
		for _, d := range days {
			all = append(all, receiptDay{civil.MustParse(d), history})
		}
		return all
	}
	for _, c := range []struct {
		name        string
		deliveries  []vault.Delivery
		disclosures []receiptDay
		until       string
		want, why   string
	}{
		{"latest receipt inside the window", live("2026-04-10", "2026-06-12"), disclosures(false, "2026-04-10"), "", "2026-06-12", "最近一次收件日"},
		{"at most twenty days after its end", live("2026-04-10", "2026-09-01"), disclosures(false, "2026-04-10"), "", "2026-07-20", "第20日"},
		{"the twentieth day itself", live("2026-04-10", "2026-07-20"), disclosures(false, "2026-04-10"), "", "2026-07-20", "最近一次收件日"},
		{"old files loaded at first use", live("2026-09-01"), disclosures(false, "2026-09-01"), "", "2026-09-01", "初次使用"},
		{"only other tables by then", live("2026-05-01", "2026-09-01"), disclosures(false, "2026-09-01"), "", "2026-09-01", "初次使用"},
		{"history files are no receipt", append(live("2026-09-01"), history("2026-07-01")), append(disclosures(false, "2026-09-01"), disclosures(true, "2026-07-01")...), "", "2026-09-01", "初次使用"},
		{"nothing but history files", []vault.Delivery{history("2026-09-01")}, disclosures(true, "2026-09-01"), "", "2026-07-20", "第20日"},
		{"history files of a window that still runs", []vault.Delivery{history("2026-06-10")}, disclosures(true, "2026-06-10"), "", "2026-06-10", "入库日"},
		{"a duplicate is no receipt", append(live("2026-05-01"), vault.Delivery{ReceivedAt: at("2026-07-02"), DuplicateOf: 1}), disclosures(false, "2026-05-01"), "", "2026-05-01", "最近一次收件日"},
		{"a report made late shows what was known", live("2026-05-01", "2026-07-18"), disclosures(false, "2026-05-01"), "2026-07-16", "2026-05-01", "最近一次收件日"},
	} {
		t.Run(c.name, func(t *testing.T) {
			until := rulebook.Open
			if c.until != "" {
				until = civil.MustParse(c.until)
			}
			got, why := defaultAsOf(w, c.deliveries, c.disclosures, until)
			if got.String() != c.want || !strings.Contains(why, c.why) {
				t.Errorf("as_of = %s (%s), want %s (…%s…)", got, why, c.want, c.why)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	live := []receiptDay{{civil.MustParse("2026-05-01"), false}}
	if figures(live, civil.MustParse("2026-04-30")) || !figures(live, civil.MustParse("2026-05-01")) {
		t.Error("a live file gives figures from its day of receipt on")
	}
	if !figures([]receiptDay{{civil.MustParse("2026-05-01"), true}}, civil.MustParse("2020-01-01")) {
		t.Error("a history file gives every window figures")
	}
}
