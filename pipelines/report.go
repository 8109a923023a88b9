package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/mart"
	"tongbao/internal/warehouse"
	"tongbao/reports/circular"
	"tongbao/reports/league"
	"tongbao/reports/quality"
	"tongbao/reports/shared"
)

// report is one report that can be made of a build.
type report struct {
	title    string
	audience string // where none is asked for
	render   func(io.Writer, shared.Data) error
	// pages are further pages beside the report's own; nil: none.
	pages func(shared.Data) []quality.Page
	// ofIntake: the report is made of what was sent. It quotes filings, so
	// there is no version for the public.
	ofIntake bool
}

var reports = map[string]report{
	"league":   {title: "排名表", audience: shared.Internal, render: league.Render},
	"circular": {title: "通报", audience: shared.Public, render: circular.Render},
	"quality":  {title: "报送质量报告", audience: shared.Internal, render: quality.Render, pages: quality.Pages, ofIntake: true},
}

// Reports lists the reports by name.
func Reports() []string {
	names := make([]string, 0, len(reports))
	for name := range reports {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// UnknownReport is a report that does not exist.
type UnknownReport struct{ Name string }

// Error lists those that do.
func (e *UnknownReport) Error() string {
	return fmt.Sprintf("没有名为“%s”的报告；可用的报告：%s", e.Name, strings.Join(Reports(), "、"))
}

// Report renders reports of the standing warehouse into dir, one HTML file
// each, and returns their paths. An empty audience is the report's own.
func (e *Env) Report(ctx context.Context, names []string, audience, dir string) ([]string, error) {
	for _, name := range names {
		r, ok := reports[name]
		if !ok {
			return nil, &UnknownReport{Name: name}
		}
		if r.ofIntake && audience == shared.Public {
			return nil, &NotForPublic{Title: r.title}
		}
	}
	data, err := e.reportData(ctx)
	if err != nil {
		return nil, fmt.Errorf("read marts: %w", err)
	}
	var paths []string
	for _, name := range names {
		r := reports[name]
		data.Audience = r.audience
		if audience != "" {
			data.Audience = audience
		}
		if r.ofIntake {
			if data.Intake, err = e.intake(ctx, data.Build.AsOf); err != nil {
				return paths, fmt.Errorf("read marts: %w", err)
			}
		}
		path := filepath.Join(dir, fmt.Sprintf("%s-%s.html", name, data.Build.Window))
		if data.Audience != r.audience {
			path = filepath.Join(dir, fmt.Sprintf("%s-%s-%s.html", name, data.Build.Window, data.Audience))
		}
		if err := durable.Write(path, func(w io.Writer) error { return r.render(w, data) }); err != nil {
			return paths, fmt.Errorf("report %s: %w", name, err)
		}
		// What is public may be read by whoever can read the folder; what is
		// internal only by the owner.
		if data.Audience == shared.Public {
			if err := os.Chmod(path, 0o644); err != nil {
				return paths, err
			}
		}
		paths = append(paths, path)
		if r.pages == nil {
			continue
		}
		for _, page := range r.pages(data) {
			path := filepath.Join(dir, page.Name)
			if err := durable.Write(path, func(w io.Writer) error { return page.Render(w, data) }); err != nil {
				return paths, fmt.Errorf("report %s: %w", name, err)
			}
			paths = append(paths, path)
		}
	}
	return paths, nil
}

// NotForPublic is a report of which there is no version for the public.
type NotForPublic struct{ Title string }

// Error says so.
func (n *NotForPublic) Error() string {
	return n.Title + "引用各镇街报送的内容，只供内部使用，没有公开版本"
}

// reportData reads what the reports are made of.
func (e *Env) reportData(ctx context.Context) (shared.Data, error) {
	var d shared.Data
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return d, err
	}
	defer db.Close()
	builds, err := warehouse.Read[mart.Build](ctx, db, "select * from ref_build")
	if err != nil {
		return d, err
	}
	d.Build = builds[0]
	districts, err := warehouse.Read[mart.Unit](ctx, db, "select * from district_scores")
	if err != nil {
		return d, err
	}
	if len(districts) == 1 {
		d.District = districts[0]
		quotients(&d.District)
	}
	if d.Townships, err = warehouse.Read[mart.Unit](ctx, db, townshipQuery); err != nil {
		return d, err
	}
	if d.Villages, err = warehouse.Read[mart.Unit](ctx, db, "select * from village_scores order by rank asc nulls last, village_code asc nulls last"); err != nil {
		return d, err
	}
	if d.Trend, err = warehouse.Read[mart.TrendMonth](ctx, db, "select * from trend_months order by month asc nulls last"); err != nil {
		return d, err
	}
	if d.Categories, err = warehouse.Read[mart.CategoryCount](ctx, db, "select * from category_counts order by township_code asc nulls last, category asc nulls last"); err != nil {
		return d, err
	}
	if d.Batches, err = warehouse.Read[mart.BatchCount](ctx, db, "select * from window_batches order by month asc nulls last, frequency asc nulls last, period asc nulls last"); err != nil {
		return d, err
	}
	if err := readNamed(ctx, db, &d); err != nil {
		return d, err
	}
	if d.Corrections, err = warehouse.Read[mart.Correction](ctx, db, `select * from corrections order by township_code asc nulls last,
		village_code asc nulls last, table_code desc nulls last, item_code asc nulls last, period asc nulls last, occurred_on asc nulls last,
		file_sha256 asc nulls last, sheet asc nulls first, "row" asc nulls last`); err != nil {
		return d, err
	}
	for i := range d.Townships {
		quotients(&d.Townships[i])
	}
	for i := range d.Villages {
		quotients(&d.Villages[i])
	}
	d.Rules, err = warehouse.Read[mart.Rule](ctx, db, "select * from ref_rules_in_force order by position asc nulls last")
	return d, err
}

// intake reads what was sent since the window began.
func (e *Env) intake(ctx context.Context, asOf civil.Date) (in shared.Intake, err error) {
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return in, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if in.Townships, err = warehouse.Read[mart.Received](ctx, db, "select * from quality_townships order by township_code asc nulls last"); err != nil {
		return in, err
	}
	if in.Findings, err = warehouse.Read[mart.FindingKind](ctx, db, `select * from quality_reasons
		order by township_code asc nulls last, severity asc nulls last, findings desc nulls last, table_code asc nulls last, reason asc nulls last, column_code asc nulls last`); err != nil {
		return in, err
	}
	if in.Months, err = warehouse.Read[mart.ReceivedMonth](ctx, db, "select * from quality_months order by received_month asc nulls last, township_code asc nulls last"); err != nil {
		return in, err
	}
	if in.Sheets, err = warehouse.Read[mart.ReceivedSheet](ctx, db, "select * from quality_files order by delivery asc nulls last, sheet_no asc nulls last"); err != nil {
		return in, err
	}
	in.Spellings, err = e.spellingsBy(ctx, asOf)
	return in, err
}

// quotients puts the quotient of its counts in the place of each rate, which
// the marts hold rounded to six digits: what is printed is rounded once.
func quotients(u *mart.Unit) {
	for _, r := range u.Rates() {
		if r.D > 0 {
			v := r.N / r.D
			r.Value = &v
		}
	}
}

const townshipQuery = "select * from township_scores order by rank asc nulls last, township_code asc nulls last"

// District is the standing warehouse's district; ok is false where the window
// has no figures.
func (e *Env) District(ctx context.Context) (unit mart.Unit, ok bool, err error) {
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return unit, false, err
	}
	defer db.Close()
	rows, err := warehouse.Read[mart.Unit](ctx, db, "select * from district_scores")
	if err != nil || len(rows) == 0 {
		return unit, false, err
	}
	return rows[0], true, nil
}

// Townships are the standing warehouse's townships, best first.
func (e *Env) Townships(ctx context.Context) ([]mart.Unit, error) {
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return warehouse.Read[mart.Unit](ctx, db, townshipQuery)
}
