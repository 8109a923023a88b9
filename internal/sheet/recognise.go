package sheet

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

// kind is what a file's first bytes say it is.
type kind uint8

const (
	textFile kind = iota // whatever is nothing else
	emptyFile
	zipFile
	gzipFile
	ole2File
	oldExcel
	pdfFile
	imageFile
	richText
	otherArchive
	tornZip
)

// magics in the order they are tried. Excel before version 5 wrote bare
// streams that begin with one of four BOF records.
var magics = []struct {
	bytes string
	kind  kind
}{
	{"PK\x03\x04", zipFile}, {"PK\x05\x06", zipFile}, {"PK\x07\x08", zipFile},
	{"\x1f\x8b", gzipFile},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ole2File},
	{"\x09\x00\x04\x00", oldExcel}, {"\x09\x02\x06\x00", oldExcel}, {"\x09\x04\x06\x00", oldExcel}, {"\x09\x08\x08\x00", oldExcel}, {"\x09\x08\x10\x00", oldExcel},
	{"%PDF-", pdfFile},
	{"\x89PNG\r\n\x1a\n", imageFile}, {"\xff\xd8\xff", imageFile}, {"GIF87a", imageFile}, {"GIF89a", imageFile},
	{"II*\x00", imageFile}, {"MM\x00*", imageFile},
	{`{\rtf`, richText},
	{"Rar!\x1a\x07", otherArchive}, {"7z\xbc\xaf\x27\x1c", otherArchive},
}

// recognise judges a file by its first bytes.
func recognise(head []byte) kind {
	if len(head) == 0 {
		return emptyFile
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return m.kind
		}
	}
	switch {
	case len(head) < 4 && bytes.HasPrefix([]byte("PK\x03\x04"), head) && len(head) > 1:
		return tornZip
	case isBitmap(head), isRIFFImage(head), isISOImage(head):
		return imageFile
	case bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("%PDF-")):
		return pdfFile
	}
	return textFile
}

// isBitmap: "BM" alone begins many a text; a bitmap's reserved bytes are zero.
func isBitmap(head []byte) bool {
	return len(head) > 14 && head[0] == 'B' && head[1] == 'M' && bytes.Equal(head[6:10], make([]byte, 4))
}

func isRIFFImage(head []byte) bool {
	return len(head) > 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

// isISOImage: photographs of recent telephones (.heic, .avif).
func isISOImage(head []byte) bool {
	return len(head) > 12 && string(head[4:8]) == "ftyp"
}

func refuseKind(k kind) error {
	switch k {
	case emptyFile:
		return refuseEmpty()
	case oldExcel:
		return refuseLegacy()
	case pdfFile:
		return refuse(fixedPage, nil)
	case imageFile:
		return refuse(picture, nil)
	case richText:
		return refuseDocument()
	case otherArchive:
		return refuse(otherPack, nil)
	default:
		return torn("the file ends within the first bytes of a zip file")
	}
}

func refuseEmpty() error {
	return refuse(emptyText, nil)
}

func refuseLegacy() error {
	return refuse(legacyXLS, nil)
}

func refuseDocument() error {
	return refuse(textDocument, nil)
}

func refuseEncrypted(technical error) error {
	return refuse(locked, technical)
}

// refuseOLE2 tells apart what comes in the container of old office files: a
// workbook behind a password, a text document, or an old workbook. The
// container's directory names its streams in UTF-16.
func refuseOLE2(file *os.File, size int64) error {
	found, err := findAny(io.NewSectionReader(file, 0, size),
		inUTF16("EncryptedPackage"), inUTF16("WordDocument"), inUTF16("PowerPoint Document"))
	switch {
	case err != nil:
		return fmt.Errorf("read spreadsheet: %w", err)
	case found == 0:
		return refuseEncrypted(nil)
	case found > 0:
		return refuseDocument()
	}
	return refuseLegacy()
}

func inUTF16(s string) []byte {
	return []byte(strings.Join(strings.Split(s, ""), "\x00"))
}

// findAny tells which of the patterns comes first in r: its index, or -1.
func findAny(r io.Reader, patterns ...[]byte) (int, error) {
	overlap := 0
	for _, p := range patterns {
		overlap = max(overlap, len(p)-1)
	}
	buf := make([]byte, overlap, 64<<10)
	for {
		n, err := r.Read(buf[overlap:cap(buf)])
		window := buf[:overlap+n]
		for i, p := range patterns {
			if bytes.Contains(window, p) {
				return i, nil
			}
		}
		copy(buf[:overlap], window[len(window)-overlap:])
		if err == io.EOF {
			return -1, nil
		}
		if err != nil {
			return -1, err
		}
	}
}
