package pipelines

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
)

// template is one township's fill-in workbook in the making.
type template struct {
	book     *rulebook.Book
	tables   []filing.Table
	township rulebook.Township
	span     rulebook.Period
	stamp    string
	villages []rulebook.VillageSpell // on some day of the span, by code
	owed     []rulebook.Owed         // of the township
	events   []rulebook.ItemSpell    // 随时, that apply to its villages
	periodic []rulebook.ItemSpell    // the others
	choices  choices
}

// stampLength is how much of the references' hash a stamp shows.
const stampLength = 12

// newTemplate gathers what a township's workbook is made of.
func (e *Env) newTemplate(township rulebook.Township, span rulebook.Period, owed []rulebook.Owed) *template {
	t := &template{
		book: e.WS.Book, township: township, span: span,
		stamp: "tongbao " + Version + " · " + span.String() + " · " + e.WS.References()[:stampLength],
	}
	for _, table := range e.WS.Tables {
		if table.Mapping == "" { // the table itself, not a platform's export of it
			t.tables = append(t.tables, table)
		}
	}
	for _, o := range owed {
		if o.Village.TownshipCode == township.Code {
			t.owed = append(t.owed, o)
		}
	}
	for _, v := range t.book.Registry.Spells() {
		if v.TownshipCode != township.Code || v.From > span.End() || v.To <= span.Start() {
			continue
		}
		if n := len(t.villages); n > 0 && t.villages[n-1].VillageCode == v.VillageCode {
			t.villages[n-1] = v
			continue
		}
		t.villages = append(t.villages, v)
	}
	t.events, t.periodic = t.items()
	return t
}

// items are the catalogue's items of the span that apply to a village of the
// township, events apart, by code. An item owed from before the span counts.
func (t *template) items() (events, periodic []rulebook.ItemSpell) {
	for _, s := range t.book.Catalogue.Spells() {
		due := slices.ContainsFunc(t.owed, func(o rulebook.Owed) bool { return o.Item.Code == s.Code && o.Item.From == s.From })
		valid := s.From <= t.span.End() && t.span.Start() < s.To
		applies := slices.ContainsFunc(t.villages, func(v rulebook.VillageSpell) bool { return s.Applies(v.Kind) })
		switch {
		case !due && !(valid && applies):
		case s.Frequency == rulebook.Event:
			events = append(events, s)
		default:
			periodic = append(periodic, s)
		}
	}
	return events, periodic
}

// A name stands in a template only where the reader takes it for what it is
// meant to be; else the code does.

func (t *template) townshipText() string {
	if code, bad := t.book.Township(t.township.Name, t.township.Code); bad == nil && code == t.township.Code {
		return t.township.Name
	}
	return t.township.Code
}

// reporterText stands behind 填报单位： in a title line, where a name with
// anything but letters in it could be taken apart.
func (t *template) reporterText() string {
	name := t.townshipText()
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return t.township.Code
	}
	return name
}

func (t *template) villageText(v rulebook.VillageSpell) string {
	if code, bad := t.book.Village(v.Village, t.township.Code); bad == nil && code == v.VillageCode {
		return v.Village
	}
	return v.VillageCode
}

// itemText is the item for one village on one day.
func (t *template) itemText(s rulebook.ItemSpell, village string, day civil.Date) string {
	if ref, bad := t.book.Item(s.Item, village, day); bad == nil && ref.Code == s.Code {
		return s.Item
	}
	return s.Code
}

// itemChoices are the items as any village of the township may pick them. Of
// two items of one name, the reader tells by the village's kind which is
// meant.
func (t *template) itemChoices(of []rulebook.ItemSpell) []string {
	var out []string
	for _, s := range of {
		day := max(s.From, min(t.span.End(), s.To-1))
		for _, v := range t.villages {
			if !s.Applies(v.Kind) {
				continue
			}
			if text := t.itemText(s, v.VillageCode, day); !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out
}

// periodChoices are the periods that may be filed for in the span: those
// owed, and of every length the latest before, down to a year ago. They come
// by length, the latest first.
func (t *template) periodChoices() []string {
	var all []rulebook.Period
	add := func(p rulebook.Period) {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	for _, o := range t.owed {
		add(o.Period)
	}
	for f, n := range map[rulebook.Frequency]int{rulebook.Monthly: 13, rulebook.Quarterly: 5, rulebook.HalfYear: 3, rulebook.Yearly: 2} {
		p := rulebook.PeriodOf(f, t.span.End())
		for range n {
			add(p)
			p = p.Previous()
		}
	}
	slices.SortFunc(all, func(a, b rulebook.Period) int {
		return cmp.Or(cmp.Compare(a.Frequency().Months(), b.Frequency().Months()), cmp.Compare(b.Start(), a.Start()))
	})
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.String()
	}
	return out
}
