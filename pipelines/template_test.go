package pipelines_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/rulebook"
	"tongbao/pipelines"
)

// oddDistrict has names that could be taken for a formula, a sum, an example
// or one another; a township of 300 villages and one of a single village; and
// an item that only a community owes.
func oddDistrict() map[string]string {
	var registry strings.Builder
	registry.WriteString(registryHeader)
	for i, name := range []string{
		"=1+1村", "@松涧村", "合计村", "例村", "某某村", "+竹溪", "-3", "同名村", "同名村", "小计", "说明村", "备注", "1", "公开事项村",
		`引号"村`, "村（一）", "镇街", "填表人村", "第1页",
	} {
		fmt.Fprintf(&registry, "990101101,青禾:镇 一,镇,9901011012%02d,%q,村,10,20,,,\n", i+1, strings.ReplaceAll(name, `"`, "”"))
	}
	registry.WriteString("990101101,青禾:镇 一,镇,990101101001,青禾社区,社区,10,20,,,\n")
	for i := range 300 {
		kind, suffix := "村", 200+i%200
		if i >= 200 {
			kind, suffix = "社区", 1+i%100
		}
		fmt.Fprintf(&registry, "9901011%02d,万家镇,镇,9901011%02d%03d,第%d%s,%s,10,20,,,\n", 2, 2, suffix, i, kind, kind)
	}
	registry.WriteString("990101003,=SUM(A1)街道,街道,990101003001,孤山社区,社区,10,20,,,\n")
	return map[string]string{
		"registry.csv": registry.String(),
		"catalogue.csv": catalogueHeader +
			"CW01,财务,财务收支情况,财务收支,全部,月,1m,示例,2020-01-01,\n" +
			"CW02,财务,=HYPERLINK(1),,全部,月,,+示例,2020-01-01,\n" +
			"CW03,财务,合计,,村,季,,示例,2020-01-01,\n" +
			"ZW01,政务,低保对象名单,,全部,季,10d,示例,2020-01-01,\n" +
			"ZW02,政务,低保对象名单,,村,半年,10d,示例,2020-01-01,\n" +
			"ZW03,政务,物业,,社区,年,10d,示例,2020-01-01,\n" +
			"ZW04,政务,物业,,村,月,10d,示例,2020-01-01,\n" +
			"FW01,服务,变更情况,,全部,随时,10d,示例,2020-01-01,\n",
	}
}

// templates makes the workbooks of a span in a new directory.
func templates(t *testing.T, e *pipelines.Env, span string) pipelines.Templates {
	t.Helper()
	period, err := rulebook.ParsePeriod(span)
	if err != nil {
		t.Fatal(err)
	}
	made, err := e.Templates(pipelines.TemplateRequest{Span: period, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// sendBack delivers a township's workbook.
func sendBack(t *testing.T, e *pipelines.Env, f pipelines.TemplateFile, path, day string) pipelines.Taken {
	t.Helper()
	result := ingest(t, e, pipelines.IntakeRequest{Paths: []string{path}, Township: f.Township.Code, ReceivedAt: received(day)})
	if len(result.Files) != 1 || result.Files[0].Left != "" {
		t.Fatalf("taken: %+v", result.Files)
	}
	return result.Files[0]
}

// faultless expects every sheet of a workbook to be taken without a word, and
// returns how many rows each table gave.
func faultless(t *testing.T, f pipelines.Taken) map[string]int {
	t.Helper()
	rows := map[string]int{}
	for _, r := range f.Receipts {
		if r.Status != lake.Accepted || r.Quarantined > 0 || r.Warnings > 0 || len(r.Unknown) > 0 || r.Table == nil {
			t.Errorf("%s %q: %s %s, %d quarantined, %d warnings, unknown %v", f.Name, r.Name, r.Status, r.Reason, r.Quarantined, r.Warnings, r.Unknown)
			continue
		}
		rows[r.Table.Code] += r.Accepted
	}
	if len(f.Receipts) != len(filing.Tables) {
		t.Errorf("%s: %d receipts, want one for each of %d tables", f.Name, len(f.Receipts), len(filing.Tables))
	}
	return rows
}

func TestTemplateUntouched(t *testing.T) {
	for name, c := range map[string]struct {
		district map[string]string
		spans    []string
	}{"small": {smallDistrict, []string{"2026-07", "2026Q3", "2025"}}, "odd": {oddDistrict(), []string{"2026-07"}}} {
		t.Run(name, func(t *testing.T) {
			for _, span := range c.spans {
				e := openEnv(t, makeWorkspace(t, c.district))
				made := templates(t, e, span)
				if len(made.Files) < 2 {
					t.Fatalf("%d workbooks", len(made.Files))
				}
				for _, f := range made.Files {
					rows := faultless(t, sendBack(t, e, f, f.Path, "2027-01-20"))
					if rows["disclosures"] != f.Owed || f.Owed == 0 || len(rows) != len(filing.Tables) {
						t.Errorf("%s %s: %v, want %d disclosures and nothing else", span, f.Township.Name, rows, f.Owed)
					}
					for table, n := range rows {
						if table != "disclosures" && n > 0 {
							t.Errorf("%s %s: %d %s", span, f.Township.Name, n, table)
						}
					}
				}
			}
		})
	}
}

// What a template fills in is what a build will ask for: the same villages,
// items and periods, of the township that is judged.
func TestTemplateOwes(t *testing.T) {
	district := map[string]string{
		"registry.csv": registryHeader +
			"990101101,青禾镇,镇,990101101201,松涧村,村,,,,,\n" +
			// Moves township between the period's end and the due date.
			"990101101,青禾镇,镇,990101101202,竹溪村,村,,,,,2026-07-05\n" +
			"990101102,白鹭镇,镇,990101101202,竹溪村,村,,,,2026-07-05,\n" +
			// Becomes a community, is abolished, is founded.
			"990101101,青禾镇,镇,990101101203,石梁村,村,,,,,2026-06-01\n" +
			"990101101,青禾镇,镇,990101101203,石梁社区,社区,,,,2026-06-01,\n" +
			"990101101,青禾镇,镇,990101101204,旧村,村,,,,,2026-07-10\n" +
			"990101102,白鹭镇,镇,990101102201,新村,村,,,,2026-06-20,\n" +
			"990101102,白鹭镇,镇,990101102202,更新村,村,,,,2026-07-01,\n",
		"catalogue.csv": catalogueHeader +
			"CW01,财务,财务收支情况,,全部,月,1m,示例,,2026-06-01\n" +
			"CW01,财务,收支情况,,全部,季,1m,示例,2026-06-01,\n" +
			"CW02,财务,集体资产,,村,半年,,示例,,\n" +
			"CW03,财务,社区经费,,社区,月,,示例,,\n" +
			"CW04,财务,旧事项,,全部,季,,示例,,2026-06-30\n" +
			"FW01,服务,变更情况,,全部,随时,,示例,,\n",
	}
	e := openEnv(t, makeWorkspace(t, district))
	var want []string
	for _, f := range templates(t, e, "2026Q3").Files {
		for _, row := range templateRows(t, f.Path, "disclosures") {
			village, bad := e.WS.Book.Village(row[1], f.Township.Code)
			if bad != nil {
				t.Fatal(bad)
			}
			period, err := rulebook.ParsePeriod(row[3])
			if err != nil {
				t.Fatal(err)
			}
			item, bad := e.WS.Book.Item(row[2], village, period.End())
			if bad != nil {
				t.Fatal(bad)
			}
			want = append(want, strings.Join([]string{f.Township.Code, village, item.Code, row[3]}, " "))
		}
		faultless(t, sendBack(t, e, f, f.Path, "2026-07-20"))
	}
	build(t, e, "2026Q3", "2026-10-20")
	table := export(t, e, "obligations")
	townships, villages, items, periods := column(t, table, "township_code"), column(t, table, "village_code"), column(t, table, "item_code"), column(t, table, "period")
	var got []string
	for i := range villages {
		got = append(got, strings.Join([]string{townships[i], villages[i], items[i], periods[i]}, " "))
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(want) < 10 || !slices.Equal(want, got) {
		t.Errorf("a template fills in\n%s\na build asks for\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}

// firstFilled is the first row below header and example.
const firstFilled = 5

// templateRows are the rows that a sheet of a workbook has below its example.
func templateRows(t *testing.T, path, table string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(filing.ByCode(table).Title)
	if err != nil || len(rows) < firstFilled-1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[firstFilled-1:]
}

// fillIn changes a workbook as a clerk would and saves it elsewhere.
func fillIn(t *testing.T, path string, edit func(set func(table string, row int, values map[string]any))) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	edit(func(code string, row int, values map[string]any) {
		table := filing.ByCode(code)
		for column, value := range values {
			c := table.Column(column)
			if c < 0 {
				t.Fatalf("%s has no column %s", code, column)
			}
			cell, err := excelize.CoordinatesToCellName(c+1, row)
			if err == nil {
				err = f.SetCellValue(table.Title, cell, value)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	filled := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := f.SaveAs(filled); err != nil {
		t.Fatal(err)
	}
	return filled
}

// on is a day as a spreadsheet's date.
func on(day string) time.Time {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return at
}

// filledIn is 青禾镇's workbook of July 2026 filled in, every table of it. Its
// first row is published late, its second not at all, the others in time.
func filledIn(t *testing.T, e *pipelines.Env) (pipelines.TemplateFile, string) {
	t.Helper()
	made := templates(t, e, "2026-07")
	i := slices.IndexFunc(made.Files, func(f pipelines.TemplateFile) bool { return f.Township.Name == "青禾镇" })
	f := made.Files[i]
	if f.Owed != 4 {
		t.Fatalf("%d matters are filled in, want 4", f.Owed)
	}
	return f, fillIn(t, f.Path, func(set func(string, int, map[string]any)) {
		for i, day := range []string{"2026-07-16", "", "2026-07-15", "2026-07-10"} {
			if day == "" {
				continue
			}
			set("disclosures", firstFilled+i, map[string]any{
				"published_on": on(day), "channels": "公开栏、网络", "publisher": "村委会", "signed_date": on(day),
				"committee_seal": "是", "supervisor_seal": "是", "signed": "否", "filed_on": on("2026-07-17"),
				"amount_yuan": 1234.5, "boards": 2, "summary": "-1 元以下不计",
			})
		}
		set("disclosures", firstFilled+4, map[string]any{
			"village": "松涧村", "item": "变更情况", "occurred_on": on("2026-07-01"), "published_on": on("2026-07-02"),
		})
		set("consultations", firstFilled, map[string]any{
			"village": "松涧村", "topic_no": "2026-03", "topic": "村口道路亮化", "topic_category": "亮化绿化工程", "held_on": on("2026-07-03"),
			"fixed_members": 3, "other_members": 9, "result": "达成一致", "decided_on": on("2026-07-08"), "decision": "采纳", "supervised": "是",
		})
		set("inspections", firstFilled, map[string]any{
			"village": "竹溪村", "inspected_on": on("2026-07-09"), "level": "镇街", "covert": "明查", "item": "财务收支情况", "fault": "内容不全、要件不齐",
		})
		set("objections", firstFilled, map[string]any{
			"village": "竹溪村", "raised_on": on("2026-07-05"), "channel": "来访", "handled_by": "村居", "answered_on": on("2026-07-07"), "upheld": "不属实",
		})
		set("exemptions", firstFilled, map[string]any{
			"village": "竹溪村", "item": "低保对象名单", "period": "2026Q3", "kind": "延期", "extended_to": on("2026-11-01"),
			"reason": "系统升级", "approved_by": "青禾镇", "approved_on": on("2026-07-08"),
		})
	})
}

// eventsToFill is the small district with an event item.
func eventsToFill() map[string]string {
	return map[string]string{
		"registry.csv":  smallDistrict["registry.csv"],
		"catalogue.csv": smallDistrict["catalogue.csv"] + "FW01,服务,变更情况,,全部,随时,10d,示例,2020-01-01,\n",
	}
}

func TestTemplateFilled(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, eventsToFill()))
	f, filled := filledIn(t, e)
	expectFilled(t, e, sendBack(t, e, f, filled, "2026-07-20"))
}

// expectFilled expects what filledIn filled in, in the receipts and in the
// figures.
func expectFilled(t *testing.T, e *pipelines.Env, taken pipelines.Taken) {
	t.Helper()
	rows := faultless(t, taken)
	for table, n := range map[string]int{"disclosures": 5, "consultations": 1, "inspections": 1, "objections": 1, "exemptions": 1} {
		if rows[table] != n {
			t.Errorf("%d %s accepted, want %d", rows[table], table, n)
		}
	}
	build(t, e, "2026-07", "2026-07-25")
	table := export(t, e, "obligations")
	var got []string
	for i := range table[1:] {
		cell := func(name string) string { return column(t, table, name)[i] }
		if cell("township_code") != "990101101" || cell("due_on") < "2026-07-01" {
			continue
		}
		got = append(got, strings.Join([]string{
			cell("village_code")[9:], cell("item_code"), cell("period") + cell("occurred_on"), cell("status"), cell("published_on"), cell("elements"), cell("filing"),
		}, " "))
	}
	want := []string{
		"201 CW01 2026-06 late 2026-07-16 4 on_time",
		"201 FW01 2026-07-01 on_time 2026-07-02 0 missing",
		"201 ZW01 2026Q2 missing   ",
		"202 CW01 2026-06 on_time 2026-07-15 4 on_time",
		"202 ZW01 2026Q2 on_time 2026-07-10 4 late",
	}
	if !slices.Equal(got, want) {
		t.Errorf("obligations\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	topics := export(t, e, "consultations")
	if no, held := column(t, topics, "topic_no"), column(t, topics, "held_on"); len(no) != 1 || no[0] != "2026-03" || held[0] != "2026-07-03" {
		t.Errorf("consultations %v %v", no, held)
	}
}

// A workbook that LibreOffice opened and saved is taken like the one it was.
func TestTemplateResaved(t *testing.T) {
	t.Run("untouched", func(t *testing.T) {
		e := openEnv(t, makeWorkspace(t, oddDistrict()))
		for _, f := range templates(t, e, "2026-07").Files {
			if rows := faultless(t, sendBack(t, e, f, resaved(t, f.Path), "2026-07-20")); rows["disclosures"] != f.Owed {
				t.Errorf("%s: %v, want %d disclosures", f.Township.Name, rows, f.Owed)
			}
		}
	})
	t.Run("filled in", func(t *testing.T) {
		e := openEnv(t, makeWorkspace(t, eventsToFill()))
		f, filled := filledIn(t, e)
		again := resaved(t, filled)
		expectFilled(t, e, sendBack(t, e, f, again, "2026-07-20"))
		before, after := guards(t, filled), guards(t, again)
		for cells, rule := range before {
			if after[cells] != rule {
				t.Errorf("%s is guarded by %q, and saved again by %q", cells, rule, after[cells])
			}
		}
		if len(before) < 20 {
			t.Errorf("%d guards", len(before))
		}
	})
}

// The same workspace and span give the same bytes, wherever and whenever.
func TestTemplateSameBytes(t *testing.T) {
	dir := makeWorkspace(t, oddDistrict())
	first := templates(t, openEnv(t, dir), "2026-07")
	later := templates(t, openEnvAt(t, dir, func() time.Time { return today.AddDate(0, 3, 1) }), "2026-07")
	for i := range first.Files {
		a, errA := os.ReadFile(first.Files[i].Path)
		b, errB := os.ReadFile(later.Files[i].Path)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs (%v %v)", first.Files[i].Township.Name, errA, errB)
		}
	}
}

// Without a span it is the month in which something falls due next; the day
// itself is still in time.
func TestTemplateNext(t *testing.T) {
	for day, want := range map[string]string{
		"2026-07-01": "2026-07", "2026-07-15": "2026-07", "2026-07-16": "2026-08", "2026-12-31": "2027-01",
	} {
		at := received(day)
		e := openEnvAt(t, makeWorkspace(t, smallDistrict), func() time.Time { return at })
		made, err := e.Templates(pipelines.TemplateRequest{})
		if err != nil || made.Span.String() != want {
			t.Errorf("on %s: %s, %v; want %s", day, made.Span, err, want)
		}
		if path := filepath.Join(e.WS.Out(), "模板", want, "青禾镇-填报表-"+want+".xlsx"); made.Files[1].Path != path {
			t.Errorf("it lies at %s, want %s", made.Files[1].Path, path)
		}
	}
}

func TestTemplateOfNobody(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	period, _ := rulebook.ParsePeriod("2010-01")
	for _, township := range []string{"", "990101101"} {
		var none *pipelines.NoVillages
		made, err := e.Templates(pipelines.TemplateRequest{Township: township, Span: period, Dir: t.TempDir()})
		if !errors.As(err, &none) || len(made.Files) > 0 {
			t.Errorf("%q: %v, %d files", township, err, len(made.Files))
		}
	}
}

// Two townships of one name get a workbook each.
func TestTemplateNamesakes(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, map[string]string{
		"registry.csv": registryHeader +
			"990101101,青禾镇,镇,990101101201,松涧村,村,,,,,\n990101102,青禾镇,镇,990101102201,竹溪村,村,,,,,\n",
		"catalogue.csv": smallDistrict["catalogue.csv"],
	}))
	made := templates(t, e, "2026-07")
	if len(made.Files) != 2 || filepath.Base(made.Files[1].Path) != "青禾镇-990101102-填报表-2026-07.xlsx" {
		t.Fatalf("%+v", made.Files)
	}
	for _, f := range made.Files {
		if rows := faultless(t, sendBack(t, e, f, f.Path, "2026-07-20")); rows["disclosures"] != 2 {
			t.Errorf("%s: %v", f.Township.Code, rows)
		}
	}
}
