package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"

	"tongbao/internal/changes"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/vault"
	"tongbao/internal/warehouse"
	"tongbao/internal/workspace"
)

// The figures that are compared, of the standing warehouse and of what was
// published.

// draft is the manifest of the standing warehouse's figures, without what
// makes it a publication: report, number, files.
func (e *Env) draft(ctx context.Context) (Publication, error) {
	b, err := e.standing(ctx)
	if err != nil {
		return Publication{}, err
	}
	w, err := rulebook.ParseWindow(b.Window)
	if err != nil {
		return Publication{}, err
	}
	deliveries := e.Vault.Deliveries()
	// What the manifest names must be what the figures were made of.
	if id, _, err := e.buildID(w, b.AsOf, deliveries); err != nil || id != b.BuildID {
		return Publication{}, errors.Join(err, ErrNotBuilt)
	}
	p := Publication{
		District: b.District, Window: b.Window, AsOf: b.AsOf, Demo: b.Demo, BuildID: b.BuildID, Program: Version,
		References: referencesOf(e.WS), Deliveries: counting(deliveries, b.AsOf), Rules: []RuleInForce{},
	}
	if p.Deliveries == nil {
		p.Deliveries = []vault.Delivery{}
	}
	for _, r := range rulesInForce(e.WS.Book, w.End) {
		p.Rules = append(p.Rules, RuleInForce{r.Rule, r.Value, r.From, r.Source})
	}
	return p, nil
}

// referencesOf are the sealed files that a workspace works by.
func referencesOf(ws *workspace.Workspace) (all []changes.Reference) {
	for _, s := range append([]workspace.Source{ws.Settings}, ws.Sources...) {
		sum := sha256.Sum256(s.Data)
		all = append(all, changes.Reference{Kind: s.Kind, Name: s.Name, SHA256: hex.EncodeToString(sum[:])})
	}
	return all
}

// figuresOfWarehouse are the standing warehouse's figures, of which p is the
// manifest.
func (e *Env) figuresOfWarehouse(ctx context.Context, p Publication) (_ changes.Figures, err error) {
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return changes.Figures{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return e.figures(ctx, db, p, true, func(table string) string {
		if named, ok := namedTables[table]; ok {
			table = named.of
		}
		return warehouse.Identifier(table)
	})
}

// figuresOfPublication are the figures frozen in the folder dir, which must
// be as they were published: else the error is a Damaged.
func (e *Env) figuresOfPublication(ctx context.Context, p Publication, dir string) (_ changes.Figures, err error) {
	if err := checkFrozen(dir, p); err != nil {
		return changes.Figures{}, err
	}
	o := e.options()
	o.ReadDirs = append(o.ReadDirs, dir)
	db, err := warehouse.Open(ctx, "", o)
	if err != nil {
		return changes.Figures{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	named := p.lists(frozenFile(frozenLists)) && p.lists(frozenFile(frozenProblems))
	return e.figures(ctx, db, p, named, func(table string) string {
		return warehouse.Parquet(filepath.Join(dir, dataFolder, table+"."+FormatParquet))
	})
}

// figures reads the tables that are compared from where source says; who was
// named, where that is there.
func (e *Env) figures(ctx context.Context, db *warehouse.DB, p Publication, named bool, source func(table string) string) (changes.Figures, error) {
	f := changes.Figures{
		Window: p.Window, AsOf: p.AsOf, Program: p.Program, References: p.References, Rules: rulesOf(p.Rules), Items: map[string]string{},
	}
	for _, s := range e.WS.Book.Catalogue.Spells() {
		f.Items[s.Code] = s.Item
	}
	for _, d := range p.Deliveries {
		f.Deliveries = append(f.Deliveries, changes.Delivery{
			Seq: d.Seq, TownshipCode: d.Township, Township: e.WS.TownshipName(d.Township), Name: d.Name,
			SHA256: d.SHA256, ReceivedOn: d.ReceivedOn(), History: d.History,
		})
	}
	for _, level := range []string{"district", "township", "village"} {
		units, err := warehouse.Read[mart.Unit](ctx, db, "select * from "+source(level+"_scores")+" order by "+level+"_code asc nulls last")
		if err != nil {
			return f, err
		}
		f.Units = append(f.Units, units...)
	}
	var err error
	if f.Obligations, err = readOrdered[changes.Obligation](ctx, db, "obligations", source); err != nil {
		return f, err
	}
	if f.Consultations, err = readOrdered[changes.Consultation](ctx, db, "consultations", source); err != nil || !named {
		return f, err
	}
	f.Named = true
	if f.Lists, err = readOrdered[mart.ListEntry](ctx, db, frozenLists, source); err != nil {
		return f, err
	}
	f.Problems, err = readOrdered[mart.Problem](ctx, db, frozenProblems, source)
	return f, err
}

// readOrdered reads a frozen table in the order of its file.
func readOrdered[T any](ctx context.Context, db *warehouse.DB, table string, source func(string) string) ([]T, error) {
	return warehouse.Read[T](ctx, db, "select * from "+source(table)+orderBy(table))
}
