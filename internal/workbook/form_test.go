package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func aForm() []Sheet {
	return []Sheet{
		{
			Name: "填报", Frozen: 1, FrozenColumns: 1,
			Rows: [][]any{
				{Cell{Value: "村", Style: Header}, Cell{Value: "日期", Style: Header}, Cell{Value: "人数", Style: Header}},
				{Cell{Value: "=1+1村", Style: Given}},
			},
			Lists: []List{{Range: "A3:A99", Source: "选项!$A$1:$A$2", Strict: true, Message: "请选择", Prompt: "选村"}},
			Form: &Form{
				Fields: []Field{TextField, DateField, PlainField, Closed},
				Checks: []Check{
					{Range: "B2:B99", Type: CheckDate, Min: "36526", Max: "TODAY()", Message: "填日期"},
					{Range: "C2:C99", Type: CheckWhole, Min: "0", Message: "填整数"},
				},
				Top: 1, Left: 1, PageWide: true, Filter: "A1:C2",
			},
		},
		{Name: "选项", Hidden: true, Rows: [][]any{{"甲"}, {"乙"}}, Form: &Form{}},
	}
}

func TestForm(t *testing.T) {
	data := write(t, aForm())
	if !bytes.Equal(data, write(t, aForm())) {
		t.Error("the same form gave other bytes")
	}
	xml := part(t, data, "xl/worksheets/sheet1.xml")
	for _, want := range []string{
		`<sheetProtection sheet="true"`, `insertRows="false"`, `fitToPage="true"`, `fitToWidth="1"`, `fitToHeight="0"`, `<autoFilter ref="$A$1:$C$2"`, `xSplit="1"`, `ySplit="1"`,
		`error="填日期" errorStyle="stop" errorTitle="不能这样填写" operator="between" showErrorMessage="true" sqref="B2:B99" type="date">` +
			`<formula1>36526</formula1><formula2>TODAY()</formula2>`,
		`operator="greaterThanOrEqual" showErrorMessage="true" sqref="C2:C99" type="whole"><formula1>0</formula1></dataValidation>`,
	} {
		if !strings.Contains(xml, want) {
			t.Errorf("no %s in %s", want, xml)
		}
	}
	// Spreadsheet programs want the columns in order.
	if a, b, c := strings.Index(xml, `<col min="1"`), strings.Index(xml, `<col min="2"`), strings.Index(xml, `<col min="3"`); a < 0 || a > b || b > c {
		t.Errorf("columns at %d, %d, %d", a, b, c)
	}
	for _, password := range []string{"password=", "hashValue="} {
		if strings.Contains(xml, password) {
			t.Errorf("a password: %s", password)
		}
	}
	f := open(t, data)
	locked := func(id int) bool {
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return style.Protection == nil || style.Protection.Locked
	}
	for _, cell := range []string{"A1", "B1", "A2"} {
		if id, err := f.GetCellStyle("填报", cell); err != nil || !locked(id) {
			t.Errorf("%s is open to writing (%v)", cell, err)
		}
	}
	formats := map[string]string{"A": "@", "B": "yyyy-mm-dd", "C": ""}
	for column, format := range formats {
		id, err := f.GetColStyle("填报", column)
		if err != nil || locked(id) {
			t.Errorf("column %s is locked (%v)", column, err)
		}
		style, _ := f.GetStyle(id)
		got := ""
		switch {
		case style.CustomNumFmt != nil:
			got = *style.CustomNumFmt
		case style.NumFmt == formatText:
			got = "@"
		}
		if got != format {
			t.Errorf("column %s has the format %q, want %q", column, got, format)
		}
	}
	if id, err := f.GetColStyle("填报", "D"); err != nil || !locked(id) {
		t.Errorf("column D is open (%v)", err)
	}
	// A filled-in cell that looks like a formula keeps its looks and is text.
	if kind, _ := f.GetCellType("填报", "A2"); kind != excelize.CellTypeInlineString {
		t.Errorf("A2 has the type %v", kind)
	}
	rules, err := f.GetDataValidations("填报")
	if err != nil || len(rules) != 3 {
		t.Fatalf("%d validations, %v", len(rules), err)
	}
	list := rules[0]
	if list.Formula1 != "选项!$A$1:$A$2" || !list.ShowErrorMessage || *list.Error != "请选择" || *list.Prompt != "选村" || !list.ShowInputMessage {
		t.Errorf("list %+v", list)
	}
	var titles string
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			titles = n.RefersTo + " " + n.Scope
		}
	}
	if titles != "'填报'!$A:$A,'填报'!$1:$1 填报" {
		t.Errorf("print titles %q", titles)
	}
	if visible, _ := f.GetSheetVisible("选项"); visible {
		t.Error("选项 is visible")
	}
}

func TestFit(t *testing.T) {
	s := Sheet{
		Name: "x", Widths: []float64{10, 0},
		Rows: [][]any{
			{Cell{Value: "四个汉字", Style: Wrapped}},
			{Cell{Value: "一行放不下的汉字", Style: Wrapped}, Cell{Value: "列宽没有写的一列", Style: Wrapped}},
			{Cell{Value: "a\nb\nc", Style: Given}},
			{Cell{Value: "平常的格子里的长文字", Style: Plain}, "没有样式的长文字也不算在内"},
			{Cell{Value: "标题", Style: Title}},
		},
	}
	s.Fit()
	want := map[int]float64{2: 30, 3: 45, 5: 30}
	if len(s.Heights) != len(want) {
		t.Errorf("heights %v", s.Heights)
	}
	f := open(t, write(t, []Sheet{s}))
	for row, height := range want {
		if got, err := f.GetRowHeight("x", row); err != nil || got != height {
			t.Errorf("row %d is %v high, %v; want %v", row, got, err, height)
		}
	}
}
