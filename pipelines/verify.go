package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/internal/durable"
	"tongbao/internal/state"
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
	Recorded    bool     // that hash was kept when it was published
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
// given: the manifest against its hash, where state.db has it, every file
// against the manifest, and the whole made again from the vault, byte for
// byte. One that state.db knows must be there. It needs vault and publications
// only and leaves everything else alone; whoever calls it holds the
// workspace's lock. done, which may be nil, hears each result, in order.
func Verify(ctx context.Context, dir string, ids []string, now func() time.Time, done func(Verified)) (all []Verified, err error) {
	defer func() { err = durable.Explain(err) }()
	ws := &workspace.Workspace{Dir: dir}
	known, err := publicationIDs(ws.Publications())
	if err != nil {
		return nil, err
	}
	recorded, unread := recordedPublications(ctx, dir)
	expected := slices.Clone(known)
	for id := range recorded {
		if !slices.Contains(known, id) {
			expected = append(expected, id)
		}
	}
	slices.SortFunc(expected, compareIDs)
	for _, id := range ids {
		if !slices.Contains(expected, id) {
			return nil, &UnknownPublication{ID: id, Known: known}
		}
	}
	if len(ids) == 0 {
		ids = expected
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
	results := make([]*Verified, len(ids))
	for _, i := range byBasis(ws, ids) {
		result, err := verify(ctx, ws, restored, ids[i])
		if err != nil {
			return all, fmt.Errorf("第%s号：%w", ids[i], err)
		}
		result.compareRecord(recorded, unread)
		results[i] = &result
		for len(all) < len(ids) && results[len(all)] != nil {
			all = append(all, *results[len(all)])
			if done != nil {
				done(all[len(all)-1])
			}
		}
	}
	return all, nil
}

// byBasis orders the publications so that those that rest on the same files
// follow each other, each group where its first stands.
func byBasis(ws *workspace.Workspace, ids []string) (order []int) {
	groups := map[string][]int{}
	var keys []string
	for i, id := range ids {
		key := id // of its own where it cannot be read, which is told when it is tested
		if p, err := readPublication(filepath.Join(ws.Publications(), id)); err == nil {
			if basis, err := basisOf(p); err == nil {
				key = basis
			}
		}
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range keys {
		order = append(order, groups[key]...)
	}
	return order
}

// recordedPublications are those that state.db remembers, by id. Where it
// cannot be read, unread says so: without it the content can be tested still.
func recordedPublications(ctx context.Context, dir string) (recorded map[string]state.Publication, unread string) {
	all, err := state.PublicationsIn(ctx, filepath.Join(dir, workspace.StateFile))
	if err != nil {
		return nil, fmt.Sprintf("运行记录 %s 读不了，公布时留存的清单指纹无从比较：%v", workspace.StateFile, err)
	}
	recorded = map[string]state.Publication{}
	for _, p := range all {
		if idForm.MatchString(p.ID) {
			recorded[p.ID] = p
		}
	}
	return recorded, ""
}

// compareRecord compares the manifest with its hash of when it was published.
func (v *Verified) compareRecord(recorded map[string]state.Publication, unread string) {
	if v.Note == "" {
		v.Note = unread
	} else if unread != "" {
		v.Note += "；" + unread
	}
	record, ok := recorded[v.ID]
	v.Recorded = ok
	switch {
	case !ok || v.ManifestSum == record.SHA256:
	case v.ManifestSum == "":
		v.Problems = append(v.Problems, fmt.Sprintf("该号于%s公布过，清单指纹 %s", record.At.Format(time.DateTime), record.SHA256))
	default:
		v.Problems = append(v.Problems, fmt.Sprintf("清单 %s 公布后被改动过：指纹是 %s，公布时留存的是 %s", manifestFile, v.ManifestSum, record.SHA256))
	}
}

// verify tests one publication.
func verify(ctx context.Context, ws *workspace.Workspace, restored *restored, id string) (Verified, error) {
	result := Verified{ID: id}
	dir := filepath.Join(ws.Publications(), id)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		result.Problems = append(result.Problems, fmt.Sprintf("公布的文件夹 %s 不见了；请从备份恢复", dir))
		return result, nil
	}
	var err error
	if result.ManifestSum, _, err = fileHash(filepath.Join(dir, manifestFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return result, err
	}
	p, err := readPublication(dir)
	if err != nil {
		result.Problems = append(result.Problems, err.Error())
		return result, nil
	}
	result.Title, result.Window = p.Title, p.Window
	if result.Problems, err = checkFiles(dir, p); err != nil {
		return result, err
	}
	unnamed, err := checkReferenceNames(ws, p)
	if err != nil {
		return result, err
	}
	result.Problems = slices.Concat(result.Problems, checkVersions(p), unnamed)
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
	if problems, err = checkListed(dir, p); err != nil {
		return nil, err
	}
	there, err := filesBelow(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range there {
		if !p.lists(name) && name != manifestFile {
			problems = append(problems, fmt.Sprintf("多出文件 %s，清单未列", name))
		}
	}
	return problems, nil
}

// checkListed compares the files that the manifest lists with what is there.
func checkListed(dir string, p Publication) (problems []string, err error) {
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
		corrected := filepath.Join(store, p.Corrects)
		q, err := readPublication(corrected)
		if err == nil {
			err = checkFrozen(corrected, q)
		}
		if err != nil {
			differences = append(differences, "更正说明无法重做："+err.Error())
		} else {
			before = &q
		}
	}
	again, err := e.draft(ctx)
	if err != nil {
		return nil, err
	}
	again.ID, again.Number, again.Version, again.Corrects = p.ID, p.Number, p.Version, p.Corrects // see checkVersions
	again.Deliveries = sealedAs(restored.vault, again.Deliveries)
	again.Report, again.Audience, again.Title = p.Report, p.Audience, reports[p.Report].title
	dir := filepath.Join(e.WS.Publications(), p.ID)
	if _, err := e.freeze(ctx, dir, store, &again, before); err != nil {
		return nil, err
	}
	published := filepath.Join(store, p.ID)
	for _, f := range p.Files {
		i := slices.IndexFunc(again.Files, func(g PublishedFile) bool { return g.Path == f.Path })
		switch {
		case i < 0 && before == nil && p.Corrects != "" && (f.Path == correctionFile || f.Path == changesFile): // told above
		case i < 0:
			differences = append(differences, fmt.Sprintf("重算没有得出文件 %s", f.Path))
		case again.Files[i].SHA256 != f.SHA256:
			what, err := e.difference(ctx, published, dir, f.Path)
			if err != nil {
				return nil, err
			}
			differences = append(differences, fmt.Sprintf("重算的 %s 与公布的不同：%s", f.Path, what))
		case again.Files[i].Public != f.Public:
			differences = append(differences, fmt.Sprintf("清单中文件 %s 是否公开与重算的不同：清单写的是“%t”，重算的是“%t”", f.Path, f.Public, again.Files[i].Public))
		}
	}
	for _, g := range again.Files {
		if !p.lists(g.Path) {
			differences = append(differences, fmt.Sprintf("重算多出文件 %s", g.Path))
		}
	}
	differences = append(differences, manifestApart(p, again)...)
	if len(differences) > 0 {
		return differences, nil
	}
	return manifestBytesApart(published, p, again)
}
