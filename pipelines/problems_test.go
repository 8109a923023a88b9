package pipelines_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/mart"
	"tongbao/internal/warehouse"
	"tongbao/pipelines"
)

// readMart reads a mart of the standing warehouse, every column of it.
func readMart[T any](t *testing.T, e *pipelines.Env, name string) []T {
	t.Helper()
	db, err := warehouse.Open(t.Context(), e.WS.Warehouse(), warehouse.Options{ReadOnly: true, ReadDirs: []string{e.WS.Dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+name+" LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	columns, err := rows.Columns()
	rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	var fields []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		fields = append(fields, f.Tag.Get("db"))
	}
	slices.Sort(columns)
	slices.Sort(fields)
	if !slices.Equal(columns, fields) {
		t.Errorf("%s has the columns\n%v, its struct\n%v", name, columns, fields)
	}
	all, err := warehouse.Read[T](t.Context(), db, "SELECT * FROM "+name)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A district of two quarters: what was a problem in the first, and what
// became of it by the end of the second.
func TestProblemsAndWhatBecameOfThem(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	deliver := func(day, name, text string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		writeFile(t, path, text)
		reconcile(t, ingest(t, e, pipelines.IntakeRequest{Paths: []string{path}, Township: "青禾镇", ReceivedAt: received(day)}))
	}
	const hostile = "<b>恶意</b>"
	header := "村（社区）,公开事项,所属期,公布日期,公开单位,备注\n"
	line := func(village, month, published string) string {
		return fmt.Sprintf("%s,财务收支情况,%s,%s,%s,%s\n", village, month, published, hostile, hostile)
	}
	deliver("2026-04-02", "一季度.csv", header+line("竹溪村", "2026-01", "2026-02-20"))
	deliver("2026-04-03", "协商.csv", "村（社区）,协商编号,议题,协商日期,协商结果,协商成果\n松涧村,"+hostile+","+hostile+",2026-02-01,达成一致,"+hostile+"\n")
	deliver("2026-05-02", "补报.csv", header+line("松涧村", "2026-01", "2026-05-01"))
	deliver("2026-07-02", "二季度.csv", header+line("松涧村", "2026-04", "2026-05-10"))
	deliver("2026-07-11", "过后.csv", header+line("松涧村", "2026-05", "2026-06-10")+line("竹溪村", "2026-02", "2026-07-10"))
	build(t, e, "2026Q2", "2026-07-10")

	found := map[string]string{}
	for _, p := range readMart[mart.Problem](t, e, "problems") {
		if strings.Contains(p.Fact, hostile) {
			t.Errorf("free text in a fact: %s", p.Fact)
		}
		found[strings.Join([]string{p.VillageName, p.Kind, p.ItemCode, p.Period}, " ")] = fmt.Sprintf("%s 连续%d期", p.Fact, p.WindowsRunning)
	}
	for key, want := range map[string]string{
		// May's filing came after as_of, and was missing in the first quarter's months too.
		"松涧村 未公开 CW01 2026-05":  "“财务收支情况”（2026年5月）最迟应于2026年6月15日公开，至2026年7月10日未公开 连续2期",
		"竹溪村 未公开 CW01 2026-04":  "“财务收支情况”（2026年4月）最迟应于2026年5月15日公开，至2026年7月10日未公开 连续2期",
		"松涧村 要件不齐 CW01 2026-04": "“财务收支情况”（2026年4月）于2026年5月10日公布，缺公开时间、村（居）委会印章、村（居）务监督委员会印章、相关人员签字 连续1期",
		"竹溪村 未协商  ":             "2026年4月1日至2026年6月30日没有开展协商 连续2期",
		"松涧村 未协商  ":             "2026年4月1日至2026年6月30日没有开展协商 连续1期",
		"月湖社区 未公开 ZW01 2026Q1":  "“低保对象名单”（2026年第一季度）最迟应于2026年4月15日公开，至2026年7月10日未公开（未报送） 连续2期",
	} {
		if found[key] != want {
			t.Errorf("%s: %q, want %q", key, found[key], want)
		}
	}
	if got, shown := found["松涧村 未公开 CW01 2026-04"]; shown {
		t.Errorf("a problem that is none: %s", got)
	}

	became := map[string]string{}
	for _, p := range readMart[mart.PriorProblem](t, e, "prior_problems") {
		if p.PreviousWindow != "2026Q1" || p.PreviousAsOf.String() != "2026-04-10" || p.Window != "2026Q2" {
			t.Fatalf("%+v", p)
		}
		state := p.State
		if p.MendedOn != nil {
			state += " " + p.MendedOn.String()
		}
		if p.OpenDays != nil {
			state += fmt.Sprintf(" %d天", *p.OpenDays)
		}
		became[strings.Join([]string{p.VillageName, p.Kind, p.ItemCode, p.Period}, " ")] = state
	}
	for key, want := range map[string]string{
		"松涧村 未公开 CW01 2026-01":  "已整改 2026-05-01",
		"竹溪村 逾期公开 CW01 2026-01": "已整改 2026-02-20",
		"竹溪村 要件不齐 CW01 2026-01": "至今未整改 140天",
		"竹溪村 未公开 CW01 2026-02":  "至今未整改 117天", // posted, and received after as_of
		"松涧村 成果未研究  ":           "至今未整改 129天",
		"竹溪村 未协商  ":             "至今未整改 101天",
	} {
		if became[key] != want {
			t.Errorf("%s: %q, want %q", key, became[key], want)
		}
	}
}

// A year's build knows what became of the year before.
func TestPriorProblemsOfAYear(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	for day, line := range map[string]string{
		"2026-01-05": "松涧村,财务收支情况,2025-10,2025-11-10\n", "2026-07-05": "松涧村,财务收支情况,2025-09,2026-07-01\n",
	} {
		path := filepath.Join(t.TempDir(), day+".csv")
		writeFile(t, path, "村（社区）,公开事项,所属期,公布日期\n"+line)
		ingest(t, e, pipelines.IntakeRequest{Paths: []string{path}, Township: "青禾镇", ReceivedAt: received(day)})
	}
	build(t, e, "2026", "2027-01-05")
	states := map[string]int{}
	for _, p := range readMart[mart.PriorProblem](t, e, "prior_problems") {
		if p.Kind == "未公开" && p.VillageName == "松涧村" && p.Period == "2025-09" {
			states[p.State]++
		}
		if p.State == mart.Corrected {
			t.Errorf("nothing was corrected: %+v", p)
		}
	}
	if states[mart.Mended] != 1 || len(states) != 1 {
		t.Errorf("September 2025: %v", states)
	}
}
