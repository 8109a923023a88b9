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
	sounds   sounds                   // of all these names
}

// indexVillages takes the names of every spell: a village's old names are
// still written.
func indexVillages(r *Registry) villageIndex {
	x := villageIndex{township: map[string]*villageNames{}, home: map[string]set{}, towns: map[string]set{}, sounds: sounds{}}
	for _, s := range r.spells {
		x.home[s.VillageCode] = x.home[s.VillageCode].with(s.TownshipCode)
		town := FoldName(s.Township)
		x.towns[town] = x.towns[town].with(s.TownshipCode)
		for _, name := range append([]string{s.Township, s.Village}, s.Aliases...) {
			x.sounds.learn(FoldName(name))
		}
	}
	for _, s := range r.spells {
		for _, township := range x.home[s.VillageCode] {
			names := x.township[township]
			if names == nil {
				names = &villageNames{map[string]set{}, map[string]set{}, map[string]set{}}
				x.township[township] = names
			}
			name := FoldName(s.Village)
			names.name[name] = names.name[name].with(s.VillageCode)
			for _, form := range forms(dropBracket(name)) {
				names.form[form] = names.form[form].with(s.VillageCode)
			}
			for _, alias := range s.Aliases {
				if alias = FoldName(alias); alias == "" {
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
	bare  []shortened // without a trailing bracket; then without the district's name
	leads []lead      // without the name of a township, the longest first
}

// shortened is what is left of a name, and that with one suffix after another
// dropped.
type shortened struct {
	rest  string
	forms []string
}

func shorten(rest string) shortened { return shortened{rest, forms(rest)} }

// lead is what follows the name of a township.
type lead struct {
	townships set // with that name
	shortened
}

// read finds the ways to shorten a folded name.
func (x villageIndex) read(name, district string) written {
	bare := dropBracket(name)
	w := written{name: name, bare: []shortened{shorten(bare)}}
	if rest, ok := strings.CutPrefix(bare, district); ok && district != "" && rest != "" {
		bare = rest
		w.bare = append(w.bare, shorten(bare))
	}
	for end := len(bare) - 1; end > 0; end-- {
		if codes := x.towns[bare[:end]]; len(codes) > 0 {
			w.leads = append(w.leads, lead{codes, shorten(bare[end:])})
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
	if found := names.whole(w.name); len(found) > 0 {
		return found
	}
	for _, s := range w.bare {
		if found := names.short(s); len(found) > 0 {
			return found
		}
	}
	for _, l := range w.leads {
		if found := x.among(names.short(l.shortened), l.townships); len(found) > 0 {
			return found
		}
	}
	return nil
}

// findBehind looks up what follows the name of a township, in that township.
func (x villageIndex) findBehind(l lead) (found set) {
	for _, township := range l.townships {
		for _, code := range x.township[township].short(l.shortened) {
			found = found.with(code)
		}
	}
	return found
}

// whole finds what a name or, if there is none, an alias means as it stands.
func (n *villageNames) whole(name string) set {
	if found := n.name[name]; len(found) > 0 {
		return found
	}
	return n.alias[name]
}

// short finds what is left of a name: as it stands, else by the first form
// with any hit. Aliases lose no suffix: they say how a village is called.
func (n *villageNames) short(s shortened) set {
	if found := n.whole(s.rest); len(found) > 0 {
		return found
	}
	for _, form := range s.forms {
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
	sounds            sounds // of all these names
}

func indexItems(spells []ItemSpell) itemIndex {
	x := itemIndex{map[string][]int{}, map[string][]int{}, map[string][]int{}, sounds{}}
	for i, s := range spells {
		code, name := foldItem(s.Code), foldItem(s.Item)
		x.code[code] = append(x.code[code], i)
		x.name[name] = append(x.name[name], i)
		x.sounds.learn(code + name)
		for _, alias := range s.Aliases {
			if alias = foldItem(alias); alias == "" {
				continue
			}
			x.alias[alias] = append(x.alias[alias], i)
			x.sounds.learn(alias)
		}
	}
	return x
}
