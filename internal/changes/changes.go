package changes

import "tongbao/internal/civil"

// Changes is what differs between two sets of figures.
type Changes struct {
	Before Basis `json:"before"`
	After  Basis `json:"after"`
	// SameWindow tells that the same obligations were judged twice, so that
	// every move is followed to its rows.
	SameWindow bool         `json:"same_window"`
	New        []Delivery   `json:"new_deliveries"`  // count now and did not
	Gone       []Delivery   `json:"gone_deliveries"` // counted and do no more
	References []Replaced   `json:"references"`
	Rules      []RuleChange `json:"rules"`
	// Moves are the units that moved, district, townships, villages, each
	// level by its rank of now.
	Moves   []Move `json:"moves"`
	Unmoved int    `json:"unmoved"` // units that are in both and did not move
	// Touched are the villages among them whose rows differ all the same.
	Touched int `json:"touched"`
	// Named tells that who was named was compared: of the same window, and
	// known on both sides. Lists are red, black and laggard; the public
	// problems are those that a public report may show.
	Named          bool        `json:"named"`
	Lists          []ListMove  `json:"lists"`
	Problems       ProblemList `json:"problems"`
	PublicProblems ProblemList `json:"public_problems"`
}

// Basis is which figures they are.
type Basis struct {
	Window  string     `json:"window"`
	AsOf    civil.Date `json:"as_of"`
	Program string     `json:"program,omitempty"`
}

// Replaced is a reference file that differs.
type Replaced struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	State string `json:"state"` // added, removed, changed
}

// RuleChange is a rule whose value in force on the window's last day differs;
// empty: it was, or is, not in force.
type RuleChange struct {
	Rule   string `json:"rule"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Levels of units.
const (
	District = "district"
	Township = "township"
	Village  = "village"
)

// Move is one unit that moved.
type Move struct {
	Level        string          `json:"level"`
	Code         string          `json:"code"`
	Name         string          `json:"name"`
	Kind         string          `json:"kind,omitempty"`
	TownshipCode string          `json:"township_code,omitempty"`
	Township     string          `json:"township,omitempty"`
	Score        Pair[float64]   `json:"score"`
	Rank         Pair[int64]     `json:"rank"`
	Grade        Pair[string]    `json:"grade"`
	Indicators   []IndicatorMove `json:"indicators"` // those that differ
	Causes       []CauseCount    `json:"causes"`
	Rows         []Row           `json:"rows"` // of a village
}

// Pair is a value before and after; nil where there was none.
type Pair[T any] struct {
	Before *T `json:"before"`
	After  *T `json:"after"`
}

// IndicatorMove is an indicator that differs. Counts are nil where only the
// quotient is known.
type IndicatorMove struct {
	Name   string `json:"name"` // column of the scores
	Before Rate   `json:"before"`
	After  Rate   `json:"after"`
}

// Rate is an indicator's value with its counts.
type Rate struct {
	N     *float64 `json:"n"`
	D     *float64 `json:"d"`
	Value *float64 `json:"value"`
}

// Cause is why something moved.
type Cause string

// The causes.
const (
	NewFiling  Cause = "new_filing" // a township's filing that had not counted
	Correction Cause = "correction" // a row of the district's own, 勘误
	Withdrawn  Cause = "withdrawn"  // a later row withdrew it
	GoneFiling Cause = "gone_filing"
	Released   Cause = "released" // read otherwise: an alias, a village, an item, a mapping
	Exemption  Cause = "exemption"
	Rules      Cause = "rules" // rules, catalogue, registry, calendar or program
	Time       Cause = "time"  // as_of is another day
	OtherFile  Cause = "other_file"
	Others     Cause = "others" // the unit's own figures stand; others moved past it
)

// CauseCount is a cause with the number of rows that it changed; 0: it works
// on the unit as a whole.
type CauseCount struct {
	Cause Cause `json:"cause"`
	Rows  int   `json:"rows"`
}

// Row is one obligation or consultation that differs.
type Row struct {
	Table      string  `json:"table"` // obligations, consultations
	ItemCode   string  `json:"item_code,omitempty"`
	Item       string  `json:"item,omitempty"`
	Period     string  `json:"period,omitempty"`
	OccurredOn string  `json:"occurred_on,omitempty"`
	EventNo    string  `json:"event_no,omitempty"`
	TopicNo    string  `json:"topic_no,omitempty"`
	HeldOn     string  `json:"held_on,omitempty"`
	Causes     []Cause `json:"causes"`
	Fields     []Field `json:"fields"`
	Before     *Place  `json:"before"` // nil: there was no filing
	After      *Place  `json:"after"`
}

// Field is a column that differs; an empty value is null.
type Field struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
	Scored bool   `json:"scored"` // it bears on the score
}

// Place is the row of a file.
type Place struct {
	Delivery int64  `json:"delivery"` // 0: not among those that count
	File     string `json:"file"`
	SHA256   string `json:"sha256"`
	Sheet    string `json:"sheet"`
	Row      int64  `json:"row"`
}
