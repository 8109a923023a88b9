package pipelines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/lake"
	"tongbao/pipelines"
)

// A name added to the registry lets the rows in that waited for it, one taken
// away sends them back, and both are told.
func TestChangedReferencesReadAgain(t *testing.T) {
	t.Parallel()
	dir := makeWorkspace(t, smallDistrict)
	e := openEnv(t, dir)
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "五月.csv"), "村（社区）,公开事项,所属期,公布日期\n"+
		"松涧村,财务收支情况,2026-05,2026-06-10\n竹西坝,财务收支情况,2026-05,2026-06-11\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "望舒街道", "五月.csv"), "村（社区）,公开事项,所属期,公布日期\n月湖社区,财务收支情况,2026-05,2026-06-12\n")
	result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	if accepted := reconcile(t, result); accepted != 2 || len(result.Reread) != 0 {
		t.Fatalf("%d rows accepted, %+v", accepted, result.Reread)
	}
	before := build(t, e, "2026Q2", "2026-06-20")

	alias := strings.Replace(smallDistrict["registry.csv"], "210,610,,", "210,610,竹西坝,", 1)
	writeFile(t, filepath.Join(dir, "registry.csv"), alias)
	e = openEnv(t, dir)
	result = ingest(t, e, pipelines.IntakeRequest{})
	if len(result.Files) != 0 || len(result.Reread) != 2 {
		t.Fatalf("%+v", result)
	}
	for _, again := range result.Reread {
		want := [2]int64{1, 1}
		if again.Delivery.Township == "990101101" {
			want = [2]int64{1, 2}
		}
		if [2]int64{again.Before, again.After} != want || again.Interrupted {
			t.Errorf("delivery %d: %d rows, then %d, want %v", again.Delivery.Seq, again.Before, again.After, want)
		}
	}
	if rows := export(t, e, "quarantine"); len(rows) != 1 {
		t.Errorf("still quarantined: %v", rows[1:])
	}
	// What is read again keeps its day of receipt.
	if days := distinct(column(t, export(t, e, "receipts"), "received_at")); len(days) != 1 || !days["2026-06-20T10:00:00+08:00"] {
		t.Errorf("received %v", days)
	}
	after := build(t, e, "2026Q2", "2026-06-20")
	if after.BuildID == before.BuildID || after.Reused {
		t.Error("the build did not notice the changed registry")
	}
	expectPublished(t, export(t, e, "obligations"), []string{
		"990101101201 CW01 2026-05 2026-06-10", "990101101202 CW01 2026-05 2026-06-11", "990101002001 CW01 2026-05 2026-06-12",
	})
	// Nothing changed: nothing is read again.
	if result = ingest(t, openEnv(t, dir), pipelines.IntakeRequest{}); len(result.Reread) != 0 {
		t.Errorf("%+v", result.Reread)
	}

	writeFile(t, filepath.Join(dir, "registry.csv"), smallDistrict["registry.csv"])
	e = openEnv(t, dir)
	reread, err := e.Refresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sum := int64(0)
	for _, again := range reread {
		sum += again.After - again.Before
	}
	if len(reread) != 2 || sum != -1 {
		t.Errorf("%+v", reread)
	}
	// Every version of the reference files is kept.
	references, err := os.ReadDir(filepath.Join(e.WS.Vault(), "references"))
	if err != nil {
		t.Fatal(err)
	}
	registries := 0
	for _, r := range references {
		if strings.HasSuffix(r.Name(), "-registry.json") {
			registries++
		}
	}
	if registries != 3 {
		t.Errorf("%d versions of the registry are sealed, want 3", registries)
	}
}

// A build that holds the figures already tells how much has come since; what
// does not count changes no byte of a report.
// A fold loses its receipts first and its rows after them: what is interrupted
// between the two must not leave old rows that pass for those read again.
func TestUnfoldingInterrupted(t *testing.T) {
	t.Parallel()
	dir := makeWorkspace(t, smallDistrict)
	e := openEnv(t, dir)
	for n := range lake.FoldOver + 1 {
		month := civil.MustOf(2025, 1, 1).AddMonths(n).String()[:7]
		writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", month+".csv"), "村（社区）,公开事项,所属期,公布日期\n竹西坝,财务收支情况,"+month+",2026-06-11\n")
	}
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	if waiting := export(t, e, "quarantine")[1:]; len(waiting) != lake.FoldOver+1 {
		t.Fatalf("%d rows wait", len(waiting))
	}
	writeFile(t, filepath.Join(dir, "registry.csv"), strings.Replace(smallDistrict["registry.csv"], "210,610,,", "210,610,竹西坝,", 1))
	if err := os.RemoveAll(filepath.Join(e.WS.Lake(), lake.Receipts)); err != nil { // and here the power fails
		t.Fatal(err)
	}
	e = openEnv(t, dir)
	ingest(t, e, pipelines.IntakeRequest{})
	if waiting := export(t, e, "quarantine")[1:]; len(waiting) > 0 {
		t.Errorf("still waiting: %v", waiting)
	}
	if receipts := export(t, e, "receipts")[1:]; len(receipts) != lake.FoldOver+1 {
		t.Errorf("%d receipts", len(receipts))
	}
}

func TestReusedBuildTellsWhatCameSince(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	send := func(name, day string) {
		writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", name), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-05,"+day+"\n")
	}
	send("一.csv", "2026-06-10")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	first := build(t, e, "2026Q2", "2026-06-20")
	before := figures(t, e)
	send("二.csv", "2026-06-11")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-25")})
	again := build(t, e, "2026Q2", "2026-06-20")
	if again.BuildID != first.BuildID {
		t.Errorf("a row that does not count changed the build")
	}
	if first.LaterRows != 0 || again.LaterRows != 1 {
		t.Errorf("%d rows came later, then %d, want 0 and 1", first.LaterRows, again.LaterRows)
	}
	expectSame(t, "the same figures", before, figures(t, e))
}

// A lake that cannot be read, and a vault whose bytes have changed, are told
// in words that say what to do.
func TestBrokenLakeAndChangedVault(t *testing.T) {
	dir := makeWorkspace(t, smallDistrict)
	e := openEnv(t, dir)
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,CW01,2026-06,2026-07-10\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-12")})
	parts, err := filepath.Glob(filepath.Join(e.WS.Lake(), "receipts", "*", "*.parquet"))
	if err != nil || len(parts) != 1 {
		t.Fatal(parts, err)
	}
	rows, err := filepath.Glob(filepath.Join(e.WS.Lake(), "disclosures", "*", "*.parquet"))
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	whole, err := os.ReadFile(rows[0])
	if err != nil {
		t.Fatal(err)
	}
	torn := func(part string, size int) {
		t.Helper()
		text := strings.Repeat("torn", size/4+1)[:size]
		if size > 4 { // the ends are right: only who reads the rows will see
			text = string(whole[:4]) + text + string(whole[4+size:])
		}
		writeFile(t, part, text)
		_, err := e.Build(t.Context(), pipelines.BuildRequest{Window: "2026Q2"}, nil)
		if err == nil || !strings.HasPrefix(err.Error(), "数据湖中有文件损坏") || !strings.Contains(err.Error(), "删除工作区的 lake 文件夹") || strings.Contains(err.Error(), "parquet") {
			t.Errorf("built with a torn part %s: %v", part, err)
		}
	}
	torn(rows[0], 4)
	torn(rows[0], len(whole)/4)
	torn(parts[0], 4)
	if _, err := e.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "删除工作区的 lake 文件夹") {
		t.Errorf("a torn part: %v", err)
	}
	if err := os.RemoveAll(e.WS.Lake()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Refresh(t.Context()); err != nil {
		t.Errorf("the advice was followed: %v", err)
	}
	if err := os.RemoveAll(e.WS.Lake()); err != nil {
		t.Fatal(err)
	}
	blobs, err := filepath.Glob(filepath.Join(e.WS.Vault(), "blobs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, blob := range blobs {
		data, err := os.ReadFile(blob)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "松涧村,CW01") {
			writeFile(t, blob, string(data)+"竹溪村,CW01,2026-06,2026-07-10\n")
		}
	}
	if _, err := e.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "与入库时不一致") {
		t.Errorf("changed bytes: %v", err)
	}
	for _, blob := range blobs {
		if err := os.Remove(blob); err != nil {
			t.Fatal(err)
		}
	}
	_, err = e.Refresh(t.Context())
	if err == nil || !strings.HasPrefix(err.Error(), "vault 中缺少第1号收件“六月.csv”的内容（文件 blobs/") || !strings.Contains(err.Error(), "从备份恢复") || strings.Contains(err.Error(), "open ") {
		t.Errorf("a lost file: %v", err)
	}
}
