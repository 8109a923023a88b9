package receipt

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tongbao/internal/browser"
	"tongbao/reports/reporttest"
)

func sample() Data {
	return Data{
		District: "云岫区", Delivery: 12, File: "六月 #1.xlsx", Township: "青禾镇", ReceivedAt: "2026-07-10 10:00",
		SHA256: strings.Repeat("0123456789abcdef", 4),
		Sheets: []Sheet{
			{Name: "村级", Table: "村（居）务公开备案表", Status: Partly, Rows: 9, Accepted: 6, Quarantined: 2, NonData: 1, Warnings: 1, HiddenRows: 1, Unknown: []string{"序号", "联系人"}},
			{Name: "通讯录", Status: Refused, Reason: "没有认出表头：村（居）务公开备案表缺“公开事项”；表头须含该表的全部必填列"},
			{Name: "选项", Status: Refused, Hidden: true, Reason: "没有认出表头"},
		},
		Kinds: []Kind{
			{Header: "公布日期", Message: "没有这一天", Accepted: "如 2026-06-15", Count: 2, Places: []string{"“村级”D4", "“村级”D5"}},
			{Header: "公开形式", Message: "不在可选范围内：喇叭，已归入“其他”", Accepted: "公开栏", Varied: true, Warning: true, Count: 9, Places: []string{"“村级”E4"}},
			{Message: "“所属期”不能为空", Accepted: "填写“所属期”", Count: 1, Places: []string{"“村级”第5行"}},
		},
		Findings: []Finding{
			{Sheet: "村级", Row: 4, Cell: "D4", Header: "公布日期", Text: "2026年2月30日", Message: "没有这一天", Accepted: "如 2026-06-15", Effect: NotTaken},
			{Sheet: "村级", Row: 4, Cell: "E4", Header: "公开形式", Text: "喇叭", Message: "不在可选范围内：喇叭，已归入“其他”", Accepted: "公开栏", Effect: NotBecause},
			{Sheet: "村级", Row: 5, Message: "“所属期”不能为空", Accepted: "填写“所属期”", Effect: NotTaken},
		},
		Total: 12, Workbook: "000012-六月 #1.xlsx.退回表.xlsx",
	}
}

func render(t testing.TB, d Data) string {
	t.Helper()
	var a, b bytes.Buffer
	if err := Render(&a, d); err != nil {
		t.Fatal(err)
	}
	if err := Render(&b, d); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() {
		t.Fatal("two renderings of the same receipt differ")
	}
	return a.String()
}

func TestGolden(t *testing.T) {
	reporttest.Golden(t, "partly", render(t, sample()))
	again := sample()
	again.Demo, again.History = true, true
	again.Reread = &Reread{On: "2026年8月1日", Released: []Named{{"村（社区）", "竹西坝", 3}}, Returned: []Named{{"", "“所属期”不能为空", 1}}, ReleasedRows: 3, ReturnedRows: 1}
	reporttest.Golden(t, "again", render(t, again))
}

func TestWhatBecameOfTheFile(t *testing.T) {
	p := reporttest.Read(t, render(t, sample()))
	p.Says("青禾镇", "第12号", "共9行：收下6行，退回更正2行，非数据1行。另有1张工作表没有读取，原因和办法见下。提醒1处，不影响收下。",
		"工作表“通讯录”没有读取：没有认出表头：村（居）务公开备案表缺“公开事项”；表头须含该表的全部必填列",
		"逐处问题，共12处；这里列出前3处，其余见所附的表", "例：不在可选范围内：喇叭，已归入“其他”", "“村级”E4等")
	if rows := p.Table("各工作表"); len(rows) != 4 || !strings.Contains(strings.Join(rows[1], "|"), "其中隐藏的1行照常读取") {
		t.Errorf("%q", rows)
	}
	// A name may hold what a link gives a meaning to.
	if html := render(t, sample()); !strings.Contains(html, `href="./000012-%E5%85%AD%E6%9C%88%20%231.xlsx.%E9%80%80%E5%9B%9E%E8%A1%A8.xlsx"`) {
		t.Error("the link does not lead to the workbook beside the page")
	}
}

func TestVerdicts(t *testing.T) {
	for name, test := range map[string]struct {
		sheets []Sheet
		want   string
	}{
		"all is well":     {[]Sheet{{Status: Accepted, Rows: 3, Accepted: 3}}, "共3行：收下3行，退回更正0行，非数据0行。"},
		"refused":         {[]Sheet{{Status: Refused, Reason: "这是扫描件；请报电子表格"}}, "没有收下：原因和办法见下。"},
		"a duplicate":     {[]Sheet{{Status: Duplicate, Reason: "与第3号收件内容相同，不重复计入"}}, "重复：与第3号收件内容相同，不重复计入。"},
		"nothing in it":   {[]Sheet{{Status: Accepted}}, "表头之下没有一行数据。"},
		"hidden lists":    {[]Sheet{{Status: Accepted, Rows: 1, Accepted: 1}, {Name: "选项", Hidden: true, Status: Refused}}, "共1行：收下1行，退回更正0行，非数据0行。"},
		"only one is bad": {[]Sheet{{Status: Accepted}, {Name: "二", Status: Refused, Reason: "没有认出表头"}}, "另有1张工作表没有读取"},
	} {
		t.Run(name, func(t *testing.T) {
			reporttest.Read(t, render(t, Data{Sheets: test.sheets})).Says(test.want)
		})
	}
}

// What is said of a sheet must be true of it.
func TestOutcomeOfSheets(t *testing.T) {
	for want, s := range map[string]Sheet{
		"全部收下": {Status: Accepted, Rows: 3, Accepted: 2, NonData: 1},
		"部分收下": {Status: Partly, Rows: 3, Accepted: 1, Quarantined: 2},
		"全部退回": {Status: Partly, Rows: 3, Quarantined: 2, NonData: 1},
		"没有填报": {Status: Accepted, Rows: 1, NonData: 1}, // a template's sheet with its example only
		"没有读取": {Status: Refused},
	} {
		if rows := reporttest.Read(t, render(t, Data{Sheets: []Sheet{s}})).Table("各工作表"); !strings.Contains(strings.Join(rows[1], "|"), "|"+want+"|") {
			t.Errorf("%+v: %q, want %q", s, rows[1], want)
		}
	}
}

// A column that was not read is more than a cell that was not: all is well
// must not stand above it.
func TestWhatConcernsAColumnIsNotAllWell(t *testing.T) {
	d := Data{
		Sheets:   []Sheet{{Status: Accepted, Rows: 3, Accepted: 3, Warnings: 1}},
		Findings: []Finding{{Row: 1, Cell: "D1", Header: "公示时间", Message: "没有认出这个表头", Effect: Elsewhere}}, Total: 1,
	}
	if text, tone := verdict(&d); tone != "fair" || !strings.Contains(text, "请看下面") {
		t.Errorf("%s: %s", tone, text)
	}
	d.Findings[0].Effect = Taken
	if text, tone := verdict(&d); tone != "good" || strings.Contains(text, "请看下面") {
		t.Errorf("%s: %s", tone, text)
	}
}

// Every text of a receipt is somebody's input.
func TestHostileStaysText(t *testing.T) {
	d := sample()
	for i, name := range reporttest.HostileNames {
		d.Sheets = append(d.Sheets, Sheet{Name: name, Table: name, Status: Refused, Reason: name, Unknown: []string{name}})
		d.Findings = append(d.Findings, Finding{Sheet: name, Row: i, Cell: "A1", Header: name, Text: name, Message: name, Accepted: name, Effect: NotTaken})
		d.Kinds = append(d.Kinds, Kind{Header: name, Message: name, Accepted: name, Count: 1, Places: []string{name}})
	}
	d.File, d.Township, d.District = reporttest.HostileNames[0], reporttest.HostileNames[1], reporttest.HostileNames[4]
	d.Workbook = `javascript:alert(1)//"onclick="alert(2)`
	html := render(t, d)
	if strings.Contains(html, `href="javascript`) || strings.Contains(html, `"onclick=`) {
		t.Error("a name has become a link of its own or an attribute")
	}
	reporttest.HostileStaysText(t, reporttest.OpenClean(t, html, 1000))
}

func TestOnScreenAndPaper(t *testing.T) {
	html := render(t, sample())
	for _, width := range []int64{1200, 400} {
		p := reporttest.OpenClean(t, html, width)
		reporttest.NoOverflow(t, p)
		if href := browser.Eval[string](p, `document.querySelector("#workbook a").getAttribute("href")`); !strings.HasPrefix(href, "./000012-") {
			t.Errorf("at %d: %q", width, href)
		}
	}
}

func ExampleKind_Sentence() {
	fmt.Println(Kind{Header: "公布日期", Message: "没有这一天", Accepted: "如 2026-06-15"}.Sentence())
	// Output: 公布日期：没有这一天；怎样改：如 2026-06-15
}
