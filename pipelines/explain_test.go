package pipelines_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/explain"
	"tongbao/pipelines"
)

// Every figure of every unit of the worked example is the sum of the rows
// that its explanation lists, and every row listed is in the file, sheet and
// row that it names.
func TestExplainWorkedExample(t *testing.T) {
	e := openWorked(t, inOrder)
	build(t, e, "2026Q2", "2026-07-10")
	for table, column := range map[string]string{"village_scores": "village_code", "township_scores": "township_code"} {
		for _, row := range exportedRows(t, e, table) {
			x, err := e.Explain(t.Context(), row[column])
			if err != nil {
				t.Fatal(err)
			}
			holdAgainst(t, x, row)
		}
	}
	x, err := e.Explain(t.Context(), "全区")
	if err != nil {
		t.Fatal(err)
	}
	district := exportedRows(t, e, "district_scores")[0]
	if shown := decimal(x.Score); shown != district["score"] {
		t.Errorf("the district's score is %s, want %s", shown, district["score"])
	}
	for _, m := range x.Matters {
		if m.Gain == nil {
			t.Errorf("the district's list has %s %s, which cannot be mended", m.ItemCode, m.Reason)
		}
	}
}

// exportedRows is a table of the contract, each row by column.
func exportedRows(t *testing.T, e *pipelines.Env, table string) (rows []map[string]string) {
	t.Helper()
	paths, err := e.Export(t.Context(), []string{table}, pipelines.FormatCSV, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	records := readCSV(t, paths[0])
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatalf("%s is empty", table)
	}
	return rows
}

func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	data, _ := json.Marshal(math.Round(*v*100) / 100)
	text := string(data)
	if !strings.Contains(text, ".") {
		text += "."
	}
	whole, part, _ := strings.Cut(text, ".")
	return whole + "." + (part + "00")[:2]
}

func holdAgainst(t *testing.T, x explain.Explanation, row map[string]string) {
	t.Helper()
	if got := decimal(x.Score); got != row["score"] {
		t.Errorf("%s: score %q, want %q", x.Name, got, row["score"])
	}
	counts := map[string]int{}
	complete, eligible, handled := 0, 0, 0
	for _, m := range x.Matters {
		counts[m.Status]++
		if m.Complete != nil && *m.Complete {
			complete++
		}
		if m.Reason == "" || len(m.Rules) == 0 {
			t.Errorf("%s: %s %s has no reason or rule", x.Name, m.ItemCode, m.Period)
		}
		if m.Source.Row != nil && (m.Place == "" || m.Source.File == "" || m.Source.FileSHA256 == "") {
			t.Errorf("%s: %s %s does not say where it stands: %+v", x.Name, m.ItemCode, m.Period, m.Source)
		}
		if m.Status == "on_time" && m.Source.Row == nil {
			t.Errorf("%s: %s %s was published and rests on no row", x.Name, m.ItemCode, m.Period)
		}
	}
	for _, c := range x.Consultations {
		if c.Eligible {
			eligible++
			if *c.Handled {
				handled++
			}
		}
	}
	for column, got := range map[string]int{
		"on_time": counts["on_time"], "late": counts["late"], "missing": counts["missing"], "pending": counts["pending"],
		"exempt": counts["exempt"], "completeness_n": complete, "handled_n": handled, "handled_d": eligible,
	} {
		if data, _ := json.Marshal(got); string(data) != row[column] {
			t.Errorf("%s: the rows listed give %s = %d, the export %s", x.Name, column, got, row[column])
		}
	}
	if x.Score == nil {
		return
	}
	sum := 0.0
	for _, p := range x.Parts {
		sum += p.Points
	}
	if math.Abs(sum-*x.Score) > 0.005+1e-9 {
		t.Errorf("%s: the parts add up to %v, the score is %v", x.Name, sum, *x.Score)
	}
}

// What an explanation says would be gained is gained when it is done: the
// same district with the matter filed in time.
func TestExplainedGainComesTrue(t *testing.T) {
	late := "村（社区）,公开事项,所属期,公布日期,公开单位,落款日期,村（居）委会印章,监委会印章,相关人员签字\n" +
		"松涧村,财务收支,2026-03,2026-04-10,村委会,2026-04-10,是,是,是\n"
	scores := map[string]*float64{}
	var gain float64
	for name, april := range map[string]string{"missing": "", "mended": "松涧村,财务收支,2026-04,2026-05-10,村委会,2026-05-10,是,是,是\n"} {
		dir := makeWorkspace(t, smallDistrict)
		writeFile(t, filepath.Join(dir, "inbox/青禾镇/a.csv"), late+april)
		e := openEnv(t, dir)
		ingest(t, e, summerIntake)
		build(t, e, "2026Q2", "2026-07-10")
		x, err := e.Explain(t.Context(), "松涧村")
		if err != nil {
			t.Fatal(err)
		}
		scores[name] = x.Score
		for _, m := range x.Matters {
			if name == "missing" && m.Period == "2026-04" {
				gain = *m.Gain
			}
		}
	}
	if gain <= 0 || math.Abs(*scores["mended"]-*scores["missing"]-gain) > 1e-9 {
		t.Errorf("from %v to %v, promised %v", *scores["missing"], *scores["mended"], gain)
	}
}

func TestExplainFindsUnits(t *testing.T) {
	files := map[string]string{"catalogue.csv": smallDistrict["catalogue.csv"], "registry.csv": smallDistrict["registry.csv"] +
		"990101002,望舒街道,街道,990101002002,竹溪村,社区,10,,,2020-01-01,\n"}
	dir := makeWorkspace(t, files)
	writeFile(t, filepath.Join(dir, "inbox/青禾镇/a.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支,2026-04,2026-05-10\n")
	e := openEnv(t, dir)
	ingest(t, e, summerIntake)
	build(t, e, "2026Q2", "2026-07-10")
	for name, want := range map[string]string{
		"松涧村": "990101101201", "990101101201": "990101101201", "青禾镇竹溪村": "990101101202", " 青禾镇 ": "990101101",
		"990101002": "990101002", "全区": "990101", "云岫区": "990101", "青禾镇松间村": "990101101201",
	} {
		x, err := e.Explain(t.Context(), name)
		if err != nil || x.Code != want {
			t.Errorf("%q is %s, %v; want %s", name, x.Code, err, want)
		}
	}
	var unknown *pipelines.UnknownUnit
	if _, err := e.Explain(t.Context(), "竹溪村"); !errors.As(err, &unknown) || len(unknown.Among) != 2 {
		t.Errorf("a name borne twice: %v", err)
	}
	if _, err := e.Explain(t.Context(), "没有村"); !errors.As(err, &unknown) || len(unknown.Among) != 0 {
		t.Errorf("an unknown name: %v", err)
	}
}

// The page is written whole, by the owner alone, the same each time.
func TestExplainPage(t *testing.T) {
	e := openWorked(t, inOrder)
	build(t, e, "2026Q2", "2026-07-10")
	x, err := e.Explain(t.Context(), "全区")
	if err != nil {
		t.Fatal(err)
	}
	var pages [][]byte
	for range 2 {
		path, err := e.ExplainPage(t.Context(), x, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 {
			t.Errorf("an internal page has mode %v", info.Mode())
		}
		pages = append(pages, data)
	}
	if !bytes.Equal(pages[0], pages[1]) || !bytes.Contains(pages[0], []byte("内部使用")) {
		t.Error("two pages differ, or do not say for whom they are")
	}
}
