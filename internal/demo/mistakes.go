package demo

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/workbook"
)

// mistake is one kind of error that a township makes in one delivery. Where
// it is mended, the row comes again, right, in the next delivery; where it is
// not, what the row says never arrives.
type mistake struct {
	town, delivery int
	table          string
	count          int
	mended         bool
	// make spoils a line; false where the line does not lend itself to it.
	make func(h hand, e *entry, l line) bool
}

// mistakes is the list of bad rows. Everything else that is wrong with the
// files is a whole file (see strayFiles) or a habit.
var mistakes = []mistake{
	// A day that the calendar does not have.
	{7, 6, "disclosures", 3, true, over("published_on", func(h hand) string { y, _, _ := h.day.YMD(); return fmt.Sprintf("%d年2月30日", y) })},
	{1, 7, "disclosures", 2, false, over("filed_on", func(h hand) string { y, _, _ := h.day.YMD(); return fmt.Sprintf("%d年6月31日", y) })},
	// A month without its day, a range, a ditto mark.
	{7, 3, "disclosures", 2, true, over("published_on", func(h hand) string { y, m, _ := h.day.YMD(); return fmt.Sprintf("%d年%d月", y, m) })},
	{3, 4, "disclosures", 1, true, over("published_on", func(h hand) string { return h.day.AddDays(-9).String() + "至" + h.day.AddDays(-2).String() })},
	{7, 5, "disclosures", 4, false, over("published_on", func(hand) string { return "同上" })},
	// A day that had not come when the file was sent.
	{6, 2, "disclosures", 2, true, over("published_on", func(h hand) string { return spellDate(h.day.AddDays(365), compact) })},
	// A weekday that contradicts the date.
	{7, 8, "disclosures", 1, true, over("published_on", func(h hand) string {
		return h.day.AddDays(-4).Chinese() + "（星期" + string([]rune("日一二三四五六")[h.day.Weekday()]) + "）"
	})},
	// An answer that is none.
	{4, 3, "disclosures", 2, true, over("committee_seal", func(hand) string { return "见附件" })},
	{7, 9, "disclosures", 3, false, over("supervisor_seal", func(hand) string { return "部分" })},
	{11, 6, "disclosures", 2, false, over("signed", func(hand) string { return "是□ 否□" })},
	// A village that does not exist, one of another township, none at all.
	{7, 7, "disclosures", 3, true, misspell},
	{2, 5, "disclosures", 2, false, misspell},
	{4, 6, "disclosures", 1, false, foreignVillage},
	{2, 4, "disclosures", 2, true, over("village", func(hand) string { return "" })},
	{5, 7, "disclosures", 2, false, over("village", func(hand) string { return "" })},
	// A code that lost its digits, another township's name.
	{9, 5, "disclosures", 1, true, over("village", func(hand) string { return "9.90101E+11" })},
	{3, 6, "disclosures", 1, true, over("township", func(h hand) string { return h.centre.name })},
	// An item of the other kind of village, an item nobody knows.
	{0, 6, "disclosures", 1, true, foreignItem},
	{8, 6, "disclosures", 2, false, foreignItem},
	{6, 4, "disclosures", 2, true, over("item", func(hand) string { return "其他应公开事项" })},
	// A quarter given for a monthly item; no period at all.
	{4, 7, "disclosures", 2, true, wrongPeriod},
	{2, 8, "disclosures", 1, true, over("period", func(hand) string { return "" })},
	// Posted after it was taken down.
	{9, 3, "disclosures", 1, true, swapped},
	// Cells that no figure uses: warnings.
	{4, 8, "disclosures", 2, false, over("amount_yuan", func(hand) string { return "约1200" })},
	{1, 5, "disclosures", 2, false, over("channels", func(hand) string { return "公开栏、微信群" })},
	// Personal information in free text: published test numbers.
	{0, 8, "disclosures", 1, false, over("summary", func(hand) string { return "张某，身份证号：820000200009100032，领取临时救助800元。" })},
	{6, 8, "disclosures", 1, false, over("summary", func(hand) string { return "咨询电话 13612345678，欢迎监督。" })},
	// Consultations: a decision without its day, more present than invited.
	{0, 3, "consultations", 1, true, over("decided_on", func(hand) string { return "" })},
	{4, 9, "consultations", 1, false, over("attended", func(hand) string { return "99" })},
	// Inspections: a fault that is on no list.
	{8, 4, "inspections", 1, false, over("fault", func(hand) string { return "情况复杂" })},

	// What only larger districts have: a formula that was never computed, an
	// error value as a spreadsheet saves it to CSV.
	{13, 1, "disclosures", 2, true, uncomputed},
	{16, 1, "disclosures", 2, true, over("filed_on", func(hand) string { return "#N/A" })},
	{14, 6, "disclosures", 2, true, over("item", func(hand) string { return "其他应公开事项" })},
	{15, 7, "disclosures", 3, false, over("published_on", func(hand) string { return "〃" })},
	{17, 8, "disclosures", 2, true, over("committee_seal", func(hand) string { return "见附件" })},
	{18, 3, "disclosures", 2, false, over("signed", func(hand) string { return "基本" })},
	{19, 5, "disclosures", 4, true, misspell},
	{19, 9, "disclosures", 3, false, wrongPeriod},
	{20, 7, "disclosures", 2, true, over("village", func(hand) string { return "" })},
	{21, 8, "disclosures", 5, false, over("published_on", func(h hand) string { return spellPeriod(quarter(h.day), spoken) })},
	{21, 9, "disclosures", 2, false, over("published_on", func(h hand) string { y, _, _ := h.day.YMD(); return fmt.Sprintf("%d年2月30日", y) })},
	{12, 9, "consultations", 1, true, over("attended", func(hand) string { return "99" })},
}

// uncomputed leaves a formula without a value, as programs write it that do
// not compute.
func uncomputed(_ hand, e *entry, l line) bool {
	if l.cells["filed_on"] == nil || e.cells["filed_on"] == nil {
		return false
	}
	l.cells["filed_on"] = workbook.Formula{Text: "TODAY()"}
	return true
}

// over writes a text over a cell that is filled in.
func over(column string, text func(hand) string) func(hand, *entry, line) bool {
	return func(h hand, e *entry, l line) bool {
		if l.cells[column] == nil || column == "decided_on" && l.cells["decision"] == nil {
			return false
		}
		if d := e.cells["published_on"]; column == "published_on" && (d == nil || d.(civil.Date) > h.day) {
			return false
		}
		l.cells[column] = text(h)
		return true
	}
}

// misspell gives the village a name that nobody has.
func misspell(_ hand, e *entry, l line) bool {
	name := []rune(e.village.name)
	l.cells["village"] = string(name[:1]) + "峯" + string(name[2:])
	return true
}

// foreignVillage names a village of another township.
func foreignVillage(h hand, _ *entry, l line) bool {
	for _, v := range h.neighbour.villages {
		if v.former == nil && !strings.Contains(v.code, h.town.code) {
			l.cells["village"] = v.name
			return true
		}
	}
	return false
}

// foreignItem names an item that villages of this kind do not have.
func foreignItem(_ hand, e *entry, l line) bool {
	l.cells["item"] = "宅基地审批情况"
	if e.village.kind == "村" {
		l.cells["item"] = "物业管理和小区公共事务"
	}
	return e.cells["period"] != nil
}

// wrongPeriod gives a monthly item a quarter.
func wrongPeriod(h hand, e *entry, l line) bool {
	p, ok := e.cells["period"].(period)
	if !ok || p.frequency != "月" {
		return false
	}
	l.cells["period"] = quarter(p.end).String()
	return true
}

// swapped exchanges the day of posting and that of removal.
func swapped(h hand, e *entry, l line) bool {
	if l.cells["published_on"] == nil || l.cells["removed_on"] == nil {
		return false
	}
	if removed := e.cells["removed_on"].(civil.Date); removed > h.day {
		l.cells["removed_on"] = e.cells["published_on"].(civil.Date).AddDays(-3)
		return true
	}
	l.cells["published_on"], l.cells["removed_on"] = l.cells["removed_on"], l.cells["published_on"]
	return true
}

// spoil makes the delivery's mistakes in the lines of one table.
func (h hand) spoil(delivery int, table string, entries []*entry, lines []line) {
	for k, m := range mistakes {
		if m.town != h.town.index || m.delivery != delivery || m.table != table {
			continue
		}
		left := m.count
		start := h.throw.IntN(max(1, len(lines)))
		for n := 0; n < len(lines) && left > 0; n++ {
			i := (start + n*7) % len(lines)
			if entries[i].spoilt || !m.make(h, entries[i], lines[i]) {
				continue
			}
			left--
			h.made[k]++
			entries[i].spoilt = true
			if m.mended {
				entries[i].sent = ""
			}
		}
	}
}
