package reporttest

import (
	"strings"

	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// lists are the units of a level on the lists that the real scoring puts
// them on.
func lists(level score.Level, name string, units []mart.Unit, now, before []score.Unit) []mart.ListEntry {
	scored := func(units []score.Unit) score.Scored {
		return score.Scored{Units: units, Results: score.Score(level, units, Params)}
	}
	was := scored(before)
	var entries []mart.ListEntry
	for _, l := range score.Lists(level, scored(now), was, Params) {
		u := &units[l.Unit]
		reasons := make([]string, len(l.Reasons))
		for i, r := range l.Reasons {
			reasons[i] = string(r)
		}
		e := mart.ListEntry{
			Level: name, List: string(l.List), Place: l.Place, Annexed: l.Annexed,
			Code: now[l.Unit].Code, Name: u.VillageName, Kind: u.Kind, TownshipCode: u.TownshipCode, TownshipName: u.TownshipName,
			Reasons: strings.Join(reasons, ","), Score: *u.Score, Grade: u.Grade, Rank: *u.Rank, Ranked: l.Ranked,
		}
		if level == score.Township {
			e.Name = u.TownshipName
		}
		if l.Before != nil && l.Before.Rank != nil {
			e.PreviousScore, e.PreviousGrade, e.PreviousRank, e.PreviousRanked = float(l.Before.Score), l.Before.Grade, l.Before.Rank, &l.RankedBefore
		}
		entries = append(entries, e)
	}
	return entries
}

// funnel places the townships in the funnels of the real scoring.
func funnel(townships []mart.Unit, counts []score.Unit) []mart.FunnelPoint {
	var points []mart.FunnelPoint
	for _, f := range score.FunnelPoints(counts, Params) {
		u := &townships[f.Unit]
		points = append(points, mart.FunnelPoint{
			Indicator: f.Indicator, TownshipCode: u.TownshipCode, TownshipName: u.TownshipName, Kind: u.Kind,
			N: f.N, D: f.D, Rate: float64(f.N) / float64(f.D), DistrictRate: f.Rate, Phi: f.Phi,
			Lo998: f.Lo998, Lo95: f.Lo95, Hi95: f.Hi95, Hi998: f.Hi998, Position: string(f.Position),
		})
	}
	return points
}
