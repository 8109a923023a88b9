package score

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// published is one interval that somebody else computed.
type published struct {
	k, n, confidence float64
	method           string
	lo, hi           float64
}

// readPublished reads a file of testdata: x, n, confidence, and where method
// is given as the column it is in, the method before the two ends.
func readPublished(t *testing.T, name string, hasMethod bool) []published {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return v
	}
	var all []published
	for _, r := range records[1:] {
		p := published{k: number(r[0]), n: number(r[1]), confidence: number(r[2]), method: "wilson"}
		ends := r[3:]
		if hasMethod {
			p.method, ends = r[3], r[4:]
		}
		p.lo, p.hi = number(ends[0]), number(ends[1])
		all = append(all, p)
	}
	return all
}

// normalQuantile is z for a two-sided confidence.
func normalQuantile(confidence float64) float64 {
	return distuv.UnitNormal.Quantile(1 - (1-confidence)/2)
}

func TestWilsonAsPublished(t *testing.T) {
	for _, tt := range []struct {
		file      string
		hasMethod bool
		precision float64
		rows      int
	}{
		{"wilson_phe.csv", false, 1e-14, 22},
		{"binomial_ci_statsmodels.csv", true, 1e-14, 160},
		{"newcombe1998_table1.csv", true, 0.5e-4, 4},
	} {
		t.Run(tt.file, func(t *testing.T) {
			compared := 0
			for _, p := range readPublished(t, tt.file, tt.hasMethod) {
				if p.method != "wilson" {
					continue
				}
				compared++
				lo, hi := wilson(p.k, p.n, normalQuantile(p.confidence))
				if math.Abs(lo-p.lo) > tt.precision || math.Abs(hi-p.hi) > tt.precision {
					t.Errorf("%v of %v at %v: %.17g–%.17g, want %.17g–%.17g", p.k, p.n, p.confidence, lo, hi, p.lo, p.hi)
				}
				// The specification's z, at the six decimals that are shown.
				if p.k == math.Trunc(p.k) && math.Abs(p.confidence-0.95) < 1e-9 {
					lo, hi, ok := Wilson(int64(p.k), int64(p.n), Z95)
					if !ok || math.Abs(lo-p.lo) > max(tt.precision, 1e-7) || math.Abs(hi-p.hi) > max(tt.precision, 1e-7) {
						t.Errorf("%v of %v with z = 1.959964: %v–%v, want %v–%v", p.k, p.n, lo, hi, p.lo, p.hi)
					}
				}
			}
			if compared != tt.rows {
				t.Errorf("%d intervals compared, want %d", compared, tt.rows)
			}
		})
	}
}

func TestWilsonOfNothingIsNull(t *testing.T) {
	if _, _, ok := Wilson(0, 0, Z95); ok {
		t.Error("an interval of 0/0")
	}
	none := counts(0, 0, 0, 0, 0, 0)
	for _, r := range Rates(Village, &none, new(usual())) {
		if r.Lo != nil || r.Hi != nil {
			t.Errorf("%s: an interval of 0/0", r.Name)
		}
	}
}

// The interval lies in 0–1 and holds the rate, also at six decimals.
func TestWilsonHoldsTheRate(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 20_000 {
		n := 1 + r.Int64N(3000)
		k := r.Int64N(n + 1)
		lo, hi, _ := Wilson(k, n, Z95)
		if rate := float64(k) / float64(n); lo < 0 || hi > 1 || lo > rate || hi < rate {
			t.Fatalf("%d of %d: %v–%v", k, n, lo, hi)
		}
		shownLo, shownHi := interval(Frac{k, n})
		if v := *six(Frac{k, n}); *shownLo > v || *shownHi < v || *shownLo < 0 || *shownHi > 1 {
			t.Fatalf("%d of %d at six decimals: %v–%v does not hold %v", k, n, *shownLo, *shownHi, v)
		}
		if k == 0 && lo != 0 || k == n && hi != 1 {
			t.Fatalf("%d of %d: %v–%v", k, n, lo, hi)
		}
	}
}

func TestWhichRatesHaveAnInterval(t *testing.T) {
	c := counts(10, 8, 5, 1, 2, 1)
	c.Refused = 1
	for _, level := range []Level{Village, Township, District} {
		got := map[string]bool{}
		for _, r := range Rates(level, &c, new(usual())) {
			if (r.Lo == nil) != (r.Hi == nil) {
				t.Errorf("%s has one end", r.Name)
			}
			if r.Lo != nil {
				got[r.Name] = true
			}
		}
		if len(got) != 4 || !got[Timeliness] || !got[Completeness] || !got[Handled] || !got[Adoption] {
			t.Errorf("%s: intervals of %v", levelNames[level], got)
		}
	}
}
