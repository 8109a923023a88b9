package sheet

import (
	"fmt"
	"strings"
	"testing"
)

func workbookXML(sheets string) string {
	return `<workbook xmlns="` + mainNS + `" xmlns:r="` + officeNS + `"><sheets>` + sheets + `</sheets></workbook>`
}

func TestSheetsListed(t *testing.T) {
	parts := with(standardParts(worksheet(`<row><c><v>1</v></c></row>`)),
		part{"xl/workbook.xml", workbookXML(`<sheet name="图" sheetId="9" r:id="c"/><sheet name="一" sheetId="1" r:id="rId1"/>` +
			`<sheet name="二" sheetId="2" state="hidden" r:id="b"/><sheet name="三" sheetId="3" state="veryHidden" r:id="a"/>` +
			`<sheet name="宏" sheetId="4" r:id="m"/><sheet name="对话" sheetId="5" r:id="d"/>`)},
		part{"xl/_rels/workbook.xml.rels", relsXML([3]string{"rId1", "worksheet", "worksheets/sheet1.xml"}, [3]string{"a", "worksheet", "/XL/Worksheets/A.xml"},
			[3]string{"b", "worksheet", `..\xl\worksheets\b.xml`}, [3]string{"c", "chartsheet", "chartsheets/sheet1.xml"},
			[3]string{"m", "xlMacrosheet", "macrosheets/m.xml"}, [3]string{"d", "dialogsheet", "dialogsheets/d.xml"})},
		part{"xl/worksheets/a.xml", worksheet(`<row><c><v>3</v></c></row>`)},
		part{`xl\worksheets\b.xml`, worksheet(`<row><c><v>2</v></c></row>`)})
	path := tempFile(t, zipBytes(t, parts...))
	book, err := Open(path, DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := fmt.Sprint(book.Format(), " ", book.Sheets()); got != "xlsx [{一 false} {二 true} {三 true}]" {
		t.Errorf("got %s", got)
	}
	for i, want := range []string{"1: N:1", "1: N:2", "1: N:3"} {
		rows, err := readSheet(path, i, DefaultLimits)
		if err != nil || show(rows) != want {
			t.Errorf("sheet %d: %q, %v", i, show(rows), err)
		}
	}
}

func TestBrokenWorkbooks(t *testing.T) {
	sheet := worksheet(`<row><c><v>1</v></c></row>`)
	standard := standardParts(sheet)
	workbook, rels := standard[2].content, standard[3].content
	strings1, styles := standard[4].content, standard[5].content
	for _, c := range []struct {
		name   string
		change part
		reason string
	}{
		{"no sheets", part{"xl/workbook.xml", workbookXML("")}, ReasonNoSheet},
		{"chart only", part{"xl/_rels/workbook.xml.rels", strings.Replace(rels, "/worksheet\"", "/chartsheet\"", 1)}, ReasonNoSheet},
		{"no relations", part{name: "xl/_rels/workbook.xml.rels"}, ReasonTorn},
		{"unknown relation", part{"xl/workbook.xml", strings.Replace(workbook, "rId1", "rId9", 1)}, ReasonTorn},
		{"relation twice", part{"xl/_rels/workbook.xml.rels", strings.Replace(rels, "rId2", "rId1", 1)}, ReasonTorn},
		{"two string tables", part{"xl/_rels/workbook.xml.rels", strings.Replace(rels, "/styles", "/sharedStrings", 1)}, ReasonTorn},
		{"sheet of unknown kind", part{"xl/_rels/workbook.xml.rels", strings.Replace(rels, "/worksheet\"", "/newsheet\"", 1)}, ReasonTorn},
		{"sheet missing", part{name: "xl/worksheets/sheet1.xml"}, ReasonTorn},
		{"sheet there twice", part{"XL/worksheets/SHEET1.xml", sheet}, ReasonTorn},
		{"strings missing", part{name: "xl/sharedStrings.xml"}, ReasonTorn},
		{"strings broken off", part{"xl/sharedStrings.xml", strings1[:len(strings1)-3]}, ReasonTorn},
		{"strings of another kind", part{"xl/sharedStrings.xml", styles}, ReasonTorn},
		{"unknown element in a string", part{"xl/sharedStrings.xml", strings.Replace(strings1, "<t/>", "<u/>", 1)}, ReasonTorn},
		{"styles broken off", part{"xl/styles.xml", styles[:len(styles)-3]}, ReasonTorn},
		{"bad format number", part{"xl/styles.xml", strings.Replace(styles, `"46"`, `"x"`, 1)}, ReasonTorn},
		{"bad date system", part{"xl/workbook.xml", strings.Replace(workbook, "<sheets>", `<workbookPr date1904="maybe"/><sheets>`, 1)}, ReasonTorn},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readSheet(tempFile(t, zipBytes(t, with(standard, c.change)...)), 0, DefaultLimits)
			wantRefused(t, err, c.reason)
		})
	}
}

func TestWorkbookWithoutStylesAndStrings(t *testing.T) {
	parts := with(standardParts(worksheet(`<row><c s="7"><v>1</v></c></row>`)), part{name: "xl/styles.xml"}, part{name: "xl/sharedStrings.xml"}, part{name: "_rels/.rels"},
		part{"xl/_rels/workbook.xml.rels", relsXML([3]string{"rId1", "worksheet", "worksheets/sheet1.xml"})})
	rows, err := readSheet(tempFile(t, zipBytes(t, parts...)), 0, DefaultLimits)
	if err != nil || show(rows) != "1: N:1" {
		t.Errorf("got %q, %v", show(rows), err)
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{
		"General": false, "general": false, "G/通用格式": false, "@": false, "0.00": false, "#,##0.00_);[Red](#,##0.00)": false,
		"0.00E+00": false, `0"days"`: false, `0\d`: false, "0_d": false, "0*y": false, "[Red]0": false, "[$¥-804]#,##0": false, `"年月日ymd"0`: false,
		"[h]:mm:ss": false, "[HH]:MM": false, "[mm]:ss": false, "[ss]": false, "yyyy [h]": false,
		"yyyy-mm-dd": true, `yyyy\-mm\-dd`: true, `yyyy"年"m"月"d"日";@`: true, "[$-804]yyyy/m/d": true, "[DBNum1][$-804]m\"月\"": true,
		"h:mm AM/PM": true, "mm:ss.0": true, `[$-411]ggge"年"m"月"`: true, "e": true, "YYYY": true, "0;0;d": true, `上午/下午h"时"`: true,
	} {
		if got := isDateFormat(code); got != want {
			t.Errorf("isDateFormat(%q) = %v", code, got)
		}
	}
	for id, want := range map[int]bool{0: false, 13: false, 14: true, 22: true, 23: false, 27: true, 36: true, 37: false, 45: true, 46: false, 47: true, 49: false, 50: true, 58: true, 59: false, 164: false} {
		if got := isBuiltinDate(id); got != want {
			t.Errorf("isBuiltinDate(%d) = %v", id, got)
		}
	}
}

func TestCustomFormats(t *testing.T) {
	styles := `<styleSheet xmlns="` + mainNS + `"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="14" formatCode="0.00"/></numFmts>` +
		`<cellXfs><xf numFmtId="164"/><xf numFmtId="14"/><xf/></cellXfs></styleSheet>`
	parts := with(standardParts(worksheet(`<row><c s="0"><v>44197</v></c><c s="1"><v>44197</v></c><c s="2"><v>44197</v></c></row>`)), part{"xl/styles.xml", styles})
	rows, err := readSheet(tempFile(t, zipBytes(t, parts...)), 0, DefaultLimits)
	if err != nil || show(rows) != "1: D:2021-01-01 | N:44197 | N:44197" {
		t.Errorf("got %q, %v", show(rows), err)
	}
}
