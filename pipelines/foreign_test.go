package pipelines_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/internal/lake"
	"tongbao/pipelines"
)

// Files of others' making, through to the receipts: the registry of a real
// district, and tables as LibreOffice and WPS write them.

// realVillages is the list of villages of a real district, names and codes
// only.
func realVillages(t *testing.T) []map[string]string {
	t.Helper()
	corpus := os.Getenv("TONGBAO_CORPUS")
	if corpus == "" {
		t.Skip("TONGBAO_CORPUS is not set: no real registry at hand")
	}
	records := readCSV(t, filepath.Join(corpus, "divisions", "yubei_villages.csv"))
	var all []map[string]string
	for _, record := range records[1:] {
		v := map[string]string{}
		for i, name := range records[0] {
			v[name] = record[i]
		}
		all = append(all, v)
	}
	if len(all) < 400 {
		t.Fatalf("only %d villages", len(all))
	}
	return all
}

func csvText(t *testing.T, records [][]string) string {
	t.Helper()
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestRealRegistry(t *testing.T) {
	t.Parallel()
	villages := realVillages(t)
	kinds := map[string]string{"community": "社区", "village": "村"}
	registry := readHeader(registryHeader)
	byTown := map[string][]map[string]string{}
	var towns []string
	for _, v := range villages {
		registry = append(registry, []string{
			v["town_code9"], v["town_name"], v["town_type"], v["code12"], v["name"], kinds[v["kind_by_name"]], "", "", "", "2020-01-01", "",
		})
		if byTown[v["town_name"]] == nil {
			towns = append(towns, v["town_name"])
		}
		byTown[v["town_name"]] = append(byTown[v["town_name"]], v)
	}
	e := openEnv(t, makeWorkspace(t, map[string]string{
		"registry.csv": csvText(t, registry), "catalogue.csv": smallDistrict["catalogue.csv"],
	}))
	if len(e.WS.Warnings) > 0 {
		t.Errorf("warnings %q", e.WS.Warnings)
	}
	if got := len(e.WS.Book.Registry.Spells()); got != len(villages) {
		t.Fatalf("%d villages, want %d", got, len(villages))
	}

	// Every township names its villages as offices do: whole, short, by code,
	// with the township before the name, and by the committee.
	spell := []func(v map[string]string) string{
		func(v map[string]string) string { return v["name"] },
		func(v map[string]string) string { return v["short_name"] },
		func(v map[string]string) string { return v["code12"] },
		func(v map[string]string) string { return v["town_name"] + v["short_name"] },
		func(v map[string]string) string {
			return " " + v["short_name"] + "（" + kinds[v["kind_by_name"]] + "）"
		},
	}
	for _, town := range towns {
		records := [][]string{{town + "村（居）务公开备案表"}, {"序号", "村（社区）", "公开事项", "所属期", "公布日期"}}
		for i, v := range byTown[town] {
			records = append(records, []string{fmt.Sprint(i + 1), spell[i%len(spell)](v), "财务收支情况", "2026年5月", "2026-06-12"})
		}
		text := csvText(t, pad(records))
		encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(e.WS.Inbox(), town, town+"2026年5月.csv"), encoded)
	}
	result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-10")})
	if len(result.Files) != len(towns) {
		t.Errorf("%d files, want %d", len(result.Files), len(towns))
	}
	if accepted := reconcile(t, result); accepted != len(villages) {
		t.Errorf("%d rows accepted, want %d", accepted, len(villages))
		for _, q := range export(t, e, "quarantine")[1:] {
			t.Log(q)
		}
	}
	for _, f := range result.Files {
		r := receipt(t, e, f)
		sheets := r["sheets"].([]any)
		if len(sheets) != 1 || sheets[0].(map[string]any)["accepted"] != float64(len(byTown[strings.TrimSuffix(f.Name, "2026年5月.csv")])) {
			t.Errorf("receipt of %s: %v", f.Name, r)
		}
	}

	// Each village is the right one.
	build(t, e, "2026Q2", "")
	obligations := export(t, e, "obligations")
	status, period, village, published := column(t, obligations, "status"), column(t, obligations, "period"), column(t, obligations, "village_code"), map[string]bool{}
	for i := range status {
		if period[i] == "2026-05" && status[i] == "on_time" {
			published[village[i]] = true
		}
	}
	for _, v := range villages {
		if !published[v["code12"]] {
			t.Errorf("%s %s has no filing", v["code12"], v["name"])
		}
	}

	// A neighbour's village and a slip of the pen are errors that suggest; none
	// is taken for another.
	neighbour := byTown[towns[1]][0]
	slip := []rune(byTown[towns[0]][0]["short_name"])
	slip[0] = '龘'
	writeFile(t, filepath.Join(e.WS.Inbox(), towns[0], "错.csv"), csvText(t, [][]string{
		{"村（社区）", "公开事项", "所属期", "公布日期"},
		{neighbour["name"], "财务收支情况", "2026-04", "2026-05-12"},
		{string(slip), "财务收支情况", "2026-04", "2026-05-12"},
	}))
	result = ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-11")})
	if accepted := reconcile(t, result); accepted != 0 {
		t.Errorf("%d of two wrong villages accepted", accepted)
	}
	found := export(t, e, "quarantine")
	messages := strings.Join(column(t, found, "message"), "\n")
	if len(found) != 3 || !strings.Contains(messages, towns[1]) || !strings.Contains(messages, string(slip)) {
		t.Errorf("quarantine: %v", found)
	}
}

func readHeader(line string) [][]string {
	return [][]string{strings.Split(strings.TrimSpace(line), ",")}
}

// pad gives all records the width of the widest, as spreadsheets do.
func pad(records [][]string) [][]string {
	width := 0
	for _, r := range records {
		width = max(width, len(r))
	}
	for i, r := range records {
		records[i] = append(r, make([]string, width-len(r))...)
	}
	return records
}

func TestForeignTables(t *testing.T) {
	t.Parallel()
	const villages = registryHeader +
		"990101101,清溪镇,镇,990101101201,青石村,村,,,,2020-01-01,\n" +
		"990101101,清溪镇,镇,990101101202,白沙村,村,,,,2020-01-01,\n" +
		"990101101,清溪镇,镇,990101101001,柳岸社区,社区,,,,2020-01-01,\n" +
		"990101102,云台镇,镇,990101102201,松林村,村,,,,2020-01-01,\n" +
		"990101102,云台镇,镇,990101102001,石桥社区,社区,,,,2020-01-01,\n"
	const items = catalogueHeader +
		"CW01,财务,村级财务收支,,全部,月,,,2020-01-01,\n" +
		"ZW01,政务,低保对象名单,,全部,月,,,2020-01-01,\n" +
		"FW01,服务,计划生育服务,,全部,季,,,2020-01-01,\n"
	sheets := filepath.Join("..", "internal", "sheet", "testdata")
	for _, c := range []struct {
		name, path, town, item       string
		rows, accepted, bad, nonData int
		published                    []string // village, item, day
		quarantined                  []string // rows
	}{
		{
			name: "a workbook by LibreOffice", path: filepath.Join(sheets, "libreoffice.xlsx"), town: "清溪镇", item: "DW01,党务,党员发展,,全部,半年,,,2020-01-01,\n",
			rows: 5, accepted: 5,
			published: []string{
				"990101101201 CW01 2026-06 2026-07-08", "990101101201 ZW01 2026-06 2026-07-16", "990101101201 FW01 2026Q2 2026-07-10",
				"990101101202 CW01 2026-06 2026-07-12", "990101101001 DW01 2026H1 2026-07-15",
			},
		},
		{
			// Merged cells do not run down in a CSV: those rows go back.
			name: "a CSV saved as GB18030 by LibreOffice", path: filepath.Join("testdata", "libreoffice-gb18030.csv"), town: "清溪镇", item: "DW01,党务,党员发展,,全部,半年,,,2020-01-01,\n",
			rows: 5, accepted: 3, bad: 2,
			published: []string{
				"990101101201 CW01 2026-06 2026-07-08", "990101101202 CW01 2026-06 2026-07-12", "990101101001 DW01 2026H1 2026-07-15",
			},
			quarantined: []string{"4", "5"},
		},
		{
			name: "a workbook in the structure of WPS", path: filepath.Join(sheets, "wps.xlsx"), town: "云台镇", item: "DW01,党务,党员发展,,全部,季,,,2020-01-01,\n",
			rows: 6, accepted: 4, nonData: 2,
			published: []string{
				"990101102201 CW01 2026-06 2026-07-08", "990101102201 ZW01 2026-06 2026-07-09", "990101102201 DW01 2026Q2 2026-07-10", "990101102001 CW01 2026-06 2026-07-15",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := openEnv(t, makeWorkspace(t, map[string]string{"registry.csv": villages, "catalogue.csv": items + c.item}))
			data, err := os.ReadFile(c.path)
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, filepath.Join(e.WS.Inbox(), c.town, filepath.Base(c.path)), string(data))
			result := ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-20")})
			reconcile(t, result)
			visible := 0
			for _, r := range result.Files[0].Receipts {
				if r.Hidden {
					continue // a drop-down's list: told, and asks nothing of anybody
				}
				visible++
				if r.Table == nil || r.Table.Code != "disclosures" || r.Rows != c.rows || r.Accepted != c.accepted || r.Quarantined != c.bad || r.NonData != c.nonData {
					t.Errorf("receipt %+v", r)
				}
			}
			if visible != 1 {
				t.Errorf("%d sheets, want one: %v", visible, statuses(result.Files[0]))
			}
			want := lake.Accepted
			if c.bad > 0 {
				want = lake.Partly
			}
			if got := result.Files[0].Receipts[0].Status; got != want {
				t.Errorf("status %s, want %s", got, want)
			}
			receipt(t, e, result.Files[0])
			build(t, e, "2026-07", "2026-07-20")
			expectPublished(t, export(t, e, "obligations"), c.published)
			var cells []string
			table := export(t, e, "quarantine")
			rows, severities := column(t, table, "row"), column(t, table, "severity")
			for i := range rows {
				if severities[i] == "error" {
					cells = append(cells, rows[i])
				}
			}
			if strings.Join(cells, ", ") != strings.Join(c.quarantined, ", ") {
				t.Errorf("quarantined %v, want %v", cells, c.quarantined)
			}
		})
	}
}

// expectPublished compares what was published: village, item, period, day.
func expectPublished(t *testing.T, obligations [][]string, want []string) {
	t.Helper()
	left := map[string]bool{}
	for _, w := range want {
		left[w] = true
	}
	village, item := column(t, obligations, "village_code"), column(t, obligations, "item_code")
	period, day := column(t, obligations, "period"), column(t, obligations, "published_on")
	for i := range village {
		if day[i] == "" {
			continue
		}
		got := strings.Join([]string{village[i], item[i], period[i], day[i]}, " ")
		if !left[got] {
			t.Errorf("published, but should not be: %s", got)
		}
		delete(left, got)
	}
	for w := range left {
		t.Errorf("not published: %s", w)
	}
}
