package pipelines

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tongbao/internal/durable"
	"tongbao/internal/vault"
	"tongbao/internal/workspace"
)

// Those that rest on the same files are tested one after the other, so that
// each basis is read once.
func TestByBasis(t *testing.T) {
	ws := &workspace.Workspace{Dir: t.TempDir()}
	ids := []string{"2026-001", "2026-001-v2", "2026-002", "2026-002-v2", "2026-003"}
	for i, deliveries := range []int64{1, 2, 1, 2} {
		year, _, version := splitID(ids[i])
		p := Publication{ID: ids[i], Number: ids[i][:8], Version: version, Deliveries: []vault.Delivery{{Seq: deliveries}}}
		dir := filepath.Join(ws.Publications(), p.ID)
		if err := os.MkdirAll(dir, 0o755); err != nil || year != 2026 {
			t.Fatal(err)
		}
		if err := durable.Write(filepath.Join(dir, manifestFile), func(w io.Writer) error { return writeJSON(w, p) }); err != nil {
			t.Fatal(err)
		}
	}
	// The last has no manifest.
	if got, want := byBasis(ws, ids), []int{0, 2, 1, 3, 4}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
