package rulebook

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Two villages of one township whose names differ by one character that looks
// or sounds like another: each is itself, and a third spelling is neither.
func TestConfusableNamesAreNeverMerged(t *testing.T) {
	const township, code = "西河镇", "500999101"
	for _, tt := range []struct{ one, other, third string }{
		{"已山村", "己山村", "巳山村"},
		{"未家坝村", "末家坝村", "木家坝村"},
		{"日升村", "曰升村", "目升村"},
		{"土桥村", "士桥村", "工桥村"},
		{"戊台村", "戌台村", "戍台村"},
		{"张家坪村", "章家坪村", "彰家坪村"},
		{"石坪村", "石平村", "石评村"},
		{"龙洞村", "竜洞村", "龍洞村"},
		{"台上村", "臺上村", "苔上村"},
		{"峰岩村", "峯岩村", "锋岩村"},
		{"上㘵村", "上坵村", "上丘村"},
		{"一碗水村", "—碗水村", "－碗水村"},
		{"一碗水村", "ー碗水村", "二碗水村"},
		{"三河村", "叁河村", "3河村"},
		{"〇号村", "零号村", "○号村"},
		{"羊角寨村", "羊角砦村", "羊角塞村"},
		{"侯家村", "候家村", "候傢村"},
		{"人和村", "入和村", "八和村"},
		{"汨河村", "汩河村", "泪河村"},
		{"口子村", "囗子村", "ロ子村"},
		{"夕阳社区", "タ阳社区", "歹阳社区"},
		{"A区社区", "Α区社区", "А区社区"}, // Latin, Greek, Cyrillic
	} {
		r, problems := NewRegistry([]VillageSpell{
			village(2, township, code, "500999101201", tt.one, kindOfName(tt.one), "", ""),
			village(3, township, code, "500999101202", tt.other, kindOfName(tt.other), "", ""),
		})
		if Refused(problems) {
			t.Fatal(problems)
		}
		b := &Book{Registry: r}
		for text, want := range map[string]string{
			tt.one: "500999101201", tt.other: "500999101202",
			township + tt.one: "500999101201", township + tt.other: "500999101202",
			tt.one + "村民委员会": "500999101201", tt.other + "（新址）": "500999101202",
			tt.third: "!unknown_village " + shown(tt.third), township + tt.third: "!unknown_village " + shown(tt.third),
		} {
			got, bad := b.Village(text, code)
			check(t, text, got, bad, want)
		}
	}
}

func kindOfName(name string) string {
	if strings.HasSuffix(name, "社区") {
		return KindCommunity
	}
	return KindVillage
}

// Names typed by their sound are suggested for, whatever the tone, and where
// the dialect does not tell sounds apart.
func TestSuggestions(t *testing.T) {
	const township, code = "西河镇", "500999101"
	var spells []VillageSpell
	names := []string{"章家坪村", "重兴村", "林家沟村", "1村", "石坪社区", "石坪村", "大湾村", "大弯寨村", "青龙嘴村", "黄桷垭社区", "朝阳寺村", "阳雀村", "茶店村", "新民村"}
	for i, name := range names {
		spells = append(spells, village(i+2, township, code, fmt.Sprintf("5009991012%02d", i+1), name, kindOfName(name), "", ""))
	}
	r, problems := NewRegistry(spells)
	if Refused(problems) {
		t.Fatal(problems)
	}
	b := &Book{DistrictName: "云溪区", Registry: r}
	for _, tt := range []struct{ text, want string }{
		{"张家坪村", "章家坪村"},     // the same sound
		{"掌家坪村", "章家坪村"},     // in another tone
		{"脏家品", "章家坪村"},      // as it is spoken
		{"张加评", "章家坪村"},      // no character the same, every sound
		{"虫兴村", "重兴村"},       // a character with two readings: chóng, zhòng
		{"众兴", "重兴村"},        //
		{"宁加购村", "林家沟村"},     // n for l, and other tones
		{"石平", "石坪村、石坪社区"},   // sound before suffix
		{"石坪居", "石坪村、石坪社区"},  // a character too many
		{"大弯村", "大湾村、大弯寨村"},  // the like-sounding before the longer
		{"清龙咀村", "青龙嘴村"},     // two characters, both by sound
		{"黄葛垭社区", "黄桷垭社区"},   // one character of three, another sound
		{"朝阳村", "朝阳寺村"},      // a character missing
		{"西河镇朝阳村", "朝阳寺村"},   // behind the township's name
		{"云溪区西河镇朝阳", "朝阳寺村"}, // and the district's
		{"石坪村三社", "石坪村"},     // more than the name
		{"羊鹊村", "阳雀村"},       //
		{"茶馆村", "茶店村"},       // what can be told from one character in two
		{"依村", ""},           // digits have no sound
		{"-", ""}, {"—", ""}, {"村", ""}, {"石", ""}, {"大", ""}, {"2", ""}, {"2村", ""}, {"？", ""}, {"无", ""},
		{"民主村", ""},          // far from all
		{"\u202e\u200b", ""}, // nothing to see
	} {
		_, bad := b.Village(tt.text, code)
		switch {
		case bad == nil:
			t.Errorf("%s is read", tt.text)
		case tt.want == "" && strings.Contains(bad.Message, "是否指"):
			t.Errorf("%s: %s; want no suggestion", tt.text, bad.Message)
		case tt.want != "" && withoutCodes(bad.Message) != tt.want:
			t.Errorf("%s: %s; want %s", tt.text, bad.Message, tt.want)
		}
	}
}

// withoutCodes is what a message suggests, the codes left out.
func withoutCodes(message string) string {
	_, message, _ = strings.Cut(message, "是否指 ")
	message = strings.TrimSuffix(message, "？")
	var out []string
	for _, part := range strings.Split(message, "、") {
		name, _, _ := strings.Cut(part, "（")
		out = append(out, name)
	}
	return strings.Join(out, "、")
}

func TestLikelyVillages(t *testing.T) {
	b := smallBook(t)
	for _, tt := range []struct {
		text, township string
		want           []string
	}{
		{"杉本村", "500999101", []string{"500999101202", "500999101203"}},
		{"西河镇衫木村", "500999101", []string{"500999101202"}},
		{"杉本村", "500999002", nil},
		{"衫木村", "", []string{"500999101202"}},
		{"-", "500999101", nil},
	} {
		if got := b.LikelyVillages(tt.text, tt.township); !slices.Equal(got, tt.want) {
			t.Errorf("%s in %q: %v, want %v", tt.text, tt.township, got, tt.want)
		}
	}
}

func TestReasonsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Reasons() {
		if r.Code == "" || r.Message == "" || r.Accepted == "" || r.Cause == "" || seen[r.Code] {
			t.Errorf("%+v", r)
		}
		seen[r.Code] = true
	}
	b := smallBook(t)
	for _, text := range []string{"", "无名", "500999101", "500999101999", "5.00999E+11", "石坪", "IT家园社区", "兴隆社区", "衫木村"} {
		for _, township := range []string{"", "500999101", "500999002"} {
			if _, bad := b.Village(text, township); bad != nil && (!seen[bad.Reason] || strings.ContainsAny(bad.Message+bad.Accepted, "{}")) {
				t.Errorf("%s in %q: %+v", text, township, bad)
			}
		}
	}
}

func BenchmarkUnknownVillage(b *testing.B) {
	book := smallBook(b)
	for i := 0; b.Loop(); i++ {
		if _, bad := book.Village(fmt.Sprintf("龘%d家坪村", i), "500999101"); bad == nil {
			b.Fatal("read")
		}
	}
}
