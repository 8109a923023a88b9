package pipelines_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/pipelines"
)

// rewrite replaces a read-only file's bytes.
func rewrite(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path, change(data), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func flipped(data []byte) []byte {
	data[len(data)/2] ^= 1
	return data
}

func replaced(old, new string) func([]byte) []byte {
	return func(data []byte) []byte { return []byte(strings.Replace(string(data), old, new, 1)) }
}

// Whatever is done to a publication, or to what it rests on, is found and
// told, and the others stand.
func TestVerifyTellsWhatWasTouched(t *testing.T) {
	t.Parallel()
	e := published(t)
	first := e.Vault.Deliveries()[0]
	var rules string
	for path, text := range hashes(t, filepath.Join(e.WS.Vault(), "blobs")) {
		if data, _ := os.ReadFile(path); strings.Contains(string(data), "min_due") && filepath.Base(path) == text {
			rules = path
		}
	}
	type place struct{ dir string }
	under := func(p place, name string) string { return filepath.Join(p.dir, "publications", "2026-001", name) }
	for name, c := range map[string]struct {
		touch   func(t *testing.T, p place)
		want    []string // of 2026-001, each in a problem of its own
		rebuilt bool
		both    bool // 2026-002 falls too
	}{
		"the page": {func(t *testing.T, p place) {
			rewrite(t, under(p, "league-2026Q2.html"), replaced("青禾镇", "青木镇"))
		}, []string{"文件 league-2026Q2.html 公布后被改动过"}, true, false},
		"the data": {func(t *testing.T, p place) {
			rewrite(t, under(p, "data/obligations.parquet"), flipped)
		}, []string{"文件 data/obligations.parquet 公布后被改动过"}, true, false},
		"a file gone": {func(t *testing.T, p place) {
			if err := os.Remove(under(p, "data/village_scores.parquet")); err != nil {
				t.Fatal(err)
			}
		}, []string{"缺少文件 data/village_scores.parquet"}, true, false},
		"a file more": {func(t *testing.T, p place) { writeFile(t, under(p, "另附.txt"), "x") }, []string{"多出文件 另附.txt，清单未列"}, true, false},
		"the manifest": {func(t *testing.T, p place) {
			rewrite(t, under(p, "manifest.json"), func([]byte) []byte { return []byte("{") })
		}, []string{"的清单"}, false, false},
		"the manifest gone": {func(t *testing.T, p place) {
			if err := os.Remove(under(p, "manifest.json")); err != nil {
				t.Fatal(err)
			}
		}, []string{"第2026-001号公布缺少清单"}, false, false},
		"another's manifest": {func(t *testing.T, p place) {
			other, err := os.ReadFile(filepath.Join(p.dir, "publications", "2026-002", "manifest.json"))
			if err != nil {
				t.Fatal(err)
			}
			rewrite(t, under(p, "manifest.json"), func([]byte) []byte { return other })
		}, []string{"写的是第2026-002号"}, false, false},
		"a file of the manifest elsewhere": {func(t *testing.T, p place) {
			rewrite(t, under(p, "manifest.json"), replaced(`"name": "rules.yaml"`, `"name": "../rules.yaml"`))
		}, []string{"“../rules.yaml”不是工作区的参考文件"}, false, false},
		"the day in the manifest": {func(t *testing.T, p place) {
			rewrite(t, under(p, "manifest.json"), replaced(`"as_of": "2026-07-10"`, `"as_of": "2026-07-11"`))
		}, []string{"数据编号（build_id）不同", "重算的 league-2026Q2.html 与公布的不同", "重算的 data/obligations.parquet 与公布的不同：只在公布的数据中的有", "重算的 data/problems.parquet 与公布的不同：只在公布的数据中的有23行，第一行是 village 990101002001 未公开 CW01 2026-03 2026-04-15"}, true, false},
		"another program's": {func(t *testing.T, p place) {
			rewrite(t, under(p, "manifest.json"), replaced(`"program": "`, `"program": "9.`))
		}, nil, true, false},
		"a filing's bytes": {func(t *testing.T, p place) {
			rewrite(t, filepath.Join(p.dir, "vault", "blobs", first.SHA256), flipped)
		}, []string{"第1号收件“" + first.Name + "”的内容与入库时不一致"}, false, true},
		"a filing's bytes gone": {func(t *testing.T, p place) {
			if err := os.Remove(filepath.Join(p.dir, "vault", "blobs", first.SHA256)); err != nil {
				t.Fatal(err)
			}
		}, []string{"vault 中缺少第1号收件"}, false, true},
		"a filing's record": {func(t *testing.T, p place) {
			rewrite(t, filepath.Join(p.dir, "vault", "deliveries", "00000001.json"), replaced("2026-06-25", "2026-06-24"))
		}, []string{"第1号收件的记录"}, false, true},
		"a filing's record gone": {func(t *testing.T, p place) {
			if err := os.Remove(filepath.Join(p.dir, "vault", "deliveries", "00000001.json")); err != nil {
				t.Fatal(err)
			}
		}, []string{"vault 中没有第1号收件"}, false, true},
		"the rules of then": {func(t *testing.T, p place) {
			rewrite(t, filepath.Join(p.dir, "vault", "blobs", filepath.Base(rules)), flipped)
		}, []string{"参考文件 rules.yaml 的当时版本与入库时不一致"}, false, true},
		"the rules of then gone": {func(t *testing.T, p place) {
			if err := os.Remove(filepath.Join(p.dir, "vault", "blobs", filepath.Base(rules))); err != nil {
				t.Fatal(err)
			}
		}, []string{"vault 中缺少参考文件 rules.yaml 的当时版本"}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := place{t.TempDir()}
			for _, part := range []string{"vault", "publications"} {
				if err := os.CopyFS(filepath.Join(p.dir, part), os.DirFS(filepath.Join(e.WS.Dir, part))); err != nil {
					t.Fatal(err)
				}
			}
			c.touch(t, p)
			ids := []string{"2026-001"}
			if c.both {
				ids = nil
			}
			all := verify(t, p.dir, ids...)
			if v := all[0]; v.Rebuilt != c.rebuilt || v.OK() != (len(c.want) == 0) || (v.Note != "") != (name == "another program's") {
				t.Errorf("%+v", v)
			}
			for _, want := range c.want {
				if text := strings.Join(all[0].Problems, "\n"); strings.Count(text, want) != 1 {
					t.Errorf("told %q, want %q", text, want)
				}
			}
			if c.both && all[1].OK() {
				t.Error("2026-002 stands")
			}
		})
	}
	expectStanding(t, "untouched", e.WS.Dir, 2)
	_, err := pipelines.Verify(t.Context(), e.WS.Dir, []string{"2026-003"}, func() time.Time { return today }, nil)
	if err == nil || !strings.Contains(err.Error(), "没有第2026-003号公布；已有：2026-001、2026-002") {
		t.Errorf("a number that was never given: %v", err)
	}
	if all := verify(t, t.TempDir()); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}
