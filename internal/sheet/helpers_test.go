package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

var update = flag.Bool("update", false, "write the files under testdata anew")

// part is one member of a zip file made by a test.
type part struct{ name, content string }

const (
	mainNS   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relsNS   = "http://schemas.openxmlformats.org/package/2006/relationships"
	officeNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

func relsXML(entries ...[3]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<Relationships xmlns="%s">`, relsNS)
	for _, e := range entries {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, e[0], officeNS, e[1], e[2])
	}
	return b.String() + "</Relationships>"
}

// standardParts are the parts of a workbook with one sheet: four cell formats
// (general, built-in date, built-in Chinese date, elapsed time) and three
// shared strings (甲, 乙, empty).
func standardParts(sheet string) []part {
	return []part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", relsXML([3]string{"rId1", "officeDocument", "xl/workbook.xml"})},
		{"xl/workbook.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="` + mainNS + `" xmlns:r="` + officeNS + `">` +
			`<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relsXML(
			[3]string{"rId1", "worksheet", "worksheets/sheet1.xml"},
			[3]string{"rId2", "sharedStrings", "sharedStrings.xml"},
			[3]string{"rId3", "styles", "styles.xml"})},
		{"xl/sharedStrings.xml", `<sst xmlns="` + mainNS + `"><si><t>甲</t></si><si><t>乙</t></si><si><t/></si></sst>`},
		{"xl/styles.xml", `<styleSheet xmlns="` + mainNS + `"><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="46"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", sheet},
	}
}

// with replaces parts by name, or adds them; an empty content removes.
func with(parts []part, changes ...part) []part {
	var out []part
	for _, p := range parts {
		for _, c := range changes {
			if c.name == p.name {
				p.content = c.content
			}
		}
		if p.content != "" {
			out = append(out, p)
		}
	}
	for _, c := range changes {
		known := false
		for _, p := range parts {
			known = known || p.name == c.name
		}
		if !known {
			out = append(out, c)
		}
	}
	return out
}

func zipBytes(t testing.TB, parts ...part) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil {
			_, err = f.Write([]byte(p.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// worksheet wraps rows (and what follows sheetData) into a worksheet.
func worksheet(rows string, after ...string) string {
	return `<worksheet xmlns="` + mainNS + `"><sheetData>` + rows + `</sheetData>` + strings.Join(after, "") + `</worksheet>`
}

func tempFile(t testing.TB, content []byte) string {
	t.Helper()
	// The name promises what the content need not keep.
	path := filepath.Join(t.TempDir(), "报表.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readSheet opens a file and reads one sheet of it.
func readSheet(path string, i int, lim Limits) (rows []grid.Row, err error) {
	book, err := Open(path, lim)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	err = book.Read(i, func(r grid.Row) error {
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// show writes rows for comparison: "2: T:甲 | N:5 | _", a hidden row's number
// with h, a covered cell with its direction.
func show(rows []grid.Row) string {
	var lines []string
	for _, r := range rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = showCell(c)
		}
		hidden := ""
		if r.Hidden {
			hidden = "h"
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%d%s: %s", r.Number, hidden, strings.Join(cells, " | ")), " "))
	}
	return strings.Join(lines, "\n")
}

func showCell(c grid.Cell) string {
	s := []string{"_", "T:", "N:", "D:", "B:", "E:", "F:"}[c.Kind] + c.Text
	if c.Epoch1904 {
		s += "(1904)"
	}
	return s + []string{"", "↓", "→"}[c.Cover]
}

// wantRefused fails unless err refuses for the reason, in words.
func wantRefused(t testing.TB, err error, reason string) *Refused {
	t.Helper()
	var r *Refused
	if !errors.As(err, &r) {
		t.Fatalf("got error %v, want a refusal for %s", err, reason)
	}
	if r.Reason != reason {
		t.Fatalf("refused for %v, want %s", err, reason)
	}
	if r.Message == "" || r.Accepted == "" {
		t.Errorf("refusal without words: %+v", r.Bad)
	}
	return r
}

func ignoreRow(grid.Row) error { return nil }

func opener(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}

func wantAnyRefusal(t testing.TB, err error) {
	t.Helper()
	if !errors.As(err, new(*Refused)) {
		t.Errorf("got %v, want a refusal", err)
	}
}
