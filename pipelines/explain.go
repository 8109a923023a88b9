package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"tongbao/internal/durable"
	"tongbao/internal/explain"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
	"tongbao/internal/warehouse"
	page "tongbao/reports/explain"
	models "tongbao/sql"
)

// UnknownUnit is a name under which the window has no figures.
type UnknownUnit struct {
	Name   string
	Among  []string // several that bear it
	Window string
}

// Error tells how to name a unit.
func (u *UnknownUnit) Error() string {
	if len(u.Among) > 0 {
		return fmt.Sprintf("“%s”不止一个：%s；请写代码，或在前面写明镇街", u.Name, strings.Join(u.Among, "、"))
	}
	return fmt.Sprintf("考核期 %s 没有名为“%s”的村（社区）、镇街；请写名称或代码，全区写“全区”", u.Window, u.Name)
}

// unitRef is a unit of the standing warehouse.
type unitRef struct {
	level score.Level
	code  string
}

// Explain takes the figures of a village, a township or the district in the
// standing warehouse apart, down to file, sheet and row. Of the district only
// the matters that lower its score are listed.
func (e *Env) Explain(ctx context.Context, name string) (x explain.Explanation, err error) {
	db, err := e.openWarehouse(ctx)
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := e.attachExplanations(ctx, db); err != nil {
		return x, err
	}
	builds, err := warehouse.Read[mart.Build](ctx, db, "select * from ref_build")
	if err != nil {
		return x, err
	}
	in := explain.Input{Build: builds[0], Book: e.WS.Book}
	unit, err := e.findUnit(ctx, db, name, in.Build.Window)
	if err != nil {
		return x, err
	}
	in.Level = unit.level
	window, err := rulebook.ParseWindow(in.Build.Window)
	if err != nil {
		return x, err
	}
	in.Params = scoreParams(e.WS.Book.Rules, snapshot{window: window, asOf: in.Build.AsOf})
	if err := readUnit(ctx, db, unit, &in); err != nil {
		return x, fmt.Errorf("explain: %w", err)
	}
	return explain.Make(in), nil
}

// attachExplanations makes the views that explanations read.
func (e *Env) attachExplanations(ctx context.Context, db *warehouse.DB) error {
	if err := warehouse.AttachLake(ctx, db, e.Lake); err != nil {
		return err
	}
	all, err := models.Load()
	if err != nil {
		return err
	}
	var views []models.Model
	for _, m := range all {
		if m.Layer == "staging" || m.Layer == "explain" {
			views = append(views, m)
		}
	}
	if views, err = models.Order(views); err != nil {
		return err
	}
	return warehouse.Run(ctx, db, views, nil)
}

// named is a unit by code and name.
type named struct {
	Code     string `db:"code"`
	Name     string `db:"name"`
	Township string `db:"township"`
}

// findUnit finds the unit that a name or code means: the district, a
// township, or a village, by its code, its name where that is the only one
// of the district, or its name behind its township's.
func (e *Env) findUnit(ctx context.Context, db *warehouse.DB, name, window string) (unitRef, error) {
	name = strings.TrimSpace(name)
	book := e.WS.Book
	if name == "全区" || name == book.DistrictCode || name != "" && name == book.DistrictName {
		return unitRef{level: score.District}, nil
	}
	townships, err := warehouse.Read[named](ctx, db, `
		select township_code as code, township_name as name, '' as township from township_scores
		where township_code = ? or township_name = ? order by township_code`, name, name)
	if err != nil {
		return unitRef{}, err
	}
	villages, err := warehouse.Read[named](ctx, db, `
		select village_code as code, village_name as name, township_name as township from village_scores
		where village_code = ? or village_name = ? or concat(township_name, village_name) = ? order by village_code`, name, name, name)
	if err != nil {
		return unitRef{}, err
	}
	if len(townships)+len(villages) == 0 {
		// An alias, or a form that the rulebook reads.
		if code, bad := book.Village(name, ""); bad == nil {
			villages = append(villages, named{Code: code})
		} else if code, bad := book.Township(name, ""); bad == nil {
			townships = append(townships, named{Code: code})
		}
	}
	switch {
	case len(townships) == 1 && len(villages) == 0:
		return unitRef{score.Township, townships[0].Code}, nil
	case len(villages) == 1 && len(townships) == 0:
		return unitRef{score.Village, villages[0].Code}, nil
	}
	unknown := &UnknownUnit{Name: name, Window: window}
	for _, u := range append(townships, villages...) {
		unknown.Among = append(unknown.Among, u.Township+u.Name+"（"+u.Code+"）")
	}
	return unitRef{}, unknown
}

// unitQueries say which rows an explanation reads, by level.
var unitQueries = map[score.Level]struct{ level, unit, obligations, consultations, exemptions, below string }{
	score.Village: {
		"village", "village_scores where village_code = ?", "village_code = ?", "village_code = ?", "village_code = ?", "",
	},
	score.Township: {
		"township", "township_scores where township_code = ?", "township_code = ?", "township_code = ?",
		"village_code in (select village_code from obligations where township_code = ?)",
		"village_scores where township_code = ? order by rank asc nulls last, village_code asc nulls last",
	},
	score.District: {
		"district", "district_scores where '' = ?", "(complete = false or status = 'late') and '' = ?", "eligible and not adopted and '' = ?",
		"false and '' = ?", "township_scores where '' = ? order by rank asc nulls last, township_code asc nulls last",
	},
}

func readUnit(ctx context.Context, db *warehouse.DB, u unitRef, in *explain.Input) error {
	q := unitQueries[u.level]
	units, err := warehouse.Read[mart.Unit](ctx, db, "select * from "+q.unit, u.code)
	if err != nil {
		return err
	}
	counts, err := warehouse.Read[score.Counts](ctx, db, "select * from unit_counts where level = ? and code = ?", q.level, u.code)
	if err != nil {
		return err
	}
	if len(units) != 1 || len(counts) != 1 {
		return &UnknownUnit{Name: u.code, Window: in.Build.Window}
	}
	in.Unit, in.Counts = units[0], counts[0]
	if in.Obligations, err = warehouse.Read[mart.Obligation](ctx, db, "select * from explained_obligations where "+q.obligations+
		" order by village_code, due_on, item_code, period asc nulls last, occurred_on asc nulls last, event_no asc nulls last", u.code); err != nil {
		return err
	}
	if in.Consultations, err = warehouse.Read[mart.Consultation](ctx, db, "select * from explained_consultations where "+q.consultations+
		` order by village_code, held_on asc nulls last, topic_no asc nulls last, topic asc nulls last, file_sha256, sheet asc nulls first, "row"`, u.code); err != nil {
		return err
	}
	if in.Exemptions, err = warehouse.Read[mart.Exemption](ctx, db, `select exemptions.*, files.file from exemptions
		left join explained_files as files on exemptions.delivery = files.delivery
		where `+q.exemptions+" order by village_code, item_code, period, exempting_period, kind, exemptions.delivery, \"row\"", u.code); err != nil {
		return err
	}
	if u.level == score.Village {
		if in.OpenFindings, err = warehouse.Read[mart.OpenFinding](ctx, db, `select findings.*, files.file from open_findings as findings
			left join explained_files as files on findings.delivery = files.delivery
			where village_code = ? order by inspected_on, findings.delivery, "row"`, u.code); err != nil {
			return err
		}
	}
	if q.below != "" {
		in.Below, err = warehouse.Read[mart.Unit](ctx, db, "select * from "+q.below, u.code)
	}
	return err
}

// ExplainPage writes an explanation of the standing warehouse as a page into
// dir, for internal eyes, and returns its path.
func (e *Env) ExplainPage(ctx context.Context, x explain.Explanation, dir string) (string, error) {
	data, err := e.reportData(ctx)
	if err != nil {
		return "", fmt.Errorf("read marts: %w", err)
	}
	path := filepath.Join(dir, fmt.Sprintf("explain-%s-%s.html", x.Code, x.Window))
	return path, durable.Write(path, func(w io.Writer) error { return page.Render(w, data, x) })
}
