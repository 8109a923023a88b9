package filing

import (
	"slices"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// Two townships and a small catalogue, by name; all that is not in here is
// unknown.
const (
	tongjing = "500112133"
	dasheng  = "500112134"
	yulin    = "500112133203"
	jiangkou = "500112133204"
)

type fakeNames struct{}

var (
	fakeTownships = map[string]string{"统景镇": tongjing, tongjing: tongjing, "大盛镇": dasheng, dasheng: dasheng}
	fakeVillages  = map[string]map[string]string{
		tongjing: {"御临村": yulin, "御临": yulin, yulin: yulin, "江口村": jiangkou, jiangkou: jiangkou, "示例村": "500112133205"},
		dasheng:  {"大盛村": "500112134201", "500112134201": "500112134201"},
		"":       {yulin: yulin, jiangkou: jiangkou, "500112134201": "500112134201"},
	}
	fakeItems = map[string]ItemRef{
		"财务收支": {"CW01", "月"}, "CW01": {"CW01", "月"}, "低保": {"ZW03", "季"}, "监委会履职": {"FW06", "半年"},
		"工作报告": {"FW04", "年"}, "发展党员": {"DW03", "随时"}, "财务收支合计": {"CW10", "月"},
	}
)

func (fakeNames) Township(text, _ string) (string, *Bad) {
	if code, ok := fakeTownships[strings.TrimSuffix(text, "人民政府")]; ok {
		return code, nil
	}
	return "", &Bad{Reason: "township_unknown", Message: "没有这个镇街", Accepted: "统景镇"}
}

func (fakeNames) Village(text, township string) (string, *Bad) {
	if code, ok := fakeVillages[township][strings.TrimSpace(text)]; ok {
		return code, nil
	}
	return "", &Bad{Reason: "village_unknown", Message: "没有这个村（社区）", Accepted: "御临村"}
}

func (fakeNames) Item(text, _ string, _ civil.Date) (ItemRef, *Bad) {
	if ref, ok := fakeItems[text]; ok {
		return ref, nil
	}
	return ItemRef{}, &Bad{Reason: "item_unknown", Message: "目录中没有这个事项", Accepted: "财务收支"}
}

// collected is a Sink that keeps everything.
type collected struct {
	accepted    []Row
	warnings    []Finding // of accepted rows and of the sheet
	quarantined []int
	findings    []Finding // of quarantined rows
}

func (c *collected) Accept(row Row, warnings []Finding) {
	row.Values = slices.Clone(row.Values)
	c.accepted = append(c.accepted, row)
	c.warnings = append(c.warnings, warnings...)
}

func (c *collected) Quarantine(number int, findings []Finding) {
	c.quarantined = append(c.quarantined, number)
	c.findings = append(c.findings, findings...)
}

func (c *collected) Warn(f Finding) { c.warnings = append(c.warnings, f) }

var receivedOn = civil.MustOf(2026, 7, 20)

func townshipContext() Context {
	return Context{Tables: Tables, Names: fakeNames{}, Deliverer: tongjing, ReceivedOn: receivedOn, MergesRun: true}
}

// lines makes rows of text from lines of cells separated by |; an empty line
// is a blank row. A cell "^" is covered from above and "<" from the left; a
// cell that begins with "#" is an error value, with "=" a formula.
func lines(t testing.TB, text string) []grid.Row {
	t.Helper()
	var rows []grid.Row
	var above grid.Row
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		row := grid.Row{Number: i + 1}
		if strings.TrimSpace(line) == "" {
			rows = append(rows, row)
			continue
		}
		for col, field := range strings.Split(line, "|") {
			cell := grid.Cell{Kind: grid.Text, Text: strings.TrimSpace(field)}
			switch {
			case cell.Text == "":
				cell = grid.Cell{}
			case cell.Text == "^":
				cell = above.Cell(col)
				cell.Cover = grid.Down
			case cell.Text == "<":
				cell = row.Cell(col - 1)
				cell.Cover = grid.Across
			case strings.HasPrefix(cell.Text, "#"):
				cell.Kind = grid.Error
			case strings.HasPrefix(cell.Text, "="):
				cell.Kind = grid.Formula
			}
			row.Cells = append(row.Cells, cell)
		}
		above = row
		rows = append(rows, row)
	}
	return rows
}

func readRows(t testing.TB, ctx Context, rows []grid.Row) (Sheet, *collected) {
	t.Helper()
	sink := &collected{}
	r := NewReader(ctx, sink)
	for _, row := range rows {
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	sheet := r.Close()
	if sheet.Rows != sheet.Accepted+sheet.Quarantined+sheet.NonData {
		t.Errorf("rows %d ≠ %d accepted + %d quarantined + %d non-data", sheet.Rows, sheet.Accepted, sheet.Quarantined, sheet.NonData)
	}
	if sheet.Accepted != len(sink.accepted) || sheet.Quarantined != len(sink.quarantined) {
		t.Errorf("counted %d and %d, handed on %d and %d", sheet.Accepted, sheet.Quarantined, len(sink.accepted), len(sink.quarantined))
	}
	warned := 0
	for _, f := range append(append([]Finding{}, sink.warnings...), sink.findings...) {
		if f.Warning {
			warned++
		}
	}
	if warned != sheet.Warnings {
		t.Errorf("counted %d warnings, handed on %d", sheet.Warnings, warned)
	}
	checkForm(t, ctx, r, rows, sheet, sink)
	return sheet, sink
}

func read(t testing.TB, text string) (Sheet, *collected) {
	t.Helper()
	return readRows(t, townshipContext(), lines(t, text))
}

// value is a column of an accepted row, as a key would show it.
func value(t testing.TB, s Sheet, row Row, code string) string {
	t.Helper()
	c := s.Table.Column(code)
	if c < 0 {
		t.Fatalf("table %s has no column %s", s.Table.Code, code)
	}
	return row.Values[c].canonical(s.Table.Columns[c].Type)
}

// places shows findings as cell:reason, and a row's as row7:reason.
func places(findings []Finding) string {
	var list []string
	for _, f := range findings {
		where := f.Cell
		if f.Column == "" {
			where = "row" + strings.TrimLeft(grid.Address(0, f.Row), "A")
		}
		if f.Warning {
			where += "?"
		}
		list = append(list, where+":"+f.Reason)
	}
	return strings.Join(list, " ")
}

// canonical is a value as text, as keys have it.
func (v Value) canonical(t Type) string { return string(v.appendCanonical(nil, t)) }
