package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
)

// Item reads an item by code, name or alias among those that apply, at any
// time, to a kind the village has had. Where a name has meant several items,
// the one valid on the day is meant. One that never applies to the kind is a
// Bad that says so; whether an item was owed for a period is not asked here.
func (b *Book) Item(text, village string, day civil.Date) (filing.ItemRef, *filing.Bad) {
	name := foldItem(text)
	spells := b.Catalogue.spells
	at := b.Registry.nearest(village, day)
	known := at != nil
	// What could be meant, the likeliest first: valid on the day, of the
	// village's kind on that day, of any kind it has had.
	ofKind := func(s *ItemSpell) bool { return !known || s.Applies(at.Kind) }
	applies := func(s *ItemSpell) bool {
		return !known || slices.ContainsFunc(b.Registry.byCode[village], func(v VillageSpell) bool { return s.Applies(v.Kind) })
	}
	onDay := func(s *ItemSpell) bool { return ofKind(s) && s.From <= day && day < s.To }
	var few [8]int // most names mean one item, and rows are many
	found := few[:0]
	for _, will := range []func(*ItemSpell) bool{onDay, ofKind, applies} {
		if found = b.Catalogue.find(found, name, will); len(found) > 0 {
			break
		}
	}
	codes := codesOf(spells, found)
	switch {
	case len(codes) == 1:
		item := b.Catalogue.nearest(codes[0], day)
		return filing.ItemRef{Code: item.Code, Frequency: string(item.Frequency)}, nil
	case len(codes) > 1 && !known:
		return filing.ItemRef{}, ItemBeforeVillage.Bad("写法", shown(text), "各项", b.tellItems(found))
	case len(codes) > 1:
		return filing.ItemRef{}, ItemAmbiguous.Bad("写法", shown(text), "各项", b.tellItems(found))
	}
	if others := b.Catalogue.find(nil, name, func(*ItemSpell) bool { return true }); len(others) > 0 {
		item, _ := b.Catalogue.Nearest(spells[others[0]].Code, day)
		return filing.ItemRef{}, ItemNotApplicable.Bad(
			"事项", item.Item, "编码", item.Code, "适用", item.AppliesTo, "村社", at.Village, "类型", at.Kind)
	}
	return filing.ItemRef{}, ItemUnknown.Bad("写法", shown(text), "相近", perhaps(b.similarItems(name, applies)))
}

// find looks a folded name up, tier by tier: code, name, alias. The first
// tier with any spell that will do decides. It appends positions of spells to
// found, which is empty.
func (c *Catalogue) find(found []int, name string, will func(*ItemSpell) bool) []int {
	for _, tier := range [...]map[string][]int{c.index.code, c.index.name, c.index.alias} {
		for _, i := range tier[name] {
			if will(&c.spells[i]) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found
}

// codesOf are the different codes of the spells at those positions.
func codesOf(spells []ItemSpell, at []int) (codes set) {
	for _, i := range at {
		codes = codes.with(spells[i].Code)
	}
	return codes
}

// similarItems collects the applicable items whose names are near.
func (b *Book) similarItems(name string, applies func(*ItemSpell) bool) (among []suggestion) {
	all := b.Catalogue.index.sounds
	written := all.say(name)
	for i := range b.Catalogue.spells {
		s := &b.Catalogue.spells[i]
		if !applies(s) {
			continue
		}
		for _, known := range append([]string{s.Code, s.Item}, s.Aliases...) {
			known = foldItem(known)
			far, ok := written.resembles(all.say(known))
			// A part of a long name is how items are often called.
			part := len([]rune(name)) >= 2 && strings.Contains(known, name)
			if ok || part {
				among = append(among, suggestion{s.Code, b.tellItems([]int{i}), far})
			}
		}
	}
	return among
}

// tellItems names items with their codes, each once; at most five.
func (b *Book) tellItems(at []int) string {
	var out []string
	for _, i := range at {
		s := b.Catalogue.spells[i]
		if show := s.Item + "（" + s.Code + "）"; !slices.Contains(out, show) {
			out = append(out, show)
		}
	}
	if len(out) > 5 {
		return strings.Join(out[:5], "、") + fmt.Sprintf(" 等%d个", len(out))
	}
	return strings.Join(out, "、")
}
