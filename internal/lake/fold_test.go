package lake_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/internal/filing"
	"tongbao/internal/lake"
)

// fill commits parts of one row each for deliveries first to last.
func fill(t *testing.T, l *lake.Lake, first, last int64) {
	t.Helper()
	for d := first; d <= last; d++ {
		p := l.Begin(from(d))
		sink(p, 0, "").Accept(row(2, map[string]filing.Value{"village": {Text: strconv.FormatInt(d, 10)}}), nil)
		p.Receipt(lake.Receipt{Status: lake.Accepted})
		if err := p.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

// villages reads the village of every live row, in the order of the files.
func villages(t *testing.T, l *lake.Lake) []string {
	t.Helper()
	paths, err := l.Files("disclosures")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range paths {
		for _, r := range records(t, p) {
			all = append(all, r["village"])
		}
	}
	return all
}

func fold(t *testing.T, l *lake.Lake) {
	t.Helper()
	if err := l.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func files(t *testing.T, l *lake.Lake, table string) []string {
	t.Helper()
	paths, err := l.Files(table)
	if err != nil {
		t.Fatal(err)
	}
	for i := range paths {
		paths[i] = filepath.Base(paths[i])
	}
	return paths
}

func TestFoldKeepsEveryRowInOrder(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	fill(t, l, 1, lake.FoldOver)
	fold(t, l)
	if n := len(files(t, l, "disclosures")); n != lake.FoldOver {
		t.Fatalf("%d parts are folded to %d files already", lake.FoldOver, n)
	}
	fill(t, l, lake.FoldOver+1, 70)
	before := villages(t, l)
	fold(t, l)
	if diff := cmp.Diff([]string{"fold-00000001-00000070.parquet"}, files(t, l, "disclosures")); diff != "" {
		t.Errorf("files after folding:\n%s", diff)
	}
	if diff := cmp.Diff(before, villages(t, l)); diff != "" {
		t.Errorf("rows changed:\n%s", diff)
	}
	if n := len(parts(t, dir)); n != 2 {
		t.Errorf("%d files are left, want a fold of disclosures and one of receipts", n)
	}
	// Folding what is folded: the new fold takes the old one in.
	fill(t, l, 71, 140)
	fold(t, l)
	if diff := cmp.Diff([]string{"fold-00000001-00000140.parquet"}, files(t, l, "receipts")); diff != "" {
		t.Errorf("files after folding again:\n%s", diff)
	}
	if n := len(villages(t, l)); n != 140 {
		t.Errorf("%d rows after folding again, want 140", n)
	}
}

// A month that is over gets no more parts, or few.
func TestFoldEndsAMonthThatIsOver(t *testing.T) {
	l := lake.Open(t.TempDir())
	fill(t, l, 1, 3)
	later := from(4)
	later.ReceivedAt = later.ReceivedAt.AddDate(0, 0, 31)
	p := l.Begin(later)
	p.Receipt(lake.Receipt{Status: lake.Refused})
	if err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	before := villages(t, l)
	fold(t, l)
	for table, want := range map[string][]string{
		"disclosures": {"fold-00000001-00000003.parquet"},
		"receipts":    {"fold-00000001-00000003.parquet", "00000004.parquet"},
	} {
		if diff := cmp.Diff(want, files(t, l, table)); diff != "" {
			t.Errorf("%s after folding:\n%s", table, diff)
		}
	}
	if diff := cmp.Diff(before, villages(t, l)); diff != "" {
		t.Errorf("rows changed:\n%s", diff)
	}
	// What was received for that month after all is taken in.
	fill(t, l, 5, 5)
	fold(t, l)
	if diff := cmp.Diff([]string{"fold-00000001-00000005.parquet"}, files(t, l, "disclosures")); diff != "" {
		t.Errorf("disclosures after folding again:\n%s", diff)
	}
}

// A crash after the fold is in place and before the parts are removed must
// not count a row twice.
func TestLeftoversOfAFoldAreNotRead(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	fill(t, l, 1, 70)
	part := filepath.Join(dir, "disclosures", "2026-07", "00000007.parquet")
	kept, err := os.ReadFile(part)
	if err != nil {
		t.Fatal(err)
	}
	fold(t, l)
	if err := os.WriteFile(part, kept, 0o644); err != nil {
		t.Fatal(err)
	}
	if n := len(villages(t, l)); n != 70 {
		t.Errorf("%d rows with a leftover part, want 70", n)
	}
	fold(t, l)
	if _, err := os.Stat(part); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the leftover part is still there: %v", err)
	}
}

// A part inside a fold would be taken for a leftover, and removed.
func TestNoPartInsideAFold(t *testing.T) {
	l := lake.Open(t.TempDir())
	fill(t, l, 1, 6)
	fill(t, l, 8, 20)
	fold(t, l)
	before := villages(t, l)
	late := l.Begin(from(7))
	sink(late, 0, "").Accept(row(2, map[string]filing.Value{"village": {Text: "7"}}), nil)
	late.Receipt(lake.Receipt{Status: lake.Accepted})
	if err := late.Commit(); err == nil || !strings.Contains(err.Error(), "delivery 7 lies inside a fold") {
		t.Errorf("err = %v", err)
	}
	folds, err := l.Folds()
	if err != nil {
		t.Fatal(err)
	}
	at := from(7).ReceivedAt
	if !folds.Hold(7, at) || folds.Hold(21, at) || folds.Hold(7, at.AddDate(0, 2, 0)) {
		t.Error("the folds do not tell what they hold")
	}
	if err := l.Unfold(); err != nil {
		t.Fatal(err)
	}
	fill(t, l, 7, 7)
	if got := villages(t, l); len(before) != 19 || !slices.Equal(got, []string{"7"}) {
		t.Errorf("%d rows before, then %v", len(before), got)
	}
}

func TestUnfoldLeavesOnlyWhatWasNeverFolded(t *testing.T) {
	dir := t.TempDir()
	l := lake.Open(dir)
	fill(t, l, 1, 70)
	part := filepath.Join(dir, "disclosures", "2026-07", "00000007.parquet")
	kept, err := os.ReadFile(part)
	if err != nil {
		t.Fatal(err)
	}
	fold(t, l)
	if err := os.WriteFile(part, kept, 0o644); err != nil { // a leftover
		t.Fatal(err)
	}
	fill(t, l, 71, 72)
	if err := l.Unfold(); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"disclosures", "receipts"} {
		if diff := cmp.Diff([]string{"00000071.parquet", "00000072.parquet"}, files(t, l, table)); diff != "" {
			t.Errorf("%s after unfolding:\n%s", table, diff)
		}
	}
}

func TestFoldsAreTheSameBytes(t *testing.T) {
	var first []byte
	for range 2 {
		dir := t.TempDir()
		l := lake.Open(dir)
		fill(t, l, 1, 65)
		fold(t, l)
		data, err := os.ReadFile(filepath.Join(dir, "disclosures", "2026-07", "fold-00000001-00000065.parquet"))
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && string(data) != string(first) {
			t.Error("two folds of the same parts differ")
		}
		first = data
	}
}
