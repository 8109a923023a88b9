package rulebook

import (
	"cmp"
	"fmt"
	"slices"

	"tongbao/internal/civil"
)

// KindAny is the applicability of an item that villages and communities
// alike must disclose.
const KindAny = "全部"

// ItemSpell is one item of the catalogue for a time in which nothing about
// it changed: one row of the catalogue.
type ItemSpell struct {
	Code      string
	Category  string // 党务, 政务, 财务, 服务, or what the district uses
	Item      string
	Aliases   []string
	AppliesTo string // KindVillage, KindCommunity or KindAny
	Frequency Frequency
	// MinDays or MinMonths is the item's own minimum posting, where
	// HasMinimum; else the rule's holds. See ParseMinimum.
	MinDays, MinMonths int
	HasMinimum         bool
	Basis              string
	From, To           civil.Date // To is exclusive; zero is blank, kept as FirstDay and Open
	Line               int
}

// Applies reports whether a village of that kind must disclose the item.
func (s *ItemSpell) Applies(kind string) bool { return s.AppliesTo == KindAny || s.AppliesTo == kind }

// Catalogue is what must be disclosed, through time.
type Catalogue struct {
	spells     []ItemSpell // by code, then From
	byCode     map[string][]ItemSpell
	categories []string
	index      itemIndex
}

// NewCatalogue checks the rows of the catalogue. With a problem that is no
// warning there is no catalogue.
func NewCatalogue(spells []ItemSpell) (*Catalogue, []Problem) {
	c := &Catalogue{byCode: map[string][]ItemSpell{}}
	var problems []Problem
	for _, s := range spells {
		s.From, s.To = orOpen(s.From, s.To)
		problems = append(problems, checkItem(s)...)
		if !slices.Contains(c.categories, s.Category) {
			c.categories = append(c.categories, s.Category)
		}
		c.spells = append(c.spells, s)
	}
	slices.SortStableFunc(c.spells, func(a, b ItemSpell) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	})
	for _, s := range c.spells {
		c.byCode[s.Code] = append(c.byCode[s.Code], s)
	}
	problems = append(problems, itemOverlaps(c.spells)...)
	problems = append(problems, sameItems(c.spells)...)
	sortProblems(problems)
	if Refused(problems) {
		return nil, problems
	}
	c.index = indexItems(c.spells)
	return c, problems
}

// checkItem looks at one row by itself.
func checkItem(s ItemSpell) (out []Problem) {
	bad := func(column, message, accepted string) {
		out = append(out, Problem{Line: s.Line, Column: column, Message: message, Accepted: accepted})
	}
	for _, required := range []struct{ column, value string }{
		{"事项编码", s.Code}, {"类别", s.Category}, {"公开事项", s.Item},
	} {
		if required.value == "" {
			bad(required.column, required.column+"为空", "")
		}
	}
	if s.AppliesTo != KindVillage && s.AppliesTo != KindCommunity && s.AppliesTo != KindAny {
		bad("适用", fmt.Sprintf("“%s”不是适用范围", s.AppliesTo), "请写 村、社区 或 全部")
	}
	if !slices.Contains(Frequencies, s.Frequency) {
		bad("频次", fmt.Sprintf("“%s”不是公开频次", s.Frequency), "请写 月、季、半年、年 或 随时")
	}
	if s.HasMinimum && (s.MinDays < 0 || s.MinMonths < 0 || s.MinDays > 0 && s.MinMonths > 0) {
		bad("最短公示", "最短公示期无法识别", "请写 10d（十天）、1m（一个月），或留空按规则执行")
	}
	if s.From >= s.To {
		bad("失效日期", fmt.Sprintf("失效日期 %s 不晚于生效日期 %s", s.To, s.From), "失效日期为不再有效的第一天，须晚于生效日期")
	}
	return out
}

// itemOverlaps finds codes with two rows on one day. Spells are sorted.
func itemOverlaps(spells []ItemSpell) (out []Problem) {
	for i := 1; i < len(spells); i++ {
		a, b := spells[i-1], spells[i]
		if a.Code != b.Code || b.From >= a.To {
			continue
		}
		out = append(out, Problem{
			Line: max(a.Line, b.Line), Column: "生效日期",
			Message: fmt.Sprintf("事项编码 %s 的两行有效期重叠：第%d行 %s（%s）；第%d行 %s（%s）",
				a.Code, a.Line, a.Item, spellText(a.From, a.To), b.Line, b.Item, spellText(b.From, b.To)),
			Accepted: apart(a.From, b.From),
		})
		// What overlaps a long row need not be its neighbour.
		if a.To > b.To {
			spells = slices.Clone(spells)
			spells[i] = a
		}
	}
	return out
}

// sameItems warns of items that only their code tells apart: one name, on one
// day, for one kind of village.
func sameItems(spells []ItemSpell) (out []Problem) {
	byName := map[string][]ItemSpell{}
	for _, s := range spells {
		name := foldItem(s.Item)
		for _, t := range byName[name] {
			together := s.AppliesTo == KindAny || t.Applies(s.AppliesTo)
			if t.Code != s.Code && together && s.From < t.To && t.From < s.To {
				out = append(out, Problem{
					Line: s.Line, Column: "公开事项", Warning: true,
					Message: fmt.Sprintf("两个事项都叫“%s”：%s（第%d行）与 %s（第%d行），填报时须写事项编码",
						s.Item, t.Code, t.Line, s.Code, s.Line),
				})
				break
			}
		}
		byName[name] = append(byName[name], s)
	}
	return out
}

// Spells lists all spells by code and start. Do not change it.
func (c *Catalogue) Spells() []ItemSpell { return c.spells }

// Categories lists the categories in the order of the file. Do not change it.
func (c *Catalogue) Categories() []string { return c.categories }

// On returns the item as it was on that day; false where the catalogue did
// not have it.
func (c *Catalogue) On(code string, day civil.Date) (ItemSpell, bool) {
	s, ok := c.Nearest(code, day)
	return s, ok && s.From <= day && day < s.To
}

// Nearest returns the item on that day or, where the catalogue did not have
// it then, as it was last before, else as it was first; false where there
// never was such a code.
func (c *Catalogue) Nearest(code string, day civil.Date) (ItemSpell, bool) {
	if s := c.nearest(code, day); s != nil {
		return *s, true
	}
	return ItemSpell{}, false
}

// nearest is Nearest without a copy; nil where there never was such a code.
func (c *Catalogue) nearest(code string, day civil.Date) (nearest *ItemSpell) {
	spells := c.byCode[code]
	for i := range spells {
		if s := &spells[i]; nearest == nil || s.From <= day {
			nearest = s
		}
	}
	return nearest
}
