package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/internal/civil"
)

// Words of rules.
const (
	NextWorkday = "next_workday" // of due.*.shift: moved to the next working day
	None        = "none"         // of due.*.shift: stands; of false_disclosure.cap: no cap
	ByDistrict  = "district"     // of exemptions.by
	ByTownship  = "township"     // of exemptions.by
	Handled     = "handled"      // of score.fourth
	Adoption    = "adoption"     // of score.fourth
)

// categoryMinimum begins the name of the rule of one category's minimum
// posting; the category follows.
const categoryMinimum = "posting.minimum."

// RuleEntry is one rule's value from one day on: one entry of rules.yaml.
type RuleEntry struct {
	Rule   string
	Value  string     // as written: 15, 1m, next_workday
	From   civil.Date // before a rule's first entry its built-in default holds
	Source string     // printed beside the rule
	Line   int        // 0 for a built-in default
}

// Rules are the district's rules through time.
type Rules struct {
	byName map[string][]RuleEntry // by From
	names  []string               // in the order of the built-in rules, categories behind posting.minimum
}

// NewRules checks the entries. They lie over the built-in defaults: a rule
// without an entry has its default, one with entries has it until the first.
// With a problem that is no warning there are no rules.
func NewRules(entries []RuleEntry) (*Rules, []Problem) {
	r := &Rules{byName: map[string][]RuleEntry{}}
	var problems []Problem
	for _, e := range entries {
		e.Rule, e.Value = strings.TrimSpace(e.Rule), strings.TrimSpace(e.Value)
		if e.From == 0 {
			e.From = FirstDay
		}
		if p, ok := checkRule(e); !ok {
			problems = append(problems, p)
			continue
		}
		i := slices.IndexFunc(r.byName[e.Rule], func(o RuleEntry) bool { return o.From == e.From })
		if i >= 0 {
			problems = append(problems, Problem{
				Line: e.Line, Column: "from",
				Message: fmt.Sprintf("规则 %s 有两条自 %s 起：第%d行的值为 %s，第%d行的值为 %s",
					e.Rule, e.From, r.byName[e.Rule][i].Line, r.byName[e.Rule][i].Value, e.Line, e.Value),
				Accepted: "同一规则同一起始日期只写一条",
			})
			continue
		}
		r.byName[e.Rule] = append(r.byName[e.Rule], e)
	}
	for _, e := range Defaults() {
		given := r.byName[e.Rule]
		if len(given) > 0 {
			e.From = FirstDay
		}
		if !slices.ContainsFunc(given, func(g RuleEntry) bool { return g.From == FirstDay }) {
			r.byName[e.Rule] = append(given, e)
		}
	}
	for name, dated := range r.byName {
		slices.SortFunc(dated, func(a, b RuleEntry) int { return cmp.Compare(a.From, b.From) })
		r.names = append(r.names, name)
	}
	slices.SortFunc(r.names, func(a, b string) int {
		return cmp.Or(cmp.Compare(specIndex(a), specIndex(b)), cmp.Compare(a, b))
	})
	if !Refused(problems) {
		problems = append(problems, checkTogether(r)...)
	}
	sortProblems(problems)
	if Refused(problems) {
		return nil, problems
	}
	return r, problems
}

// checkRule looks at one entry by itself.
func checkRule(e RuleEntry) (Problem, bool) {
	spec, known := specOf(e.Rule)
	if !known {
		accepted := "可用的规则：" + strings.Join(ruleNames(), "、")
		if near := nearest(e.Rule, ruleNames(), 3); len(near) > 0 {
			accepted = "最接近的规则：" + strings.Join(near, "、")
		}
		return Problem{Line: e.Line, Column: "rule",
			Message: fmt.Sprintf("没有名为“%s”的规则", e.Rule), Accepted: accepted}, false
	}
	if !spec.accepts(e.Value) {
		return Problem{Line: e.Line, Column: "value",
			Message:  fmt.Sprintf("规则 %s 的值“%s”无法识别", e.Rule, e.Value),
			Accepted: "请写" + spec.accepted()}, false
	}
	return Problem{}, true
}

// checkTogether holds rules against each other on every day. What one line
// does wrong is told once, with the first day, however often other rules
// change after it.
func checkTogether(r *Rules) (out []Problem) {
	type fault struct {
		line  int
		total int64 // of the weights; 0: of the grades
	}
	told := map[fault]bool{}
	add := func(f fault, p Problem) {
		if !told[f] {
			told[f] = true
			out = append(out, p)
		}
	}
	at := func(rule string, day civil.Date) int { return r.At(rule, day).Line }
	for _, s := range r.Spells() {
		since := ""
		if s.From != FirstDay {
			since = fmt.Sprintf("自 %s 起", s.From)
		}
		if s.GradeExcellent <= s.GradeGood || s.GradeGood <= s.GradeFair {
			line := max(at("grade.excellent", s.From), at("grade.good", s.From), at("grade.fair", s.From))
			add(fault{line: line}, Problem{
				Line: line, Column: "value",
				Message:  since + "等次分数线没有依次降低",
				Accepted: "grade.excellent 应高于 grade.good，grade.good 应高于 grade.fair",
			})
		}
		total := s.WeightTimeliness + s.WeightCompleteness + s.WeightFrequency + s.WeightFourth
		if total != 100_000 {
			line := max(at("score.weight.timeliness", s.From), at("score.weight.completeness", s.From),
				at("score.weight.frequency", s.From), at("score.weight.fourth", s.From))
			add(fault{line, max(total, 1)}, Problem{
				Line: line, Column: "value",
				Message:  fmt.Sprintf("%s四项权重之和为 %s，不是100；按各自所占比例计分", since, decimalText(total)),
				Accepted: "四项权重之和写成100",
				Warning:  total > 0,
			})
		}
	}
	return out
}

// At returns the entry of a rule that holds on the given day. The rule of a
// category that has no minimum posting of its own, or none yet, is
// posting.minimum. It panics on a name that no rule can have: names are
// constants of the code.
func (r *Rules) At(rule string, day civil.Date) RuleEntry {
	dated := r.byName[rule]
	if strings.HasPrefix(rule, categoryMinimum) && (len(dated) == 0 || begins(rule) && day < dated[0].From) {
		dated = r.byName["posting.minimum"]
	}
	if len(dated) == 0 {
		panic("rulebook: no rule " + rule)
	}
	holds := dated[0]
	for _, e := range dated[1:] {
		if e.From <= day {
			holds = e
		}
	}
	return holds
}

// begins reports whether a rule holds from its first entry on only: a
// category's own minimum that is no built-in one.
func begins(rule string) bool {
	spec, _ := specOf(rule)
	return spec.value == ""
}

// Int is the value of a rule that is a whole number: days, a day of the
// month, or a count.
func (r *Rules) Int(rule string, day civil.Date) int {
	n, _ := digits(r.At(rule, day).Value)
	return n
}

// Thousandths is the value of a rule that is a decimal number, times 1,000:
// a weight, a grade's lower bound, or consultations per quarter.
func (r *Rules) Thousandths(rule string, day civil.Date) int64 {
	n, _ := parseDecimal(r.At(rule, day).Value)
	return n
}

// Word is the value of a rule that is one word of a list.
func (r *Rules) Word(rule string, day civil.Date) string { return r.At(rule, day).Value }

// Minimum is the minimum posting of a category.
func (r *Rules) Minimum(category string, day civil.Date) Minimum {
	m, _ := ParseMinimum(r.At(categoryMinimum+category, day).Value)
	return m
}

// Entries lists all entries, built-in defaults included, by rule and day.
func (r *Rules) Entries() []RuleEntry {
	var out []RuleEntry
	for _, name := range r.names {
		out = append(out, r.byName[name]...)
	}
	return out
}

// InForce lists what holds on the given day, one entry for each rule.
func (r *Rules) InForce(day civil.Date) []RuleEntry {
	var out []RuleEntry
	for _, name := range r.names {
		if e := r.At(name, day); e.Rule == name { // not a category's that is to come
			out = append(out, e)
		}
	}
	return out
}

// parseDecimal reads a number of at most three decimals, times 1,000.
func parseDecimal(text string) (thousandths int64, ok bool) {
	whole, part, dotted := strings.Cut(text, ".")
	if dotted && (part == "" || len(part) > 3) || len(whole) > 6 {
		return 0, false
	}
	n, ok := digits(whole + (part + "000")[:3])
	return int64(n), ok && whole != ""
}

// decimalText is the form that parseDecimal reads.
func decimalText(thousandths int64) string {
	text := strconv.FormatInt(thousandths/1000, 10)
	if part := thousandths % 1000; part > 0 {
		text += strings.TrimRight(fmt.Sprintf(".%03d", part), "0")
	}
	return text
}
