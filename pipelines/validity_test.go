package pipelines_test

import (
	"os"
	"path/filepath"
	"testing"

	"tongbao/pipelines"
)

// Registries, catalogues and rules change in the middle of things. Only who
// owes what by when is looked at here: no figure is made of a real place.

// byColumn gives each row of an exported table by its columns.
func byColumn(records [][]string) []map[string]string {
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// In 2025-11 five towns left 渝北区. What fell due before they left is
// 渝北区's to judge; what falls due from that day on is not.
func TestTownsThatLeftTheDistrict(t *testing.T) {
	corpus := os.Getenv("TONGBAO_CORPUS")
	if corpus == "" {
		t.Skip("TONGBAO_CORPUS is not set: no real registry at hand")
	}
	// The corpus knows the month. The day stands for any in it.
	const left = "2025-11-10"
	gone := map[string]bool{}
	registry := readHeader(registryHeader)
	kinds := map[string]string{"community": "社区", "village": "村"}
	for _, v := range realVillages(t) {
		until := ""
		if v["county_code_since_2025_11"] == "500109" {
			until = left
			gone[v["town_code9"]] = true
		}
		registry = append(registry, []string{
			v["town_code9"], v["town_name"], v["town_type"], v["code12"], v["name"], kinds[v["kind_by_name"]], "", "", "", "2020-01-01", until,
		})
	}
	if len(gone) != 5 {
		t.Fatalf("%d towns left, want 5", len(gone))
	}
	dir := makeWorkspace(t, map[string]string{
		"registry.csv":  csvText(t, registry),
		"catalogue.csv": catalogueHeader + "CW01,财务,财务收支情况,,全部,月,1m,示例,2025-09-01,\n",
	})
	e := openEnv(t, dir)
	// A table without rows: received, so that the window has obligations.
	writeFile(t, filepath.Join(dir, "inbox", "区级", "空表.csv"), "镇街,村（社区）,公开事项,所属期\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2025-10-20")})
	build(t, e, "2025Q4", "2026-01-10")
	dues := map[bool]map[string]int{true: {}, false: {}}
	for _, o := range byColumn(export(t, e, "obligations")) {
		dues[gone[o["township_code"]]][o["due_on"]]++
	}
	stayed := dues[false]
	if stayed["2025-10-15"] == 0 || stayed["2025-10-15"] != stayed["2025-11-15"] || stayed["2025-11-15"] != stayed["2025-12-15"] {
		t.Errorf("due dates of the towns that stayed: %v", stayed)
	}
	if left := dues[true]; left["2025-10-15"] == 0 || len(left) != 1 {
		t.Errorf("due dates of the five towns: %v, want those before they left only", left)
	}
	rows := 0
	for _, v := range byColumn(export(t, e, "village_scores")) {
		if gone[v["township_code"]] {
			rows++
			if v["frequency_d"] != "0.000000" || v["coverage_d"] != "0" {
				t.Errorf("%s is counted at the window's end: %v", v["village_code"], v)
			}
		}
	}
	if rows != dues[true]["2025-10-15"] {
		t.Errorf("%d villages of the five towns have a row, want %d", rows, dues[true]["2025-10-15"])
	}
}

// A village that moves township is judged by the township of the due date; a
// renamed one is found by its old and its new name; of two merged ones the
// new one takes over.
func TestVillagesThatMoveMergeAndAreRenamed(t *testing.T) {
	dir := makeWorkspace(t, map[string]string{
		"registry.csv": registryHeader +
			"990101101,青禾镇,镇,990101101201,松涧村,村,,,,2020-01-01,2026-05-01\n" +
			"990101102,岚烟镇,镇,990101101201,松涧村,村,,,,2026-05-01,\n" +
			"990101101,青禾镇,镇,990101101202,竹溪村,村,,,,2020-01-01,2026-05-01\n" +
			"990101101,青禾镇,镇,990101101202,新竹村,村,,,,2026-05-01,\n" +
			"990101101,青禾镇,镇,990101101203,东坡村,村,,,,2020-01-01,2026-05-01\n" +
			"990101101,青禾镇,镇,990101101204,西坡村,村,,,,2020-01-01,2026-05-01\n" +
			"990101101,青禾镇,镇,990101101205,双坡村,村,,,,2026-05-01,\n",
		"catalogue.csv": catalogueHeader + "CW01,财务,财务收支情况,,全部,月,1m,示例,2026-01-01,\n",
	})
	e := openEnv(t, dir)
	header := "村（社区）,公开事项,所属期,公布日期\n"
	writeFile(t, filepath.Join(dir, "inbox", "青禾镇", "四月.csv"), header+
		"松涧村,CW01,2026-03,2026-04-10\n竹溪村,CW01,2026-03,2026-04-10\n新竹村,CW01,2026-04,2026-05-10\n东坡村,CW01,2026-03,2026-04-10\n双坡村,CW01,2026-05,2026-06-10\n")
	writeFile(t, filepath.Join(dir, "inbox", "岚烟镇", "五月.csv"), header+"松涧村,CW01,2026-04,2026-05-10\n")
	if r := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-12")}); r.Partly() {
		t.Fatalf("%+v", r.Files)
	}
	build(t, e, "2026Q2", "2026-07-01")
	got := map[string]string{}
	for _, o := range byColumn(export(t, e, "obligations")) {
		got[o["village_code"][9:]+" "+o["period"]] = o["township_code"][6:] + " " + o["status"]
	}
	for key, want := range map[string]string{
		"201 2026-03": "101 on_time", "201 2026-04": "102 on_time", "201 2026-05": "102 missing",
		"202 2026-03": "101 on_time", "202 2026-04": "101 on_time", "202 2026-05": "101 missing",
		"203 2026-03": "101 on_time", "204 2026-03": "101 missing", "205 2026-05": "101 on_time",
		// Not on the registry on the period's last day and on the due date.
		"203 2026-04": "", "204 2026-04": "", "205 2026-04": "",
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	if len(got) != 9 {
		t.Errorf("%d obligations, want 9: %v", len(got), got)
	}
}

// A catalogue item and a rule change in the middle of the year: what was due
// before goes by the old, and a rule change is another build.
func TestCatalogueAndRulesThatChange(t *testing.T) {
	dir := makeWorkspace(t, map[string]string{
		"registry.csv": smallDistrict["registry.csv"],
		"catalogue.csv": catalogueHeader +
			"CW01,财务,财务收支情况,,全部,月,1m,示例,2026-01-01,2026-05-01\n" +
			"CW01,财务,财务收支情况,,全部,季,1m,示例,2026-05-01,\n",
	})
	e := openEnv(t, dir)
	writeFile(t, filepath.Join(dir, "inbox", "区级", "空表.csv"), "镇街,村（社区）,公开事项,所属期\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-04-20")})
	before := build(t, e, "2026Q3", "2026-08-01")
	periods := func() map[string]string {
		due := map[string]string{}
		for _, o := range byColumn(export(t, e, "obligations")) {
			due[o["period"]] = o["due_on"]
		}
		return due
	}
	if got := periods(); len(got) != 1 || got["2026Q2"] != "2026-07-15" {
		t.Errorf("due in the third quarter: %v, want the second quarter's alone", got)
	}
	build(t, e, "2026Q2", "2026-08-01")
	if got := periods(); len(got) != 2 || got["2026-03"] != "2026-04-15" || got["2026-04"] != "2026-05-15" {
		t.Errorf("due in the second quarter: %v", got)
	}
	rules, err := os.ReadFile(filepath.Join(dir, "rules.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "rules.yaml"), string(rules)+"\n- rule: due.quarterly\n  value: 20\n  from: 2026-07-01\n  source: 新通知\n")
	e = openEnv(t, dir)
	after := build(t, e, "2026Q3", "2026-08-01")
	if got := periods(); got["2026Q2"] != "2026-07-20" {
		t.Errorf("due under the new rule: %v", got)
	}
	if before.BuildID == after.BuildID {
		t.Error("a rule change left the build_id as it was")
	}
	// What was published under the old rules can be built again.
	writeFile(t, filepath.Join(dir, "rules.yaml"), string(rules))
	if again := build(t, openEnv(t, dir), "2026Q3", "2026-08-01"); again.BuildID != before.BuildID {
		t.Error("under the old rules the build is not the old one")
	}
}
