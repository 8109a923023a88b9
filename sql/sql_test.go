package sql

import (
	"strings"
	"testing"
)

// A misspelt kind must not make a table of a view.
func TestKind(t *testing.T) {
	for header, want := range map[string]string{
		"-- model: x\n-- kind: view": "", "-- model: x\n-- kind: table": "only view", "-- model: x\n-- kind:view": "kind: view",
		"-- model: x\n-- kinds: view": "kind: view",
	} {
		m, err := parse(header + "\nselect 1 as n\n")
		if want == "" {
			if err != nil || !m.View {
				t.Errorf("%q: %+v, %v", header, m, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want …%s…", header, err, want)
		}
	}
}
