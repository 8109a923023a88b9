package pipelines_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/changes"
	"tongbao/pipelines"
)

// publishDistrict ranks villages that owe little, as small ones do.
func publishDistrict() map[string]string {
	return map[string]string{
		"registry.csv": smallDistrict["registry.csv"], "catalogue.csv": smallDistrict["catalogue.csv"],
		"rules.yaml": minDueRule,
	}
}

const minDueRule = "- rule: min_due\n  value: 1\n  from: 2020-01-01\n  source: 示例\n"

// filings of the two townships in June, as the tests begin.
const (
	juneOfTown = "村（社区）,公开事项,所属期,公布日期,公开单位,落款日期,村（居）委会印章,监委会印章,相关人员签字,内容摘要\n" +
		"松涧村,财务收支情况,2026-05,2026-06-10,松涧村委会,,,,,摘要暗记\n" +
		"竹溪村,低保对象名单,2026Q1,2026-04-10,竹溪村委会,2026-04-10,是,是,是,\n" +
		"竹溪村,财务收支情况,2026-05,2026-06-20,竹溪村委会,2026-06-20,是,是,是,\n" +
		"竹溪老村,财务收支情况,2026-04,2026-05-10,,,,,,\n"
	juneOfStreet = "村（社区）,公开事项,所属期,公布日期\n月湖社区,财务收支情况,2026-05,2026-06-12\n月湖社区,低保对象名单,2026Q1,2026-04-10\n"
	consulted    = "村（社区）,协商编号,议题,协商日期,协商结果,研究决策日期,采纳情况\n松涧村,1,议题暗记,2026-05-02,达成一致,2026-05-20,采纳\n"
)

// published is a workspace with a published league table and circular of the
// second quarter.
func published(t *testing.T) *pipelines.Env {
	t.Helper()
	e := openEnv(t, makeWorkspace(t, publishDistrict()))
	inbox := e.WS.Inbox()
	writeFile(t, filepath.Join(inbox, "青禾镇", "六月.csv"), juneOfTown)
	writeFile(t, filepath.Join(inbox, "青禾镇", "协商.csv"), consulted)
	writeFile(t, filepath.Join(inbox, "望舒街道", "六月.csv"), juneOfStreet)
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-25")})
	build(t, e, "2026Q2", "2026-07-10")
	for i, report := range []string{"league", "circular"} {
		p, _ := publish(t, e, pipelines.PublishRequest{Report: report})
		if want := []string{"2026-001", "2026-002"}[i]; p.ID != want || p.Version != 1 || p.Corrects != "" {
			t.Fatalf("published as %s, want %s", p.ID, want)
		}
	}
	return e
}

func publish(t *testing.T, e *pipelines.Env, r pipelines.PublishRequest) (pipelines.Publication, *changes.Changes) {
	t.Helper()
	p, changed, err := e.Publish(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p, changed
}

// verify tests publications of the workspace at dir.
func verify(t *testing.T, dir string, ids ...string) []pipelines.Verified {
	t.Helper()
	all, err := pipelines.Verify(t.Context(), dir, ids, func() time.Time { return today }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// expectStanding wants every publication to stand.
func expectStanding(t *testing.T, when, dir string, want int) {
	t.Helper()
	all := verify(t, dir)
	if len(all) != want {
		t.Errorf("%s: %d publications, want %d", when, len(all), want)
	}
	for _, v := range all {
		if !v.OK() || !v.Rebuilt || v.Files < 6 || v.Note != "" {
			t.Errorf("%s: %s does not stand: %+v", when, v.ID, v)
		}
	}
}

// hashes are the files below dir by their hash.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, path := range walk(t, dir) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		all[path] = hex.EncodeToString(sum[:])
	}
	return all
}

// What is frozen: the report's own bytes, the data, and a manifest that lists
// every file; what is public may be read by anybody, the rest by the owner.
func TestPublicationHoldsPageDataAndManifest(t *testing.T) {
	t.Parallel()
	e := published(t)
	for id, page := range map[string]string{"2026-001": "league-2026Q2.html", "2026-002": "circular-2026Q2.html"} {
		dir := filepath.Join(e.WS.Publications(), id)
		out := t.TempDir()
		report, _, _ := strings.Cut(page, "-")
		if _, err := e.Report(t.Context(), []string{report}, "", out); err != nil {
			t.Fatal(err)
		}
		want, _ := os.ReadFile(filepath.Join(out, page))
		if got, err := os.ReadFile(filepath.Join(dir, page)); err != nil || string(got) != string(want) {
			t.Errorf("%s: its page is not the report's: %v", id, err)
		}
		var p pipelines.Publication
		data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
		if err != nil || json.Unmarshal(data, &p) != nil {
			t.Fatal(err)
		}
		if p.ID != id || p.Report != report || p.Window != "2026Q2" || p.AsOf.String() != "2026-07-10" || p.Program != pipelines.Version ||
			len(p.Deliveries) != 3 || len(p.References) < 4 || len(p.Rules) == 0 || p.BuildID == "" || !p.PublishedAt.Equal(today) {
			t.Errorf("manifest %+v", p)
		}
		listed := map[string]bool{"manifest.json": true}
		for _, f := range p.Files {
			listed[f.Path] = true
			info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(f.Path)))
			if err != nil {
				t.Fatal(err)
			}
			mode := os.FileMode(0o400)
			if f.Public {
				mode = 0o444
			}
			if info.Mode() != mode || f.Public != (f.Path == "circular-2026Q2.html") || info.Size() != f.Size {
				t.Errorf("%s %s: mode %v, %+v", id, f.Path, info.Mode(), f)
			}
			text, _ := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
			if f.Public && strings.Contains(string(text), "暗记") {
				t.Errorf("%s %s is public and holds a filing's text", id, f.Path)
			}
		}
		for _, path := range walk(t, dir) {
			name, _ := filepath.Rel(dir, path)
			if !listed[filepath.ToSlash(name)] {
				t.Errorf("%s: %s is not listed", id, name)
			}
		}
		for _, table := range []string{"obligations", "consultations", "village_scores", "township_scores", "district_scores"} {
			if !listed["data/"+table+".parquet"] {
				t.Errorf("%s: no %s", id, table)
			}
		}
	}
	expectStanding(t, "at once", e.WS.Dir, 2)
}

// What was published is rebuilt from the vault byte for byte, whatever came
// later: filings, names, rules, settings; and nothing else is touched by it.
func TestPublicationsStandWhateverComesLater(t *testing.T) {
	t.Parallel()
	e := published(t)
	dir := e.WS.Dir

	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "补.csv"), "村（社区）,公开事项,所属期,公布日期\n竹溪村,财务收支情况,2026-05,2026-06-11\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-05")})
	expectStanding(t, "after a later filing", dir, 2)

	writeFile(t, filepath.Join(dir, "registry.csv"), strings.Replace(smallDistrict["registry.csv"], "210,610,,", "210,610,竹溪老村,", 1))
	e = openEnv(t, dir)
	if reread := ingest(t, e, summerIntake).Reread; len(reread) == 0 {
		t.Fatal("the alias released nothing")
	}
	writeFile(t, filepath.Join(dir, "rules.yaml"), minDueRule+"- rule: due.monthly\n  value: 5\n  from: 2020-01-01\n  source: 示例\n")
	e = openEnv(t, dir)
	build(t, e, "2026Q2", "2026-07-10")
	expectStanding(t, "after an alias and a rule", dir, 2)

	writeFile(t, filepath.Join(dir, "tongbao.yaml"), "district: {name: 改名区}\ndemo: true\nlimits: {threads: 1}\nheaders: {disclosures: {published_on: [上墙日期]}}\n")
	e = openEnv(t, dir)
	ingest(t, e, summerIntake)
	build(t, e, "2026Q2", "2026-07-10")
	before := map[string]map[string]string{}
	for _, part := range []string{e.WS.Warehouse(), e.WS.Lake(), e.WS.Vault(), e.WS.Outbox(), e.WS.Publications()} {
		before[part] = hashes(t, part)
	}
	expectStanding(t, "after the settings", dir, 2)
	for part, was := range before {
		expectSame(t, "verify touched "+filepath.Base(part), was, hashes(t, part))
	}
	if left := walk(t, e.WS.Temp()); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	// Reference files that are wrong today, or gone, make no difference; vault
	// and publications are enough.
	copied := t.TempDir()
	for _, part := range []string{"vault", "publications"} {
		if err := os.CopyFS(filepath.Join(copied, part), os.DirFS(filepath.Join(dir, part))); err != nil {
			t.Fatal(err)
		}
	}
	expectStanding(t, "from vault and publications alone", copied, 2)
}

// A report that was published is corrected by a new version under the same
// number that says what changed; the old one stays.
func TestCorrection(t *testing.T) {
	t.Parallel()
	e := published(t)
	_, _, err := e.Publish(t.Context(), pipelines.PublishRequest{Report: "circular"})
	var unchanged *pipelines.Unchanged
	if !errors.As(err, &unchanged) || unchanged.ID != "2026-002" {
		t.Errorf("published the same twice: %v", err)
	}
	before := hashes(t, e.WS.Publications())

	writeFile(t, filepath.Join(e.WS.Inbox(), "区级", "勘误<暗记>.csv"), "镇街,村（社区）,公开事项,所属期,公布日期\n青禾镇,竹溪村,财务收支情况,2026-05,2026-06-11\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-09")})
	build(t, e, "2026Q2", "2026-07-10")
	for _, report := range []string{"league", "circular"} {
		p, changed := publish(t, e, pipelines.PublishRequest{Report: report})
		first := map[string]string{"league": "2026-001", "circular": "2026-002"}[report]
		if p.ID != first+"-v2" || p.Number != first || p.Version != 2 || p.Corrects != first || changed == nil {
			t.Fatalf("%s: %s corrects %q: %+v", report, p.ID, p.Corrects, changed)
		}
		expectMove(t, *changed, "990101101202", "correction:1", "status 逾期→按时")
		dir := filepath.Join(e.WS.Publications(), p.ID)
		note, err := os.ReadFile(filepath.Join(dir, "更正说明.html"))
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]bool{
			"更正并取代第" + first + "号": true, "新计入报送文件1份：区级1份": true, "青禾镇": true, "区级勘误（1项）": true,
			"暗记": false, "竹溪村": true, "青禾镇竹溪村</th>": false, // named as one whose problem is withdrawn
			"问题清单原有": report == "circular", "撤下的问题（1条）": report == "circular", "没有随数据留存": false,
		} {
			if strings.Contains(string(note), text) != want {
				t.Errorf("%s: the note says %q: %v", report, text, !want)
			}
		}
		var written changes.Changes
		data, err := os.ReadFile(filepath.Join(dir, "changes.json"))
		if err != nil || json.Unmarshal(data, &written) != nil || len(written.Moves) != len(changed.Moves) {
			t.Errorf("changes.json: %v", err)
		}
		info, err := os.Stat(filepath.Join(dir, "更正说明.html"))
		if mode := map[string]os.FileMode{"league": 0o400, "circular": 0o444}[report]; err != nil || info.Mode() != mode {
			t.Errorf("%s: mode of the note: %v", report, info.Mode())
		}
	}
	for path, sum := range before {
		if hashes(t, filepath.Dir(path))[path] != sum {
			t.Errorf("%s was changed", path)
		}
	}
	expectStanding(t, "corrected", e.WS.Dir, 4)

	// Without what it corrects, the note cannot be made again, and that is told.
	if err := os.RemoveAll(filepath.Join(e.WS.Publications(), "2026-001")); err != nil {
		t.Fatal(err)
	}
	v := verify(t, e.WS.Dir, "2026-001-v2")[0]
	if len(v.Problems) != 1 || !strings.Contains(v.Problems[0], "更正说明无法重做：第2026-001号") {
		t.Errorf("%+v", v)
	}
}

// expectMove wants a unit among the moves, with these causes and, if it has
// rows, this change.
func expectMove(t *testing.T, c changes.Changes, code, causes, field string) {
	t.Helper()
	for _, m := range c.Moves {
		if m.Code != code {
			continue
		}
		var said []string
		for _, k := range m.Causes {
			data, _ := json.Marshal(k.Cause)
			said = append(said, strings.Trim(string(data), `"`)+":"+string(rune('0'+k.Rows)))
		}
		if got := strings.Join(said, " "); got != causes {
			t.Errorf("%s moved because of %s, want %s", code, got, causes)
		}
		var fields []string
		for _, r := range m.Rows {
			for _, f := range r.Fields {
				fields = append(fields, f.Name+" "+changes.Word(f.Name, f.Before)+"→"+changes.Word(f.Name, f.After))
			}
		}
		if !strings.Contains(strings.Join(fields, "；"), field) {
			t.Errorf("%s: rows say %v, want %q", code, fields, field)
		}
		return
	}
	t.Errorf("%s did not move: %+v", code, c)
}

// Numbers: the year's next, or one that is asked for and free.
func TestPublicationNumbers(t *testing.T) {
	t.Parallel()
	e := published(t)
	for number, why := range map[string]string{
		"2026-001": "沿用该号" /* the report has its own */, "7": "2026-001", "2026-7": "2026-001", "2026-009-v2": "2026-001", "../x": "2026-001",
	} {
		r := pipelines.PublishRequest{Report: "league", Audience: "public", Number: number}
		if number == "2026-001" {
			r = pipelines.PublishRequest{Report: "circular", Number: number}
		}
		_, _, err := e.Publish(t.Context(), r)
		var bad *pipelines.BadNumber
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), why) {
			t.Errorf("--number %s: %v", number, err)
		}
	}
	_, _, err := e.Publish(t.Context(), pipelines.PublishRequest{Report: "league", Audience: "public", Number: "2026-002"})
	if err == nil || !strings.Contains(err.Error(), "已用于其他公布") {
		t.Errorf("a number given twice: %v", err)
	}
	// Another audience is another publication.
	if p, _ := publish(t, e, pipelines.PublishRequest{Report: "league", Audience: "public", Number: "2026-010"}); p.ID != "2026-010" {
		t.Errorf("published as %s", p.ID)
	}
	if p, _ := publish(t, e, pipelines.PublishRequest{Report: "circular", Audience: "internal"}); p.ID != "2026-011" {
		t.Errorf("published as %s", p.ID)
	}
	// Another window too, and a window without figures is none.
	build(t, e, "2026-05", "2026-07-10")
	if p, _ := publish(t, e, pipelines.PublishRequest{Report: "league"}); p.ID != "2026-012" {
		t.Errorf("published as %s", p.ID)
	}
	build(t, e, "2025Q1", "2025-04-10")
	if _, _, err := e.Publish(t.Context(), pipelines.PublishRequest{Report: "league"}); err == nil || !strings.Contains(err.Error(), "无数据") {
		t.Errorf("published a window without figures: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(e.WS.Publications(), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
