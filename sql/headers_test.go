package sql

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// Every column of the contract has a Chinese header, its own in its table.
func TestHeadersOfTheContract(t *testing.T) {
	contract, err := Contract()
	if err != nil {
		t.Fatal(err)
	}
	if len(contract) < 8 {
		t.Fatalf("only %d tables in the contract", len(contract))
	}
	for table, columns := range contract {
		of := map[string]string{}
		for _, c := range columns {
			if !strings.ContainsFunc(c.Header, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s.%s: header %q is not Chinese", table, c.Name, c.Header)
			}
			if c.Header != strings.TrimSpace(c.Header) {
				t.Errorf("%s.%s: white space around %q", table, c.Name, c.Header)
			}
			if other, twice := of[c.Header]; twice {
				t.Errorf("%s: %s and %s are both headed %q", table, other, c.Name, c.Header)
			}
			of[c.Header] = c.Name
		}
	}
}

func TestHeaderOf(t *testing.T) {
	own, err := ownHeaders()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ table, column, want string }{
		{"obligations", "window", "考核期"},
		{"obligations", "village_code", "村社代码"},
		{"obligations", "published_on", "公布日期"},
		{"obligations", "filing", "备案"},
		{"village_scores", "filing", "备案及时率"},
		{"village_scores", "timeliness", "公开及时率"},
		{"village_scores", "timeliness_n", "公开及时率·分子"},
		{"district_scores", "timeliness_d", "公开及时率·分母"},
		{"township_scores", "adoption_lo", "成果采纳率·区间下限"},
		{"township_scores", "previous_handled", "上期办理率"},
		{"township_scores", "rank_adoption", "成果采纳率名次"},
		{"village_scores", "rank_frequency", "协商指数名次"}, // ranked by the index: volume is not rewarded
		{"village_scores", "rank_lo", "名次区间·5%分位"},
		{"village_scores", "kind", "类型"},
		{"township_scores", "kind", "镇街类型"},
		{"consultations", "held_on", "协商日期"},
		{"receipts", "timeliness", ""},
		{"obligations", "nothing", ""},
	} {
		if got := headerOf(own, c.table, c.column); got != c.want {
			t.Errorf("%s.%s is headed %q, want %q", c.table, c.column, got, c.want)
		}
	}
}

// Each line of columns_zh.csv heads a column that is there, and none says
// again what an indicator or a declared table says.
func TestOwnHeadersAreNeeded(t *testing.T) {
	own, err := ownHeaders()
	if err != nil {
		t.Fatal(err)
	}
	contract, err := Contract()
	if err != nil {
		t.Fatal(err)
	}
	for key, header := range own {
		used, needed := false, false
		for table, columns := range contract {
			if key.table != table && key.table != anyTable && (key.table != anyScores || !strings.HasSuffix(table, scoreSuffix)) {
				continue
			}
			if slices.ContainsFunc(columns, func(c Column) bool { return c.Name == key.column }) {
				used = true
				needed = needed || borrowedHeader(table, key.column) != header
			}
		}
		if !used {
			t.Errorf("columns_zh.csv: no column %s.%s", key.table, key.column)
		} else if !needed {
			t.Errorf("columns_zh.csv: %s.%s is headed %q without it", key.table, key.column, header)
		}
	}
}
