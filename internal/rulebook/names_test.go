package rulebook

import (
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
)

// check compares what a name was read as: a code, or "reason part of the
// message" behind an exclamation mark.
func check(t *testing.T, what, got string, bad *filing.Bad, want string) {
	t.Helper()
	refusal, refused := strings.CutPrefix(want, "!")
	switch {
	case !refused && bad != nil:
		t.Errorf("%s: refused: %s", what, bad.Message)
	case !refused && got != want:
		t.Errorf("%s = %s, want %s", what, got, want)
	case refused && bad == nil:
		t.Errorf("%s = %s, want it refused", what, got)
	case refused:
		reason, part, _ := strings.Cut(refusal, " ")
		if got != "" || bad.Reason != reason || !strings.Contains(bad.Message, part) || bad.Accepted == "" {
			t.Errorf("%s: %q %+v, want %s", what, got, *bad, want)
		}
	}
}

func TestTownship(t *testing.T) {
	b := smallBook(t)
	for text, want := range map[string]string{
		"西河镇":          "500999101",
		" 西　河\u200b镇 ": "500999101",
		"西河镇人民政府":      "500999101",
		"云溪区西河镇人民政府":   "500999101",
		"西河镇（盖章）":      "500999101",
		"东山街道办事处":      "500999002",
		"５００９９９００２":    "500999002",
		"500999003":    "!unknown_township_code 500999003",
		"西何镇":          "!unknown_township 是否指 西河镇（500999101）？",
		"云溪区":          "!unknown_township 云溪区",
		"西河":           "!unknown_township 西河镇",
		"西和":           "!unknown_township 是否指 西河镇（500999101）？",
		"冬山街道":         "!unknown_township 是否指 东山街道（500999002）？",
		"-":            "!unknown_township “-”",
		"":             "!unknown_township “”",
		"东山街道办事处办事处":   "!unknown_township 办事处",
	} {
		got, bad := b.Township(text, "")
		check(t, text, got, bad, want)
	}
}

func TestVillage(t *testing.T) {
	const west, east = "500999101", "500999002"
	b := smallBook(t)
	tests := []struct{ text, township, want string }{
		// Exact, and what normalising takes away.
		{"杉木村", west, "500999101202"},
		{" 杉 木　村\n", west, "500999101202"},
		{"杉\u200b木\ufeff村", west, "500999101202"},
		{"ＩＴ家园社区", east, "500999002002"},
		{"上㘵村(高山)", west, "500999101205"},
		// Alias, also one that is another village's name without its suffix would be.
		{"木林村", west, "500999101202"},
		{"老林场", west, "500999101202"},
		{"老林", west, "!unknown_village “老林”"}, // only names lose suffixes, and 老林 has none
		{"西河镇木林村", west, "500999101202"},
		{"云溪区老林场（新址）", west, "500999101202"},
		{"西河镇老林", west, "!unknown_village “西河镇老林”"},
		{"西河镇老林场", "", "500999101202"},
		// Suffix, leading names and trailing bracket dropped.
		{"杉木", west, "500999101202"},
		{"杉木村村民委员会", west, "500999101202"},
		{"杉木村委会", west, "500999101202"},
		{"兴隆", west, "500999101002"},
		{"兴隆社区", east, "500999002001"},
		{"兴隆社区居委会", east, "500999002001"},
		{"西河镇杉木村", west, "500999101202"},
		{"云溪区西河镇杉木村委会（新村部）", west, "500999101202"},
		{"云溪区杉木村", west, "500999101202"},
		{"上㘵村", west, "500999101205"},
		{"上㘵", west, "500999101205"},
		// What only a suffix tells apart needs it; one dropped at a time.
		{"石坪", west, "!ambiguous_village 石坪社区（500999101001）、石坪村（500999101201）"},
		{"石坪村委会", west, "!ambiguous_village 石坪村"},
		{"石坪村村民委员会", west, "500999101201"},
		{"石坪社区居民委员会", west, "500999101001"},
		// A village is found under every name in every township it ever had.
		{"渡口村", west, "500999101204"},
		{"新渡社区", west, "500999101204"},
		{"渡口村", east, "500999101204"},
		{"西河镇渡口村", east, "500999101204"},
		{"500999101204", east, "500999101204"},
		{"500999101204", west, "500999101204"},
		// Another township's.
		{"IT家园社区", west, "!other_township 东山街道IT家园社区（500999002002）"},
		{"500999101202", east, "!other_township 西河镇杉木村（500999101202）"},
		{"东山街道兴隆社区", west, "!other_township 东山街道兴隆社区居民委员会（500999002001）"},
		{"西河镇兴隆社区", east, "!other_township 西河镇兴隆社区（500999101002）"},
		// Typing errors are suggested for, never mended.
		{"杉本村", west, "!unknown_village 杉木村（500999101202）、杉树村（500999101203）"},
		{"衫木村", west, "!unknown_village 是否指 杉木村（500999101202）？"},
		{"西河镇衫木村", west, "!unknown_village 是否指 杉木村（500999101202）？"},
		{"完全不同的名称", west, "!unknown_village 本镇街没有村（社区）“完全不同的名称”"},
		{"", west, "!unknown_village “”"},
		{"村", west, "!unknown_village “村”"},
		{"西河镇", west, "!unknown_village “西河镇”"},
		// Codes.
		{"５００９９９１０１２０２", west, "500999101202"},
		{"500999101999", west, "!unknown_village_code 没有代码为 500999101999"},
		{"500999000000", west, "!village_code_length 丢失位数"},
		{"500999101000", west, "!township_code_for_village 末三位为000"},
		{"500999101", west, "!township_code_for_village 500999101 是镇街的代码"},
		{"5.00999E+11", west, "!village_code_length 丢失位数"},
		{"50099910120", west, "!village_code_length 丢失位数"},
		// Without a township.
		{"500999101202", "", "500999101202"},
		{"东山街道兴隆社区", "", "500999002001"},
		{"云溪区西河镇杉木村", "", "500999101202"},
		{"西河镇渡口村", "", "500999101204"},
		{"兴隆社区", "", "!township_missing 西河镇兴隆社区（500999101002）"},
		{"杉木村", "", "!township_missing 西河镇杉木村（500999101202）"},
		{"西河镇村", "", "!village_nowhere “西河镇村”"},
		{"西河镇石坪", "", "!ambiguous_village 西河镇石坪社区"},
		{"衫木村", "", "!village_nowhere 西河镇杉木村（500999101202）"},
		{"500999101000", "", "!township_code_for_village 末三位为000"},
	}
	for _, tt := range tests {
		got, bad := b.Village(tt.text, tt.township)
		check(t, tt.text+" in "+tt.township, got, bad, tt.want)
	}
}

// An exact name or alias goes before what merely shortens to it, and two of
// one tier are never told apart by the next.
func TestVillageTiers(t *testing.T) {
	const township, code = "西河镇", "500999101"
	r, problems := NewRegistry([]VillageSpell{
		village(2, township, code, "500999101201", "大湾", "村", "", ""),
		village(3, township, code, "500999101202", "大湾村", "村", "", ""),
		village(4, township, code, "500999101203", "青龙村", "村", "", "", "白塔", "旧名"),
		village(5, township, code, "500999101204", "白塔村", "村", "", "", "旧名"),
		village(6, township, code, "500999101205", "同名村", "村", "", ""),
		village(7, township, code, "500999101206", "同名村", "村", "", "", "", "同名"),
	})
	wantProblems(t, problems, "warning 同名村")
	b := &Book{Registry: r}
	for text, want := range map[string]string{
		"大湾":  "500999101201",
		"大湾村": "500999101202",
		// What is left is the name of one, and what the other shortens to.
		"大湾（旧址）": "500999101201",
		// 大湾 and 大湾村 both shorten to 大湾.
		"大湾社区": "!ambiguous_village 大湾（500999101201）、大湾村（500999101202）",
		"白塔":   "500999101203",
		"白塔村":  "500999101204",
		"旧名":   "!ambiguous_village 青龙村（500999101203）、白塔村（500999101204）",
		"同名村":  "!ambiguous_village 同名村（500999101205）、同名村（500999101206）",
		"同名":   "500999101206",
	} {
		got, bad := b.Village(text, code)
		check(t, text, got, bad, want)
	}
}

func TestItem(t *testing.T) {
	const village, community, moved = "500999101202", "500999101001", "500999101204"
	b := smallBook(t)
	tests := []struct{ text, village, on, want, frequency string }{
		{"CW01", village, "2026-06-30", "CW01", "月"},
		{"ＣＷ01", village, "2026-06-30", "CW01", "月"},
		{"各项收入 情况", village, "2026-06-30", "CW01", "月"},
		{"财务收入", village, "2026-06-30", "CW01", "月"},
		{"联名要求公开的事项", community, "2026-06-30", "FW10", "随时"},
		{`干部"十公开"(季度)`, village, "2026-06-30", "DW07", "季"},
		{"干部「十公开」【季度】", village, "2026-06-30", "DW07", "季"},
		// The spell of the day gives the frequency, whatever name was used.
		{"低保、特困情况", village, "2025-12-31", "ZW01", "季"},
		{"社会救助情况", village, "2026-06-30", "ZW01", "半年"},
		{"低保、特困情况", village, "2026-06-30", "ZW01", "半年"},
		{"社会救助情况", village, "2025-12-31", "ZW01", "季"},
		{"年度报告", village, "2024-12-31", "FW11", "年"}, // not in force yet
		// One name, two items, by the village's kind on that day.
		{"工作经费", village, "2026-06-30", "CW08", "年"},
		{"工作经费", community, "2026-06-30", "CW07", "季"},
		{"工作经费", moved, "2025-06-30", "CW08", "年"},
		{"工作经费", moved, "2025-12-31", "CW07", "季"},
		{"工作经费", "", "2026-06-30", "!item_before_village 村（社区）未能识别", ""},
		{"CW01", "", "2026-06-30", "CW01", "月"},
		// What does not apply is said to.
		{"宅基地", community, "2026-06-30", "!item_not_applicable “宅基地审批情况”（ZW08）只适用于村，石坪社区是社区", ""},
		{"CW07", village, "2026-06-30", "!item_not_applicable 只适用于社区", ""},
		{"各项收人情况", village, "2026-06-30", "!unknown_item 是否指 各项收入情况（CW01）？", ""},
		{"审批情况", village, "2026-06-30", "!unknown_item 宅基地审批情况（ZW08）", ""},
		{"", village, "2026-06-30", "!unknown_item “”", ""},
	}
	for _, tt := range tests {
		got, bad := b.Item(tt.text, tt.village, day(tt.on))
		check(t, tt.text+" of "+tt.village+" on "+tt.on, got.Code, bad, tt.want)
		if bad == nil && got.Frequency != tt.frequency {
			t.Errorf("%s on %s: frequency %s, want %s", tt.text, tt.on, got.Frequency, tt.frequency)
		}
	}
}

func TestItemSpells(t *testing.T) {
	spell := func(line int, code, name, applies, from, to string, aliases ...string) ItemSpell {
		return ItemSpell{Code: code, Category: "政务", Item: name, Aliases: aliases, AppliesTo: applies,
			Frequency: Quarterly, From: day(from), To: day(to), Line: line}
	}
	c, problems := NewCatalogue([]ItemSpell{
		spell(2, "A", "甲", KindAny, "", "2026-01-01"),
		spell(3, "B", "甲", KindAny, "2026-01-01", ""),
		spell(4, "C", "乙", KindAny, "", "2026-01-01"),
		spell(5, "C", "乙", KindVillage, "2026-01-01", ""),
		spell(6, "D", "丙", KindAny, "", "", "共用"),
		spell(7, "E", "丁", KindAny, "", "", "共用", ""),
		spell(8, "F", "戊", KindAny, "2022-01-01", "2023-01-01", "己"),
	})
	wantProblems(t, problems)
	b := smallBook(t)
	b.Catalogue = c
	for _, tt := range []struct{ text, on, want string }{
		{"甲", "2025-12-31", "A"},
		{"甲", "2026-01-01", "B"},
		{"乙", "2025-12-31", "C"},
		{"乙", "2026-01-01", "C"}, // owed by communities until 2025: not owed now, and no wrong name
		{"共用", "2026-01-01", "!ambiguous_item 丙（D）、丁（E）"},
		{"己", "2026-01-01", "F"},
	} {
		got, bad := b.Item(tt.text, "500999101001", day(tt.on))
		check(t, tt.text+" on "+tt.on, got.Code, bad, tt.want)
	}
}

func FuzzVillage(f *testing.F) {
	b := smallBook(f)
	for _, s := range smallRegistry() {
		f.Add(s.Village, s.TownshipCode)
		f.Add(s.Township+s.Village, "")
	}
	f.Add("5.00999E+11", "500999101")
	f.Add("云溪区西河镇((", "500999002")
	f.Fuzz(func(t *testing.T, text, township string) {
		got, bad := b.Village(text, township)
		if (bad == nil) != (got != "") {
			t.Fatalf("%q: %q, %v", text, got, bad)
		}
		if bad != nil {
			if bad.Message == "" || bad.Accepted == "" || bad.Reason == "" {
				t.Fatalf("%q: %+v", text, bad)
			}
			return
		}
		home := b.Registry.index.home[got]
		if len(home) == 0 || township != "" && !strings.Contains(strings.Join(home, " "), township) {
			t.Fatalf("%q in %s = %s of %v", text, township, got, home)
		}
		if again, _ := b.Village(got, township); again != got {
			t.Fatalf("the code %s is read as %q", got, again)
		}
	})
}

// A township set up anew under its old name has two codes: what it sends
// itself means itself.
func TestTownshipOfTwoCodesIsTheDeliverer(t *testing.T) {
	registry, problems := NewRegistry([]VillageSpell{
		{TownshipCode: "500999101", Township: "丰收镇", TownshipKind: "镇", VillageCode: "500999101201", Village: "东村", Kind: KindVillage, To: civil.MustOf(2026, 1, 1)},
		{TownshipCode: "500999102", Township: "丰收镇", TownshipKind: "镇", VillageCode: "500999102201", Village: "西村", Kind: KindVillage, From: civil.MustOf(2026, 1, 1)},
	})
	if Refused(problems) {
		t.Fatal(problems)
	}
	b := &Book{Registry: registry}
	if _, bad := b.Township("丰收镇", ""); bad == nil || bad.Reason != TownshipAmbiguous.Code {
		t.Errorf("without a deliverer: %v, want ambiguous", bad)
	}
	for _, deliverer := range []string{"500999101", "500999102"} {
		if got, bad := b.Township("丰收镇", deliverer); bad != nil || got != deliverer {
			t.Errorf("sent by %s: %s, %v", deliverer, got, bad)
		}
	}
}
