package pipelines_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/pipelines"
)

// Whatever the manifest says of itself is made again, and told where it is
// not so; what cannot be made again is told by the hash that was kept.
func TestVerifyTestsTheManifest(t *testing.T) {
	t.Parallel()
	e := published(t)
	for name, c := range map[string]struct {
		change func([]byte) []byte
		want   string
		record bool // found only by the hash that was kept
	}{
		"the title":           {replaced(`"title": "排名表"`, `"title": "表扬名单"`), "清单中的报告名称（title）与重算的不同：清单写的是“表扬名单”，重算的是“排名表”", false},
		"the district":        {replaced(`"district": "`, `"district": "某`), "清单中的区县（district）与重算的不同", false},
		"whether it is shown": {replaced(`"demo": `, `"demo": false, "x": `), "与重算的不同", false},
		"a rule's value":      {replaced(`"rule": "min_due",`+"\n"+`      "value": "1"`, `"rule": "min_due",`+"\n"+`      "value": "7"`), "清单中的规则 min_due与重算的不同：清单写的是“7，", false},
		"a rule's source":     {replaced(`"source": "示例"`, `"source": "某某文件"`), "来源：某某文件", false},
		"a rule's name":       {replaced(`"rule": "min_due"`, `"rule": "min_dues"`), "清单多列规则 min_dues，重算没有", false},
		"a reference's name":  {replaced(`"name": "catalogue.csv"`, `"name": "catalogue.xlsx"`), "清单所列的参考文件 catalogue.xlsx", false},
		"a reference's kind":  {replaced(`"kind": "rules"`, `"kind": "mapping-x"`), "清单多列参考文件 mapping-x", false},
		"a delivery's name":   {replaced(`"name": "协商.csv"`, `"name": "会议.csv"`), "清单中的收件 第", false},
		"what may be public":  {replaced(`"public": false`, `"public": true`), "是否公开与重算的不同", false},
		"what it corrects":    {replaced(`"version": 1,`, `"version": 1, "corrects": "2026-002",`), "清单所写的更正对象“2026-002”与编号第2026-001号不符", false},
		"a field more":        {replaced(`"number":`, `"remark": "x", "number":`), "与重算的不同", false},
		"when":                {replaced(`"published_at": "2026`, `"published_at": "2025`), "", true},
		"the program":         {replaced(`"program": "`, `"program": "9.`), "", true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := copied(t, e.WS.Dir)
			path := filepath.Join(dir, "publications", "2026-001", "manifest.json")
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rewrite(t, path, c.change)
			if after, _ := os.ReadFile(path); string(after) == string(before) {
				t.Fatal("nothing was changed")
			}
			if c.record || name == "the title" {
				v := verify(t, dir, "2026-001")[0]
				text := strings.Join(v.Problems, "\n")
				if !strings.Contains(text, c.want) || !strings.Contains(text, "清单 manifest.json 公布后被改动过：指纹是 ") || !v.Recorded || c.record && len(v.Problems) != 1 {
					t.Errorf("%+v", v)
				}
			}
			// Without the record the content alone is tested.
			if err := os.Remove(filepath.Join(dir, "state.db")); err != nil {
				t.Fatal(err)
			}
			v := verify(t, dir, "2026-001")[0]
			if v.OK() != c.record || v.Recorded || !strings.Contains(strings.Join(v.Problems, "\n"), c.want) {
				t.Errorf("without a record: %+v", v)
			}
		})
	}
	manifest, err := os.ReadFile(filepath.Join(e.WS.Publications(), "2026-001", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(manifest)
	recorded, err := e.State.Publications(t.Context())
	if err != nil || len(recorded) != 2 || recorded[0].ID != "2026-001" || recorded[0].SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("recorded %+v: %v", recorded, err)
	}

	// A record that cannot be read is told, and the rest is tested.
	dir := copied(t, e.WS.Dir)
	writeFile(t, filepath.Join(dir, "state.db"), strings.Repeat("这不是数据库", 100))
	for _, v := range verify(t, dir) {
		if !v.OK() || v.Recorded || !strings.Contains(v.Note, "运行记录 state.db 读不了") {
			t.Errorf("%+v", v)
		}
	}
}

// A publication that was recorded and is gone is told, and its number is not
// given again.
func TestAPublicationThatIsGone(t *testing.T) {
	t.Parallel()
	e := published(t)
	if err := os.RemoveAll(filepath.Join(e.WS.Publications(), "2026-002")); err != nil {
		t.Fatal(err)
	}
	all := verify(t, e.WS.Dir)
	if len(all) != 2 || !all[0].OK() || all[1].OK() || all[1].ID != "2026-002" ||
		!strings.Contains(strings.Join(all[1].Problems, "\n"), "2026-002 不见了；请从备份恢复") {
		t.Errorf("%+v", all)
	}
	if v := verify(t, e.WS.Dir, "2026-002"); len(v) != 1 || v[0].OK() {
		t.Errorf("asked for: %+v", v)
	}
	if p, _ := publish(t, e, pipelines.PublishRequest{Report: "circular"}); p.ID != "2026-003" {
		t.Errorf("published as %s", p.ID)
	}

	// So it is with the version of a correction.
	writeFile(t, filepath.Join(e.WS.Inbox(), "区级", "勘误.csv"), "镇街,村（社区）,公开事项,所属期,公布日期\n青禾镇,竹溪村,财务收支情况,2026-05,2026-06-11\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-09")})
	build(t, e, "2026Q2", "2026-07-10")
	for _, want := range []string{"2026-001-v2", "2026-001-v3"} {
		p, _ := publish(t, e, pipelines.PublishRequest{Report: "league"})
		if p.ID != want || p.Corrects != "2026-001" {
			t.Errorf("published as %s, corrects %s; want %s", p.ID, p.Corrects, want)
		}
		if want == "2026-001-v2" {
			if err := os.RemoveAll(filepath.Join(e.WS.Publications(), p.ID)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var said []string
	for _, v := range verify(t, e.WS.Dir) {
		if v.OK() {
			v.ID += " ok"
		}
		said = append(said, v.ID)
	}
	if got, want := strings.Join(said, ", "), "2026-001 ok, 2026-001-v2, 2026-001-v3 ok, 2026-002, 2026-003 ok"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Figures that were tampered with are not compared with.
func TestDamagedFiguresAreNotCompared(t *testing.T) {
	t.Parallel()
	e := published(t)
	rewrite(t, filepath.Join(e.WS.Publications(), "2026-001", "data", "village_scores.parquet"), flipped)
	want := func(err error) {
		t.Helper()
		var damaged *pipelines.Damaged
		if !errors.As(err, &damaged) || damaged.ID != "2026-001" || !strings.Contains(err.Error(), "文件 data/village_scores.parquet 公布后被改动过") ||
			!strings.Contains(err.Error(), "tongbao verify 2026-001") {
			t.Errorf("%v", err)
		}
	}
	_, err := e.Diff(t.Context(), "league", "")
	want(err)
	writeFile(t, filepath.Join(e.WS.Inbox(), "区级", "勘误.csv"), "镇街,村（社区）,公开事项,所属期,公布日期\n青禾镇,竹溪村,财务收支情况,2026-05,2026-06-11\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-09")})
	build(t, e, "2026Q2", "2026-07-10")
	_, _, err = e.Publish(t.Context(), pipelines.PublishRequest{Report: "league"})
	want(err)
	if left, _ := filepath.Glob(filepath.Join(e.WS.Publications(), "2026-001-v2")); len(left) > 0 {
		t.Error("a correction of damaged figures was published")
	}
}

// Publications are told in order, whatever order they are tested in.
func TestVerifyTellsInOrder(t *testing.T) {
	t.Parallel()
	e := published(t)
	writeFile(t, filepath.Join(e.WS.Inbox(), "区级", "勘误.csv"), "镇街,村（社区）,公开事项,所属期,公布日期\n青禾镇,竹溪村,财务收支情况,2026-05,2026-06-11\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-09")})
	build(t, e, "2026Q2", "2026-07-10")
	publish(t, e, pipelines.PublishRequest{Report: "league"})
	publish(t, e, pipelines.PublishRequest{Report: "circular"})
	var told []string
	_, err := pipelines.Verify(t.Context(), e.WS.Dir, nil, func() time.Time { return today }, func(v pipelines.Verified) {
		if !v.OK() || !v.Recorded {
			t.Errorf("%+v", v)
		}
		told = append(told, v.ID)
	})
	if got, want := strings.Join(told, " "), "2026-001 2026-001-v2 2026-002 2026-002-v2"; err != nil || got != want {
		t.Errorf("%s: %v", got, err)
	}
}
