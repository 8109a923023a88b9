package pipelines

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/reports/receipt"
)

// waitingRow is an error that keeps a row in quarantine, as the lake has it;
// of a refused sheet only the sheet, with its name as the text.
type waitingRow struct {
	Delivery int64  `db:"delivery"`
	Sheet    int64  `db:"sheet_no"`
	Row      int64  `db:"row_no"`
	Header   string `db:"header"`
	Text     string `db:"text"`
	Reason   string `db:"reason"`
	Message  string `db:"message"`
}

// waitingList is what of a delivery has not been taken.
type waitingList struct{ rows, refused []waitingRow }

// rowOf is a row's place in a file.
type rowOf struct{ sheet, row int }

// again hears a delivery being read again and tells what has changed.
type again struct {
	on      civil.Date
	file    string
	before  reading
	rows    map[rowOf][]waitingRow // in quarantine before, and not met again yet
	refused map[int]string         // sheets refused before, by name; -1: the whole file
	other   bool                   // a row waits for something else than before

	released, returned         waitingCounts
	releasedRows, returnedRows int
}

// wholeFile stands for every sheet of a file.
const wholeFile = -1

func newAgain(on civil.Date, file string, before reading, w waitingList) *again {
	a := &again{on: on, file: file, before: before, rows: map[rowOf][]waitingRow{}, refused: map[int]string{}}
	for _, r := range w.rows {
		at := rowOf{int(r.Sheet), int(r.Row)}
		a.rows[at] = append(a.rows[at], r)
	}
	for _, r := range w.refused {
		if r.Text == "" {
			a.refused[wholeFile] = file
		} else {
			a.refused[int(r.Sheet)] = r.Text
		}
	}
	return a
}

// refusedBefore is the name of what was refused with the sheet's rows in it.
func (a *again) refusedBefore(sheet int) (name string, ok bool) {
	if name, ok = a.refused[wholeFile]; !ok {
		name, ok = a.refused[sheet]
	}
	return name, ok
}

// accepted hears that a row is taken.
func (a *again) accepted(sheet, row int) {
	if len(a.rows) == 0 && len(a.refused) == 0 {
		return
	}
	at := rowOf{sheet, row}
	if waited, ok := a.rows[at]; ok {
		delete(a.rows, at)
		a.releasedRows++
		a.released.add(waited)
		return
	}
	if name, ok := a.refusedBefore(sheet); ok {
		a.releasedRows++
		a.released.add([]waitingRow{{Header: "整张表", Text: name}})
	}
}

// quarantined hears that a row is not taken.
func (a *again) quarantined(sheet, row int, findings []filing.Finding) {
	var waits []waitingRow
	for _, f := range findings {
		if !f.Warning {
			waits = append(waits, waitingRow{Header: f.Header, Text: f.Text, Reason: f.Reason, Message: f.Message})
		}
	}
	at := rowOf{sheet, row}
	if waited, ok := a.rows[at]; ok {
		delete(a.rows, at)
		a.other = a.other || !slices.EqualFunc(waited, waits, func(x, y waitingRow) bool {
			return x.Header == y.Header && x.Reason == y.Reason && x.Message == y.Message
		})
		return
	}
	if _, ok := a.refusedBefore(sheet); ok {
		a.other = true
		return
	}
	a.returnedRows++
	a.returned.add(waits)
}

// changed reports whether the township is to hear of it.
func (a *again) changed(receipts []lake.Receipt) bool {
	now := reading{Delivery: a.before.Delivery, References: a.before.References}
	for _, r := range receipts {
		now.Accepted += int64(r.Accepted)
		now.Quarantined += int64(r.Quarantined)
		now.NonData += int64(r.NonData)
		now.Warnings += int64(r.Warnings)
		if r.Status == lake.Refused {
			now.Refused++
		}
	}
	return a.other || len(a.rows) > 0 || a.releasedRows+a.returnedRows > 0 || now != a.before
}

// tell puts what has changed into the report of the reading.
func (a *again) tell(r *Reread) {
	r.Released, r.ReleasedRows = a.released.sorted(), a.releasedRows
	r.Returned, r.ReturnedRows = a.returned.sorted(), a.returnedRows
}

// shownWaiting is how many names a page lists.
const shownWaiting = 50

// data is what the receipt's page says of it; nil for a first reading.
func (a *again) data() *receipt.Reread {
	if a == nil {
		return nil
	}
	named := func(c waitingCounts) (list []receipt.Named) {
		all := c.sorted()
		for _, w := range all[:min(len(all), shownWaiting)] {
			list = append(list, receipt.Named{Header: w.Column, Text: w.Text, Rows: w.Rows})
		}
		if more := len(all) - shownWaiting; more > 0 {
			list = append(list, receipt.Named{Text: fmt.Sprintf("等，另有%d种", more)})
		}
		return list
	}
	return &receipt.Reread{
		On: a.on.Chinese(), Released: named(a.released), Returned: named(a.returned), ReleasedRows: a.releasedRows, ReturnedRows: a.returnedRows,
	}
}

// rereadJSON is a second reading in the JSON receipt.
type rereadJSON struct {
	On           string    `json:"on"`
	ReleasedRows int       `json:"released_rows"`
	ReturnedRows int       `json:"returned_rows"`
	Released     []Waiting `json:"released"`
	Returned     []Waiting `json:"returned"`
}

func (a *again) json() *rereadJSON {
	if a == nil {
		return nil
	}
	return &rereadJSON{a.on.String(), a.releasedRows, a.returnedRows, a.released.sorted(), a.returned.sorted()}
}

// waitingCounts counts rows by what they wait for.
type waitingCounts map[[2]string]int

// add counts a row under each of its errors' names, once.
func (c *waitingCounts) add(errors []waitingRow) {
	if *c == nil {
		*c = waitingCounts{}
	}
	seen := map[[2]string]bool{}
	for _, e := range errors {
		key := [2]string{e.Header, e.Text}
		if e.Header == "" {
			key[1] = e.Message
		}
		if !seen[key] {
			seen[key] = true
			(*c)[key]++
		}
	}
}

// sorted are the names, the most frequent first; never nil.
func (c waitingCounts) sorted() []Waiting {
	list := []Waiting{}
	for key, n := range c {
		list = append(list, Waiting{Column: key[0], Text: key[1], Rows: n})
	}
	slices.SortFunc(list, func(a, b Waiting) int {
		if a.Rows != b.Rows {
			return b.Rows - a.Rows
		}
		if d := strings.Compare(a.Column, b.Column); d != 0 {
			return d
		}
		return strings.Compare(a.Text, b.Text)
	})
	return list
}
