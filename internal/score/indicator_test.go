package score

import (
	"strconv"
	"strings"
	"testing"
)

func ptr[T any](v T) *T { return &v }

// Every count is another prime, so that a rate made of the wrong one shows.
var primes = Counts{
	OnTime: 61, Late: 23, Missing: 17, Pending: 401, Exempt: 409,
	NotReceived: 419, Running: 421, MedianDaysLate: ptr(int64(431)),
	Complete: 59, ElementsOK: 53, PostingFit: 47, ProcedureOK: 43, OnDeadline: 41,
	FilingOnTime: 37, FilingJudged: 71, ReviewOnTime: 31, ReviewJudged: 67,
	Rectified: 5, Rectification: 7,
	Held: 443, HeldAtEnd: 29, VillagesAtEnd: 19, HouseholdsAtEnd: ptr(int64(9973)), HeldWithHouseholds: 29, Covered: 13,
	IndexVillages: 11, IndexSum: 8500,
	MembersOK: 73, MembersJudged: 79, Eligible: 103, AdoptedFully: 83, AdoptedPartly: 2, Refused: 12, Explained: 9,
	Implemented: 89, ImplementationDue: 97, OutcomePublished: 101, OutcomeProcedureOK: 3, OutcomePublishDue: 107,
	InspectedQuarters: 20, ObjectionsInTime: 109, ObjectionsDue: 113,
}

func TestEveryRate(t *testing.T) {
	p := usual()
	p.Quarters, p.Target = 2, 500
	want := `timeliness 61/101 0.60396
disclosed 84/101 0.831683
completeness 59/101 0.584158
elements 53/84 0.630952
posting 47/84 0.559524
procedure 43/84 0.511905
filing 37/71 0.521127
review 31/67 0.462687
rectification 5/7 0.714286
on_deadline 41/84 0.488095
frequency 29/38 0.763158
frequency_index 8.5/11 0.772727
coverage 13/19 0.684211
members 73/79 0.924051
adoption 85/103 0.825243
full_adoption 83/103 0.805825
handled 94/103 0.912621
explained 9/12 0.75
implementation 89/97 0.917526
outcome_published 101/107 0.943925
consultation_procedure 3/107 0.028037
inspection_coverage 20/38 0.526316
objections_answered 109/113 0.964602
`
	if got := show(Rates(Township, &primes, &p)); got != want {
		t.Errorf("rates of a township:\n%s\nwant\n%s", got, want)
	}
	village := strings.Replace(want, "review 31/67 0.462687\n", "", 1)
	if got := show(Rates(Village, &primes, &p)); got != village {
		t.Errorf("rates of a village:\n%s\nwant\n%s", got, village)
	}
	// 29 ÷ 9.973 thousand ÷ 2 quarters
	got := Score(Township, []Unit{{Counts: primes}}, p)[0].FrequencyPer1000Households
	if got == nil || *got != 1.453926 {
		t.Errorf("frequency per 1000 households %v, want 1.453926", got)
	}
}

func show(rates []Rate) string {
	var b strings.Builder
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	for _, r := range rates {
		value := "—"
		if r.Value != nil {
			value = number(*r.Value)
		}
		b.WriteString(r.Name + " " + number(r.N) + "/" + number(r.D) + " " + value + "\n")
	}
	return b.String()
}

func TestNothingToJudgeIsNull(t *testing.T) {
	r := Score(Township, []Unit{{}}, usual())[0]
	if len(r.Rates) != len(Indicators) {
		t.Fatalf("%d rates of %d", len(r.Rates), len(Indicators))
	}
	for _, rate := range r.Rates {
		if rate.N != 0 || rate.D != 0 || rate.Value != nil {
			t.Errorf("%s: %v/%v %v, want 0/0 null", rate.Name, rate.N, rate.D, rate.Value)
		}
	}
	if r.FrequencyPer1000Households != nil {
		t.Errorf("frequency per 1000 households %v, want null", *r.FrequencyPer1000Households)
	}
}

// The sum of shares is rounded from the exact sum, not share by share.
func TestFrequencyIndexFactsWithAThird(t *testing.T) {
	p := usual()
	p.Target = 3000
	c := Counts{IndexVillages: 2, IndexSum: 1000 + 1000} // one of three, twice
	for _, r := range Rates(Village, &c, &p) {
		if r.Name == FrequencyIndex && (r.N != 0.666667 || r.D != 2 || *r.Value != 0.333333) {
			t.Errorf("%v/%v %v, want 0.666667/2 0.333333", r.N, r.D, *r.Value)
		}
	}
}
