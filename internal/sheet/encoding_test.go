package sheet

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"
)

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

func inUTF16Bytes(s string, bigEndian bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if bigEndian {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

func TestEncodings(t *testing.T) {
	const in = "镇街,村\n一心街道,二〇村😀\n"
	const want = "1: T:镇街 | T:村\n2: T:一心街道 | T:二〇村😀"
	for _, c := range []struct{ name, content, want string }{
		{"UTF-8", in, want},
		{"UTF-8 with mark", "\ufeff" + in, want},
		{"UTF-16LE with mark", "\xff\xfe" + inUTF16Bytes(in, false), want},
		{"UTF-16BE with mark", "\xfe\xff" + inUTF16Bytes(in, true), want},
		{"UTF-16LE", inUTF16Bytes(in, false), want},
		{"UTF-16BE", inUTF16Bytes(in, true), want},
		{"GBK", "\xb4\xe5,a\n", "1: T:村 | T:a"},
		{"GBK, one cell", "\xb4\xe5", "1: T:村"},
		{"GBK, euro", "\xb4\xe5,\x80\n", "1: T:村 | T:€"},
		{"GB18030 with mark", "\x84\x31\x95\x33\xb4\xe5,a\n", "1: T:村 | T:a"},
		{"GB18030, four bytes", "\x82\x35\x87\x37\xb4\xe5,\x95\x32\x82\x36\n", "1: T:䶴村 | T:𠀀"},
		{"GB18030, a real U+FFFD", "\x84\x31\xa4\x37\xb4\xe5,a\n", "1: T:\ufffd村 | T:a"},
		{"GB18030, user-defined and private use", "\xaa\xa1\xfe\xfe\xa1\x40\xa7\xa0\xa2\xab\xfe\x51\xfe\x59\xa6\xd9,\xa3\xa0\n",
			"1: T:\ue000\ue4c5\ue4c6\ue765\ue766\U00020087\u9fb4\ufe10 | T:\u3000"},
		{"Latin letters in UTF-8", "caf\u00e9,b\n", "1: T:café | T:b"},
		{"U+FFFD in UTF-8", "\ufffd村,b\n", "1: T:\ufffd村 | T:b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := readSheet(tempFile(t, []byte(c.content)), 0, DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(rows); got != c.want {
				t.Errorf("got  %+q\nwant %+q", got, c.want)
			}
		})
	}
}

func TestUndecodable(t *testing.T) {
	const gbk = "\xc7\xe0\xca\xaf\xb4\xe5,a\n" // 青石村
	for _, c := range []struct{ name, content, reason, line string }{
		{"nothing", "", ReasonEmpty, ""},
		{"a mark alone", "\xef\xbb\xbf", ReasonEmpty, ""},
		{"a UTF-16 mark alone", "\xff\xfe", ReasonEmpty, ""},
		{"white space", "\xef\xbb\xbf \r\n\t\n", ReasonEmpty, ""},
		{"white space in UTF-16", "\xff\xfe \x00\n\x00", ReasonEmpty, ""},
		{"UTF-8, then GBK", "青石村,a\n白沙村,b\n" + gbk, ReasonMixedEncoding, "第 3 行"},
		{"GBK, then UTF-8", gbk + gbk + "白沙村,b\n", ReasonMixedEncoding, "第 3 行"},
		{"GBK behind a UTF-8 mark", "\ufeffa,b\n" + gbk, ReasonMixedEncoding, "第 2 行"},
		{"UTF-8 broken off", "a,b\r\n青石\xe6\x9d", ReasonMixedEncoding, "第 2 行"},
		{"GBK broken off", gbk + gbk + "\xc7", ReasonMixedEncoding, "第 3 行"},
		{"GBK with an impossible byte", gbk + "\xff,\n", ReasonMixedEncoding, "第 2 行"},
		{"GBK broken by a line end", gbk + "\xc7\n\xca\n", ReasonMixedEncoding, "第 2 行"},
		{"GB18030 beyond Unicode", gbk + "\xe3\x32\x9a\x36\n", ReasonMixedEncoding, "第 2 行"},
		{"GB18030 between the planes", gbk + "\x84\x31\xa5\x30\n", ReasonMixedEncoding, "第 2 行"},
		{"UTF-16, half a character", "\xff\xfea\x00\n\x00\x3d\xd8b\x00", ReasonMixedEncoding, "第 2 行"},
		{"UTF-16, odd length", "\xff\xfea\x00\n\x00b", ReasonMixedEncoding, "第 2 行"},
		{"UTF-16 with NUL", "\xff\xfea\x00\x00\x00", ReasonBinary, ""},
		{"NUL in text", "a,b\n1,\x002\n", ReasonBinary, ""},
		{"NUL in GBK", gbk + "\x00\x00\n", ReasonBinary, ""},
		{"binary", "\x00\x01\x02\xff\xfe\xfd\x00", ReasonBinary, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(tempFile(t, []byte(c.content)), DefaultLimits)
			if r := wantRefused(t, err, c.reason); !strings.Contains(r.Message, c.line) {
				t.Errorf("%s does not name %s", r.Message, c.line)
			}
		})
	}
}

// TestEveryCharacterOfGB18030 holds that what the scanner lets pass is
// decoded, to one character each and to none twice but the known ones.
func TestEveryCharacterOfGB18030(t *testing.T) {
	seen := make(map[string][]byte)
	twice := 0
	check := func(c []byte) {
		var scan gbScan
		valid := true
		for _, b := range c {
			valid = valid && scan.next(b)
		}
		decoded, ok := decodeGB(string(c))
		if ok != (valid && !scan.inside()) {
			t.Fatalf("% x: valid is %v, decoded is %v", c, valid, ok)
		}
		if !ok {
			return
		}
		if n := len([]rune(decoded)); n != 1 {
			t.Fatalf("% x gives %d characters", c, n)
		}
		if decoded == "\ufffd" && string(c) != "\x84\x31\xa4\x37" {
			t.Fatalf("% x gives U+FFFD", c)
		}
		if seen[decoded] != nil {
			twice++
		}
		seen[decoded] = append([]byte(nil), c...)
	}
	for lead := 0x81; lead <= 0xfe; lead++ {
		for trail := 0; trail <= 0xff; trail++ {
			if trail < '0' || trail > '9' {
				check([]byte{byte(lead), byte(trail)})
				continue
			}
			if lead > 0x84 {
				continue
			}
			for third := 0x81; third <= 0xfe; third++ {
				for fourth := '0'; fourth <= '9'; fourth++ {
					check([]byte{byte(lead), byte(trail), byte(third), byte(fourth)})
				}
			}
		}
	}
	// The wide space, and the characters that GB18030 moved into the pairs.
	if len(seen) < 63000 || twice > 20 {
		t.Errorf("%d characters, %d of them twice", len(seen), twice)
	}
}
