package house

import (
	"strings"
	"testing"
	"unicode"
)

// lexeme is one piece of an SQL text. A word is in lower case; a quoted
// identifier, a string and a number are of their own kinds.
type lexeme struct {
	kind string // word, quoted, string, number, sign
	text string
	line int
}

// signs of more than one character, the longest first.
var signs = []string{"->>", "::", "->", "=>", ":=", "==", "!=", "<>", "<=", ">=", "||", "//", "**", "!~", "~~"}

// lex splits an SQL text, without its comments.
func lex(text string) []lexeme {
	var all []lexeme
	line := 1
	runes := []rune(text)
	for i := 0; i < len(runes); {
		start, startLine := i, line
		emit := func(kind string) { all = append(all, lexeme{kind, string(runes[start:i]), startLine}) }
		c := runes[i]
		switch {
		case c == '\n':
			line++
			i++
		case unicode.IsSpace(c):
			i++
		case c == '-' && i+1 < len(runes) && runes[i+1] == '-':
			for i < len(runes) && runes[i] != '\n' {
				i++
			}
		case c == '/' && i+1 < len(runes) && runes[i+1] == '*':
			for i += 2; i < len(runes) && !(runes[i-1] == '*' && runes[i] == '/'); i++ {
				if runes[i] == '\n' {
					line++
				}
			}
			i++
		case c == '\'' || c == '"':
			for i++; i < len(runes); i++ {
				if runes[i] == '\n' {
					line++
				}
				if runes[i] != c {
					continue
				}
				if i+1 < len(runes) && runes[i+1] == c { // doubled: the character itself
					i++
					continue
				}
				i++
				break
			}
			emit(map[rune]string{'\'': "string", '"': "quoted"}[c])
		case unicode.IsDigit(c):
			for i < len(runes) && (unicode.IsDigit(runes[i]) || runes[i] == '.') {
				i++
			}
			emit("number")
		case unicode.IsLetter(c) || c == '_':
			for i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]) || runes[i] == '_') {
				i++
			}
			emit("word")
			all[len(all)-1].text = strings.ToLower(all[len(all)-1].text)
		default:
			i++
			for _, s := range signs {
				if strings.HasPrefix(string(runes[start:min(start+3, len(runes))]), s) {
					i = start + len([]rune(s))
					break
				}
			}
			emit("sign")
		}
	}
	return all
}

// sql is a text to look into.
type sql []lexeme

// is reports whether the lexemes from i on are these words or signs.
func (s sql) is(i int, texts ...string) bool {
	for k, text := range texts {
		if i+k < 0 || i+k >= len(s) || s[i+k].text != text || (s[i+k].kind != "word" && s[i+k].kind != "sign") {
			return false
		}
	}
	return true
}

// isAny reports whether lexeme i is one of these words or signs.
func (s sql) isAny(i int, texts ...string) bool {
	for _, text := range texts {
		if s.is(i, text) {
			return true
		}
	}
	return false
}

// closing is the index of the bracket that closes the one at i.
func (s sql) closing(i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch {
		case s.is(i, "("):
			depth++
		case s.is(i, ")"):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(s)
}

// opening is the index of the bracket that opens the one closed at i.
func (s sql) opening(i int) int {
	depth := 0
	for ; i >= 0; i-- {
		switch {
		case s.is(i, ")"):
			depth++
		case s.is(i, "("):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func TestLex(t *testing.T) {
	got := lex("Select a::INT, 'it''s -- no' /* x\n */ \"Row\"\n-- gone\nfrom t")
	want := []lexeme{
		{"word", "select", 1}, {"word", "a", 1}, {"sign", "::", 1}, {"word", "int", 1}, {"sign", ",", 1},
		{"string", "'it''s -- no'", 1}, {"quoted", `"Row"`, 2}, {"word", "from", 4}, {"word", "t", 4},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("lexeme %d: got %v, want %v", i, got[i], want[i])
		}
	}
}
