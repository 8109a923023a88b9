package sheet

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

// wideSheet has 25 columns: shared strings, dates, whole and broken numbers,
// booleans and inline strings.
func wideSheet(rows int, after ...string) string {
	var b strings.Builder
	for row := 1; row <= rows; row++ {
		fmt.Fprintf(&b, `<row r="%d" spans="1:25">`, row)
		for column := range 25 {
			ref := grid.Address(column, row)
			switch column % 5 {
			case 0:
				fmt.Fprintf(&b, `<c r="%s" s="1"><v>%d</v></c>`, ref, 44197+row%365)
			case 1:
				fmt.Fprintf(&b, `<c r="%s"><v>%d.25</v></c>`, ref, row)
			case 2:
				fmt.Fprintf(&b, `<c r="%s" t="b"><v>1</v></c>`, ref)
			default:
				fmt.Fprintf(&b, `<c r="%s" s="0" t="s"><v>%d</v></c>`, ref, row%2)
			}
		}
		b.WriteString("</row>")
	}
	return worksheet(b.String(), after...)
}

func benchmarkFile(b *testing.B, content []byte, want int) {
	path := tempFile(b, content)
	b.ReportAllocs()
	for b.Loop() {
		book, err := Open(path, DefaultLimits)
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		if err := book.Read(0, func(grid.Row) error { rows++; return nil }); err != nil || rows != want {
			b.Fatalf("%d rows, %v", rows, err)
		}
		if err := book.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(want)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkXLSX(b *testing.B) {
	const rows = 20000
	b.Run("streamed", func(b *testing.B) {
		benchmarkFile(b, zipBytes(b, standardParts(wideSheet(rows))...), rows)
	})
	b.Run("merged", func(b *testing.B) {
		sheet := wideSheet(rows, `<mergeCells><mergeCell ref="A2:A20000"/></mergeCells>`)
		benchmarkFile(b, zipBytes(b, standardParts(sheet)...), rows)
	})
}

func BenchmarkCSV(b *testing.B) {
	const rows = 20000
	line := strings.Repeat(`2026-06-15,"公开栏、网络",12345.6,是,青石村,`, 5) + "\n"
	b.Run("UTF-8", func(b *testing.B) { benchmarkFile(b, []byte(strings.Repeat(line, rows)), rows) })
	b.Run("GB18030", func(b *testing.B) {
		encoded, ok := encodeGB(line)
		if !ok {
			b.Fatal("not encoded")
		}
		benchmarkFile(b, []byte(strings.Repeat(string(encoded), rows)), rows)
	})
}
