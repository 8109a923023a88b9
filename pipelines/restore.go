package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"tongbao/internal/lake"
	"tongbao/internal/state"
	"tongbao/internal/vault"
	"tongbao/internal/workspace"
)

// referenceName is what a reference file may be called: a restored one is
// written where its name says.
var referenceName = regexp.MustCompile(`^(tongbao\.yaml|rules\.yaml|(registry|catalogue|calendar)\.(csv|xlsx)|mappings/[^/\\]+\.yaml)$`)

// restored is the workspace of the publication tested last. Another one that
// rests on the same files, as a report of the same day does, needs no second
// reading of them all: those are tested one after the other.
type restored struct {
	vault *vault.Vault
	temp  string // where workspaces are restored
	now   func() time.Time

	key  string // what the workspace rests on
	open *Env
}

// env is the workspace as it was when p was published.
func (r *restored) env(ctx context.Context, p Publication) (*Env, error) {
	key, err := basisOf(p)
	if err != nil {
		return nil, err
	}
	if r.open != nil && r.key == key {
		return r.open, nil
	}
	if err := r.close(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(r.temp, "verify-*")
	if err != nil {
		return nil, err
	}
	e, err := restore(ctx, dir, r.vault, p, r.now)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	r.key, r.open = key, e
	return e, nil
}

// basisOf is the hash of what a publication rests on.
func basisOf(p Publication) (string, error) {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode([]any{p.References, p.Deliveries}); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// close removes the workspace.
func (r *restored) close() error {
	if r.open == nil {
		return nil
	}
	err := errors.Join(r.open.State.Close(), os.RemoveAll(r.open.WS.Dir))
	r.open = nil
	return err
}

// restore opens a workspace in dir, an empty directory, as it was when p was
// published: its reference files out of the vault, the deliveries that
// counted and no others, and an empty lake. The vault is only read. The state
// is the caller's to close.
func restore(ctx context.Context, dir string, v *vault.Vault, p Publication, now func() time.Time) (_ *Env, err error) {
	for _, r := range p.References {
		if !referenceName.MatchString(r.Name) {
			return nil, fmt.Errorf("清单所列的参考文件“%s”不是工作区的参考文件", r.Name)
		}
		data, err := v.Reference(r.Name, r.SHA256)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, filepath.FromSlash(r.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
			return nil, err
		}
	}
	ws, err := workspace.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("公布时的参考文件，现在的程序读不了：%w", err)
	}
	if err := os.MkdirAll(ws.Temp(), 0o700); err != nil {
		return nil, err
	}
	st, err := state.Open(filepath.Join(dir, workspace.StateFile))
	if err != nil {
		return nil, err
	}
	st.Now = now
	defer func() {
		if err != nil {
			err = errors.Join(err, st.Close())
		}
	}()
	e := &Env{WS: ws, Vault: v.Of(p.Deliveries), Lake: lake.Open(ws.Lake()), State: st, Now: now}
	for _, d := range e.Vault.Deliveries() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := e.read(ctx, d, nil, nil); err != nil {
			return nil, fmt.Errorf("第%d号收件：%w", d.Seq, err)
		}
	}
	return e, nil
}
