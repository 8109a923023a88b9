package rulebook

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpus reads a file of the corpus as maps by header.
func corpus(t *testing.T, path string) []map[string]string {
	t.Helper()
	root := os.Getenv("TONGBAO_CORPUS")
	if root == "" {
		t.Skip("real registries are not read: TONGBAO_CORPUS is not set")
	}
	return table(t, filepath.Join(root, path))
}

// table reads a CSV file as maps by header.
func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	r.LazyQuotes = true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, header := range records[0] {
			row[header] = record[i]
		}
		out = append(out, row)
	}
	if len(out) == 0 {
		t.Fatalf("%s has no rows", path)
	}
	return out
}

// realRegistry makes a registry of a list of divisions; name is the column
// that holds the village's name.
func realRegistry(t *testing.T, path, name string) (*Registry, []map[string]string, []Problem) {
	t.Helper()
	rows := corpus(t, path)
	kinds := map[string]string{"village": KindVillage, "community": KindCommunity}
	var spells []VillageSpell
	for i, row := range rows {
		spells = append(spells, VillageSpell{
			TownshipCode: row["town_code9"], Township: row["town_name"], TownshipKind: row["town_type"],
			VillageCode: row["code12"], Village: row[name], Kind: kinds[row["kind_by_code"]], Line: i + 2,
		})
	}
	r, problems := NewRegistry(spells)
	return r, rows, problems
}

// Every village row of cells.csv, against the short and the official names.
func TestVillageCells(t *testing.T) {
	for _, name := range []string{"short_name", "name"} {
		registry, _, problems := realRegistry(t, "divisions/yubei_villages.csv", name)
		wantProblems(t, problems)
		checkVillageCells(t, &Book{DistrictName: "渝北区", Registry: registry})
	}
}

// Whatever way a real village is commonly written, it is read as itself or,
// where two are written alike, not at all; and never without its township.
func TestRealVillages(t *testing.T) {
	for _, path := range []string{"divisions/yubei_villages.csv", "divisions/chongqing_villages.csv"} {
		registry, rows, problems := realRegistry(t, path, "name")
		if Refused(problems) {
			t.Fatal(problems)
		}
		b := &Book{DistrictName: "重庆市", Registry: registry}
		alike := 0
		for _, row := range rows {
			code, town := row["code12"], row["town_code9"]
			for _, text := range []string{
				row["name"], row["short_name"], row["town_name"] + row["name"], b.DistrictName + row["town_name"] + row["short_name"],
				row["short_name"] + "（新）", strings.Join(strings.Split(row["short_name"], ""), "　"),
			} {
				got, bad := b.Village(text, town)
				switch {
				case bad != nil && bad.Reason == VillageAmbiguous.Code:
					alike++
				case bad != nil || got != code:
					t.Errorf("%s in %s = %s %v, want %s", text, row["town_name"], got, bad, code)
				}
			}
			if got, bad := b.Village(row["short_name"], ""); bad == nil {
				t.Errorf("%s without a township = %s", row["short_name"], got)
			}
		}
		t.Logf("%s: %d of %d names are ambiguous", path, alike, 6*len(rows))
		if alike > len(rows)/100 {
			t.Errorf("%d names are ambiguous", alike)
		}
	}
}

// Names with characters outside the common sets are found by themselves.
func TestRareNames(t *testing.T) {
	rows := corpus(t, "divisions/rare_char_names.csv")
	var spells []VillageSpell
	for i, row := range rows {
		s := VillageSpell{
			TownshipCode: row["code12"][:9], Township: "第" + row["code12"][:9] + "镇", TownshipKind: "镇",
			VillageCode: row["code12"], Village: row["name"], Kind: KindVillage, Line: i + 2,
		}
		spells = append(spells, s)
	}
	registry, problems := NewRegistry(spells)
	if Refused(problems) {
		t.Fatal(problems)
	}
	b := &Book{Registry: registry}
	for _, s := range spells {
		if got, bad := b.Village(s.Village, s.TownshipCode); bad != nil || got != s.VillageCode {
			t.Errorf("%s = %s %v, want %s", s.Village, got, bad, s.VillageCode)
		}
		short := base(FoldName(s.Village))
		got, bad := b.Village(short, s.TownshipCode)
		// One township has 河㙟 as a community and as a village.
		if alike := bad != nil && bad.Reason == VillageAmbiguous.Code; alike != (short == "河㙟" && s.TownshipCode == "441781101") || !alike && got != s.VillageCode {
			t.Errorf("%s = %s %v, want %s", short, got, bad, s.VillageCode)
		}
	}
}
