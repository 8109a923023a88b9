package sheet

import (
	"fmt"
	"strings"
	"testing"
)

func TestMergedCells(t *testing.T) {
	for _, c := range []struct{ name, rows, merges, want string }{
		{"title across", `<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>`, "A1:C1", "1: T:甲 | T:甲→ | T:甲→\n2: N:1"},
		{"down", `<row r="1"><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="3"/>`, "B1:B3", "1: _ | T:甲\n2: N:1 | T:甲↓\n3: _ | T:甲↓"},
		{"block", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>3</v></c></row><row r="2"><c r="C2"><v>4</v></c></row>`, "A1:B2", "1: T:甲 | T:甲→ | N:3\n2: T:甲↓ | T:甲→ | N:4"},
		{"rows that are not stored are not passed", `<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="4"><c r="B4"><v>1</v></c></row>`, "A1:A4", "1: T:甲\n4: T:甲↓ | N:1"},
		{"anchor in a row not stored", `<row r="2"><c r="A2"><v>5</v></c><c r="B2"><v>6</v></c></row>`, "A1:A2", "2: _↓ | N:6"},
		{"what a range hides is not shown", `<row r="1"><c r="A1"/><c r="B1"><v>9</v></c><c r="C1"><v>3</v></c></row>`, "A1:B1", "1: _ | _→ | N:3"},
		{"nor is what it hides below", `<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>6</v></c></row>`, "A1:A2", "1: T:甲\n2: T:甲↓ | N:6"},
		{"dates and numbers are copied whole", `<row r="1"><c r="A1" s="1"><v>44197</v></c></row>`, "A1:B1", "1: D:2021-01-01 | D:2021-01-01→"},
		{"several, one given twice", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"/>`, "C1:D2 A1:B1 C1:D2 A2:B2", "1: T:甲 | T:甲→ | T:乙 | T:乙→\n2: _ | _→ | T:乙↓ | T:乙→"},
		{"one cell", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "A1", "1: T:甲"},
		{"beyond the rows", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "A1:A1048576 C5:D9", "1: T:甲"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list strings.Builder
			for _, ref := range strings.Fields(c.merges) {
				fmt.Fprintf(&list, `<mergeCell ref="%s"/>`, ref)
			}
			sheet := worksheet(c.rows, "<mergeCells>"+list.String()+"</mergeCells>")
			rows, err := readSheet(tempFile(t, zipBytes(t, standardParts(sheet)...)), 0, DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(rows); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestAbsurdMergesEndInTime: every row merged over every column.
func TestAbsurdMergesEndInTime(t *testing.T) {
	rows := `<row><c><v>1</v></c></row>` + strings.Repeat("<row/>", 40000)
	sheet := worksheet(rows, `<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`)
	book, err := Open(tempFile(t, zipBytes(t, standardParts(sheet)...)), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	wantRefused(t, book.Read(0, ignoreRow), ReasonTooLarge)
}
