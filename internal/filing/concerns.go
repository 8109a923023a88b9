package filing

// concerned are the columns that a reason about a row is about.
var concerned = map[string][]string{
	PublishedBeforeEvent.Code:  {"published_on", "occurred_on"},
	PublishedAfterRemoval.Code: {"published_on", "removed_on"},
	DecisionWithoutDay.Code:    {"decided_on", "decision"},
	DayWithoutDecision.Code:    {"decided_on", "decision"},
	NoTopicNoOrDay.Code:        {"topic_no", "held_on"},
	AttendedOverInvited.Code:   {"attended", "invited"},
}

// Concerns lists the columns, by code, that somebody has to look at who wants
// to mend a finding: its own, or those that a finding about the whole row is
// about. A key that is repeated concerns no cell in particular.
func (t *Table) Concerns(f Finding) []string {
	switch {
	case f.Column != "":
		return []string{f.Column}
	case f.Reason == RequiredBlank.Code:
		for _, c := range t.Columns {
			if f.Message == RequiredBlank.Bad("列", c.Header).Message {
				return []string{c.Code}
			}
		}
	}
	return concerned[f.Reason]
}
