// Package handbook says what every indicator is, in words for those who are
// judged by it: meaning, example, basis, exclusions, assumptions and
// parameters. The page in docs/ and the annex of each report are made of it.
// It is pure, and its formulas are tried against package score.
package handbook

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"tongbao/internal/score"
)

// Entry is one indicator of score.Indicators, explained.
type Entry struct {
	Name    string // of the indicator
	Meaning string // numerator ÷ denominator
	// Above and Below are the same two in counts: columns of int_unit_counts
	// joined by ＋, × and ÷, beside quarters (of the window) and target_milli
	// (consultations wanted per quarter, in thousandths).
	Above, Below string
	// Story tells the example's counts, each as {column}.
	Story    string
	Basis    string   // the source
	Excludes string   // what is in neither numerator nor denominator
	Assumes  string   // what is taken for granted where nothing is said
	Rules    []string // the rules it depends on, as package rulebook names them
}

// Title is the indicator's Chinese name.
func (e Entry) Title() string { return e.indicator().Title }

// AboveVillage tells that villages do not have it.
func (e Entry) AboveVillage() bool { return e.indicator().AboveVillage }

func (e Entry) indicator() score.Indicator {
	for _, i := range score.Indicators {
		if i.Name == e.Name {
			return i
		}
	}
	panic("handbook: no indicator " + e.Name)
}

// Example tells the indicator of the example township: its counts, and what
// package score makes of them.
func (e Entry) Example() string {
	counts, params := example()
	for _, r := range score.Rates(score.District, &counts, &params) {
		if r.Name == e.Name && r.Value != nil {
			return told(e.Story, &counts) + "：" + plain(r.N) + "÷" + plain(r.D) + "＝" + value(e.Name, *r.Value)
		}
	}
	panic("handbook: the example has no " + e.Name)
}

// value is a rate in per cent; consultations per village-quarter are none.
func value(name string, v float64) string {
	if name == score.Frequency {
		return fmt.Sprintf("%.2f次", v)
	}
	return fmt.Sprintf("%.2f%%", v*100)
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// told puts the counts into a story.
func told(story string, c *score.Counts) string {
	pairs := []string{"{due}", strconv.FormatInt(c.Due(), 10)}
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Int64 {
			pairs = append(pairs, "{"+v.Type().Field(i).Tag.Get("db")+"}", strconv.FormatInt(f.Int(), 10))
		}
	}
	return strings.NewReplacer(pairs...).Replace(story)
}

// ExampleNote says what all examples are of.
const ExampleNote = "“例”均为同一个虚构的镇街（10个村、一个季度、协商目标每村每季度1次）。"

// example is the counts of a township of ten villages in one quarter.
func example() (score.Counts, score.Params) {
	return score.Counts{
		OnTime: 180, Late: 12, Missing: 8, Complete: 164, ElementsOK: 176, PostingFit: 184, ProcedureOK: 170, OnDeadline: 24,
		FilingOnTime: 180, FilingJudged: 192, ReviewOnTime: 168, ReviewJudged: 186, Rectified: 9, Rectification: 12,
		Held: 12, HeldAtEnd: 12, VillagesAtEnd: 10, Covered: 9, IndexVillages: 10, IndexSum: 9000, MembersOK: 11, MembersJudged: 12,
		Eligible: 10, AdoptedFully: 6, AdoptedPartly: 2, Refused: 1, Explained: 1, Implemented: 5, ImplementationDue: 6,
		OutcomePublished: 7, OutcomeProcedureOK: 6, OutcomePublishDue: 8, InspectedQuarters: 8, ObjectionsInTime: 3, ObjectionsDue: 4,
	}, score.Params{Quarters: 1, Target: 1000}
}
