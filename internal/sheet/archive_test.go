package sheet

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIsArchive(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    bool
	}{
		"zip of files":  {zipBytes(t, part{"a.csv", plain}), true},
		"empty zip":     {zipBytes(t), true},
		"workbook":      {zipBytes(t, standardParts(worksheet(""))...), false},
		"broken OOXML":  {zipBytes(t, part{"[Content_Types].xml", "<x/>"}), false},
		"ods":           {zipBytes(t, part{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}), false},
		"csv":           {[]byte(plain), false},
		"gzip":          {gzipped(t, plain), false},
		"torn zip":      {zipBytes(t, part{"a.csv", plain})[:40], false},
		"rar":           {[]byte("Rar!\x1a\x07\x00"), false},
		"nothing":       {nil, false},
		"zip in folder": {zipBytes(t, part{"文件夹/a.xlsx", plain}), true},
	} {
		if got := IsArchive(tempFile(t, c.content)); got != c.want {
			t.Errorf("%s: IsArchive is %v", name, got)
		}
	}
	if IsArchive(filepath.Join(t.TempDir(), "none")) {
		t.Error("a file that is not there is an archive")
	}
}

func TestMembers(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, m := range []struct {
		header  zip.FileHeader
		content string
	}{
		{zip.FileHeader{Name: "龙溪镇/6月.csv"}, plain},
		{zip.FileHeader{Name: "\xc1\xfa\xcf\xaa\xd5\xf2\\7\xd4\xc2.csv", NonUTF8: true}, plain}, // 龙溪镇\7月.csv in GBK
		{zip.FileHeader{Name: "内.zip", Method: zip.Deflate}, string(zipBytes(t, part{"x.csv", plain}))},
		{zip.FileHeader{Name: "龙溪镇/"}, ""},
		{zip.FileHeader{Name: "龙溪镇/.DS_Store"}, "x"},
		{zip.FileHeader{Name: "__MACOSX/._6月.csv"}, "x"},
		{zip.FileHeader{Name: "~$6月.xlsx"}, "x"},
		{zip.FileHeader{Name: "../逃.csv"}, plain},
		{zip.FileHeader{Name: `a\..\..\逃.csv`}, plain},
		{zip.FileHeader{Name: "/etc/逃.csv"}, plain},
		{zip.FileHeader{Name: `C:\逃.csv`}, plain},
		{zip.FileHeader{Name: "换\n行.csv"}, plain},
		{zip.FileHeader{Name: "\xff\xff.csv", NonUTF8: true}, plain},
		{zip.FileHeader{Name: "弹.csv", Method: zip.Deflate}, strings.Repeat("a", 8<<20)},
		{zip.FileHeader{Name: "..6月.csv"}, "x"}, // a dotfile
		{zip.FileHeader{Name: "8月.csv"}, plain},
	} {
		f, err := w.CreateHeader(&m.header)
		if err == nil {
			_, err = f.Write([]byte(m.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	link := zip.FileHeader{Name: "链接.csv"}
	link.SetMode(os.ModeSymlink | 0o777)
	if f, err := w.CreateHeader(&link); err != nil {
		t.Fatal(err)
	} else if _, err := f.Write([]byte("/etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	members, err := Members(tempFile(t, buf.Bytes()), dir, DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	unpacked := 0
	for _, m := range members {
		if m.Refused != nil {
			if m.Path != "" || m.Refused.Message == "" {
				t.Errorf("refused member %+v", m)
			}
			got = append(got, m.Name+" "+m.Refused.Reason)
			continue
		}
		unpacked++
		if filepath.Dir(m.Path) != dir {
			t.Errorf("%s lies in %s", m.Name, m.Path)
		}
		if content, err := os.ReadFile(m.Path); err != nil || m.Name != "内.zip" && string(content) != plain {
			t.Errorf("%s: %q, %v", m.Name, content, err)
		}
		got = append(got, m.Name)
	}
	want := []string{"龙溪镇/6月.csv", "龙溪镇/7月.csv", "内.zip", "../逃.csv unsafe_name", "a/../../逃.csv unsafe_name", "/etc/逃.csv unsafe_name",
		"C:/逃.csv unsafe_name", "换\n行.csv unsafe_name", "\ufffd.csv unsafe_name", "弹.csv bomb", "8月.csv", "链接.csv unsafe_name"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != unpacked {
		t.Errorf("%d files for %d members, %v", len(files), unpacked, err)
	}
	_, err = Open(members[2].Path, DefaultLimits)
	wantRefused(t, err, ReasonArchive)
}

func TestMembersRefusedAsAWhole(t *testing.T) {
	_, err := Members(tempFile(t, zipBytes(t, part{".x", "x"})), t.TempDir(), DefaultLimits)
	wantRefused(t, err, ReasonEmpty)
	_, err = Members(tempFile(t, []byte("PK\x03\x04")), t.TempDir(), DefaultLimits)
	wantRefused(t, err, ReasonTorn)
}

// TestOverlappingMembers: directory entries that share one packed member
// each expand little and together without end.
func TestOverlappingMembers(t *testing.T) {
	var noise strings.Builder
	for i := range 30000 {
		noise.WriteString(strings.Repeat(string(rune('a'+i*i%23)), i%90))
	}
	content := zipBytes(t, part{"a.csv", noise.String()})
	directory := bytes.Index(content, []byte("PK\x01\x02"))
	end := bytes.Index(content, []byte("PK\x05\x06"))
	entry := content[directory:end]
	const times = 5000
	forged := append(bytes.Clone(content[:directory]), bytes.Repeat(entry, times)...)
	tail := bytes.Clone(content[end:])
	for _, at := range []int{8, 10} {
		tail[at], tail[at+1] = byte(times&0xff), byte(times>>8)
	}
	size := len(entry) * times
	copy(tail[12:], []byte{byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24)})
	forged = append(forged, tail...)
	_, err := Members(tempFile(t, forged), t.TempDir(), DefaultLimits)
	wantRefused(t, err, ReasonBomb)
}

func TestEncryptedMember(t *testing.T) {
	content := zipBytes(t, part{"a.csv", plain})
	content[6] |= 1 // the member's own header
	directory := bytes.LastIndex(content, []byte("PK\x01\x02"))
	content[directory+8] |= 1
	members, err := Members(tempFile(t, content), t.TempDir(), DefaultLimits)
	if err != nil || len(members) != 1 || members[0].Refused == nil || members[0].Refused.Reason != ReasonEncrypted {
		t.Errorf("got %+v, %v", members, err)
	}
}
