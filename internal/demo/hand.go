package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
)

// hand writes records as one clerk does.
type hand struct {
	habit
	town      *township // nil for the district itself
	neighbour *township
	centre    *township  // the district's seat, which others name by mistake
	day       civil.Date // of delivery
	throw     dice
	made      map[int]int // mistakes made so far, by their place in the list
}

// line is one written row with the village it is about.
type line struct {
	village *village
	cells   map[string]any
}

// columns are the codes of the columns the clerk keeps, in order.
func (h hand) columns(table string) []string {
	var list []string
	for _, c := range filing.ByCode(table).Columns {
		keep := !slices.Contains(h.leave, c.Code)
		switch c.Code {
		case "township":
			keep = h.township || h.machine
		case "village":
			keep = !h.sheetPerVillage || table != "disclosures"
		case "void":
			keep = false
		}
		if keep {
			list = append(list, c.Code)
		}
	}
	if table == "disclosures" {
		for _, code := range h.front {
			list = slices.DeleteFunc(list, func(c string) bool { return c == code })
			list = append([]string{code}, list...)
		}
	}
	return list
}

// header is the text above a column.
func (h hand) header(table, code string) string {
	t := filing.ByCode(table)
	column := t.Columns[t.Column(code)]
	if h.machine {
		return code
	}
	if text := h.headers[code]; text != "" && (text == column.Header || slices.Contains(column.Aliases, text) || text == filing.SignedOrPublished) {
		return text
	}
	return column.Header
}

// write turns a record into a line.
func (h hand) write(e *entry, r record, columns []string) line {
	l := line{village: e.village, cells: map[string]any{}}
	for _, code := range columns {
		l.cells[code] = h.cell(e, code, r[code])
	}
	return l
}

// cell writes one value.
func (h hand) cell(e *entry, code string, value any) any {
	switch code {
	case "township":
		if h.machine {
			return h.sender(e.village).code
		}
		return h.sender(e.village).name
	case "village":
		return h.villageName(e.village)
	}
	switch v := value.(type) {
	case nil:
		if strings.HasSuffix(code, "_on") && len(h.blanks) > 0 {
			return pick(h.throw, h.blanks)
		}
		return nil
	case civil.Date:
		style := pick(h.throw, h.dates)
		if style == native && h.encoding == xlsx {
			return v
		}
		return spellDate(v, style)
	case bool:
		if code == "covert" {
			return map[bool]string{true: "暗访", false: "明查"}[v]
		}
		words := pick(h.throw, h.answers)
		if v {
			return words.yes
		}
		return words.no
	case period:
		return spellPeriod(v, pick(h.throw, h.periods))
	case item:
		if h.aliases && h.throw.chance(0.3) {
			return pick(h.throw, append([]string{v.code}, v.aliases...))
		}
		return v.name
	case float64:
		return h.amount(v)
	}
	return value
}

// amount writes yuan: a number, or text with a unit or thousands separators.
func (h hand) amount(v float64) any {
	plain := strconv.FormatFloat(v, 'f', 2, 64)
	switch {
	case h.amounts == "元":
		return plain + "元"
	case h.amounts == "，" && len(plain) > 6:
		return "￥" + plain[:len(plain)-6] + "," + plain[len(plain)-6:]
	case h.encoding != xlsx:
		return plain
	}
	return v
}

// sender is the township a row is from.
func (h hand) sender(v *village) *township {
	if h.town == nil {
		return v.in(h.day)
	}
	return h.town
}

func (h hand) villageName(v *village) any {
	name := spellVillage(v, h.sender(v), pick(h.throw, h.villages))
	if name == v.code && h.encoding == xlsx && h.throw.chance(0.5) {
		n, err := strconv.ParseInt(name, 10, 64)
		if err == nil {
			return n
		}
	}
	return name
}

// fileName fills the pattern of a disclosures file for a month.
func (h hand) fileName(month civil.Date) string {
	y, m, _ := month.YMD()
	kind := "村"
	if h.town.kind == "街道" {
		kind = "居"
	}
	return strings.NewReplacer("{town}", h.town.name, "{year}", fmt.Sprint(y), "{month}", fmt.Sprint(m),
		"{mm}", fmt.Sprintf("%02d", m), "{kind}", kind).Replace(h.file)
}
