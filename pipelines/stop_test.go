package pipelines_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/vault"
	"tongbao/pipelines"
	models "tongbao/sql"
)

// computed are the stops that no data trips: they guard what the models and
// internal/score compute, and only their own cases can show them failing.
var computed = []string{"counts_reconcile", "effective_reconcile", "numbers_finite", "rates_within_bounds", "units_unique"}

// Every stop is tripped by data below, or is one of the computed.
func TestEveryStopIsTripped(t *testing.T) {
	all, err := models.Load()
	if err != nil {
		t.Fatal(err)
	}
	stops := 0
	for _, m := range all {
		if m.Layer != "checks" || m.Severity != "stop" {
			continue
		}
		stops++
		if _, tripped := tampered[m.Name]; tripped == slices.Contains(computed, m.Name) {
			t.Errorf("%s: tripped by data %t, and among the computed %t", m.Name, tripped, !tripped)
		}
	}
	if stops != len(tampered)+len(computed) {
		t.Errorf("%d stops, of which %d are tripped and %d computed", stops, len(tampered), len(computed))
	}
}

// forge seals a file of its own and hands out the part that reading it would
// have filled, for rows and receipts that no reader would give.
func forge(t *testing.T, e *pipelines.Env) (vault.Delivery, *lake.Part) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "伪造.csv")
	writeFile(t, path, t.Name())
	d, err := e.Vault.Seal(path, vault.Delivery{Township: "990101101", Channel: "upload", Name: "伪造.csv", ReceivedAt: received("2026-06-20")})
	if err != nil {
		t.Fatal(err)
	}
	return d, e.Lake.Begin(originOf(e, d))
}

func originOf(e *pipelines.Env, d vault.Delivery) lake.Origin {
	return lake.Origin{
		Delivery: d.Seq, SHA256: d.SHA256, File: d.Name, Township: d.Township, ReceivedAt: d.ReceivedAt, ReceivedOn: d.ReceivedOn(),
		References: e.WS.References(),
	}
}

// disclosed is a row of disclosures that names a village, an item and April.
func disclosed(number int, key, village, item string) filing.Row {
	table := filing.ByCode("disclosures")
	row := filing.Row{Number: number, Key: key, Values: make([]filing.Value, len(table.Columns))}
	for column, text := range map[string]string{"village": village, "item": item, "period": "2026-04"} {
		row.Values[table.Column(column)] = filing.Value{Valid: true, Text: text}
	}
	return row
}

// forgeRows puts rows of disclosures, and their receipt, into the lake.
func forgeRows(t *testing.T, e *pipelines.Env, rows ...filing.Row) {
	t.Helper()
	_, part := forge(t, e)
	acceptRows(part, rows...)
	receiptOf(t, part, lake.Receipt{Sheet: filing.Sheet{Rows: len(rows), Accepted: len(rows)}})
}

func acceptRows(part *lake.Part, rows ...filing.Row) {
	sink := part.Sheet(1, "", func() *filing.Table { return filing.ByCode("disclosures") })
	for _, row := range rows {
		sink.Accept(row, nil)
	}
}

// receiptOf gives the part its receipts and commits it.
func receiptOf(t *testing.T, part *lake.Part, receipts ...lake.Receipt) {
	t.Helper()
	for _, r := range receipts {
		r.Table, r.SheetNo, r.Status = filing.ByCode("disclosures"), 1, lake.Accepted
		part.Receipt(r)
	}
	if err := part.Commit(); err != nil {
		t.Fatal(err)
	}
}

// tampered does to a workspace what trips each check, and no other.
var tampered = map[string]func(*testing.T, *pipelines.Env){
	// A receipt whose rows are not all accounted for.
	"receipts_reconcile": func(t *testing.T, e *pipelines.Env) {
		_, part := forge(t, e)
		receiptOf(t, part, lake.Receipt{Sheet: filing.Sheet{Rows: 3, NonData: 1}})
	},
	"receipts_unique": func(t *testing.T, e *pipelines.Env) {
		_, part := forge(t, e)
		receiptOf(t, part, lake.Receipt{}, lake.Receipt{})
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
	// A file that was sealed and never read.
	"deliveries_read": func(t *testing.T, e *pipelines.Env) {
		_, part := forge(t, e)
		if err := part.Abort(); err != nil {
			t.Fatal(err)
		}
	},
	"keys_known": func(t *testing.T, e *pipelines.Env) {
		forgeRows(t, e, disclosed(2, "k", "990101101299", "CW01"))
	},
	// Two keys for one matter: it is judged twice.
	"obligations_unique": func(t *testing.T, e *pipelines.Env) {
		forgeRows(t, e, disclosed(2, "k", "990101101202", "CW01"), disclosed(3, "other k", "990101101202", "CW01"))
	},
	// One row under two keys.
	"filings_used_once": func(t *testing.T, e *pipelines.Env) {
		forgeRows(t, e, disclosed(2, "k", "990101101202", "CW01"), disclosed(2, "other k", "990101101201", "CW01"))
	},
	// Rows of other bytes than were sealed: they lie in the part of another
	// month, beside the delivery's own.
	"sources_sealed": func(t *testing.T, e *pipelines.Env) {
		d, part := forge(t, e)
		receiptOf(t, part, lake.Receipt{Sheet: filing.Sheet{Rows: 1, Accepted: 1}})
		other := originOf(e, d)
		other.SHA256, other.ReceivedAt = strings.Repeat("0", 64), received("2026-05-20")
		part = e.Lake.Begin(other)
		acceptRows(part, disclosed(2, "k", "990101101202", "CW01"))
		receiptOf(t, part)
	},
}

// A check of severity stop keeps the new figures out: the old warehouse
// stays, byte for byte, and the error names the check and its rows.
func TestStopCheckKeepsTheOldWarehouse(t *testing.T) {
	t.Parallel()
	for check, tamper := range tampered {
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
			if len(stopped.Checks) != 1 || stopped.Checks[0].Name != check || stopped.Checks[0].Rows != 1 || len(stopped.Checks[0].Told) != 1 {
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

			// What is shown is what stands, and what did not get in beside it.
			shown, err := e.Checks(t.Context(), "")
			if err != nil || !shown.Stands || shown.AsOf != "2026-06-20" || len(shown.Stopped) != 1 || shown.Stopped[0].Name != check {
				t.Errorf("%v: %+v", err, shown)
			}
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
