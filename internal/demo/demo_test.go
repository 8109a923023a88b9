package demo

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"tongbao/internal/civil"
)

// sample is the default district, written once for all tests.
var sample = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tongbao-demo-")
	if err != nil {
		return "", err
	}
	sampleBox, err = write(dir, Default)
	return dir, err
})

var sampleBox *outbox

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, _ := sample(); dir != "" {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

func delivered(t *testing.T) (string, []File) {
	t.Helper()
	dir, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return dir, sampleBox.files
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// hashes are the sums of all files below dir.
func hashes(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	sums := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		sums[name] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// TestSameBytes writes two districts twice each, with every role.
func TestSameBytes(t *testing.T) {
	var sums []map[string][32]byte
	for _, seed := range []uint64{Default.Seed, 7} {
		c := Config{Seed: seed, Townships: 22, Villages: 44, Months: 2, Start: Full.Start}
		dir, again := t.TempDir(), t.TempDir()
		files, err := Write(dir, c)
		if err != nil {
			t.Fatal(err)
		}
		files2, err := Write(again, c)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(files, files2) {
			t.Errorf("seed %d: the list of files differs", seed)
		}
		first, second := hashes(t, dir), hashes(t, again)
		if len(first) != len(second) || len(first) != len(files)+2 {
			t.Errorf("seed %d: %d and %d files on disk for %d delivered", seed, len(first), len(second), len(files))
		}
		for name, sum := range first {
			if second[name] != sum {
				t.Errorf("seed %d: %s differs", seed, name)
			}
		}
		sums = append(sums, first)
	}
	if sums[0]["catalogue.csv"] != sums[1]["catalogue.csv"] {
		t.Error("another seed gives another catalogue")
	}
	for name, sum := range sums[0] {
		if name != "catalogue.csv" && !strings.HasSuffix(name, ".xls") && sums[1][name] == sum {
			t.Errorf("another seed gives the same %s", name)
		}
	}
}

// TestRareKinds looks into a district that is large enough for the kinds of
// workbook that the small one has not.
func TestRareKinds(t *testing.T) {
	dir := t.TempDir()
	o, err := write(dir, Config{Seed: Default.Seed, Townships: 22, Villages: 66, Months: 2, Start: civil.MustOf(2026, 5, 1)})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, f := range o.files {
		data := read(t, dir, f.Path)
		for _, row := range rowsOf(t, f.Path, data) {
			if slices.Contains(row, "#N/A") && strings.Contains(f.Path, ".csv") {
				seen["#N/A"]++
			}
		}
		text := parts(data)
		for _, mark := range []string{`date1904="true"`, "<f>ROW()-", "<f>SUBTOTAL(9,", `t="str"><f>TODAY()</f></c>`, "市级", "市民政局检查组"} {
			seen[mark] += strings.Count(text, mark)
		}
		seen["a day of filing with its value"] += len(computedDay.FindAllString(text, -1))
		seen["a total with its value"] += len(computedTotal.FindAllString(text, -1))
	}
	for mark, want := range map[string]int{
		"#N/A": 2, `t="str"><f>TODAY()</f></c>`: 2, `date1904="true"`: 2, "<f>ROW()-": 50, "<f>SUBTOTAL(9,": 8, "市级": 1, "市民政局检查组": 1,
		"a day of filing with its value": 50, "a total with its value": 8,
	} {
		if seen[mark] < want {
			t.Errorf("%d of %s, not %d", seen[mark], mark, want)
		}
	}
	for i, m := range mistakes {
		if m.town >= 12 && m.delivery < 2 && o.made[i] != m.count {
			t.Errorf("mistake %d made %d times, not %d", i, o.made[i], m.count)
		}
	}
}

var (
	computedDay   = regexp.MustCompile(`<f>[A-Z]+[0-9]+\+[0-9]+</f><v>46[0-9]{3}</v>`)
	computedTotal = regexp.MustCompile(`<f>SUBTOTAL\(9,[A-Z]+[0-9]+:[A-Z]+[0-9]+\)</f><v>[0-9.]+</v>`)
)

func TestWriteDeliveries(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 7, 16, 9, 5, 0, 0, civil.Shanghai)
	files := []File{
		{Path: "inbox/甲镇/a,b.csv", Township: "甲镇", ReceivedAt: at, History: true},
		{Path: "inbox/区级/c.xlsx", Township: office, ReceivedAt: at.Add(time.Hour)},
	}
	if err := WriteDeliveries(dir, files); err != nil {
		t.Fatal(err)
	}
	want := "file,township,received_at,history\n\"inbox/甲镇/a,b.csv\",甲镇,2026-07-16T09:05:00+08:00,true\n" +
		"inbox/区级/c.xlsx,区级,2026-07-16T10:05:00+08:00,false\n"
	if got := string(read(t, dir, DeliveriesFile)); got != want {
		t.Errorf("the list is\n%s\nnot\n%s", got, want)
	}
	if err := WriteDeliveries(dir, files); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over: %v", err)
	}
}

// sheetText reads the rows of a sheet that package workbook wrote.
func sheetText(t *testing.T, data []byte) [][]string {
	t.Helper()
	var doc struct {
		Rows []struct {
			Cells []struct {
				Value  string `xml:"v"`
				Inline string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, r := range doc.Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, c.Value+c.Inline)
		}
		rows = append(rows, row)
	}
	return rows
}

// rowsOf gives the rows of every table in a file, whatever it is packed in.
func rowsOf(t *testing.T, name string, data []byte) [][]string {
	t.Helper()
	var rows [][]string
	switch {
	case strings.HasSuffix(name, ".gz"):
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return rowsOf(t, strings.TrimSuffix(name, ".gz"), plain)
	case strings.HasSuffix(name, ".zip"), strings.HasSuffix(name, ".xlsx"):
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil // the torn one
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, ".zip") {
				rows = append(rows, rowsOf(t, f.Name, part)...)
			} else if strings.HasPrefix(f.Name, "xl/worksheets/sheet") {
				rows = append(rows, sheetText(t, part)...)
			}
		}
	case strings.HasSuffix(name, ".csv"):
		for _, l := range strings.Split(strings.TrimSuffix(decode(t, data), "\r\n"), "\r\n") {
			rows = append(rows, strings.FieldsFunc(l, func(r rune) bool { return r == ',' || r == ';' || r == '\t' }))
		}
	}
	return rows
}

func decode(t *testing.T, data []byte) string {
	t.Helper()
	var text []byte
	var err error
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		text = bytes.TrimPrefix(data, []byte("\ufeff"))
	default:
		text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		t.Fatalf("undecodable: %v", err)
	}
	return string(text)
}

func TestShape(t *testing.T) {
	dir, files := delivered(t)
	if n := len(files); n < 120 || n > 150 {
		t.Errorf("%d files", n)
	}
	if !slices.IsSortedFunc(files, func(a, b File) int { return a.ReceivedAt.Compare(b.ReceivedAt) }) {
		t.Error("files are not in the order of receipt")
	}
	if last := civil.On(files[len(files)-1].ReceivedAt); last != civil.MustOf(2026, 7, 23) {
		t.Errorf("last receipt on %s", last)
	}
	rows, folders, history := 0, map[string]bool{}, 0
	for _, f := range files {
		folders[f.Township] = true
		if f.History {
			history++
		}
		if !strings.HasPrefix(f.Path, "inbox/"+f.Township+"/") {
			t.Errorf("%s in the folder of %s", f.Path, f.Township)
		}
		rows += len(rowsOf(t, f.Path, read(t, dir, f.Path)))
	}
	if len(folders) != 13 || !folders[office] || history != 2 {
		t.Errorf("folders %v, %d of history", folders, history)
	}
	if rows < 12_000 || rows > 30_000 {
		t.Errorf("%d rows", rows)
	}
	t.Logf("%d files, %d rows", len(files), rows)
}

func TestUntidy(t *testing.T) {
	dir, files := delivered(t)
	raw := map[string][]byte{}
	var all strings.Builder
	for _, f := range files {
		raw[f.Path] = read(t, dir, f.Path)
		for _, row := range rowsOf(t, f.Path, raw[f.Path]) {
			all.WriteString(strings.Join(row, "|") + "\n")
		}
	}
	text := all.String()
	for _, want := range []string{
		"填报单位（盖章）：", "填表人：", "注：", "以下空白", "合  计", "小计", "|20项|", "（续表）", "第 1 页 共 ", "例：", "\n1|2|3|4|5|",
		"序号|", "|经办人", "镇街审查情况", "印章及签字", "公示日期", "张贴日期", "公开时间", "期次", "项目", "village|item|period",
		"二〇二六年", "○", "廿", "公元", "２０２６年", "—", "、1、", "上午", "（星期", "号|", "'2026-", "202601", "．", "　年　月　日", "暂无",
		"是☑ 否□", "√", "×", "TRUE", "|有|", "|Y|", "已盖",
		"2026年第二季度", "2026年二季度", "2026年第2季度", "2026Q2", "2025年度", "2026上半年", "2026年上半年", "2026H1", "2026年06月",
		"村委会|", "居委会|", "云岫区棠畔镇", "（示范点）", "￥", "元|", "作废", "延期", "不适用", "弄虚作假", "暗访",
		"2月30日", "见附件", "同上", "9.90101E+11", "其他应公开事项", "约1200", "微信群", "情况复杂", "救助类别", "峯", "是□ 否□",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in any file", want)
		}
	}
	has := func(what string, test func(name string, data []byte) bool) {
		for name, data := range raw {
			if test(name, data) {
				return
			}
		}
		t.Errorf("no %s", what)
	}
	csv := func(name string) bool { return strings.HasSuffix(name, ".csv") }
	has("CSV with BOM", func(n string, b []byte) bool { return csv(n) && bytes.HasPrefix(b, []byte("\ufeff")) })
	has("CSV without BOM", func(n string, b []byte) bool {
		return csv(n) && len(b) > 0 && utf8.Valid(b) && !bytes.HasPrefix(b, []byte("\ufeff")) && bytes.ContainsRune(b, '\t')
	})
	has("GB18030 with semicolons", func(n string, b []byte) bool {
		return csv(n) && !utf8.Valid(b) && b[0] != 0xFF && bytes.Count(b, []byte(";")) > 99
	})
	has("UTF-16", func(n string, b []byte) bool { return csv(n) && bytes.HasPrefix(b, []byte{0xFF, 0xFE}) })
	has("empty file", func(_ string, b []byte) bool { return len(b) == 0 })
	has(".xls", func(n string, b []byte) bool {
		return strings.HasSuffix(n, ".xls") && bytes.HasPrefix(b, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
	})
	has(".pdf", func(n string, b []byte) bool {
		return strings.HasSuffix(n, ".pdf") && bytes.HasPrefix(b, []byte("%PDF"))
	})
	has(".csv.gz", func(n string, b []byte) bool { return strings.HasSuffix(n, ".csv.gz") && b[0] == 0x1F })
	has(".zip", func(n string, _ []byte) bool { return strings.HasSuffix(n, ".zip") })
	has("torn workbook", func(n string, b []byte) bool {
		_, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		return strings.HasSuffix(n, ".xlsx") && err != nil
	})
	for _, mark := range []string{`state="hidden"`, `hidden="1"`, "<mergeCell ref=\"B", "dataValidation"} {
		has(mark, func(n string, b []byte) bool {
			return strings.HasSuffix(n, ".xlsx") && strings.Contains(parts(b), mark)
		})
	}
	var twice bool
	for a, x := range raw {
		for b, y := range raw {
			twice = twice || a != b && filepath.Dir(a) == filepath.Dir(b) && len(x) > 0 && bytes.Equal(x, y)
		}
	}
	if !twice {
		t.Error("no file was sent twice")
	}
}

// parts is the text of a workbook's sheets and list of sheets.
func parts(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/work") {
			continue
		}
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(&b, r)
		}
		if err != nil {
			return ""
		}
	}
	return b.String()
}

func TestConfigs(t *testing.T) {
	start := civil.MustOf(2024, 2, 29)
	for _, c := range []Config{
		{Townships: 1, Villages: 2, Months: 1, Start: start},
		{Seed: 1, Townships: 3, Villages: 12, Months: 4, Start: start},
		{Seed: 2, Townships: 22, Villages: 44, Months: 2, Start: civil.MustOf(2026, 1, 1)},
	} {
		if files, err := Write(t.TempDir(), c); err != nil || len(files) < c.Townships {
			t.Errorf("%+v: %d files, %v", c, len(files), err)
		}
	}
	for _, c := range []Config{
		{Villages: 12, Months: 1, Start: start},
		{Townships: 23, Villages: 120, Months: 1, Start: start},
		{Townships: 3, Villages: 5, Months: 1, Start: start},
		{Townships: 3, Villages: 411, Months: 1, Start: start},
		{Townships: 3, Villages: 12, Months: 0, Start: start},
		{Townships: 3, Villages: 12, Months: 61, Start: start},
		{Townships: 3, Villages: 12, Months: 1},
	} {
		if _, err := Write(t.TempDir(), c); err == nil {
			t.Errorf("%+v: no error", c)
		}
	}
	dir, c := t.TempDir(), Config{Townships: 1, Villages: 2, Months: 1, Start: start}
	if _, err := Write(dir, c); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(dir, c); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over: %v", err)
	}
}
