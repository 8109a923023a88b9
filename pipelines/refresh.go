package pipelines

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/lake"
	"tongbao/internal/vault"
	"tongbao/internal/warehouse"
)

// Reread is a delivery read again because what it is read with has changed.
type Reread struct {
	Delivery      vault.Delivery
	Before, After int64 // rows accepted
	Interrupted   bool  // it had been sealed and never read
	// Released counts the rows that were waiting and are accepted now, by the
	// name each had waited for; Returned those that went the other way, by the
	// name each waits for now. A row that waited for two names counts under
	// both, and once in the Rows.
	Released, Returned         []Waiting
	ReleasedRows, ReturnedRows int
}

// Waiting counts rows by what they wait for.
type Waiting struct {
	Column string `json:"column"` // header as written; empty: the row, or the sheet, as a whole
	Text   string `json:"text"`   // what stands there, or what is wrong with the row
	Rows   int    `json:"rows"`
}

// reading is how a delivery stands in the lake.
type reading struct {
	Delivery    int64  `db:"delivery"`
	References  string `db:"reference_hash"`
	Accepted    int64  `db:"accepted"`
	Quarantined int64  `db:"quarantined"`
	NonData     int64  `db:"non_data"`
	Warnings    int64  `db:"warnings"`
	Refused     int64  `db:"refused"`
}

// Refresh reads again what was read with other reference files, headers or
// declarations than today's, and what was sealed but never read. The bytes
// and the day of receipt stay. What is released from or sent to quarantine is
// told by name and count, and the township gets a new answer.
func (e *Env) Refresh(ctx context.Context) ([]Reread, error) {
	references := e.WS.References()
	known, waiting, err := e.readings(ctx, references)
	if err != nil {
		return nil, err
	}
	standing, err := e.unfold(ctx, known, references)
	if err != nil {
		return nil, err
	}
	var all []Reread
	for _, d := range e.Vault.Deliveries() {
		before, ok := known[d.Seq]
		if r, stands := standing[d.Seq]; stands && r.References == references {
			continue
		}
		if err := ctx.Err(); err != nil {
			return all, err
		}
		if err := e.Vault.Verify(d); err != nil {
			if cause := errors.Unwrap(err); cause != nil {
				slog.Warn("a sealed file cannot be read", "delivery", d.Seq, "err", cause)
			}
			return all, err
		}
		answer := e.answer(d)
		if ok {
			answer.again = newAgain(civil.On(e.Now()), d.Name, before, waiting[d.Seq])
			delete(waiting, d.Seq)
		}
		receipts, err := e.read(ctx, d, answer, nil)
		if err != nil {
			return all, fmt.Errorf("重读第%d号收件：%w", d.Seq, err)
		}
		r := Reread{Delivery: d, Before: before.Accepted, Interrupted: !ok}
		for _, receipt := range receipts {
			r.After += int64(receipt.Accepted)
		}
		if answer.again != nil {
			answer.again.tell(&r)
		}
		all = append(all, r)
	}
	return all, nil
}

// unfold removes the folds where what is to be read again lies in one, stale
// or unread since an earlier unfolding was interrupted. It returns how the
// deliveries stand then: a fold takes those with it that were in order.
func (e *Env) unfold(ctx context.Context, known map[int64]reading, references string) (map[int64]reading, error) {
	folds, err := e.Lake.Folds()
	if err != nil {
		return nil, err
	}
	inTheWay := func(d vault.Delivery) bool {
		r, ok := known[d.Seq]
		return (!ok || r.References != references) && folds.Hold(d.Seq, d.ReceivedAt)
	}
	if !slices.ContainsFunc(e.Vault.Deliveries(), inTheWay) {
		return known, nil
	}
	if err := e.Lake.Unfold(); err != nil {
		return nil, err
	}
	standing, _, err := e.readings(ctx, references)
	return standing, err
}

// BrokenLake is a lake that cannot be read. It is derived: the vault gives it
// again.
type BrokenLake struct{ Err error }

// Error tells what to do.
func (b *BrokenLake) Error() string {
	return "数据湖中有文件损坏，无法读取；请删除工作区的 lake 文件夹后再运行，程序会从 vault 重新读入"
}

// Unwrap gives the detail.
func (b *BrokenLake) Unwrap() error { return b.Err }

// brokenLake is what failing to read the lake means, unless the work was
// stopped or the disk is full.
func brokenLake(ctx context.Context, err error) error {
	if explained(ctx, err) {
		return err
	}
	slog.Warn("the lake cannot be read", "err", err)
	return &BrokenLake{Err: err}
}

// explained reports whether an error has a cause that is known already.
func explained(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.As(err, new(*BrokenLake)) || errors.As(durable.Explain(err), new(*durable.NoRoom))
}

// lakeFault is the error of work that reads the lake among other things: a
// *BrokenLake where the lake, read from end to end, is at fault.
func (e *Env) lakeFault(ctx context.Context, err error) error {
	if err == nil || explained(ctx, err) {
		return err
	}
	db, bad := e.openLake(ctx)
	if bad != nil {
		return bad
	}
	defer db.Close()
	for _, table := range lake.Tables() {
		var any sql.NullString // all columns of all rows have a part in it
		row := db.QueryRowContext(ctx, "select cast(max(hash(r)) as varchar) from raw_"+table+" as r")
		if bad := row.Scan(&any); bad != nil {
			return brokenLake(ctx, fmt.Errorf("%w: lake table %s: %w", err, table, bad))
		}
	}
	return err
}

// readings tells how the deliveries stand in the lake and, where some were
// read with other references and are to be read again, which rows wait.
func (e *Env) readings(ctx context.Context, references string) (known map[int64]reading, waiting map[int64]waitingList, err error) {
	db, err := e.openLake(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer db.Close()
	rows, err := warehouse.Read[reading](ctx, db, `
		select
			delivery,
			max(reference_hash) as reference_hash,
			cast(sum(accepted) as bigint) as accepted,
			cast(sum(quarantined) as bigint) as quarantined,
			cast(sum(non_data) as bigint) as non_data,
			cast(sum(warnings) as bigint) as warnings,
			cast(sum(case when status = 'refused' then 1 else 0 end) as bigint) as refused
		from raw_receipts group by delivery`)
	if err != nil {
		return nil, nil, brokenLake(ctx, err)
	}
	known = map[int64]reading{}
	stale := false
	for _, r := range rows {
		known[r.Delivery] = r
		stale = stale || r.References != references
	}
	if !stale {
		return known, nil, nil
	}
	found, err := warehouse.Read[waitingRow](ctx, db, `
		select delivery, sheet_no, row_no, header, text, reason, message
		from raw_quarantine where severity = 'error' order by delivery, sheet_no, row_no, finding_no`)
	if err != nil {
		return nil, nil, brokenLake(ctx, err)
	}
	waiting = map[int64]waitingList{}
	for _, w := range found {
		list := waiting[w.Delivery]
		list.rows = append(list.rows, w)
		waiting[w.Delivery] = list
	}
	refused, err := warehouse.Read[waitingRow](ctx, db, `
		select delivery, sheet_no, sheet as text from raw_receipts where status = 'refused' order by delivery, sheet_no`)
	if err != nil {
		return nil, nil, brokenLake(ctx, err)
	}
	for _, w := range refused {
		list := waiting[w.Delivery]
		list.refused = append(list.refused, w)
		waiting[w.Delivery] = list
	}
	return known, waiting, nil
}
