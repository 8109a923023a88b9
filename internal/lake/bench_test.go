package lake_test

import (
	"fmt"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
)

// BenchmarkPart writes parts of 100,000 rows like those of a machine's export:
// sorted codes and days, few words, texts that never come again.
func BenchmarkPart(b *testing.B) {
	const rows = 100_000
	texts := make([]string, rows)
	for i := range texts {
		texts[i] = fmt.Sprintf("财务收支公开第%d号", i)
	}
	day := civil.MustOf(2026, 6, 1)
	b.ReportAllocs()
	for b.Loop() {
		l := lake.Open(b.TempDir())
		p := l.Begin(from(1))
		s := sink(p, 0, "")
		r := row(0, nil)
		set := func(code string, v filing.Value) {
			v.Valid = true
			r.Values[disclosures.Column(code)] = v
		}
		for i := range rows {
			village, item := fmt.Sprintf("990101101%03d", i/1000), fmt.Sprintf("CW%02d", i%10)
			month := fmt.Sprintf("2026-%02d", 1+i/10%12)
			r.Number, r.Key = i+2, village+"|"+item+"|"+month
			set("village", filing.Value{Text: village})
			set("item", filing.Value{Text: item})
			set("period", filing.Value{Text: month})
			set("publisher", filing.Value{Text: "村（居）民委员会"})
			set("review_result", filing.Value{Text: "合格"})
			set("summary", filing.Value{Text: texts[i]})
			for n, code := range []string{"published_on", "signed_date", "proposed_on", "reviewed_on", "decided_on", "archived_on", "filed_on"} {
				set(code, filing.Value{Day: day.AddDays(i%19 + n)})
			}
			for _, code := range []string{"committee_seal", "supervisor_seal", "signed"} {
				set(code, filing.Value{Bool: i%10 > 0})
			}
			s.Accept(r, nil)
		}
		p.Receipt(lake.Receipt{Status: lake.Accepted})
		if err := p.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}
