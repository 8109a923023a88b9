package league

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/mart"
	"tongbao/internal/score"
	"tongbao/reports/shared"
)

// from makes the view of the marts. It reads no clock and no file.
func from(d *shared.Data) (View, error) {
	name := shared.WindowName(d.Build.Window)
	v := View{
		Title:    name + "村（居）务公开和协商工作排名表",
		District: d.Build.District,
		Internal: !d.IsPublic(),
		Scope:    fmt.Sprintf("统计范围：%s。数据截至%s。", shared.Holds(d.Build, d.Batches), shared.AsOf(d)),
	}
	if !d.Build.HasFigures {
		v.Scope = ""
		v.NoFigures = shared.NoFigures(d)
		return v, nil
	}
	v.Tiles = tiles(d)
	v.Points = points(d)
	v.Ranking, v.Marks = shared.RankingTable(d, "镇街排名"), shared.OutsideNote(d)
	if shared.Dense(d) {
		v.Marks = "各率右侧为较上期的变化（百分点），公开及时率和完整率的分子、分母见第三部分的表。" + v.Marks
	}
	for _, list := range []score.List{score.Red, score.Black, score.Laggard} {
		if t := shared.ListTable(d, list, false, shared.ListTitles[list]); len(t.Bodies) > 0 {
			v.Lists = append(v.Lists, t)
		}
	}
	v.Bands = shared.BandTable(d, "各镇街村（社区）等次分布（单位：个）")
	v.BandText = shared.BandSentence(d)
	v.Notes = shared.Method(d)
	v.HandbookNotes, v.Handbook = shared.HandbookNotes(), shared.HandbookTables(d)
	if v.Internal {
		t := shared.VillageTable(d, "村（社区）排名")
		v.Villages = &t
	}
	var err error
	if v.Status, err = shared.StatusFigure(d); err != nil {
		return View{}, err
	}
	v.Trend, err = shared.TrendFigure(d)
	return v, err
}

// tiles are the district's rates, the scored ones.
func tiles(d *shared.Data) []Tile {
	u := &d.District
	fourth, before := d.Fourth(u)
	tile := func(name string, r mart.Rate, before *float64) Tile {
		c := shared.PointsBetween(r.Value, before)
		return Tile{Name: name, Value: shared.Percent(r.Value), Facts: shared.Fraction(r), Change: sinceLast(c), Tone: c.Tone()}
	}
	due := Tile{
		Name: "应公开事项", Value: shared.Count(u.Due), Facts: fmt.Sprintf("按时%s、逾期%s", shared.Count(u.OnTime), shared.Count(u.Late)),
		Change: "未公开" + shared.Count(u.Missing),
	}
	out := []Tile{
		due,
		tile("公开及时率", u.Timeliness, u.PreviousTimeliness),
		tile("完整率", u.Completeness, u.PreviousCompleteness),
		tile("协商指数", u.FrequencyIndex, u.PreviousFrequencyIndex),
		tile(d.FourthName(), fourth, before),
	}
	if d.Provisional() {
		out[3].Name += "（暂不计分）"
	}
	return out
}

func sinceLast(c shared.Change) string {
	if !c.Known {
		return ""
	}
	return "较上期" + c.Words()
}

// points are the sentences leadership reads first: who stands where, who
// moved, what is wrong, and where to look.
func points(d *shared.Data) []string {
	var out []string
	groups := shared.Groups(d.Townships)
	if len(groups) > 1 {
		var parts []string
		for _, g := range groups {
			parts = append(parts, g.Name+"中，"+shared.RankingSentence(g.Units, func(u *mart.Unit) *int64 { return u.RankInKind }))
		}
		out = append(out, strings.Join(parts, "；")+"。")
	} else {
		out = append(out, shared.RankingSentence(d.Townships, func(u *mart.Unit) *int64 { return u.Rank })+"。")
	}
	if s := strings.Join(shared.MoverSentences(d), ""); s != "" {
		out = append(out, s)
	}
	if s := problems(d); s != "" {
		out = append(out, s)
	}
	out = append(out, shared.ListCounts(d)+"（见第五部分）。")
	for _, s := range []string{follow(d), shared.NotReceivedBriefly(d) + shared.ApartSentence(&d.District), shared.ProvisionalSentence(d)} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// problems names the three most frequent faults of disclosure.
func problems(d *shared.Data) string {
	found := shared.Problems(&d.District, true)
	found = slices.DeleteFunc(found, func(p shared.Problem) bool { return p.Field != shared.Fields[0] || p.N == 0 })
	if len(found) == 0 {
		if d.District.Due == 0 {
			return ""
		}
		return "应公开事项中没有发现逾期、未公开或公开不规范的情形。"
	}
	slices.SortStableFunc(found, func(a, b shared.Problem) int { return int(b.N - a.N) })
	text := "公开方面的问题依件数为："
	if len(found) > 3 {
		text, found = "公开方面的问题较多的是：", found[:3]
	}
	var parts []string
	for _, p := range found {
		parts = append(parts, fmt.Sprintf("%s%s项（%s/%s）", p.Kind, shared.Count(p.N), shared.Count(p.N), shared.Count(p.D)))
	}
	return text + strings.Join(parts, "、") + "。"
}

// follow tells what leadership will ask about: the townships in the bottom
// tenth and below 良 for a second time, those below 良 in both windows, and
// what of the previous window is open. Those graded 差 are on the black list.
func follow(d *shared.Data) string {
	var parts []string
	if d.Compare() {
		var lagging, lasting []string
		for _, e := range shared.Listed(d, score.Laggard, "township", false) {
			lagging = append(lagging, e.Name)
		}
		below, _, _ := shared.BelowGood(d)
		for _, u := range below {
			lasting = append(lasting, shared.Name(&u))
		}
		if len(lagging) > 0 {
			parts = append(parts, shared.Consecutive(d.Build)+"排名居后的有"+shared.Join(lagging, 5))
		}
		if len(lasting) > 0 {
			parts = append(parts, "本期和上期得分均低于“良”的有"+shared.Join(lasting, 5))
		}
		if n := len(shared.StillOpen(d)); n > 0 {
			parts = append(parts, "上期问题未整改"+shared.Count(int64(n))+"条")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "需跟进：" + strings.Join(parts, "；") + "。"
}
