//go:build linux

package pipelines_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/workspace"
)

// eventDistrict has one item of events, so that any number of files need not
// share a key.
func eventDistrict() map[string]string {
	return map[string]string{
		"registry.csv": smallDistrict["registry.csv"],
		"catalogue.csv": smallDistrict["catalogue.csv"] +
			"FW01,服务,办事指南变更,,全部,随时,,示例,2020-01-01,\n",
	}
}

const eventRows = 30

// events is the nth file of events: rows good, and a bad one in every third.
func events(n int) string {
	var text strings.Builder
	text.WriteString("村（社区）,公开事项,事项发生日期,事项编号,公布日期,公开单位\n")
	for i := range eventRows {
		fmt.Fprintf(&text, "%s,办事指南变更,2026-05-%02d,%d-%d,2026-05-%02d,公开单位%d\n", []string{"松涧村", "竹溪村"}[i%2], 1+i%20, n, i, 5+i%20, n)
	}
	if n%3 == 0 {
		fmt.Fprintf(&text, "无名村%d,办事指南变更,2026-05-01,%d,2026-05-05,\n", n, n)
	}
	return text.String()
}

// dropEvents puts the nth delivery into the inbox of 青禾镇: a CSV file, or an
// archive of two. It returns the texts of the files.
func dropEvents(t *testing.T, inbox string, n int) []string {
	t.Helper()
	folder := filepath.Join(inbox, "青禾镇")
	if n%4 != 0 {
		text := events(n)
		writeFile(t, filepath.Join(folder, fmt.Sprintf("%04d.csv", n)), text)
		return []string{text}
	}
	texts := []string{events(n), events(n + 100_000)}
	var data bytes.Buffer
	archive := zip.NewWriter(&data)
	for i, text := range texts {
		w, err := archive.Create(fmt.Sprintf("%d.csv", i))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(folder, fmt.Sprintf("%04d.zip", n)), data.String())
	return texts
}

// An intake killed at any moment loses nothing, and what it did not finish is
// finished by the next.
func TestKilledIntakeLosesNothing(t *testing.T) {
	t.Parallel()
	const kills = 28
	dir := makeWorkspace(t, eventDistrict())
	inbox := filepath.Join(dir, "inbox")
	openEnv(t, dir)
	var texts []string
	dropped, unfinished := 0, 0
	when := newMoments(400 * time.Millisecond)
	for range kills {
		for len(waiting(t, inbox)) < 6 {
			dropped++
			texts = append(texts, dropEvents(t, inbox, dropped)...)
		}
		if when.killed(startChild(t, dir, "ingest")) {
			unfinished++
		}
	}
	if unfinished < kills/2 {
		t.Errorf("only %d of %d were killed before they had finished", unfinished, kills)
	}
	e := openEnv(t, dir)
	ingest(t, e, summerIntake)
	t.Logf("%d files in %d deliveries, %d kills before the end", len(texts), dropped, unfinished)

	// Every file of the inbox is put away, whole.
	if left := waiting(t, inbox); len(left) > 0 {
		t.Errorf("still in the inbox: %v", left)
	}
	putAway := 0
	for _, path := range walk(t, inbox) {
		if filepath.Base(filepath.Dir(path)) == workspace.Received {
			putAway++
		}
	}
	if putAway != dropped {
		t.Errorf("%d files put away, want %d", putAway, dropped)
	}

	// Every file counts once, under its own bytes.
	counted := map[string]int{}
	for _, d := range e.Vault.Deliveries() {
		data, err := os.ReadFile(e.Vault.Blob(d.SHA256))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != d.SHA256 {
			t.Errorf("delivery %d: its bytes are not what was sealed", d.Seq)
		}
		if d.DuplicateOf == 0 {
			counted[string(data)]++
		}
	}
	for i, text := range texts {
		if counted[text] != 1 {
			t.Errorf("file %d counts %d times", i, counted[text])
		}
	}
	if len(counted) != len(texts) {
		t.Errorf("%d files count, want %d", len(counted), len(texts))
	}
	receipts := export(t, e, "receipts")
	accepted := 0
	for i, n := range column(t, receipts, "accepted") {
		if n != fmt.Sprint(eventRows) && column(t, receipts, "status")[i] != "duplicate" {
			t.Errorf("a receipt of %s rows: %v", n, receipts[i+1])
		} else if n != "0" {
			accepted++
		}
	}
	if accepted != len(texts) {
		t.Errorf("%d receipts with rows, want %d", accepted, len(texts))
	}

	// The figures are those of an intake that nobody killed.
	calm := openEnv(t, makeWorkspace(t, eventDistrict()))
	for n := range dropped {
		dropEvents(t, calm.WS.Inbox(), n+1)
	}
	reconcile(t, ingest(t, calm, summerIntake))
	if want, got := build(t, calm, "2026Q2", "2026-07-10"), build(t, e, "2026Q2", "2026-07-10"); want.BuildID != got.BuildID {
		t.Errorf("build_id %s, want %s", got.BuildID, want.BuildID)
	}
	expectSame(t, "after the kills", figures(t, calm), figures(t, e))

	// Every township has its answer, the return workbook with it.
	for _, d := range e.Vault.Deliveries() {
		if d.DuplicateOf != 0 {
			continue
		}
		base := filepath.Join(e.WS.Outbox(), "青禾镇", "2026-08-01", fmt.Sprintf("%06d-%s", d.Seq, strings.ReplaceAll(d.Name, "/", "_")))
		if _, err := os.Stat(base + ".回执.json"); err != nil {
			t.Errorf("delivery %d was never answered", d.Seq)
		}
		data, err := os.ReadFile(e.Vault.Blob(d.SHA256))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(base + ".退回表.xlsx"); (err == nil) != strings.Contains(string(data), "无名村") {
			t.Errorf("delivery %d: return workbook: %v", d.Seq, err)
		}
	}
}

// moments are random moments in a child's work. How long that takes depends
// on what else the machine does, so the span follows what happened.
type moments struct {
	random *rand.Rand
	span   time.Duration
}

func newMoments(span time.Duration) *moments { return &moments{rand.New(rand.NewPCG(1, 2)), span} }

// killed kills the child at the next moment and reports whether it had not
// finished yet.
func (m *moments) killed(c *child) bool {
	time.Sleep(time.Duration(m.random.Int64N(int64(m.span))))
	unfinished := c.kill()
	if unfinished {
		m.span = m.span * 9 / 8
	} else {
		m.span = m.span / 2
	}
	return unfinished
}

// waiting lists the files of the inbox that are not put away.
func waiting(t *testing.T, inbox string) (all []string) {
	t.Helper()
	for _, path := range walk(t, inbox) {
		if filepath.Base(filepath.Dir(path)) != workspace.Received {
			all = append(all, path)
		}
	}
	return all
}

// A build killed at any moment leaves the old warehouse or the new one, whole
// and readable.
func TestKilledBuildLeavesOldOrNew(t *testing.T) {
	t.Parallel()
	const kills = 10
	dir := makeWorkspace(t, eventDistrict())
	e := openEnv(t, dir)
	for n := range 6 {
		dropEvents(t, e.WS.Inbox(), n+1)
	}
	reconcile(t, ingest(t, e, summerIntake))
	windows := []string{"2026Q2", "2026-05"}
	want := map[string]map[string]string{}
	var took time.Duration
	for _, w := range windows {
		start := time.Now()
		build(t, e, w, "2026-07-10")
		took = time.Since(start)
		want[w] = figures(t, e)
	}
	when := newMoments(took)
	unfinished := 0
	stands := windows[1]
	for k := range kills {
		other := windows[0]
		if stands == other {
			other = windows[1]
		}
		if when.killed(startChild(t, dir, "build "+other+" 2026-07-10")) {
			unfinished++
		}
		stands = column(t, export(t, e, "district_scores"), "window")[0]
		if want[stands] == nil {
			t.Fatalf("the warehouse holds %q", stands)
		}
		expectSame(t, "after kill "+fmt.Sprint(k), want[stands], figures(t, e))
	}
	t.Logf("%d kills before the end", unfinished)
	if unfinished < kills/3 {
		t.Errorf("only %d of %d were killed before they had finished", unfinished, kills)
	}
	for _, w := range windows {
		build(t, e, w, "2026-07-10")
		expectSame(t, "built again", want[w], figures(t, e))
	}
	if _, err := os.Stat(e.WS.Warehouse() + ".next"); err == nil {
		t.Error("an unfinished warehouse is left beside the new one")
	}
}
