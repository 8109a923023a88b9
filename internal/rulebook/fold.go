package rulebook

import (
	"strings"
	"unicode"
)

// foldWidth brings full-width letters, digits and signs to half width and
// drops white space, the ideographic space included, and characters without
// width.
func foldWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case unicode.IsSpace(r), isInvisible(r):
			return -1
		}
		return r
	}, text)
}

// isInvisible reports zero-width and bidirectional controls, soft hyphens
// and variation selectors: what copying out of a web page leaves in a name.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}

// brackets makes all brackets round.
var brackets = strings.NewReplacer(
	"[", "(", "]", ")", "{", "(", "}", ")", "【", "(", "】", ")", "〔", "(", "〕", ")",
	"〈", "(", "〉", ")", "《", "(", "》", ")", "﹙", "(", "﹚", ")", "〖", "(", "〗", ")", "﹝", "(", "﹞", ")",
)

// quotes makes all quotation marks straight double ones.
var quotes = strings.NewReplacer(
	"'", `"`, "‘", `"`, "’", `"`, "“", `"`, "”", `"`, "„", `"`, "‟", `"`, "‚", `"`, "‛", `"`, "「", `"`, "」", `"`, "『", `"`, "』", `"`, "〝", `"`, "〞", `"`,
)

// isFolded reports whether a text surely is its own folded form: codes are.
func isFolded(text string) bool {
	for i := range len(text) {
		switch b := text[i]; {
		case b >= '0' && b <= '9', b >= 'A' && b <= 'Z', b >= 'a' && b <= 'z', b == '-', b == '_', b == '.':
		default:
			return false
		}
	}
	return true
}

// FoldName is the form in which names of places are compared: two texts with
// one form are one name.
func FoldName(text string) string {
	if isFolded(text) {
		return text
	}
	return brackets.Replace(foldWidth(text))
}

// foldItem is the form in which names of items are compared.
func foldItem(text string) string {
	if isFolded(text) {
		return text
	}
	return quotes.Replace(FoldName(text))
}

// dropBracket removes one trailing bracket, (撤并) or (盖章), unless nothing
// would be left. The name is folded.
func dropBracket(name string) string {
	if strings.HasSuffix(name, ")") {
		if i := strings.LastIndexByte(name, '('); i > 0 {
			return name[:i]
		}
	}
	return name
}

// villageSuffixes are what may follow a village's proper name, longer ones
// before those they end with.
var villageSuffixes = []string{"村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"}

// forms are a folded village name with one suffix after another dropped, the
// whole name first and nothing empty: 五星路社区居委会, 五星路社区, 五星路.
func forms(name string) []string {
	out := []string{name}
	for {
		shorter := name
		for _, suffix := range villageSuffixes {
			if rest, ok := strings.CutSuffix(name, suffix); ok && rest != "" {
				shorter = rest
				break
			}
		}
		if shorter == name {
			return out
		}
		name = shorter
		out = append(out, name)
	}
}

// base is the shortest of a name's forms.
func base(name string) string {
	all := forms(name)
	return all[len(all)-1]
}
