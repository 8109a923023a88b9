package filing

// rowRules checks what only the cells together can tell. A cell that could
// not be read has its own finding; nothing is said about it a second time.
func (w *rowReading) rowRules(ref ItemRef) {
	for _, c := range w.required {
		if w.blank(c) {
			w.failRow(RequiredBlank.bad("列", w.table.Columns[c].Header))
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

func (w *rowReading) disclosureRules(ref ItemRef) {
	needed := ""
	switch {
	case ref.Frequency == eventFrequency:
		needed = "occurred_on"
	case ref.Code != "":
		needed = "period"
	}
	if c := w.table.Column(needed); c >= 0 && w.blank(c) {
		w.failRow(RequiredBlank.bad("列", w.table.Columns[c].Header))
	}
	published, given := w.day("published_on")
	if !given {
		return
	}
	if occurred, ok := w.day("occurred_on"); ok && published < occurred {
		w.failRow(PublishedBeforeEvent.bad())
	}
	if removed, ok := w.day("removed_on"); ok && published > removed {
		w.failRow(PublishedAfterRemoval.bad())
	}
}

func (w *rowReading) consultationRules() {
	if w.blank(w.table.Column("topic_no")) && w.blank(w.table.Column("held_on")) {
		w.failRow(NoTopicNoOrDay.bad())
	}
	day, decision := w.table.Column("decided_on"), w.table.Column("decision")
	switch {
	case w.values[decision].Valid && w.blank(day):
		w.failRow(DecisionWithoutDay.bad())
	case w.values[day].Valid && w.blank(decision):
		w.failRow(DayWithoutDecision.bad())
	}
	invited, attended := w.values[w.table.Column("invited")], w.values[w.table.Column("attended")]
	if invited.Valid && attended.Valid && attended.Int > invited.Int {
		w.failRow(AttendedOverInvited.bad())
	}
}

func (w *rowReading) exemptionRules(ref ItemRef) {
	if c := w.table.Column("item"); ref.Frequency == eventFrequency {
		w.fail(c, ExemptionOfEvent.bad(), false)
	}
	kind, until := w.table.Column("kind"), w.table.Column("extended_to")
	if w.values[kind].Text != "延期" || !w.blank(until) {
		return
	}
	w.fail(until, ExtensionWithoutDay.bad(), false)
}
