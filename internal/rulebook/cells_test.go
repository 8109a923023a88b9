package rulebook

import (
	"strings"
	"testing"
)

// Every village row of cells.csv, against the villages that it speaks of.
func TestVillageCellsOfAFewTownships(t *testing.T) {
	var spells []VillageSpell
	for i, v := range [][3]string{
		{"双龙湖街道", "500112002001", "五星路社区居委会"}, {"龙兴镇", "500112131002", "御临社区"}, {"统景镇", "500112133203", "御临村"},
		{"兴隆镇", "500112138001", "兴隆社区"}, {"洛碛镇", "500112144003", "兴隆社区"}, {"大湾镇", "500112135212", "杉树村"},
		{"大湾镇", "500112135215", "杉木村"}, {"大盛镇", "500112143202", "大盛村"}, {"玉峰山镇", "500112129001", "石坪社区"}, {"木耳镇", "500112139210", "石坪村"},
	} {
		kind := KindVillage
		if strings.Contains(v[2], "社区") {
			kind = KindCommunity
		}
		spells = append(spells, village(i+2, v[0], v[1][:9], v[1], v[2], kind, "", ""))
	}
	registry, problems := NewRegistry(spells)
	wantProblems(t, problems)
	checkVillageCells(t, &Book{DistrictName: "渝北区", Registry: registry})
}

// checkVillageCells reads the village rows of cells.csv by the book.
func checkVillageCells(t *testing.T, b *Book) {
	t.Helper()
	n := 0
	for _, cell := range table(t, "../filing/testdata/cells.csv") {
		if cell["kind"] != "village" {
			continue
		}
		n++
		township := ""
		if town, ok := strings.CutPrefix(cell["context"], "town="); ok {
			code, bad := b.Township(town, "")
			if bad != nil {
				t.Fatalf("%s: %s", town, bad.Message)
			}
			township = code
		}
		want, _, _ := strings.Cut(cell["expected"], " ")
		got, bad := b.Village(cell["cell"], township)
		switch {
		case want == "reject" && bad == nil:
			t.Errorf("%s (%s) = %s, want it refused", cell["cell"], cell["context"], got)
		case want != "reject" && (bad != nil || got != want):
			t.Errorf("%s (%s) = %s %v, want %s", cell["cell"], cell["context"], got, bad, want)
		}
	}
	if n != 16 {
		t.Errorf("%d village cells, want 16", n)
	}
}
