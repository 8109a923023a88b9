package pipelines

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tongbao/internal/state"
	models "tongbao/sql"
)

// trendPoints is how many windows a check's trend goes back.
const trendPoints = 12

// CheckOutcome is one check of a build: what it looks at, what it found, and
// what it found in earlier windows.
type CheckOutcome struct {
	state.Check
	Message, Owner string        // of its header; empty where the check is no more
	Trend          []state.Check // the last result of each window, newest first; this one among them
}

// CheckedBuild is the results of all checks of one build, the failed first.
type CheckedBuild struct {
	BuildID, Window, AsOf string
	At                    time.Time
	Stands                bool // these figures are in the warehouse
	Checks                []CheckOutcome
	// Stopped are the checks that stopped the build that was checked last,
	// where that is another one: it was not swapped in.
	Stopped []state.Check
}

// NoChecks is a build that nothing is known of.
type NoChecks struct{ Window string }

// Error says what to do.
func (e *NoChecks) Error() string {
	if e.Window == "" {
		return "还没有核对结果，请先运行 tongbao build"
	}
	return fmt.Sprintf("考核期 %s 还没有核对结果，请先运行 tongbao build --window %s", e.Window, e.Window)
}

// Checks are the results of the standing build's checks or, where a window is
// asked for, of the one of that window that was checked last.
func (e *Env) Checks(ctx context.Context, window string) (CheckedBuild, error) {
	standing := ""
	if b, err := e.standing(ctx); err == nil {
		standing = b.BuildID
	}
	last, err := e.State.LastChecked(ctx, window)
	if err != nil {
		return CheckedBuild{}, err
	}
	shown := last
	if window == "" && standing != "" {
		shown = standing
	}
	checks, err := e.State.ChecksOf(ctx, shown)
	if err != nil {
		return CheckedBuild{}, err
	}
	if len(checks) == 0 {
		return CheckedBuild{}, &NoChecks{Window: window}
	}
	b := CheckedBuild{BuildID: shown, Window: checks[0].Window, AsOf: checks[0].AsOf, At: checks[0].At, Stands: shown == standing}
	if b.Checks, err = e.outcomes(ctx, checks); err != nil {
		return CheckedBuild{}, err
	}
	if last != shown {
		checks, err := e.State.ChecksOf(ctx, last)
		if err != nil {
			return CheckedBuild{}, err
		}
		for _, c := range checks {
			if c.Rows > 0 && c.Severity == "stop" {
				b.Stopped = append(b.Stopped, c)
			}
		}
	}
	return b, nil
}

// outcomes put beside each result what its check says of itself, and its
// trend.
func (e *Env) outcomes(ctx context.Context, checks []state.Check) (all []CheckOutcome, err error) {
	known, err := models.Load()
	if err != nil {
		return nil, err
	}
	for _, c := range checks {
		o := CheckOutcome{Check: c}
		if i := slices.IndexFunc(known, func(m models.Model) bool { return m.Layer == "checks" && m.Name == c.Name }); i >= 0 {
			o.Message, o.Owner = known[i].Message, known[i].Owner
		}
		var bad error
		o.Trend, bad = e.State.CheckTrend(ctx, c.Name, trendPoints)
		err = errors.Join(err, bad)
		all = append(all, o)
	}
	first := func(o CheckOutcome) int {
		switch {
		case o.Rows > 0 && o.Severity == "stop":
			return 0
		case o.Rows > 0:
			return 1
		case o.Severity == "stop":
			return 2
		}
		return 3
	}
	slices.SortStableFunc(all, func(a, b CheckOutcome) int { return cmp.Compare(first(a), first(b)) })
	return all, err
}
