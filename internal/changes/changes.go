package changes

import "tongbao/internal/civil"

// Changes is what differs between two sets of figures.
type Changes struct {
	Before Basis `json:"before"` // the figures compared with
	After  Basis `json:"after"`  // those of today
	// the same obligations were judged twice, so that every move is followed
	// to its rows
	SameWindow bool         `json:"same_window"`
	New        []Delivery   `json:"new_deliveries"`  // files that count now and did not; empty for another window
	Gone       []Delivery   `json:"gone_deliveries"` // files that counted and do no more; empty for another window
	References []Replaced   `json:"references"`      // reference files that differ
	Rules      []RuleChange `json:"rules"`           // rules whose value on the window's last day differs
	Moves      []Move       `json:"moves"`           // the units that moved: district, townships, villages, each level by its rank of now
	Unmoved    int          `json:"unmoved"`         // how many units are in both and did not move
	Touched    int          `json:"touched"`         // how many villages among them have rows that differ all the same

	Named          bool        `json:"named"`           // who was named was compared: of the same window, and known on both sides
	Lists          []ListMove  `json:"lists"`           // the red, black and laggard lists; empty unless named
	Problems       ProblemList `json:"problems"`        // all of the list; empty unless named
	PublicProblems ProblemList `json:"public_problems"` // those that a public report may show
}

// Basis is which figures they are.
type Basis struct {
	Window  string     `json:"window"`
	AsOf    civil.Date `json:"as_of"`
	Program string     `json:"program,omitempty"` // version of the program; absent where it is not known
}

// Replaced is a reference file that differs.
type Replaced struct {
	Kind  string `json:"kind"`  // registry, catalogue, rules, calendar, config, mapping-NAME
	Name  string `json:"name"`  // of the file
	State string `json:"state"` // added, removed, changed
}

// RuleChange is a rule whose value in force on the window's last day differs;
// empty: it was, or is, not in force.
type RuleChange struct {
	Rule   string `json:"rule"`   // its name
	Before string `json:"before"` // as in rules.yaml; empty: it was not in force
	After  string `json:"after"`  // as in rules.yaml; empty: it is not in force
}

// Levels of units.
const (
	District = "district"
	Township = "township"
	Village  = "village"
)

// Move is one unit that moved.
type Move struct {
	Level        string          `json:"level"` // district, township, village
	Code         string          `json:"code"`
	Name         string          `json:"name"`
	Kind         string          `json:"kind,omitempty"`          // 村, 社区 of a village, 镇, 乡, 街道 of a township
	TownshipCode string          `json:"township_code,omitempty"` // of a village
	Township     string          `json:"township,omitempty"`      // its name; of a village
	Score        Pair[float64]   `json:"score"`                   // 0–100
	Rank         Pair[int64]     `json:"rank"`                    // among the units of its level
	Grade        Pair[string]    `json:"grade"`                   // in Chinese; after is null where before is the window before, whose grades are not kept
	Indicators   []IndicatorMove `json:"indicators"`              // those that differ
	Causes       []CauseCount    `json:"causes"`                  // why, as far as the rows tell
	Rows         []Row           `json:"rows"`                    // of a village: the obligations and consultations that differ
}

// Pair is a value before and after.
type Pair[T any] struct {
	Before *T `json:"before"` // null where there was none
	After  *T `json:"after"`  // null where there is none
}

// IndicatorMove is an indicator that differs.
type IndicatorMove struct {
	Name   string `json:"name"` // column of the scores: timeliness, completeness, frequency_index, handled, adoption
	Before Rate   `json:"before"`
	After  Rate   `json:"after"`
}

// Rate is an indicator's value with its counts.
type Rate struct {
	N     *float64 `json:"n"`     // numerator; null where only the quotient is known
	D     *float64 `json:"d"`     // denominator; null likewise
	Value *float64 `json:"value"` // n / d to six digits; null: there is nothing to divide
}

// Cause is why something moved.
type Cause string

// The causes.
const (
	NewFiling  Cause = "new_filing"  // a township's filing that had not counted
	Correction Cause = "correction"  // a row of the district's own, 勘误
	Withdrawn  Cause = "withdrawn"   // a later row withdrew it
	GoneFiling Cause = "gone_filing" // a filing that had counted and does no more
	Released   Cause = "released"    // read otherwise: an alias, a village, an item, a mapping
	Exemption  Cause = "exemption"   // 不适用, 延期 or the like, filed or withdrawn
	Rules      Cause = "rules"       // rules, catalogue, registry, calendar or program
	Time       Cause = "time"        // as_of is another day
	OtherFile  Cause = "other_file"  // such as a record of an inspection
	Others     Cause = "others"      // the unit's own figures stand; others moved past it
)

// CauseCount is a cause with the number of rows that it changed; 0: it works
// on the unit as a whole.
type CauseCount struct {
	Cause Cause `json:"cause"`
	Rows  int   `json:"rows"` // how many rows it changed; 0: it works on the unit as a whole
}

// Row is one obligation or consultation that differs.
type Row struct {
	Table      string  `json:"table"`                 // obligations, consultations
	ItemCode   string  `json:"item_code,omitempty"`   // of an obligation
	Item       string  `json:"item,omitempty"`        // its name
	Period     string  `json:"period,omitempty"`      // 2026-06, 2026Q2, 2026H1, 2026
	OccurredOn string  `json:"occurred_on,omitempty"` // day; of an event
	EventNo    string  `json:"event_no,omitempty"`    // of an event, as filed
	TopicNo    string  `json:"topic_no,omitempty"`    // of a consultation, as filed
	HeldOn     string  `json:"held_on,omitempty"`     // day; of a consultation
	Causes     []Cause `json:"causes"`                // several where the rows do not settle it
	Fields     []Field `json:"fields"`
	Before     *Place  `json:"before"` // null: there was no filing
	After      *Place  `json:"after"`  // null: there is none
}

// Field is a column that differs; an empty value is null.
type Field struct {
	Name   string `json:"name"`   // column of the table
	Before string `json:"before"` // as exported; empty: null
	After  string `json:"after"`  // as exported; empty: null
	Scored bool   `json:"scored"` // it bears on the score
}

// Place is the row of a file.
type Place struct {
	Delivery int64  `json:"delivery"` // its number; 0: it is not among those that count
	File     string `json:"file"`
	SHA256   string `json:"sha256"`
	Sheet    string `json:"sheet"`
	Row      int64  `json:"row"`
}
