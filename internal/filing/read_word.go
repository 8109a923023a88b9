package filing

import (
	"slices"
	"strings"

	"tongbao/internal/grid"
)

func readWord(c *Column, cell grid.Cell) (Value, *Bad) {
	if word, ok := c.word(cell.Text); ok {
		return Value{Valid: true, Text: word}, nil
	}
	return Value{}, WordUnknown.Bad("词", excerpt(cell.Text), "可选", c.choices())
}

func readWords(c *Column, cell grid.Cell) (Value, *Bad) {
	var found, unknown []string
	for _, part := range separated(cell.Text) {
		word, ok := c.word(part)
		if !ok {
			unknown = append(unknown, excerpt(part))
			word = c.Fallback
		}
		if word != "" && !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	switch {
	case len(found) == 0 && len(unknown) == 0: // separators only
		return Value{}, WordUnknown.Bad("词", excerpt(cell.Text), "可选", c.choices())
	case len(unknown) > 0 && c.Fallback == "":
		return Value{}, WordUnknown.Bad("词", strings.Join(unknown, "、"), "可选", c.choices())
	case c.None != "" && slices.Contains(found, c.None):
		if len(found) > 1 {
			return Value{}, WordConflict.Bad("词", c.None)
		}
		return Value{}, nil
	}
	value := Value{Valid: true, Text: strings.Join(found, "、")}
	if len(unknown) > 0 {
		return value, WordReplaced.Bad("词", strings.Join(unknown, "、"), "归入", c.Fallback, "可选", c.choices())
	}
	return value, nil
}

// word finds a word of the column's list, whatever its width, quotes and
// brackets.
func (c *Column) word(text string) (string, bool) {
	folded := foldWord(text)
	for _, entry := range c.List {
		if foldWord(entry.Word) == folded {
			return entry.Word, true
		}
		for _, alias := range entry.Aliases {
			if foldWord(alias) == folded {
				return entry.Word, true
			}
		}
	}
	return "", false
}

// foldWord is fold for words of a list, in which single and double quotes
// are the same.
func foldWord(s string) string { return strings.ReplaceAll(fold(s), "'", `"`) }

// choices are the words of the list, for people.
func (c *Column) choices() string {
	list := make([]string, len(c.List))
	for i, entry := range c.List {
		list[i] = entry.Word
	}
	return strings.Join(list, "、")
}

// separated splits a cell that holds several words, and leaves out what is
// blank.
func separated(text string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(narrow(text), func(r rune) bool { return strings.ContainsRune("、,;/", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// excerpt is a text short enough for a message; the finding carries it whole.
func excerpt(text string) string {
	const most = 20
	runes := []rune(MaskPersonal(clean(text))) // half a number would not be known for one
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

// Hex digests are at least as long as a 64-bit photo hash and at most as long
// as SHA-512.
const shortestHash, longestHash = 16, 128

func readHashes(cell grid.Cell) (Value, *Bad) {
	if cell.Kind != grid.Text { // a number has lost digits
		return Value{}, HashUnreadable.Bad()
	}
	var hashes []string
	for _, part := range separated(cell.Text) {
		hash := strings.ToLower(part)
		if len(hash) < shortestHash || len(hash) > longestHash || len(hash)%2 != 0 || strings.Trim(hash, "0123456789abcdef") != "" {
			return Value{}, HashUnreadable.Bad()
		}
		if masked, kinds := maskPersonal(hash); masked != hash && digits(hash) {
			return Value{}, personal(kinds)
		}
		if !slices.Contains(hashes, hash) {
			hashes = append(hashes, hash)
		}
	}
	if len(hashes) == 0 {
		return Value{}, HashUnreadable.Bad()
	}
	return Value{Valid: true, Text: strings.Join(hashes, "、")}, nil
}
