package explain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
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
	id := e.Rule + "@" + e.From.String()
	if e.From == rulebook.FirstDay {
		id = e.Rule
	}
	r.used[id] = Rule{id, e.Rule, rulebook.RuleTitle(e.Rule), e.Value, e.From, e.Source}
	return id
}

// catalogue notes an item's own minimum posting, which stands before the
// rules.
func (r *rules) catalogue(item rulebook.ItemSpell) string {
	id := "catalogue." + item.Code
	r.used[id] = Rule{id, id, "公开目录规定的最短公示期：" + item.Item, rulebook.Minimum{Days: item.MinDays, Months: item.MinMonths}.String(), item.From, item.Basis}
	return id
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
