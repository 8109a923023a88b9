package pipelines_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/pipelines"
)

// returned is a return workbook as a clerk has it open.
type returned struct {
	t    *testing.T
	path string
	*excelize.File
}

// openReturned opens the one return workbook of a file taken in.
func openReturned(t *testing.T, e *pipelines.Env, f pipelines.Taken) *returned {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", fmt.Sprintf("%06d-*.退回表.xlsx", f.Delivery.Seq)))
	if err != nil || len(found) != 1 {
		t.Fatalf("return workbooks of %s: %v %v", f.Name, found, err)
	}
	return openWorkbook(t, found[0])
}

func openWorkbook(t *testing.T, path string) *returned {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return &returned{t, path, f}
}

// rows are the texts of a sheet.
func (r *returned) rows(sheet string) [][]string {
	r.t.Helper()
	rows, err := r.GetRows(sheet)
	if err != nil {
		r.t.Fatal(err)
	}
	return rows
}

// cell is the address of the nth row below the header, in the column of that
// header.
func (r *returned) cell(sheet, header string, n int) string {
	r.t.Helper()
	for i, row := range r.rows(sheet) {
		if !slices.Contains(row, filing.OwnRow) {
			continue
		}
		c := slices.Index(row, header)
		if c < 0 {
			r.t.Fatalf("no column %s in %q", header, row)
		}
		at, err := excelize.CoordinatesToCellName(c+1, i+1+n)
		if err != nil {
			r.t.Fatal(err)
		}
		return at
	}
	r.t.Fatalf("no header on sheet %s", sheet)
	return ""
}

func (r *returned) text(sheet, header string, n int) string {
	r.t.Helper()
	text, err := r.GetCellValue(sheet, r.cell(sheet, header, n))
	if err != nil {
		r.t.Fatal(err)
	}
	return text
}

// fill is the colour of a cell.
func (r *returned) fill(sheet, header string, n int) string {
	r.t.Helper()
	id, err := r.GetCellStyle(sheet, r.cell(sheet, header, n))
	if err != nil {
		r.t.Fatal(err)
	}
	style, err := r.GetStyle(id)
	if err != nil {
		r.t.Fatal(err)
	}
	if len(style.Fill.Color) == 0 {
		return ""
	}
	return style.Fill.Color[0]
}

// comment is what the comment on a cell says; empty without one.
func (r *returned) comment(sheet, header string, n int) string {
	r.t.Helper()
	comments, err := r.GetComments(sheet)
	if err != nil {
		r.t.Fatal(err)
	}
	at, text := r.cell(sheet, header, n), ""
	for _, c := range comments {
		if c.Cell == at {
			for _, p := range c.Paragraph {
				text += p.Text
			}
			text += c.Text
		}
	}
	return text
}

// correct writes text into a cell.
func (r *returned) correct(sheet, header string, n int, value any) {
	r.t.Helper()
	if err := r.SetCellValue(sheet, r.cell(sheet, header, n), value); err != nil {
		r.t.Fatal(err)
	}
}

// sendAgain puts the workbook, as it now is, into a folder of the inbox.
func (r *returned) sendAgain(e *pipelines.Env, township, name string) {
	r.t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		r.t.Fatal(err)
	}
	writeFile(r.t, filepath.Join(e.WS.Inbox(), township, name), b.String())
}

const (
	red    = "F8CBAD"
	yellow = "FFEB9C"
)

// office re-saves a workbook as LibreOffice does.
func office(t *testing.T, path string) string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	dir := t.TempDir()
	c := exec.Command(program, "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return filepath.Join(dir, "out", filepath.Base(path))
}

// workbookOf writes sheets with excelize, each from A1.
func workbookOf(t *testing.T, sheets map[string][][]any, merges ...string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range merges {
			from, to, _ := strings.Cut(m, ":")
			if err := f.MergeCell(name, from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzippedText(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	m, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gb18030(t *testing.T, text string) string {
	t.Helper()
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

const platformMapping = `name: 村务平台
table: disclosures
headers:
  village: [所属村居]
  item: [栏目]
  period: [期间]
  published_on: [上墙时间]
  review_result: [审核状态]
values:
  review_result:
    通过: 合格
`

// correction is one cell that a script mends.
type correction struct {
	header string
	row    int // below the header
	value  any
}

const journey = "村（居）务公开备案表"

// Every form a table may come in goes back, is corrected, comes again, is
// taken whole and supersedes; untouched it gives the same errors again.
func TestReturnedAndSentAgain(t *testing.T) {
	t.Parallel()
	bad := "村（社区）,公开事项,所属期,公布日期,涉及金额,栏目外\n" +
		"松涧村,CW01,2026-05,2026-06-10,12.5,甲\n" +
		"松间村子,CW01,2026-06,2026年2月30日,12.5,乙\n" +
		"竹溪村,低保对象名单,2026-06,2026-07-05,,丙\n"
	for _, test := range []struct {
		name, file, data, sheet string
		header                  []string // wanted, without the own columns
		cells                   []string // wanted red, header and row
		corrections             []correction
		accepted                int
		office                  bool // also re-saved by LibreOffice, which takes its time
	}{
		{
			office: true, name: "csv", file: "六月.csv", data: bad, sheet: journey,
			header: []string{"镇街", "村（社区）", "公开事项", "所属期", "公布日期", "涉及金额", "栏目外"},
			cells:  []string{"村（社区） 1", "公布日期 1", "所属期 2"}, accepted: 2,
			corrections: []correction{{"村（社区）", 1, "松涧村"}, {"公布日期", 1, "2026-07-01"}, {"所属期", 2, "2026Q2"}},
		},
		{
			name: "gb18030, gzipped", file: "六月.csv.gz", data: gzippedText(t, gb18030(t, bad)), sheet: journey,
			header: []string{"镇街", "村（社区）", "公开事项", "所属期", "公布日期", "涉及金额", "栏目外"},
			cells:  []string{"村（社区） 1", "公布日期 1", "所属期 2"}, accepted: 2,
			corrections: []correction{{"村（社区）", 1, "松涧村"}, {"公布日期", 1, "2026-07-01"}, {"所属期", 2, "2026Q2"}},
		},
		{
			name: "member of an archive", file: "汇总.zip", data: zipped(t, "六月.csv", bad), sheet: journey,
			header: []string{"镇街", "村（社区）", "公开事项", "所属期", "公布日期", "涉及金额", "栏目外"},
			cells:  []string{"村（社区） 1", "公布日期 1", "所属期 2"}, accepted: 2,
			corrections: []correction{{"村（社区）", 1, "松涧村"}, {"公布日期", 1, "2026-07-01"}, {"所属期", 2, "2026Q2"}},
		},
		{
			office: true, name: "two-row header, merged villages", file: "六月.xlsx", sheet: "六月",
			data: workbookOf(t, map[string][][]any{"六月": {
				{"青禾镇村务公开备案表"},
				{"村（社区）", "公开事项", "所属期", "公布", "", "重新公布"},
				{"", "", "", "公布日期", "撤下日期", "日期"},
				{"松涧村", "CW01", "2026-05", "2026-06-10", "", ""},
				{"", "CW01", "2026-06", "不详", "2026-07-20", "2026-07-09"},
				{"", "没有的事项", "2026-06", "2026-07-05", "2026-07-20", ""},
			}}, "A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "A4:A6"),
			header: []string{"镇街", "村（社区）", "公开事项", "所属期", "公布日期", "撤下日期", "重新公布日期"},
			cells:  []string{"公布日期 1", "公开事项 2"}, accepted: 2,
			corrections: []correction{{"公布日期", 1, "2026-07-02"}, {"公开事项", 2, "低保对象名单"}, {"所属期", 2, "2026Q2"}},
		},
		{
			office: true, name: "a village's form: the title names it", file: "松涧村.xlsx", sheet: "表一",
			data: workbookOf(t, map[string][][]any{"表一": {
				{"填报单位：松涧村", "", "所属期：2026年6月"},
				{"公开事项", "公布日期"},
				{"CW01", "6月1日"},
			}}),
			header: []string{"镇街", "村（社区）", "所属期", "公开事项", "公布日期"},
			cells:  []string{"公布日期 1"}, accepted: 1,
			corrections: []correction{{"公布日期", 1, "2026-07-02"}},
		},
		{
			name: "the sheet's name is the village", file: "两村.xlsx", sheet: "竹溪村",
			data: workbookOf(t, map[string][][]any{"竹溪村": {
				{"公开事项", "所属期", "公布日期"},
				{"CW01", "2026-06", "6月1日"},
			}}),
			header: []string{"镇街", "村（社区）", "公开事项", "所属期", "公布日期"},
			cells:  []string{"公布日期 1"}, accepted: 1,
			corrections: []correction{{"公布日期", 1, "2026-07-02"}},
		},
		{
			office: true, name: "an export of a platform", file: "平台.csv", sheet: "村（居）务公开备案表（映射“村务平台”）",
			data:   "序号,所属村居,栏目,期间,上墙时间,审核状态\n1,松涧村,CW01,2026-06,2026-07-02,待定\n2,竹溪村,CW01,2026-06,2026-07-02,通过\n",
			header: []string{"镇街", "序号", "所属村居", "栏目", "期间", "上墙时间", "审核状态"},
			cells:  []string{"审核状态 1"}, accepted: 1,
			corrections: []correction{{"审核状态", 1, "通过"}},
		},
	} {
		for _, resaved := range []bool{false, true} {
			name := test.name
			if resaved && !test.office {
				continue
			}
			if resaved {
				name += ", saved by LibreOffice"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				files := map[string]string{"mappings/平台.yaml": platformMapping}
				for name, text := range smallDistrict {
					files[name] = text
				}
				e := openEnv(t, makeWorkspace(t, files))
				writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", test.file), test.data)
				first := ingest(t, e, summerIntake)
				reconcile(t, first)
				if len(first.Files) != 1 || first.Files[0].Receipts[0].Status != lake.Partly {
					t.Fatalf("%+v", first.Files)
				}
				book := openReturned(t, e, first.Files[0])
				if resaved {
					book = openWorkbook(t, office(t, book.path))
				}
				if got := book.GetSheetList(); !slices.Equal(got, []string{"退回说明", shortSheet(test.sheet)}) {
					t.Fatalf("sheets %q", got)
				}
				sheet := shortSheet(test.sheet)
				if header := book.rows(sheet)[0]; !slices.Equal(header[2:], test.header) {
					t.Errorf("header %q", header)
				}
				var reds []string
				for n := 1; n < len(book.rows(sheet)); n++ {
					for _, header := range test.header {
						said := book.comment(sheet, header, n)
						wrong := said != ""
						// The library that reads it here does not see the colours LibreOffice writes.
						if !resaved && wrong != (book.fill(sheet, header, n) == red) {
							t.Errorf("%s %d: comment %q, colour %q", header, n, said, book.fill(sheet, header, n))
						}
						if wrong {
							reds = append(reds, fmt.Sprint(header, " ", n))
						}
						if said != "" && (!strings.HasPrefix(said, "错误：") || !strings.Contains(said, "怎样改：")) {
							t.Errorf("%s %d: the comment %q does not say what to do", header, n, said)
						}
					}
				}
				slices.Sort(reds)
				want := slices.Sorted(slices.Values(test.cells))
				if !slices.Equal(reds, want) {
					t.Errorf("red cells %q, want %q", reds, want)
				}

				// Untouched and sent again: the same cells, no more of anything.
				book.sendAgain(e, "青禾镇", "没有改.xlsx")
				again := ingest(t, e, summerIntake)
				reconcile(t, again)
				r := again.Files[0].Receipts
				if len(r) != 1 || r[0].Accepted != 0 || r[0].Quarantined != first.Files[0].Receipts[0].Quarantined || r[0].NonData != 0 {
					t.Fatalf("untouched: %+v", r)
				}
				if !slices.Equal(r[0].Unknown, first.Files[0].Receipts[0].Unknown) {
					t.Errorf("unknown headers %q, then %q", first.Files[0].Receipts[0].Unknown, r[0].Unknown)
				}
				second := openReturned(t, e, again.Files[0])
				for i, row := range second.rows(sheet) {
					if before := book.rows(sheet)[i]; i > 0 && !slices.Equal(row[2:], before[2:]) || len(row) != len(before) {
						t.Errorf("row %d is %q, was %q", i, row, before)
					}
				}

				// Corrected, it is taken and supersedes.
				for _, c := range test.corrections {
					second.correct(sheet, c.header, c.row, c.value)
				}
				second.sendAgain(e, "青禾镇", "改好.xlsx")
				last := ingest(t, e, summerIntake)
				if accepted := reconcile(t, last); accepted != test.accepted || last.Partly() || last.Files[0].Receipts[0].Warnings != 0 {
					t.Fatalf("corrected: %+v", last.Files[0].Receipts)
				}
				if found, _ := filepath.Glob(filepath.Join(e.WS.Outbox(), "*", "*", "*改好*.xlsx")); len(found) != 0 {
					t.Errorf("a return workbook where all is well: %v", found)
				}
			})
		}
	}
}

// shortSheet is a sheet's name as far as spreadsheets take it.
func shortSheet(name string) string {
	if runes := []rune(name); len(runes) > 31 {
		return string(runes[:31])
	}
	return name
}
