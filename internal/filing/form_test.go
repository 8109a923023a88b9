package filing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

// sentBack is a sheet as it comes again: its form, with the program's own
// columns in front, and all its rows of data.
func sentBack(f *Form, rows []grid.Row, data []int) []grid.Row {
	own := func(text string) grid.Cell { return grid.Cell{Kind: grid.Text, Text: text} }
	var back []grid.Row
	if f.Unit != "" {
		back = append(back, grid.Row{Cells: []grid.Cell{{}, {}, own(f.Unit)}})
	}
	header := []grid.Cell{own(OwnRow), own(OwnProblems)}
	for _, c := range f.Columns {
		header = append(header, own(c.Header))
	}
	back = append(back, grid.Row{Cells: header})
	for _, row := range rows {
		if !slices.Contains(data, row.Number) {
			continue
		}
		cells := []grid.Cell{{Kind: grid.Number, Text: fmt.Sprint(row.Number), Number: float64(row.Number)}, own("合计：注意，“公布日期”没有这一天")}
		for i, c := range f.Cells(row) {
			if (c.Kind == grid.Error || c.Kind == grid.Formula) && f.Columns[i].Code != "" {
				c = own("#N/A")
			}
			cells = append(cells, c)
		}
		back = append(back, grid.Row{Cells: cells})
	}
	for i := range back {
		back[i].Number = i + 1
	}
	return back
}

// told are the accepted rows, and the findings by row and column: what must
// not change on the way there and back. Where a row stands may.
func told(s Sheet, got *collected) []string {
	var list []string
	number := map[int]int{}
	for _, row := range got.accepted {
		number[row.Number] = 0
	}
	for _, n := range got.quarantined {
		number[n] = 0
	}
	rows := []int{}
	for n := range number {
		rows = append(rows, n)
	}
	slices.Sort(rows)
	for i, n := range rows {
		number[n] = i
	}
	for _, row := range got.accepted {
		line := fmt.Sprintf("row %d: %s", number[row.Number], row.Key)
		for c, v := range row.Values {
			line += "|" + v.canonical(s.Table.Columns[c].Type)
		}
		for _, extra := range row.Extra {
			line += "|" + extra.Text
		}
		list = append(list, line)
	}
	for _, f := range slices.Concat(got.findings, got.warnings) {
		if f.Reason == UnitNotYuan.Code || f.Reason == KeyRepeated.Code {
			continue // which name places
		}
		reason := f.Reason
		if reason == FormulaWithoutValue.Code {
			reason = ErrorValue.Code
		}
		list = append(list, fmt.Sprintf("row %d %s %s %t", number[f.Row], f.Column, reason, f.Warning))
	}
	slices.Sort(list)
	return list
}

// checkForm sends what was read back and holds that it reads the same.
func checkForm(t testing.TB, ctx Context, r *Reader, rows []grid.Row, s Sheet, got *collected) {
	t.Helper()
	f := r.Form(func(code string) string {
		for name, c := range fakeTownships {
			if c == code && name != code {
				return name
			}
		}
		return code
	})
	if f == nil || s.Refused != nil || f.Table.Reference || len(got.accepted)+len(got.quarantined) == 0 || len(rows) > 1000 {
		return
	}
	data := slices.Clone(got.quarantined)
	for _, row := range got.accepted {
		data = append(data, row.Number)
	}
	ctx.Seen, ctx.MergesRun = nil, true
	back, sink := sentBack(f, rows, data), &collected{}
	again := NewReader(ctx, sink)
	for _, row := range back {
		if err := again.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	second := again.Close()
	if second.Table == nil || second.Refused != nil {
		t.Fatalf("sent back it is refused: %+v\n%+v", second.Refused, back[0])
	}
	if want, have := told(s, got), told(second, sink); !slices.Equal(want, have) || second.NonData != 0 {
		t.Errorf("sent back it reads (%d non-data)\n%s\nnot\n%s\nheader %+v", second.NonData, strings.Join(have, "\n"), strings.Join(want, "\n"), f.Columns)
	}
	var unknown []string
	for _, h := range s.Unknown {
		if len(h) > 2 || h[0] < 'A' || h[0] > 'Z' { // a column without a header may stand elsewhere
			unknown = append(unknown, h)
		}
	}
	for _, h := range unknown {
		if !slices.ContainsFunc(second.Unknown, func(have string) bool { return strings.HasSuffix(have, h) }) {
			t.Errorf("unknown headers %q, were %q", second.Unknown, s.Unknown)
		}
	}
	if slices.Contains(second.Unknown, OwnRow) || slices.Contains(second.Unknown, OwnProblems) {
		t.Errorf("the program's own columns are unknown to it: %q", second.Unknown)
	}
}

func TestConcerns(t *testing.T) {
	table := ByCode("disclosures")
	for want, f := range map[string]Finding{
		"published_on":             {Column: "published_on", Reason: DateImpossible.Code},
		"period":                   {Reason: RequiredBlank.Code, Message: RequiredBlank.Bad("列", "所属期").Message},
		"published_on occurred_on": {Reason: PublishedBeforeEvent.Code},
		"":                         {Reason: KeyRepeated.Code},
	} {
		if got := strings.Join(table.Concerns(f), " "); got != want {
			t.Errorf("%+v concerns %q, want %q", f, got, want)
		}
	}
	for reason, codes := range concerned {
		known := slices.ContainsFunc(Tables, func(t Table) bool {
			return !slices.ContainsFunc(codes, func(code string) bool { return t.Column(code) < 0 })
		})
		if !known {
			t.Errorf("no table has the columns %q of %s", codes, reason)
		}
	}
}

// A column that has to be filled in is added once, where there is none.
func TestFormAdd(t *testing.T) {
	rows := lines(t, "村名|公开事项|所属期|公布日期\n御临村|发展党员||2026-07-01")
	r := NewReader(townshipContext(), &collected{})
	for _, row := range rows {
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	r.Close()
	f := r.Form(func(string) string { return "统景镇" })
	f.Add("occurred_on")
	f.Add("occurred_on")
	f.Add("no_such_column")
	var headers []string
	for _, c := range f.Columns {
		headers = append(headers, c.Header)
	}
	if got := strings.Join(headers, "|"); got != "镇街|村名|公开事项|所属期|公布日期|事项发生日期" {
		t.Errorf("columns %s", got)
	}
	if cells := f.Cells(rows[1]); len(cells) != 6 || cells[0].Text != "统景镇" || !cells[5].IsBlank() {
		t.Errorf("%+v", cells)
	}
}

// Own columns are nobody's: neither unknown nor kept, and a row with nothing
// else is blank.
func TestOwnColumns(t *testing.T) {
	s, got := read(t, OwnRow+"|"+OwnProblems+"|村名|公开事项|所属期|公布日期|"+OwnProblems+"二\n7|没有这一天|御临村|财务收支|2026-06|2026-07-01|甲\n8|合计||||")
	if s.Accepted != 1 || s.Quarantined != 0 || strings.Join(s.Unknown, " ") != OwnProblems+"二" {
		t.Fatalf("%+v", s)
	}
	if extra := got.accepted[0].Extra; len(extra) != 1 || extra[0].Text != "甲" {
		t.Errorf("%+v", extra)
	}
}

// A row that names its village in the column of townships keeps it, whatever
// village the sheet's name gives the others.
func TestFormKeepsTheVillageOfTheRow(t *testing.T) {
	ctx := townshipContext()
	ctx.Sheet = "御临村"
	s, got := readRows(t, ctx, lines(t, "镇街|公开事项|所属期\n|财务收支|2026-06\n江口村|财务收支|2026-06\n统景镇|财务收支|2026-05"))
	if s.Accepted != 3 || got.accepted[1].Values[ByCode("disclosures").Column("village")].Text != jiangkou {
		t.Fatalf("%+v %s", s, places(got.findings))
	}
}
