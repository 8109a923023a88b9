package pipelines

import (
	"context"

	"tongbao/internal/civil"
	"tongbao/internal/rulebook"
	"tongbao/internal/warehouse"
)

// The rows that the models get from Go: everything that needs a calendar, a
// rule or a spell. Days are dates; ranges of validity exclude their end.

type refSnapshot struct {
	Scope       string     `db:"scope"` // current, previous
	AsOf        civil.Date `db:"as_of"`
	DueFrom     civil.Date `db:"due_from"` // due dates judged: the window, or the trend's twelve months
	DueTo       civil.Date `db:"due_to"`
	WindowStart civil.Date `db:"window_start"`
	WindowEnd   civil.Date `db:"window_end"`
	Quarters    int64      `db:"quarters"`
	TargetMilli int64      `db:"target_milli"` // consultations per village and quarter, in thousandths
}

type refStep struct {
	Scope string     `db:"scope"`
	No    int64      `db:"step_no"`
	Start civil.Date `db:"step_start"`
	End   civil.Date `db:"step_end"`
}

type refMonth struct {
	Month      string     `db:"month"`
	Start      civil.Date `db:"month_start"`
	End        civil.Date `db:"month_end"`
	HasFigures bool       `db:"has_figures"`
}

type refPeriod struct {
	Period string     `db:"period"`
	Start  civil.Date `db:"period_start"`
	End    civil.Date `db:"period_end"`
}

type refVillage struct {
	VillageCode  string     `db:"village_code"`
	VillageName  string     `db:"village_name"`
	Kind         string     `db:"kind"`
	TownshipCode string     `db:"township_code"`
	TownshipName string     `db:"township_name"`
	TownshipKind string     `db:"township_kind"`
	Households   *int64     `db:"households"`
	From         civil.Date `db:"valid_from"`
	To           civil.Date `db:"valid_to"`
}

type refItem struct {
	ItemCode  string     `db:"item_code"`
	Item      string     `db:"item"`
	Category  string     `db:"category"`
	AppliesTo string     `db:"applies_to"`
	Frequency string     `db:"frequency"`
	MinDays   *int64     `db:"min_days"` // null: the rule's
	MinMonths *int64     `db:"min_months"`
	From      civil.Date `db:"valid_from"`
	To        civil.Date `db:"valid_to"`
}

type refDue struct {
	ItemCode    string     `db:"item_code"`
	Category    string     `db:"category"`
	AppliesTo   string     `db:"applies_to"`
	Frequency   string     `db:"frequency"`
	MinDays     *int64     `db:"min_days"`
	MinMonths   *int64     `db:"min_months"`
	Period      string     `db:"period"`
	PeriodStart civil.Date `db:"period_start"`
	PeriodEnd   civil.Date `db:"period_end"`
	On          civil.Date `db:"due_on"`
}

type refEventDue struct {
	OccurredOn civil.Date `db:"occurred_on"`
	On         civil.Date `db:"due_on"`
}

type refRules struct {
	From                  civil.Date `db:"valid_from"`
	To                    civil.Date `db:"valid_to"`
	FilingDays            int64      `db:"filing_days"`
	ReviewDays            int64      `db:"review_days"`
	RectificationDays     int64      `db:"rectification_days"`
	ArchiveGraceDays      int64      `db:"archive_grace_days"`
	DecideDays            int64      `db:"decide_days"`
	PublishDays           int64      `db:"publish_days"`
	PromiseDays           int64      `db:"promise_days"`
	ObjectionVillageDays  int64      `db:"objection_village_days"`
	ObjectionUpperDays    int64      `db:"objection_upper_days"`
	ExemptionsBy          string     `db:"exemptions_by"`
	ExemptionsReceiveDays int64      `db:"exemption_receive_days"`
}

type refPostingMinimum struct {
	Category string     `db:"category"`
	From     civil.Date `db:"valid_from"`
	To       civil.Date `db:"valid_to"`
	Days     int64      `db:"min_days"`
	Months   int64      `db:"min_months"`
}

// snapshot is one window as known on one day.
type snapshot struct {
	scope   string
	window  rulebook.Window
	asOf    civil.Date
	dueFrom civil.Date
}

// loadReferences fills the ref_ tables. months are the trend's.
func loadReferences(ctx context.Context, db *warehouse.DB, book *rulebook.Book, snapshots []snapshot, months []refMonth) error {
	var (
		rows   []refSnapshot
		steps  []refStep
		lastly civil.Date
	)
	for _, s := range snapshots {
		lastly = max(lastly, s.window.End)
		rows = append(rows, refSnapshot{
			Scope: s.scope, AsOf: s.asOf, DueFrom: s.dueFrom, DueTo: s.window.End,
			WindowStart: s.window.Start, WindowEnd: s.window.End, Quarters: int64(s.window.Quarters()),
			TargetMilli: book.Rules.On(s.window.End).ConsultationTarget,
		})
		for i, step := range s.window.Steps() {
			steps = append(steps, refStep{s.scope, int64(i), step.Start, step.End})
		}
	}
	if err := warehouse.Load(ctx, db, "ref_snapshots", rows); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_steps", steps); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_months", months); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_registry", villageRows(book)); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_catalogue", itemRows(book)); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_dues", dueRows(book, lastly)); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_event_dues", eventDueRows(book, lastly)); err != nil {
		return err
	}
	if err := warehouse.Load(ctx, db, "ref_periods", periodRows(lastly)); err != nil {
		return err
	}
	rules, minimums := ruleRows(book)
	if err := warehouse.Load(ctx, db, "ref_rules", rules); err != nil {
		return err
	}
	return warehouse.Load(ctx, db, "ref_posting_minimums", minimums)
}

func villageRows(book *rulebook.Book) []refVillage {
	var rows []refVillage
	for _, s := range book.Registry.Spells() {
		rows = append(rows, refVillage{
			s.VillageCode, s.Village, s.Kind, s.TownshipCode, s.Township, s.TownshipKind, s.Households, s.From, s.To,
		})
	}
	return rows
}

// ownMinimum is an item's own minimum posting, nil where the rule's holds.
func ownMinimum(s rulebook.ItemSpell) (days, months *int64) {
	if !s.HasMinimum {
		return nil, nil
	}
	d, m := int64(s.MinDays), int64(s.MinMonths)
	return &d, &m
}

func itemRows(book *rulebook.Book) []refItem {
	var rows []refItem
	for _, s := range book.Catalogue.Spells() {
		days, months := ownMinimum(s)
		rows = append(rows, refItem{s.Code, s.Item, s.Category, s.AppliesTo, string(s.Frequency), days, months, s.From, s.To})
	}
	return rows
}

func dueRows(book *rulebook.Book, until civil.Date) []refDue {
	var rows []refDue
	for _, d := range book.Dues(until) {
		s, _ := book.Catalogue.On(d.ItemCode, d.Period.End())
		days, months := ownMinimum(s)
		rows = append(rows, refDue{
			d.ItemCode, s.Category, s.AppliesTo, string(s.Frequency), days, months,
			d.Period.String(), d.Period.Start(), d.Period.End(), d.On,
		})
	}
	return rows
}

// firstDay is the earliest day that a filing may bear.
var firstDay = civil.MustOf(2000, 1, 1)

func eventDueRows(book *rulebook.Book, until civil.Date) []refEventDue {
	var rows []refEventDue
	for day := firstDay; day <= until; day++ {
		rows = append(rows, refEventDue{day, book.EventDue(day)})
	}
	return rows
}

func periodRows(until civil.Date) []refPeriod {
	var rows []refPeriod
	for _, f := range []rulebook.Frequency{rulebook.Monthly, rulebook.Quarterly, rulebook.HalfYear, rulebook.Yearly} {
		for p := rulebook.PeriodOf(f, firstDay); p.Start() <= until; p = p.Next() {
			rows = append(rows, refPeriod{p.String(), p.Start(), p.End()})
		}
	}
	return rows
}

// ruleRows are the rules and the posting minimums of each category. Spells that
// follow each other and say the same to the models are one.
func ruleRows(book *rulebook.Book) (rules []refRules, minimums []refPostingMinimum) {
	for _, w := range book.Rules.Spells() {
		by := rulebook.ByDistrict
		if w.ExemptionsByTownship {
			by = rulebook.ByTownship
		}
		row := refRules{
			w.From, w.To, int64(w.FilingDays), int64(w.ReviewDays), int64(w.RectificationDays), int64(w.ArchiveGraceDays),
			int64(w.ConsultationDecideDays), int64(w.ConsultationPublishDays), int64(w.ConsultationPromiseDays),
			int64(w.ObjectionVillageDays), int64(w.ObjectionUpperDays), by, int64(w.ExemptionsReceiveDays),
		}
		if n := len(rules); n > 0 && row.same(rules[n-1]) {
			rules[n-1].To = row.To
		} else {
			rules = append(rules, row)
		}
	}
	for _, category := range book.Catalogue.Categories() {
		first := len(minimums)
		for _, w := range book.Rules.Spells() {
			m := book.Rules.Minimum(category, w.From)
			row := refPostingMinimum{category, w.From, w.To, int64(m.Days), int64(m.Months)}
			if n := len(minimums); n > first && minimums[n-1].Days == row.Days && minimums[n-1].Months == row.Months {
				minimums[n-1].To = row.To
			} else {
				minimums = append(minimums, row)
			}
		}
	}
	return rules, minimums
}

// same reports whether two spells say the same.
func (r refRules) same(other refRules) bool {
	other.From, other.To = r.From, r.To
	return r == other
}
