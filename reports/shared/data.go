// Package shared holds what the reports have in common: the figures they are
// given, how a number is written, the sentences made of numbers, tables,
// figures and the page around them.
//
// Everything that writes words takes numbers and gives text, without I/O.
// What cannot be said from the numbers is not said: a null is "—", and a
// comparison without two sides is left out.
package shared

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"

	"tongbao/internal/mart"
)

// Audiences of a report.
const (
	Public   = "public"   // townships ranked, villages in bands only
	Internal = "internal" // every village ranked
)

// Data is what a report is made of: the marts of one build.
type Data struct {
	Build      mart.Build
	District   mart.Unit
	Townships  []mart.Unit
	Villages   []mart.Unit
	Trend      []mart.TrendMonth
	Categories []mart.CategoryCount
	Batches    []mart.BatchCount
	Rules      []mart.Rule

	Lists         []mart.ListEntry
	Funnel        []mart.FunnelPoint
	Problems      []mart.Problem      // of the window
	PriorProblems []mart.PriorProblem // of the previous window, with their state now

	// Corrections are what rests on rows of the district's own.
	Corrections []mart.Correction
	Intake      Intake
	Audience    string // Public or Internal
}

// Intake is what was sent since the window began, and what was wrong with it.
type Intake struct {
	Townships []mart.Received
	Findings  []mart.FindingKind
	Months    []mart.ReceivedMonth
	Sheets    []mart.ReceivedSheet
	Spellings []mart.Spelling // names that no village is known by
}

// Check refuses data of which no report can be made.
func (d *Data) Check() error {
	if d.Audience != Public && d.Audience != Internal {
		return fmt.Errorf("audience %q is neither %s nor %s", d.Audience, Public, Internal)
	}
	if d.Build.BuildID == "" || d.Build.Window == "" {
		return fmt.Errorf("the build has no id or no window: %+v", d.Build)
	}
	return finite(reflect.ValueOf(*d), "data")
}

// finite refuses a number that is none, anywhere in the figures: it would be
// printed as some number.
func finite(v reflect.Value, where string) error {
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%s is %v, not a number", where, f)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return finite(v.Elem(), where)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if err := finite(v.Field(i), where+"."+v.Type().Field(i).Name); err != nil {
				return err
			}
		}
	case reflect.Slice:
		if !holdsFloat(v.Type().Elem()) {
			return nil // such as problems, of which there are many
		}
		for i := range v.Len() {
			if err := finite(v.Index(i), fmt.Sprintf("%s[%d]", where, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// holdsFloat tells whether a value of the type may hold a number to be refused.
func holdsFloat(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Float64:
		return true
	case reflect.Pointer, reflect.Slice:
		return holdsFloat(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if holdsFloat(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

// IsPublic tells whether nothing internal may be shown.
func (d *Data) IsPublic() bool { return d.Audience == Public }

// Provisional tells that the window was not over on as_of, so that what is
// counted per window (consultations, inspections) is shown but not scored.
func (d *Data) Provisional() bool { return d.Build.AsOf < d.Build.WindowEnd }

// FourthName is the fourth scored indicator.
func (d *Data) FourthName() string {
	if d.Build.FourthIsAdopt {
		return "成果采纳率"
	}
	return "办理率"
}

// Fourth is the fourth scored indicator of a unit, and its previous value.
func (d *Data) Fourth(u *mart.Unit) (mart.Rate, *float64) {
	if d.Build.FourthIsAdopt {
		return u.Adoption, u.PreviousAdoption
	}
	return u.Handled, u.PreviousHandled
}

// Rule is the value of a rule in force, and whether there is one.
func (d *Data) Rule(name string) (string, bool) {
	for _, r := range d.Rules {
		if r.Rule == name {
			return r.Value, true
		}
	}
	return "", false
}

// RuleNumber is the value of a numeric rule in force.
func (d *Data) RuleNumber(name string) (float64, bool) {
	text, ok := d.Rule(name)
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}

// Name is the name of a village, or of a township, or of the district, as
// far down as the unit goes; a unit without a name has its code.
func Name(u *mart.Unit) string {
	switch {
	case u.VillageCode != "":
		return cmp.Or(u.VillageName, u.VillageCode)
	case u.TownshipCode != "":
		return cmp.Or(u.TownshipName, u.TownshipCode)
	}
	return cmp.Or(u.DistrictName, u.DistrictCode)
}

// TownshipName is the name of the township a unit is in or is.
func TownshipName(u *mart.Unit) string { return cmp.Or(u.TownshipName, u.TownshipCode) }

// Group is the townships (or villages) that are ranked among themselves.
type Group struct {
	Name  string // 镇乡, 街道
	Units []mart.Unit
}

// Groups are 镇乡 and 街道, those that have units, each by rank.
func Groups(units []mart.Unit) []Group {
	groups := []Group{{Name: "镇乡"}, {Name: "街道"}}
	for _, u := range units {
		at := 0
		if u.Kind == "街道" {
			at = 1
		}
		groups[at].Units = append(groups[at].Units, u)
	}
	groups = slices.DeleteFunc(groups, func(g Group) bool { return len(g.Units) == 0 })
	for i := range groups {
		SortByRank(groups[i].Units)
	}
	return groups
}

// ByRank is a copy of the units, sorted by rank.
func ByRank(units []mart.Unit) []mart.Unit {
	out := slices.Clone(units)
	SortByRank(out)
	return out
}

// SortByRank sorts by rank, then the unranked by score, then by code.
func SortByRank(units []mart.Unit) {
	slices.SortFunc(units, func(a, b mart.Unit) int {
		return cmp.Or(
			nullsLast(a.Rank, b.Rank, 1),
			nullsLast(a.Score, b.Score, -1),
			cmp.Compare(a.TownshipCode, b.TownshipCode),
			cmp.Compare(a.VillageCode, b.VillageCode),
		)
	})
}

// nullsLast compares two values in a direction, nil behind all.
func nullsLast[T cmp.Ordered](a, b *T, direction int) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return direction * cmp.Compare(*a, *b)
}
