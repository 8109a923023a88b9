package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/filing"
)

var _ filing.Names = (*Book)(nil)

// Reasons why a name is not accepted.
const (
	ReasonUnknownTownship   = "unknown_township"
	ReasonAmbiguousTownship = "ambiguous_township"
	ReasonUnknownVillage    = "unknown_village"
	ReasonAmbiguousVillage  = "ambiguous_village"
	ReasonOtherTownship     = "other_township"   // a village, but of another township
	ReasonTownshipMissing   = "township_missing" // a village's name without any township
	ReasonUnknownItem       = "unknown_item"
	ReasonAmbiguousItem     = "ambiguous_item"
	ReasonItemNotApplicable = "item_not_applicable"
)

const (
	acceptedTownship = "请写镇街的全称或9位代码"
	acceptedVillage  = "请写本镇街村（社区）的名称、曾用名或12位代码"
	acceptedCode     = "请写12位村社代码，或在“镇街”列写明镇街"
)

// townshipSuffixes are what follows a township's name where its office is
// meant. 街道 belongs to the name.
var townshipSuffixes = []string{"人民政府", "政府", "办事处"}

// Township reads a township's name or 9-digit code, of any township the
// district ever had. Where several codes have had a name (a township set up
// anew), it is the deliverer's, if that is one of them.
func (b *Book) Township(text, deliverer string) (string, *filing.Bad) {
	x := b.Registry.index
	name := foldName(text)
	if isCode(name, 9) {
		if x.township[name] != nil {
			return name, nil
		}
		return "", &filing.Bad{Reason: ReasonUnknownTownship,
			Message: fmt.Sprintf("名册中没有代码为 %s 的镇街", name), Accepted: acceptedTownship}
	}
	short := dropBracket(name)
	if rest, ok := strings.CutPrefix(short, foldName(b.DistrictName)); ok && rest != "" {
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
		var among []suggestion
		for town, codes := range x.towns {
			if far := distance(short, town); far <= near(town) {
				among = append(among, suggestion{town + "（" + strings.Join(codes, "、") + "）", far})
			}
		}
		return "", &filing.Bad{Reason: ReasonUnknownTownship,
			Message: fmt.Sprintf("名册中没有镇街“%s”%s", shown(text), perhaps(among)), Accepted: acceptedTownship}
	}
	return "", &filing.Bad{Reason: ReasonAmbiguousTownship,
		Message:  fmt.Sprintf("“%s”有不止一个镇街代码：%s", shown(text), strings.Join(codes, "、")),
		Accepted: "请写9位镇街代码"}
}

// Village reads a village's name, alias or 12-digit code among all villages
// the township ever had. Without a township only a code is read, or a name
// that begins with a township's.
func (b *Book) Village(text, township string) (string, *filing.Bad) {
	name := foldName(text)
	if isCode(name, 12) {
		return b.villageCode(name, township)
	}
	w := b.Registry.index.read(name, foldName(b.DistrictName))
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
	return "", &filing.Bad{Reason: ReasonAmbiguousVillage,
		Message:  fmt.Sprintf("“%s”可指不止一个村（社区）：%s", shown(text), b.tell(found, false)),
		Accepted: "请写全称或12位代码"}
}

// villageCode checks a 12-digit code.
func (b *Book) villageCode(code, township string) (string, *filing.Bad) {
	home := b.Registry.index.home[code]
	switch {
	case len(home) == 0 && strings.HasSuffix(code, "000"):
		return "", &filing.Bad{Reason: ReasonUnknownVillage,
			Message: fmt.Sprintf("%s 末三位为000，是镇街的代码，不是村（社区）", code), Accepted: acceptedVillage}
	case len(home) == 0:
		return "", &filing.Bad{Reason: ReasonUnknownVillage,
			Message: fmt.Sprintf("名册中没有代码为 %s 的村（社区）", code), Accepted: acceptedVillage}
	case township != "" && !slices.Contains(home, township):
		return "", &filing.Bad{Reason: ReasonOtherTownship,
			Message: "这是其他镇街的村（社区）：" + b.tell([]string{code}, true), Accepted: acceptedVillage}
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
		return "", &filing.Bad{Reason: ReasonAmbiguousVillage,
			Message: fmt.Sprintf("“%s”可指不止一个村（社区）：%s", shown(text), b.tell(found, true)), Accepted: acceptedCode}
	}
	if found = b.elsewhere(w, ""); len(found) > 0 {
		return "", &filing.Bad{Reason: ReasonTownshipMissing,
			Message: fmt.Sprintf("“%s”没有写明镇街，可能是：%s", shown(text), b.tell(found, true)), Accepted: acceptedCode}
	}
	bad := b.unknownVillage(text, w, "")
	bad.Accepted = acceptedCode
	return "", bad
}

// unknownVillage says why a name is none of the township's villages, or of
// the district's where township is empty.
func (b *Book) unknownVillage(text string, w written, township string) *filing.Bad {
	bad := &filing.Bad{Reason: ReasonUnknownVillage, Accepted: acceptedVillage}
	switch {
	case isCode(w.name, 9):
		bad.Message = fmt.Sprintf("%s 是9位的镇街代码，不是村（社区）代码", w.name)
		return bad
	case w.name != "" && strings.Trim(w.name, "0123456789.eE+") == "":
		bad.Message = fmt.Sprintf("“%s”不是12位村社代码，可能已丢失位数", shown(text))
		bad.Accepted = "请将单元格设为文本格式后填写12位代码，或写村（社区）名称"
		return bad
	}
	among := b.similar(w, township)
	bad.Message = fmt.Sprintf("本镇街没有村（社区）“%s”%s", shown(text), perhaps(among))
	if len(among) == 0 {
		bad.Message += b.allOf(township)
	}
	if township == "" {
		bad.Message = fmt.Sprintf("名册中没有村（社区）“%s”%s", shown(text), perhaps(among))
		return bad
	}
	if other := b.elsewhere(w, township); len(other) > 0 {
		bad.Reason = ReasonOtherTownship
		bad.Message = fmt.Sprintf("本镇街没有村（社区）“%s”，其他镇街有：%s", shown(text), b.tell(other, true))
		if len(among) > 0 {
			bad.Message += "；本镇街相近的有 " + suggest(among)
		}
	}
	return bad
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
	bare, shorter := w.name, w.forms
	for _, l := range w.leads {
		if township == "" || slices.Contains(l.townships, township) {
			bare, shorter = l.rest, l.forms
			break
		}
	}
	short := shorter[len(shorter)-1]
	for _, s := range b.Registry.Spells() {
		if township != "" && !slices.Contains(b.Registry.index.home[s.VillageCode], township) {
			continue
		}
		for _, known := range append([]string{s.Village}, s.Aliases...) {
			known = foldName(known)
			if far := distance(short, base(known)); far <= near(short) {
				// Whole names decide between equally near ones.
				among = append(among, suggestion{b.tell([]string{s.VillageCode}, township == ""), far*100 + distance(bare, known)})
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
