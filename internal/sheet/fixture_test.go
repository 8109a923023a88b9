package sheet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

// The files under testdata. libreoffice.xlsx was saved by LibreOffice 7.4;
// the others are written by this file (go test -run Fixtures -update). All
// places and figures in them are invented.

// wpsWorkbook is built like a workbook saved by WPS: shared strings, custom
// date formats from 176 on, a merged title, cells of merged ranges stored
// with their style, a second sheet that is hidden.
func wpsWorkbook() []part {
	table := [][]string{
		{"云台镇村（居）务公开备案表（2026年6月）"},
		{"填报单位：云台镇人民政府", "", "", "", "", "", "", "", "", "填报日期：2026年7月20日"},
		{"序号", "村（社区）", "公开事项", "所属期", "公布日期", "撤下日期", "村（居）委会印章", "监委会印章", "相关人员签字", "公开形式", "备注"},
		{"#1", "松林村", "村级财务收支", "2026年6月", "d46211", "d46244", "是", "是", "是", "公开栏、会议", ""},
		{"#2", "", "低保对象名单", "2026-06", "2026.7.9", "", "√", "√", "×", "公开栏", "照片另附"},
		{"#3", "", "党员发展", "2026年第二季度", "=TEXT(46213,\"yyyy-m-d\")\t2026-7-10", "", "有", "无", "有", "公开栏；广播", ""},
		{"#4", "石桥社区", "村级财务收支", "2026年6月", "d46218.5", "", "是", "是", "是", "网络", ""},
		{"合计", "", "#4"},
		{"填表人：　　　　审核人："},
	}
	var shared []string
	index := make(map[string]int)
	var rows strings.Builder
	for i, row := range table {
		fmt.Fprintf(&rows, `<row r="%d" spans="1:11">`, i+1)
		for column := range 11 {
			value := ""
			if column < len(row) {
				value = row[column]
			}
			ref := grid.Address(column, i+1)
			switch {
			case value == "":
				fmt.Fprintf(&rows, `<c r="%s" s="1"/>`, ref)
			case value[0] == '#':
				fmt.Fprintf(&rows, `<c r="%s" s="1"><v>%s</v></c>`, ref, value[1:])
			case value[0] == 'd':
				fmt.Fprintf(&rows, `<c r="%s" s="2"><v>%s</v></c>`, ref, value[1:])
			case value[0] == '=':
				formula, cached, _ := strings.Cut(value[1:], "\t")
				fmt.Fprintf(&rows, `<c r="%s" s="1" t="str"><f>%s</f><v>%s</v></c>`, ref, strings.ReplaceAll(formula, `"`, "&quot;"), cached)
			default:
				if _, known := index[value]; !known {
					index[value] = len(shared)
					shared = append(shared, value)
				}
				fmt.Fprintf(&rows, `<c r="%s" s="1" t="s"><v>%d</v></c>`, ref, index[value])
			}
		}
		rows.WriteString("</row>")
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	sheet := func(tail, rows, merges string) string {
		return head + `<worksheet xmlns="` + mainNS + `" xmlns:r="` + officeNS + `" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" ` +
			`xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
			`xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><sheetPr/><dimension ref="` + tail + `"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>` +
			`<sheetFormatPr defaultColWidth="9" defaultRowHeight="13.5"/><sheetData>` + rows + `</sheetData>` + merges +
			`<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/><headerFooter/></worksheet>`
	}
	sst := head + fmt.Sprintf(`<sst xmlns="%s" count="%d" uniqueCount="%[2]d">`, mainNS, len(shared))
	for _, s := range shared {
		sst += "<si><t>" + s + "</t></si>"
	}
	return []part{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
			`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
		{"_rels/.rels", head + relsXML([3]string{"rId2", "extended-properties", "docProps/app.xml"}, [3]string{"rId1", "officeDocument", "xl/workbook.xml"})},
		{"docProps/app.xml", head + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>WPS Office_12.1.0.16929_F1E327BC-269C-435d-A152-05C5408002CA</Application></Properties>`},
		{"xl/workbook.xml", head + `<workbook xmlns="` + mainNS + `" xmlns:r="` + officeNS + `"><fileVersion appName="xl" lastEdited="3" lowestEdited="5" rupBuild="9302"/><workbookPr/>` +
			`<bookViews><workbookView windowWidth="28800" windowHeight="12375"/></bookViews><sheets><sheet name="6月" sheetId="1" r:id="rId1"/>` +
			`<sheet name="字典" sheetId="2" state="hidden" r:id="rId2"/></sheets><calcPr calcId="144525"/></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + relsXML([3]string{"rId4", "sharedStrings", "sharedStrings.xml"}, [3]string{"rId3", "styles", "styles.xml"},
			[3]string{"rId2", "worksheet", "worksheets/sheet2.xml"}, [3]string{"rId1", "worksheet", "worksheets/sheet1.xml"})},
		{"xl/sharedStrings.xml", sst + "</sst>"},
		{"xl/styles.xml", head + `<styleSheet xmlns="` + mainNS + `"><numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>` +
			`<numFmt numFmtId="43" formatCode="_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * &quot;-&quot;??_ ;_ @_ "/></numFmts>` +
			`<fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>` +
			`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
			`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
			`<xf numFmtId="176" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", sheet("A1:K9", rows.String(), `<mergeCells count="3"><mergeCell ref="A1:K1"/><mergeCell ref="B4:B6"/><mergeCell ref="A9:K9"/></mergeCells>`)},
		{"xl/worksheets/sheet2.xml", sheet("A1:A2", `<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>`, "")},
	}
}

func TestFixtures(t *testing.T) {
	wps := filepath.Join("testdata", "wps.xlsx")
	const gbkText = "\xd5\xf2\xbd\xd6,\xb4\xe5\xa3\xa8\xc9\xe7\xc7\xf8\xa3\xa9,\xb9\xab\xbf\xaa\xca\xc2\xcf\xee\r\n" + // 镇街,村（社区）,公开事项
		"\xd4\xc6\xcc\xa8\xd5\xf2,\xcb\xc9\xc1\xd6\xb4\xe5,\"\xb4\xe5\xbc\xb6\xb2\xc6\xce\xf1\r\n\xca\xd5\xd6\xa7\"\r\n" // 云台镇,松林村,"村级财务⏎收支"
	gbk := filepath.Join("testdata", "gbk.csv")
	if *update {
		for path, content := range map[string][]byte{wps: zipBytes(t, wpsWorkbook()...), gbk: []byte(gbkText)} {
			if err := os.WriteFile(path, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		path  string
		sheet int
		want  string
	}{
		{gbk, 0, "1: T:镇街 | T:村（社区） | T:公开事项\n2: T:云台镇 | T:松林村 | T:村级财务\r\n收支"},
		{wps, 0, "1: T:云台镇村（居）务公开备案表（2026年6月）" + strings.Repeat(" | T:云台镇村（居）务公开备案表（2026年6月）→", 10)},
		{wps, 0, "3: T:序号 | T:村（社区） | T:公开事项 | T:所属期 | T:公布日期 | T:撤下日期 | T:村（居）委会印章 | T:监委会印章 | T:相关人员签字 | T:公开形式 | T:备注\n" +
			"4: N:1 | T:松林村 | T:村级财务收支 | T:2026年6月 | D:2026-07-08 | D:2026-08-10 | T:是 | T:是 | T:是 | T:公开栏、会议\n" +
			"5: N:2 | T:松林村↓ | T:低保对象名单 | T:2026-06 | T:2026.7.9 | _ | T:√ | T:√ | T:× | T:公开栏 | T:照片另附\n" +
			"6: N:3 | T:松林村↓ | T:党员发展 | T:2026年第二季度 | T:2026-7-10 | _ | T:有 | T:无 | T:有 | T:公开栏；广播\n" +
			"7: N:4 | T:石桥社区 | T:村级财务收支 | T:2026年6月 | D:2026-07-15 12:00:00 | _ | T:是 | T:是 | T:是 | T:网络\n" +
			"8: T:合计 | _ | N:4\n"},
		{wps, 1, "1: N:1\n2h: N:2"},
		{filepath.Join("testdata", "libreoffice.xlsx"), 0, "2: T:镇街 | T:村（社区） | T:公开事项 | T:所属期 | T:公布日期 | T:撤下日期 | T:村（居）委会印章 | T:监委会印章 | T:相关人员签字 | T:公开形式 | T:涉及金额 | T:备注\n" +
			"3: T:清溪镇 | T:青石村 | T:村级财务收支 | T:2026-06 | D:2026-07-08 | D:2026-08-10 | B:TRUE | B:TRUE | B:TRUE | T:公开栏、网络 | N:12345.6 | T:正常\n" +
			"4: T:清溪镇 | T:青石村↓ | T:低保对象名单 | T:2026-06 | D:2026-07-16 | _ | B:TRUE | B:FALSE | B:TRUE | T:公开栏 | _ | T:逾期一天\n" +
			"5: T:清溪镇 | T:青石村↓ | T:计划生育服务 | T:2026Q2 | D:2026-07-10 | D:2026-07-25 | B:TRUE | B:TRUE | B:FALSE | T:会议\n" +
			"6: T:清溪镇 | T:白沙村 | T:村级财务收支 | T:2026-06 | D:2026-07-12 | _ | B:TRUE | B:TRUE | B:TRUE | T:公开栏/入户 | N:800 | T:含\n换行\n"},
	} {
		rows, err := readSheet(c.path, c.sheet, DefaultLimits)
		if err != nil {
			t.Fatalf("%s: %v", c.path, err)
		}
		if got := show(rows) + "\n"; !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%s\nwithout\n%s", c.path, got, c.want)
		}
	}
}
