package pipelines_test

import (
	"archive/zip"
	"bufio"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// wideRows is how many rows of 25 columns the large workbook has.
const wideRows = 100_000

// BenchmarkIngestXLSX takes in a workbook of 100,000 rows of 25 columns,
// everything included, against the time excelize takes merely to iterate the
// same rows raw, once it has opened the file.
func BenchmarkIngestXLSX(b *testing.B) {
	path := filepath.Join(b.TempDir(), "wide.xlsx")
	wideWorkbook(b, path)
	benchIngest(b, benchDistrict(100, 10), path, wideRows, func() time.Duration { return iterateRaw(b, path) })
}

// iterateRaw times excelize.
func iterateRaw(b *testing.B, path string) time.Duration {
	b.Helper()
	raw := excelize.Options{RawCellValue: true}
	f, err := excelize.OpenFile(path, raw)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	began := time.Now()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		cells, err := rows.Columns(raw)
		if err != nil {
			b.Fatal(err)
		}
		if len(cells) != 25 {
			b.Fatalf("row %d has %d cells", n+1, len(cells))
		}
		n++
	}
	if n != wideRows+1 {
		b.Fatalf("%d rows", n)
	}
	return time.Since(began)
}

// wideColumns are the headers of the large workbook and what row n has below
// them: names, codes and words as a clerk picks them from lists, dates as a
// spreadsheet keeps them, amounts, and texts that never come again.
var wideColumns = []struct {
	header string
	value  func(n int) any
}{
	{"镇街", func(n int) any { return fmt.Sprintf("镇%d镇", n/100_000) }},
	{"村（社区）", func(n int) any { return fmt.Sprintf("村%d村", n/1000) }},
	{"公开事项", func(n int) any { return fmt.Sprintf("财务收支第%d项", n%10) }},
	{"所属期", func(n int) any { return benchMonth(n / 10 % 100) }},
	{"公布日期", func(n int) any { return wideDay(n, 10+n%19) }},
	{"撤下日期", func(n int) any { return wideDay(n, 28) }},
	{"公开形式", func(n int) any { return []string{"公开栏", "公开栏、网络", "广播"}[n%3] }},
	{"公开单位", func(int) any { return "村（居）民委员会" }},
	{"落款日期", func(n int) any { return wideDay(n, 10) }},
	{"村（居）委会印章", func(int) any { return "是" }},
	{"监委会印章", func(int) any { return "是" }},
	{"相关人员签字", func(n int) any { return []string{"已签字", "未签字"}[n/9%2] }},
	{"方案提出日期", func(n int) any { return wideDay(n, 1) }},
	{"监委会审查日期", func(n int) any { return wideDay(n, 3) }},
	{"会议确定日期", func(n int) any { return wideDay(n, 5) }},
	{"归档日期", func(n int) any { return wideDay(n, 28) }},
	{"备案日期", func(n int) any { return wideDay(n, 28) }},
	{"镇街审查日期", func(n int) any { return wideDay(n, 28) }},
	{"审查结果", func(int) any { return "合格" }},
	{"涉及金额", func(n int) any { return float64(n) + 0.25 }},
	{"本期无事项", func(int) any { return "否" }},
	{"公开点位数", func(n int) any { return float64(n % 5) }},
	{"已公开点位数", func(n int) any { return float64(n % 5) }},
	{"内容摘要", func(n int) any { return fmt.Sprintf("财务收支公开第%d号", n) }},
	{"备注", func(n int) any { return fmt.Sprintf("存档第%d盒", n/50) }},
}

func wideDay(n, day int) civil.Date {
	return civil.MustParse(fmt.Sprintf("%s-%02d", benchMonth(n/10%100), day))
}

// wideWorkbook writes the workbook as spreadsheets save it: shared strings,
// dates as serial numbers with a format.
func wideWorkbook(b *testing.B, path string) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	const (
		main     = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
		types    = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
		related  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
		packages = `http://schemas.openxmlformats.org/package/2006/`
	)
	shared, order := map[string]int{}, []string{}
	z := zip.NewWriter(f)
	part := func(name string, write func(w *bufio.Writer)) {
		p, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriter(p)
		write(w)
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	text := func(name, text string) { part(name, func(w *bufio.Writer) { io.WriteString(w, text) }) }
	text("[Content_Types].xml", `<Types xmlns="`+packages+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="`+types+`sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="`+types+`worksheet+xml"/>`+
		`<Override PartName="/xl/sharedStrings.xml" ContentType="`+types+`sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="`+types+`styles+xml"/></Types>`)
	text("_rels/.rels", `<Relationships xmlns="`+packages+`relationships"><Relationship Id="rId1" Type="`+related+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	text("xl/workbook.xml", `<workbook `+main+` xmlns:r="`+related+`"><sheets><sheet name="备案表" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	text("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+packages+`relationships"><Relationship Id="rId1" Type="`+related+`/worksheet" Target="worksheets/sheet1.xml"/>`+
		`<Relationship Id="rId2" Type="`+related+`/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="`+related+`/styles" Target="styles.xml"/></Relationships>`)
	text("xl/styles.xml", `<styleSheet `+main+`><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`)
	part("xl/worksheets/sheet1.xml", func(w *bufio.Writer) {
		fmt.Fprintf(w, `<worksheet %s><dimension ref="A1:Y%d"/><sheetData>`, main, wideRows+1)
		for row := range wideRows + 1 {
			fmt.Fprintf(w, `<row r="%d" spans="1:25">`, row+1)
			for c, column := range wideColumns {
				var value any = column.header
				if row > 0 {
					value = column.value(row - 1)
				}
				at := grid.Address(c, row+1)
				switch value := value.(type) {
				case string:
					if _, known := shared[value]; !known {
						shared[value] = len(order)
						order = append(order, value)
					}
					fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, at, shared[value])
				case civil.Date:
					serial, _ := civil.SerialOfDay(value)
					fmt.Fprintf(w, `<c r="%s" s="1"><v>%g</v></c>`, at, serial)
				default:
					fmt.Fprintf(w, `<c r="%s"><v>%v</v></c>`, at, value)
				}
			}
			io.WriteString(w, `</row>`)
		}
		io.WriteString(w, `</sheetData></worksheet>`)
	})
	part("xl/sharedStrings.xml", func(w *bufio.Writer) {
		fmt.Fprintf(w, `<sst %s uniqueCount="%d">`, main, len(order))
		for _, s := range order {
			fmt.Fprintf(w, `<si><t>%s</t></si>`, html.EscapeString(s))
		}
		io.WriteString(w, `</sst>`)
	})
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
}
