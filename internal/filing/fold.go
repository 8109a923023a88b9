package filing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean is a text as it is kept: NFC, without zero-width and bidi controls,
// without outer white space.
func clean(s string) string {
	if !isPlain(s) {
		s = norm.NFC.String(strings.Map(dropInvisible, s))
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if !unicode.IsSpace(first) && !unicode.IsSpace(last) { // as in nearly every text
		return s
	}
	return strings.TrimSpace(s)
}

// showsNothing reports whether nothing of a text would be kept.
func showsNothing(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && dropInvisible(r) >= 0 {
			return false
		}
	}
	return true
}

// isPlain reports whether a text surely is its own NFC and has no invisible
// characters: letters, figures and punctuation as Chinese offices use them.
func isPlain(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x300 && r != 0xAD, r >= 0x4E00 && r <= 0x9FFF, r >= 0x3000 && r <= 0x3029, r >= 0xFF01 && r <= 0xFFEE,
			r >= 0x2010 && r <= 0x2027:
		default:
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// dropInvisible drops the characters that take no room: they come along when
// text is pasted, and make equal texts unequal.
func dropInvisible(r rune) rune {
	switch {
	case r >= 0x200B && r <= 0x200F, // zero width space and joiners, direction marks
		r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x061C, // bidi controls
		r >= 0x2060 && r <= 0x2064, r == 0xFEFF, r == 0x180E, r == 0xAD: // joiners, byte order mark, vowel separator, soft hyphen
		return -1
	}
	return r
}

// narrow is clean with full-width characters of ASCII in their usual width.
func narrow(s string) string {
	s = clean(s)
	if isASCII(s) {
		return s
	}
	return strings.TrimSpace(strings.Map(narrowRune, s))
}

func narrowRune(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x3000:
		return ' '
	case r == '￥':
		return '¥'
	}
	return r
}

// fold makes texts equal that differ only in width, white space, or the
// shape of quotes and brackets.
func fold(s string) string {
	return strings.Map(foldRune, narrow(s))
}

func foldRune(r rune) rune {
	if unicode.IsSpace(r) {
		return -1
	}
	switch r {
	case 0xFE0E, 0xFE0F: // whether a sign is drawn as text or as a picture
		return -1
	case '“', '”', '„', '‟', '「', '」', '『', '』', '〝', '〞':
		return '"'
	case '‘', '’', '‚', '‛':
		return '\''
	case '[', '{', '【', '〔', '〖', '〈', '《', '﹝', '﹙':
		return '('
	case ']', '}', '】', '〕', '〗', '〉', '》', '﹞', '﹚':
		return ')'
	}
	return r
}

// foldHeader is fold for headers: the star of a required column and the case
// of a code name make no difference.
func foldHeader(s string) string {
	return strings.ToLower(strings.ReplaceAll(fold(s), "*", ""))
}

// dropBracket takes one trailing bracket off a folded header (a unit or a
// note); ok is false where there is none.
func dropBracket(s string) (rest string, ok bool) {
	if !strings.HasSuffix(s, ")") {
		return s, false
	}
	i := strings.LastIndex(s, "(")
	if i <= 0 {
		return s, false
	}
	return s[:i], true
}

// isDash reports whether r is a dash of any width.
func isDash(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '﹘':
		return true
	}
	return false
}

// isStop reports whether r is a full stop of any width.
func isStop(r rune) bool {
	switch r {
	case '.', '。', '｡', '﹒':
		return true
	}
	return false
}

// isBlankMark reports whether a narrowed text in a date or number column
// says that there is nothing: /, a dash, 无, 暂无, or a date's blank form.
func isBlankMark(s string) bool {
	switch s {
	case "", "/", "无", "暂无":
		return true
	}
	runes := []rune(s)
	if len(runes) == 1 {
		return isDash(runes[0])
	}
	return runes[0] == '年' && fold(s) == "年月日"
}

// digits reports whether s is made of ASCII digits only, and of some.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
