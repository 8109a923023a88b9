package reporttest

import (
	"reflect"
	"slices"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// Secret is what Planted puts wherever a filing's own words are.
const Secret = "暗记"

// Planted is the district with Secret in everything that holds words of a
// filing, or what was not released: event numbers, names of files and sheets,
// what was received and how it was spelt, and the facts of problems that may
// not be published.
func Planted() shared.Data {
	d := District()
	d.Audience = shared.Public
	day := civil.MustParse("2026-05-01")
	d.Intake = shared.Intake{
		Townships: []mart.Received{{LastReceivedOn: &day}}, Findings: []mart.FindingKind{{}}, Months: []mart.ReceivedMonth{{}},
		Sheets: []mart.ReceivedSheet{{}}, Spellings: []mart.Spelling{{Files: []string{""}, Others: []string{""}}},
	}
	plant(reflect.ValueOf(&d.Intake).Elem())
	for i := range d.Problems {
		p := &d.Problems[i]
		p.EventNo, p.File, p.Sheet, p.OccurredOn = Secret, Secret, Secret, &day
		if !p.Publishable {
			p.Fact, p.ItemCode, p.VillageName = Secret, Secret, Secret
		}
	}
	for i := range d.PriorProblems {
		p := &d.PriorProblems[i]
		p.EventNo, p.File, p.Sheet, p.OccurredOn = Secret, Secret, Secret, &day
		if !p.Publishable {
			p.Fact, p.ItemCode, p.VillageName = Secret, Secret, Secret
		}
	}
	return d
}

// plant fills every text within a value.
func plant(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(Secret)
	case reflect.Struct:
		for i := range v.NumField() {
			plant(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			plant(v.Index(i))
		}
	}
}

// Nameless is the district in which one township's villages are on no list
// and have no problems, and the names of those villages.
func Nameless() (d shared.Data, names []string) {
	d = District()
	d.Audience = shared.Public
	code := d.Townships[1].TownshipCode
	d.Lists = slices.DeleteFunc(d.Lists, func(e mart.ListEntry) bool { return e.Level == "village" && e.TownshipCode == code })
	d.Problems = slices.DeleteFunc(d.Problems, func(p mart.Problem) bool { return p.TownshipCode == code })
	d.PriorProblems = slices.DeleteFunc(d.PriorProblems, func(p mart.PriorProblem) bool { return p.TownshipCode == code })
	for _, v := range d.Villages {
		if v.TownshipCode == code {
			names = append(names, v.VillageName)
		}
	}
	return d, names
}
