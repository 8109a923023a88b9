package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/internal/changes"
	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/state"
	"tongbao/internal/workspace"
	"tongbao/reports/correction"
	"tongbao/reports/shared"
)

// PublishRequest says what is published.
type PublishRequest struct {
	Report   string
	Audience string // empty: the report's own
	Number   string // 2026-001; empty: the year's next, or the one that is corrected
}

// publishable are the reports whose page is made of a build and nothing else,
// so that it can be made again. What tells of all that has come in since
// cannot.
var publishable = []string{"circular", "league"}

// Publishable lists the reports that can be published and compared.
func Publishable() []string { return slices.Clone(publishable) }

// CheckPublishable refuses a report that there is none of, or that is not one
// of those.
func CheckPublishable(name string) error {
	kind, ok := reports[name]
	switch {
	case !ok:
		return &UnknownReport{Name: name}
	case !slices.Contains(publishable, name):
		return &NotPublishable{Title: kind.title}
	}
	return nil
}

// NotPublishable is a report that is not frozen.
type NotPublishable struct{ Title string }

// Error names those that are.
func (n *NotPublishable) Error() string {
	return fmt.Sprintf("%s随收件变动，不作公布；可公布的报告：%s", n.Title, strings.Join(publishable, "、"))
}

// Unchanged is a page that was published already, byte for byte.
type Unchanged struct{ ID string }

// Error names the publication.
func (u *Unchanged) Error() string {
	return fmt.Sprintf("与已公布的第%s号完全相同，没有再次公布", u.ID)
}

// BadNumber is a number that cannot be given.
type BadNumber struct{ Reason string }

// Error tells why.
func (b *BadNumber) Error() string { return b.Reason }

// Publish freezes a report of the standing warehouse: its page, the tables
// and a manifest of all that decided them, in a folder of publications/ that
// appears whole or not at all. A report of the same window and audience that
// was published before is corrected: a new version, which says what changed.
// The changes are nil where nothing is corrected.
func (e *Env) Publish(ctx context.Context, r PublishRequest) (p Publication, changed *changes.Changes, err error) {
	defer func() { err = durable.Explain(err) }()
	if err := CheckPublishable(r.Report); err != nil {
		return p, nil, err
	}
	kind := reports[r.Report]
	if p, err = e.draft(ctx); err != nil {
		return p, nil, err
	}
	if b, err := e.standing(ctx); err != nil {
		return p, nil, err
	} else if !b.HasFigures {
		return p, nil, fmt.Errorf("考核期 %s 至 %s 无数据，没有可公布的数字", b.Window, b.AsOf)
	}
	p.Report, p.Title, p.Audience = r.Report, kind.title, kind.audience
	if r.Audience != "" {
		p.Audience = r.Audience
	}
	earlier, err := readPublications(e.WS.Publications())
	if err != nil {
		return p, nil, err
	}
	recorded, err := e.State.Publications(ctx)
	if err != nil {
		return p, nil, err
	}
	if err := p.number(earlier, recorded, r.Number, e.Now()); err != nil {
		return p, nil, err
	}
	if err := os.MkdirAll(e.WS.Publications(), 0o755); err != nil {
		return p, nil, err
	}
	temp, err := os.MkdirTemp(e.WS.Publications(), publishing+"*")
	if err != nil {
		return p, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }() // gone already where it was renamed
	var before *Publication
	if i := slices.IndexFunc(earlier, func(q Publication) bool { return q.ID == p.Corrects }); i >= 0 {
		before = &earlier[i]
	}
	if changed, err = e.freeze(ctx, temp, e.WS.Publications(), &p, before); err != nil {
		return p, nil, err
	}
	p.PublishedAt = e.Now().In(civil.Shanghai).Truncate(time.Second)
	err = durable.Write(filepath.Join(temp, manifestFile), func(w io.Writer) error { return writeJSON(w, p) })
	if err != nil {
		return p, nil, err
	}
	if p.ManifestSum, _, err = fileHash(filepath.Join(temp, manifestFile)); err != nil {
		return p, nil, err
	}
	if err := seal(temp, filepath.Join(e.WS.Publications(), p.ID), p); err != nil {
		return p, nil, err
	}
	// Only what is there is recorded: a publication cut off before is none.
	if err := e.State.RecordPublication(ctx, state.Publication{ID: p.ID, SHA256: p.ManifestSum}); err != nil {
		return p, changed, fmt.Errorf("第%s号已公布，但清单指纹 %s 没能记入 %s，请另行登记：%w", p.ID, p.ManifestSum, workspace.StateFile, err)
	}
	return p, changed, nil
}

// number gives the publication its number and version. A report of the same
// window and audience that was published before is corrected by it. A number
// that was recorded is not given again, though its folder be gone.
func (p *Publication) number(earlier []Publication, recorded []state.Publication, wanted string, now time.Time) error {
	var ids []string
	for _, r := range recorded {
		if idForm.MatchString(r.ID) {
			ids = append(ids, r.ID)
		}
	}
	for _, q := range earlier {
		ids = append(ids, q.ID)
		if q.Report == p.Report && q.Window == p.Window && q.Audience == p.Audience {
			p.Number, p.Version, p.Corrects = q.Number, q.Version+1, q.ID // the last one stays
		}
	}
	switch {
	case p.Corrects != "" && wanted != "" && wanted != p.Number:
		return &BadNumber{fmt.Sprintf("考核期 %s 的%s已公布为第%s号，更正沿用该号，不能另编第%s号；请去掉 --number", p.Window, p.Title, p.Number, wanted)}
	case p.Corrects != "":
		for slices.Contains(ids, idOf(p.Number, p.Version)) {
			p.Version++
		}
	case wanted == "":
		p.Number, p.Version = nextNumber(ids, now.In(civil.Shanghai).Year()), 1
	case !idForm.MatchString(wanted) || idForm.FindStringSubmatch(wanted)[2] != "":
		return &BadNumber{fmt.Sprintf("公布的编号“%s”应写成年份加三位序号，如 2026-001", wanted)}
	case slices.Contains(ids, wanted):
		return &BadNumber{fmt.Sprintf("第%s号已用于其他公布，请换一个编号，或去掉 --number 由程序编号", wanted)}
	default:
		p.Number, p.Version = wanted, 1
	}
	p.ID = idOf(p.Number, p.Version)
	return nil
}

// freeze writes the page and the data of the standing warehouse into dir, for
// a correction also what changed since before, which lies in the folder
// store, and lists the files in the manifest. The same figures give the same
// bytes.
func (e *Env) freeze(ctx context.Context, dir, store string, p, before *Publication) (*changes.Changes, error) {
	pages, err := e.Report(ctx, []string{p.Report}, p.Audience, dir)
	if err != nil {
		return nil, err
	}
	public := map[string]bool{filepath.Base(pages[0]): p.Audience == shared.Public}
	if before != nil {
		sum, _, err := fileHash(pages[0])
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(before.Files, func(f PublishedFile) bool { return f.Path == filepath.Base(pages[0]) && f.SHA256 == sum }) {
			return nil, &Unchanged{ID: before.ID}
		}
	}
	if _, err := e.Export(ctx, dataTables(), FormatParquet, filepath.Join(dir, dataFolder)); err != nil {
		return nil, err
	}
	if err := e.freezeNamed(ctx, filepath.Join(dir, dataFolder)); err != nil {
		return nil, err
	}
	var changed *changes.Changes
	if before != nil {
		if changed, err = e.writeCorrection(ctx, dir, store, *p, *before); err != nil {
			return nil, err
		}
		public[correctionFile] = p.Audience == shared.Public
	}
	names, err := filesBelow(dir)
	if err != nil {
		return nil, err
	}
	p.Files = nil
	for _, name := range names {
		sum, size, err := fileHash(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, PublishedFile{Path: name, SHA256: sum, Size: size, Public: public[name]})
	}
	return changed, nil
}

// unreadable says which publication's figures cannot be read, where the error
// does not.
func unreadable(id string, err error) error {
	var damaged *Damaged
	if errors.As(err, &damaged) {
		return err
	}
	return fmt.Errorf("第%s号公布的数据无法读取：%w", id, err)
}

// writeCorrection writes what changed since the version before, for readers
// and for programs.
func (e *Env) writeCorrection(ctx context.Context, dir, store string, p, before Publication) (*changes.Changes, error) {
	was, err := e.figuresOfPublication(ctx, before, filepath.Join(store, before.ID))
	if err != nil {
		return nil, unreadable(before.ID, err)
	}
	now, err := e.figuresOfWarehouse(ctx, p)
	if err != nil {
		return nil, err
	}
	changed := changes.Compare(was, now)
	err = durable.Write(filepath.Join(dir, changesFile), func(w io.Writer) error { return writeJSON(w, changed) })
	if err != nil {
		return nil, err
	}
	data, err := e.reportData(ctx)
	if err != nil {
		return nil, err
	}
	data.Audience = p.Audience
	return &changed, durable.Write(filepath.Join(dir, correctionFile), func(w io.Writer) error {
		return correction.Render(w, data, correction.Correction{ID: p.ID, Corrects: before.ID, Title: p.Title, Changes: changed, Annexes: p.Report == "circular", Problems: p.Report == "circular"})
	})
}

// seal makes the finished folder read-only, puts it on disk and gives it its
// name, which nothing may have.
func seal(temp, dir string, p Publication) error {
	for _, f := range append(p.Files, PublishedFile{Path: manifestFile}) {
		mode := os.FileMode(0o400)
		if f.Public {
			mode = 0o444
		}
		if err := os.Chmod(filepath.Join(temp, filepath.FromSlash(f.Path)), mode); err != nil {
			return err
		}
	}
	for _, d := range []string{filepath.Join(temp, dataFolder), temp} {
		if err := os.Chmod(d, 0o755); err != nil {
			return err
		}
		if err := durable.SyncDir(d); err != nil {
			return err
		}
	}
	if _, err := os.Lstat(dir); err == nil {
		return fmt.Errorf("%s 已存在，没有改动", dir)
	}
	return durable.Promote(temp, dir)
}
