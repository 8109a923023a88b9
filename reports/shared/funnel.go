package shared

import (
	"fmt"
	"math"
	"strings"

	"tongbao/internal/chart"
	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// positions of a township in a funnel, in words.
var positions = map[string]string{
	string(score.Below998): "低于99.8%下限", string(score.Below95): "低于95%下限", string(score.Inside): "界限内",
	string(score.Above95): "高于95%上限", string(score.Above998): "高于99.8%上限",
}

// outside marks, in a table of rates, what lies beyond the outer limits.
var outside = map[string]string{string(score.Below998): "▼", string(score.Above998): "▲"}

// OutsideNote explains the marks; empty where no township has one.
func OutsideNote(d *Data) string {
	for _, p := range d.Funnel {
		if scoredFunnel(p.Indicator) && outside[p.Position] != "" {
			return "▼、▲：该镇街的比率低于、高于全区水平的99.8%界限（漏斗图），差别大于项数多少所能解释的。"
		}
	}
	return ""
}

// scoredFunnel: the funnels that the black list goes by.
func scoredFunnel(indicator string) bool {
	return indicator == score.Timeliness || indicator == score.Completeness
}

// marked is a township's rate with the mark of the funnel.
func marked(d *Data, u *mart.Unit, indicator string, cell Cell) Cell {
	if p := inFunnel(d, indicator, u.TownshipCode); p != nil && u.VillageCode == "" {
		cell.Text += outside[p.Position]
	}
	return cell
}

// inFunnel is a township's point in a funnel, nil where it has none.
func inFunnel(d *Data, indicator, township string) *mart.FunnelPoint {
	for i := range d.Funnel {
		if p := &d.Funnel[i]; p.Indicator == indicator && p.TownshipCode == township {
			return p
		}
	}
	return nil
}

// BelowFunnel names the townships whose timeliness or completeness is below
// the lower 99.8 % limit, with rate and limit.
func BelowFunnel(d *Data) string {
	var parts []string
	judged := false
	for _, indicator := range []string{score.Timeliness, score.Completeness} {
		var names []string
		for _, p := range funnelPoints(d, indicator) {
			judged = true
			if p.Position == string(score.Below998) {
				names = append(names, fmt.Sprintf("%s（%s，%s/%s，下限%s）", p.TownshipName, Percent(Ratio(p.N, p.D)), Count(p.N), Count(p.D), Percent(&p.Lo998)))
			}
		}
		if len(names) > 0 {
			parts = append(parts, indicatorTitle(indicator)+"低于全区水平99.8%下限的有"+Join(names, 5))
		}
	}
	switch {
	case !judged:
		return ""
	case len(parts) == 0:
		return "没有镇街的公开及时率、完整率低于全区水平的99.8%下限；界限以内的差别，仅凭本期项数还不足以说明优劣。"
	}
	return strings.Join(parts, "；") + "。差别大于项数多少所能解释的，要查明原因。"
}

// funnelPoints are the points of one funnel in the order of the ranking.
func funnelPoints(d *Data, indicator string) []mart.FunnelPoint {
	var out []mart.FunnelPoint
	for _, u := range ByRank(d.Townships) {
		if p := inFunnel(d, indicator, u.TownshipCode); p != nil {
			out = append(out, *p)
		}
	}
	return out
}

// indicatorTitle is an indicator's name in words.
func indicatorTitle(name string) string {
	for _, i := range score.Indicators {
		if i.Name == name {
			return i.Title
		}
	}
	return name
}

// curvePoints is in how many straight pieces and one the limits are drawn.
const curvePoints = 41

// FunnelFigure sets the townships' rates against their denominators, with
// the limits that the district's rate has at each.
func FunnelFigure(d *Data, indicator string) (Figure, error) {
	title := indicatorTitle(indicator)
	f := Figure{
		Title: "各镇街" + title + "与应公开项数（漏斗图）",
		Label: "漏斗图：横轴为应公开项数，纵轴为" + title + "，每点一个镇街，线为全区水平及其95%、99.8%界限，数据见图下的表。",
		Table: Table{Caption: "各镇街" + title + "及界限", Head: []Head{{"镇街", ""}, {title, ""}, {"95%界限", ""}, {"99.8%界限", ""}, {"位置", ""}}},
	}
	points := funnelPoints(d, indicator)
	if len(points) == 0 {
		f.Absent = "没有图：本期没有镇街的" + title + "。"
		return f, nil
	}
	first := points[0]
	f.Note = fmt.Sprintf("界限由Wilson区间反推：全区水平%s，上下各z√φ√(θ(1－θ)/n)，θ为全区水平，n为应公开项数，z取1.96（95%%，虚线）和3.09（99.8%%，实线），限于0至100%%；%s。界限内的先后不足以说明优劣，界限外的要查明原因。",
		Percent(&first.DistrictRate), spread(first.Phi))
	var drawn []chart.FunnelPoint
	var rows []Row
	least, most := first.D, first.D
	for _, p := range points {
		least, most = min(least, p.D), max(most, p.D)
		rate := Ratio(p.N, p.D)
		drawn = append(drawn, chart.FunnelPoint{
			Point: chart.Point{Name: p.TownshipName, X: float64(p.D), Y: *PercentValue(rate)}, Out: outside[p.Position] != "",
		})
		rows = append(rows, Row{Cells: []Cell{
			RowName(p.TownshipName, ""), Number(Percent(rate) + "（" + Count(p.N) + "/" + Count(p.D) + "）"),
			Number(Between(p.Lo95, p.Hi95)), Number(Between(p.Lo998, p.Hi998)), Number(positions[p.Position]),
		}})
	}
	f.Table.Bodies = []Body{{Rows: rows}}
	if len(points) > chart.NamedPoints {
		f.Note += fmt.Sprintf("镇街超过%d个，图上只标出界限外的名称。", chart.NamedPoints)
	}
	var err error
	f.Chart, err = chart.Funnel("chart-funnel-"+indicator, "应公开项数", title+"（%）", drawn, funnelLines(first, float64(least), float64(most)))
	return f, err
}

// spread tells how much the limits are widened.
func spread(phi float64) string {
	words := "离散程度φ＝" + hundredths(int64(math.Round(phi*100)))
	if phi > 1 {
		return words + "，界限按√φ放宽"
	}
	return words + "，不大于1，界限不放宽"
}

// funnelLines are the limits of a funnel, a little beyond the denominators.
func funnelLines(of mart.FunnelPoint, least, most float64) []chart.FunnelLine {
	from, to := max(1, math.Floor(least*0.9)), math.Ceil(most*1.05)
	curve := score.Funnel{Rate: of.DistrictRate, Phi: of.Phi}.Curve(from, to, curvePoints)
	line := func(name string, dashed, thin bool, at func(score.Limits) float64) chart.FunnelLine {
		l := chart.FunnelLine{Name: name, Dashed: dashed, Thin: thin}
		for _, c := range curve {
			v := at(c.Limits)
			l.XY = append(l.XY, [2]float64{math.Round(c.N*100) / 100, *PercentValue(&v)})
		}
		return l
	}
	return []chart.FunnelLine{
		line("全区水平", false, true, func(score.Limits) float64 { return of.DistrictRate }),
		line("95%界限", true, false, func(l score.Limits) float64 { return l.Lo95 }),
		line("95%界限", true, false, func(l score.Limits) float64 { return l.Hi95 }),
		line("99.8%界限", false, false, func(l score.Limits) float64 { return l.Lo998 }),
		line("99.8%界限", false, false, func(l score.Limits) float64 { return l.Hi998 }),
	}
}

// Between is two rates as 79.56%—90.13%.
func Between(lo, hi float64) string { return Percent(&lo) + "—" + Percent(&hi) }

// Interval is an interval of a rate as 79.56%—90.13%, or "—".
func Interval(lo, hi *float64) string {
	if lo == nil || hi == nil {
		return Dash
	}
	return Between(*lo, *hi)
}

// RankInterval is between which ranks the evidence bears, 2—5, or "—".
func RankInterval(u *mart.Unit) string {
	switch {
	case u.RankLo == nil || u.RankHi == nil:
		return Dash
	case *u.RankLo == *u.RankHi:
		return Rank(u.RankLo)
	}
	return Rank(u.RankLo) + "—" + Rank(u.RankHi)
}
