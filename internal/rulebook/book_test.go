package rulebook

import (
	"strings"
	"testing"

	"tongbao/internal/civil"
)

// day reads an ISO day; empty is a blank bound.
func day(iso string) civil.Date {
	if iso == "" {
		return 0
	}
	return civil.MustParse(iso)
}

// village is a row of a small fictional registry.
func village(line int, township, townshipCode, code, name, kind, from, to string, aliases ...string) VillageSpell {
	townshipKind := "镇"
	if strings.HasSuffix(township, "街道") {
		townshipKind = "街道"
	}
	return VillageSpell{
		TownshipCode: townshipCode, Township: township, TownshipKind: townshipKind,
		VillageCode: code, Village: name, Kind: kind, Aliases: aliases,
		From: day(from), To: day(to), Line: line,
	}
}

// smallRegistry has two townships, a village that moved between them and was
// renamed, two villages of one name, and pairs that only a suffix tells apart.
func smallRegistry() []VillageSpell {
	const (
		west, westCode = "西河镇", "500999101"
		east, eastCode = "东山街道", "500999002"
	)
	return []VillageSpell{
		village(2, west, westCode, "500999101001", "石坪社区", "社区", "", ""),
		village(3, west, westCode, "500999101201", "石坪村", "村", "", ""),
		village(4, west, westCode, "500999101202", "杉木村", "村", "", "", "木林村", "老林场"),
		village(5, west, westCode, "500999101203", "杉树村", "村", "", ""),
		village(6, west, westCode, "500999101204", "渡口村", "村", "", "2025-07-01"),
		village(7, east, eastCode, "500999101204", "新渡社区", "社区", "2025-07-01", ""),
		village(8, east, eastCode, "500999002001", "兴隆社区居民委员会", "社区", "", ""),
		village(9, west, westCode, "500999101002", "兴隆社区", "社区", "", ""),
		village(10, east, eastCode, "500999002002", "IT家园社区", "社区", "", ""),
		village(11, west, westCode, "500999101205", "上㘵村（高山）", "村", "", ""),
	}
}

func smallCatalogue() []ItemSpell {
	return []ItemSpell{
		{Code: "CW01", Category: "财务", Item: "各项收入情况", Aliases: []string{"财务收入"}, AppliesTo: KindAny, Frequency: Monthly, Line: 2},
		{Code: "ZW01", Category: "政务", Item: "低保、特困情况", AppliesTo: KindAny, Frequency: Quarterly, Line: 3, To: day("2026-01-01")},
		{Code: "ZW01", Category: "政务", Item: "社会救助情况", AppliesTo: KindAny, Frequency: HalfYear, Line: 4, From: day("2026-01-01")},
		{Code: "ZW08", Category: "政务", Item: "宅基地审批情况", Aliases: []string{"宅基地"}, AppliesTo: KindVillage, Frequency: Quarterly, Line: 5},
		{Code: "CW07", Category: "财务", Item: "工作经费", AppliesTo: KindCommunity, Frequency: Quarterly, Line: 6},
		{Code: "CW08", Category: "财务", Item: "工作经费", AppliesTo: KindVillage, Frequency: Yearly, Line: 7},
		{Code: "DW07", Category: "党务", Item: "干部“十公开”（季度）", AppliesTo: KindAny, Frequency: Quarterly, Line: 8},
		{Code: "FW10", Category: "服务", Item: "联名要求公开的事项", AppliesTo: KindAny, Frequency: Event, Line: 9},
		{Code: "FW11", Category: "服务", Item: "年度报告", AppliesTo: KindAny, Frequency: Yearly, Line: 10, From: day("2025-12-31")},
	}
}

// smallBook puts a book together and fails on any problem but those wanted.
func smallBook(t testing.TB, entries ...RuleEntry) *Book {
	t.Helper()
	registry, problems := NewRegistry(smallRegistry())
	// 渡口村 became a community and kept its code.
	if Refused(problems) || len(problems) != 1 || problems[0].Line != 7 {
		t.Fatalf("registry: %v", problems)
	}
	catalogue, problems := NewCatalogue(smallCatalogue())
	if len(problems) != 0 {
		t.Fatalf("catalogue: %v", problems)
	}
	rules, problems := NewRules(entries)
	if len(problems) != 0 {
		t.Fatalf("rules: %v", problems)
	}
	return &Book{
		DistrictCode: "500999", DistrictName: "云溪区",
		Registry: registry, Catalogue: catalogue, Rules: rules, Calendar: DefaultCalendar(),
	}
}

// wantProblems compares problems with "line warning|error part of message".
func wantProblems(t *testing.T, got []Problem, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d:\n%v", len(got), len(want), got)
	}
	for i, p := range got {
		severity, part, _ := strings.Cut(want[i], " ")
		if p.Warning != (severity == "warning") || !strings.Contains(p.String(), part) {
			t.Errorf("problem %d is %q (warning: %v), want %q", i, p, p.Warning, want[i])
		}
	}
}

func TestBookCheck(t *testing.T) {
	b := smallBook(t, RuleEntry{Rule: "posting.minimum.财政", Value: "20d", Line: 4})
	wantProblems(t, b.Check(), "warning 没有类别“财政”")
	if problems := smallBook(t).Check(); len(problems) > 0 {
		t.Errorf("defaults: %v", problems)
	}
}
