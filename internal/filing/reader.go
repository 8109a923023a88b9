package filing

import (
	"fmt"
	"slices"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// Context is what a sheet is read with.
type Context struct {
	// Tables are the candidates, a district's aliases merged in.
	Tables []Table
	// Names may be nil for reference tables, which have no names.
	Names Names
	// Deliverer is the delivering township's 9-digit code; empty for the
	// district's own.
	Deliverer string
	// ReceivedOn is the day no date may lie after.
	ReceivedOn civil.Date
	// Sheet is the sheet's name; empty for CSV.
	Sheet  string
	Hidden bool
	// MergesRun says that cells covered from above carry the value, as in
	// xlsx.
	MergesRun bool
	// Seen holds the keys of the file's sheets read so far; nil: none.
	Seen *Seen
}

const (
	// headerRows is how many filled rows are searched for a header.
	headerRows = 30
	// heldRows is how many rows with amounts wait for a unit row that may
	// still come.
	heldRows = 20000
)

// Reader reads one sheet: it finds the header, then takes row after row to
// the sink. It is not safe for use by several goroutines.
type Reader struct {
	ctx   Context
	sink  Sink
	names []map[string]int // by candidate: folded header → column

	above   []grid.Row // filled rows before the header
	titles  []titled
	waiting *attempt // a header that the next row may complete
	aside   bool     // the first row says that this is no filing
	nearest map[string]*layout

	*layout
	sheet      Sheet
	lastRow    int
	blanks     int      // rows of a workbook that are blank, unless a filled one follows
	titleLines []string // what stands above the header, folded
	home       string   // the township the title names, or the deliverer
	homeTitle  *titled
	homeBad    *Bad
	noAmounts  bool
	unitText   string // of the cell that says that amounts are not in 元
	ownColumns []int
	held       []event
	holding    bool
	released   bool
	unnamed    map[int]bool // columns without a header that held something
	failed     error

	columnsInUse
	reading   rowReading
	texts     memo[string, string]   // of villages' cells
	villages  memo[[2]string, named] // by name and township
	townships memo[string, named]
	periods   memo[string, periodReading]
	openings  memo[string, *opening]
	headers   memo[string, string]
	sums      memo[string, totals]
}

// event is a row on its way to the sink.
type event struct {
	row         Row
	findings    []Finding
	quarantined bool
}

// NewReader starts a sheet.
func NewReader(ctx Context, sink Sink) *Reader {
	if ctx.Seen == nil {
		ctx.Seen = NewSeen()
	}
	r := &Reader{ctx: ctx, sink: sink, nearest: map[string]*layout{}, unnamed: map[int]bool{}}
	r.sheet = Sheet{Name: ctx.Sheet, Hidden: ctx.Hidden}
	for i := range ctx.Tables {
		names, _ := headerNames(&ctx.Tables[i]) // WithAliases reports clashes
		r.names = append(r.names, names)
	}
	return r
}

// Table is the table recognised so far, nil before the header was found.
func (r *Reader) Table() *Table { return r.sheet.Table }

// Row takes the next row. Rows come in ascending order; blank ones may be
// left out. An error means the file cannot be read as a whole.
func (r *Reader) Row(row grid.Row) error {
	if row.Number <= r.lastRow {
		return fmt.Errorf("sheet %q: row %d after row %d", r.ctx.Sheet, row.Number, r.lastRow)
	}
	switch {
	case r.failed != nil || r.sheet.Refused != nil:
	case r.layout == nil:
		r.search(row)
	default:
		r.body(row)
	}
	r.lastRow = row.Number
	return r.failed
}

// Close ends the sheet and says what became of it.
func (r *Reader) Close() Sheet {
	if r.layout == nil && r.sheet.Refused == nil {
		switch {
		case r.waiting != nil:
			r.begin(r.waiting)
		case len(r.above) > 0 && !r.aside:
			r.sheet.Refused = r.refusal()
		}
	}
	r.release()
	r.sheet.Aside = r.aside && r.layout == nil
	if r.layout != nil {
		for i := range r.headings {
			r.unnamed[i] = r.unnamed[i] && r.headings[i].text == ""
		}
		for _, i := range sortedKeys(r.unnamed) {
			if r.unnamed[i] {
				r.sheet.Unknown = append(r.sheet.Unknown, columnLetter(i))
				r.refuseUnnamed(i)
			}
		}
	}
	r.sheet.Rows = r.sheet.Accepted + r.sheet.Quarantined + r.sheet.NonData
	return r.sheet
}

func sortedKeys(m map[int]bool) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// search looks for the header: in the row alone, or in the row before and
// this one together. A header found in one row waits for the next, which may
// hold the columns of its groups.
func (r *Reader) search(row grid.Row) {
	if row.IsBlank() {
		if r.waiting != nil {
			r.beginAbove(row)
		}
		return
	}
	both := &attempt{}
	if n := len(r.above); n > 0 && r.above[n-1].Number == row.Number-1 && !r.belowHeader(row) {
		both = r.recognise(twoRows(r.above[n-1], row), r.above[n-1], row)
	}
	if r.waiting != nil {
		if both.better(r.waiting) {
			r.begin(both)
			return
		}
		r.beginAbove(row)
		return
	}
	if len(r.above) == 0 && isAside(row) {
		r.aside = true
	}
	alone := r.recognise(oneRow(row), row)
	r.remember(alone)
	r.above = append(r.above, row)
	switch {
	case both.better(alone):
		r.begin(both)
	case alone.recognised():
		r.waiting = alone
	case len(r.above) >= headerRows && r.aside: // a table may stand anywhere
		r.above, r.titles = r.above[1:], nil
	case len(r.above) >= headerRows:
		r.sheet.Refused = r.refusal()
	default:
		if both.all != nil {
			r.remember(both)
		}
		r.titles = append(r.titles, titleEntries(row, r.isLabel)...)
	}
}

// belowHeader reports whether a row is one of those that stand below a header
// and are none: column numbers, units, an example. A bracket would otherwise
// pass for the tail of the header above it.
func (r *Reader) belowHeader(row grid.Row) bool {
	if isNumbering(row, 0) || isUnitLine(row) {
		return true
	}
	if _, money := unitIn(row); money {
		return true
	}
	for _, cell := range row.Cells {
		if cell.Cover == grid.Own && !cell.IsBlank() {
			sign := r.openingOf(cell.Text).sign
			return sign == signLayout || sign == signExample
		}
	}
	return false
}

// beginAbove settles the waiting header and takes the row below it.
func (r *Reader) beginAbove(row grid.Row) {
	r.begin(r.waiting)
	if r.sheet.Refused == nil {
		r.body(row)
	}
}

// isLabel reports whether a folded text names a column of any candidate.
func (r *Reader) isLabel(label string) bool {
	return slices.ContainsFunc(r.names, func(names map[string]int) bool { _, ok := names[label]; return ok })
}

// namesOf is the header names of one of the candidates.
func (r *Reader) namesOf(t *Table) map[string]int {
	for i := range r.ctx.Tables {
		if &r.ctx.Tables[i] == t {
			return r.names[i]
		}
	}
	return nil
}

// begin settles the header.
func (r *Reader) begin(a *attempt) {
	r.waiting = nil
	if len(a.tied) > 0 {
		all := append([]string{a.found.table.Title}, a.tied...)
		r.sheet.Refused = TableUnclear.Bad("各表", joinTitles(all))
		return
	}
	r.layout = a.found
	r.sheet.Table = a.found.table
	r.lastRow = a.found.last
	if a.found.twice != nil {
		r.sheet.Refused = a.found.twice
		return
	}
	r.sheet.Unknown = a.found.unknown()
	r.ownColumns = a.found.own()
	for _, row := range r.above {
		if row.Number < r.first {
			r.titleLines = append(r.titleLines, titleAgain(row)...)
		}
	}
	r.settleColumns()
	r.settleHome()
	r.warnHeadings()
	r.warnResembling()
	r.titleUnits()
}

func joinTitles(titles []string) string {
	text := ""
	for i, t := range titles {
		if i > 0 {
			text += "、"
		}
		text += "“" + t + "”"
	}
	return text
}

// settleHome finds the township of the rows that name none.
func (r *Reader) settleHome() {
	r.home = r.ctx.Deliverer
	c := slices.IndexFunc(r.table.Columns, func(c Column) bool { return c.Type == Township })
	if c < 0 || r.table.Reference {
		return
	}
	e, ok := r.titleOf(r.table, c)
	if !ok || e.row >= r.first {
		return
	}
	code, bad := r.ctx.Names.Township(e.value, r.ctx.Deliverer)
	switch {
	case bad != nil: // an office or a village: the deliverer stands
	case r.ctx.Deliverer != "" && code != r.ctx.Deliverer:
		r.homeTitle, r.homeBad = &e, TownshipOther.Bad()
	default:
		r.home = code
	}
}

// body takes a row below the header.
func (r *Reader) body(row grid.Row) {
	blanks := row.Number - r.lastRow - 1
	r.lastRow = row.Number
	if len(r.ownColumns) > 0 {
		row = r.withoutOwn(row)
	}
	if r.ctx.MergesRun && row.IsBlank() {
		// Below its last filled row a workbook may go on for ever with rows
		// that only have a height or a border: they are no lines of the table.
		r.blanks += blanks + 1
		return
	}
	r.sheet.NonData += r.blanks + blanks
	r.blanks = 0
	if r.nonData(row) {
		r.sheet.NonData++
		r.bodyUnits(row)
		return
	}
	if row.Hidden {
		r.sheet.HiddenRows++
	}
	e := r.readRow(row)
	r.emit(&e)
}

// emit counts a row and hands it on, or holds it back while a unit row may
// still take its amounts away.
func (r *Reader) emit(e *event) {
	for _, f := range e.findings {
		if f.Warning {
			r.sheet.Warnings++
		}
	}
	if e.quarantined {
		r.sheet.Quarantined++
	} else {
		r.sheet.Accepted++
	}
	r.holding = r.holding || !r.released && r.hasAmount(e)
	if !r.holding {
		r.hand(e)
		return
	}
	e.row.Values = slices.Clone(e.row.Values)
	r.held = append(r.held, *e)
	if len(r.held) >= heldRows {
		r.release()
	}
}

// release hands on the rows held back.
func (r *Reader) release() {
	r.released = r.released || r.holding
	r.holding = false
	for i := range r.held {
		r.hand(&r.held[i])
	}
	r.held = nil
}

func (r *Reader) hand(e *event) {
	if e.quarantined {
		r.sink.Quarantine(e.row.Number, e.findings)
		return
	}
	r.sink.Accept(e.row, e.findings)
}
