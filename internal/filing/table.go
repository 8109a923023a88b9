// Package filing declares the tables tongbao takes in, once and as data, and
// reads rows of cells into them. It is pure: no file, no database, no clock.
package filing

// Type says how the cells of a column are read.
type Type uint8

// The column types. The values of Word, Words, Period, Township, Village and
// Item columns are kept as text: the word, the words joined by 、, the
// canonical period (2026-06, 2026Q2, 2026H1, 2026), and the codes.
const (
	Text     Type = iota // free text
	Date                 // a civil day
	Bool                 // yes, no, or unknown
	Integer              // a whole count, not negative
	Decimal              // an amount, at most four decimals
	Word                 // one word of a list
	Words                // any words of a list
	Hashes               // hex digests, separated like Words
	Period               // an assessment period of the item's frequency
	Township             // name or 9-digit code
	Village              // name, alias or 12-digit code
	Item                 // name, alias or code of a catalogue item
	Code                 // a code of Digits digits; reference tables only
)

// Column is one declared column of a table.
type Column struct {
	Code     string   // English name: the machine header, the lake's and SQL's column
	Header   string   // Chinese header, as templates and exports print it
	Aliases  []string // other headers accepted
	Type     Type
	Required bool // the header must be there and no cell may be blank
	// BlankOK allows a Required column a blank cell: only the header must be
	// there, and the row rules say when the cell may be blank.
	BlankOK bool
	// WarnOnly marks a column that no figure uses: a bad cell is read as null
	// with a warning, and does not refuse the row.
	WarnOnly bool
	// Ahead marks a date that may lie after the day of receipt.
	Ahead bool
	// List holds the words of a Word or Words column.
	List []Entry
	// True and False are words read as such in a Bool column, besides the
	// general ones.
	True, False []string
	// Fallback is the word for one not on the list, given with a warning.
	Fallback string
	// None is the word of a Words list that says there is none: it is read as
	// null and cannot stand beside another word.
	None string
	// Digits is the length of a Code.
	Digits int
	// Constant, of a mapping, is the text of every row of a sheet that has no
	// such column; Values are a platform's texts, folded, and what the table
	// writes for them.
	Constant string
	Values   map[string]string
}

// Entry is one word of a list with other ways to write it.
type Entry struct {
	Word    string
	Aliases []string
}

// Key is one way a row of a table is identified.
type Key struct {
	// When names the column that must not be blank for this key to be used;
	// empty: always. The first key that can be used is.
	When    string
	Columns []string
}

// Table is one declared table.
type Table struct {
	Code    string
	Title   string
	Columns []Column
	Keys    []Key
	// Mapping names the platform whose export this is; empty: the table as
	// declared.
	Mapping string
	// Reference marks a table the district keeps itself. It is read without
	// tolerance: nothing comes from a title or a sheet's name, and a header
	// that is not declared is an error. Which of its rows exclude each other
	// rulebook judges.
	Reference bool
}

// Column returns the index of the column with the given code, or -1.
func (t *Table) Column(code string) int {
	for i := range t.Columns {
		if t.Columns[i].Code == code {
			return i
		}
	}
	return -1
}

// first returns the index of the first column of the type, or -1.
func (t *Table) first(of Type) int {
	for i := range t.Columns {
		if t.Columns[i].Type == of {
			return i
		}
	}
	return -1
}

// ByCode returns the declared filing table of that code, or nil.
func ByCode(code string) *Table {
	for i := range Tables {
		if Tables[i].Code == code {
			return &Tables[i]
		}
	}
	return nil
}
