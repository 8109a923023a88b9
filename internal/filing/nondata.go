package filing

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tongbao/internal/grid"
)

// The rows below a header that are no data are known by their first filled
// cell, folded; a row that could be data after all is data.
var (
	totalWord = regexp.MustCompile(`^(?:[全本](?:镇|乡|街道|镇街|区|县|村|社区|页|表|期|月|季|季度|年))?(?:合计|总计|小计|共计|累计|平均|平均值|平均数):?\d*[个条项]?$`)
	totalOf   = regexp.MustCompile(`^.{1,12}(?:合计|总计|小计)$`)
	noteLabel = regexp.MustCompile(`^(?:填[表报]|制表|审核|复核|审签|审批|经办|备?注|说明|填[表报]说明|注意|注意事项|提示|盖章|公章|附件|附表` +
		`|(?:金额|计量|货币|填报|填表|报送|制表)?单位|(?:填报|填表|制表|报送|上报)?(?:日期|时间)|手机)\d*$`)
	noteEnding = regexp.MustCompile(`(?:人|领导|电话|签字|签名|签章|盖章)$`)
	noteStart  = regexp.MustCompile(`^备?注\d*[:、.]`)
	annex      = regexp.MustCompile(`^附[件表][\d一二三四五六七八九十]*(?:[:、.].*)?$`)
	carriedOn  = regexp.MustCompile(`^\(?(?:续(?:上|前)?[表页]|接上[表页])[\d一二三四五六七八九十]*\)?$`)
	endMark    = regexp.MustCompile(`^[-—(]*以下(?:为)?(?:空白|无正文|无内容)[-—)]*$`)
	pageFooter = regexp.MustCompile(`^第[\d一二三四五六七八九十]+页(?:[,/、(]*[共总][\d一二三四五六七八九十]+页\)?)?$|^共\d+页[,/、]*第\d+页$|^[-—]+\d+[-—]+$|^(?i:page)\d+(?:(?:of|/)\d+)?$`)
	exampleRow = regexp.MustCompile(`^\(?(?:例|例如|示例|样例|范例|举例|填[写报表]示例)\)?\d*(?::.*)?$|^\((?:例|示例|样例|范例)\).+$`)
)

// nonData reports whether a row below the header is no data.
func (r *Reader) nonData(row grid.Row) bool {
	first := -1
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.Cover == grid.Own && !cell.IsBlank() && (isASCII(cell.Text) || fold(cell.Text) != "") {
			first = i
			break
		}
	}
	if first < 0 { // blank, or nothing but what merges carry
		return true
	}
	opening := r.openingOf(row.Cells[first].Text)
	if r.repeats(row) || opening.numbers && isNumbering(row, len(r.headings)) || opening.unit && isUnitLine(row) {
		return true
	}
	switch opening.sign {
	case signLayout:
		return true
	case signExample:
		return !r.namesVillage(row, first)
	case signNote:
		return !r.plausible(row, first)
	}
	total, sure := r.isTotal(row, first)
	if sure {
		return true
	}
	if total || r.repeatsTitle(row, opening.folded) {
		return !r.plausible(row, first)
	}
	return false
}

func isNote(text string) bool {
	if noteStart.MatchString(text) {
		return true
	}
	label, _, colon := strings.Cut(text, ":")
	label = headerLabel(label)
	return noteLabel.MatchString(label) || noteEnding.MatchString(label) && (colon || isSigner(label))
}

// isSigner reports whether a label stands for whoever signs a table, and so
// needs no colon.
func isSigner(label string) bool {
	switch label {
	case "填表人", "填报人", "制表人", "审核人", "复核人", "审签人", "审批人", "经办人", "负责人", "单位负责人", "联系人", "联系电话", "分管领导", "主要领导":
		return true
	}
	return false
}

// isTotal looks for the word in the first filled cell and in those of
// township, village and item: a number, the township or the village may stand
// before it. Where the word alone stands for a village or an item, and names
// none, the row is surely no data.
func (r *Reader) isTotal(row grid.Row, first int) (total, sure bool) {
	total, sure = r.totalAt(row, first)
	for _, c := range []int{r.colTownship, r.colVillage, r.colItem} {
		if c < 0 || r.at[c] == unmatched || r.at[c] == first {
			continue
		}
		t, s := r.totalAt(row, r.at[c])
		total, sure = total || t, sure || s
	}
	return total, sure
}

// totalAt looks for the word in one cell.
func (r *Reader) totalAt(row grid.Row, i int) (total, sure bool) {
	if i >= len(row.Cells) || row.Cells[i].Cover != grid.Own {
		return false, false
	}
	cell := &row.Cells[i]
	t := r.totalsOf(cell.Text)
	if !t.word && !t.of {
		return false, false
	}
	if i >= len(r.columns) || r.columns[i] == unmatched {
		return true, false
	}
	column := &r.table.Columns[r.columns[i]]
	place := column.Type == Township || column.Type == Village
	named := column.Type == Village || column.Type == Item // an item's own name may end in 合计
	if t.word && named && !r.namesVillage(row, i) && (place || !r.reads(column, *cell)) {
		return true, true
	}
	return t.word || place, false
}

// ordinals are the numbers that head columns, besides 1, 2, 3.
var ordinals = [][]string{
	{"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"},
	{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"},
	{"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩", "⑪", "⑫", "⑬", "⑭", "⑮", "⑯", "⑰", "⑱", "⑲", "⑳"},
}

// beginsNumbering reports whether a folded text may be the first of a row that
// numbers the columns.
func beginsNumbering(folded string) bool {
	text := strings.Trim(folded, "()")
	return numberingLabel(text) || text == "1" || slices.ContainsFunc(ordinals, func(series []string) bool { return text == series[0] })
}

// numberingLabel reports whether a text says that column numbers follow.
func numberingLabel(text string) bool {
	return text == "栏次" || text == "列次" || text == "序号"
}

// isNumbering reports whether a row only numbers the columns, without a gap:
// 1 2 3 4, perhaps with 甲 乙 for the first ones. Two numbers are enough where
// the header has as many columns.
func isNumbering(row grid.Row, columns int) bool {
	filled, ended, series, from := 0, false, -1, 0
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.Cover != grid.Own {
			continue
		}
		if cell.IsBlank() {
			ended = ended || filled > 0
			continue
		}
		text := strings.Trim(fold(cell.Text), "()")
		if filled == 0 && numberingLabel(text) {
			continue
		}
		at, of := filled-from, series
		for i := range ordinals {
			if at < len(ordinals[i]) && text == ordinals[i][at] && (series == i || filled == 0) {
				of = i
			}
		}
		switch {
		case ended: // nothing may follow a gap
			return false
		case of >= 0 && at < len(ordinals[of]) && text == ordinals[of][at]:
			series = of
		case text == strconv.Itoa(filled+1-from):
			series = -1
		case series == 0 && text == "1": // 甲 乙 丙 1 2
			series, from = -1, filled
		default:
			return false
		}
		filled++
	}
	return filled > 2 || filled > 1 && columns == 2
}

// titleAgain is how a line above the header may stand on a later page: as it
// is, or marked as going on.
func titleAgain(row grid.Row) []string {
	line := lineText(row)
	all := []string{line}
	if whole, ok := strings.CutSuffix(line, "\n"); ok && !strings.Contains(whole, "\n") {
		for _, mark := range []string{"(续)", "(续表)", "(续页)", "续表", "续"} {
			all = append(all, whole+mark+"\n")
		}
	}
	return all
}

// repeatsTitle reports whether a row, whose first filled cell is given folded,
// is one of the lines above the header.
func (r *Reader) repeatsTitle(row grid.Row, first string) bool {
	for _, title := range r.titleLines {
		if strings.HasPrefix(title, first) && lineText(row) == title {
			return true
		}
	}
	return false
}

// lineText is all a row says, folded, the cells apart.
func lineText(row grid.Row) string {
	var b strings.Builder
	for _, cell := range row.Cells {
		if cell.Cover == grid.Own && !cell.IsBlank() {
			b.WriteString(fold(cell.Text))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// tellingCells is how many cells of dates, periods, items and listed words a
// row must have to be data whatever its first cell says: a line of signatures
// may have a date of its own.
const tellingCells = 2

// plausible reports whether a row could be data although its first filled
// cell says otherwise: it names a village, or has cells that only data has,
// or, where no column names villages, fills all other required columns. Nor is
// it a note where its first cell is free text and another names some village.
func (r *Reader) plausible(row grid.Row, first int) bool {
	if at := r.village(); at != unmatched && at != first && r.isFreeText(first) {
		if cell := row.Cell(at); cell.Cover == grid.Own && !cell.IsBlank() && !isSum(cell.Text) {
			return true
		}
	}
	telling, villages, required, filled := 0, false, 0, 0
	for c := range r.table.Columns {
		column := &r.table.Columns[c]
		if r.at[c] == unmatched {
			continue
		}
		if column.Type == Village {
			villages = true
			if r.namesVillage(row, r.at[c]) {
				return true
			}
		}
		if r.at[c] == first {
			continue
		}
		good := r.reads(column, row.Cell(r.at[c]))
		if column.Required {
			required++
			if good {
				filled++
			}
		}
		switch column.Type {
		case Date, Period, Item, Word:
			if good {
				telling++
			}
		}
	}
	return telling >= tellingCells || !villages && required > 0 && filled == required
}

// isSum reports whether a text is a number, as it stands below a column that
// is summed up; a village's code is longer.
func isSum(text string) bool {
	number := strings.ReplaceAll(strings.ReplaceAll(fold(text), ",", ""), ".", "")
	return digits(number) && len(number) < 12
}

// village is the sheet's column of villages.
func (r *Reader) village() int {
	if c := r.table.first(Village); c >= 0 {
		return r.at[c]
	}
	return unmatched
}

// isFreeText reports whether a column of the sheet holds free text.
func (r *Reader) isFreeText(col int) bool {
	return col < len(r.columns) && r.columns[col] != unmatched && r.table.Columns[r.columns[col]].Type == Text
}

// reads reports whether a cell has a value of its column, as far as the cell
// by itself can tell.
func (r *Reader) reads(c *Column, cell grid.Cell) bool {
	if blank, bad := gate(cell); blank || bad != nil || cell.Cover != grid.Own {
		return false
	}
	if c.Type == Item {
		_, bad := r.ctx.Names.Item(nameText(cell), "", r.ctx.ReceivedOn)
		return bad == nil
	}
	value, bad := readCell(c, cell, r.ctx.ReceivedOn)
	return value.Valid && bad == nil
}

// namesVillage reports whether a cell of its own names a village, given that
// its column is the one for villages or townships.
func (r *Reader) namesVillage(row grid.Row, col int) bool {
	if col >= len(r.columns) || r.columns[col] == unmatched || row.Cell(col).Cover != grid.Own {
		return false
	}
	if t := r.table.Columns[r.columns[col]].Type; t != Village && t != Township {
		return false
	}
	township := r.home
	for c, column := range r.table.Columns {
		if column.Type == Township && r.at[c] != unmatched && township == "" {
			if code, bad := r.ctx.Names.Township(nameText(row.Cell(r.at[c])), r.ctx.Deliverer); bad == nil {
				township = code
			}
		}
	}
	return r.isVillage(nameText(row.Cell(col)), township)
}
