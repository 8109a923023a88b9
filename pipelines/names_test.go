package pipelines

import (
	"strings"
	"testing"
	"unicode/utf8"

	models "tongbao/sql"
)

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"六月.csv": "六月.csv", "../../逃": "", "a/b\\c": "a_b_c", "": "_", "..": "_", "a\x1b[31m\n": "a_[31m_",
		"CON": "_CON", "nul.txt": "_nul.txt", "com1": "_com1", "CONTROL": "CONTROL", "镇CON": "镇CON", "尾. .": "尾_", "a:b|c?*<>\"": "a_b_c_____", "\u202egpj.镇": "_gpj.镇",
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

// Numbers stay numbers; a text that a spreadsheet would run is marked.
func TestExportText(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{int64(-3), "-3"}, {-3.0, "-3.000000"}, {nil, ""}, {true, "true"}, {"-3", "'-3"}, {"\t=1+1", "'\t=1+1"}, {"\r=1", "'\r=1"}, {"＝1", "'＝1"},
		{"'=1", "''=1"}, {"'甲", "'甲"}, {"甲=1", "甲=1"}, {"", ""},
	} {
		if got, err := exportText(models.Column{Name: "x"}, c.value); got != c.want || err != nil {
			t.Errorf("%v: got %q, want %q (%v)", c.value, got, c.want, err)
		}
	}
}
