package sheet

import (
	"strings"
	"testing"
)

// longUTF8 is more UTF-8 than it takes to know it.
var longUTF8 = strings.Repeat("青石村,2026-06-15\n", 20000)

func TestLongUTF8IsJudgedWhileItIsRead(t *testing.T) {
	for _, c := range []struct{ name, tail, reason, line string }{
		{"good", "白沙村,b", "", ""},
		{"then GBK", "\xc7\xe0\xca\xaf\xb4\xe5,a\n白沙村,b\n", ReasonMixedEncoding, "第 20001 行"},
		{"broken off", "白沙村,b\n\xe6\x9d", ReasonMixedEncoding, "第 20002 行"},
		{"filled up with NULs", "白沙村,b\n\x00\x00\x00", ReasonBinary, ""},
		{"behind a quote that is not closed", "白沙村,\"b\n\xc7\xe0\n", ReasonMixedEncoding, "第 20002 行"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for format, content := range map[string][]byte{
				"plain": []byte(longUTF8 + c.tail), "marked": []byte("\ufeff" + longUTF8 + c.tail), "gzip": gzipped(t, longUTF8+c.tail),
			} {
				path := tempFile(t, content)
				book, err := Open(path, DefaultLimits)
				if err != nil {
					t.Fatalf("%s: read to its end before its rows were: %v", format, err)
				}
				if err := book.Close(); err != nil {
					t.Fatal(err)
				}
				rows, err := readSheet(path, 0, DefaultLimits)
				if c.reason == "" {
					if err != nil || len(rows) != 20001 || rows[20000].Cells[0].Text != "白沙村" {
						t.Errorf("%s: %d rows, %v", format, len(rows), err)
					}
					continue
				}
				if r := wantRefused(t, err, c.reason); !strings.Contains(r.Message, c.line) {
					t.Errorf("%s: %s does not name %s", format, r.Message, c.line)
				}
			}
		})
	}
}

func TestLongUTF8BehindAnotherMark(t *testing.T) {
	_, err := Open(tempFile(t, []byte("\x84\x31\x95\x33"+longUTF8)), DefaultLimits)
	wantRefused(t, err, ReasonMixedEncoding)
}

// TestUnsettledTextIsJudgedAtOnce: of figures alone nobody knows the encoding
// before their end.
func TestUnsettledTextIsJudgedAtOnce(t *testing.T) {
	codes := strings.Repeat("990101100200,2026-06-15\n", 20000) // nothing tells UTF-8 from GB18030
	_, err := Open(tempFile(t, []byte(codes+"白沙村\n\xc7\xe0\xca\n")), DefaultLimits)
	wantRefused(t, err, ReasonMixedEncoding)
}
