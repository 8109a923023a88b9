package house

import (
	"fmt"
	"maps"
	"slices"
)

// importers names, of each third-party module, the packages of the program
// that may import it: one, so that it can be replaced in one place.
var importers = map[string][]string{
	"github.com/apache/arrow-go/v18":      {"tongbao/internal/lake"},
	"github.com/chromedp/cdproto":         {"tongbao/internal/browser"},
	"github.com/chromedp/chromedp":        {"tongbao/internal/browser"},
	"github.com/duckdb/duckdb-go/v2":      {"tongbao/internal/warehouse"},
	"github.com/go-echarts/go-echarts/v2": {"tongbao/internal/chart"},
	"github.com/goccy/go-yaml":            {"tongbao/internal/workspace"},
	"github.com/gofrs/flock":              {"tongbao/internal/lock"},
	"github.com/google/go-cmp":            {"tongbao/reports/reporttest"},
	"github.com/mozillazg/go-pinyin":      {"tongbao/internal/rulebook"},
	"github.com/robfig/cron/v3":           {"tongbao/internal/schedule"},
	"github.com/schollz/progressbar/v3":   {"tongbao/internal/progress"},
	"github.com/spf13/cobra":              {"tongbao/cmd/tongbao"},
	"github.com/spf13/pflag":              {"tongbao/cmd/tongbao"},
	"github.com/xuri/excelize/v2":         {"tongbao/internal/workbook"},
	"gonum.org/v1/gonum":                  {"tongbao/internal/score"},
	"golang.org/x/term":                   {"tongbao/internal/progress"},
	"modernc.org/sqlite":                  {"tongbao/internal/state"},
	// x/text is a set of tables rather than one thing outside: filing folds
	// text to NFC, sheet decodes, and the sample district encodes.
	"golang.org/x/text": {"tongbao/internal/demo", "tongbao/internal/filing", "tongbao/internal/sheet"},
}

// oneImporter: libraries are imported where the table says, and nowhere else.
func oneImporter(g graph) (bad []string) {
	seen := map[string]map[string]bool{}
	for _, n := range g.ours() {
		for _, i := range n.Imports {
			library := g.libraryOf(i)
			if library == "" {
				continue
			}
			allowed, known := importers[library]
			switch {
			case !known:
				bad = append(bad, fmt.Sprintf("%s imports %s, which is not in the table", n.ImportPath, library))
			case !slices.Contains(allowed, n.ImportPath):
				bad = append(bad, fmt.Sprintf("%s imports %s; only %v may", n.ImportPath, library, allowed))
			}
			if seen[library] == nil {
				seen[library] = map[string]bool{}
			}
			seen[library][n.ImportPath] = true
		}
	}
	for _, library := range slices.Sorted(maps.Keys(importers)) {
		for _, path := range importers[library] {
			if !seen[library][path] {
				bad = append(bad, fmt.Sprintf("nobody imports %s in %s any more: the table is stale", library, path))
			}
		}
	}
	return bad
}
