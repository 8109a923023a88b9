package pipelines_test

import (
	"path/filepath"
	"testing"

	"tongbao/pipelines"
)

// One file for each village, with no column of villages: whose it is stands in
// the title alone.
func TestVillageForms(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, smallDistrict))
	const table = "公开事项,所属期,公布日期\n财务收支情况,2026-05,2026-06-10\n低保对象名单,2026Q1,2026-04-10\n"
	for _, c := range []struct{ township, name, title string }{
		{"青禾镇", "一.csv", "填报单位：青禾镇松涧村村民委员会（盖章）,,\n"},
		{"青禾镇", "二.csv", "云岫区青禾镇竹溪村2026年二季度村务公开登记表,,\n"},
		{"望舒街道", "三.csv", "月湖社区居务公开表（2026年）,,\n"},
		{"望舒街道", "四.csv", "居务公开表,,\n"},                // of nobody
		{"望舒街道", "五.csv", "松涧村村务公开表,,\n"},             // of another township's village
		{"区级", "六.csv", "望舒街道月湖社区2026年居务公开表（更正）,,\n"}, // the district's own
	} {
		writeFile(t, filepath.Join(e.WS.Inbox(), c.township, c.name), c.title+table)
	}
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-10")})
	got := map[string]string{}
	rows := export(t, e, "receipts")
	names, accepted := column(t, rows, "file"), column(t, rows, "accepted")
	for i, name := range names {
		got[name] = accepted[i]
	}
	for name, want := range map[string]string{"一.csv": "2", "二.csv": "2", "三.csv": "2", "四.csv": "0", "五.csv": "0", "六.csv": "2"} {
		if got[name] != want {
			t.Errorf("%s: %s rows accepted, want %s", name, got[name], want)
		}
	}
	build(t, e, "2026Q2", "2026-07-10")
	expectPublished(t, export(t, e, "obligations"), []string{
		"990101101201 CW01 2026-05 2026-06-10", "990101101202 CW01 2026-05 2026-06-10", "990101002001 CW01 2026-05 2026-06-10",
		"990101101201 ZW01 2026Q1 2026-04-10", "990101101202 ZW01 2026Q1 2026-04-10", "990101002001 ZW01 2026Q1 2026-04-10",
	})
}
