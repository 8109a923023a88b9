package filing

import (
	"strings"

	"tongbao/internal/grid"
)

// warnResembling warns of headers that no declaration knows and that look
// like one the sheet lacks and a figure uses. Such a column is not read: that
// a clerk wrote 公示时间 for 公布日期 must not pass for a village that has
// published nothing.
func (r *Reader) warnResembling() {
	if r.table.Reference {
		return
	}
	for i, h := range r.headings {
		if r.columns[i] != unmatched || h.text == "" || h.isOwn() {
			continue
		}
		like := r.resembled(h)
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

// resembled are the headers of columns the sheet lacks that a heading looks
// like.
func (r *Reader) resembled(h heading) (headers []string) {
	for c := range r.table.Columns {
		column := &r.table.Columns[c]
		if _, supplied := r.supplied[c]; supplied || r.at[c] != unmatched || column.WarnOnly || column.Constant != "" {
			continue
		}
		if h.looksLike(column) {
			headers = append(headers, column.Header)
		}
	}
	return headers
}

// looksLike reports whether any way to write the heading is near to any name
// of the column.
func (h *heading) looksLike(c *Column) bool {
	for _, form := range h.forms {
		form = headerLabel(form)
		if short, ok := dropBracket(form); ok {
			form = short
		}
		for _, name := range append([]string{c.Header}, c.Aliases...) {
			if near(dayWord(form), dayWord(foldHeader(name))) {
				return true
			}
		}
	}
	return false
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
