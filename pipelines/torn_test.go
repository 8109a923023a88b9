package pipelines_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/lake"
)

// TestTextTornAtItsEnd: that a long text is in no encoding shows only behind
// rows that were read by then. None of them is kept, and none is answered.
func TestTextTornAtItsEnd(t *testing.T) {
	var text strings.Builder
	text.WriteString("村（社区）,公开事项,所属期,公布日期\n")
	const rows = 70_000 // more than are encoded together
	for i := range rows {
		fmt.Fprintf(&text, "松涧村,财务收支,2026-%02d,不是日期%d\n", 1+i%6, i)
		fmt.Fprintf(&text, "竹溪村,财务收支,2026-%02d,2026-07-01\n", 1+i%6)
	}
	text.WriteString("\xc7\xe0\xca\xaf\xb4\xe5\n")
	dir := makeWorkspace(t, smallDistrict)
	writeFile(t, filepath.Join(dir, "inbox", "青禾镇", "备案.csv"), text.String())
	e := openEnv(t, dir)
	result := ingest(t, e, summerIntake)
	if len(result.Files) != 1 || !slices.Equal(statuses(result.Files[0]), []lake.Status{lake.Refused}) {
		t.Fatalf("taken in as %+v", result.Files)
	}
	r := result.Files[0].Receipts[0]
	if want := fmt.Sprintf("第 %d 行", 2*rows+2); !strings.Contains(r.Reason, want) || r.Accepted != 0 || r.Quarantined != 0 {
		t.Errorf("the receipt says %q of %d and %d rows, want %q of none", r.Reason, r.Accepted, r.Quarantined, want)
	}
	if n := len(result.Files[0].Problems); n > 0 {
		t.Errorf("answered with %d kinds of problems", n)
	}
	for _, path := range walk(t, e.WS.Lake()) {
		if !strings.Contains(path, lake.Receipts) {
			t.Errorf("left in the lake: %s", path)
		}
	}
	for _, path := range walk(t, e.WS.Outbox()) {
		if strings.HasSuffix(path, ".xlsx") {
			t.Errorf("rows were sent back: %s", path)
		}
	}
	if left := walk(t, e.WS.Temp()); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
