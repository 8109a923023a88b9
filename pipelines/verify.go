package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/internal/durable"
	"tongbao/internal/vault"
	"tongbao/internal/workspace"
)

// Verified is how a publication stood the test.
type Verified struct {
	ID          string
	Title       string // of the report
	Window      string
	Files       int      // compared
	Rebuilt     bool     // made again from the vault
	Problems    []string // what does not hold, in Chinese; none: all is well
	Note        string   // what to know when reading them
	ManifestSum string   // SHA-256 of the manifest
}

// OK reports whether everything held.
func (v Verified) OK() bool { return len(v.Problems) == 0 }

// UnknownPublication is a number under which nothing was published.
type UnknownPublication struct {
	ID    string
	Known []string
}

// Error lists those that there are.
func (u *UnknownPublication) Error() string {
	if len(u.Known) == 0 {
		return fmt.Sprintf("没有第%s号公布；还没有任何公布", u.ID)
	}
	return fmt.Sprintf("没有第%s号公布；已有：%s", u.ID, strings.Join(u.Known, "、"))
}

// Verify tests the publications of the workspace at dir, all where no id is
// given: every file against the manifest, and the whole made again from the
// vault, byte for byte. It needs vault and publications only and leaves
// everything else alone; whoever calls it holds the workspace's lock. done,
// which may be nil, hears each result.
func Verify(ctx context.Context, dir string, ids []string, now func() time.Time, done func(Verified)) (all []Verified, err error) {
	defer func() { err = durable.Explain(err) }()
	ws := &workspace.Workspace{Dir: dir}
	known, err := publicationIDs(ws.Publications())
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return nil, &UnknownPublication{ID: id, Known: known}
		}
	}
	if len(ids) == 0 {
		ids = known
	}
	if len(ids) == 0 {
		return nil, nil
	}
	v, err := vault.Open(ws.Vault(), now)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.RemoveAll(ws.Temp()), os.MkdirAll(ws.Temp(), 0o700)); err != nil {
		return nil, err
	}
	restored := &restored{vault: v, temp: ws.Temp(), now: now}
	defer func() { err = errors.Join(err, restored.close()) }()
	for _, id := range ids {
		result, err := verify(ctx, ws, restored, id)
		if err != nil {
			return all, fmt.Errorf("第%s号：%w", id, err)
		}
		all = append(all, result)
		if done != nil {
			done(result)
		}
	}
	return all, nil
}

// verify tests one publication.
func verify(ctx context.Context, ws *workspace.Workspace, restored *restored, id string) (Verified, error) {
	result := Verified{ID: id}
	dir := filepath.Join(ws.Publications(), id)
	p, err := readPublication(dir)
	if err != nil {
		result.Problems = append(result.Problems, err.Error())
		return result, nil
	}
	result.Title, result.Window = p.Title, p.Window
	if result.ManifestSum, _, err = fileHash(filepath.Join(dir, manifestFile)); err != nil {
		return result, err
	}
	if result.Problems, err = checkFiles(dir, p); err != nil {
		return result, err
	}
	if p.Program != Version {
		result.Note = fmt.Sprintf("公布时的程序是 %s 版，现在是 %s 版：重算的结果可能不同，逐字节核对请用 %s 版程序", p.Program, Version, p.Program)
	}
	missing := checkVault(restored.vault, p)
	result.Problems = append(result.Problems, missing...)
	if len(missing) > 0 {
		return result, nil // what is not there cannot be made again
	}
	differences, err := rebuild(ctx, ws.Publications(), restored, p)
	switch {
	case err != nil && (ctx.Err() != nil || outOfRoom(err)):
		return result, err
	case err != nil:
		result.Problems = append(result.Problems, "无法由 vault 重算："+err.Error())
	default:
		result.Rebuilt, result.Files = true, len(p.Files)
		result.Problems = append(result.Problems, differences...)
	}
	return result, nil
}

func outOfRoom(err error) bool {
	var full *durable.NoRoom
	return errors.As(durable.Explain(err), &full)
}

// checkFiles compares the folder with its manifest.
func checkFiles(dir string, p Publication) (problems []string, err error) {
	there, err := filesBelow(dir)
	if err != nil {
		return nil, err
	}
	for _, f := range p.Files {
		if !slices.Contains(there, f.Path) {
			problems = append(problems, fmt.Sprintf("缺少文件 %s", f.Path))
			continue
		}
		sum, size, err := fileHash(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil {
			return nil, err
		}
		if sum != f.SHA256 || size != f.Size {
			problems = append(problems, fmt.Sprintf("文件 %s 公布后被改动过（与清单所列的指纹不符）", f.Path))
		}
	}
	for _, name := range there {
		listed := slices.ContainsFunc(p.Files, func(f PublishedFile) bool { return f.Path == name })
		if !listed && name != manifestFile {
			problems = append(problems, fmt.Sprintf("多出文件 %s，清单未列", name))
		}
	}
	return problems, nil
}

// checkVault looks for everything that the publication rests on.
func checkVault(v *vault.Vault, p Publication) (problems []string) {
	for _, d := range p.Deliveries {
		if err := v.Check(d); err != nil {
			problems = append(problems, err.Error())
		}
	}
	for _, r := range p.References {
		if _, err := v.Reference(r.Name, r.SHA256); err != nil {
			problems = append(problems, err.Error())
		}
	}
	return problems
}

// rebuild makes the publication again, out of the vault, and tells what
// differs from the one in store.
func rebuild(ctx context.Context, store string, restored *restored, p Publication) (differences []string, err error) {
	e, err := restored.env(ctx, p)
	if err != nil {
		return nil, err
	}
	built, err := e.Build(ctx, BuildRequest{Window: p.Window, AsOf: &p.AsOf}, nil)
	if err != nil {
		return nil, err
	}
	if built.BuildID != p.BuildID {
		differences = append(differences, "数据编号（build_id）不同：规则文件、收件和截至日相同，程序或计算模型已不同")
	}
	var before *Publication
	if p.Corrects != "" {
		q, err := readPublication(filepath.Join(store, p.Corrects))
		if err != nil {
			differences = append(differences, "更正说明无法重做："+err.Error())
		} else {
			before = &q
		}
	}
	again := p
	dir := filepath.Join(e.WS.Publications(), p.ID)
	if _, err := e.freeze(ctx, dir, store, &again, before); err != nil {
		return nil, err
	}
	published := filepath.Join(store, p.ID)
	for _, f := range p.Files {
		i := slices.IndexFunc(again.Files, func(g PublishedFile) bool { return g.Path == f.Path })
		switch {
		case i < 0 && before == nil && (f.Path == correctionFile || f.Path == changesFile): // told above
		case i < 0:
			differences = append(differences, fmt.Sprintf("重算没有得出文件 %s", f.Path))
		case again.Files[i].SHA256 != f.SHA256:
			what, err := e.difference(ctx, published, dir, f.Path)
			if err != nil {
				return nil, err
			}
			differences = append(differences, fmt.Sprintf("重算的 %s 与公布的不同：%s", f.Path, what))
		}
	}
	for _, g := range again.Files {
		if !slices.ContainsFunc(p.Files, func(f PublishedFile) bool { return f.Path == g.Path }) {
			differences = append(differences, fmt.Sprintf("重算多出文件 %s", g.Path))
		}
	}
	return differences, nil
}
