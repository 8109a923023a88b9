//go:build linux

package pipelines_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// A publish killed at any moment leaves nothing, or the whole.
func TestKilledPublishLeavesNothingOrAll(t *testing.T) {
	t.Parallel()
	const kills = 14
	e := published(t)
	dir := e.WS.Dir
	build(t, e, "2026-05", "2026-07-10")
	start := time.Now()
	p, _ := publish(t, e, pipelines.PublishRequest{Report: "league"})
	when := newMoments(time.Since(start))
	forget := func() {
		t.Helper()
		// With its record, so that the number is given again.
		err := errors.Join(os.RemoveAll(filepath.Join(e.WS.Publications(), p.ID)), os.Remove(filepath.Join(dir, workspace.StateFile)))
		if err != nil {
			t.Fatal(err)
		}
	}
	want := hashes(t, filepath.Join(e.WS.Publications(), p.ID))
	forget()
	unfinished, whole := 0, 0
	for k := range kills {
		if when.killed(startChild(t, dir, "publish league")) {
			unfinished++
		}
		got := hashes(t, filepath.Join(e.WS.Publications(), p.ID))
		if len(got) > 0 {
			whole++
			expectSame(t, "after a kill", want, got)
			if !stands(t, dir, p.ID) {
				t.Errorf("kill %d: it does not stand", k)
			}
			forget()
		}
	}
	t.Logf("%d kills before the end, %d whole publications", unfinished, whole)
	if unfinished < kills/3 {
		t.Errorf("only %d of %d were killed before they had finished", unfinished, kills)
	}
	e = openEnv(t, dir)
	if left, _ := filepath.Glob(filepath.Join(e.WS.Publications(), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if again, _ := publish(t, e, pipelines.PublishRequest{Report: "league"}); again.ID != p.ID {
		t.Errorf("published as %s, want %s", again.ID, p.ID)
	}
	expectSame(t, "at last", want, hashes(t, filepath.Join(e.WS.Publications(), p.ID)))
}

// stands reports whether the publication stands, by its own manifest.
func stands(t *testing.T, dir, id string) bool {
	t.Helper()
	return verify(t, dir, id)[0].OK()
}

// A publish that finds no room says so and leaves nothing.
func TestPublishWithoutRoom(t *testing.T) {
	t.Parallel()
	e := published(t)
	build(t, e, "2026-05", "2026-07-10")
	before := hashes(t, e.WS.Publications())
	tight := limitedFiles(t)
	c := startChild(t, e.WS.Dir, "publish league", tight.tighten(100_000)...)
	if said := c.says(); !strings.HasPrefix(said, "failed:") || !strings.Contains(said, "磁盘空间不足") {
		t.Errorf("the child says %q", said)
	}
	expectSame(t, "without room", before, hashes(t, e.WS.Publications()))
	if p, _ := publish(t, e, pipelines.PublishRequest{Report: "league"}); p.ID != "2026-003" {
		t.Errorf("published as %s", p.ID)
	}
	expectStanding(t, "with room again", e.WS.Dir, 3)
}
