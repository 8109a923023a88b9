package reporttest

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/reports/assets"
	"tongbao/reports/shared"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Render makes a page of a report, twice: the same figures must give the
// same bytes.
func Render(t testing.TB, render func(io.Writer, shared.Data) error, d shared.Data) string {
	t.Helper()
	var a, b bytes.Buffer
	if err := render(&a, d); err != nil {
		t.Fatal(err)
	}
	if err := render(&b, d); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() {
		t.Fatal("two renderings of the same figures differ")
	}
	return a.String()
}

// Golden compares a page with testdata/<name>.html. The chart library, a
// megabyte with sums of its own, is named there instead of repeated.
func Golden(t testing.TB, name, html string) {
	t.Helper()
	got := strings.ReplaceAll(html, assets.ECharts, "/* echarts.min.js */")
	path := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with -update)", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-golden +page); if that is right, run with -update:\n%s", path, diff)
	}
}
