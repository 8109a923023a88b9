package demo

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
)

// record holds the cells of one row by column code, as they will be in the
// end: string, int, float64, bool or civil.Date. A missing cell is blank.
type record map[string]any

// entry is one row of the story: what is to be reported about one key.
type entry struct {
	table   string
	village *village
	cells   record
	since   civil.Date // the first day on which there is something to report
	sent    string     // what the last delivery said, empty before the first
	spoilt  bool       // a mistake was once made in this row
}

// ahead are the date columns that may name a day still to come.
var ahead = map[string]bool{
	"removed_on": true, "reposted_removed_on": true, "promised_on": true, "extended_to": true, "rectify_by": true,
}

// dependents are cells that are known only once the day in another column
// has come.
var dependents = map[string][]string{
	"published_on": {
		"removed_on", "signed_date", "committee_seal", "supervisor_seal", "signed", "channels", "publisher", "nil",
		"amount_yuan", "summary", "attachment_hash", "boards_posted",
	},
	"reposted_on":          {"reposted_removed_on"},
	"township_reviewed_on": {"review_result", "review_issue"},
	"held_on":              {"fixed_members", "other_members", "invited", "attended", "result", "outcome", "minutes", "form"},
	"decided_on":           {"decision", "promised_on"},
	"answered_on":          {"upheld", "resolution"},
	"implemented_on":       {"supervised"},
}

// asOf is what a clerk could write on the given day: days to come are blank,
// and what follows from them too.
func (e *entry) asOf(day civil.Date) record {
	known := make(record, len(e.cells))
	for column, value := range e.cells {
		known[column] = value
	}
	for column, value := range e.cells {
		if on, isDay := value.(civil.Date); isDay && on > day && !ahead[column] {
			delete(known, column)
			for _, dependent := range dependents[column] {
				delete(known, dependent)
			}
		}
	}
	if e.table == "consultations" && known["decision"] != nil && known["decision"] != "未采纳" {
		known["implementation"] = "落实中"
		if known["implemented_on"] != nil {
			known["implementation"] = "已落实"
		}
	}
	return known
}

// print is a fingerprint of a record: equal where a clerk would see no
// reason to report again.
func (r record) print(columns []string) string {
	var b strings.Builder
	for _, column := range columns {
		if value := r[column]; value != nil {
			fmt.Fprintf(&b, "%s=%v;", column, value)
		}
	}
	return b.String()
}

// story is everything that happened, by table.
type story struct {
	*district
	entries []*entry
}

func (d *district) tell() *story {
	s := &story{district: d}
	exempted := s.exempt()
	for _, v := range d.villages {
		s.disclose(v, exempted)
		s.declareEvents(v)
		s.consult(v)
		s.object(v)
	}
	s.inspect()
	return s
}

func (s *story) add(table string, v *village, since civil.Date, cells record) *entry {
	e := &entry{table: table, village: v, since: since, cells: cells}
	s.entries = append(s.entries, e)
	return e
}

// skill is how well the village meets its duties on a day: townships start
// at their own level, and most get a little better.
func (s *story) skill(v *village, day civil.Date) float64 {
	months := float64(day-s.first) / 30
	switch {
	case v.town.index == 0:
		return v.quality
	case v.town.index%5 == 3: // one in five slides
		return v.quality - 0.006*months
	}
	return min(0.99, v.quality-0.02+0.004*months)
}
