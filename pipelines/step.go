package pipelines

import (
	"context"

	"tongbao/internal/state"
)

// recorderKey finds in a context the run whose steps are recorded.
type recorderKey struct{}

type recorder struct {
	state *state.State
	run   int64
}

func withRecorder(ctx context.Context, s *state.State, run int64) context.Context {
	return context.WithValue(ctx, recorderKey{}, recorder{s, run})
}

// Step does one part of a job and records it, with what it counted, as a step
// of the run that ctx belongs to. Outside of a run it is only done.
func Step(ctx context.Context, name string, do func(context.Context) (map[string]int64, error)) error {
	rec, ok := ctx.Value(recorderKey{}).(recorder)
	if !ok {
		_, err := do(ctx)
		return err
	}
	seq, err := rec.state.BeginStep(ctx, rec.run, name)
	if err != nil {
		return err
	}
	counts, err := do(ctx)
	outcome, message := state.OK, ""
	switch {
	case err != nil && ctx.Err() != nil:
		outcome, message = state.Interrupted, err.Error()
	case err != nil:
		outcome, message = state.Failed, err.Error()
	}
	recorded := rec.state.EndStep(context.WithoutCancel(ctx), rec.run, seq, outcome, message, counts)
	if err != nil {
		return err
	}
	return recorded
}
