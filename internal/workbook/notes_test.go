package workbook

import (
	"bytes"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A cell that is verbatim text stays so; comments may lie on rows that come
// while the sheet is written.
func TestVerbatimAndComments(t *testing.T) {
	more := iter.Seq2[[]any, error](func(yield func([]any, error) bool) {
		_ = yield([]any{Verbatim("2026-05"), Cell{Value: Verbatim(""), Style: Wrong}}, nil) &&
			yield([]any{Verbatim("=1+1"), 500112133203.0}, nil)
	})
	sheets := []Sheet{{Name: "x", Rows: [][]any{{"期次", Cell{Value: "村", Comment: "表头"}}}, More: more, Comments: []Comment{{2, 2, "错误：空着\n怎样改：填写"}}}}
	data := write(t, sheets)
	f := open(t, data)
	for at, want := range map[string]string{"A2": "2026-05", "B2": "", "A3": "=1+1"} {
		got, err := f.GetCellValue("x", at)
		if err != nil || got != want {
			t.Errorf("%s is %q, %v", at, got, err)
		}
		id, _ := f.GetCellStyle("x", at)
		if style, err := f.GetStyle(id); err != nil || style.NumFmt != formatText {
			t.Errorf("%s: style %+v, %v", at, style, err)
		}
		if formula, _ := f.GetCellFormula("x", at); formula != "" {
			t.Errorf("%s is a formula", at)
		}
	}
	comments, err := f.GetComments("x")
	if err != nil || len(comments) != 2 {
		t.Fatalf("%+v, %v", comments, err)
	}
	said := map[string]string{}
	for _, c := range comments {
		for _, p := range c.Paragraph {
			said[c.Cell] += p.Text
		}
	}
	if said["B1"] != "表头" || said["B2"] != "错误：空着\n怎样改：填写" {
		t.Errorf("comments %q", said)
	}
	if !bytes.Equal(data, write(t, sheets)) {
		t.Error("the same sheets gave other bytes")
	}
	if err := Write(&bytes.Buffer{}, []Sheet{{Name: "x", Rows: [][]any{{1}}, Comments: []Comment{{1, 1, strings.Repeat("长", excelize.TotalCellChars+1)}}}}); err == nil {
		t.Error("a comment that is too long was cut without a word")
	}
}

func TestHeightOf(t *testing.T) {
	for text, want := range map[string]float64{"": 0, "一行": 0, "一\n二": 30, strings.Repeat("字", 30): 60, strings.Repeat("字\n", 99): highestRow} {
		if got := HeightOf(text, 20); got != want {
			t.Errorf("%q is %v high, want %v", text, got, want)
		}
	}
}
