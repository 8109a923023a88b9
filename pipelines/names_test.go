package pipelines

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"六月.csv": "六月.csv", "../../逃": "", "a/b\\c": "a_b_c", "": "_", "..": "_", "a\x1b[31m\n": "a_[31m_",
	} {
		got := safeName(name)
		if strings.ContainsAny(got, "/\\\n\x1b") || strings.HasPrefix(got, ".") || got == "" {
			t.Errorf("safeName(%q) = %q", name, got)
		}
		if !strings.Contains(name, "逃") && got != want {
			t.Errorf("safeName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestShortName(t *testing.T) {
	long := strings.Repeat("村务公开", 60) + ".xlsx"
	got := shortName(long)
	if len(got) > longestName || !strings.HasSuffix(got, ".xlsx") || !utf8.ValidString(got) {
		t.Errorf("shortName = %q (%d bytes)", got, len(got))
	}
	if shortName("六月.csv") != "六月.csv" {
		t.Error("a short name was changed")
	}
}
