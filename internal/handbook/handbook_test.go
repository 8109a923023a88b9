package handbook

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/rulebook"
	"tongbao/internal/score"
)

// probe is counts that are all different, by the names of their columns.
func probe() (score.Counts, score.Params, map[string]float64) {
	var c score.Counts
	p := score.Params{Quarters: 3, Target: 700}
	values := map[string]float64{"quarters": 3, "target_milli": 700}
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		n := int64(1009 + 2*i*i + i)
		if f := v.Field(i); f.Kind() == reflect.Int64 {
			f.SetInt(n)
			values[v.Type().Field(i).Tag.Get("db")] = float64(n)
		}
	}
	return c, p, values
}

// eval computes an entry's counts.
func eval(t *testing.T, expression string, values map[string]float64) float64 {
	t.Helper()
	sum := 0.0
	for term := range strings.SplitSeq(expression, "＋") {
		product, divide := 1.0, false
		for _, word := range strings.Fields(term) {
			if word == "×" || word == "÷" {
				divide = word == "÷"
				continue
			}
			n, known := values[word]
			if !known {
				t.Fatalf("%q: there is no count %q", expression, word)
			}
			if divide {
				n = 1 / n
			}
			product *= n
		}
		sum += product
	}
	return sum
}

// The handbook's formulas are what is computed, indicator by indicator.
func TestFormulas(t *testing.T) {
	c, p, values := probe()
	rates := score.Rates(score.District, &c, &p)
	if len(rates) != len(Entries) || len(rates) != len(score.Indicators) {
		t.Fatalf("%d entries for %d indicators", len(Entries), len(rates))
	}
	for i, r := range rates {
		e := Entries[i]
		if e.Name != r.Name {
			t.Fatalf("entry %d is %s, the indicator %s", i, e.Name, r.Name)
		}
		for _, side := range []struct {
			expression string
			got        float64
		}{{e.Above, r.N}, {e.Below, r.D}} {
			// Facts are written with six decimals.
			if want := eval(t, side.expression, values); math.Abs(want-side.got) > 1e-6 {
				t.Errorf("%s: the handbook says %s, that is %s, and %s is computed", r.Name, side.expression, plain(want), plain(side.got))
			}
		}
	}
}

// Every entry says all there is to say, and its example is complete.
func TestEntriesAreWhole(t *testing.T) {
	for _, e := range Entries {
		for what, text := range map[string]string{"meaning": e.Meaning, "story": e.Story, "basis": e.Basis, "exclusions": e.Excludes, "assumptions": e.Assumes} {
			if text == "" {
				t.Errorf("%s has no %s", e.Name, what)
			}
		}
		if text := e.Example(); strings.ContainsAny(text, "{}") || !strings.Contains(text, "＝") {
			t.Errorf("%s: %s", e.Name, text)
		}
		for _, rule := range e.Rules {
			if rulebook.RuleTitle(rule) == rule {
				t.Errorf("%s depends on %s, which is no rule", e.Name, rule)
			}
		}
	}
	if got, want := Entries[0].Example(), "应公开200项，按时180项、逾期12项、未公开8项：180÷200＝90.00%"; got != want {
		t.Errorf("example is %s, want %s", got, want)
	}
}

// The example is a township that can be: no part is larger than its whole.
func TestExampleIsConsistent(t *testing.T) {
	c, p := example()
	for _, r := range score.Rates(score.District, &c, &p) {
		if r.Value == nil || (*r.Value > 1 && r.Name != score.Frequency) {
			t.Errorf("%s is %s of %s", r.Name, strconv.FormatFloat(r.N, 'f', -1, 64), strconv.FormatFloat(r.D, 'f', -1, 64))
		}
	}
}

func TestSectionsAreTables(t *testing.T) {
	for _, s := range Statistics {
		if s.Title == "" || len(s.Rows) == 0 {
			t.Errorf("section %q has no title or no rows", s.Title)
		}
		for _, row := range s.Rows {
			if len(row) != len(s.Head) {
				t.Errorf("%s: a row of %d cells under %d heads", s.Title, len(row), len(s.Head))
			}
		}
	}
}
