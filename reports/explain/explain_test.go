package explain

import (
	"io"
	"strings"
	"testing"

	"tongbao/internal/browser"
	"tongbao/internal/explain"
	"tongbao/internal/mart"
	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
)

func ref[T any](v T) *T { return &v }

// sample is an explanation of a township with one of each kind of row.
func sample(d shared.Data) explain.Explanation {
	source := mart.Source{Delivery: ref(int64(4)), File: "四月.xlsx", Sheet: "表一", Row: ref(int64(7))}
	return explain.Explanation{
		Window: d.Build.Window, AsOf: d.Build.AsOf, BuildID: d.Build.BuildID, Level: "township",
		Code: "990101101", Name: "青禾镇", Kind: "镇", Score: ref(82.5), Rank: ref(int64(3)), RankLo: ref(int64(2)), RankHi: ref(int64(5)),
		Grade: "中", PreviousScore: ref(80.0), PreviousRank: ref(int64(4)),
		Parts: []explain.Part{
			{Name: "timeliness", Title: "公开及时率", N: 45, D: 50, Value: ref(0.9), Weight: 35, Share: 35, Points: 31.5},
			{Name: "handled", Title: "办理率", Weight: 20, Note: "没有可计算的数，权重按比例分给其余各项"},
		},
		Gains:      []explain.Gain{{What: "未公开的事项，如按时完整公开", Number: 3, Each: ref(1.3), All: ref(3.9)}, {What: "不能计算的", Number: 1}},
		Indicators: []explain.Indicator{{Name: "frequency", Title: "协商频次", N: 3, D: 2, Value: ref(1.5), Plain: true}, {Name: "handled", Title: "办理率"}},
		Below:      []explain.Below{{Code: "990101101201", Name: "松涧村", Score: ref(90.0), Rank: ref(int64(1)), Grade: "良", Due: 25, OnTime: 24, Late: 1}},
		Matters: []explain.Matter{
			{Village: "松涧村", Item: "各项收支", Category: "财务", Period: "2026-05", Status: "missing", Reason: "没有备案", Rules: []string{"due.monthly@2020-08-21"}, Gain: ref(1.3)},
			{Village: "松涧村", Item: "社会救助", Category: "政务", Period: "2026Q1", Status: "on_time", Reason: "按时", Place: "第4号收件", Source: source,
				Judgements: []explain.Judgement{{Name: "要件", Text: "五项齐全"}}},
		},
		Consultations: []explain.Consultation{{Village: "松涧村", TopicNo: "1", Topic: "路灯", Reason: "采纳", Place: "第5号收件"}},
		Rules:         []explain.Rule{{ID: "posting.minimum", Rule: "posting.minimum", Title: "最短公示期", Value: "10d", Source: "某文件"}},
	}
}

func render(x explain.Explanation) func(io.Writer, shared.Data) error {
	return func(w io.Writer, d shared.Data) error { return Render(w, d, x) }
}

func TestGolden(t *testing.T) {
	d := reporttest.District()
	reporttest.Golden(t, "township", reporttest.Render(t, render(sample(d)), d))
}

func TestPage(t *testing.T) {
	d := reporttest.District()
	p := reporttest.Read(t, reporttest.Render(t, render(sample(d)), d))
	p.Says("内部使用", "青禾镇", "名次第3（区间第2至第5）", "每项加1.30分，全部加3.90分", "1.50", "第4号收件", "due.monthly@2020-08-21", "10天", d.Build.BuildID)
	p.NeverSays("不能计算的", "ZgotmplZ", "NaN")
	if got := strings.Join(p.Row("未公开的事项", "各项收支 松涧村 财务 2026-05"), "|"); !strings.Contains(got, "+1.30") {
		t.Errorf("the matter is %q", got)
	}
}

// Names and texts of filings are hostile.
func TestHostile(t *testing.T) {
	d := reporttest.District()
	x := sample(d)
	for i, name := range reporttest.HostileNames {
		x.Consultations = append(x.Consultations, explain.Consultation{Village: name, Topic: name, Reason: name, Place: name})
		x.Below[0].Name = reporttest.HostileNames[i]
	}
	html := reporttest.Render(t, render(x), d)
	for _, bad := range []string{"<script>alert", "<img src=x", "<b>粗"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page has %q as markup", bad)
		}
	}
}

func TestAnotherBuild(t *testing.T) {
	d := reporttest.District()
	x := sample(d)
	x.BuildID = "another"
	if err := Render(io.Discard, d, x); err == nil {
		t.Error("a page of two builds was made")
	}
}

func TestInBrowser(t *testing.T) {
	d := reporttest.District()
	html := reporttest.Render(t, render(sample(d)), d)
	p := reporttest.OpenClean(t, html, 390)
	reporttest.NoOverflow(t, p)
	reporttest.PrintsA4(t, reporttest.OpenClean(t, html, 1200))
}

// A matter is judged by many rules; their names leave the judgement room on
// a page as wide as paper.
func TestJudgementHasRoom(t *testing.T) {
	d := reporttest.District()
	x := sample(d)
	x.Matters[1].Rules = []string{"due.quarterly@2020-08-21", "posting.minimum@2020-08-21", "archive.grace_days@2020-08-21", "filing.days@2018-04-24", "review.days@2018-04-24"}
	x.Matters[1].Judgements = append(x.Matters[1].Judgements, explain.Judgement{Name: "程序", Text: "规范：五步齐全，先后有序"}, explain.Judgement{Name: "公示期", Text: "达标：2026年5月17日撤下，最短公示10天"})
	p := reporttest.OpenClean(t, reporttest.Render(t, render(x), d), 700)
	share := browser.Eval[float64](p, `(() => {
		document.querySelectorAll("details").forEach(d => d.open = true)
		return Math.min(...Array.from(document.querySelectorAll("table.matters"), t =>
			t.querySelector("tbody td").offsetWidth / t.offsetWidth))
	})()`)
	if share < .3 {
		t.Errorf("judgements have %.0f%% of their table", share*100)
	}
}
