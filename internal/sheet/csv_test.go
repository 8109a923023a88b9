package sheet

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

func gzipped(t testing.TB, content string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestRecords(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"comma", "甲,乙\n1,2\n", "1: T:甲 | T:乙\n2: T:1 | T:2"},
		{"semicolon", "甲;乙\n1,5;2\n", "1: T:甲 | T:乙\n2: T:1,5 | T:2"},
		{"tab", "甲\t乙\n1\t2,3\n", "1: T:甲 | T:乙\n2: T:1 | T:2,3"},
		{"other separators within fields", "村,公开形式\n青石村,公开栏;网络;会议\n白沙村,入户;广播\n", "1: T:村 | T:公开形式\n2: T:青石村 | T:公开栏;网络;会议\n3: T:白沙村 | T:入户;广播"},
		{"separators in quotes do not vote", "a;\"1,2,3\"\nb;\"4,5,6\"\n", "1: T:a | T:1,2,3\n2: T:b | T:4,5,6"},
		{"title line above", "备案表\n甲;乙;丙\n1;2;3\n", "1: T:备案表\n2: T:甲 | T:乙 | T:丙\n3: T:1 | T:2 | T:3"},
		{"one column", "甲\n乙\n", "1: T:甲\n2: T:乙"},
		{"declared separator is no row", "sep=;\r\na,b;c\r\n", "1: T:a,b | T:c"},
		{"declared bar", "SEP=|\na|b\n", "1: T:a | T:b"},
		{"blank lines count", "\na,b\n\n\nc,d\n", "1:\n2: T:a | T:b\n3:\n4:\n5: T:c | T:d"},
		{"no final line end", "a,b\nc,d", "1: T:a | T:b\n2: T:c | T:d"},
		{"CRLF, CR and LF", "a,b\r\nc,d\re,f\n", "1: T:a | T:b\n2: T:c | T:d\n3: T:e | T:f"},
		{"empty fields", ",a,\n,,\n\"\"\n\"\",\"\"\n", "1: _ | T:a | _\n2: _ | _ | _\n3:\n4: _ | _"},
		{"quotes", `"a,b","say ""hi""",c` + "\n", `1: T:a,b | T:say "hi" | T:c`},
		{"line ends in quotes are one row", "\"a\r\nb\nc\",d\ne,f\n", "1: T:a\r\nb\nc | T:d\n2: T:e | T:f"},
		{"quote within a field", `a "b" c,5"` + "\n", `1: T:a "b" c | T:5"`},
		{"text behind a closing quote", `"a"b"c",d` + "\n", `1: T:ab"c" | T:d`},
		{"white space is kept", " a , b \n", "1: T: a  | T: b"},
		{"quoted at the very end", `a,"b"`, "1: T:a | T:b"},
		{"Ctrl-Z ends the text", "a,b\r\nc,d\r\n\x1a", "1: T:a | T:b\n2: T:c | T:d"},
		{"Ctrl-Z behind the last field", "a,b\nc,d\x1a", "1: T:a | T:b\n2: T:c | T:d"},
		{"Ctrl-Z fills a block", "a,b\nc,d\n\x1a\x1a\x1a\n", "1: T:a | T:b\n2: T:c | T:d"},
		{"Ctrl-Z in a blank last field", "a,b\n\x1a,\x1a", "1: T:a | T:b\n2: T:\x1a | _"},
		{"Ctrl-Z within the text", "a,b\n\x1a\nc\x1a,d\n", "1: T:a | T:b\n2: T:\x1a\n3: T:c\x1a | T:d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for format, content := range map[string][]byte{"plain": []byte(c.in), "gzip": gzipped(t, c.in), "marked": []byte("\ufeff" + c.in)} {
				rows, err := readSheet(tempFile(t, content), 0, DefaultLimits)
				if err != nil {
					t.Fatalf("%s: %v", format, err)
				}
				if got := show(rows); got != c.want {
					t.Errorf("%s: got\n%s\nwant\n%s", format, got, c.want)
				}
			}
		})
	}
}

func TestBrokenQuoteNamesItsRow(t *testing.T) {
	_, err := readSheet(tempFile(t, []byte("a,b\n\"c\nc\",d\n\ne,\"f\ng,h\n")), 0, DefaultLimits)
	if r := wantRefused(t, err, ReasonBrokenQuote); !strings.Contains(r.Message, "第 4 行") {
		t.Errorf("row not named: %s", r.Message)
	}
}

func TestAbsurdRecords(t *testing.T) {
	for name, c := range map[string]struct{ content, reason string }{
		"too many columns": {strings.Repeat(",", maxColumns+1), ReasonTooLarge},
		"too long a row":   {strings.Repeat("a", maxRecord+2), ReasonTooLarge},
		"too long a quote": {`x,"` + strings.Repeat("a\n", maxRecord/2+2) + `"`, ReasonBrokenQuote},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readSheet(tempFile(t, []byte(c.content)), 0, DefaultLimits)
			wantRefused(t, err, c.reason)
		})
	}
}

// endless is a long text made while it is read.
type endless struct {
	line string
	left int
}

func (e *endless) Read(p []byte) (n int, err error) {
	for e.left > 0 && n+len(e.line) <= len(p) {
		n += copy(p[n:], e.line)
		e.left--
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestLongTextsAreStreamed(t *testing.T) {
	const rows = 300000
	source := text(func() (io.ReadCloser, error) {
		return io.NopCloser(&endless{"\xc7\xe0\xca\xaf\xb4\xe5,\"2026-06-15\",1\r\n", rows}), nil
	})
	var largest uint64
	n := 0
	encoding, err := source.detect()
	if err != nil || encoding != encGB18030 {
		t.Fatalf("detected %v, %v", encoding, err)
	}
	r, err := source.decode(encoding)
	if err != nil {
		t.Fatal(err)
	}
	before := heapInUse()
	err = readCSV(r, dialect{separator: ','}, func(row grid.Row) error {
		n++
		if row.Number != n || len(row.Cells) != 3 || row.Cells[0].Text != "青石村" {
			return fmt.Errorf("row %d is %+v", n, row)
		}
		if n%50000 == 0 {
			largest = max(largest, heapInUse())
		}
		return nil
	})
	if err != nil || n != rows {
		t.Fatalf("%d rows, %v", n, err)
	}
	if largest > before+8<<20 {
		t.Errorf("heap grew from %d to %d bytes", before, largest)
	}
}
