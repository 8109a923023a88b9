package pipelines_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/pipelines"
)

// A check of severity stop keeps the new figures out: the old warehouse
// stays, byte for byte, and the error names the check and its rows.
func TestStopCheckKeepsTheOldWarehouse(t *testing.T) {
	t.Parallel()
	for check, tamper := range map[string]func(*testing.T, *pipelines.Env){
		// A receipt whose rows are not all accounted for.
		"receipts_reconcile": func(t *testing.T, e *pipelines.Env) {
			d := e.Vault.Deliveries()[0]
			p := e.Lake.Begin(lake.Origin{
				Delivery: 999, File: "不符.csv", Township: d.Township, ReceivedAt: d.ReceivedAt, ReceivedOn: d.ReceivedOn(), References: e.WS.References(),
			})
			p.Receipt(lake.Receipt{Sheet: filing.Sheet{Table: filing.ByCode("objections"), Rows: 3, NonData: 1}, Status: lake.Accepted})
			if err := p.Commit(); err != nil {
				t.Fatal(err)
			}
		},
		// Rows that a receipt tells of are gone.
		"lake_complete": func(t *testing.T, e *pipelines.Env) {
			files, err := e.Lake.Files("disclosures")
			if err != nil || len(files) == 0 {
				t.Fatal(files, err)
			}
			if err := os.Remove(files[0]); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(check, func(t *testing.T) {
			e := openEnv(t, makeWorkspace(t, smallDistrict))
			writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "五月.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-05,2026-06-10\n")
			reconcile(t, ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")}))
			build(t, e, "2026Q2", "2026-06-20")
			before, err := os.ReadFile(e.WS.Warehouse())
			if err != nil {
				t.Fatal(err)
			}
			tamper(t, e)

			_, err = e.Build(t.Context(), request("2026Q2", "2026-06-21"), nil)
			var stopped *pipelines.StoppedError
			if !errors.As(err, &stopped) {
				t.Fatalf("err = %v", err)
			}
			if len(stopped.Checks) != 1 || stopped.Checks[0].Name != check || stopped.Checks[0].Rows != 1 || len(stopped.Checks[0].Sample) != 1 {
				t.Errorf("%+v", stopped.Checks)
			}
			if !strings.Contains(err.Error(), check) || !strings.Contains(err.Error(), "数据仓库保持原样") {
				t.Errorf("the error says %q", err)
			}
			after, err := os.ReadFile(e.WS.Warehouse())
			if err != nil || string(after) != string(before) {
				t.Errorf("the warehouse was touched: %v", err)
			}
			if left, _ := filepath.Glob(e.WS.Warehouse() + ".*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			expectPublished(t, export(t, e, "obligations"), []string{"990101101201 CW01 2026-05 2026-06-10"})
		})
	}
}

// A warehouse that cannot be read is made anew: nothing lives only there.
func TestBrokenWarehouseIsMadeAnew(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "五月.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-05,2026-06-10\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	build(t, e, "2026Q2", "2026-06-20")
	want := figures(t, e)
	for name, text := range map[string]string{"garbage": "garbage", "empty": "", "torn": strings.Repeat("\x00", 5000)} {
		if err := os.WriteFile(e.WS.Warehouse(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if built := build(t, e, "2026Q2", "2026-06-20"); built.Reused {
			t.Errorf("%s: reused", name)
		}
		expectSame(t, name, want, figures(t, e))
	}
}
