package sheet

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

// corpus is a file of the corpus of hostile files.
func corpus(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("TONGBAO_CORPUS")
	if root == "" {
		t.Skip("TONGBAO_CORPUS is not set: the hostile files were not read")
	}
	return filepath.Join(root, "hostile", name)
}

// TestCorpusEveryFileIsReadOrRefused: no panic, no other error, no row out of
// order, whatever the file.
func TestCorpusEveryFileIsReadOrRefused(t *testing.T) {
	files, err := filepath.Glob(corpus(t, "*/*"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		checkReadOrRefused(t, path)
	}
}

func checkReadOrRefused(t *testing.T, path string) {
	t.Helper()
	var refused *Refused
	book, err := Open(path, DefaultLimits)
	if err != nil {
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", path, err)
		}
		return
	}
	defer book.Close()
	if len(book.Sheets()) == 0 {
		t.Errorf("%s: opened without sheets", path)
	}
	for i := range book.Sheets() {
		rows, err := readSheet(path, i, DefaultLimits)
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("%s: %v", path, err)
		}
		for n := range rows {
			if n > 0 && rows[n].Number <= rows[n-1].Number || rows[n].Number < 1 {
				t.Errorf("%s: row %d out of order", path, rows[n].Number)
			}
		}
	}
}

// TestCorpusManifest holds that what the corpus's list calls readable is read
// whole, and that what it calls broken or locked is refused whole.
func TestCorpusManifest(t *testing.T) {
	// What is judged by a table's rules and not by whether it can be read.
	noRows := []string{"xlsx_calamine/empty_sheet.xlsx"}
	// Only the bytes tell: Latin letters of another encoding.
	notChinese := []string{
		"csv_duckdb/encodings_all_latin1.csv", "csv_duckdb/encodings_only_latin1.csv", "csv_frictionless/latin1.csv", "csv_frictionless/issue-811.csv",
		"gb18030_real/mixed_utf8_then_gbk.csv", "gb18030_real/yubei_truncated_mid_char.gbk.csv",
		"csv_frictionless/empty.csv",
	}
	manifest, err := readSheet(corpus(t, "MANIFEST.csv"), 0, DefaultLimits)
	if err != nil || len(manifest) < 100 {
		t.Fatalf("%d rows, %v", len(manifest), err)
	}
	read, refused := 0, 0
	for _, row := range manifest[1:] {
		name, size, special, behaviour := row.Cell(0).Text, row.Cell(1).Text, row.Cell(4).Text, row.Cell(5).Text
		if strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".md") {
			continue
		}
		path := corpus(t, name)
		if info, err := os.Stat(path); err != nil || strconv.FormatInt(info.Size(), 10) != size {
			t.Errorf("%s: %v, want %s bytes", name, err, size)
			continue
		}
		rows, sheets := 0, 0
		book, err := Open(path, DefaultLimits)
		if err == nil {
			for sheets = range book.Sheets() {
				err = errors.Join(err, book.Read(sheets, func(row grid.Row) error {
					if !row.IsBlank() {
						rows++
					}
					return nil
				}))
			}
			err = errors.Join(err, book.Close())
		}
		wantRefusal := strings.HasPrefix(behaviour, "reject whole file") || strings.Contains(special, "encrypted") || slices.Contains(notChinese, name)
		switch {
		case wantRefusal:
			if !errors.As(err, new(*Refused)) || rows > 0 {
				t.Errorf("%s (%s): %d rows, %v; want it refused: %s", name, special, rows, err, behaviour)
			}
			refused++
		case strings.HasPrefix(name, "csv_") && err != nil:
			if !errors.As(err, new(*Refused)) {
				t.Errorf("%s: %v", name, err)
			}
		default:
			if err != nil || rows == 0 && !slices.Contains(noRows, name) {
				t.Errorf("%s (%s): %d rows, %v; want it read: %s", name, special, rows, err, behaviour)
			}
			read++
		}
	}
	if read < 80 || refused < 10 {
		t.Errorf("%d files read, %d refused", read, refused)
	}
}

func TestCorpusRefused(t *testing.T) {
	for name, reason := range map[string]string{
		"xlsx_calamine/issue252.xlsx":                   ReasonTorn,
		"xlsx_calamine/pass_protected.xlsx":             ReasonEncrypted,
		"xlsx_excelize/encryptAES.xlsx":                 ReasonEncrypted,
		"xlsx_excelize/encryptSHA1.xlsx":                ReasonEncrypted,
		"xlsx_excelize/encryptSHA512.xlsx":              ReasonEncrypted,
		"xlsx_excelize/BadWorkbook.xlsx":                ReasonNoSheet,
		"csv_frictionless/empty.csv":                    ReasonEmpty,
		"csv_frictionless/latin1.csv":                   ReasonMixedEncoding,
		"csv_duckdb/encodings_only_latin1.csv":          ReasonMixedEncoding,
		"csv_duckdb/encodings_all_latin1.csv":           ReasonMixedEncoding,
		"csv_frictionless/issue-811.csv":                ReasonMixedEncoding,
		"gb18030_real/mixed_utf8_then_gbk.csv":          ReasonMixedEncoding,
		"gb18030_real/yubei_truncated_mid_char.gbk.csv": ReasonMixedEncoding,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readSheet(corpus(t, name), 0, DefaultLimits)
			wantRefused(t, err, reason)
		})
	}
}

func TestCorpusRead(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"xlsx_calamine/date.xlsx", "1: D:2021-01-01 | N:15\n2: D:2021-01-02 | N:16\n3: N:10.6320601851852 | N:17"},
		{"xlsx_calamine/date_1904.xlsx", "1: D:2021-01-01(1904) | N:15\n2: D:2021-01-02(1904) | N:16\n3: N:10.6320601851852 | N:17"},
		{"xlsx_calamine/date_iso.xlsx", "1: D:2021-01-01\n2: D:2021-01-01 10:10:10\n3: T:10:10:10\n4: T:This workbook"},
		{"xlsx_calamine/date_quoted_format.xlsx", "1: D:2021-01-01\n2: D:2021-01-01\n3: D:2021-01-01\n4: D:2021-01-01"},
		{"xlsx_calamine/empty_shared_string_value.xlsx", "1: T:Name | T:City | T:Status\n2: T:Alice | _ | T:Active\n3: _ | T:Berlin"},
		{"xlsx_calamine/encoded_entities.xlsx", "1: T:&\n2: T:\n"},
		{"xlsx_calamine/errors.xlsx", "1: E:#DIV/0!\n2: E:#NAME?\n3: E:#VALUE!\n4: E:#NULL!\n5: E:#REF!\n6: E:#NUM!\n7: E:#N/A\n20h:"},
		{"xlsx_calamine/has_x000D_.xlsx", "1: T:ABC\nDEF"},
		{"xlsx_calamine/has_x000D_inline.xlsx", "1: T:ABC\nDEF"},
		{"xlsx_calamine/rph.xlsx", "1: T:課きく　毛こ"},
		{"xlsx_calamine/issue_391.xlsx", "1: N:1\n2: N:2\n3: N:3\n4: N:4\n5: N:5\n6: N:6\n7: N:7"},
		{"xlsx_calamine/issue_530.xlsx", "3: T:考勤周期 | T:2023-03-01-2023-03-31\n4: _ | _ | T:领域 | T:平台 | T:小微 |"},
		{"xlsx_calamine/nonstandard-xml-ns-prefix.xlsx", "1: T:a | T:b\n2: N:1 | N:3\n3: N:2 | N:4"},
		{"xlsx_calamine/richtext-namespaced.xlsx", "1: T:inline string\nLine 2\nLine 3 | T:inline string\nLine 2\nLine 3→ |"},
		{"xlsx_calamine/inlineStr_cdata.xlsx", "1: T:Hello CDATA | T:World\n2: T:12345 | T:NormalText"},
		{"xlsx_calamine/inlineStr_with_value.xlsx", "2: N:1 | T:+ | _ | T:1. | T:RQ11610"},
		{"xlsx_calamine/header-row.xlsx", "3: _ | _ | T:Note 1\n9: T:Columns"},
		{"xlsx_calamine/merge_cells.xlsx", "1: T:Row Merge | T:Row Merge→ | T:Not Merged\n2: T:Column Merge | T:Chunk Merged | T:Chunk Merged→ | T:Chunk Merged→\n3: T:Column Merge↓ | T:Chunk Merged↓ | T:Chunk Merged→"},
		{"xlsx_frictionless/merged-cells.xlsx", "1: T:data | T:data→\n"},
		{"xlsx_frictionless/multiline-headers.xlsx", "5: T:Region↓ | T:(%) | T:from previous quarter↓ | T:from baseline (%)↓\n6: T:A | T:B | T:C | T:D"},
		{"xlsx_excelize/MergeCell.xlsx", "4: T:A4 | T:A4→ | T:C4 | T:D4\n5: T:A4↓ | T:A4→ | T:C5 | T:D5\n"},
		{"xlsx_excelize/OverflowNumericCell.xlsx", "1: N:8595602512225"},
		{"xlsx_excelize/SharedStrings.xlsx", "1: T:A"},
		{"xlsx_frictionless/number-format-multicode.xlsx", "3: N:-9.03233986479077"},
		{"xlsx_frictionless/preserve-formatting-percentage.xlsx", "2: N:123 | N:0.52\n3: N:456 | N:0.3\n4: N:789 | N:0.06"},
		{"xlsx_frictionless/cast-int-to-string-issue-1251.xlsx", "T:001"},
		{"xlsx_frictionless/table-infer-boolean.xlsx", "B:TRUE"},
		{"xlsx_calamine/empty_shared_string.xlsx", "1: T:abc\n2:\n"},
		{"xlsx_calamine/whitespace_trim.xlsx", "T:clean text\n2: T:  line1\nline2   | T:  line1\nline2\n3: T:日期 时间\n"},
		{"xlsx_calamine/merged_range.xlsx", "1: T:A1 | T:B1 | T:C1 | T:C1→ | T:E1 | T:F1 | T:G1 | T:H1\n2: T:A1↓ | T:B1↓ | T:C1↓ | T:C1→ | T:E1↓"},
		{"xlsx_calamine/non_monotonic_si.xlsx", "4: N:4 | N:8 | N:12\n5: N:5 | N:10 | N:15"},
		{"xlsx_calamine/empty_s_attribute.xlsx", "4: T:Peter | N:3\n5: T:Sam | N:4\n"},
		{"xlsx_frictionless/adjust-floating-point-error.xlsx", "3: T:W-2-98-NC TF1 0-4cm Total P split 1 | N:68.66499999999999 |"},
		{"xlsx_frictionless/preserve-formatting.xlsx", "2: _ | N:1000.5577 | N:1000.5577 | N:1000.5577 | N:1000.5577 | N:1000.5577 | D:2040-05-20"},
		{"xlsx_excelize/CalcChain.xlsx", "1: N:0 | N:1\n"},
		{"xlsx_frictionless/skip-rows.xlsx", "1: T:Table 1 | T:Table 1→\n2: T:A | T:B\n3: N:8 | N:9\n"},
		{"csv_duckdb/encodings_utf16.csv", "2: T:José Álvarez | T:30"},
		{"csv_duckdb/auto_utf8bom.csv", "1: T:id | T:name\n2: T:1 | T:Mark"},
		{"csv_duckdb/double_quoted_header.csv", "1: T:foo \"bar | T:name"},
		{"csv_duckdb/bad_escape.csv", `3: T:123 | T:foo (\foo\")"`},
		{"csv_duckdb/evil_nullpadding.csv", "3: T:diego | T:\npedro;nl;"},
		{"csv_duckdb/empty_first_line.csv", "1:\n2: T:a"},
		{"gb18030_real/short_gbk_one_row.csv", "1: T:村名 | T:公开\n2: T:御临村 | T:是"},
		{"csv_frictionless/blank-rows-multiple.csv", "2:"},
		{"csv_frictionless/leading-zeros.csv", "T:01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := readSheet(corpus(t, c.name), 0, DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(rows) + "\n"; !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwithout\n%s", got, c.want)
			}
		})
	}
}

func TestCorpusSizes(t *testing.T) {
	for name, want := range map[string]int{
		"xlsx_calamine/minimal_package.xlsx": 196, "xlsx_calamine/strict_iso_paths.xlsx": 76, "xlsx_calamine/issue_261.xlsx": 59,
		"xlsx_calamine/issue_553.xlsx": 890, "xlsx_calamine/empty_sheet.xlsx": 0, "gb18030_real/yubei_villages.gbk.csv": 413,
		"csv_duckdb/error_quotednewlines.csv": 10101, "csv_frictionless/encoding-issue-274.csv": 508,
	} {
		rows, err := readSheet(corpus(t, name), 0, DefaultLimits)
		if err != nil || len(rows) != want {
			t.Errorf("%s: %d rows, %v; want %d", name, len(rows), err, want)
		}
	}
}

func TestCorpusRealNamesInEveryEncoding(t *testing.T) {
	want, err := readSheet(corpus(t, "gb18030_real/rare_names.utf8.csv"), 0, DefaultLimits)
	if err != nil || len(want) < 50 {
		t.Fatalf("%d rows, %v", len(want), err)
	}
	for _, other := range []string{"gb18030", "utf16bom", "utf8bom"} {
		got, err := readSheet(corpus(t, "gb18030_real/rare_names."+other+".csv"), 0, DefaultLimits)
		if err != nil {
			t.Errorf("%s: %v", other, err)
		} else if show(got) != show(want) {
			t.Errorf("%s differs:\n%+q\n%+q", other, show(got), show(want))
		}
	}
}

// TestCorpusNoVillageOfChongqingPassesForUTF8 holds the assumption that GBK
// text does not read as UTF-8 by chance, on every name of a municipality.
func TestCorpusNoVillageOfChongqingPassesForUTF8(t *testing.T) {
	rows, err := readSheet(filepath.Join(corpus(t, ""), "..", "divisions", "chongqing_villages.csv"), 0, DefaultLimits)
	if err != nil || len(rows) < 10000 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	lines := 0
	for _, row := range rows {
		for _, c := range row.Cells {
			encoded, ok := encodeGB(c.Text)
			if !ok {
				continue
			}
			scan := newTextScan()
			_, _ = scan.Write(encoded)
			scan.end()
			if scan.badGB > 0 || scan.wide > 0 {
				t.Errorf("%s in GBK passes for UTF-8", c.Text)
			}
			lines++
		}
	}
	if lines < 10000 {
		t.Errorf("only %d names encoded", lines)
	}
}

func TestCorpusSpectrum(t *testing.T) {
	oracles, err := filepath.Glob(corpus(t, "csv_spectrum/*.expected.json"))
	if err != nil || len(oracles) < 10 {
		t.Fatalf("%d oracles, %v", len(oracles), err)
	}
	for _, oracle := range oracles {
		name := strings.TrimSuffix(oracle, ".expected.json") + ".csv"
		if strings.Contains(name, "location_coordinates") {
			continue // its oracle is not UTF-8
		}
		content, err := os.ReadFile(oracle)
		if err != nil {
			t.Fatal(err)
		}
		var want []map[string]string
		if err := json.Unmarshal(content, &want); err != nil {
			t.Fatalf("%s: %v", oracle, err)
		}
		rows, err := readSheet(name, 0, DefaultLimits)
		if err != nil || len(rows) != len(want)+1 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
			continue
		}
		for i, fields := range want {
			for column, header := range rows[0].Cells {
				if got := rows[i+1].Cell(column).Text; got != fields[header.Text] {
					t.Errorf("%s: %s of row %d is %q, want %q", name, header.Text, i+2, got, fields[header.Text])
				}
			}
		}
	}
}

func TestCorpusSheets(t *testing.T) {
	book, err := Open(corpus(t, "xlsx_calamine/any_sheets.xlsx"), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if want := []Info{{"Visible", false}, {"Hidden", true}, {"VeryHidden", true}}; !slices.Equal(book.Sheets(), want) {
		t.Errorf("sheets %v", book.Sheets())
	}
}
