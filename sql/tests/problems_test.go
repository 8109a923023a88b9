package tests

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"tongbao/internal/mart"
)

// Every kind of problem of the contract is found in some case, and worded in
// some; no case knows another.
func TestKindsOfProblems(t *testing.T) {
	want := slices.Sorted(slices.Values(mart.ProblemKinds))
	for step, models := range map[string][]string{
		"found":  {"int_obligation_problems", "int_consultation_problems", "int_inspection_problems"},
		"worded": {"int_problems"},
		"judged": {"int_prior_problems"},
	} {
		kinds := map[string]bool{}
		for _, model := range models {
			for _, name := range casesOf(t)[model] {
				s, err := readSheet(filepath.Join(model, name, expectFile))
				if err != nil {
					t.Fatal(err)
				}
				if at := slices.Index(s.columns, "kind"); at >= 0 {
					for _, row := range s.rows {
						kinds[row[at]] = true
					}
				}
			}
		}
		if got := slices.Sorted(maps.Keys(kinds)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", step, got, want)
		}
	}
}
