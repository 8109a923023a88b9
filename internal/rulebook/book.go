// Package rulebook is what a district has laid down: which villages it has,
// what they must disclose and how often, by which rules, and on which days
// people work. Everything in it carries validity dates. It is pure: it reads
// no file and knows no clock.
package rulebook

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
)

// The bounds of an open spell. A blank (zero) start or end of a spell is read
// as these, so that every spell is an ordinary half-open range of days.
var (
	FirstDay = civil.MustOf(1, 1, 1)      // a blank 生效日期
	Open     = civil.MustOf(9999, 12, 31) // a blank 失效日期
)

// Book is all reference data of one district. As *Book it implements
// filing.Names.
type Book struct {
	DistrictCode string // 6 digits
	DistrictName string // 渝北区
	Registry     *Registry
	Catalogue    *Catalogue
	Rules        *Rules
	Calendar     *Calendar
}

// Problem is something wrong with a reference file, told to the district's
// analyst. A reference file with a problem that is no warning is not used.
type Problem struct {
	Line     int    // of the file, from 1; 0 where no single line is to blame
	Column   string // Chinese header; empty for the row as a whole
	Message  string // what is wrong, in Chinese
	Accepted string // what would be right, in Chinese; may be empty
	Warning  bool   // used all the same
}

// String is the problem on one line.
func (p Problem) String() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "第%d行", p.Line)
	}
	if p.Column != "" {
		fmt.Fprintf(&b, "“%s”", p.Column)
	}
	if b.Len() > 0 {
		b.WriteString("：")
	}
	b.WriteString(p.Message)
	if p.Accepted != "" {
		b.WriteString("；" + p.Accepted)
	}
	return b.String()
}

// Refused reports whether any of the problems is more than a warning.
func Refused(problems []Problem) bool {
	for _, p := range problems {
		if !p.Warning {
			return true
		}
	}
	return false
}

// Check finds what only shows when the parts are held against each other.
// It returns warnings only.
func (b *Book) Check() []Problem {
	known := map[string]bool{}
	for _, c := range b.Catalogue.Categories() {
		known[c] = true
	}
	var out []Problem
	for _, e := range b.Rules.Entries() {
		category, ok := strings.CutPrefix(e.Rule, categoryMinimum)
		if !ok || e.Line == 0 || known[category] {
			continue
		}
		out = append(out, Problem{
			Line: e.Line, Column: "rule", Warning: true,
			Message:  fmt.Sprintf("公开目录中没有类别“%s”，规则 %s 不起作用", category, e.Rule),
			Accepted: "目录中的类别：" + strings.Join(b.Catalogue.Categories(), "、"),
		})
	}
	return out
}

// orOpen reads blank bounds.
func orOpen(from, to civil.Date) (civil.Date, civil.Date) {
	if from == 0 {
		from = FirstDay
	}
	if to == 0 {
		to = Open
	}
	return from, to
}

// apart says how two rows that hold on the same day are put right.
func apart(before, after civil.Date) string {
	if before == after {
		return "写重的只保留一行；确有变动的，在前一行写失效日期，在后一行写同一天的生效日期"
	}
	return "前一行的失效日期应不晚于后一行的生效日期"
}

// spellText shows a spell to people: 2020-01-01 起，2025-07-01 前.
func spellText(from, to civil.Date) string {
	switch {
	case from == FirstDay && to == Open:
		return "一直有效"
	case to == Open:
		return from.String() + " 起"
	case from == FirstDay:
		return to.String() + " 前"
	}
	return from.String() + " 起，" + to.String() + " 前"
}
