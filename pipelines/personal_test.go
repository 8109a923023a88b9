package pipelines_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/warehouse"
	"tongbao/internal/workbook"
	"tongbao/pipelines"
)

// planted gives personal numbers, each once, and remembers them.
type planted struct {
	n     int
	plain []string // digits only
}

func (p *planted) mobile() string {
	p.n++
	number := fmt.Sprintf("1381234%04d", p.n)
	p.plain = append(p.plain, number)
	return number
}

func (p *planted) identity() string {
	p.n++
	number := fmt.Sprintf("5001121990%02d%02d%03d", p.n%12+1, p.n%28+1, p.n)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(number[i]-'0') * w
	}
	number += "10X98765432"[sum%11 : sum%11+1]
	p.plain = append(p.plain, number)
	return number
}

func (p *planted) card() string {
	p.n++
	number := fmt.Sprintf("622202123456789%03d", p.n)
	sum := 0
	for i := range number {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	number += string(rune('0' + (10-sum%10)%10))
	p.plain = append(p.plain, number)
	return number
}

// spaced writes a number as people do, in groups.
func spaced(number string) string { return number[:3] + " " + number[3:7] + " " + number[7:] }

// wide writes a number in full-width digits.
func wide(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == 'X' {
			return r + 0xFEE0
		}
		return r
	}, number)
}

// leaks lists the planted numbers that a text shows the beginning of,
// whatever stands between their digits: a quotation may have been cut short.
func (p *planted) leaks(text []byte) (all []string) {
	bare := strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == ' ' || r == '-' || r == 0x200B:
			return -1
		}
		return r
	}, string(text))
	for _, number := range p.plain {
		beginning := number[:10]
		if len(number) == 11 {
			beginning = number[:7]
		}
		if strings.Contains(bare, beginning) {
			all = append(all, number)
		}
	}
	return all
}

// TestPersonalNumbersStayInTheVault plants numbers wherever a township can
// write, and then looks for them in all that the program writes.
func TestPersonalNumbersStayInTheVault(t *testing.T) {
	var log bytes.Buffer
	standard := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(standard)

	p := &planted{}
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	folder := filepath.Join(e.WS.Inbox(), "青禾镇")
	put := func(name, text string) { writeFile(t, filepath.Join(folder, name), text) }

	put("公开.csv", "填表人：张三 "+p.mobile()+"\n"+
		"村（社区）,公开事项,所属期,公布日期,公开形式,附件指纹,涉及金额,公开单位,备注,经办人"+p.mobile()+"\n"+
		"松涧村,财务收支情况,2026-05,2026-06-10,公开栏,,,"+p.identity()+",电话"+spaced(p.mobile())+",李四"+wide(p.mobile())+"\n"+
		"竹溪村（"+p.mobile()+"）,财务收支情况,2026-05,2026-06-12,打电话"+p.mobile()+","+p.identity()+",约"+p.mobile()+",,卡号"+p.card()+",\n"+
		"松涧村,低保对象名单,2026Q1,"+p.mobile()+",,,,,身份证"+wide(p.identity())+","+p.identity()+"\n"+
		"这个村的村民委员会主任的身份证号码是"+p.identity()+",财务收支情况,2026-05,2026-06-10,,,,,,\n"+
		"松涧村,财务收支情况及联系电话等等等等等等等等等"+p.mobile()+",2026-05,"+p.identity()+",,,,,,\n"+
		"松涧村,财务收支情况,"+p.mobile()+",2026-06-10,,,,,,\n"+
		"合计,,,,,,,,"+p.mobile()+",\n")
	put("协商.csv", "村（社区）,协商编号,议题,协商日期,备注\n松涧村,"+p.mobile()+",与"+p.identity()+"协商,2026-05-20,\n松涧村,2026-1,与"+p.identity()+"协商,2026-05-20,\n竹溪村,,找"+p.mobile()+"协商,2026-05-21,"+strings.Repeat("长", 4000)+p.mobile()+"\n")
	put("异议"+p.mobile()+".csv", "村（社区）,编号,提出日期,内容\n松涧村,"+p.identity()+",2026-05-20,"+p.card()+"\n松涧村,2026-1,2026-05-20,"+p.card()+"\n")
	put("不是表"+p.mobile()+".csv", "姓名,电话\n王五,"+p.mobile()+"\n")
	put("损坏"+p.mobile()+".xlsx", "PK\x03\x04"+p.mobile())

	var book bytes.Buffer
	bigNumber := func(s string) (n int64) { fmt.Sscan(s, &n); return n }
	if err := workbook.Write(&book, []workbook.Sheet{{Name: "联系" + p.mobile(), Rows: [][]any{
		{"村（社区）", "公开事项", "所属期", "公布日期", "备注", "电话"},
		{"松涧村", "财务收支情况", "2026-04", "2026-05-10", bigNumber(p.mobile()), bigNumber(p.mobile())},
		{"竹溪村", "财务收支情况", "2026-04", bigNumber(p.mobile()), "", bigNumber(p.mobile())},
	}}}); err != nil {
		t.Fatal(err)
	}
	put("工作簿.xlsx", book.String())

	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range []string{"../" + p.mobile() + ".csv", p.mobile() + "/六月.csv"} {
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(m, "村（社区）,公开事项,所属期,公布日期,备注\n竹溪村,财务收支情况,2026-03,2026-04-10,"+p.mobile()+"\n")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	put("汇总.zip", packed.String())
	writeFile(t, filepath.Join(e.WS.Inbox(), "不知"+p.mobile(), "x.csv"), "x")
	writeFile(t, filepath.Join(e.WS.Inbox(), p.mobile()+".csv"), "x")

	result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	if c := result.Counts(); c["left"] != 2 || c["refused"] < 3 || c["quarantined"] < 5 || c["accepted"] < 7 {
		t.Fatalf("the numbers did not go where they should: %v", c)
	}
	build(t, e, "2026Q2", "")

	seen := map[string][]byte{"log": log.Bytes()}
	for i, f := range result.Files {
		data, err := json.Marshal([]any{pipelines.ReceiptJSON(f), f})
		if err != nil {
			t.Fatal(err)
		}
		seen[fmt.Sprintf("result %d of %s", i, f.Name)] = data
	}
	for _, format := range pipelines.Formats() {
		if _, err := e.Export(t.Context(), pipelines.Exportable(), format, filepath.Join(e.WS.Dir, "out", "export")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Report(t.Context(), pipelines.Reports(), "", filepath.Join(e.WS.Dir, "out")); err != nil {
		t.Fatal(err)
	}
	masked := 0
	for name, text := range tablesOf(t, e) {
		seen[name] = []byte(text)
		masked += strings.Count(text, "×××")
	}
	if masked < 40 {
		t.Errorf("only %d masks in the tables", masked)
	}
	files := filesOf(t, e.WS.Dir)
	for _, must := range []string{"outbox/", "lake/", "out/", "state.db", "warehouse.duckdb"} {
		found := false
		for name := range files {
			found = found || strings.HasPrefix(name, must)
		}
		if !found {
			t.Errorf("nothing to look at in %s", must)
		}
	}
	for name, data := range files {
		if !strings.HasPrefix(name, "vault/") && !strings.HasPrefix(name, "inbox/") {
			seen[name] = data
		}
	}
	for name, data := range seen {
		if leaks := p.leaks(append([]byte(name+"\x00"), data...)); len(leaks) > 0 {
			t.Errorf("%s shows %v", name, leaks)
		}
	}
	// The search itself finds them where they are.
	vault := ""
	for name, data := range files {
		if strings.HasPrefix(name, "vault/") {
			vault += string(data)
		}
	}
	if found := p.leaks([]byte(vault)); len(found) != len(p.plain) {
		t.Errorf("only %d of %d numbers are in the vault", len(found), len(p.plain))
	}
}

// tablesOf are the rows of every table of the lake and the warehouse, by name.
func tablesOf(t *testing.T, e *pipelines.Env) map[string]string {
	t.Helper()
	all := map[string]string{}
	dump := func(where string, db *warehouse.DB) {
		defer db.Close()
		names, err := warehouse.Read[struct {
			Name string `db:"table_name"`
		}](t.Context(), db, "select table_name from information_schema.tables")
		if err != nil || len(names) < 3 {
			t.Fatal(len(names), err)
		}
		for _, n := range names {
			rows, err := warehouse.Read[struct {
				Text string `db:"text"`
			}](t.Context(), db, "select cast(r as varchar) as text from "+warehouse.Identifier(n.Name)+" r")
			if err != nil {
				t.Fatal(n.Name, err)
			}
			for _, r := range rows {
				all[where+" "+n.Name] += r.Text + "\n"
			}
		}
	}
	open := func(path string, o warehouse.Options) *warehouse.DB {
		db, err := warehouse.Open(context.Background(), path, o)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	lake := open("", warehouse.Options{TempDir: t.TempDir(), ReadDirs: []string{e.WS.Dir}})
	if err := warehouse.AttachLake(t.Context(), lake, e.Lake); err != nil {
		t.Fatal(err)
	}
	dump("lake", lake)
	dump("warehouse", open(e.WS.Warehouse(), warehouse.Options{TempDir: t.TempDir(), ReadDirs: []string{e.WS.Dir}, ReadOnly: true}))
	return all
}

// filesOf are the files below a directory by relative path, those of zip
// files (workbooks among them) unpacked.
func filesOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, path := range walk(t, dir) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(dir, path)
		all[name] = data
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			continue
		}
		for _, m := range z.File {
			r, err := m.Open()
			if err != nil {
				continue
			}
			if inside, err := io.ReadAll(r); err == nil {
				all[name+"!"+m.Name] = inside
			}
			r.Close()
		}
	}
	return all
}

// TestWhoMayRead: the vault, the lake and the records are their owner's alone;
// answers and reports are for others to read.
func TestWhoMayRead(t *testing.T) {
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-05,2026-06-10\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	build(t, e, "2026Q2", "")
	looked := map[string]int{}
	err := filepath.WalkDir(e.WS.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(e.WS.Dir, path)
		top, rest, _ := strings.Cut(filepath.ToSlash(rel), "/")
		mode, want := info.Mode().Perm(), fs.FileMode(0)
		switch {
		case top == "vault" || top == "lake" || top == "tmp":
			if want = 0o600; d.IsDir() {
				want = 0o700
			}
		case top == "state.db":
			want = 0o600
		case top == "warehouse.duckdb":
			want = 0o640
		case top == "outbox" && !d.IsDir():
			want = 0o644
		default:
			return nil
		}
		looked[top]++
		if second, _, _ := strings.Cut(rest, "/"); top == "vault" && !d.IsDir() {
			looked["vault/"+second]++
		}
		if mode != want {
			t.Errorf("%s has %o, want %o", rel, mode, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, top := range []string{"vault/blobs", "vault/deliveries", "vault/references", "lake", "tmp", "state.db", "warehouse.duckdb", "outbox"} {
		if looked[top] == 0 {
			t.Errorf("nothing was looked at in %s", top)
		}
	}
}
