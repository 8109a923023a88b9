package pipelines

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names of files and townships are somebody's input. What is made of them
// lies where it should and fits a file system.

// longestName is how many bytes of a name are kept: with a number before and
// an ending behind it stays below the 255 that file systems take.
const longestName = 180

// safeName is a name without separators, control characters or leading dots.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || unicode.IsControl(r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
	if trimmed := strings.TrimLeft(name, "."); len(trimmed) < len(name) {
		name = "_" + trimmed
	}
	if name == "" {
		return "_"
	}
	return name
}

// shortName cuts a name in the middle of nowhere but keeps its ending.
func shortName(name string) string {
	if len(name) <= longestName {
		return name
	}
	ending := filepath.Ext(name)
	if len(ending) > 20 {
		ending = ""
	}
	cut := longestName - len(ending)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ending
}
