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
		return nil, err
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
		if err := e.Vault.Verify(d); err != nil {
			return all, err
		}
		answer := e.answer(d)
		if ok {
			answer = nil // it was answered when it came
		}
		receipts, err := e.read(ctx, d, answer, nil)
		if err != nil {
			return all, fmt.Errorf("重读第%d号收件：%w", d.Seq, err)
		}
		r := Reread{Delivery: d, Before: before.Accepted, Interrupted: !ok}
		for _, receipt := range receipts {
			r.After += int64(receipt.Accepted)
		}
		all = append(all, r)
	}
	return all, nil
}

// BrokenLake is a lake that cannot be read. It is derived: the vault gives it
// again.
type BrokenLake struct{ Err error }

// Error tells what to do.
func (b *BrokenLake) Error() string {
	return fmt.Sprintf("数据湖中有文件损坏，无法读取；请删除工作区的 lake 文件夹后再运行，程序会从 vault 重新读入（%v）", b.Err)
}

// Unwrap gives the detail.
func (b *BrokenLake) Unwrap() error { return b.Err }

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
		return nil, &BrokenLake{Err: err}
	}
	known := map[int64]reading{}
	for _, r := range rows {
		known[r.Delivery] = r
	}
	return known, nil
}
