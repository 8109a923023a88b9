package filing

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"tongbao/internal/grid"
)

// FuzzReader holds that every row below a header is counted once and handed
// on or counted as no data, whatever the cells: readRows checks the sums.
func FuzzReader(f *testing.F) {
	f.Add("填报单位：统景镇|单位：万元\n"+disclosureHeader+"|御临村|财务收支|2026-06|||||12\n合计|^|<\n单位：万元", false, byte(0))
	f.Add("村名|议题|协商|<\n^|^|日期|结果\n御临村|修路|2026-06-01|达成一致\n1|2|3|4", true, byte(1))
	f.Add("村名|公开事项|所属期|类型|理由|批准单位|批准日期\n御临村|低保|2026|延期|汛情|区民政局|二〇二六年六月一日", true, byte(2))
	f.Add("单位：|____\n村名|公开事项\n单位|＿", false, byte(0))
	f.Add("填报单位：御临村\n检查日期|检查层级|检查方式\n46174|镇街|1", false, byte(2))
	f.Fuzz(func(t *testing.T, text string, district bool, numbers byte) {
		ctx := townshipContext()
		if district {
			ctx.Deliverer = ""
		}
		rows := lines(t, text)
		numbered(rows, numbers)
		s, _ := readRows(t, ctx, rows)
		if s.Refused != nil && s.Rows != 0 {
			t.Errorf("%d rows of a refused sheet", s.Rows)
		}
		if s.Table == nil || s.Refused != nil {
			return
		}
		header := 0
		for i, row := range rows {
			if row.Number == rows[len(rows)-1].Number-s.Rows {
				header = i + 1
			}
		}
		if header == 0 {
			t.Errorf("%d rows below the header of %d in all", s.Rows, len(rows))
		}
	})
}

// numbered turns cells that are numbers into what a spreadsheet keeps.
func numbered(rows []grid.Row, as byte) {
	kinds := []grid.Kind{grid.Text, grid.Number, grid.Date}
	for _, row := range rows {
		for i, cell := range row.Cells {
			if n, err := strconv.ParseFloat(cell.Text, 64); err == nil && cell.Kind == grid.Text {
				row.Cells[i].Kind, row.Cells[i].Number = kinds[int(as)%len(kinds)], n
			}
		}
	}
}

// FuzzCell holds that what a cell was read as is read the same again.
func FuzzCell(f *testing.F) {
	for _, seed := range []string{"二〇二六年六月十五日", "2026.6.15 周一 9:30", "☑是 ☐否", "￥1,234.5元", "公开栏、网络", "2026年第二季度", "a\u0301\u200b"} {
		f.Add(seed)
	}
	columns := []Column{
		{}, {Type: Date, Ahead: true}, {Type: Bool}, {Type: Integer}, {Type: Words, List: words("公开栏", "网络", "其他"), Fallback: "其他"},
		{Type: Word, List: words("合格")}, {Type: Hashes}, {Type: Period}, {Type: Code, Digits: 9},
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i := range columns {
			c := &columns[i]
			v, _ := readCell(c, grid.Cell{Kind: grid.Text, Text: text}, receivedOn)
			if !v.Valid {
				continue
			}
			again, bad := readCell(c, grid.Cell{Kind: grid.Text, Text: v.canonical(c.Type)}, receivedOn)
			if bad != nil || again != v {
				t.Errorf("type %d: %q is read as %+v, that as %+v (%v)", c.Type, text, v, again, bad)
			}
		}
	})
}

// The draft catalogue that comes with the corpus is read whole.
func TestDraftCatalogue(t *testing.T) {
	corpus := os.Getenv("TONGBAO_CORPUS")
	if corpus == "" {
		t.Skip("TONGBAO_CORPUS is not set: the draft catalogue is not read")
	}
	f, err := os.Open(filepath.Join(corpus, "catalogue-draft.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sink := &collected{}
	r := NewReferenceReader(&Catalogue, "", false, sink)
	for n, record := range records {
		row := grid.Row{Number: n + 1}
		for _, field := range record {
			cell := grid.Cell{Kind: grid.Text, Text: field}
			if field == "" {
				cell.Kind = grid.Blank
			}
			row.Cells = append(row.Cells, cell)
		}
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if s := r.Close(); s.Accepted != 39 || s.Rows != 39 || len(s.Unknown) != 0 {
		t.Errorf("%+v %s", s, places(sink.findings))
	}
}
