package rulebook

import (
	"cmp"
	"slices"

	"tongbao/internal/civil"
)

// Owed is one periodic matter that one village owes, before any exemption or
// 延期.
type Owed struct {
	Due
	Item    ItemSpell    // as on the period's last day
	Village VillageSpell // as on the due date: its township is the one judged
}

// Owed lists what falls due from one day to another, both included: the item
// stands in the catalogue on the period's last day and applies to the
// village's kind then, and the village is on the registry on that day and on
// the due date. It is in order of township, village, due date, item and
// period.
func (b *Book) Owed(from, to civil.Date) []Owed {
	var out []Owed
	for _, due := range b.Dues(to) {
		if due.On < from {
			continue
		}
		end := due.Period.End()
		item, _ := b.Catalogue.On(due.ItemCode, end)
		for _, v := range b.Registry.Spells() {
			if v.From > end || end >= v.To || !item.Applies(v.Kind) {
				continue
			}
			if at, ok := b.Registry.On(v.VillageCode, due.On); ok {
				out = append(out, Owed{due, item, at})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Owed) int {
		return cmp.Or(cmp.Compare(x.Village.TownshipCode, y.Village.TownshipCode),
			cmp.Compare(x.Village.VillageCode, y.Village.VillageCode))
	})
	return out
}
