package pipelines

import (
	"context"
	"fmt"

	"tongbao/internal/warehouse"
)

// reading is how a delivery stands in the lake.
type reading struct {
	Delivery   int64  `db:"delivery"`
	References string `db:"reference_hash"`
	Accepted   int64  `db:"accepted"`
}

// Refresh reads again what was read with other reference files, headers or
// declarations than today's, and what was sealed but never read. The bytes
// and the day of receipt stay; what is released from or sent to quarantine
// shows in the counts.
func (e *Env) Refresh(ctx context.Context) ([]Reread, error) {
	known, err := e.readings(ctx)
	if err != nil {
		return nil, fmt.Errorf("look into the lake: %w", err)
	}
	references := e.WS.References()
	for _, r := range known {
		if r.References != references {
			if err := e.Lake.Unfold(); err != nil {
				return nil, err
			}
			break
		}
	}
	var all []Reread
	for _, d := range e.Vault.Deliveries() {
		before, ok := known[d.Seq]
		if ok && before.References == references {
			continue
		}
		if err := ctx.Err(); err != nil {
			return all, err
		}
		answer := e.answer(d)
		if ok {
			answer = nil // it was answered when it came
		}
		receipts, err := e.read(ctx, d, answer)
		if err != nil {
			return all, fmt.Errorf("read delivery %d again: %w", d.Seq, err)
		}
		r := Reread{Delivery: d, Before: before.Accepted, Interrupted: !ok}
		for _, receipt := range receipts {
			r.After += int64(receipt.Accepted)
		}
		all = append(all, r)
	}
	return all, nil
}

func (e *Env) readings(ctx context.Context) (map[int64]reading, error) {
	db, err := e.openLake(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := warehouse.Read[reading](ctx, db, `
		select delivery, max(reference_hash) as reference_hash, cast(sum(accepted) as bigint) as accepted
		from raw_receipts group by delivery`)
	if err != nil {
		return nil, err
	}
	known := map[int64]reading{}
	for _, r := range rows {
		known[r.Delivery] = r
	}
	return known, nil
}
