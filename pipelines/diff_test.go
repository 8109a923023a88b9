package pipelines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/changes"
	"tongbao/pipelines"
)

// diff compares the standing warehouse with the last publication of the
// league table, and with the window before.
func diff(t *testing.T, e *pipelines.Env) (publication, previous *pipelines.Comparison) {
	t.Helper()
	all, err := e.Diff(t.Context(), "league", "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].Publication != "" {
			publication = &all[i]
		} else {
			previous = &all[i]
		}
	}
	return publication, previous
}

// copied is a workspace like the one at dir.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// Each reason why a figure moves since it was published, as the whole program
// brings it about.
func TestDiffSaysWhy(t *testing.T) {
	t.Parallel()
	const zhuxi = "990101101202" // complete and late in May; its April row waits for an alias
	header := "村（社区）,公开事项,所属期,公布日期\n"
	base := published(t).WS.Dir
	for name, c := range map[string]struct {
		asOf   string
		change func(t *testing.T, e *pipelines.Env)
		causes string // of 竹溪村
		field  string
		said   func(c changes.Changes) bool
	}{
		"a new filing": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "补.csv"), header+"竹溪村,财务收支情况,2026-04,2026-05-11\n")
		}, "new_filing:1", "status 未公开→按时", func(c changes.Changes) bool { return len(c.New) == 1 && c.New[0].Name == "补.csv" }},
		"a correction": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Inbox(), "区级", "勘误.csv"), header+zhuxi+",财务收支情况,2026-05,2026-06-12\n")
		}, "correction:1", "status 逾期→按时", func(c changes.Changes) bool { return len(c.New) == 1 && c.New[0].Township == "区级" }},
		"a withdrawal": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "作废.csv"), "村（社区）,公开事项,所属期,公布日期,作废\n竹溪村,财务收支情况,2026-05,,是\n")
		}, "withdrawn:1", "status 逾期→未公开", func(c changes.Changes) bool { return len(c.New) == 1 }},
		"an exemption": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Inbox(), "区级", "不适用.csv"),
				"镇街,村（社区）,公开事项,所属期,类型,理由,批准单位,批准日期\n青禾镇,竹溪村,财务收支情况,2026-05,不适用,示例,区民政局,2026-06-10\n")
		}, "exemption:1", "status 逾期→不适用", func(c changes.Changes) bool { return len(c.New) == 1 }},
		"an alias": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Dir, "registry.csv"), strings.Replace(smallDistrict["registry.csv"], "210,610,,", "210,610,竹溪老村,", 1))
		}, "released:1", "status 未公开→按时", func(c changes.Changes) bool {
			return len(c.New) == 0 && len(c.References) == 1 && c.References[0].Kind == "registry"
		}},
		"a rule of judging": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Dir, "rules.yaml"), minDueRule+"- rule: due.monthly\n  value: 25\n  from: 2020-01-01\n  source: 示例\n")
		}, "rules:1", "status 逾期→按时", func(c changes.Changes) bool {
			return len(c.Rules) == 1 && c.Rules[0] == (changes.RuleChange{Rule: "due.monthly", Before: "15", After: "25"})
		}},
		"a rule of scoring": {"2026-07-10", func(t *testing.T, e *pipelines.Env) {
			writeFile(t, filepath.Join(e.WS.Dir, "rules.yaml"), minDueRule+"- rule: grade.fair\n  value: 0.5\n  from: 2020-01-01\n  source: 示例\n")
		}, "", "", func(c changes.Changes) bool { return len(c.Rules) == 1 && c.Rules[0].Rule == "grade.fair" }},
		"nothing": {"2026-07-10", func(*testing.T, *pipelines.Env) {}, "", "", func(c changes.Changes) bool {
			return len(c.New)+len(c.References)+len(c.Rules)+len(c.Moves) == 0 && c.Unmoved == 6
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := openEnv(t, copied(t, base))
			c.change(t, e)
			e = openEnv(t, e.WS.Dir)
			ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-09")})
			build(t, e, "2026Q2", c.asOf)
			got, _ := diff(t, e)
			if got == nil || got.Publication != "2026-001" || !got.Changes.SameWindow {
				t.Fatalf("%+v", got)
			}
			if !c.said(got.Changes) {
				t.Errorf("%+v", got.Changes)
			}
			if c.causes != "" {
				expectMove(t, got.Changes, zhuxi, c.causes, c.field)
			}
		})
	}
}

// Time alone moves figures, and so does a township that others pass.
func TestDiffOfTimeAndOthers(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, publishDistrict()))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), juneOfTown)
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-08")})
	build(t, e, "2026Q2", "2026-06-09") // before the 15th, and before what was posted on the 10th
	publish(t, e, pipelines.PublishRequest{Report: "league"})
	build(t, e, "2026Q2", "2026-06-16")
	got, _ := diff(t, e)
	expectMove(t, got.Changes, "990101101202", "time:1", "status 未到期→未公开")
	if c := got.Changes; len(c.New)+len(c.References) != 0 || c.Before.AsOf == c.After.AsOf {
		t.Errorf("%+v", c)
	}
}

// A township that had sent nothing after the due day, and now did: its other
// matters are 未报送 no more because of that filing.
func TestDiffOfNotReceived(t *testing.T) {
	t.Parallel()
	e := openEnv(t, makeWorkspace(t, publishDistrict()))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), juneOfTown)
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-08")})
	build(t, e, "2026Q2", "2026-07-10")
	publish(t, e, pipelines.PublishRequest{Report: "league"})
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "补.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-04,2026-05-11\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-05")})
	build(t, e, "2026Q2", "2026-07-10")
	got, _ := diff(t, e)
	seen := 0
	for _, m := range got.Changes.Moves {
		for _, r := range m.Rows {
			for _, f := range r.Fields {
				if f.Name == "not_received" && f.Before == "true" && f.After == "false" {
					seen++
					if len(r.Causes) != 1 || r.Causes[0] != changes.NewFiling {
						t.Errorf("%+v", r)
					}
				}
			}
		}
		for _, k := range m.Causes {
			if k.Cause == changes.OtherFile {
				t.Errorf("%s: %+v", m.Name, m.Causes)
			}
		}
	}
	if seen == 0 {
		t.Errorf("no row is 未报送 no more: %+v", got.Changes)
	}
}

// With nothing published of the window, the newest earlier one of its length
// is what it is compared with; and always the window before.
func TestDiffChoosesWhatToCompareWith(t *testing.T) {
	t.Parallel()
	files := publishDistrict()
	files["rules.yaml"] += "- rule: score.fourth\n  value: adoption\n  from: 2026-05-01\n  source: 示例\n"
	e := openEnv(t, makeWorkspace(t, files))
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "三月.csv"), "村（社区）,公开事项,所属期,公布日期\n松涧村,财务收支情况,2026-02,2026-03-10\n竹溪村,财务收支情况,2026-02,2026-03-20\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-03-25")})
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "六月.csv"), juneOfTown)
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-25")})

	build(t, e, "2026Q2", "2026-07-10")
	publication, previous := diff(t, e)
	if publication != nil {
		t.Errorf("nothing was published: %+v", publication)
	}
	if previous == nil || previous.Changes.Before.Window != "2026Q1" || previous.Changes.SameWindow || len(previous.Changes.Moves) == 0 {
		t.Fatalf("%+v", previous)
	}
	if r := previous.Changes.Rules; len(r) != 1 || r[0] != (changes.RuleChange{Rule: "score.fourth", Before: "handled", After: "adoption"}) {
		t.Errorf("rules between the windows: %+v", r)
	}
	for _, m := range previous.Changes.Moves {
		if len(m.Rows) != 0 || m.Code == "990101101202" && len(m.Indicators) == 0 {
			t.Errorf("%+v", m)
		}
	}

	for _, window := range []string{"2026H1", "2026-04", "2026Q1", "2026-03"} {
		build(t, e, window, "2026-07-10")
		publish(t, e, pipelines.PublishRequest{Report: "league"})
	}
	for window, want := range map[string]string{"2026Q2": "2026-003", "2026-06": "2026-002", "2026-04": "2026-002", "2026H1": "2026-001", "2025Q4": ""} {
		build(t, e, window, "2026-07-10")
		publication, _ := diff(t, e)
		switch {
		case publication == nil && want != "", publication != nil && publication.Publication != want:
			t.Errorf("%s is compared with %+v, want %s", window, publication, want)
		case publication != nil && publication.Changes.SameWindow != (window == "2026-04" || window == "2026H1"):
			t.Errorf("%s: same window %v", window, publication.Changes.SameWindow)
		}
	}
	if _, err := e.Diff(t.Context(), "nothing", ""); err == nil {
		t.Error("a report that there is none of was compared")
	}
	if all, err := e.Diff(t.Context(), "circular", ""); err != nil || len(all) > 1 {
		t.Errorf("%+v %v", all, err)
	}
}
