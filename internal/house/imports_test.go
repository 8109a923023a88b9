package house

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pure are the packages without I/O, clock or driver. They import each other
// and nothing else of this module.
var pure = []string{"civil", "grid", "filing", "rulebook", "score", "mart", "explain", "changes", "handbook"}

// pureStandard is what of the standard library they may use. What they call
// of time and fmt is bounded by forbiddenCalls; hash/maphash is seeded anew in
// every process, but only tells equal keys from others. Of math/rand/v2 they
// have the generators that are seeded, and none that seeds itself.
var pureStandard = []string{
	"bytes", "cmp", "crypto/sha256", "embed", "encoding/csv", "errors", "fmt", "hash/maphash", "iter", "maps", "math", "math/big", "math/bits",
	"math/rand/v2", "reflect", "regexp", "slices", "sort", "strconv", "strings", "sync", "time", "unicode", "unicode/utf8",
}

// pureLibraries is what they may use besides: Unicode normal forms, the
// sounds of Chinese characters, and distributions to draw from.
var pureLibraries = map[string][]string{
	"tongbao/internal/filing":   {"golang.org/x/text/unicode/norm"},
	"tongbao/internal/rulebook": {"github.com/mozillazg/go-pinyin"},
	"tongbao/internal/score":    {"gonum.org/v1/gonum/stat/distuv", "gonum.org/v1/gonum/stat/distmv"},
}

// forTests are packages that only tests may import, and those that help them.
var forTests = []string{"tongbao/internal/browser", "tongbao/reports/reporttest"}

func isPure(path string) bool {
	return slices.ContainsFunc(pure, func(p string) bool { return path == module+"/internal/"+p })
}

// layer is how high a package stands: cmd 3, pipelines 2, reports, sql and
// adapters 1, the pure domain 0.
func layer(path string) int {
	switch {
	case under(path, "tongbao/cmd"):
		return 3
	case under(path, "tongbao/pipelines"):
		return 2
	case isPure(path):
		return 0
	default:
		return 1
	}
}

// direction: imports run down the layers, and within the middle one only from
// reports and adapters to what they draw on.
func direction(g graph) (bad []string) {
	for _, n := range g.ours() {
		for _, i := range n.Imports {
			if !own(i) {
				continue
			}
			switch {
			case layer(i) > layer(n.ImportPath):
				bad = append(bad, fmt.Sprintf("%s imports %s, which stands above it", n.ImportPath, i))
			case layer(n.ImportPath) == 1 && under(i, "tongbao/reports") && !under(n.ImportPath, "tongbao/reports"):
				bad = append(bad, fmt.Sprintf("%s imports the report package %s", n.ImportPath, i))
			case under(n.ImportPath, "tongbao/sql") && !isPure(i):
				bad = append(bad, fmt.Sprintf("%s imports %s: models know the domain only", n.ImportPath, i))
			case under(n.ImportPath, "tongbao/reports") && layer(i) == 1 && !reportsMayImport(n.ImportPath, i):
				bad = append(bad, fmt.Sprintf("%s imports %s: reports are made of mart rows and charts", n.ImportPath, i))
			}
		}
	}
	return bad
}

// reportsMayImport: a report is a function of mart rows, so that of the middle
// layer it needs charts and what reports share.
func reportsMayImport(from, path string) bool {
	if slices.Contains(forTests, from) {
		return true
	}
	return path == "tongbao/internal/chart" || path == "tongbao/reports/shared" || path == "tongbao/reports/assets"
}

// purity: pure packages import nothing that could do I/O.
func purity(g graph) (bad []string) {
	for _, n := range g.ours() {
		if !isPure(n.ImportPath) {
			continue
		}
		for _, i := range n.Imports {
			if isPure(i) || slices.Contains(pureStandard, i) || slices.Contains(pureLibraries[n.ImportPath], i) {
				continue
			}
			bad = append(bad, fmt.Sprintf("%s is pure and imports %s", n.ImportPath, i))
		}
	}
	return bad
}

// testHelpers: what drives a browser or fakes marts stays out of the program.
func testHelpers(g graph) (bad []string) {
	for _, n := range g.ours() {
		if slices.Contains(forTests, n.ImportPath) {
			continue
		}
		for _, i := range n.Imports {
			if i == "testing" || slices.Contains(forTests, i) {
				bad = append(bad, fmt.Sprintf("%s is part of the program and imports %s", n.ImportPath, i))
			}
		}
	}
	return bad
}

// secrets are what the circular, which is published, must not be able to
// reach: whom to inspect and why.
var secrets = []string{"inspect", "draw", "seal", "flag", "flags", "risk", "age"}

// circularIsBlind: nothing that the circular is made of knows a secret.
func circularIsBlind(g graph) (bad []string) {
	const circular = "tongbao/reports/circular"
	n, ok := g[circular]
	if !ok {
		return []string{circular + " is not there"}
	}
	for _, d := range n.Deps {
		if g[d].Standard {
			continue
		}
		for _, part := range strings.Split(d, "/") {
			if slices.Contains(secrets, part) {
				bad = append(bad, fmt.Sprintf("%s reaches %s", circular, d))
			}
		}
	}
	return bad
}

func TestImports(t *testing.T) {
	g := load(t)
	for name, rule := range map[string]func(graph) []string{
		"direction": direction, "purity": purity, "test helpers": testHelpers, "circular": circularIsBlind,
		"one importer": oneImporter,
	} {
		t.Run(name, func(t *testing.T) { report(t, rule(g)) })
	}
	for _, p := range pure {
		if _, ok := g[module+"/internal/"+p]; !ok {
			t.Errorf("the pure package %s is not there", p)
		}
	}
}

// TestImportRules shows each rule a house that breaks it.
func TestImportRules(t *testing.T) {
	tests := []struct {
		name    string
		rule    func(graph) []string
		imports map[string][]string
		want    string
	}{
		{"domain to adapter", direction, map[string][]string{"tongbao/internal/score": {"tongbao/internal/lake"}}, "stands above"},
		{"adapter to pipelines", direction, map[string][]string{"tongbao/internal/lake": {"tongbao/pipelines"}}, "stands above"},
		{"report to command", direction, map[string][]string{"tongbao/reports/league": {"tongbao/cmd/tongbao"}}, "stands above"},
		{"adapter to report", direction, map[string][]string{"tongbao/internal/lake": {"tongbao/reports/league"}}, "report package"},
		{"report to warehouse", direction, map[string][]string{"tongbao/reports/league": {"tongbao/internal/warehouse"}}, "mart rows"},
		{"models to lake", direction, map[string][]string{"tongbao/sql": {"tongbao/internal/lake"}}, "domain only"},
		{"os", purity, map[string][]string{"tongbao/internal/civil": {"os"}}, "is pure"},
		{"net", purity, map[string][]string{"tongbao/internal/mart": {"net/http"}}, "is pure"},
		{"driver", purity, map[string][]string{"tongbao/internal/filing": {"github.com/duckdb/duckdb-go/v2"}}, "is pure"},
		{"adapter", purity, map[string][]string{"tongbao/internal/rulebook": {"tongbao/internal/vault"}}, "is pure"},
		{"browser", testHelpers, map[string][]string{"tongbao/pipelines": {"tongbao/internal/browser"}}, "part of the program"},
		{"testing", testHelpers, map[string][]string{"tongbao/internal/lake": {"testing"}}, "part of the program"},
		{"draw", circularIsBlind, map[string][]string{
			"tongbao/reports/circular": {"tongbao/reports/shared"}, "tongbao/reports/shared": {"tongbao/internal/inspect"},
		}, "reaches tongbao/internal/inspect"},
		{"age", circularIsBlind, map[string][]string{"tongbao/reports/circular": {"filippo.io/age"}}, "reaches filippo.io/age"},
		{"no circular", circularIsBlind, map[string][]string{"tongbao/sql": {"strings"}}, "not there"},
		{"second importer", oneImporter, map[string][]string{
			"tongbao/internal/state": {"modernc.org/sqlite"}, "tongbao/pipelines": {"modernc.org/sqlite"},
		}, "tongbao/pipelines imports modernc.org/sqlite"},
		{"unknown library", oneImporter, map[string][]string{"tongbao/pipelines": {"example.org/new"}}, "is not in the table"},
		{"stale entry", oneImporter, map[string][]string{"tongbao/sql": {"strings"}}, "nobody imports modernc.org/sqlite"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bad := test.rule(made(test.imports))
			if !slices.ContainsFunc(bad, func(s string) bool { return strings.Contains(s, test.want) }) {
				t.Errorf("got %q, want one with %q", bad, test.want)
			}
		})
	}
}
