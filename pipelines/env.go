package pipelines

import (
	"os"
	"time"

	"tongbao/internal/durable"
	"tongbao/internal/lake"
	"tongbao/internal/state"
	"tongbao/internal/vault"
	"tongbao/internal/workspace"
)

// Env is a workspace with everything a pipeline works on. Whoever changes the
// workspace holds its lock.
type Env struct {
	WS    *workspace.Workspace
	Vault *vault.Vault
	Lake  *lake.Lake
	State *state.State
	Now   func() time.Time
}

// Open opens the parts of the workspace at dir and seals its reference files
// where their content changed. The state stays its owner's to close.
func Open(dir string, st *state.State, now func() time.Time) (*Env, error) {
	ws, err := workspace.Open(dir)
	if err != nil {
		return nil, err
	}
	// Whoever opens the workspace holds its lock, so what is unfinished is
	// nobody's.
	for _, dir := range []string{ws.Vault(), ws.Lake(), ws.Outbox()} {
		if err := durable.Sweep(dir); err != nil {
			return nil, err
		}
	}
	if err := sweepPublications(ws.Publications()); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(ws.Temp()); err != nil {
		return nil, err
	}
	v, err := vault.Open(ws.Vault(), now)
	if err != nil {
		return nil, err
	}
	for _, s := range append([]workspace.Source{ws.Settings}, ws.Sources...) {
		if _, err := v.SealReference(s.Kind, s.Name, s.Data); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(ws.Temp(), 0o700); err != nil {
		return nil, err
	}
	return &Env{WS: ws, Vault: v, Lake: lake.Open(ws.Lake()), State: st, Now: now}, nil
}
