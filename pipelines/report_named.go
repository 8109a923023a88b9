package pipelines

import (
	"context"

	"tongbao/internal/mart"
	"tongbao/internal/warehouse"
	"tongbao/reports/shared"
)

// readNamed reads who is named in a report, and for what: lists, funnels,
// problems and those of the previous window. Each is ordered whole, so that
// the same warehouse gives the same page.
func readNamed(ctx context.Context, db *warehouse.DB, d *shared.Data) (err error) {
	if d.Lists, err = warehouse.Read[mart.ListEntry](ctx, db, "select * from lists order by level asc nulls last, list_kind asc nulls last, place asc nulls last, code asc nulls last"); err != nil {
		return err
	}
	if d.Funnel, err = warehouse.Read[mart.FunnelPoint](ctx, db, "select * from funnel order by indicator asc nulls last, township_code asc nulls last"); err != nil {
		return err
	}
	const order = `order by level asc nulls last, township_code asc nulls last, village_code asc nulls last, kind asc nulls last, item_code asc nulls last,
		since asc nulls last, period asc nulls last, occurred_on asc nulls last, event_no asc nulls last, fact asc nulls last,
		file_sha256 asc nulls last, sheet asc nulls last, "row" asc nulls last`
	if d.Problems, err = warehouse.Read[mart.Problem](ctx, db, "select * from problems "+order); err != nil {
		return err
	}
	d.PriorProblems, err = warehouse.Read[mart.PriorProblem](ctx, db, "select * from prior_problems "+order)
	return err
}
