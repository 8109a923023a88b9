package pipelines

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
	"tongbao/internal/warehouse"
)

// Simulation is a window scored again under other rules. Nothing of it is
// kept: the warehouse and the workspace's rules stay as they are.
type Simulation struct {
	Window  string       `json:"window"`
	AsOf    civil.Date   `json:"as_of"`
	BuildID string       `json:"build_id"` // of the figures it is held against
	Rules   []RuleChange `json:"rules"`    // those that differ; null where none do
	Levels  []Simulated  `json:"levels"`   // townships, then villages
	// of the Dirichlet distribution by which the weights are varied, as asked for
	Concentration float64 `json:"concentration"`
	Draws         int     `json:"draws"` // how often they are
}

// RuleChange is one rule under which a window is scored again.
type RuleChange struct {
	Rule   string `json:"rule"`   // its name
	Title  string `json:"title"`  // in Chinese
	Before string `json:"before"` // as in rules.yaml
	After  string `json:"after"`  // as in the file of --rules
}

// Simulated is the units of one level, best first by the rules simulated.
type Simulated struct {
	Level   string          `json:"level"`   // township, village
	Moved   int             `json:"moved"`   // how many have another rank
	Regrade int             `json:"regrade"` // how many have another grade
	Units   []SimulatedUnit `json:"units"`
}

// SimulatedUnit is one unit before and after.
type SimulatedUnit struct {
	Code        string   `json:"code"`
	Name        string   `json:"name"`
	Township    string   `json:"township,omitempty"` // its name; of a village
	ScoreBefore *float64 `json:"score_before"`       // by the rules in force
	Score       *float64 `json:"score"`              // by the rules simulated, 0–100; null: nothing to be judged by
	RankBefore  *int64   `json:"rank_before"`        // by the rules in force
	Rank        *int64   `json:"rank"`               // by the rules simulated; null: it is not ranked
	GradeBefore string   `json:"grade_before"`       // by the rules in force, in Chinese; empty: it is not graded
	Grade       string   `json:"grade"`              // by the rules simulated
	Top         bool     `json:"top"`                // in the best tenth by the rules simulated
	Bottom      bool     `json:"bottom"`             // in the worst tenth
	TopShare    *float64 `json:"top_share"`          // 0–1: how often in the best tenth when the weights are varied; null without a rank
	BottomShare *float64 `json:"bottom_share"`       // likewise in the worst
}

// SimulateRequest says under which rules and how the weights are varied.
type SimulateRequest struct {
	// Rules is a file in the form of rules.yaml; each rule in it takes the
	// place of all entries of that name.
	Rules         string
	Concentration float64 // of the Dirichlet distribution round the weights
	Draws         int
}

// Simulate scores the standing warehouse's window again under the rules of a
// file and says who moves, and how often a unit stays in the top and bottom
// tenth when the weights are varied.
func (e *Env) Simulate(ctx context.Context, r SimulateRequest) (s Simulation, err error) {
	standing, err := e.standing(ctx)
	if err != nil {
		return s, err
	}
	ws, err := e.WS.WithRules(r.Rules)
	if err != nil {
		return s, err
	}
	window, err := rulebook.ParseWindow(standing.Window)
	if err != nil {
		return s, err
	}
	other := *e
	other.WS = ws
	s = Simulation{
		Window: standing.Window, AsOf: standing.AsOf, BuildID: standing.BuildID,
		Rules: rulesChanged(e.WS.Book, ws.Book, window, standing.AsOf), Concentration: r.Concentration, Draws: r.Draws,
	}
	before, err := e.openWarehouse(ctx)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, before.Close()) }()
	p, err := other.plan(ctx, window, BuildRequest{Window: standing.Window, AsOf: &standing.AsOf})
	if err != nil {
		return s, err
	}
	path := filepath.Join(e.WS.Temp(), "simulate.duckdb")
	after, err := warehouse.Open(ctx, path, e.options())
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, after.Close(), os.Remove(path)) }()
	l, err := layersOf()
	if err != nil {
		return s, err
	}
	if err := other.compute(ctx, after, p, l, func(int) {}); err != nil {
		return s, err
	}
	params := scoreParams(ws.Book.Rules, snapshot{window: window, asOf: standing.AsOf})
	for _, level := range levels[:2] {
		simulated, err := simulatedLevel(ctx, before, after, level.name, level.level, params, r, window.Text)
		if err != nil {
			return s, fmt.Errorf("simulate %s: %w", level.name, err)
		}
		s.Levels = append([]Simulated{simulated}, s.Levels...)
	}
	return s, nil
}

// rulesChanged lists the rules that differ on some day that can bear on the
// window: a period that falls due in it may have ended up to a year before.
// Each is told with the values of the window's last day, where they are equal
// with those of the last day on which they differ.
func rulesChanged(before, after *rulebook.Book, w rulebook.Window, asOf civil.Date) (changes []RuleChange) {
	first, last := w.Start.AddDays(-366), max(w.End, asOf)
	days := []civil.Date{w.End, last}
	for _, e := range slices.Concat(before.Rules.Entries(), after.Rules.Entries()) {
		if first < e.From && e.From <= last {
			days = append(days, e.From, e.From-1)
		}
	}
	slices.SortFunc(days[1:], func(a, b civil.Date) int { return cmp.Compare(b, a) })
	seen := map[string]bool{}
	for _, e := range slices.Concat(after.Rules.Entries(), before.Rules.Entries()) {
		if seen[e.Rule] {
			continue
		}
		seen[e.Rule] = true
		for _, day := range days {
			if b, a := before.Rules.Word(e.Rule, day), after.Rules.Word(e.Rule, day); b != a {
				changes = append(changes, RuleChange{e.Rule, rulebook.RuleTitle(e.Rule), b, a})
				break
			}
		}
	}
	return changes
}

// simulatedLevel holds the units of one level against each other.
func simulatedLevel(ctx context.Context, before, after *warehouse.DB, name string, level score.Level, p score.Params, r SimulateRequest, seed string) (Simulated, error) {
	s := Simulated{Level: name, Units: []SimulatedUnit{}}
	query := fmt.Sprintf("select * from %s_scores order by rank asc nulls last, %s_code asc nulls last", name, name)
	was, err := warehouse.Read[mart.Unit](ctx, before, query)
	if err != nil {
		return s, err
	}
	now, err := warehouse.Read[mart.Unit](ctx, after, query)
	if err != nil {
		return s, err
	}
	counts, err := warehouse.Read[countRow](ctx, after, "select * from unit_counts where level = ? order by code", name)
	if err != nil {
		return s, err
	}
	units := make([]score.Unit, len(counts))
	for i, c := range counts {
		units[i] = score.Unit{Code: c.Code, Kind: c.Kind, Counts: c.Counts, OpenFalseDisclosure: c.OpenFalseDisclosures > 0}
	}
	stays := map[string]*score.Stay{}
	for i, stay := range score.WeightSensitivity(level, units, p, r.Concentration, r.Draws, seed) {
		stays[units[i].Code] = stay
	}
	old := map[string]mart.Unit{}
	for _, u := range was {
		old[codeOf(u)] = u
	}
	for _, u := range now {
		b := old[codeOf(u)]
		x := SimulatedUnit{
			Code: codeOf(u), Name: u.TownshipName, ScoreBefore: b.Score, Score: u.Score, RankBefore: b.Rank, Rank: u.Rank,
			GradeBefore: b.Grade, Grade: u.Grade,
		}
		if level == score.Village {
			x.Name, x.Township = u.VillageName, u.TownshipName
		}
		if stay := stays[x.Code]; stay != nil {
			x.Top, x.Bottom, x.TopShare, x.BottomShare = stay.Top, stay.Bottom, &stay.TopShare, &stay.BottomShare
		}
		if !equal(x.Rank, x.RankBefore) {
			s.Moved++
		}
		if x.Grade != x.GradeBefore {
			s.Regrade++
		}
		s.Units = append(s.Units, x)
	}
	return s, nil
}

// codeOf is a unit's code at its level.
func codeOf(u mart.Unit) string {
	if u.VillageCode != "" {
		return u.VillageCode
	}
	return u.TownshipCode
}

func equal(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }
