package filing

import "tongbao/internal/civil"

// Value is one cell as read. The zero Value is null.
type Value struct {
	Valid bool
	Bool  bool       // Bool
	Day   civil.Date // Date
	Int   int64      // Integer; Decimal in ten-thousandths
	Text  string     // Text, Word, Words, Hashes, Period, Township, Village, Item
}

// Bad says why a cell, row or sheet is not accepted, to the person who must
// act.
type Bad struct {
	Reason   string // stable code: a Reason's, or one of the package that finds names
	Message  string // what is wrong, in Chinese
	Accepted string // what would be right, in Chinese
}

// Finding is a Bad at its place.
type Finding struct {
	Row      int    // as a spreadsheet shows it
	Cell     string // "B7"; empty for a row
	Column   string // code name; empty for a row
	Header   string // as written; empty for a row
	Text     string // as it stood
	Warning  bool   // accepted all the same
	Reason   string
	Message  string
	Accepted string
}

// Named is the text of a cell in a column that no declaration knows.
type Named struct {
	Header string
	Text   string
}

// Row is one row as read: Values by the table's columns.
type Row struct {
	Number int
	Key    string // identifies the row; equal for rows that supersede each other
	Values []Value
	Extra  []Named
}

// Sheet is what became of one sheet.
type Sheet struct {
	Table   *Table // nil where none was recognised
	Name    string // empty for CSV
	Refused *Bad   // why the sheet as a whole was not taken
	// Rows = Accepted + Quarantined + NonData; blank lines below the header
	// are non-data.
	Rows, Accepted, Quarantined, NonData int
	Warnings                             int      // warned cells + repeated keys
	Unknown                              []string // headers no declaration knows
	Hidden                               bool
	Aside                                bool // the program's own page about a filing, without a table
	HiddenRows                           int  // rows of data that the file hides; they are read like any other
}

// Sink takes what the reader finds, row by row in the sheet's order.
type Sink interface {
	// Accept takes a good row, with its warnings. The row's values hold until
	// it returns; only those of a reference table may be kept.
	Accept(row Row, warnings []Finding)
	// Quarantine takes a bad row: its number and all its findings, errors
	// and warnings.
	Quarantine(number int, findings []Finding)
	// Warn takes a warning that belongs to no one row (a unit row).
	Warn(f Finding)
}

// ItemRef is what a name of a catalogue item was read as.
type ItemRef struct {
	Code      string
	Frequency string // 月, 季, 半年, 年, 随时
}

// Names finds townships, villages and catalogue items by what people write.
// It never guesses: a name without a single match is a Bad that suggests the
// nearest names.
type Names interface {
	// Township reads a township's name or 9-digit code, of any township the
	// district ever had.
	// A name that several codes have had means the deliverer, where it is
	// one of them.
	Township(text, deliverer string) (code string, bad *Bad)
	// Village reads a village's name, alias or 12-digit code among all
	// villages the township ever had. Where township is empty (the
	// district's own file without a 镇街), only a 12-digit code is read.
	Village(text, township string) (code string, bad *Bad)
	// Item reads an item among those that apply to the village's kind. Day
	// picks between spells of one item: the period's last day, the day the
	// event occurred, or the day of receipt where the row gives neither.
	// Where village is empty, it could not be read: the item is then looked
	// up among all.
	Item(text, village string, day civil.Date) (ref ItemRef, bad *Bad)
}
