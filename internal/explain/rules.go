package explain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
)

// rules gathers the rules that an explanation names.
type rules struct {
	book *rulebook.Book
	used map[string]Rule
}

func newRules(book *rulebook.Book) *rules { return &rules{book, map[string]Rule{}} }

// use notes the rule as in force on the day and gives its id.
func (r *rules) use(name string, day civil.Date) string {
	e := r.book.Rules.At(name, day)
	id := dated(e.Rule, e.From)
	r.used[id] = Rule{id, e.Rule, rulebook.RuleTitle(e.Rule), e.Value, e.From, e.Source}
	return id
}

// dated is the id of a rule by the day from which it holds, which tells two
// spells of one rule apart; built-in defaults have no such day.
func dated(name string, from civil.Date) string {
	if from == rulebook.FirstDay {
		return name
	}
	return name + "@" + from.String()
}

// catalogue notes an item's own minimum posting, which stands before the
// rules. Two spells of an item may differ in it.
func (r *rules) catalogue(item rulebook.ItemSpell) string {
	name := "catalogue." + item.Code
	id := dated(name, item.From)
	r.used[id] = Rule{id, name, "公开目录规定的最短公示期：" + item.Item, rulebook.Minimum{Days: item.MinDays, Months: item.MinMonths}.String(), item.From, item.Basis}
	return id
}

// score notes the rules that turn a unit's counts into its score, rank and
// grade: those in force on the window's last day.
func (r *rules) score(in *Input) (ids []string) {
	names := []string{
		"score.weight.timeliness", "score.weight.completeness", "score.weight.frequency", "score.weight.fourth", "score.fourth",
		"consultation.target",
	}
	if in.Level != score.District {
		names = append(names, "grade.excellent", "grade.good", "grade.fair")
	}
	if in.Level == score.Village {
		names = append(names, "min_due", "false_disclosure.cap")
	}
	for _, name := range names {
		ids = append(ids, r.use(name, in.Build.WindowEnd))
	}
	return ids
}

func (r *rules) list() []Rule {
	list := []Rule{}
	for _, rule := range r.used {
		list = append(list, rule)
	}
	slices.SortFunc(list, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// join puts sentences together, leaving out empty ones.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "；")
}

// plain writes a number without needless digits.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
