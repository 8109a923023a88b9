package pipelines_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/pipelines"
)

// page is the receipt's page of a delivery.
func receiptPage(t *testing.T, e *pipelines.Env, delivery int64) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", fmt.Sprintf("%06d-*.回执.html", delivery)))
	if err != nil || len(found) != 1 {
		t.Fatalf("pages of delivery %d: %v %v", delivery, found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// returnsDistrict is the small district with an item of events.
func returnsDistrict() map[string]string {
	return map[string]string{
		"registry.csv":  smallDistrict["registry.csv"],
		"catalogue.csv": smallDistrict["catalogue.csv"] + "FW01,服务,办事指南变更,,全部,随时,,示例,2020-01-01,\n",
	}
}

// Hostile text stays text; error values and formulas stay errors; personal
// numbers are masked; what is wrong with a row as a whole is marked in the
// cells it is about, a column that is lacking added for it.
func TestReturnedCells(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, returnsDistrict()))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), "村（社区）,公开事项,所属期,公布日期,撤下日期,公开单位,内容摘要,备注,栏目外\n"+
		"松涧村,FW01,,2026-07-05,,=cmd|' /C calc'!A0,+1+1,电话13812345678,＝HYPERLINK(1)\n"+
		"990101101202,CW01,2026-06,2026-07-05,2026-07-01,#N/A,@SUM(A1),身份证 110101199003070003X,330101199003077774\n"+
		"无名村,CW01,2026-06,2026-07-05,,-1,\"a\nb\",\"\ttab\",\n")
	result := ingest(t, e, summerIntake)
	reconcile(t, result)
	book := openReturned(t, e, result.Files[0])
	for at, want := range map[string]string{
		"公开单位 1": "=cmd|' /C calc'!A0", "内容摘要 1": "+1+1", "备注 1": "电话手机号×××", "栏目外 1": "＝HYPERLINK(1)",
		"村（社区） 2": "990101101202", "公开单位 2": "#N/A", "内容摘要 2": "@SUM(A1)", "公开单位 3": "-1", "内容摘要 3": "a\nb", "备注 3": "\ttab",
	} {
		header, n, _ := strings.Cut(at, " ")
		if got := book.text(journey, header, int(n[0]-'0')); got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
		cell := book.cell(journey, header, int(n[0]-'0'))
		if formula, err := book.GetCellFormula(journey, cell); err != nil || formula != "" {
			t.Errorf("%s is the formula %q, %v", at, formula, err)
		}
		id, _ := book.GetCellStyle(journey, cell)
		if style, err := book.GetStyle(id); err != nil || style.NumFmt != 49 {
			t.Errorf("%s is no cell of text: %v", at, err)
		}
	}
	for at, want := range map[string]string{
		"事项发生日期 1": "“事项发生日期”不能为空", "公布日期 2": "公布日期晚于撤下日期", "撤下日期 2": "公布日期晚于撤下日期", "公开单位 2": "单元格是错误值",
	} {
		header, n, _ := strings.Cut(at, " ")
		row := int(n[0] - '0')
		if got := book.comment(journey, header, row); !strings.Contains(got, want) || book.fill(journey, header, row) != red {
			t.Errorf("%s says %q in %s, want %q in red", at, got, book.fill(journey, header, row), want)
		}
	}
	if got := book.fill(journey, "备注", 1); got != yellow {
		t.Errorf("a warned cell of a refused row is %q", got)
	}
	if problems := book.text(journey, "退回问题（不必填写）", 2); !strings.Contains(problems, "公布日期晚于撤下日期") || !strings.Contains(problems, "公开单位：单元格是错误值") {
		t.Errorf("the row's problems: %q", problems)
	}
	page := receiptPage(t, e, 1)
	for _, secret := range []string{"13812345678", "110101199003070003"} {
		if strings.Contains(page, secret) || strings.Contains(fmt.Sprint(book.rows(journey), book.rows("退回说明")), secret) {
			t.Errorf("%s is not masked", secret)
		}
	}
	// An error value untouched is an error again.
	book.correct(journey, "公布日期", 2, "2026-06-30")
	book.sendAgain(e, "青禾镇", "再报.xlsx")
	again := ingest(t, e, summerIntake)
	if r := again.Files[0].Receipts[0]; r.Quarantined != 3 {
		t.Errorf("%+v", r)
	}
}

// Rows that were taken with a warning come on a sheet of their own. Nothing
// wrong: nothing but a receipt. The unit of amounts goes along.
func TestReturnedWarnings(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "提醒.csv"), "村（社区）,公开事项,所属期,公布日期,公开形式\n松涧村,CW01,2026-05,2026-06-10,大喇叭\n竹溪村,CW01,2026-05,2026-06-10,公开栏\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "好.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,CW01,2026-04,2026-05-10\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "万元.xlsx"), workbookOf(t, map[string][][]any{"公开": {
		{"备案表", "单位：万元"}, {"村（社区）", "公开事项", "所属期", "公布日期", "涉及金额"},
		{"松涧村", "CW01", "2026-06", "2026-07-01", 3.5}, {"竹溪村", "CW01", "2026-06", "不详", 2},
	}}))
	result := ingest(t, e, summerIntake)
	reconcile(t, result)
	endings := map[string]int{}
	for _, path := range walk(t, e.WS.Outbox()) {
		_, ending, _ := strings.Cut(filepath.Base(path)[7:], ".")
		endings[ending]++
	}
	want := map[string]int{
		"csv.回执.json": 2, "csv.回执.html": 2, "csv.提醒表.xlsx": 1, "xlsx.回执.json": 1, "xlsx.回执.html": 1, "xlsx.退回表.xlsx": 1,
	}
	if fmt.Sprint(endings) != fmt.Sprint(want) {
		t.Errorf("answers %v, want %v", endings, want)
	}
	found, _ := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", "*.提醒表.xlsx"))
	if len(found) != 1 {
		t.Fatal(found)
	}
	notice := openWorkbook(t, found[0])
	const sheet = journey + "·提醒"
	if rows := notice.rows(sheet); len(rows) != 2 || notice.fill(sheet, "公开形式", 1) != yellow || !strings.Contains(notice.comment(sheet, "公开形式", 1), "本行已收下") {
		t.Errorf("%q", rows)
	}
	notice.correct(sheet, "公开形式", 1, "广播")
	notice.sendAgain(e, "青禾镇", "提醒已改.xlsx")
	for _, f := range result.Files {
		if f.Name != "万元.xlsx" {
			continue
		}
		book := openReturned(t, e, f)
		if rows := book.rows("公开"); len(rows) != 3 || rows[0][2] != "单位：万元" {
			t.Fatalf("%q", rows)
		}
		book.correct("公开", "公布日期", 1, "2026-07-02")
		book.sendAgain(e, "青禾镇", "万元再报.xlsx")
	}
	again := ingest(t, e, summerIntake)
	if accepted := reconcile(t, again); accepted != 2 || again.Partly() {
		t.Fatalf("%+v", again.Files)
	}
	for _, f := range again.Files {
		if unit := f.Receipts[0].Warnings; (unit == 1) != (f.Name == "万元再报.xlsx") {
			t.Errorf("%s: %d warnings", f.Name, unit)
		}
	}
}

// A file refused as a whole says why on its page, and has no workbook; a
// workbook with nothing but the program's own page is not a filing.
func TestRefusedFilesPage(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "扫描.pdf"), "%PDF-1.7\n1 0 obj\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "通讯录.csv"), "姓名,电话\n甲,1\n")
	result := ingest(t, e, summerIntake)
	if len(result.Files) != 2 {
		t.Fatalf("%+v", result.Files)
	}
	for _, f := range result.Files {
		page := receiptPage(t, e, f.Delivery.Seq)
		if !strings.Contains(page, "没有收下") || !strings.Contains(page, "没有读取：</strong>") || strings.Contains(page, "退回表.xlsx") {
			t.Errorf("%s:\n%s", f.Name, page[strings.Index(page, "<body"):])
		}
	}
	if found, _ := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", "*.xlsx")); len(found) != 0 {
		t.Errorf("workbooks %v", found)
	}
}

// A notes page sent alone, as when each sheet is saved as a CSV, is not
// called empty.
func TestNotesAloneAreNotEmpty(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "填报表-填报说明.csv"), filing.AsideMark+",\n怎么填,\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "空.csv"), "\ufeff,,\n")
	told := map[string]string{}
	for _, f := range ingest(t, e, summerIntake).Files {
		told[f.Name] = f.Receipts[0].Reason
	}
	if notes, empty := told["填报表-填报说明.csv"], told["空.csv"]; !strings.Contains(notes, "只有说明页") || !strings.Contains(empty, "没有任何内容") {
		t.Errorf("%q", told)
	}
}

// A return workbook that comes again is answered under the name of the file
// it was made of; long texts are quoted in part, and said to be.
func TestNamesAndTextsDoNotGrow(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	long := strings.Repeat("长", 40_000)
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), "村（社区）,公开事项,所属期,备注,公开单位\n无名村,CW01,2026-05,"+long+","+long+"\n")
	for n := 1; n <= 3; n++ {
		result := ingest(t, e, summerIntake)
		book := openReturned(t, e, result.Files[0])
		if want := fmt.Sprintf("%06d-六月.csv.退回表.xlsx", n); filepath.Base(book.path) != want {
			t.Errorf("%s, want %s", filepath.Base(book.path), want)
		}
		if got := book.text(journey, "公开单位", 1); !strings.HasPrefix(got, long[:3*30_000]) || !strings.Contains(got, "（原文共") {
			t.Errorf("round %d: a text of %d bytes ends in %q", n, len(got), got[max(0, len(got)-60):])
		}
		page := receiptPage(t, e, int64(n))
		if len(page) > 100_000 || !strings.Contains(page, "……（共") {
			t.Errorf("round %d: a page of %d bytes", n, len(page))
		}
		book.sendAgain(e, "青禾镇", filepath.Base(book.path))
	}
}

// The same delivery gives the same answer, byte for byte.
func TestAnswersAreDeterministic(t *testing.T) {
	t.Parallel()
	var answers []map[string]string
	for range 2 {
		e := openEnv(t, makeWorkspace(t, smallDistrict))
		writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), "村（社区）,公开事项,所属期,公布日期,公开形式\n无名村,CW01,2026-05,不详,大喇叭\n松涧村,CW01,2026-05,2026-06-10,大喇叭\n无名村二,CW,2026,不详,\n")
		ingest(t, e, summerIntake)
		all := map[string]string{}
		for _, path := range walk(t, e.WS.Outbox()) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(path)] = string(data)
		}
		if len(all) != 3 {
			t.Fatalf("%d files", len(all))
		}
		answers = append(answers, all)
	}
	expectSame(t, "answers", answers[0], answers[1])
}

// Twenty thousand bad rows are all returned, and take no more memory than
// the writing of a workbook.
func TestManyBadRows(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	const rows = 20_000
	var text strings.Builder
	text.WriteString("村（社区）,公开事项,所属期,公布日期,备注\n")
	for i := range rows {
		fmt.Fprintf(&text, "无名村%d,CW01,2026-05,不详,第%d行的备注，写得长一些，好占地方\n", i, i)
	}
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "全错.csv"), text.String())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	result := ingest(t, e, summerIntake)
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 500<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
	if r := result.Files[0].Receipts[0]; r.Quarantined != rows || r.Status != lake.Partly {
		t.Fatalf("%+v", r)
	}
	book := openReturned(t, e, result.Files[0])
	if got := len(book.rows(journey)); got != rows+1 {
		t.Errorf("%d rows, want %d", got, rows+1)
	}
	comments, err := book.GetComments(journey)
	if err != nil || len(comments) != 10_000 {
		t.Errorf("%d comments, %v", len(comments), err)
	}
	if text := fmt.Sprint(book.rows("退回说明")); !strings.Contains(text, "批注只加在前10000格") {
		t.Errorf("the summary does not say where comments end: %s", text)
	}
	page := receiptPage(t, e, 1)
	if !strings.Contains(page, "逐处问题，共40000处；这里列出前200处") || len(page) > 1<<20 {
		t.Errorf("the page of %d bytes does not say that it lists the first only", len(page))
	}
}

// Names that come to be known release the rows that waited for them: told by
// name and count, with a new answer in the place of the old one; and the
// other way round.
func TestReleasedRowsAreTold(t *testing.T) {
	t.Parallel()
	dir := makeWorkspace(t, smallDistrict)
	e := openEnv(t, dir)
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "五月.csv"), "村（社区）,公开事项,所属期,公布日期\n"+
		"竹西坝,CW01,2026-05,2026-06-10\n竹西坝,CW01,2026-06,2026-07-10\n竹西坝,集体收支,2026-04,2026-05-10\n高滩,CW01,2026-03,2026-04-10\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "平台.csv"), "栏,户\nCW01,松涧村\n")
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "松涧.csv"), "村（社区）,公开事项,所属期,公布日期\n松间村,CW01,2026-05,2026-06-10\n无名村,CW01,2026-05,2026-06-10\n")
	ingest(t, e, summerIntake)
	if len(walk(t, e.WS.Outbox())) != 8 {
		t.Fatalf("answers: %v", walk(t, e.WS.Outbox()))
	}

	// An alias of 竹溪村 and one of an item come, an alias of 松涧村 goes.
	registry := strings.Replace(smallDistrict["registry.csv"], "210,610,,", "210,610,竹西坝,", 1)
	writeFile(t, filepath.Join(dir, "registry.csv"), strings.Replace(registry, "松间村", "", 1))
	writeFile(t, filepath.Join(dir, "catalogue.csv"), strings.Replace(smallDistrict["catalogue.csv"], "财务收支,", "财务收支；集体收支,", 1))
	e = openEnv(t, dir)
	reread, err := e.Refresh(t.Context())
	if err != nil || len(reread) != 3 {
		t.Fatalf("%+v %v", reread, err)
	}
	byName := map[string]pipelines.Reread{}
	for _, r := range reread {
		byName[r.Delivery.Name] = r
	}
	may := byName["五月.csv"]
	want := []pipelines.Waiting{{Column: "村（社区）", Text: "竹西坝", Rows: 3}, {Column: "公开事项", Text: "集体收支", Rows: 1}}
	if fmt.Sprint(may.Released) != fmt.Sprint(want) || may.ReleasedRows != 3 || may.ReturnedRows != 0 || may.Before != 0 || may.After != 3 {
		t.Errorf("%+v", may)
	}
	gone := byName["松涧.csv"]
	if fmt.Sprint(gone.Returned) != fmt.Sprint([]pipelines.Waiting{{Column: "村（社区）", Text: "松间村", Rows: 1}}) || gone.ReturnedRows != 1 || len(gone.Released) != 0 {
		t.Errorf("%+v", gone)
	}
	if other := byName["平台.csv"]; other.ReleasedRows+other.ReturnedRows != 0 {
		t.Errorf("%+v", other)
	}

	// The answer is new: one row is left, and the page tells the others.
	page := receiptPage(t, e, may.Delivery.Seq)
	for _, want := range []string{"原来退回、现已收下3行", "村（社区）“竹西坝”3行", "2026年8月1日"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	book := openReturned(t, e, pipelines.Taken{Name: may.Delivery.Name, Delivery: may.Delivery})
	if rows := book.rows(journey); len(rows) != 2 || book.text(journey, "村（社区）", 1) != "高滩" {
		t.Errorf("%q", rows)
	}
	var told struct {
		Reread struct {
			ReleasedRows int `json:"released_rows"`
			Released     []pipelines.Waiting
		}
	}
	found, _ := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", "*五月.csv.回执.json"))
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &told); err != nil || told.Reread.ReleasedRows != 3 || len(told.Reread.Released) != 2 {
		t.Errorf("%s %v", data, err)
	}

	// The last name comes: nothing is left to return, and a mapping lets the
	// table in that was refused. What has not changed is not answered again.
	if err := os.RemoveAll(e.WS.Outbox()); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "registry.csv"), strings.Replace(strings.Replace(smallDistrict["registry.csv"], "210,610,,", "210,610,竹西坝；高滩,", 1), "松间村", "", 1))
	writeFile(t, filepath.Join(dir, "mappings", "平台.yaml"), "name: 平台\ntable: disclosures\nheaders:\n  village: [户]\n  item: [栏]\nconstants:\n  period: 2026-05\n")
	e = openEnv(t, dir)
	reread, err = e.Refresh(t.Context())
	if err != nil || len(reread) != 3 {
		t.Fatalf("%+v %v", reread, err)
	}
	for _, r := range reread {
		want := ""
		switch r.Delivery.Name {
		case "五月.csv":
			want = "[{村（社区） 高滩 1}]"
		case "平台.csv":
			want = "[{整张表 平台.csv 1}]"
		default:
			want = "[]"
		}
		if fmt.Sprint(r.Released) != want {
			t.Errorf("%s: %v, want %s", r.Delivery.Name, r.Released, want)
		}
	}
	if len(walk(t, e.WS.Outbox())) != 4 { // two receipts of two files; nothing to correct in either
		t.Errorf("answers: %v", walk(t, e.WS.Outbox()))
	}
}
