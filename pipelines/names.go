package pipelines

import (
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names of files and townships are somebody's input. What is made of them
// lies where it should and fits a file system.

// longestName is how many bytes of a name are kept: with a number before and
// an ending behind it stays below the 255 that file systems take.
const longestName = 180

// safeName is a name that any file system takes and that leads nowhere else:
// without separators and other marks that mean something to one, characters
// that are not seen or turn the line round, leading dots, or the name of a
// device.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\<>:"|?*`, r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
	if trimmed := strings.TrimLeft(name, "."); len(trimmed) < len(name) {
		name = "_" + trimmed
	}
	if trimmed := strings.TrimRight(name, ". "); len(trimmed) < len(name) {
		name = trimmed + "_"
	}
	if first, _, _ := strings.Cut(name, "."); device.MatchString(strings.TrimSpace(first)) {
		name = "_" + name
	}
	if name == "" {
		return "_"
	}
	return name
}

// device matches the names that Windows keeps for devices, whatever ending
// they have.
var device = regexp.MustCompile(`(?i)^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$`)

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
