package demo

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
	"tongbao/internal/workbook"
)

// The codes of columns that no table declares.
const (
	serialColumn = "#"
	clerkColumn  = "clerk"
)

// groups are the upper headers of a two-row header.
var groups = map[string]string{
	"committee_seal": "印章及签字", "supervisor_seal": "印章及签字", "signed": "印章及签字",
	"proposed_on": "公开程序", "reviewed_on": "公开程序", "decided_on": "公开程序", "archived_on": "公开程序",
	"township_reviewed_on": "镇街审查情况", "review_result": "镇街审查情况", "review_issue": "镇街审查情况", "rectified_on": "镇街审查情况",
}

// page is a sheet being laid out, line by line.
type page struct {
	hand
	table  string
	codes  []string
	rows   [][]any
	merges []string
	number int
	top    int // rows above the first line
}

// lay lays lines out under a title as the clerk does.
func (h hand) lay(table, title, unit string, lines []line, codes []string) page {
	p := page{hand: h, table: table, codes: codes}
	if h.serial {
		p.codes = append([]string{serialColumn}, p.codes...)
	}
	if h.clerk {
		p.codes = append(p.codes[:len(p.codes):len(p.codes)], clerkColumn)
	}
	if h.title {
		p.merge(0, len(p.rows), len(p.codes)-1, len(p.rows))
		p.rows = append(p.rows, []any{workbook.Cell{Value: title, Style: workbook.Title}})
	}
	if h.unit {
		row := make([]any, len(p.codes))
		row[0] = "填报单位（盖章）：" + unit
		row[min(6, len(row)-1)] = "填报日期：" + h.day.Chinese()
		p.rows = append(p.rows, row)
	}
	p.head()
	if h.columnNumbers {
		row := make([]any, len(p.codes))
		for i := range row {
			row[i] = i + 1
		}
		p.rows = append(p.rows, row)
	}
	if h.example && len(lines) > 0 {
		row := p.row(lines[0], 0)
		row[0] = fmt.Sprintf("例：%v", row[0])
		p.rows = append(p.rows, row)
	}
	p.body(lines)
	p.foot(lines)
	return p
}

// merge notes a merged range; rows and columns from 0.
func (p *page) merge(left, top, right, bottom int) {
	if left != right || top != bottom {
		p.merges = append(p.merges, grid.Address(left, top+1)+":"+grid.Address(right, bottom+1))
	}
}

func (p *page) headerOf(code string) string {
	switch code {
	case serialColumn:
		return "序号"
	case clerkColumn:
		return "经办人"
	}
	return p.header(p.table, code)
}

// head writes the header, in two rows where columns are grouped.
func (p *page) head() {
	top, below := make([]any, len(p.codes)), make([]any, len(p.codes))
	grouped := p.groupedHeader && p.table == "disclosures"
	y := len(p.rows)
	for i := 0; i < len(p.codes); {
		text := workbook.Cell{Value: p.headerOf(p.codes[i]), Style: workbook.Header}
		group := groups[p.codes[i]]
		if !grouped || group == "" {
			top[i] = text
			if grouped {
				p.merge(i, y, i, y+1)
			}
			i++
			continue
		}
		end := i
		for ; end < len(p.codes) && groups[p.codes[end]] == group; end++ {
			below[end] = workbook.Cell{Value: p.headerOf(p.codes[end]), Style: workbook.Header}
		}
		top[i] = workbook.Cell{Value: group, Style: workbook.Header}
		p.merge(i, y, end-1, y)
		i = end
	}
	p.rows = append(p.rows, top)
	if grouped {
		p.rows = append(p.rows, below)
	}
}

// row is a line's cells in the order of the columns.
func (p *page) row(l line, number int) []any {
	row := make([]any, len(p.codes))
	for i, code := range p.codes {
		switch code {
		case serialColumn:
			row[i] = number
		case clerkColumn:
			row[i] = surnames[len(l.village.name)*7%len(surnames)] + "某"
		default:
			row[i] = l.cells[code]
		}
	}
	if p.formulas {
		p.compute(row)
	}
	return row
}

// compute replaces what the clerk lets the spreadsheet work out: the number
// of the next row, and the day of filing, some days after that of posting.
func (p *page) compute(row []any) {
	y := len(p.rows) + 1
	for i, code := range p.codes {
		switch code {
		case serialColumn:
			if number, ok := row[i].(int); ok {
				row[i] = workbook.Formula{Text: fmt.Sprintf("ROW()-%d", y-number), Value: number}
			}
		case "filed_on":
			at := slices.Index(p.codes, "published_on")
			posted, known := row[at].(civil.Date)
			if filed, ok := row[i].(civil.Date); ok && known && filed >= posted {
				row[i] = workbook.Formula{Text: fmt.Sprintf("%s+%d", grid.Address(at, y), filed-posted), Value: filed}
			}
		}
	}
}

// body writes the lines, village by village.
func (p *page) body(lines []line) {
	perPage := 0
	p.top = len(p.rows)
	for i := 0; i < len(lines); {
		first, top := i, len(p.rows)
		for ; i < len(lines) && lines[i].village == lines[first].village; i++ {
			if p.pageEvery > 0 && perPage == p.pageEvery {
				perPage = 0
				p.number++
				p.rows = append(p.rows, []any{fmt.Sprintf("第 %d 页 共 %d 页", p.number, len(lines)/p.pageEvery+1)}, []any{"（续表）"})
				p.head()
			}
			perPage++
			p.rows = append(p.rows, p.row(lines[i], i+1))
		}
		if p.mergedVillages {
			p.runDown(top)
		}
		if p.subtotals {
			p.sum("小计", lines[first:i], top+1)
		}
		if p.blankRows && p.throw.chance(0.3) {
			p.rows = append(p.rows, nil)
		}
	}
}

// runDown merges the village's cells from the given row on: the first one
// alone keeps the name.
func (p *page) runDown(top int) {
	for x, code := range p.codes {
		if code != "village" {
			continue
		}
		for y := top + 1; y < len(p.rows); y++ {
			p.rows[y][x] = nil
		}
		p.merge(x, top, x, len(p.rows)-1)
	}
}

// sum writes a row of totals of the rows from the given one, from 1.
func (p *page) sum(word string, lines []line, from int) {
	total := 0.0
	for _, l := range lines {
		if v, ok := l.cells["amount_yuan"].(float64); ok {
			total += v
		}
	}
	row := make([]any, len(p.codes))
	row[0] = word
	for i, code := range p.codes {
		if code == "amount_yuan" && total > 0 {
			row[i] = float64(int64(total*100+0.5)) / 100
			if p.formulas { // SUBTOTAL leaves other subtotals out
				row[i] = workbook.Formula{Text: fmt.Sprintf("SUBTOTAL(9,%s:%s)", grid.Address(i, from), grid.Address(i, len(p.rows))), Value: row[i]}
			}
		}
		if code == "item" {
			row[i] = fmt.Sprintf("%d项", len(lines))
		}
	}
	p.rows = append(p.rows, row)
}

// foot writes totals and notes.
func (p *page) foot(lines []line) {
	if p.total {
		p.sum("合  计", lines, p.top+1)
	}
	if p.pageEvery > 0 {
		p.rows = append(p.rows, []any{fmt.Sprintf("第 %d 页 共 %d 页", p.number+1, len(lines)/p.pageEvery+1)})
	}
	if p.notes {
		clerk := surnames[p.town.index%len(surnames)]
		p.rows = append(p.rows,
			[]any{"以下空白"}, nil,
			[]any{"注：空白表示尚未办理，“/”表示无此项。"},
			[]any{"填表人：" + clerk + "某　　联系电话：13800138000　　填表日期：" + p.day.Chinese()})
	}
}

// sheet is the page as a sheet of a workbook.
func (p page) sheet(name string) workbook.Sheet {
	s := workbook.Sheet{Name: name, Rows: p.rows, Merges: p.merges, Landscape: true}
	for _, code := range p.codes {
		width := 13.0
		switch {
		case code == serialColumn:
			width = 6
		case code == "item" || code == "summary" || code == "topic":
			width = 34
		}
		s.Widths = append(s.Widths, width)
	}
	return s
}

// text is the page as the fields of a CSV file, every record as wide as the
// widest, as spreadsheets save it.
func (p page) text() [][]string {
	var out [][]string
	for _, row := range p.rows {
		fields := make([]string, len(p.codes))
		for i, v := range row {
			if c, styled := v.(workbook.Cell); styled {
				v = c.Value
			}
			if v != nil {
				fields[i] = strings.TrimSpace(fmt.Sprint(v))
			}
		}
		out = append(out, fields)
	}
	return out
}
