package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/internal/civil"
)

func example() []Sheet {
	return []Sheet{
		{
			Name: "公开备案", Frozen: 2, Widths: []float64{0, 18}, Landscape: true, HiddenRows: []int{4},
			Merges: []string{"A1:C1"},
			Lists:  []List{{Range: "A3:A99", Source: "选项!$A$1:$A$2"}},
			Rows: [][]any{
				{Cell{Value: "村务公开备案表", Style: Title}},
				{Cell{Value: "村", Style: Header}, Cell{Value: "公布日期", Style: Header}, Cell{Value: "金额", Style: Header}},
				{"棠畔村", civil.MustOf(2026, 6, 30), 12.5},
				{nil, Cell{Value: "2月30日", Style: Wrong, Comment: "没有这一天"}, 7, true},
				{"<a>&b", "", int64(990101001001)},
			},
		},
		{Name: "协商", Rows: [][]any{{"一"}, {}, {"二"}}},
		{Name: "选项", Hidden: true, Rows: [][]any{{"甲"}, {"乙"}}},
	}
}

func write(t *testing.T, sheets []Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, sheets); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWrite(t *testing.T) {
	f := open(t, write(t, example()))
	if got := fmt.Sprint(f.GetSheetList()); got != "[公开备案 协商 选项]" {
		t.Errorf("sheets %s", got)
	}
	for cell, want := range map[string]string{
		"A1": "村务公开备案表", "A3": "棠畔村", "B3": "2026-06-30", "C3": "12.5", "B4": "2月30日", "C4": "7", "D4": "TRUE",
		"A5": "<a>&b", "C5": "990101001001",
	} {
		if got, err := f.GetCellValue("公开备案", cell); err != nil || got != want {
			t.Errorf("%s = %q, %v; want %q", cell, got, err, want)
		}
	}
	if raw, _ := f.GetCellValue("公开备案", "B3", excelize.Options{RawCellValue: true}); raw != "46203" {
		t.Errorf("the date's serial is %q, want 46203", raw)
	}
	if visible, _ := f.GetSheetVisible("选项"); visible {
		t.Error("选项 is visible")
	}
	if hiddenFirst := open(t, write(t, []Sheet{{Name: "藏", Hidden: true}, {Name: "现"}})); hiddenFirst.GetActiveSheetIndex() != 1 {
		t.Error("the workbook opens on a hidden sheet")
	}
	if visible, _ := f.GetRowVisible("公开备案", 4); visible {
		t.Error("row 4 is visible")
	}
	if m, _ := f.GetMergeCells("公开备案"); len(m) != 1 || m[0][0] != "A1:C1" {
		t.Errorf("merges %v", m)
	}
	if l, _ := f.GetDataValidations("公开备案"); len(l) != 1 || l[0].Formula1 != "选项!$A$1:$A$2" {
		t.Errorf("lists %v", l)
	}
	notes, err := f.GetComments("公开备案")
	if err != nil || len(notes) != 1 || notes[0].Cell != "B4" || !strings.Contains(fmt.Sprint(notes[0].Paragraph, notes[0].Text), "没有这一天") {
		t.Errorf("comments %+v, %v", notes, err)
	}
	if width, _ := f.GetColWidth("公开备案", "B"); width != 18 {
		t.Errorf("width of B is %v", width)
	}
	if rows, _ := f.GetRows("协商"); len(rows) != 3 || len(rows[1]) != 0 {
		t.Errorf("协商 rows %v", rows)
	}
}

func TestSameBytes(t *testing.T) {
	first := write(t, example())
	for range 8 {
		if !bytes.Equal(first, write(t, example())) {
			t.Fatal("the same sheets gave other bytes")
		}
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("first part is %s", z.File[0].Name)
	}
	if core := part(t, first, "docProps/core.xml"); strings.Contains(core, "xuri") || !strings.Contains(core, "2020-01-01T00:00:00Z") {
		t.Errorf("core properties: %s", core)
	}
}

func TestNoFormula(t *testing.T) {
	hostile := []string{"=1+1", "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "=HYPERLINK(\"x\")", " =1"}
	var rows [][]any
	for _, s := range hostile {
		rows = append(rows, []any{s, Cell{Value: s, Style: Wrong}})
	}
	rows = append(rows, []any{-3})
	data := write(t, []Sheet{{Name: "x", Rows: rows}})
	xml := part(t, data, "xl/worksheets/sheet1.xml")
	if strings.Contains(xml, "<f") {
		t.Error("a formula was written")
	}
	f := open(t, data)
	for i, want := range hostile {
		for _, column := range []string{"A", "B"} {
			at := fmt.Sprintf("%s%d", column, i+1)
			got, err := f.GetCellValue("x", at)
			if err != nil || strings.ReplaceAll(got, "\r", "") != strings.ReplaceAll(want, "\r", "") {
				t.Errorf("%s = %q, %v; want %q", at, got, err, want)
			}
			if kind, _ := f.GetCellType("x", at); kind != excelize.CellTypeInlineString {
				t.Errorf("%s has type %v", at, kind)
			}
			id, _ := f.GetCellStyle("x", at)
			style, err := f.GetStyle(id)
			if err != nil || risky(want) != (style.NumFmt == 49) {
				t.Errorf("%s %q: style %+v, %v", at, want, style, err)
			}
		}
	}
	if got, _ := f.GetCellValue("x", fmt.Sprintf("A%d", len(rows))); got != "-3" {
		t.Errorf("the number -3 became %q", got)
	}
}

func TestFormula(t *testing.T) {
	day := civil.MustOf(2026, 6, 30)
	data := write(t, []Sheet{{Name: "x", Rows: [][]any{
		{1.5, 2, Formula{Text: "SUM(A1:B1)", Value: 3.5}, Formula{Text: "A1<B1&\"\""}},
		{day, Formula{Text: "A2+3", Value: day + 3}, Cell{Value: Formula{Text: "ROW()", Value: 2}, Style: Header}},
	}}})
	xml := part(t, data, "xl/worksheets/sheet1.xml")
	for _, want := range []string{
		`<c r="C1"><f>SUM(A1:B1)</f><v>3.5</v></c>`, `<c r="D1" t="str"><f>A1&lt;B1&amp;&#34;&#34;</f></c>`, `<f>A2+3</f><v>46206</v>`, `<f>ROW()</f><v>2</v>`,
	} {
		if !strings.Contains(xml, want) {
			t.Errorf("no %s in %s", want, xml)
		}
	}
	if got, _ := open(t, data).GetCellValue("x", "B2"); got != "2026-07-03" {
		t.Errorf("the computed day is %q", got)
	}
}

func Test1904(t *testing.T) {
	var b bytes.Buffer
	day := civil.MustOf(2026, 6, 30)
	if err := Write(&b, []Sheet{{Name: "x", Rows: [][]any{{day}}}}, Epoch1904); err != nil {
		t.Fatal(err)
	}
	f := open(t, b.Bytes())
	if props, err := f.GetWorkbookProps(); err != nil || props.Date1904 == nil || !*props.Date1904 {
		t.Errorf("properties %+v, %v", props, err)
	}
	if raw, _ := f.GetCellValue("x", "A1", excelize.Options{RawCellValue: true}); raw != "44741" {
		t.Errorf("the date's serial is %q, want 44741", raw)
	}
	if got, _ := f.GetCellValue("x", "A1"); got != "2026-06-30" {
		t.Errorf("the date is %q", got)
	}
}

func TestText(t *testing.T) {
	f := open(t, write(t, []Sheet{{Name: "x", Rows: [][]any{{"a\x00b\x1bc\nd\te"}, {"𠮷䌷"}, {"_x0041_"}}}}))
	for cell, want := range map[string]string{"A1": "a␀b␛c\nd\te", "A2": "𠮷䌷", "A3": "_x0041_"} {
		if got, _ := f.GetCellValue("x", cell); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	one := func(v any) []Sheet { return []Sheet{{Name: "x", Rows: [][]any{{v}}}} }
	for name, sheets := range map[string][]Sheet{
		"no sheets":      nil,
		"all hidden":     {{Name: "x", Hidden: true}},
		"sheet name":     {{Name: "a/b"}},
		"same name":      {{Name: "x"}, {Name: "x"}},
		"long text":      one(strings.Repeat("村", maxText+1)),
		"long in pairs":  one(strings.Repeat("𠮷", maxText/2+1)),
		"broken text":    one("\xff"),
		"not a number":   one(math.NaN()),
		"unknown type":   one(struct{}{}),
		"text formula":   one(Formula{Text: "A1", Value: "x"}),
		"empty formula":  one(Formula{Value: 1}),
		"merge":          {{Name: "x", Merges: []string{"A1"}}},
		"styled unknown": one(Cell{Value: []int{1}}),
	} {
		if err := Write(io.Discard, sheets); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := Write(io.Discard, one(strings.Repeat("村", maxText+1))); !errors.Is(err, ErrTextTooLong) {
		t.Errorf("long text: %v", err)
	}
	if err := Write(io.Discard, one(strings.Repeat("村", maxText))); err != nil {
		t.Errorf("longest text: %v", err)
	}
}
