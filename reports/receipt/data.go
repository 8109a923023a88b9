package receipt

// The statuses of a sheet or a file.
const (
	Accepted  = "accepted"
	Partly    = "partly" // some rows go back
	Refused   = "refused"
	Duplicate = "duplicate"
)

// Data is what became of one file.
type Data struct {
	District   string
	Demo       bool // fictional data
	Delivery   int64
	File       string // as delivered
	Township   string // its name
	ReceivedAt string // 2026-07-10 10:00
	History    bool   // an old file
	SHA256     string

	Sheets []Sheet
	Kinds  []Kind // every problem, by kind, errors first
	// Findings are the first of them, of Total; each row's in order.
	Findings []Finding
	Total    int
	Workbook string // name of the return workbook beside the page; empty: there is none
	Reread   *Reread
}

// Sheet is what became of one sheet, or of a file as a whole.
type Sheet struct {
	Name   string // empty for CSV
	Table  string // the table recognised, in Chinese; empty: none
	Status string
	Reason string // why it was refused, and what to do
	Hidden bool

	Rows, Accepted, Quarantined, NonData, Warnings, HiddenRows int

	Unknown []string // headers that no column knows
}

// Kind is a problem, summed up over a file.
type Kind struct {
	Header   string // the column as written; empty: the row as a whole
	Message  string // what is wrong, of the first
	Accepted string // what would be right
	Varied   bool   // others say it in other words
	Warning  bool   // taken all the same
	Count    int
	Places   []string // the first of them
}

// Finding is one cell, or row, with something wrong.
type Finding struct {
	Sheet    string
	Row      int
	Cell     string // empty: the row as a whole
	Header   string
	Text     string // as it stood
	Message  string
	Accepted string
	Effect   Effect
}

// Effect is what a finding means for its row.
type Effect string

// The effects.
const (
	NotTaken   Effect = "错误：本行未收下"
	Taken      Effect = "提醒：本行已收下"
	NotBecause Effect = "提醒：本行另有错误，未收下"
	Elsewhere  Effect = "提醒：其余照常收下"
)

// Reread is what reading a file again, with other references, has changed.
type Reread struct {
	On       string // the day
	Released []Named
	Returned []Named
	// Rows that were waiting and are taken now, and the other way round.
	ReleasedRows, ReturnedRows int
}

// Named counts rows by what they had to wait for, or wait for now.
type Named struct {
	Header string // the column; empty: the row as a whole
	Text   string // what stands there, or what is wrong with the row
	Rows   int
}
