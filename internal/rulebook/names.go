package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/filing"
)

var _ filing.Names = (*Book)(nil)

// townshipSuffixes are what follows a township's name where its office is
// meant. 街道 belongs to the name.
var townshipSuffixes = []string{"人民政府", "政府", "办事处"}

// Township reads a township's name or 9-digit code, of any township the
// district ever had. Where several codes have had a name (a township set up
// anew), it is the deliverer's, if that is one of them.
func (b *Book) Township(text, deliverer string) (string, *filing.Bad) {
	x := b.Registry.index
	name := FoldName(text)
	if isCode(name, 9) {
		if x.township[name] != nil {
			return name, nil
		}
		return "", TownshipCodeUnknown.Bad("代码", name)
	}
	short := dropBracket(name)
	if rest, ok := strings.CutPrefix(short, FoldName(b.DistrictName)); ok && rest != "" {
		short = rest
	}
	for _, suffix := range townshipSuffixes {
		if rest, ok := strings.CutSuffix(short, suffix); ok && rest != "" {
			short = rest
			break
		}
	}
	codes := x.towns[name]
	if len(codes) == 0 {
		codes = x.towns[short]
	}
	if slices.Contains(codes, deliverer) {
		return deliverer, nil
	}
	switch len(codes) {
	case 1:
		return codes[0], nil
	case 0:
		return "", TownshipUnknown.Bad("写法", shown(text), "相近", perhaps(b.similarTownships(short)))
	}
	return "", TownshipAmbiguous.Bad("写法", shown(text), "代码", strings.Join(codes, "、"))
}

// townshipBase is a township's name without its kind.
func townshipBase(name string) string {
	for _, kind := range TownshipKinds {
		if rest, ok := strings.CutSuffix(name, kind); ok && rest != "" {
			return rest
		}
	}
	return name
}

// similarTownships collects the townships whose names are near.
func (b *Book) similarTownships(name string) (among []suggestion) {
	x := b.Registry.index
	written := x.sounds.say(townshipBase(name))
	for town, codes := range x.towns {
		if far, ok := written.resembles(x.sounds.say(townshipBase(town))); ok {
			far = far*100 + distance(name, town)
			among = append(among, suggestion{town, town + "（" + strings.Join(codes, "、") + "）", far})
		}
	}
	return among
}

// Village reads a village's name, alias or 12-digit code among all villages
// the township ever had. Without a township only a code is read, or a name
// that begins with a township's.
func (b *Book) Village(text, township string) (string, *filing.Bad) {
	name := FoldName(text)
	if isCode(name, 12) {
		return b.villageCode(name, township)
	}
	w := b.Registry.index.read(name, FoldName(b.DistrictName))
	if township == "" {
		return b.villageAnywhere(text, w)
	}
	found := b.Registry.index.find(w, township)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", b.unknownVillage(text, w, township)
	}
	return "", VillageAmbiguous.Bad("写法", shown(text), "各村", b.tell(found, false))
}

// villageCode checks a 12-digit code.
func (b *Book) villageCode(code, township string) (string, *filing.Bad) {
	home := b.Registry.index.home[code]
	switch {
	case len(home) == 0 && strings.HasSuffix(code, "000"):
		if b.Registry.index.township[code[:9]] == nil { // 5.00112E+11, kept as a number
			return "", VillageCodeLength.Bad("写法", code)
		}
		return "", VillageCodeOfTownship.Bad("代码", code)
	case len(home) == 0:
		return "", VillageCodeUnknown.Bad("代码", code)
	case township != "" && !slices.Contains(home, township):
		return "", VillageElsewhere.Bad("写法", code, "各村", b.tell([]string{code}, true), "相近", "")
	}
	return code, nil
}

// villageAnywhere reads a name where no township is given: the township that
// leads it tells which.
func (b *Book) villageAnywhere(text string, w written) (string, *filing.Bad) {
	var found set
	for _, l := range w.leads {
		if found = b.Registry.index.findBehind(l); len(found) > 0 {
			break
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		return "", VillageAmbiguous.Bad("写法", shown(text), "各村", b.tell(found, true))
	}
	if found = b.elsewhere(w, ""); len(found) > 0 {
		return "", VillageWithoutTownship.Bad("写法", shown(text), "各村", b.tell(found, true))
	}
	return "", b.unknownVillage(text, w, "")
}

// unknownVillage says why a name is none of the township's villages, or of
// the district's where township is empty.
func (b *Book) unknownVillage(text string, w written, township string) *filing.Bad {
	switch {
	case isCode(w.name, 9):
		return VillageCodeOfTownship.Bad("代码", w.name)
	case w.name != "" && strings.Trim(w.name, "0123456789.eE+") == "":
		return VillageCodeLength.Bad("写法", shown(text))
	}
	among := b.similar(w, township)
	if township == "" {
		return VillageNowhere.Bad("写法", shown(text), "相近", perhaps(among))
	}
	if other := b.elsewhere(w, township); len(other) > 0 {
		nearHere := ""
		if len(among) > 0 {
			nearHere = "；本镇街相近的有 " + suggest(among)
		}
		return VillageElsewhere.Bad("写法", shown(text), "各村", b.tell(other, true), "相近", nearHere)
	}
	nearest := perhaps(among)
	if nearest == "" {
		nearest = b.allOf(township)
	}
	return VillageUnknown.Bad("写法", shown(text), "相近", nearest)
}

// LikelyVillages lists the villages of a township that an unknown name may
// mean, by code, the likeliest first: those that are suggested for it. With no
// township it looks among all the district's.
func (b *Book) LikelyVillages(text, township string) []string {
	among := b.similar(b.Registry.index.read(FoldName(text), FoldName(b.DistrictName)), township)
	var codes []string
	for _, s := range likeliest(among) {
		codes = append(codes, s.code)
	}
	return codes
}

// fewVillages is how many villages can be told at once.
const fewVillages = 12

// allOf lists a township's villages where they are few.
func (b *Book) allOf(township string) string {
	var codes set
	for _, s := range b.Registry.Spells() {
		if s.TownshipCode == township {
			codes = codes.with(s.VillageCode)
		}
	}
	if len(codes) == 0 || len(codes) > fewVillages {
		return ""
	}
	return "；本镇街有 " + b.tell(codes, false)
}

// elsewhere finds the villages that a name may mean in townships other than
// the given one, by code.
func (b *Book) elsewhere(w written, except string) (found set) {
	x := b.Registry.index
	for township := range x.township {
		for _, code := range x.find(w, township) {
			if !slices.Contains(x.home[code], except) {
				found = found.with(code)
			}
		}
	}
	slices.Sort(found)
	return found
}

// similar collects the township's villages, or the district's where township
// is empty, whose names are near.
func (b *Book) similar(w written, township string) (among []suggestion) {
	meant := w.bare[len(w.bare)-1]
	for _, l := range w.leads {
		if township == "" || slices.Contains(l.townships, township) {
			meant = l.shortened
			break
		}
	}
	x := b.Registry.index
	short := x.sounds.say(meant.forms[len(meant.forms)-1])
	for _, s := range b.Registry.Spells() {
		if township != "" && !slices.Contains(x.home[s.VillageCode], township) {
			continue
		}
		for _, known := range append([]string{s.Village}, s.Aliases...) {
			known = FoldName(known)
			far, ok := short.resembles(x.sounds.say(base(known)))
			if whole := []rune(known); !ok && len(whole) > 2 && strings.HasPrefix(meant.rest, known) { // 御临村六社
				far, ok = otherSound*(len([]rune(meant.rest))-len(whole)), true
			}
			if ok {
				// Whole names decide between equally near ones.
				show := b.tell([]string{s.VillageCode}, township == "")
				among = append(among, suggestion{s.VillageCode, show, far*100 + distance(meant.rest, known)})
			}
		}
	}
	return among
}

// tell names villages with their codes, and with their last township where
// asked; at most five.
func (b *Book) tell(codes []string, withTownship bool) string {
	var out []string
	for _, code := range codes {
		s, _ := b.Registry.Nearest(code, Open)
		name := s.Village
		if withTownship {
			name = s.Township + name
		}
		out = append(out, name+"（"+code+"）")
	}
	if len(out) > 5 {
		return strings.Join(out[:5], "、") + fmt.Sprintf(" 等%d个", len(out))
	}
	return strings.Join(out, "、")
}
