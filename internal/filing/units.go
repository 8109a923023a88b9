package filing

import (
	"regexp"
	"slices"
	"strings"

	"tongbao/internal/grid"
)

// amountColumn is the column that unit rows are about.
const amountColumn = "amount_yuan"

var (
	moneyUnit  = regexp.MustCompile(`^(?:人民币)?(?:十|百|千|万|十万|百万|千万|亿)?元$|^[角分]$|^(?:美|港|欧|日)元$`)
	inBrackets = regexp.MustCompile(`\(([^()]*)\)`)
	countUnit  = regexp.MustCompile(`^(?:人|户|次|件|个|项|处|份|条|笔|亩|场|天|日)$`)
)

// otherMoney reports whether a unit, or one of several, is money but not 元.
func otherMoney(text string) bool {
	return slices.ContainsFunc(separated(strings.Trim(fold(text), "()")), func(unit string) bool {
		return moneyUnit.MatchString(unit) && unit != "元" && unit != "人民币元"
	})
}

// unitLabel reports whether a label says that a unit of measure follows;
// 单位 also stands before the name of an office, which no unit matches.
func unitLabel(label string) bool {
	return label == "单位" || label == "金额" || label == "金额单位" || label == "计量单位" || label == "货币单位"
}

// unitIn finds a unit of money other than 元 in a line beside the data.
func unitIn(row grid.Row) (col int, found bool) {
	for _, e := range titleEntries(row, unitLabel) {
		label := e.label[strings.LastIndex(e.label, "(")+1:] // 表一（单位：万元）
		if !unitLabel(label) {
			continue
		}
		first := strings.Fields(e.value)[0] // a date may follow the unit
		if otherMoney(e.value) || otherMoney(first) || bracketedMoney(fold(e.value)) {
			return e.col, true
		}
	}
	for col, cell := range row.Cells {
		if cell.Cover != grid.Own || cell.Kind != grid.Text {
			continue
		}
		// 单位（万元）, or nothing but the unit
		text := fold(cell.Text)
		if label, bracket := dropBracket(text); bracket && unitLabel(label) && bracketedMoney(text) {
			return col, true
		}
		if otherMoney(text) {
			return col, true
		}
	}
	return 0, false
}

// isUnitLine reports whether all a row holds is units, each under its column.
func isUnitLine(row grid.Row) bool {
	filled := 0
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.IsBlank() || cell.Cover != grid.Own {
			continue
		}
		filled++
		if cell.Kind != grid.Text || !isUnit(fold(cell.Text)) {
			return false
		}
	}
	return filled > 0
}

// isUnit reports whether a folded text is a unit and nothing else.
func isUnit(folded string) bool {
	unit := strings.Trim(folded, "()")
	return moneyUnit.MatchString(unit) || countUnit.MatchString(unit)
}

// titleUnits looks for a unit other than 元 above the table and in the
// header of the amounts itself.
func (r *Reader) titleUnits() {
	amount := r.table.Column(amountColumn)
	if amount < 0 {
		return
	}
	for _, row := range r.above {
		if row.Number >= r.first {
			break
		}
		if col, found := unitIn(row); found {
			r.dropAmounts(row, col)
			return
		}
	}
	if at := r.at[amount]; at != unmatched {
		heading := r.headings[at]
		if slices.ContainsFunc(heading.forms, bracketedMoney) {
			cells := make([]grid.Cell, at+1)
			cells[at] = grid.Cell{Kind: grid.Text, Text: heading.text}
			r.dropAmounts(grid.Row{Number: r.last, Cells: cells}, at)
		}
	}
}

// bracketedMoney reports whether a header names another unit than 元.
func bracketedMoney(form string) bool {
	for _, bracket := range inBrackets.FindAllStringSubmatch(form, -1) {
		unit := bracket[1][strings.LastIndex(bracket[1], ":")+1:] // 单位：万元
		if otherMoney(strings.TrimSuffix(strings.TrimPrefix(unit, "以"), "计")) {
			return true
		}
	}
	return false
}

// bodyUnits looks for a unit other than 元 in a row that is no data.
func (r *Reader) bodyUnits(row grid.Row) {
	amount := r.table.Column(amountColumn)
	if amount < 0 || r.noAmounts {
		return
	}
	col, found := unitIn(row)
	if !found && isUnitLine(row) {
		col = r.at[amount]
		found = col != unmatched && otherMoney(row.Cell(col).Text)
	}
	if !found {
		return
	}
	if r.released {
		r.failed = &RefusedError{Bad: *UnitTooLate.Bad(), Cell: grid.Address(col, row.Number)}
		return
	}
	for i := range r.held {
		e := &r.held[i]
		if !e.quarantined {
			e.row.Values[amount] = Value{}
		}
		e.findings = slices.DeleteFunc(e.findings, func(f Finding) bool {
			if f.Column == amountColumn {
				r.sheet.Warnings--
			}
			return f.Column == amountColumn
		})
	}
	r.dropAmounts(row, col)
	r.release()
}

// dropAmounts gives the one warning of a unit other than 元; from here on
// amounts are not read.
func (r *Reader) dropAmounts(row grid.Row, col int) {
	r.noAmounts, r.unitText = true, row.Cell(col).Text
	r.sheet.Warnings++
	bad := UnitNotYuan.Bad()
	r.sink.Warn(Finding{
		Row: row.Number, Cell: grid.Address(col, row.Number), Column: amountColumn, Header: r.headerOf(r.table.Column(amountColumn)),
		Text: row.Cell(col).Text, Warning: true, Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
	}.masked())
}

// hasAmount reports whether a unit row to come would change the row.
func (r *Reader) hasAmount(e *event) bool {
	amount := r.colAmount
	if amount < 0 || r.noAmounts {
		return false
	}
	return !e.quarantined && e.row.Values[amount].Valid ||
		slices.ContainsFunc(e.findings, func(f Finding) bool { return f.Column == amountColumn })
}

// RefusedError says that a file is not taken, in words for its sender.
type RefusedError struct {
	Bad
	Cell string
}

// Error implements error.
func (e *RefusedError) Error() string { return e.Cell + "：" + e.Message + "（" + e.Accepted + "）" }
