package filing

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

type cellCase struct{ kind, cell, context, expected, note string }

func cellCases(t *testing.T) []cellCase {
	t.Helper()
	f, err := os.Open("testdata/cells.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cases []cellCase
	for _, r := range records[1:] {
		cases = append(cases, cellCase{r[0], r[1], r[2], r[3], r[4]})
	}
	if len(cases) < 100 {
		t.Fatalf("%d cases, the file is torn", len(cases))
	}
	return cases
}

// gridCells are the cells a case stands for: some stand for a text and a
// number.
func (c cellCase) gridCells(t *testing.T) []grid.Cell {
	t.Helper()
	number := func(kind grid.Kind, text string) grid.Cell {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return grid.Cell{Kind: kind, Text: text, Number: n}
	}
	text := grid.Cell{Kind: grid.Text, Text: c.cell}
	switch {
	case strings.Contains(c.context, "raw serial"):
		cell := number(grid.Date, c.context[strings.LastIndex(c.context, " ")+1:])
		cell.Text = c.cell
		return []grid.Cell{cell}
	case strings.Contains(c.context, "date format"):
		return []grid.Cell{number(grid.Date, c.cell)}
	case c.context == "xlsx error":
		return []grid.Cell{{Kind: grid.Error, Text: c.cell}}
	case c.context == "xlsx numeric":
		return []grid.Cell{number(grid.Number, c.cell)}
	case c.context == "text or numeric":
		return []grid.Cell{text, number(grid.Number, c.cell)}
	}
	return []grid.Cell{text}
}

func outcome(c *Column, cell grid.Cell) string {
	v, bad := readCell(c, cell, civil.MustOf(2026, 12, 31))
	switch {
	case bad != nil && !v.Valid:
		return "reject"
	case !v.Valid:
		return "null"
	case c.Type == Decimal:
		return strconv.FormatFloat(float64(v.Int)/tenThousand, 'f', -1, 64)
	}
	return v.canonical(c.Type)
}

func TestCells(t *testing.T) {
	counts := map[string]int{}
	for _, c := range cellCases(t) {
		var columns []Column
		switch c.kind {
		case "date":
			columns = []Column{{Type: Date}}
		case "number":
			columns = []Column{{Type: Integer}, {Type: Decimal}}
			if strings.Contains(c.context, "count column") {
				columns = columns[:1]
			}
			if strings.Contains(c.expected, ".") {
				columns = columns[1:]
			}
		case "bool":
			columns = []Column{{Type: Bool}}
		default:
			continue
		}
		counts[c.kind]++
		want := c.expected
		if c.note == "blank template" {
			want = "null" // the written rules hold: see testdata/README.md
		}
		for i := range columns {
			for _, cell := range c.gridCells(t) {
				if got := outcome(&columns[i], cell); got != want {
					t.Errorf("%s %q (%s): got %s, want %s", c.kind, c.cell, c.context, got, want)
				}
			}
		}
	}
	if counts["date"] < 40 || counts["number"] < 15 || counts["bool"] < 20 {
		t.Errorf("only %v cases ran", counts)
	}
}

// The cells that begin a row which is no data, each below a header.
func TestRowCells(t *testing.T) {
	ran := 0
	for _, c := range cellCases(t) {
		if c.kind != "row" {
			continue
		}
		ran++
		cells := c.cell
		if c.cell == "1" {
			cells = "1|2|3|4"
		}
		s, got := read(t, "村（社区）|公开事项|所属期|涉及金额\n御临村|财务收支|2026-06|12\n"+cells)
		if s.Accepted != 1 || s.NonData != 1 || s.Quarantined != 0 {
			t.Errorf("%q: %d accepted, %d non-data, %s", c.cell, s.Accepted, s.NonData, places(got.findings))
		}
		if want := strings.Contains(c.cell, "万元"); want != (s.Warnings == 1) {
			t.Errorf("%q: %d warnings: %s", c.cell, s.Warnings, places(got.warnings))
		}
	}
	if ran < 14 {
		t.Errorf("only %d cases ran", ran)
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2026年6月15号", "2026-06-15"}, {"2026年6月15", "2026-06-15"}, {"2026、6、15", "2026-06-15"},
		{"二〇二六年六月十五日", "2026-06-15"}, {"二○二六年六月十五日", "2026-06-15"}, {"二零二六年六月十五日", "2026-06-15"},
		{"二0二六年六月十五日", "2026-06-15"}, {"二Ｏ二六年六月一五日", "2026-06-15"}, {"贰零贰陆年零陆月壹拾伍日", "2026-06-15"}, {"貳零貳陸年陸月拾伍日", "2026-06-15"},
		{"二〇二六年一月卅一日", "2026-01-31"}, {"二〇二六年一月卅日", "2026-01-30"}, {"二〇二六年五月二十日", "2026-05-20"},
		{"贰零贰伍年壹拾贰月零叁拾日", "2025-12-30"}, {"二〇二五年一〇月二〇日", "2025-10-20"},
		{"2026。6。15", "2026-06-15"}, {"2026−6−15", "2026-06-15"}, {"2026 年 6 月 15 日", "2026-06-15"},
		{"2026/6/15 9:30", "2026-06-15"}, {"2026-06-15 09:30:15.5", "2026-06-15"}, {"2026年6月15日下午3时30分", "2026-06-15"},
		{"2026年6月15日 周一 上午9点半", "2026-06-15"}, {"2026-06-15T23:30:00+08:00", "2026-06-15"}, {"20260615 10：00", "2026-06-15"},
		{"2026年6月14日星期天", "2026-06-14"}, {"2026-06-14（周日）", "2026-06-14"}, {"\u200b2026-06-15\ufeff", "2026-06-15"},
		{"-", "null"}, {"—", "null"}, {"／", "null"}, {"无", "null"}, {"暂无", "null"}, {"　年　月　日", "null"}, {"年月日", "null"}, {" ", "null"},
		{"26年6月15日", DateUnreadable.Code}, {"26-6-15", DateUnreadable.Code}, {"15/6/2026", DateUnreadable.Code}, {"6/15/2026", DateUnreadable.Code},
		{"2026-02-30", DateImpossible.Code}, {"2026年2月30日", DateImpossible.Code}, {"20260230", DateImpossible.Code},
		{"同上", DateUnreadable.Code}, {"〃", DateUnreadable.Code}, {"2026年6月", DateUnreadable.Code}, {"2026.6-15", DateUnreadable.Code},
		{"2026年6月15日-20日", DateUnreadable.Code}, {"2026-06-15至2026-06-20", DateUnreadable.Code}, {"2026-006-15", DateUnreadable.Code},
		{"46188", DateBareNumber.Code}, {"202606", DateBareNumber.Code}, {"2026", DateBareNumber.Code}, {"2O26-06-15", DateLetterO.Code},
		{"2026年6月15日星期二", DateWeekday.Code}, {"2026-06-15 25:00", DateUnreadable.Code}, {"2026-06-15T16:00:00Z", DateUnreadable.Code},
		{"1999-12-31", DateTooEarly.Code}, {"2000-01-01", "2000-01-01"}, {"2026-07-20", "2026-07-20"}, {"2026-07-21", DateAfterReceipt.Code},
		{"2026-06-15日期", DateUnreadable.Code}, {"星期一", DateUnreadable.Code}, {"二〇二六年六月五十日", DateImpossible.Code},
		{"2026年6月15日9时9时", DateUnreadable.Code}, {"0000-00-00", DateImpossible.Code}, {"2〇26年6月15日", DateUnreadable.Code},
	} {
		v, bad := readCell(&Column{Type: Date}, grid.Cell{Kind: grid.Text, Text: c.text}, receivedOn)
		if got := shown(v, bad, Date); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
	if _, bad := readCell(&Column{Type: Date, Ahead: true}, grid.Cell{Kind: grid.Text, Text: "2027-01-01"}, receivedOn); bad != nil {
		t.Errorf("a date that may lie ahead: %v", bad)
	}
	for _, c := range []struct {
		cell grid.Cell
		want string
	}{
		{grid.Cell{Kind: grid.Number, Number: 20260615}, "2026-06-15"},
		{grid.Cell{Kind: grid.Number, Number: 44064}, DateBareNumber.Code},
		{grid.Cell{Kind: grid.Number, Number: 20260615.5}, DateBareNumber.Code},
		{grid.Cell{Kind: grid.Date, Number: 44064 - 1462, Epoch1904: true}, "2020-08-21"},
		{grid.Cell{Kind: grid.Bool, Text: "TRUE"}, DateUnreadable.Code},
		{grid.Cell{Kind: grid.Formula, Text: "=TODAY()"}, FormulaWithoutValue.Code},
		{grid.Cell{Kind: grid.Error, Text: "#N/A"}, ErrorValue.Code},
	} {
		v, bad := readCell(&Column{Type: Date}, c.cell, receivedOn)
		if got := shown(v, bad, Date); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.cell, got, c.want)
		}
	}
}

// shown is a value, null, or the reason why there is none.
func shown(v Value, bad *Bad, t Type) string {
	switch {
	case bad != nil && v.Valid:
		return v.canonical(t) + "?" + bad.Reason
	case bad != nil:
		return bad.Reason
	case !v.Valid:
		return "null"
	}
	return v.canonical(t)
}

func TestTypes(t *testing.T) {
	column := func(table, code string) *Column { return &ByCode(table).Columns[ByCode(table).Column(code)] }
	text := func(s string) grid.Cell { return grid.Cell{Kind: grid.Text, Text: s} }
	number := func(n float64) grid.Cell { return grid.Cell{Kind: grid.Number, Text: fmt.Sprint(n), Number: n} }
	boolean, period, decimal, count := &Column{Type: Bool}, &Column{Type: Period}, &Column{Type: Decimal}, &Column{Type: Integer}
	channels, fault, covert := column("disclosures", "channels"), column("inspections", "fault"), column("inspections", "covert")
	topic, hash := column("consultations", "topic_category"), column("disclosures", "attachment_hash")
	form := column("consultations", "form")
	digest := strings.Repeat("AB", 32)
	for _, c := range []struct {
		column *Column
		cell   grid.Cell
		want   string
	}{
		{boolean, text("☑"), "true"}, {boolean, text("√"), "true"}, {boolean, text("X"), "false"}, {boolean, text("n"), "false"},
		{boolean, text("已盖章"), "true"}, {boolean, text("未签字"), "false"}, {boolean, text("true"), "true"}, {boolean, text("ＦＡＬＳＥ"), "false"},
		{boolean, text("☐是 ☑否"), "false"}, {boolean, text("是☑/否☐"), "true"}, {boolean, text("☑是 ☑否"), BoolUnticked.Code},
		{boolean, text("是☐ 否☐"), BoolUnticked.Code}, {boolean, text("☑" + "\ufe0f"), "true"}, {boolean, text("部分"), BoolUnreadable.Code},
		{boolean, text("是/否"), BoolUnreadable.Code}, {boolean, text("☑是☐有"), BoolUnreadable.Code}, {boolean, text("/"), BoolUnreadable.Code},
		{boolean, grid.Cell{Kind: grid.Bool, Text: "TRUE"}, "true"}, {boolean, number(1), "true"}, {boolean, number(0), "false"}, {boolean, number(2), BoolUnreadable.Code},
		{boolean, grid.Cell{Kind: grid.Date, Text: "1900-01-01", Number: 1}, BoolUnreadable.Code}, {boolean, text("不适用"), "null"},
		{covert, text("暗访"), "true"}, {covert, text("明查"), "false"}, {boolean, text("暗访"), BoolUnreadable.Code},

		{count, text("1 234"), "1234"}, {count, text("12.00"), "12"}, {count, text("1.5"), NumberNotWhole.Code}, {count, number(-1), NumberNegative.Code},
		{count, text("12，345人"), "12345"}, {count, text("12,34"), NumberUnreadable.Code}, {count, text("十二"), NumberUnreadable.Code}, {count, text("约12"), NumberUnreadable.Code},
		{count, text("10-12"), NumberUnreadable.Code}, {count, grid.Cell{Kind: grid.Date, Number: 46000}, NumberIsDate.Code}, {count, text("99999999999999999999"), NumberTooLarge.Code},
		{count, text("　年　月　日"), "null"}, {count, text("—"), "null"}, {count, grid.Cell{Kind: grid.Bool, Text: "TRUE"}, NumberUnreadable.Code},
		{decimal, text("￥1,234.5元"), "12345000"}, {decimal, number(0.1 + 0.2), "3000"}, {decimal, number(68.66499999999999), "686650"}, {decimal, text("0.12345"), NumberTooPrecise.Code},
		{decimal, text("0.12340"), "1234"}, {decimal, text("12万元"), NumberUnreadable.Code}, {decimal, text("-3.5"), "-35000"}, {decimal, text("-0.5"), "-5000"},

		{period, text("2026-06"), "2026-06"}, {period, text("2026年6月"), "2026-06"}, {period, text("2026年06月"), "2026-06"}, {period, text("２０２６年 ６ 月"), "2026-06"},
		{period, text("2026Q2"), "2026Q2"}, {period, text("2026q2"), "2026Q2"}, {period, text("2026年第二季度"), "2026Q2"}, {period, text("2026年二季度"), "2026Q2"},
		{period, text("2026年第2季度"), "2026Q2"}, {period, text("2026H1"), "2026H1"}, {period, text("2026上半年"), "2026H1"}, {period, text("2026年下半年"), "2026H2"},
		{period, text("2026"), "2026"}, {period, text("2026年"), "2026"}, {period, text("2026年度"), "2026"}, {period, number(2026), "2026"},
		{period, text("2026年13月"), PeriodUnreadable.Code}, {period, text("2026Q5"), PeriodUnreadable.Code}, {period, text("2026Q0"), PeriodUnreadable.Code}, {period, text("2026H3"), PeriodUnreadable.Code},
		{period, text("二季度"), PeriodUnreadable.Code}, {period, text("6月"), PeriodUnreadable.Code}, {period, text("2026-6"), PeriodUnreadable.Code}, {period, number(2026.06), PeriodUnreadable.Code},
		{period, number(202606), PeriodUnreadable.Code}, {period, text("1999-06"), PeriodUnreadable.Code}, {period, grid.Cell{Kind: grid.Date, Number: 46174}, PeriodIsDate.Code},

		{channels, text("公开栏、网络；公开栏"), "公开栏、网络"}, {channels, text("广播/会议,入户"), "广播、会议、入户"},
		{channels, text("公开栏、抖音、微信"), "公开栏、其他?" + WordReplaced.Code}, {channels, text("其他"), "其他"}, {channels, text("、"), WordUnknown.Code},
		{fault, text("无"), "null"}, {fault, text("内容不全、要件不齐"), "内容不全、要件不齐"}, {fault, text("无、其他"), WordConflict.Code}, {fault, text("内容不全、字太小"), WordUnknown.Code},
		{topic, text("农村“三资”管理和处置"), `农村"三资"管理和处置`}, {topic, text("农村‘三资’管理和处置"), `农村"三资"管理和处置`}, {topic, text("'一事一议'筹资筹劳"), `"一事一议"筹资筹劳`}, {topic, text("物业"), WordUnknown.Code}, {form, text("院坝(楼栋)议事会"), "院坝（楼栋）议事会"},
		{hash, text(digest + "；" + strings.Repeat("0", 32)), strings.ToLower(digest) + "、" + strings.Repeat("0", 32)}, {hash, text("见附件"), HashUnreadable.Code},
		{hash, number(1234567890123456), HashUnreadable.Code},

		{&Column{}, text("\u202e 甲\u200b 乙\n"), "甲 乙"}, {&Column{}, text("甲\u00ad乙\u2061\u2064丙\u061c\ufeff"), "甲乙丙"}, {&Column{}, text("e\u0301"), "é"}, {&Column{}, number(12), "12"},
		{&Column{}, text(strings.Repeat("字", 4000)), strings.Repeat("字", 4000)}, {&Column{}, text(strings.Repeat("字", 4001)), TextTooLong.Code},
		{&Column{}, text("\u200b"), "null"}, {&Column{}, grid.Cell{Kind: grid.Formula, Text: "=A1"}, FormulaWithoutValue.Code},
		{&Column{Type: Code, Digits: 12}, number(500112133203), "500112133203"}, {&Column{Type: Code, Digits: 12}, text("5.00112E+11"), CodeLostDigits.Code},
		{&Column{Type: Code, Digits: 9}, text("50011213"), CodeUnreadable.Code},
	} {
		v, bad := readCell(c.column, c.cell, receivedOn)
		if got := shown(v, bad, c.column.Type); got != c.want {
			t.Errorf("%s %q: got %s, want %s", c.column.Code, c.cell.Text, got, c.want)
		}
	}
}

func TestReasons(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range slices.Concat(Reasons(), FileReasons()) {
		if r.Code == "" || r.Message == "" || r.Accepted == "" || r.Cause == "" || seen[r.Code] {
			t.Errorf("%+v: incomplete or given twice", r)
		}
		seen[r.Code] = true
	}
	bad := DateAfterReceipt.Bad("收到", "2026年7月20日")
	if want := "日期晚于收到之日（2026年7月20日）"; bad.Message != want {
		t.Errorf("got %s, want %s", bad.Message, want)
	}
}
