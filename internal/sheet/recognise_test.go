package sheet

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	ole2  = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	plain = "a,b\n1,2\n"
)

func TestOtherFilesAreRefusedWithHelp(t *testing.T) {
	pad := strings.Repeat("\x00", 1000)
	ods := "application/vnd.oasis.opendocument."
	for _, c := range []struct{ name, content, reason, help string }{
		{"xls", ole2 + pad + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", ReasonLegacyXLS, "另存为 .xlsx"},
		{"xls without container", "\x09\x08\x10\x00" + pad, ReasonLegacyXLS, "另存为 .xlsx"},
		{"password", ole2 + pad + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", ReasonEncrypted, "密码"},
		{"doc", ole2 + pad + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", ReasonDocument, "电子表格"},
		{"pdf", "%PDF-1.7\n" + pad, ReasonPDF, "另存为 .xlsx"},
		{"png", "\x89PNG\r\n\x1a\n" + pad, ReasonImage, "电子表格"},
		{"jpeg", "\xff\xd8\xff\xe0" + pad, ReasonImage, "电子表格"},
		{"bmp", "BM\x10\x00\x00\x00\x00\x00\x00\x00" + pad, ReasonImage, "电子表格"},
		{"webp", "RIFF\x10\x00\x00\x00WEBPVP8 " + pad, ReasonImage, "电子表格"},
		{"heic", "\x00\x00\x00\x18ftypheic" + pad, ReasonImage, "电子表格"},
		{"rtf", `{\rtf1\ansi}`, ReasonDocument, "电子表格"},
		{"rar", "Rar!\x1a\x07\x01\x00" + pad, ReasonArchive, ".zip"},
		{"7z", "7z\xbc\xaf\x27\x1c" + pad, ReasonArchive, ".zip"},
		{"html", "\r\n<HTML><table><tr><td>1</td></tr></table></HTML>", ReasonWebPage, "另存为 .xlsx"},
		{"XML spreadsheet", "\ufeff<?xml version=\"1.0\"?><Workbook/>", ReasonWebPage, "另存为 .xlsx"},
		{"ods", string(zipBytes(t, part{"mimetype", ods + "spreadsheet"}, part{"content.xml", "<x/>"})), ReasonODS, "另存为 .xlsx"},
		{"odt", string(zipBytes(t, part{"mimetype", ods + "text"}, part{"content.xml", "<x/>"})), ReasonDocument, "电子表格"},
		{"ofd", string(zipBytes(t, part{"OFD.xml", "<x/>"})), ReasonPDF, "另存为 .xlsx"},
		{"docx", string(zipBytes(t, part{"[Content_Types].xml", "<x/>"}, part{"_rels/.rels", relsXML([3]string{"r", "officeDocument", "word/document.xml"})})), ReasonDocument, "电子表格"},
		{"xlsb", string(zipBytes(t, part{"[Content_Types].xml", "<x/>"}, part{"_rels/.rels", relsXML([3]string{"r", "officeDocument", "xl/workbook.bin"})})), ReasonXLSB, "另存为 .xlsx"},
		{"numbers", string(zipBytes(t, part{"Index/Document.iwa", "x"})), ReasonNotATable, "导出"},
		{"package without a workbook", string(zipBytes(t, part{"[Content_Types].xml", "<x/>"})), ReasonTorn, "重新保存"},
		{"zip of files", string(zipBytes(t, part{"一.csv", plain})), ReasonArchive, "取出"},
		{"gzip of a workbook", string(gzipped(t, string(zipBytes(t, standardParts(worksheet(""))...)))), ReasonArchive, "解压"},
		{"gzip of a pdf", string(gzipped(t, "%PDF-1.7")), ReasonPDF, "另存为"},
		{"gzip of nothing", string(gzipped(t, "")), ReasonEmpty, "填写"},
		{"gzip broken off", string(gzipped(t, plain)[:25]), ReasonTorn, "重新保存"},
		{"gzip with more behind", string(gzipped(t, plain)) + "x", ReasonTorn, "重新保存"},
		{"zip broken off", string(zipBytes(t, standardParts(worksheet(""))...)[:200]), ReasonTorn, "重新保存"},
		{"zip broken off at once", "PK\x03", ReasonTorn, "重新保存"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(tempFile(t, []byte(c.content)), DefaultLimits)
			if r := wantRefused(t, err, c.reason); !strings.Contains(r.Message+r.Accepted, c.help) {
				t.Errorf("%q and %q do not help with %s", r.Message, r.Accepted, c.help)
			}
		})
	}
}

func TestTextThatOnlyLooksLikeSomething(t *testing.T) {
	for _, content := range []string{"BM,1\n", "PKX,1\n", "%,1\n", "7z,1\n", "a<html>,1\n", "GIF,8\n"} {
		if rows, err := readSheet(tempFile(t, []byte(content)), 0, DefaultLimits); err != nil || len(rows) != 1 {
			t.Errorf("%q: %v, %v", content, rows, err)
		}
	}
}

func TestMissingFileIsNoFaultOfTheFile(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "none"), DefaultLimits)
	if !errors.Is(err, os.ErrNotExist) || errors.As(err, new(*Refused)) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(t.TempDir(), DefaultLimits); err == nil || errors.As(err, new(*Refused)) {
		t.Errorf("a directory gives %v", err)
	}
}

// TestNoTruncatedWorkbookIsRead cuts valid files at every 1/20th.
func TestNoTruncatedWorkbookIsRead(t *testing.T) {
	names, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(names) < 2 {
		t.Fatalf("fixtures: %v, %v", names, err)
	}
	for _, name := range names {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			path := tempFile(t, whole[:len(whole)*i/20])
			rows, err := readSheet(path, 0, DefaultLimits)
			var r *Refused
			if !errors.As(err, &r) || rows != nil {
				t.Errorf("%s at %d/20: %d rows, %v", name, i, len(rows), err)
			}
			if IsArchive(path) {
				t.Errorf("%s at %d/20 passes for an archive", name, i)
			}
		}
	}
}

// TestNoDamagedSheetIsRead changes stored bytes one by one: the checksum must
// tell, even where the XML does not.
func TestNoDamagedSheetIsRead(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range standardParts(worksheet(`<row r="1"><c r="A1"><v>1234</v></c></row>`)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
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
	at := bytes.Index(buf.Bytes(), []byte("<v>1234</v>"))
	for i := range len("<v>1234</v>") {
		damaged := bytes.Clone(buf.Bytes())
		damaged[at+i] ^= 1
		_, err := readSheet(tempFile(t, damaged), 0, DefaultLimits)
		wantRefused(t, err, ReasonTorn)
	}
}

func TestBombs(t *testing.T) {
	blanks := strings.Repeat(" ", 64<<20)
	sheet := worksheet(`<row><c><v>1</v></c></row>`)
	var level9 bytes.Buffer
	w, err := gzip.NewWriterLevel(&level9, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("a,b\n" + blanks)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const openIt, readIt = true, false
	for _, c := range []struct {
		name    string
		content []byte
		opening bool
	}{
		{"sheet", zipBytes(t, standardParts(strings.Replace(sheet, "<row>", blanks+"<row>", 1))...), readIt},
		{"shared strings", zipBytes(t, with(standardParts(sheet), part{"xl/sharedStrings.xml", `<sst xmlns="` + mainNS + `">` + blanks + `</sst>`})...), openIt},
		{"gzip", level9.Bytes(), openIt},
	} {
		t.Run(c.name, func(t *testing.T) {
			book, err := Open(tempFile(t, c.content), DefaultLimits)
			if err == nil {
				defer book.Close()
				if c.opening {
					t.Fatal("opened")
				}
				err = book.Read(0, ignoreRow)
			}
			wantRefused(t, err, ReasonBomb)
		})
	}
}

func TestSizeLimits(t *testing.T) {
	sheet := zipBytes(t, standardParts(worksheet(strings.Repeat(`<row><c><v>1</v></c></row>`, 1000)))...)
	_, err := readSheet(tempFile(t, sheet), 0, Limits{SheetBytes: 20000})
	wantRefused(t, err, ReasonTooLarge)
	if _, err := readSheet(tempFile(t, sheet), 0, Limits{SheetBytes: 40000}); err != nil {
		t.Error(err)
	}
	_, err = Open(tempFile(t, []byte(plain)), Limits{PlainCSV: int64(len(plain)) - 1})
	wantRefused(t, err, ReasonTooLarge)
	if _, err := readSheet(tempFile(t, []byte(plain)), 0, Limits{PlainCSV: int64(len(plain))}); err != nil {
		t.Error(err)
	}
	_, err = Open(tempFile(t, gzipped(t, plain)), Limits{SheetBytes: int64(len(plain)) - 1})
	wantRefused(t, err, ReasonTooLarge)
}

// TestLyingSizes: what a zip file says of its sizes is not relied on.
func TestLyingSizes(t *testing.T) {
	content := zipBytes(t, part{"a.csv", strings.Repeat("a,b\n", 1<<20)})
	directory := bytes.LastIndex(content, []byte("PK\x01\x02"))
	copy(content[directory+24:], []byte{100, 0, 0, 0}) // unpacked size
	members, err := Members(tempFile(t, content), t.TempDir(), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if len(members) != 1 || members[0].Refused == nil || members[0].Path != "" {
		t.Errorf("got %+v", members)
	}
}
