package rulebook

import (
	"testing"
)

func TestRegistryThroughTime(t *testing.T) {
	b := smallBook(t)
	tests := []struct {
		code, on string
		township string // empty: not on the registry
		kind     string
	}{
		{"500999101204", "2025-06-30", "西河镇", "村"},
		{"500999101204", "2025-07-01", "东山街道", "社区"},
		{"500999101001", "2000-01-01", "西河镇", "社区"},
		{"500999101999", "2025-07-01", "", ""},
	}
	for _, tt := range tests {
		s, ok := b.Registry.On(tt.code, day(tt.on))
		if ok != (tt.township != "") || ok && (s.Township != tt.township || s.Kind != tt.kind) {
			t.Errorf("On(%s, %s) = %v, %v", tt.code, tt.on, s, ok)
		}
	}
	if got := len(b.Registry.Townships()); got != 2 {
		t.Errorf("%d townships, want 2: %v", got, b.Registry.Townships())
	}
	if got := len(b.Registry.Spells()); got != len(smallRegistry()) {
		t.Errorf("%d spells", got)
	}
}

func TestRegistryGap(t *testing.T) {
	r, problems := NewRegistry([]VillageSpell{
		village(2, "旧河乡镇", "500999101", "500999101201", "甲村", "村", "2020-01-01", "2022-01-01"),
		village(3, "新河镇", "500999101", "500999101201", "甲村", "村", "2023-01-01", "2024-01-01"),
	})
	wantProblems(t, problems)
	for _, tt := range []struct {
		on   string
		want bool
		near string
	}{
		{"2019-12-31", false, "旧河乡镇"}, {"2020-01-01", true, "旧河乡镇"}, {"2022-01-01", false, "旧河乡镇"},
		{"2023-12-31", true, "新河镇"}, {"2024-01-01", false, "新河镇"},
	} {
		if _, ok := r.On("500999101201", day(tt.on)); ok != tt.want {
			t.Errorf("On(%s) = %v", tt.on, ok)
		}
		if s, _ := r.Nearest("500999101201", day(tt.on)); s.Township != tt.near {
			t.Errorf("Nearest(%s) = %s", tt.on, s.Township)
		}
		if s, _ := r.Township("500999101", day(tt.on)); s.Name != tt.near {
			t.Errorf("Township(%s) = %s", tt.on, s.Name)
		}
	}
	if got := len(r.Townships()); got != 2 {
		t.Errorf("a renamed township has two entries, got %v", r.Townships())
	}
}

func TestRegistryProblems(t *testing.T) {
	const township, code = "西河镇", "500999101"
	negative := int64(-1)
	tests := []struct {
		name string
		rows []VillageSpell
		want []string
	}{
		{"overlap shows both lines", []VillageSpell{
			village(2, township, code, "500999101201", "甲村", "村", "2020-01-01", "2025-07-01"),
			village(9, "东山镇", "500999102", "500999101201", "乙村", "村", "2025-06-30", ""),
		}, []string{"error 第2行 西河镇甲村（2020-01-01 起，2025-07-01 前）；第9行 东山镇乙村（2025-06-30 起）"}},
		{"one row twice", []VillageSpell{
			village(2, township, code, "500999101201", "甲村", "村", "2020-01-01", ""),
			village(27, township, code, "500999101201", "甲村", "村", "2020-01-01", ""),
		}, []string{"error 第2行 西河镇甲村（2020-01-01 起）；第27行 西河镇甲村（2020-01-01 起）；写重的只保留一行"}},
		{"overlap with a row further away", []VillageSpell{
			village(2, township, code, "500999101201", "甲村", "村", "2020-01-01", ""),
			village(3, township, code, "500999101201", "甲村", "村", "2021-01-01", "2022-01-01"),
			village(4, township, code, "500999101201", "甲村", "村", "2023-01-01", "2024-01-01"),
		}, []string{"error 第2行 西河镇甲村（2020-01-01 起）；第3行", "error 第2行 西河镇甲村（2020-01-01 起）；第4行"}},
		{"touching spells", []VillageSpell{
			village(2, township, code, "500999101201", "甲村", "村", "", "2025-07-01"),
			village(3, township, code, "500999101201", "甲村", "村", "2025-07-01", ""),
		}, nil},
		{"code suggests another kind", []VillageSpell{
			village(2, township, code, "500999101201", "甲社区", "社区", "", ""),
			village(3, township, code, "500999101199", "乙村", "村", "", ""),
			village(4, township, code, "500999101400", "丙村", "村", "", ""),
		}, []string{"warning 登记为社区", "warning 登记为村"}},
		{"codes", []VillageSpell{
			village(2, township, code, "50099910120", "甲村", "村", "", ""),
			village(3, township, "50099910A", "500999101202", "乙村", "村", "", ""),
			village(4, township, code, "500999101000", "丙村", "村", "", ""),
			village(5, township, code, "5.00999E+11", "丁村", "村", "", ""),
		}, []string{"error 不是村社代码", "error 不是镇街代码", "error 末三位为000", "error 不是村社代码"}},
		{"words", []VillageSpell{
			{TownshipCode: code, Township: township, TownshipKind: "市", VillageCode: "500999101201", Village: "", Kind: "居", Line: 2},
			{TownshipCode: code, Township: "", TownshipKind: "乡", VillageCode: "500999101202", Village: "乙村", Kind: "村", Households: &negative, Line: 3},
		}, []string{"error 名称为空", "error 镇街类型", "error 村（社区）类型", "error 镇街名称为空", "error 小于零", "warning 同时有两种写法"}},
		{"empty spell", []VillageSpell{
			village(2, township, code, "500999101201", "甲村", "村", "2025-07-01", "2025-07-01"),
		}, []string{"error 不晚于生效日期"}},
		{"one township written two ways", []VillageSpell{
			village(2, "西河镇", code, "500999101201", "甲村", "村", "", ""),
			village(3, "西 河镇", code, "500999101202", "乙村", "村", "", ""),
		}, []string{"warning 第2行 西河镇（镇）；第3行 西 河镇（镇），以前者为准"}},
		{"two villages of one name", []VillageSpell{
			village(2, township, code, "500999101201", "甲村", "村", "", ""),
			village(3, township, code, "500999101202", "甲 村", "村", "", ""),
		}, []string{"warning 500999101201（第2行）与 500999101202（第3行）"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, problems := NewRegistry(tt.rows)
			wantProblems(t, problems, tt.want...)
			if (r == nil) != Refused(problems) {
				t.Errorf("registry %v with %v", r, problems)
			}
		})
	}
}
