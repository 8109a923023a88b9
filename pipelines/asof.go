package pipelines

import (
	"fmt"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
	"tongbao/internal/vault"
)

// lag is how long after a window's end its figures are looked at by default.
const lag = 20

// receiptDay is a disclosures file received: what gives a window figures.
type receiptDay struct {
	On      civil.Date `db:"received_on"`
	History bool       `db:"history"`
}

// figures reports whether a disclosures file had been received by that day.
// History files give every window figures.
func figures(receipts []receiptDay, day civil.Date) bool {
	for _, r := range receipts {
		if r.History || r.On <= day {
			return true
		}
	}
	return false
}

// live reports whether a disclosures file other than a history file had been
// received by that day: history files are no receipt for the default as_of.
func live(receipts []receiptDay, day civil.Date) bool {
	for _, r := range receipts {
		if !r.History && r.On <= day {
			return true
		}
	}
	return false
}

// defaultAsOf is the day as known on which a window is judged where none is
// asked for, and why, in Chinese (specification 3, first section). Deliveries
// after until are not looked at.
func defaultAsOf(w rulebook.Window, deliveries []vault.Delivery, disclosures []receiptDay, until civil.Date) (civil.Date, string) {
	latest, any, old := civil.Date(0), false, civil.Date(0)
	for _, d := range deliveries {
		switch {
		case d.DuplicateOf != 0 || d.ReceivedOn() > until:
		case d.History:
			old = max(old, d.ReceivedOn())
		default:
			latest, any = max(latest, d.ReceivedOn()), true
		}
	}
	if !any { // nothing but history files, or nothing at all
		latest = min(until, w.End)
		if old != 0 {
			latest = old
		}
	}
	limit := w.End.AddDays(lag)
	asOf := min(latest, limit)
	switch {
	case any && !live(disclosures, asOf):
		if asOf != latest {
			return latest, fmt.Sprintf("至%s尚未收到公开备案表（初次使用时补交的旧表），故截至最近一次收件日", asOf.Chinese())
		}
		return latest, "最近一次收件日"
	case latest > limit:
		return asOf, fmt.Sprintf("考核期结束后第%d日", lag)
	case !any && old == 0:
		return asOf, "尚无收件，取考核期末日"
	case !any:
		return asOf, "除历史文件外没有收件，取入库日"
	default:
		return asOf, "最近一次收件日"
	}
}
