package pipelines

import (
	"context"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
	"tongbao/internal/vault"
	"tongbao/internal/warehouse"
)

// What only the checks look at: the vault's deliveries, and the years that
// the calendar knows. No figure rests on it.

type refDelivery struct {
	Delivery   int64      `db:"delivery"`
	SHA256     string     `db:"file_sha256"`
	File       string     `db:"file"`
	Township   string     `db:"township_code"` // null: the district's own
	ReceivedOn civil.Date `db:"received_on"`
	History    bool       `db:"history"`
}

type refCalendarYear struct {
	Year    int64 `db:"year"`
	Covered bool  `db:"covered"`
}

// loadCheckInputs fills ref_deliveries and ref_calendar_years.
func loadCheckInputs(ctx context.Context, db *warehouse.DB, deliveries []vault.Delivery, calendar *rulebook.Calendar, from, to civil.Date) error {
	rows := make([]refDelivery, len(deliveries))
	for i, d := range deliveries {
		rows[i] = refDelivery{d.Seq, d.SHA256, d.Name, d.Township, d.ReceivedOn(), d.History}
	}
	if err := warehouse.Load(ctx, db, "ref_deliveries", rows); err != nil {
		return err
	}
	first, _, _ := from.YMD()
	last, _, _ := to.YMD()
	var years []refCalendarYear
	for y := first; y <= last; y++ {
		years = append(years, refCalendarYear{int64(y), calendar.Covers(y)})
	}
	return warehouse.Load(ctx, db, "ref_calendar_years", years)
}
