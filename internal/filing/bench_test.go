package filing

import (
	"testing"
)

// discard is a Sink that keeps nothing.
type discard struct{}

func (discard) Accept(Row, []Finding)     {}
func (discard) Quarantine(int, []Finding) {}
func (discard) Warn(Finding)              {}

// BenchmarkReader reads rows of the widest table, every kind of cell filled.
func BenchmarkReader(b *testing.B) {
	header := lines(b, "镇街|村名|公开事项|所属期|公布日期|撤下日期|公开形式|公开单位|落款日期|村（居）委会印章|监委会印章|签字|方案提出日期|监委会审查日期|会议确定日期|归档日期|备案日期|审查结果|涉及金额|备注\n"+
		"统景镇|御临村|财务收支|2026年6月|2026年7月1日|2026-07-15|公开栏、网络|御临村村民委员会|2026/7/1|是|√|已签字|2026.6.1|2026-06-10|20260620|2026-07-16|2026-07-03|合格|1,234.50|无")
	r := NewReader(townshipContext(), discard{})
	row := header[1]
	n := 1
	if err := r.Row(header[0]); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		n++
		row.Number = n
		if err := r.Row(row); err != nil {
			b.Fatal(err)
		}
	}
	if s := r.Close(); s.Accepted != n-1 {
		b.Fatalf("%d of %d rows accepted", s.Accepted, n-1)
	}
}
