package rulebook

import "testing"

func TestCatalogueThroughTime(t *testing.T) {
	c := smallBook(t).Catalogue
	for _, tt := range []struct{ on, item string }{
		{"2025-12-31", "低保、特困情况"}, {"2026-01-01", "社会救助情况"},
	} {
		if s, ok := c.On("ZW01", day(tt.on)); !ok || s.Item != tt.item {
			t.Errorf("On(ZW01, %s) = %s, %v", tt.on, s.Item, ok)
		}
	}
	if _, ok := c.On("FW11", day("2025-12-30")); ok {
		t.Error("FW11 is not there before its first day")
	}
	if _, ok := c.On("XX", day("2025-12-30")); ok {
		t.Error("XX was never there")
	}
	if got := c.Categories(); len(got) != 4 || got[0] != "财务" {
		t.Errorf("Categories() = %v", got)
	}
}

func TestCatalogueProblems(t *testing.T) {
	item := func(line int, code, name, applies string, f Frequency, from, to string) ItemSpell {
		return ItemSpell{Code: code, Category: "政务", Item: name, AppliesTo: applies, Frequency: f,
			From: day(from), To: day(to), Line: line}
	}
	both := item(2, "A", "甲", KindAny, Monthly, "", "")
	both.HasMinimum, both.MinDays, both.MinMonths = true, 10, 1
	tests := []struct {
		name string
		rows []ItemSpell
		want []string
	}{
		{"overlap shows both lines", []ItemSpell{
			item(2, "A", "甲", KindAny, Monthly, "", "2026-01-02"),
			item(3, "A", "乙", KindAny, Monthly, "2026-01-01", ""),
		}, []string{"error 第2行 甲（2026-01-02 前）；第3行 乙（2026-01-01 起）"}},
		{"words", []ItemSpell{item(2, "A", "甲", "居", "旬", "", "")}, []string{"error 适用范围", "error 公开频次"}},
		{"blank", []ItemSpell{item(2, "", "", KindAny, Event, "", "")}, []string{"error 事项编码为空", "error 公开事项为空"}},
		{"days and months", []ItemSpell{both}, []string{"error 最短公示"}},
		{"empty spell", []ItemSpell{item(2, "A", "甲", KindAny, Monthly, "2026-02-01", "2026-01-01")}, []string{"error 不晚于"}},
		{"one name for one kind", []ItemSpell{
			item(2, "A", "甲", KindAny, Monthly, "", ""),
			item(3, "B", "甲", KindVillage, Monthly, "", ""),
		}, []string{"warning A（第2行）与 B（第3行）"}},
		{"one name for two kinds, or one after the other", []ItemSpell{
			item(2, "A", "甲", KindCommunity, Monthly, "", ""),
			item(3, "B", "甲", KindVillage, Monthly, "", "2026-01-01"),
			item(4, "C", "甲", KindVillage, Monthly, "2026-01-01", ""),
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, problems := NewCatalogue(tt.rows)
			wantProblems(t, problems, tt.want...)
			if (c == nil) != Refused(problems) {
				t.Errorf("catalogue %v with %v", c, problems)
			}
		})
	}
}

func TestMinimum(t *testing.T) {
	tests := []struct{ text, posted, after, chinese string }{
		{"10d", "2026-02-20", "2026-03-02", "10天"},
		{"1m", "2026-01-31", "2026-02-28", "1个月"},
		{"1m", "2024-01-31", "2024-02-29", "1个月"},
		{"2m", "2025-12-31", "2026-02-28", "2个月"},
		{"0d", "2026-02-20", "2026-02-20", "0天"},
	}
	for _, tt := range tests {
		m, err := ParseMinimum(tt.text)
		if err != nil || m.String() != tt.text || m.Chinese() != tt.chinese || m.After(day(tt.posted)) != day(tt.after) {
			t.Errorf("%s: %v %v %s %s", tt.text, m, err, m.Chinese(), m.After(day(tt.posted)))
		}
	}
	for _, text := range []string{"", "d", "10", "10D", "-1d", "1.5m", "1y", "10 d", "99999d", "１０d"} {
		if m, err := ParseMinimum(text); err == nil {
			t.Errorf("ParseMinimum(%q) = %v", text, m)
		}
	}
}
