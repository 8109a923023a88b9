package sheet

import (
	"errors"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

func TestCells(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"shared strings", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v> 1 </v></c><c r="C1" t="s"><v>2</v></c></row>`, "1: T:甲 | T:乙"},
		{"shared string without index is blank", `<row r="1"><c r="A1" t="s"><v/></c><c r="B1" t="s"><v>0</v></c></row>`, "1: _ | T:甲"},
		{"inline, rich, phonetic", `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>青</t></r><r><t xml:space="preserve"> 石</t></r><rPh sb="0" eb="1"><t>qing</t></rPh></is></c></row>`, "1: T:青 石"},
		{"inline, CDATA and entities", `<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a<b&c]]>&lt;&#x6751;&#26449;&amp;amp;</t></is></c></row>`, "1: T:a<b&c<村村&amp;"},
		{"inline type with a value", `<row r="1"><c r="A1" t="inlineStr"><v>x</v></c></row>`, "1: T:x"},
		{"escaped characters", `<row r="1"><c r="A1" t="str"><v>a_x000D_&#10;b_x005F_x000D_c_x0041__xD83D__xDE00__xD83D__x0000_</v></c></row>`, "1: T:a\nb_x000D_cA😀_xD83D__x0000_"},
		{"carriage returns", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\r\nb\rc&#13;d</v></c></row>", "1: T:a\nb\nc\nd"},
		{"numbers", `<row r="1"><c r="A1"><v>44064</v></c><c r="B1" t="n"><v>0.1</v></c><c r="C1"><v>5.00112133203E11</v></c><c r="D1"><v>-0</v></c><c r="E1"><v>1E+20</v></c><c r="F1"><v>0.30000000000000004</v></c><c r="G1"><v>007</v></c></row>`,
			"1: N:44064 | N:0.1 | N:500112133203 | N:0 | N:100000000000000000000 | N:0.30000000000000004 | N:7"},
		{"dates", `<row r="1"><c r="A1" s="1"><v>44197</v></c><c r="B1" s="2"><v>44197.5</v></c><c r="C1" s="1"><v>60</v></c><c r="D1" s="1"><v>0.25</v></c><c r="E1" s="1"><v>44197.9999999</v></c><c r="F1" s="3"><v>1.5</v></c>` +
			`<c r="G1" s="1"><v>-1</v></c></row>`,
			"1: D:2021-01-01 | D:2021-01-01 12:00:00 | D:60 | D:0.25 | D:2021-01-01 23:59:59 | N:1.5 | D:-1"},
		{"ISO dates", `<row r="1"><c r="A1" t="d"><v>2021-01-01</v></c><c r="B1" t="d"><v>2021-01-01T10:30:00</v></c><c r="C1" t="d"><v>10:10:10</v></c><c r="D1" t="d"><v>2021-01-01T23:00:00Z</v></c><c r="E1" t="d"><v>2021-02-30</v></c></row>`,
			"1: D:2021-01-01 | D:2021-01-01 10:30:00 | T:10:10:10 | T:2021-01-01T23:00:00Z | T:2021-02-30"},
		{"booleans and errors", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c></row>`, "1: B:TRUE | B:FALSE | E:#N/A"},
		{"formulas", `<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>甲</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>1+1</f></c><c r="D1"><f>1+1</f><v/></c><c r="E1" t="str"><f>T(9)</f><v/></c><c r="F1" t="str"><f>T(9)</f></c><c r="G1" s="1"><f>TODAY()</f><v>44197</v></c></row>`,
			"1: T:甲 | N:2 | F:=1+1 | F:=1+1 | _ | F:=T(9) | D:2021-01-01"},
		{"empty cells", `<row r="1"><c r="A1" s="1"/><c r="B1"><v></v></c><c r="C1" t="str"><v></v></c><c r="D1" s=""><v>1</v></c><c r="E1"/></row>`, "1: _ | _ | _ | N:1"},
		{"no references", `<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>`, "1: N:1 | N:2\n4: _ | _ | N:3 | N:4\n5: N:5"},
		{"gaps, hidden and empty rows", `<row r="2" hidden="1"><c r="B2"><v>1</v></c></row><row r="5" hidden="true"/><row r="6" hidden="false"/>`, "2h: _ | N:1\n5h:\n6:"},
		{"comments and white space", "<!-- a > b -->\n<row r = '1' ><!--x--><c r=\"A1\">\n<v><!--y-->1<!--z-->2</v></c></row>\n", "1: N:12"},
		{"unknown attributes and extensions", `<row r="1" spans="1:1" x14ac:dyDescent="0.2" xmlns:x14ac="urn:x"><c r="A1" cm="1"><v>1</v><extLst><ext><row r="9"/></ext></extLst></c></row>`, "1: N:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := readSheet(tempFile(t, zipBytes(t, standardParts(worksheet(c.rows))...)), 0, DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(rows); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestDateCarriesItsSerial(t *testing.T) {
	rows, err := readSheet(tempFile(t, zipBytes(t, standardParts(worksheet(
		`<row><c s="1"><v>44197.5</v></c><c t="d"><v>1900-01-01</v></c><c t="d"><v>2021-01-01T12:00:00</v></c></row>`))...)), 0, DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{44197.5, 1, 44197.5} {
		if c := rows[0].Cells[i]; c.Kind != grid.Date || c.Number != want || c.Epoch1904 {
			t.Errorf("cell %d is %+v, want a date of serial %v", i, c, want)
		}
	}
}

func TestEpoch1904(t *testing.T) {
	parts := standardParts(worksheet(`<row><c s="1"><v>42735</v></c><c><v>42735</v></c><c t="d"><v>2021-01-01</v></c></row>`))
	parts = with(parts, part{"xl/workbook.xml", strings.Replace(parts[2].content, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)})
	rows, err := readSheet(tempFile(t, zipBytes(t, parts...)), 0, DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := show(rows), "1: D:2021-01-01(1904) | N:42735 | D:2021-01-01"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBrokenWorksheets(t *testing.T) {
	const ok = `<row r="1"><c r="A1"><v>1</v></c></row>`
	sheets := map[string]string{
		"no end of worksheet":        strings.TrimSuffix(worksheet(ok), "</worksheet>"),
		"no end of sheetData":        strings.Replace(worksheet(ok), "</sheetData>", "", 1),
		"breaks off in a tag":        strings.TrimSuffix(worksheet(ok), "sheet>"),
		"no sheetData":               `<worksheet xmlns="` + mainNS + `"/>`,
		"two sheetData":              strings.Replace(worksheet(ok), "</sheetData>", "</sheetData><sheetData/>", 1),
		"other root":                 `<chartsheet xmlns="` + mainNS + `"/>`,
		"other namespace":            strings.Replace(worksheet(ok), mainNS, "urn:x", 1),
		"content behind the end":     worksheet(ok) + "<x/>",
		"text behind the end":        worksheet(ok) + "x",
		"nothing":                    " ",
		"document type":              `<!DOCTYPE x [<!ENTITY a "b">]>` + worksheet(ok),
		"other encoding":             `<?xml version="1.0" encoding="GBK"?>` + worksheet(ok),
		"UTF-16":                     "\xff\xfe<\x00",
		"UTF-16, whole":              "\xff\xfe" + inUTF16Bytes(`<?xml version="1.0" encoding="UTF-16"?>`+worksheet(ok), false),
		"invalid UTF-8":              worksheet(`<row><c t="str"><v>` + "\xb4\xe5" + `</v></c></row>`),
		"invalid UTF-8 in CDATA":     worksheet(`<row><c t="str"><v><![CDATA[` + "\xb4" + `]]></v></c></row>`),
		"control character":          worksheet("<row><c t=\"str\"><v>\x01</v></c></row>"),
		"character reference to NUL": worksheet(`<row><c t="str"><v>&#0;</v></c></row>`),
		"unknown entity":             worksheet(`<row><c t="str"><v>&nbsp;</v></c></row>`),
		"bare ampersand":             worksheet(`<row><c t="str"><v>a & b</v></c></row>`),
		"attribute without quotes":   worksheet(`<row r=1/>`),
		"attribute twice":            worksheet(`<row r="1" r="2"/>`),
		"less-than in attribute":     worksheet(`<row r="<"/>`),
		"unbound prefix":             worksheet(`<x:row/>`),
		"crossed tags":               worksheet(`<row><c></row></c>`),
		"text among rows":            worksheet(`x` + ok),
		"text among cells":           worksheet(`<row>x</row>`),
		"foreign row":                worksheet(`<y:row xmlns:y="urn:y"/>`),
		"descending row":             worksheet(`<row r="2"/><row r="1"/>`),
		"row twice":                  worksheet(`<row r="2"/><row r="2"/>`),
		"row zero":                   worksheet(`<row r="0"/>`),
		"row of letters":             worksheet(`<row r="x"/>`),
		"row beyond the last":        worksheet(`<row r="1048577"/>`),
		"descending cell":            worksheet(`<row r="1"><c r="B1"/><c r="A1"/></row>`),
		"cell twice":                 worksheet(`<row r="1"><c r="B1"/><c r="B1"/></row>`),
		"cell of another row":        worksheet(`<row r="1"><c r="A2"/></row>`),
		"cell beyond the last":       worksheet(`<row r="1"><c r="XFE1"/></row>`),
		"cell behind the last":       worksheet(`<row r="1"><c r="XFD1"/><c/></row>`),
		"reference without row":      worksheet(`<row r="1"><c r="A"/></row>`),
		"bad shared string":          worksheet(`<row><c t="s"><v>3</v></c></row>`),
		"negative shared string":     worksheet(`<row><c t="s"><v>-1</v></c></row>`),
		"bad style":                  worksheet(`<row><c s="4"><v>1</v></c></row>`),
		"bad number":                 worksheet(`<row><c><v>1,5</v></c></row>`),
		"number NaN":                 worksheet(`<row><c><v>NaN</v></c></row>`),
		"number too large":           worksheet(`<row><c><v>1e999</v></c></row>`),
		"hexadecimal number":         worksheet(`<row><c><v>0x10</v></c></row>`),
		"bad boolean":                worksheet(`<row><c t="b"><v>2</v></c></row>`),
		"bad type":                   worksheet(`<row><c t="x"><v>2</v></c></row>`),
		"two values":                 worksheet(`<row><c><v>2</v><v>3</v></c></row>`),
		"inline string of no type":   worksheet(`<row><c><is><t>x</t></is></c></row>`),
		"element in a value":         worksheet(`<row><c><v>2<b/></v></c></row>`),
		"bad hidden":                 worksheet(`<row hidden="maybe"/>`),
		"bad merge":                  worksheet(ok, `<mergeCells><mergeCell ref="B2:A1"/></mergeCells>`),
		"overlapping merges":         worksheet(ok, `<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>`),
		"too deep":                   worksheet(ok, strings.Repeat("<x>", 300)+strings.Repeat("</x>", 300)),
	}
	for name, sheet := range sheets {
		t.Run(name, func(t *testing.T) {
			_, err := readSheet(tempFile(t, zipBytes(t, standardParts(sheet)...)), 0, DefaultLimits)
			wantRefused(t, err, ReasonTorn)
		})
	}
}

func TestNamespacesAndPrefixes(t *testing.T) {
	const strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	for name, sheet := range map[string]string{
		"strict":         `<worksheet xmlns="` + strict + `"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
		"prefix":         `<x:worksheet xmlns:x="` + mainNS + `"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		"late binding":   `<worksheet xmlns="` + mainNS + `"><a:sheetData xmlns:a="` + mainNS + `"><a:row><c><v>1</v></c></a:row></a:sheetData></worksheet>`,
		"mark and space": "\ufeff<?xml version='1.0' encoding='utf-8'?>\n" + worksheet(`<row><c><v>1</v></c></row>`) + "\n<!-- end -->\n",
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := readSheet(tempFile(t, zipBytes(t, standardParts(sheet)...)), 0, DefaultLimits)
			if err != nil || show(rows) != "1: N:1" {
				t.Errorf("got %q, %v", show(rows), err)
			}
		})
	}
}

func TestErrorOfTheCallerComesBackAsItIs(t *testing.T) {
	stop := errors.New("stop")
	for name, content := range map[string][]byte{
		"xlsx": zipBytes(t, standardParts(worksheet(`<row><c><v>1</v></c></row>`))...),
		"csv":  []byte("a,b\n"),
	} {
		book, err := Open(tempFile(t, content), DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if err := book.Read(0, func(grid.Row) error { return stop }); !errors.Is(err, stop) || errors.As(err, new(*Refused)) {
			t.Errorf("%s: got %v", name, err)
		}
		if err := book.Read(1, func(grid.Row) error { return nil }); err == nil {
			t.Errorf("%s: a sheet that is not there was read", name)
		}
	}
}
