package pipelines

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
	"tongbao/internal/workbook"
)

// sheets are the workbook: one sheet for each declared table, the notes, and
// the hidden lists.
func (t *template) sheets() []workbook.Sheet {
	t.choices = choices{at: map[string]string{}}
	var out []workbook.Sheet
	for i := range t.tables {
		out = append(out, t.tableSheet(&t.tables[i]))
	}
	out = append(out, t.notesSheet(), t.choices.sheet())
	return out
}

// The rows above the data: title, reporter, header, example.
const (
	headerRow = 3
	firstRow  = headerRow + 2
)

// templateWidths are in characters, by the column's type.
var templateWidths = map[filing.Type]float64{
	filing.Text: 20, filing.Date: 13, filing.Bool: 10, filing.Integer: 10, filing.Decimal: 12, filing.Word: 15,
	filing.Words: 18, filing.Hashes: 16, filing.Period: 11, filing.Township: 14, filing.Village: 18, filing.Item: 36,
}

// tableSheet is the sheet of one table.
func (t *template) tableSheet(table *filing.Table) workbook.Sheet {
	title := t.township.Name + table.Title
	if table.Code == "disclosures" {
		title += "（" + t.span.Chinese() + "内应公开的事项）"
	}
	form := &workbook.Form{Top: headerRow}
	s := workbook.Sheet{
		Name: table.Title, Frozen: headerRow, Landscape: true, Form: form,
		Merges: []string{"A1:H1", "A2:B2"},
		Rows: [][]any{
			{workbook.Cell{Value: title, Style: workbook.Title}},
			{
				workbook.Cell{Value: "填报单位：" + t.reporterText(), Style: workbook.Note}, nil,
				workbook.Cell{Value: "带*的为必填，灰色格不必改动，例行不计入，填法见“" + notesName + "”", Style: workbook.Note},
			},
		},
	}
	header, example := make([]any, len(table.Columns)), make([]any, len(table.Columns))
	for i := range table.Columns {
		c := &table.Columns[i]
		header[i] = workbook.Cell{Value: headerText(c), Style: workbook.Header}
		example[i] = workbook.Cell{Value: t.exampleValue(c), Style: workbook.Example}
		s.Widths = append(s.Widths, templateWidths[c.Type])
		form.Fields = append(form.Fields, fieldOf(c))
		t.guard(&s, table, i)
		switch c.Type {
		case filing.Township, filing.Village:
			form.Left = max(form.Left, i+1)
		}
	}
	s.FrozenColumns = form.Left
	s.Rows = append(s.Rows, header, example)
	if table.Code == "disclosures" {
		s.Rows = append(s.Rows, t.owedRows(table)...)
	}
	form.Filter = fmt.Sprintf("A%d:%s%d", headerRow, columnName(len(table.Columns)-1), max(len(s.Rows), firstRow))
	s.Fit()
	return s
}

// headerText is a column's header, marked where it must be filled in.
func headerText(c *filing.Column) string {
	if c.Required {
		return c.Header + "*"
	}
	return c.Header
}

// owedRows are what the township's villages owe, each with its key filled in.
// The rest is blank: not published yet.
func (t *template) owedRows(table *filing.Table) [][]any {
	township := t.townshipText()
	var rows [][]any
	for _, o := range t.owed {
		row := make([]any, table.Column("period")+1)
		given := func(code, text string) {
			row[table.Column(code)] = workbook.Cell{Value: workbook.Verbatim(text), Style: workbook.Given}
		}
		given("township", township)
		given("village", t.villageText(o.Village))
		given("item", t.itemText(o.Item, o.Village.VillageCode, o.Period.End()))
		given("period", o.Period.String())
		rows = append(rows, row)
	}
	return rows
}

// exampleMark begins the example row; the reader knows by it that the row is
// no data.
const exampleMark = "示例：本行不计入"

// exampleValue shows what is written into a column. The village is none: an
// example must not look like somebody's filing.
func (t *template) exampleValue(c *filing.Column) any {
	day := t.span.Start() + 4
	switch c.Type {
	case filing.Township:
		return exampleMark
	case filing.Village:
		return "某某村"
	case filing.Item:
		if all := append(t.itemChoices(t.periodic), t.itemChoices(t.events)...); len(all) > 0 {
			return all[0]
		}
		return nil
	case filing.Period:
		return rulebook.PeriodOf(rulebook.Monthly, t.span.Start()-1).String()
	case filing.Date:
		if c.Ahead {
			return day.AddMonths(1)
		}
		return day
	case filing.Integer:
		return 3
	case filing.Decimal:
		return 1234.5
	case filing.Word:
		return c.List[0].Word
	case filing.Words:
		return c.List[0].Word + "、" + c.List[1].Word
	case filing.Bool:
		if c.Code == "nil" || c.Code == "void" { // rare, and not what an ordinary row says
			return nil
		}
		if len(c.False) > 0 {
			return c.False[0]
		}
		return yesNo(c)[0]
	}
	return nil
}

// yesNo are the words that a column of truth values offers.
func yesNo(c *filing.Column) []string {
	if len(c.True) > 0 && len(c.False) > 0 {
		return []string{c.True[0], c.False[0]}
	}
	return []string{"是", "否"}
}

// fieldOf is what may be typed into a column.
func fieldOf(c *filing.Column) workbook.Field {
	switch c.Type {
	case filing.Date:
		return workbook.DateField
	case filing.Integer, filing.Decimal:
		return workbook.PlainField
	}
	return workbook.TextField
}

// columnName is the letters of a column counted from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// guard offers a column's choices, or checks what is typed into it, on every
// row below the example.
func (t *template) guard(s *workbook.Sheet, table *filing.Table, i int) {
	c := &table.Columns[i]
	name := columnName(i)
	cells := fmt.Sprintf("%s%d:%s%d", name, firstRow, name, workbook.MaxRows)
	list := func(words []string, strict bool, prompt string) {
		if len(words) == 0 {
			return
		}
		s.Lists = append(s.Lists, workbook.List{
			Range: cells, Source: t.choices.source(words), Strict: strict, Prompt: prompt,
			Message: "请从下拉列表中选择；没有合适的，留空",
		})
	}
	check := func(of workbook.CheckType, least, most string) {
		s.Form.Checks = append(s.Form.Checks, workbook.Check{Range: cells, Type: of, Min: least, Max: most, Message: short(accepted(c))})
	}
	switch c.Type {
	case filing.Township:
		list([]string{t.townshipText()}, true, "")
	case filing.Village:
		var names []string
		for _, v := range t.villages {
			names = append(names, t.villageText(v))
		}
		list(names, true, "")
	case filing.Item:
		words := t.itemChoices(t.periodic)
		if table.Column("extended_to") < 0 { // no event is exempted
			words = append(t.itemChoices(t.events), words...)
		}
		list(words, true, "")
	case filing.Period:
		list(t.periodChoices(), false, accepted(c))
	case filing.Word:
		list(listWords(c), true, "")
	case filing.Words:
		list(listWords(c), false, "可从下拉列表中选一项；有几项的，以顿号分隔，如 "+c.List[0].Word+"、"+c.List[1].Word)
	case filing.Bool:
		list(yesNo(c), true, "")
	case filing.Date:
		first, _ := civil.SerialOfDay(firstDay)
		latest := "TODAY()"
		if c.Ahead {
			latest = ""
		}
		check(workbook.CheckDate, fmt.Sprint(int(first)), latest)
	case filing.Integer:
		check(workbook.CheckWhole, "0", "")
	case filing.Decimal:
		check(workbook.CheckDecimal, "-1000000000000", "1000000000000")
	case filing.Text:
		check(workbook.CheckLength, "0", "4000")
	}
}

func listWords(c *filing.Column) []string {
	words := make([]string, len(c.List))
	for i, e := range c.List {
		words[i] = e.Word
	}
	return words
}

// longestMessage is how many characters a spreadsheet shows of one.
const longestMessage = 200

func short(text string) string {
	if runes := []rune(text); len(runes) > longestMessage {
		return string(runes[:longestMessage]) + "…"
	}
	return text
}

// choicesName names the hidden sheet.
const choicesName = "选项"

// choices are the drop-down lists, one below the other in a single column: a
// row of several could be taken for a header.
type choices struct {
	rows [][]any
	at   map[string]string // by the words: their range
}

// source is the range that holds the words, which are added where no list has
// them.
func (c *choices) source(words []string) string {
	key := strings.Join(words, "\n")
	if at, ok := c.at[key]; ok {
		return at
	}
	first := len(c.rows) + 2 // below the mark
	for _, w := range words {
		c.rows = append(c.rows, []any{w})
	}
	at := fmt.Sprintf("%s!$A$%d:$A$%d", choicesName, first, first+len(words)-1)
	c.at[key] = at
	return at
}

func (c *choices) sheet() workbook.Sheet {
	return workbook.Sheet{
		Name: choicesName, Hidden: true, Widths: []float64{40}, Form: &workbook.Form{},
		Rows: append([][]any{{filing.AsideMark}}, c.rows...),
	}
}
