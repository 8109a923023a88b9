package shared

import (
	"math"
	"testing"

	"tongbao/internal/mart"
)

// What is no number is found wherever it is.
func TestCheckRefusesWhatIsNoNumber(t *testing.T) {
	fine := func() Data {
		return Data{
			Audience: Public, Build: mart.Build{BuildID: "b", Window: "2026Q2"}, Townships: []mart.Unit{{}}, Lists: []mart.ListEntry{{}},
			Funnel: []mart.FunnelPoint{{}}, Problems: []mart.Problem{{}},
		}
	}
	d := fine()
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Data){
		"score":    func(d *Data) { d.Townships[0].Score = f(math.NaN()) },
		"rate":     func(d *Data) { d.Townships[0].Timeliness.N = math.Inf(1) },
		"district": func(d *Data) { d.District.HandledLo = f(math.NaN()) },
		"list":     func(d *Data) { d.Lists[0].PreviousScore = f(math.Inf(-1)) },
		"funnel":   func(d *Data) { d.Funnel[0].Lo998 = math.NaN() },
	} {
		d := fine()
		spoil(&d)
		if err := d.Check(); err == nil {
			t.Errorf("%s: what is no number passed", name)
		}
	}
}
