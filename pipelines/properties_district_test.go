package pipelines_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/internal/civil"
	"tongbao/pipelines"
)

// district is a small random district and what it was sent.
type district struct {
	seed     uint64
	asOf     string
	registry []string
	villages []randomVillage
	sent     []sending

	moves     bool // one village changes its township
	supersede bool // villages file again, not for the first time
}

// randomVillage is a village and the days between which it files: on the
// registry from the first on, up to and without the second.
type randomVillage struct {
	code, township string
	from, to       civil.Date
}

// sending is one file on its way.
type sending struct {
	township string
	day      string
	lines    []string // header first
}

const (
	disclosureHeader = "village,item,period,occurred_on,event_no,published_on,removed_on,publisher,signed_date,committee_seal,supervisor_seal," +
		"signed,proposed_on,reviewed_on,decided_on,archived_on,filed_on,township_reviewed_on,review_result,rectified_on,void"
	consultationHeader = "village,topic_no,topic,raised_on,prepared_on,held_on,fixed_members,other_members,result,decided_on,decision," +
		"explained_on,implemented_on,outcome_published_on"
	randomCatalogue = catalogueHeader +
		"CW01,财务,财务收支情况,,全部,月,1m,示例,2020-01-01,\n" +
		"ZW01,政务,社会救助情况,,全部,季,,示例,2020-01-01,\n" +
		"ZW02,政务,农业补贴发放情况,,村,季,,示例,2020-01-01,\n" +
		"DW01,党务,党员发展情况,,全部,随时,,示例,2020-01-01,\n"
	qinghe, yanchi = "青禾镇", "砚池街道"
)

// owedInQ2 are the periods and due dates of the catalogue in 2026Q2.
var owedInQ2 = []struct{ item, period, due string }{
	{"CW01", "2026-03", "2026-04-15"}, {"CW01", "2026-04", "2026-05-15"}, {"CW01", "2026-05", "2026-06-15"},
	{"ZW01", "2026Q1", "2026-04-15"}, {"ZW02", "2026Q1", "2026-04-15"},
}

// randomDistrict has two townships and six or seven villages, one of them
// gone before the window's end, one new in it.
func randomDistrict(seed uint64) *district {
	r := rand.New(rand.NewPCG(seed, 0))
	d := &district{seed: seed, asOf: []string{"2026-07-10", "2026-07-10", "2026-06-14"}[seed%3], moves: seed%2 == 1, supersede: seed%3 == 1}
	codes := map[string]string{qinghe: "990101101,青禾镇,镇", yanchi: "990101001,砚池街道,街道"}
	add := func(township, code, kind, from, to string) {
		d.registry = append(d.registry, fmt.Sprintf("%s,%s,%s%s,%s,%d,900,,%s,%s\n", codes[township], code, "柳", code[9:]+kind, kind, 100+r.IntN(900), from, to))
		v := randomVillage{code, township, civil.MustParse("2020-01-01"), civil.MustParse("2030-01-01")}
		if from != "2020-01-01" {
			v.from = civil.MustParse(from)
		}
		if to != "" {
			v.to = civil.MustParse(to)
		}
		d.villages = append(d.villages, v)
	}
	add(qinghe, "990101101201", "村", "2020-01-01", "")
	add(qinghe, "990101101202", "村", "2020-01-01", "")
	add(qinghe, "990101101203", "村", "2020-01-01", "2026-06-01")
	add(yanchi, "990101001001", "社区", "2020-01-01", "")
	add(yanchi, "990101001002", "社区", "2020-01-01", "")
	add(yanchi, "990101001003", "社区", "2026-05-20", "")
	if d.moves {
		add(qinghe, "990101101204", "村", "2020-01-01", "2026-05-01")
		d.registry = append(d.registry, fmt.Sprintf("%s,990101101204,柳204村,村,310,900,,2026-05-01,\n", codes[yanchi]))
		d.villages[len(d.villages)-1].to = civil.MustParse("2030-01-01")
	}
	d.send(r)
	return d
}

// send makes up what the townships and the district sent: in May and in July
// what was posted by then, some of it twice.
func (d *district) send(r *rand.Rand) {
	exemptions := []string{"village,item,period,kind,extended_to,reason,approved_by,approved_on"}
	for _, township := range []string{qinghe, yanchi} {
		files := map[string][]string{"2026-05-20": {disclosureHeader}, "2026-07-08": {disclosureHeader}}
		consultations, objections := []string{consultationHeader}, []string{"village,objection_no,raised_on,matter,handled_by,answered_on"}
		visits := []string{"village,inspected_on,level,covert,fault,rectified_on"}
		for _, v := range d.villages {
			if v.township != township {
				continue
			}
			row := func(item, period, occurred string, p civil.Date) {
				for _, day := range []string{"2026-05-20", "2026-07-08"} {
					if civil.MustParse(day) >= p.AddDays(8) {
						files[day] = append(files[day], randomFiling(r, v.code, item, period, occurred, p))
						if r.IntN(6) > 0 { // else again in the later file, differently
							break
						}
					}
				}
			}
			for _, o := range owedInQ2 {
				due := civil.MustParse(o.due)
				switch {
				case o.item == "ZW02" && strings.HasPrefix(v.code[9:], "0"), due < v.from.AddDays(20), due >= v.to:
				case r.IntN(8) == 0:
					kind := []string{"不适用,", "延期," + due.AddDays(r.IntN(12)).String()}[r.IntN(2)]
					exemptions = append(exemptions, fmt.Sprintf("%s,%s,%s,%s,示例,区民政局,%s", v.code, o.item, o.period, kind, min(due, civil.MustParse("2026-05-14")).AddDays(-r.IntN(6))))
				case r.IntN(4) > 0:
					row(o.item, o.period, "", due.AddDays(r.IntN(20)-12))
				}
			}
			for range r.IntN(3) {
				occurred := max(v.from, civil.MustParse("2026-03-25")).AddDays(r.IntN(50))
				if occurred.AddDays(16) < v.to {
					row("DW01", "", occurred.String(), occurred.AddDays(r.IntN(16)))
				}
			}
			if r.IntN(3) > 0 {
				consultations = append(consultations, randomConsultation(r, v.code, max(v.from, civil.MustParse("2026-03-20")).AddDays(r.IntN(30))))
			}
			if raised := civil.MustParse("2026-04-01").AddDays(r.IntN(85)); r.IntN(2) == 0 {
				objections = append(objections, fmt.Sprintf("%s,Y-%d,%s,示例,%s,%s", v.code, r.IntN(100), raised, []string{"", "镇街"}[r.IntN(2)], raised.AddDays(r.IntN(12))))
			}
			if r.IntN(2) == 0 {
				fault, rectified := []string{"无", "弄虚作假", "更新不及时"}[r.IntN(3)], []string{"", "2026-07-01"}[r.IntN(2)]
				visits = append(visits, fmt.Sprintf("%s,%s,%s,true,%s,%s", v.code, civil.MustParse("2026-04-20").AddDays(r.IntN(50)), []string{"镇街", "区县"}[r.IntN(2)], fault, rectified))
			}
		}
		for _, day := range slices.Sorted(maps.Keys(files)) {
			d.sent = append(d.sent, sending{township, day, files[day]})
		}
		for _, lines := range [][]string{consultations, objections, visits} {
			d.sent = append(d.sent, sending{township, "2026-07-08", lines})
		}
	}
	d.sent = append(d.sent, sending{"区级", "2026-05-14", exemptions})
	// A file of nothing but its header has nothing to say.
	d.sent = slices.DeleteFunc(d.sent, func(s sending) bool { return len(s.lines) == 1 })
}

// randomFiling is a row of one item, posted on p; each of its parts may be in
// order or not.
func randomFiling(r *rand.Rand, village, item, period, occurred string, p civil.Date) string {
	mostly := func(text string) string {
		if r.IntN(7) == 0 {
			return ""
		}
		return text
	}
	removed := mostly(p.AddDays([]int{6, 10, 31, 45}[r.IntN(4)]).String())
	filed, reviewed, result, rectified := mostly(p.AddDays(3+r.IntN(4)).String()), mostly(p.AddDays(8).String()), "合格", ""
	if r.IntN(5) == 0 {
		result, rectified = "不合格", []string{"", p.AddDays(8).String()}[r.IntN(2)]
	}
	return strings.Join([]string{
		village, item, period, occurred, "", p.String(), removed, mostly("村委会"), mostly(p.String()), mostly("true"), mostly("true"),
		mostly("true"), p.AddDays(-9).String(), p.AddDays(-6).String(), p.AddDays(-3).String(), mostly(p.AddDays(2).String()), filed, reviewed, result, rectified, "",
	}, ",")
}

func randomConsultation(r *rand.Rand, village string, held civil.Date) string {
	row := []string{village, "X-1", "议题", held.AddDays(-9).String(), held.AddDays(-3).String(), held.String(), fmt.Sprint(r.IntN(6)), fmt.Sprint(r.IntN(12)), "达成一致"}
	decided := held.AddDays(r.IntN(40))
	known := func(day civil.Date) string { return min(day, civil.MustParse("2026-07-08")).String() } // by the day of receipt
	switch r.IntN(4) {
	case 0:
		row = append(row, "", "", "", "", "")
	case 1:
		row = append(row, known(decided), "未采纳", []string{"", known(decided)}[r.IntN(2)], "", known(decided.AddDays(r.IntN(15))))
	default:
		row = append(row, known(decided), []string{"采纳", "部分采纳"}[r.IntN(2)], "", []string{"", known(decided)}[r.IntN(2)], known(decided.AddDays(r.IntN(15))))
	}
	return strings.Join(row, ",")
}

// open makes the district's workspace and sends it everything, in the given
// order and at hours that change from day to day.
func (d *district) open(t *testing.T, registry []string, order []int, hour func() int) *pipelines.Env {
	t.Helper()
	e := openEnv(t, makeWorkspace(t, map[string]string{
		"registry.csv": registryHeader + strings.Join(registry, ""), "catalogue.csv": randomCatalogue,
	}))
	for _, i := range order {
		d.take(t, e, d.sent[i], hour())
	}
	return e
}

// take has a file received at an hour of its day.
func (d *district) take(t *testing.T, e *pipelines.Env, s sending, hour int) pipelines.Intake {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.csv")
	writeFile(t, path, strings.Join(s.lines, "\n")+"\n")
	at := civil.MustParse(s.day).Time().Add(time.Duration(hour)*time.Hour - 8*time.Hour) // midnight in Shanghai, and the hour
	result := ingest(t, e, pipelines.IntakeRequest{Paths: []string{path}, Township: s.township, ReceivedAt: at})
	if result.Partly() {
		t.Fatalf("seed %d: a file was not taken in whole: %+v\n%s", d.seed, result.Files, strings.Join(s.lines, "\n"))
	}
	return result
}

var propertyTables = []string{"obligations", "consultations", "village_scores", "township_scores", "district_scores", "problems"}

func (d *district) figures(t *testing.T, e *pipelines.Env) pipelines.Tables {
	t.Helper()
	tables, err := e.InMemory(t.Context(), e.WS, request("2026Q2", d.asOf), propertyTables...)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}
