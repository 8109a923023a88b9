package demo

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/civil"
)

func told(t *testing.T, c Config) *story {
	t.Helper()
	d, err := newDistrict(c)
	if err != nil {
		t.Fatal(err)
	}
	return d.tell()
}

// districts are the two sizes, and the small one with other seeds.
func districts() map[string]Config {
	other, another := Default, Default
	other.Seed, another.Seed = 7, 1<<63+5
	return map[string]Config{"small": Default, "full": Full, "seed 7": other, "a large seed": another}
}

func TestDistrict(t *testing.T) {
	for name, c := range districts() {
		t.Run(name, func(t *testing.T) { testDistrict(t, c) })
	}
}

func testDistrict(t *testing.T, c Config) {
	s := told(t, c)
	kinds := map[string]int{}
	for _, town := range s.townships {
		kinds[town.kind]++
		if n := len(town.villages); n < 4 {
			t.Errorf("%s has %d villages", town.name, n)
		}
	}
	if len(s.townships) != c.Townships || kinds["街道"] < 3 || kinds["乡"] < 1 || kinds["镇"] < 7 {
		t.Errorf("townships %v", kinds)
	}
	for _, day := range []civil.Date{s.first, s.reform, s.reform.AddMonths(3) - 1, s.reform.AddMonths(3), s.end()} {
		n, types := 0, map[string]int{}
		for _, v := range s.villages {
			if v.listed(day) {
				n++
				types[v.kind]++
			}
		}
		if n != c.Villages || types["村"] < 40 || types["社区"] < 20 {
			t.Errorf("%s: %d villages, %v", day, n, types)
		}
	}
	rows := s.registry()
	spells, open := map[string]int{}, 0
	for _, r := range rows[1:] {
		spells[r[3]]++
		if len(r) != len(rows[0]) || len(r[0]) != 9 || len(r[3]) != 12 || !strings.HasPrefix(r[3], DistrictCode) {
			t.Errorf("row %v", r)
		}
		if number := r[3][9:]; (number < "200") != (r[5] == "社区") {
			t.Errorf("%s is a %s", r[3], r[5])
		}
		if r[10] == "" {
			open++
		}
	}
	if len(rows) != 1+c.Villages+2 || len(spells) != c.Villages+1 || open != c.Villages {
		t.Errorf("%d rows, %d codes, %d open", len(rows)-1, len(spells), open)
	}
}

// TestEverything looks for every state that a reader of the spec expects.
func TestEverything(t *testing.T) {
	for name, c := range districts() {
		t.Run(name, func(t *testing.T) { testEverything(t, c) })
	}
}

func testEverything(t *testing.T, c Config) {
	s := told(t, c)
	asOf := civil.MustOf(2026, 7, 20)
	seen := map[string]int{}
	due, onTime := map[*township]int{}, map[*township]int{}
	for _, e := range s.entries {
		r := e.asOf(asOf)
		is := func(name string, yes bool) {
			if yes {
				seen[e.table+" "+name]++
			}
		}
		day := func(c string) civil.Date { d, _ := r[c].(civil.Date); return d }
		switch e.table {
		case "disclosures":
			p, periodic := r["period"].(period)
			is("event", !periodic)
			if !periodic {
				break
			}
			posted := day("published_on")
			due[e.village.town]++
			switch {
			case posted == 0:
				is("missing", true)
				continue
			case posted > p.due():
				is("late", true)
			default:
				is("on time", true)
				onTime[e.village.town]++
			}
			is("on the deadline", posted == p.due())
			is("early", posted <= p.end)
			is("still up", r["removed_on"] == nil)
			is("planned end", day("removed_on") > asOf)
			short := r["removed_on"] != nil && day("removed_on") < posted+10
			is("short", short && r["reposted_on"] == nil)
			is("reposted", short && r["reposted_on"] != nil)
			is("seal missing", r["supervisor_seal"] == false)
			is("undated", r["signed_date"] == nil)
			is("steps out of order", r["reviewed_on"] != nil && r["decided_on"] != nil && day("reviewed_on") > day("decided_on"))
			is("step missing", r["proposed_on"] == nil)
			is("not filed", r["filed_on"] == nil)
			is("filed late", day("filed_on") > posted+5)
			is("not reviewed", r["filed_on"] != nil && r["township_reviewed_on"] == nil)
			is("reviewed late", day("township_reviewed_on") > day("filed_on")+30)
			failed := r["review_result"] == "不合格"
			is("rectified", failed && r["rectified_on"] != nil && day("rectified_on") <= day("township_reviewed_on")+15)
			is("rectified late", failed && day("rectified_on") > day("township_reviewed_on")+15)
			is("rectification overdue", failed && r["rectified_on"] == nil && day("township_reviewed_on")+15 < asOf)
			is("nil", r["nil"] == true)
			is("boards", r["boards"] != nil)
		case "consultations":
			is("adopted", r["decision"] == "采纳")
			is("partly", r["decision"] == "部分采纳")
			is("explained", r["decision"] == "未采纳" && r["explained_on"] != nil)
			is("unexplained", r["decision"] == "未采纳" && r["explained_on"] == nil)
			is("undecided", r["decision"] == nil && r["held_on"] != nil && day("held_on")+30 < asOf && r["result"] != "未达成一致")
			is("disagreed", r["result"] == "未达成一致")
			is("implemented", r["implementation"] == "已落实")
			is("not implemented", r["implementation"] == "落实中" && r["promised_on"] != nil && day("promised_on") < asOf)
			is("published late", day("outcome_published_on") > day("decided_on")+10)
			is("members wrong", r["fixed_members"] != nil && r["fixed_members"].(int)*2 > r["other_members"].(int))
			is("commissioned", r["commissioned_by"] != nil)
		case "inspections":
			is("by the township", r["level"] == "镇街")
			is("by the city", r["level"] == "市级")
			is("covert", r["covert"] == true)
			is("open falsehood", r["fault"] == "弄虚作假" && r["rectified_on"] == nil)
			is("closed falsehood", r["fault"] == "弄虚作假" && r["rectified_on"] != nil)
			is("overdue", r["rectify_by"] != nil && r["rectified_on"] == nil)
			is("absent", r["posted"] == false)
		case "objections":
			is("answered", r["answered_on"] != nil)
			is("unanswered", r["answered_on"] == nil)
			is("for the district", r["handled_by"] == "区县")
		case "exemptions":
			is("not applicable", r["kind"] == "不适用")
			is("postponed", r["kind"] == "延期")
			is("by the township", r[by] == nil)
		}
	}
	for _, want := range strings.Split(strings.TrimSpace(`
disclosures event|disclosures missing|disclosures late|disclosures on time|disclosures on the deadline|disclosures early|disclosures still up
disclosures planned end|disclosures short|disclosures reposted|disclosures seal missing|disclosures undated|disclosures steps out of order
disclosures step missing|disclosures not filed|disclosures filed late|disclosures not reviewed|disclosures reviewed late|disclosures rectified
disclosures rectified late|disclosures rectification overdue|disclosures nil|disclosures boards
consultations adopted|consultations partly|consultations explained|consultations unexplained|consultations undecided|consultations disagreed
consultations implemented|consultations not implemented|consultations published late|consultations members wrong|consultations commissioned
inspections by the township|inspections by the city|inspections covert|inspections open falsehood|inspections closed falsehood|inspections overdue|inspections absent
objections answered|objections unanswered|objections for the district
exemptions not applicable|exemptions postponed|exemptions by the township`), "\n") {
		for _, state := range strings.Split(want, "|") {
			if seen[state] == 0 && !(state == "inspections by the city" && c.Townships < Full.Townships) {
				t.Errorf("no %s", state)
			}
		}
	}
	t.Log(seen)
	best, worst := 0.0, 1.0
	for i, town := range s.townships {
		rate := float64(onTime[town]) / float64(due[town])
		t.Logf("%s %d/%d = %.3f", town.name, onTime[town], due[town], rate)
		if i != 0 && i != 7 && (rate < 0.75 || rate > 0.97) {
			t.Errorf("%s: %.3f on time, neither best nor worst", town.name, rate)
		}
		best, worst = max(best, rate), min(worst, rate)
	}
	if best < 0.95 || worst > 0.75 {
		t.Errorf("on time from %.3f to %.3f", worst, best)
	}
}

func TestMistakes(t *testing.T) {
	delivered(t)
	o, bad := sampleBox, 0
	for i, m := range mistakes {
		if m.town >= len(o.townships) {
			continue
		}
		bad += o.made[i]
		if o.made[i] != m.count {
			t.Errorf("mistake %d of %s, delivery %d in %s: made %d times, not %d", i, o.townships[m.town].name, m.delivery, m.table, o.made[i], m.count)
		}
	}
	if bad > 80 {
		t.Errorf("%d bad rows: too many", bad)
	}
}

func TestSpellings(t *testing.T) {
	day := civil.MustOf(2026, 6, 21)
	for style, want := range map[dateStyle]string{
		native: "2026-06-21", iso: "2026-06-21", slashed: "2026/6/21", dotted: "2026.6.21", compact: "20260621", inChinese: "2026年6月21日",
		paddedChinese: "2026年06月21日", fullWidth: "２０２６年６月２１日", enumerated: "2026、6、21", withHao: "2026年6月21号",
		withoutDay: "2026年6月21", numerals: "二〇二六年六月二十一日", mixedNumerals: "二○二六年六月廿一日", dashed: "2026—6—21",
		withWeekday: "2026年6月21日（星期日）", withTime: "2026-06-21 09:30", withHalfDay: "2026年6月21日上午", apostrophe: "'2026-06-21",
		era: "公元2026年6月21日", fullDots: "2026．6．21",
	} {
		if got := spellDate(day, style); got != want {
			t.Errorf("style %d: %q, want %q", style, got, want)
		}
	}
	if got := spellDate(civil.MustOf(2030, 10, 30), numerals); got != "二〇三〇年十月三十日" {
		t.Errorf("numerals: %q", got)
	}
	for _, frequency := range []string{"月", "季", "半年", "年"} {
		list := periodsEnding(frequency, civil.MustOf(2025, 9, 1), 10)
		if want := map[string]int{"月": 10, "季": 4, "半年": 2, "年": 1}[frequency]; len(list) != want {
			t.Errorf("%s: %v", frequency, list)
		}
		for _, p := range list {
			if p.due() != p.end.AddDays(15) || p.start > p.end {
				t.Errorf("%s: %s to %s, due %s", p, p.start, p.end, p.due())
			}
		}
	}
}

func corpus(t *testing.T, name string) [][]string {
	t.Helper()
	root := os.Getenv("TONGBAO_CORPUS")
	if root == "" {
		t.Skip("TONGBAO_CORPUS is not set: names are not compared with real divisions")
	}
	f, err := os.Open(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 30 {
		t.Fatalf("%s has %d rows", name, len(rows))
	}
	return rows
}

// stem is a name without what says of what kind it is.
func stem(name string) string {
	for _, suffix := range []string{"村民委员会", "居民委员会", "村委会", "居委会", "社区", "村", "街道", "镇", "乡"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name
}

func TestNoRealNames(t *testing.T) {
	real := map[string]bool{}
	for _, name := range []string{"divisions/chongqing_villages.csv", "divisions/yubei_villages.csv"} {
		for _, r := range corpus(t, name)[1:] {
			real[stem(r[1])], real[stem(r[6])], real[r[8]] = true, true, true
			if strings.HasPrefix(r[0], DistrictCode[:2]) {
				t.Fatalf("a real code %s", r[0])
			}
		}
	}
	if real[DistrictName] || !real["统景"] {
		t.Errorf("%s is real, or the comparison is void", DistrictName)
	}
	for _, n := range allNames() {
		if real[n] {
			t.Errorf("%s is a real name", n)
		}
	}
}

// allNames are all invented names.
func allNames() []string {
	all := slices.Concat(villageNames, formerNames, []string{newName})
	for _, names := range townshipNames {
		all = append(all, names...)
	}
	return all
}

// TestNames holds the lists of names to what the largest district asks for.
func TestNames(t *testing.T) {
	kinds := map[string]int{}
	for _, kind := range townshipKinds {
		kinds[kind]++
	}
	for kind, n := range kinds {
		if len(townshipNames[kind]) != n {
			t.Errorf("%d names of %d %s", len(townshipNames[kind]), n, kind)
		}
	}
	if len(kinds) != len(townshipNames) || len(townshipKinds) != len(qualities) || len(townshipKinds) != Full.Townships || len(villageNames) != 410 {
		t.Errorf("%d kinds, %d townships, %d qualities, %d villages", len(kinds), len(townshipKinds), len(qualities), len(villageNames))
	}
}

// TestFull: the months of the full district end with those of the small one,
// and its first is the first of which something falls due in the last twelve.
func TestFull(t *testing.T) {
	s := told(t, Full)
	if small := told(t, Default); s.end() != small.end() || s.reform != small.reform {
		t.Errorf("ends %s, reform %s", s.end(), s.reform)
	}
	monthly := periodsEnding("月", s.first, s.months)
	if len(monthly) != 13 || monthly[12].String() != "2026-06" || monthly[0].due() != civil.MustOf(2025, 7, 15) {
		t.Errorf("months %v", monthly)
	}
	if it := s.items[0]; it.from != s.first {
		t.Errorf("the catalogue begins on %s", it.from)
	}
	rows := map[string]int{}
	for _, e := range s.entries {
		rows[e.table]++
	}
	t.Log(rows)
	if rows["disclosures"] < 40_000 || rows["consultations"] < 1_500 || rows["inspections"] < 1_500 {
		t.Errorf("rows %v", rows)
	}
	o := &outbox{story: s}
	if o.act(3) != 0 || o.act(12) != 9 || (&outbox{story: told(t, Default)}).act(9) != 9 {
		t.Error("the story's deliveries are not the last ten")
	}
}

func TestNamesDiffer(t *testing.T) {
	all := allNames()
	slices.Sort(all)
	if n := len(slices.Compact(slices.Clone(all))); n != len(all) || n < 450 {
		t.Errorf("%d different names of %d", n, len(all))
	}
}

// TestCatalogue holds the demo's catalogue to the template it comes from.
func TestCatalogue(t *testing.T) {
	items, err := catalogue(catalogueCSV)
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]item{}
	for _, it := range items {
		if _, twice := byCode[it.code]; !twice {
			byCode[it.code] = it
		}
	}
	template := corpus(t, "catalogue-draft.csv")
	if len(byCode) != len(template)-1 {
		t.Errorf("%d items, %d in the template", len(byCode), len(template)-1)
	}
	for _, r := range template[1:] {
		it := byCode[r[0]]
		if it.name != r[2] || it.category != r[1] || it.appliesTo != r[4] || it.frequency != r[5] || it.month != (r[6] == "1m") {
			t.Errorf("%s: %+v, template %v", r[0], it, r)
		}
	}
}
