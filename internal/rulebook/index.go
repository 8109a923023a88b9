package rulebook

import (
	"slices"
	"strings"
)

// set is a small set of codes in the order of their arrival.
type set []string

func (s set) with(code string) set {
	if slices.Contains(s, code) {
		return s
	}
	return append(s, code)
}

// villageNames finds villages by folded names.
type villageNames struct {
	name, alias map[string]set
	form        map[string]set // every form of every name
}

// villageIndex is the names of the villages that each township ever had, and
// the townships' own names.
type villageIndex struct {
	township map[string]*villageNames // by township code
	home     map[string]set           // village code → townships it was ever in
	towns    map[string]set           // folded township name → codes
}

// indexVillages takes the names of every spell: a village's old names are
// still written.
func indexVillages(r *Registry) villageIndex {
	x := villageIndex{township: map[string]*villageNames{}, home: map[string]set{}, towns: map[string]set{}}
	for _, s := range r.spells {
		x.home[s.VillageCode] = x.home[s.VillageCode].with(s.TownshipCode)
		x.towns[foldName(s.Township)] = x.towns[foldName(s.Township)].with(s.TownshipCode)
	}
	for _, s := range r.spells {
		for _, township := range x.home[s.VillageCode] {
			names := x.township[township]
			if names == nil {
				names = &villageNames{map[string]set{}, map[string]set{}, map[string]set{}}
				x.township[township] = names
			}
			name := foldName(s.Village)
			names.name[name] = names.name[name].with(s.VillageCode)
			for _, form := range forms(dropBracket(name)) {
				names.form[form] = names.form[form].with(s.VillageCode)
			}
			for _, alias := range s.Aliases {
				if alias = foldName(alias); alias == "" {
					continue
				}
				names.alias[alias] = names.alias[alias].with(s.VillageCode)
			}
		}
	}
	return x
}

// written is a folded name with the ways in which it may be shortened, so
// that it can be looked up in one township after another.
type written struct {
	name  string
	forms []string // without a trailing bracket or the district's name, suffix by suffix
	leads []lead   // without the name of a township, the longest first
}

// lead is what follows the name of a township.
type lead struct {
	townships set // with that name
	rest      string
	forms     []string
}

// read finds the ways to shorten a folded name.
func (x villageIndex) read(name, district string) written {
	bare := dropBracket(name)
	w := written{name: name, forms: forms(bare)}
	if rest, ok := strings.CutPrefix(bare, district); ok && district != "" && rest != "" {
		bare = rest
		w.forms = append(w.forms, forms(bare)...)
	}
	for end := len(bare) - 1; end > 0; end-- {
		if codes := x.towns[bare[:end]]; len(codes) > 0 {
			w.leads = append(w.leads, lead{codes, bare[end:], forms(bare[end:])})
		}
	}
	return w
}

// find looks a name up among a township's, tier by tier: as it stands, by
// alias, then shorter and shorter. The first tier with any hit decides,
// however many it has. A leading township name is dropped only from villages
// that were ever that township's: 兴隆镇兴隆社区 is not the 兴隆社区 of another.
func (x villageIndex) find(w written, township string) set {
	names := x.township[township]
	if names == nil {
		return nil
	}
	if found := names.name[w.name]; len(found) > 0 {
		return found
	}
	if found := names.alias[w.name]; len(found) > 0 {
		return found
	}
	if found := names.byForm(w.forms); len(found) > 0 {
		return found
	}
	for _, l := range w.leads {
		if found := x.among(names.byForm(l.forms), l.townships); len(found) > 0 {
			return found
		}
	}
	return nil
}

// findBehind looks up what follows the name of a township, in that township.
func (x villageIndex) findBehind(l lead) (found set) {
	for _, township := range l.townships {
		for _, code := range x.township[township].byForm(l.forms) {
			found = found.with(code)
		}
	}
	return found
}

// byForm finds what the first form with any hit means.
func (n *villageNames) byForm(forms []string) set {
	for _, form := range forms {
		if found := n.form[form]; len(found) > 0 {
			return found
		}
	}
	return nil
}

// among keeps the villages that were ever in one of the townships.
func (x villageIndex) among(codes, townships set) (kept set) {
	for _, code := range codes {
		for _, home := range x.home[code] {
			if slices.Contains(townships, home) {
				kept = kept.with(code)
			}
		}
	}
	return kept
}

// itemIndex finds items by folded names: the positions of their spells.
type itemIndex struct {
	code, name, alias map[string][]int
}

func indexItems(spells []ItemSpell) itemIndex {
	x := itemIndex{map[string][]int{}, map[string][]int{}, map[string][]int{}}
	for i, s := range spells {
		code, name := foldItem(s.Code), foldItem(s.Item)
		x.code[code] = append(x.code[code], i)
		x.name[name] = append(x.name[name], i)
		for _, alias := range s.Aliases {
			if alias = foldItem(alias); alias == "" {
				continue
			}
			x.alias[alias] = append(x.alias[alias], i)
		}
	}
	return x
}
