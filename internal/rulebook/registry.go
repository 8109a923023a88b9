package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
)

// The two kinds of village.
const (
	KindVillage   = "村"
	KindCommunity = "社区"
)

// TownshipKinds are the kinds of township; 乡 counts with 镇 in the figures.
var TownshipKinds = []string{"镇", "乡", "街道"}

// VillageSpell is one village for a time in which nothing about it changed:
// one row of the registry. A village that moves township has two.
type VillageSpell struct {
	TownshipCode string // 9 digits; after a move the village's code does not tell it
	Township     string
	TownshipKind string // 镇, 乡, 街道
	VillageCode  string // 12 digits
	Village      string
	Kind         string // KindVillage or KindCommunity
	Households   *int64 // nil where not known
	Population   *int64
	Aliases      []string
	From, To     civil.Date // To is exclusive; zero is blank, kept as FirstDay and Open
	Line         int
}

// Township is one township for a time in which its name and kind stayed.
type Township struct {
	Code, Name, Kind string
	From, To         civil.Date // To is exclusive; the days on which it has villages
}

// Registry is the district's villages through time.
type Registry struct {
	spells    []VillageSpell // by code, then From
	byCode    map[string][]VillageSpell
	townships []Township // by code, then From
	index     villageIndex
}

// NewRegistry checks the rows of the registry. With a problem that is no
// warning there is no registry.
func NewRegistry(spells []VillageSpell) (*Registry, []Problem) {
	r := &Registry{byCode: map[string][]VillageSpell{}}
	var problems []Problem
	for _, s := range spells {
		s.From, s.To = orOpen(s.From, s.To)
		problems = append(problems, checkVillage(s)...)
		r.spells = append(r.spells, s)
	}
	slices.SortStableFunc(r.spells, func(a, b VillageSpell) int {
		return cmp.Or(cmp.Compare(a.VillageCode, b.VillageCode), cmp.Compare(a.From, b.From))
	})
	for _, s := range r.spells {
		r.byCode[s.VillageCode] = append(r.byCode[s.VillageCode], s)
	}
	problems = append(problems, villageOverlaps(r.spells)...)
	var clashes []Problem
	r.townships, clashes = townshipsOf(r.spells)
	problems = append(problems, clashes...)
	problems = append(problems, sameNames(r.spells)...)
	sortProblems(problems)
	if Refused(problems) {
		return nil, problems
	}
	r.index = indexVillages(r)
	return r, problems
}

// checkVillage looks at one row by itself.
func checkVillage(s VillageSpell) (out []Problem) {
	bad := func(column, message, accepted string) {
		out = append(out, Problem{Line: s.Line, Column: column, Message: message, Accepted: accepted})
	}
	if !isCode(s.TownshipCode, 9) {
		bad("镇街代码", fmt.Sprintf("“%s”不是镇街代码", s.TownshipCode), "请写9位数字")
	}
	switch {
	case !isCode(s.VillageCode, 12):
		bad("村社代码", fmt.Sprintf("“%s”不是村社代码", s.VillageCode), "请写12位数字，并将单元格设为文本格式")
	case strings.HasSuffix(s.VillageCode, "000"):
		bad("村社代码", fmt.Sprintf("%s 末三位为000，是镇街的代码", s.VillageCode), "请写村（社区）的12位代码")
	}
	if s.Township == "" {
		bad("镇街", "镇街名称为空", "")
	}
	if s.Village == "" {
		bad("村（社区）", "村（社区）名称为空", "")
	}
	if !slices.Contains(TownshipKinds, s.TownshipKind) {
		bad("镇街类型", fmt.Sprintf("“%s”不是镇街类型", s.TownshipKind), "请写 镇、乡 或 街道")
	}
	if s.Kind != KindVillage && s.Kind != KindCommunity {
		bad("类型", fmt.Sprintf("“%s”不是村（社区）类型", s.Kind), "请写 村 或 社区")
	} else if suggested := kindByCode(s.VillageCode); suggested != "" && suggested != s.Kind {
		out = append(out, Problem{
			Line: s.Line, Column: "类型", Warning: true,
			Message: fmt.Sprintf("%s（%s）登记为%s，其代码末三位通常属于%s；以登记的类型为准",
				s.Village, s.VillageCode, s.Kind, suggested),
		})
	}
	for _, n := range []struct {
		column string
		value  *int64
	}{{"户数", s.Households}, {"人口", s.Population}} {
		if n.value != nil && *n.value < 0 {
			bad(n.column, fmt.Sprintf("%d 小于零", *n.value), "请写不小于零的整数，不详则留空")
		}
	}
	if s.From >= s.To {
		bad("失效日期", fmt.Sprintf("失效日期 %s 不晚于生效日期 %s", s.To, s.From), "失效日期为不再有效的第一天，须晚于生效日期")
	}
	return out
}

// isCode reports whether s is exactly n ASCII digits.
func isCode(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}

// kindByCode is the kind that the last three digits suggest: 001–199 a
// community, 200–399 a village, others none.
func kindByCode(code string) string {
	if !isCode(code, 12) {
		return ""
	}
	switch last := code[9:]; {
	case last >= "001" && last <= "199":
		return KindCommunity
	case last >= "200" && last <= "399":
		return KindVillage
	}
	return ""
}

// villageOverlaps finds codes with two rows on one day. Spells are sorted.
func villageOverlaps(spells []VillageSpell) (out []Problem) {
	for i := 1; i < len(spells); i++ {
		a, b := spells[i-1], spells[i]
		if a.VillageCode != b.VillageCode || b.From >= a.To {
			continue
		}
		out = append(out, Problem{
			Line: max(a.Line, b.Line), Column: "生效日期",
			Message: fmt.Sprintf("村社代码 %s 的两行有效期重叠：第%d行 %s%s（%s）；第%d行 %s%s（%s）",
				a.VillageCode, a.Line, a.Township, a.Village, spellText(a.From, a.To),
				b.Line, b.Township, b.Village, spellText(b.From, b.To)),
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

// sameNames warns of villages that only their code tells apart.
func sameNames(spells []VillageSpell) (out []Problem) {
	type place struct{ township, name string }
	seen := map[place]VillageSpell{}
	for _, s := range spells {
		at := place{s.TownshipCode, FoldName(s.Village)}
		first, twice := seen[at]
		switch {
		case !twice:
			seen[at] = s
		case first.VillageCode != s.VillageCode:
			out = append(out, Problem{
				Line: s.Line, Column: "村（社区）", Warning: true,
				Message: fmt.Sprintf("%s有两个“%s”：%s（第%d行）与 %s（第%d行），填报时须写12位代码",
					s.Township, s.Village, first.VillageCode, first.Line, s.VillageCode, s.Line),
			})
		}
	}
	return out
}

// sortProblems puts problems in the order of the file.
func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
}

// On returns the village as it was on that day; false where it was not on
// the registry.
func (r *Registry) On(code string, day civil.Date) (VillageSpell, bool) {
	s, ok := r.Nearest(code, day)
	return s, ok && s.From <= day && day < s.To
}

// Nearest returns the village on that day or, where it was not on the
// registry then, its spell that ended last before, else its first; false
// where there never was such a code.
func (r *Registry) Nearest(code string, day civil.Date) (VillageSpell, bool) {
	if s := r.nearest(code, day); s != nil {
		return *s, true
	}
	return VillageSpell{}, false
}

// nearest is Nearest without a copy; nil where there never was such a code.
func (r *Registry) nearest(code string, day civil.Date) (nearest *VillageSpell) {
	spells := r.byCode[code]
	for i := range spells {
		if s := &spells[i]; nearest == nil || s.From <= day {
			nearest = s
		}
	}
	return nearest
}

// Spells lists all spells by village code and start. Do not change it.
func (r *Registry) Spells() []VillageSpell { return r.spells }

// Townships lists the townships the district ever had, by code and start:
// one entry per code, name and kind. Do not change it.
func (r *Registry) Townships() []Township { return r.townships }

// Township returns the township as it was on that day or, where it had no
// village then, as it was last before, else as it was first; false where the
// district never had such a code.
func (r *Registry) Township(code string, day civil.Date) (Township, bool) {
	var nearest Township
	for _, t := range r.townships {
		if t.Code == code && (nearest.Code == "" || t.From <= day) {
			nearest = t
		}
	}
	return nearest, nearest.Code != ""
}
