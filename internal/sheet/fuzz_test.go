package sheet

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func encodeGB(s string) ([]byte, bool) {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	return b, err == nil
}

// FuzzXLSX changes the XML of a sheet, of the shared strings and of the
// styles: whatever they are, the file is read or refused.
func FuzzXLSX(f *testing.F) {
	standard := standardParts("")
	for _, sheet := range []string{
		worksheet(`<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44197.5</v></c></row>`, `<mergeCells><mergeCell ref="A1:C3"/></mergeCells>`),
		worksheet(`<row><c t="inlineStr"><is><r><t>a_x000D_</t></r></is></c><c t="str"><f>A1</f><v/></c><c t="d"><v>2021-01-01T10:00:00</v></c></row>`),
		`<x:worksheet xmlns:x="` + mainNS + `"><!-- --><x:sheetData><![CDATA[ ]]></x:sheetData></x:worksheet>`,
	} {
		f.Add(sheet, standard[4].content, standard[5].content)
	}
	f.Fuzz(func(t *testing.T, sheet, sharedStrings, styles string) {
		parts := standardParts(sheet)
		parts[4].content, parts[5].content = sharedStrings, styles
		checkReadOrRefused(t, tempFile(t, zipBytes(t, parts...)))
	})
}

// FuzzZip changes the bytes of zip files.
func FuzzZip(f *testing.F) {
	for _, name := range []string{"wps.xlsx", "libreoffice.xlsx"} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add(zipBytes(f, part{"甲/a.csv", plain}, part{"../b.csv", plain}))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := tempFile(t, content)
		checkReadOrRefused(t, path)
		if _, err := zip.OpenReader(path); err != nil && IsArchive(path) {
			t.Error("a broken zip file passes for an archive")
		}
		if IsArchive(path) {
			if _, err := Members(path, t.TempDir(), DefaultLimits); err != nil {
				wantAnyRefusal(t, err)
			}
		}
	})
}

// FuzzCSV: whatever the bytes, the file is read or refused; and what is read
// of valid UTF-8 holds every character but quotes, separators and the mark at the end.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b\r\n\"c\nd\",\"e\"\"f\"\r\n\r\n"))
	f.Add([]byte("\xc7\xe0\xca\xaf\xb4\xe5;a\n\x84\x31\xa4\x37;b\n"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00\n\x00"))
	f.Add([]byte("sep=|\na|b"))
	f.Add([]byte("青石村,a\n白沙村,b\n\xe6\x9d")) // settled before its end
	f.Fuzz(func(t *testing.T, content []byte) {
		if recognise(content) != textFile {
			return
		}
		path := tempFile(t, content)
		checkReadOrRefused(t, path)
		rows, err := readSheet(path, 0, DefaultLimits)
		if err != nil || strings.ContainsAny(string(content), "\"\x00\x1a\ufffd") || strings.Contains(strings.ToLower(string(content)), "sep=") {
			return
		}
		encoding, err := text(opener(content)).detect()
		if err != nil || encoding != encUTF8 && encoding != encPresumedUTF8 {
			return
		}
		var cells strings.Builder
		for _, r := range rows {
			for _, c := range r.Cells {
				cells.WriteString(c.Text)
			}
		}
		drop := strings.NewReplacer(",", "", ";", "", "\t", "", "\r", "", "\n", "", "\ufeff", "")
		if got, want := drop.Replace(cells.String()), drop.Replace(string(content)); got != want {
			t.Errorf("read %q of %q", got, want)
		}
	})
}
