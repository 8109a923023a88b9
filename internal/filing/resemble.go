package filing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/internal/grid"
)

// warnResembling warns of headers that no declaration knows and that look
// like one the sheet lacks and a figure uses. Such a column is not read: that
// a clerk wrote 公示时间 for 公布日期 must not pass for a village that has
// published nothing.
func (r *Reader) warnResembling() {
	if r.table.Reference {
		r.refuseUnknown()
		return
	}
	lacking := r.lackingNames()
	for i, h := range r.headings {
		if r.columns[i] != unmatched || h.text == "" || h.isOwn() {
			continue
		}
		like := h.resembled(lacking)
		if len(like) == 0 {
			continue
		}
		r.sheet.Warnings++
		bad := HeaderLike.Bad("列", strings.Join(like, "”或“"))
		r.sink.Warn(Finding{
			Row: r.last, Cell: grid.Address(i, r.last), Header: h.text, Text: h.text,
			Warning: true, Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
		})
	}
}

// refuseUnknown finds fault with every header of a reference table that no
// declaration knows, but for remarks.
func (r *Reader) refuseUnknown() {
	lacking := r.lackingNames()
	for i, h := range r.headings {
		if r.columns[i] != unmatched || h.text == "" || h.isRemark() {
			continue
		}
		suggested := ""
		if like := h.resembled(lacking); len(like) > 0 {
			suggested = "，是否应为“" + strings.Join(like, "”或“") + "”？"
		}
		bad := HeaderUnknown.Bad("头", h.text, "相近", suggested, "各列", r.table.headers())
		r.sink.Warn(Finding{
			Row: r.last, Cell: grid.Address(i, r.last), Header: h.text,
			Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
		})
	}
}

// refuseUnnamed finds fault with a column of a reference table that holds
// something and has no header.
func (r *Reader) refuseUnnamed(i int) {
	if !r.table.Reference {
		return
	}
	bad := HeaderBlank.Bad("列", columnLetter(i), "各列", r.table.headers())
	r.sink.Warn(Finding{Row: r.last, Cell: grid.Address(i, r.last), Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted})
}

// headers lists the table's columns for the user.
func (t *Table) headers() string {
	var headers []string
	for _, c := range t.Columns {
		headers = append(headers, c.Header)
	}
	return strings.Join(headers, "、")
}

// isRemark reports whether a heading is that of a column for remarks, which
// may stand in any table.
func (h *heading) isRemark() bool {
	return slices.ContainsFunc(h.forms, func(form string) bool { return strings.Contains(form, "备注") || form == "remark" })
}

// lackingName is a column that the sheet lacks, by each of its names.
type lackingName struct {
	header string
	names  []string // folded
}

// lackingNames are the columns that a figure uses and the sheet lacks.
func (r *Reader) lackingNames() (list []lackingName) {
	for c := range r.table.Columns {
		column := &r.table.Columns[c]
		if _, supplied := r.supplied[c]; supplied || r.at[c] != unmatched || column.WarnOnly || column.Constant != "" {
			continue
		}
		lacks := lackingName{header: column.Header}
		for _, name := range append([]string{column.Header}, column.Aliases...) {
			lacks.names = append(lacks.names, dayWord(foldHeader(name)))
		}
		list = append(list, lacks)
	}
	return list
}

// resembled are the headers of the lacking columns that a heading, in any way
// to write it, is near to.
func (h *heading) resembled(lacking []lackingName) (headers []string) {
	var forms []string
	for _, form := range h.forms {
		form = headerLabel(form)
		if short, ok := dropBracket(form); ok {
			form = short
		}
		forms = append(forms, dayWord(form))
	}
	for _, l := range lacking {
		if slices.ContainsFunc(forms, func(form string) bool {
			return slices.ContainsFunc(l.names, func(name string) bool { return near(form, name) })
		}) {
			headers = append(headers, l.header)
		}
	}
	return headers
}

// dayWord makes one word of the two that offices use for a day.
func dayWord(header string) string {
	if what, ok := strings.CutSuffix(header, "时间"); ok {
		return what + "日期"
	}
	return header
}

// nearLength is how many characters two headers must have at least to be
// near: of shorter ones too many are one character apart.
const nearLength = 3

// near reports whether two texts are the same but for one character, which
// may be another, or missing in one of them.
func near(a, b string) bool {
	if longer := len(a) - len(b); longer > utf8.UTFMax || -longer > utf8.UTFMax {
		return false
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < nearLength || len(y)-len(x) > 1 {
		return false
	}
	same := 0
	for same < len(x) && x[same] == y[same] {
		same++
	}
	if len(x) == len(y) {
		return same == len(x) || string(x[same+1:]) == string(y[same+1:])
	}
	return string(x[same:]) == string(y[same+1:])
}
