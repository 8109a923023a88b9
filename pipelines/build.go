// Package pipelines says what runs, when and in which order: intake, build,
// reports, and the runner that records them. Rules live below it.
package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sort"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/state"
	"tongbao/internal/vault"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// Version is the version of the program; it is part of every build_id.
const Version = "0.1.0"

// BuildRequest says which figures are wanted.
type BuildRequest struct {
	Window string      // 2026-06, 2026Q2, 2026H1, 2026
	AsOf   *civil.Date // nil: the default day
	// Until bounds the default day: a report made late shows what was known
	// when it was due. Zero: no bound.
	Until civil.Date
	// NoBuild refuses where the warehouse does not hold these figures.
	NoBuild bool
}

// Built is what a build, or a look at the standing warehouse, gave.
type Built struct {
	mart.Build
	// AsOfReason says in Chinese why it is that day, and LaterRows how many
	// rows came later and do not count. Neither is part of the build: they
	// depend on how it was asked for, and on what came since.
	AsOfReason string
	LaterRows  int64
	Reused     bool // the warehouse held these figures already
	Checks     []warehouse.CheckResult
}

// ErrNotBuilt is what NoBuild refuses with.
var ErrNotBuilt = errors.New("数据仓库中不是所要的数据；请先运行 tongbao build，或去掉 --no-build")

// StoppedError lists the checks that stopped a build. The old warehouse stays.
type StoppedError struct {
	Window string
	Checks []warehouse.CheckResult
}

// Error names each check with its message and a few of its rows.
func (e *StoppedError) Error() string {
	text := "核对未通过，数据仓库保持原样："
	for _, c := range e.Checks {
		text += fmt.Sprintf("\n  %s（%s）：%d 处", c.Message, c.Name, c.Rows)
		for _, s := range c.Sample() {
			text += "\n    " + s
		}
		if more := Unsampled(c); more != "" { // the warehouse has another build: its window names this one
			text += "\n    " + more + " --window " + e.Window
		}
	}
	return text
}

// Unsampled says where the rows of a check that are not in its sample are to
// be seen; empty where there are none.
func Unsampled(c warehouse.CheckResult) string {
	left := c.Rows - int64(len(c.Sample()))
	if left <= 0 {
		return ""
	}
	return fmt.Sprintf("其余%d处见 tongbao checks --rows %s", left, c.Name)
}

// Build brings the warehouse to the wanted figures: window and as_of, its
// previous window seen equally late, and the trend. The new file is built
// beside the old one, checked, scored, and swapped in whole. progress, which
// may be nil, hears how many of how many models are done.
func (e *Env) Build(ctx context.Context, r BuildRequest, progress func(done, of int)) (built Built, err error) {
	defer func() { err = durable.Explain(err) }()
	w, err := rulebook.ParseWindow(r.Window)
	if err != nil {
		return Built{}, err
	}
	plan, err := e.plan(ctx, w, r)
	if err != nil {
		return Built{}, e.lakeFault(ctx, err)
	}
	built = Built{Build: plan.build, AsOfReason: plan.asOfReason, LaterRows: plan.laterRows}
	if standing, err := e.standing(ctx); err == nil && standing.BuildID == plan.build.BuildID {
		built.Reused = true
		return built, nil
	} else if errors.Is(err, warehouse.ErrInUse) && r.NoBuild {
		return Built{}, err
	} else if err != nil {
		slog.Debug("no standing warehouse", "err", err)
	}
	if r.NoBuild {
		return Built{}, ErrNotBuilt
	}
	if err := e.Lake.Fold(ctx); err != nil {
		return Built{}, e.lakeFault(ctx, err)
	}
	next := e.WS.Warehouse() + ".next"
	if err := warehouse.Remove(next); err != nil {
		return Built{}, err
	}
	if built.Checks, err = e.buildInto(ctx, next, plan, progress); err != nil {
		return built, errors.Join(err, warehouse.Remove(next))
	}
	if err := os.Remove(e.WS.Warehouse() + ".wal"); err != nil && !os.IsNotExist(err) {
		return Built{}, err
	}
	// Analysts of the owner's group read it; nobody else does.
	if err := errors.Join(os.Chmod(next, 0o640), durable.Promote(next, e.WS.Warehouse())); err != nil {
		return Built{}, fmt.Errorf("swap warehouse: %w", err)
	}
	return built, nil
}

// plan is everything decided before the models run.
type plan struct {
	build      mart.Build
	asOfReason string
	laterRows  int64
	snapshots  []snapshot
	months     []refMonth
}

// plan decides as_of, the previous window, the trend's months and build_id.
func (e *Env) plan(ctx context.Context, w rulebook.Window, r BuildRequest) (plan, error) {
	deliveries := e.Vault.Deliveries()
	db, err := e.openLake(ctx)
	if err != nil {
		return plan{}, err
	}
	defer db.Close()
	disclosures, err := warehouse.Read[receiptDay](ctx, db, `
		select distinct received_on, history from raw_receipts
		where table_code = 'disclosures' and status in ('accepted', 'partly')`)
	if err != nil {
		return plan{}, err
	}
	day, why := civil.Date(0), "按要求指定"
	if r.AsOf != nil {
		day = *r.AsOf
	} else {
		until := r.Until
		if until == 0 {
			until = rulebook.Open
		}
		day, why = defaultAsOf(w, deliveries, disclosures, until)
	}
	previous := w.Previous()
	previousDay := previous.End.AddDays(int(day - w.End))
	p := plan{asOfReason: why, build: mart.Build{
		Window: w.Text, WindowStart: w.Start, WindowEnd: w.End, AsOf: day,
		HasFigures: figures(disclosures, day),
		District:   e.WS.Book.DistrictName, DistrictCode: e.WS.Book.DistrictCode, Demo: e.WS.Config.Demo,
		FourthIsAdopt: e.WS.Book.Rules.On(w.End).FourthIsAdoption,
	}}
	trendStart := w.End.MonthStart().AddMonths(-11)
	if p.build.HasFigures {
		dueFrom := min(w.Start, trendStart)
		if figures(disclosures, previousDay) {
			p.build.Previous, p.build.PreviousAsOf = previous.Text, previousDay
			dueFrom = min(dueFrom, previous.Start) // what became of the previous window's problems
		}
		p.snapshots = append(p.snapshots, snapshot{"current", w, day, dueFrom})
		if p.build.Previous != "" {
			p.snapshots = append(p.snapshots, snapshot{"previous", previous, previousDay, previous.Start})
		}
	}
	for m := trendStart; m <= w.End; m = m.AddMonths(1) {
		// A month of the trend has figures if it had them when it was as old
		// as the window is now.
		seen := m.MonthEnd().AddDays(int(day - w.End))
		p.months = append(p.months, refMonth{m.String()[:7], m, m.MonthEnd(), figures(disclosures, seen)})
	}
	later, err := warehouse.Read[laterRows](ctx, db, `
		select cast(coalesce(sum(accepted), 0) as bigint) as later
		from raw_receipts where not history and received_on > ?`, day.Time())
	if err != nil {
		return plan{}, err
	}
	p.laterRows = later[0].Rows
	p.build.BuildID, p.build.Deliveries, err = e.buildID(w, day, deliveries)
	return p, err
}

// laterRows counts the rows received after as_of, which do not count.
type laterRows struct {
	Rows int64 `db:"later"`
}

// buildID is the hash of all that decides the figures: program, window,
// as_of, references, and the deliveries that count, in no order.
func (e *Env) buildID(w rulebook.Window, asOf civil.Date, deliveries []vault.Delivery) (id string, n int64, err error) {
	all, err := models.Load()
	if err != nil {
		return "", 0, err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\x1f", Version)
	for _, m := range all {
		fmt.Fprintf(h, "%s\x1f%s\x1f", m.Name, m.SQL)
	}
	fmt.Fprintf(h, "%s\x1f%s\x1f%s\x1f%t\x1f", w.Text, asOf, e.WS.References(), e.WS.Config.Demo)
	var identities []string
	for _, d := range counting(deliveries, asOf) {
		identities = append(identities, d.Identity())
	}
	sort.Strings(identities)
	for _, i := range identities {
		fmt.Fprintf(h, "%s\x1f", i)
	}
	return hex.EncodeToString(h.Sum(nil)), int64(len(identities)), nil
}

// counting are the deliveries that count on a day.
func counting(deliveries []vault.Delivery, asOf civil.Date) (count []vault.Delivery) {
	for _, d := range deliveries {
		if d.DuplicateOf == 0 && (d.History || d.ReceivedOn() <= asOf) {
			count = append(count, d)
		}
	}
	return count
}

// standing reads which figures the warehouse holds.
func (e *Env) standing(ctx context.Context) (mart.Build, error) {
	if _, err := os.Stat(e.WS.Warehouse()); err != nil {
		return mart.Build{}, err
	}
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return mart.Build{}, err
	}
	defer db.Close()
	rows, err := warehouse.Read[mart.Build](ctx, db, "select * from ref_build")
	if err != nil || len(rows) != 1 {
		return mart.Build{}, errors.Join(err, fmt.Errorf("warehouse holds %d builds", len(rows)))
	}
	return rows[0], nil
}

// buildInto builds, scores and checks a new warehouse file.
func (e *Env) buildInto(ctx context.Context, path string, p plan, progress func(done, of int)) (checks []warehouse.CheckResult, err error) {
	db, err := warehouse.Open(ctx, path, e.options())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	layers, err := layersOf()
	if err != nil {
		return nil, err
	}
	total := len(layers.counting) + len(layers.products) + len(layers.checks)
	report := func(done int) {
		if progress != nil {
			progress(done, total)
		}
	}
	if err := e.compute(ctx, db, p, layers, report); err != nil {
		return nil, err
	}
	for i, c := range layers.checks {
		result, err := warehouse.Check(ctx, db, c)
		if err != nil {
			return nil, err
		}
		checks = append(checks, result)
		report(total - len(layers.checks) + i + 1)
	}
	return checks, e.judge(ctx, p.build, checks)
}

// layers are the models of a build, in the order in which they run.
type layers struct{ counting, products, checks []models.Model }

func layersOf() (l layers, err error) {
	all, err := models.Load()
	if err != nil {
		return l, err
	}
	for _, m := range all {
		switch m.Layer {
		case "staging", "models":
			l.counting = append(l.counting, m)
		case "marts":
			l.products = append(l.products, m)
		case "checks":
			l.checks = append(l.checks, m)
		}
	}
	if l.counting, err = models.Order(l.counting); err != nil {
		return l, err
	}
	l.products, err = models.Order(l.products)
	return l, err
}

// compute counts, scores and makes the marts in an empty warehouse.
func (e *Env) compute(ctx context.Context, db *warehouse.DB, p plan, l layers, report func(done int)) error {
	if err := warehouse.AttachLake(ctx, db, e.Lake); err != nil {
		return err
	}
	if err := loadReferences(ctx, db, e.WS.Book, p.snapshots, p.months); err != nil {
		return err
	}
	if err := loadCheckInputs(ctx, db, e.Vault.Deliveries(), e.WS.Book.Calendar, p.build.WindowStart, p.build.WindowEnd); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_build", []mart.Build{p.build}); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_rules_in_force", rulesInForce(e.WS.Book, p.build.WindowEnd)); err != nil {
		return err
	}
	if err := warehouse.Run(ctx, db, l.counting, report); err != nil {
		return e.lakeFault(ctx, err)
	}
	if err := e.score(ctx, db, p); err != nil {
		return fmt.Errorf("score: %w", err)
	}
	return warehouse.Run(ctx, db, l.products, func(done int) { report(len(l.counting) + done) })
}

// judge records every check's result, passes too, and stops where one says so.
func (e *Env) judge(ctx context.Context, build mart.Build, checks []warehouse.CheckResult) error {
	var (
		results []state.Check
		stopped []warehouse.CheckResult
	)
	for _, c := range checks {
		results = append(results, state.Check{
			BuildID: build.BuildID, Window: build.Window, AsOf: build.AsOf.String(),
			Name: c.Name, Severity: c.Severity, Rows: c.Rows, Told: c.Told,
		})
		if c.Rows > 0 && c.Severity == "stop" {
			stopped = append(stopped, c)
		}
	}
	if err := e.State.RecordChecks(ctx, results); err != nil {
		return err
	}
	if len(stopped) > 0 {
		return &StoppedError{Window: build.Window, Checks: stopped}
	}
	return nil
}

func rulesInForce(book *rulebook.Book, day civil.Date) []mart.Rule {
	var rows []mart.Rule
	for i, r := range book.Rules.InForce(day) {
		rows = append(rows, mart.Rule{Position: int64(i), Rule: r.Rule, Value: r.Value, From: r.From, Source: r.Source})
	}
	return rows
}

// openLake opens an in-memory warehouse over the lake's parts.
func (e *Env) openLake(ctx context.Context) (*warehouse.DB, error) {
	db, err := warehouse.Open(ctx, "", e.options())
	if err != nil {
		return nil, err
	}
	if err := warehouse.AttachLake(ctx, db, e.Lake); err != nil {
		return nil, errors.Join(brokenLake(ctx, err), db.Close())
	}
	return db, nil
}

// openWarehouse opens the standing warehouse to read.
func (e *Env) openWarehouse(ctx context.Context) (*warehouse.DB, error) {
	o := e.options()
	o.ReadOnly = true
	return warehouse.Open(ctx, e.WS.Warehouse(), o)
}

func (e *Env) options() warehouse.Options {
	return warehouse.Options{
		Threads: e.WS.Config.Limits.Threads, MemoryMiB: e.WS.Config.Limits.MemoryMiB,
		TempDir: e.WS.Temp(), ReadDirs: []string{e.WS.Dir},
	}
}
