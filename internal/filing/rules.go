package filing

import "tongbao/internal/grid"

// rowRules checks what only the cells together can tell. A cell that could
// not be read has its own finding; nothing is said about it a second time.
func (w *rowReading) rowRules(ref ItemRef) {
	for _, c := range w.required {
		if w.blank(c) {
			w.missing(c)
		}
	}
	switch w.table.Code {
	case "disclosures":
		w.disclosureRules(ref)
	case "consultations":
		w.consultationRules()
	case "exemptions":
		w.exemptionRules(ref)
	}
}

// missing says that a required cell is blank. A row of one cell may be a note
// that nothing marks as such: what to do then is said too.
func (w *rowReading) missing(c int) {
	bad := RequiredBlank.Bad("列", w.table.Columns[c].Header)
	if w.lone() {
		bad.Accepted += loneLine
	}
	w.failRow(bad)
}

// lone reports whether the row has but one cell of its own that is filled.
func (w *rowReading) lone() bool {
	filled := 0
	for i := range w.row.Cells {
		if cell := &w.row.Cells[i]; cell.Cover == grid.Own && !cell.IsBlank() {
			filled++
		}
	}
	return filled == 1
}

func (w *rowReading) disclosureRules(ref ItemRef) {
	needed := -1
	switch {
	case ref.Frequency == eventFrequency:
		needed = w.colOccurred
	case ref.Code != "":
		needed = w.colPeriod
	}
	if needed >= 0 && w.blank(needed) {
		w.missing(needed)
	}
	published, given := w.day(w.colPublished)
	if !given {
		return
	}
	if occurred, ok := w.day(w.colOccurred); ok && published < occurred {
		w.failRow(PublishedBeforeEvent.Bad())
	}
	if removed, ok := w.day(w.colRemoved); ok && published > removed {
		w.failRow(PublishedAfterRemoval.Bad())
	}
}

func (w *rowReading) consultationRules() {
	if w.blank(w.table.Column("topic_no")) && w.blank(w.table.Column("held_on")) {
		w.failRow(NoTopicNoOrDay.Bad())
	}
	day, decision := w.table.Column("decided_on"), w.table.Column("decision")
	switch {
	case w.values[decision].Valid && w.blank(day):
		w.failRow(DecisionWithoutDay.Bad())
	case w.values[day].Valid && w.blank(decision):
		w.failRow(DayWithoutDecision.Bad())
	}
	invited, attended := w.values[w.table.Column("invited")], w.values[w.table.Column("attended")]
	if invited.Valid && attended.Valid && attended.Int > invited.Int {
		w.failRow(AttendedOverInvited.Bad())
	}
}

func (w *rowReading) exemptionRules(ref ItemRef) {
	if c := w.table.Column("item"); ref.Frequency == eventFrequency {
		w.fail(c, ExemptionOfEvent.Bad(), false)
	}
	kind, until := w.table.Column("kind"), w.table.Column("extended_to")
	if w.values[kind].Text != "延期" || !w.blank(until) {
		return
	}
	w.fail(until, ExtensionWithoutDay.Bad(), false)
}
