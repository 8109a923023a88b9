package pipelines

import (
	"math"
	"strings"

	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// listEntries are the lists' rows of one level.
func listEntries(level string, now scoredLevel, listed []score.Listed) []mart.ListEntry {
	entries := make([]mart.ListEntry, len(listed))
	for i, l := range listed {
		u, r := now.counts[l.Unit], now.Results[l.Unit]
		reasons := make([]string, len(l.Reasons))
		for at, reason := range l.Reasons {
			reasons[at] = string(reason)
		}
		entries[i] = mart.ListEntry{
			Level: level, List: string(l.List), Place: l.Place, Annexed: l.Annexed,
			Code: u.Code, Name: u.Name, Kind: u.Kind, TownshipCode: u.TownshipCode, TownshipName: u.TownshipName,
			Reasons: strings.Join(reasons, ","),
			Score:   r.Score.Float(), Grade: r.Grade, Rank: *r.Rank, Ranked: l.Ranked,
		}
		if l.Before != nil && l.Before.Rank != nil {
			previous := l.Before.Score.Float()
			entries[i].PreviousScore, entries[i].PreviousRank = &previous, l.Before.Rank
			entries[i].PreviousGrade, entries[i].PreviousRanked = l.Before.Grade, &l.RankedBefore
		}
	}
	return entries
}

// funnelPoints are the funnels' rows of the townships.
func funnelPoints(townships scoredLevel) []mart.FunnelPoint {
	six := func(v float64) float64 { return math.Round(v*1e6) / 1e6 }
	points := []mart.FunnelPoint{}
	for _, f := range score.FunnelPoints(townships.Units, townships.params) {
		u := townships.counts[f.Unit]
		rate, _ := score.Frac{N: f.N, D: f.D}.Six()
		points = append(points, mart.FunnelPoint{
			Indicator: f.Indicator, TownshipCode: u.Code, TownshipName: u.Name, Kind: u.Kind,
			N: f.N, D: f.D, Rate: rate, DistrictRate: six(f.Funnel.Rate), Phi: six(f.Phi),
			Lo998: six(f.Lo998), Lo95: six(f.Lo95), Hi95: six(f.Hi95), Hi998: six(f.Hi998),
			Position: string(f.Position),
		})
	}
	return points
}
