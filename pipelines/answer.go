package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/vault"
	"tongbao/reports/receipt"
)

// The endings of an answer's files.
const (
	receiptEnding = ".回执.json"
	pageEnding    = ".回执.html"
	returnEnding  = ".退回表.xlsx" // some rows are to be corrected
	noticeEnding  = ".提醒表.xlsx" // every row was taken, some cells were not
)

// answer is what a township gets back for one file, in its outbox: a receipt
// as JSON and as a page, and where something is wrong a workbook of its own
// rows. A nil answer keeps silent.
type answer struct {
	env      *Env
	delivery vault.Delivery
	base     string // path without ending
	sheets   []*answeredSheet
	kinds    kinds
	told     []receipt.Kind // what the answer says is wrong, once it is written
	again    *again         // what reading again has changed; nil: the first reading
}

// answer starts the answer to a delivery.
func (e *Env) answer(d vault.Delivery) *answer {
	name := shortName(safeName(answeredName(d.Name)))
	dir := filepath.Join(e.WS.Outbox(), safeName(e.WS.TownshipName(d.Township)), civil.On(d.SealedAt).String())
	return &answer{env: e, delivery: d, base: filepath.Join(dir, fmt.Sprintf("%06d-%s", d.Seq, name))}
}

// numbered is how an answer's file begins.
var numbered = regexp.MustCompile(`^\d{6,}-`)

// answeredName is the name of a file, of a return workbook that comes again
// the name of what it was the answer to: names must not grow on the way.
func answeredName(name string) string {
	for _, ending := range []string{returnEnding, noticeEnding} {
		if original, ok := strings.CutSuffix(name, ending); ok && original != "" {
			return numbered.ReplaceAllString(original, "")
		}
	}
	return name
}

// sheet passes everything on to the sink and keeps the findings.
func (a *answer) sheet(number int, name string, sink filing.Sink) filing.Sink {
	if a == nil {
		return sink
	}
	s := &answeredSheet{Sink: sink, answer: a, number: number, name: name}
	a.sheets = append(a.sheets, s)
	return s
}

// read takes from the reader of the last sheet how its rows are laid out,
// once it is closed.
func (a *answer) read(r *filing.Reader) {
	if a != nil {
		a.sheets[len(a.sheets)-1].form = r.Form(a.env.WS.TownshipName)
	}
}

// answeredSheet keeps what is wrong with the rows of a sheet.
type answeredSheet struct {
	filing.Sink
	answer *answer
	number int
	name   string
	form   *filing.Form
	rows   returnedRows
}

// Accept implements filing.Sink.
func (s *answeredSheet) Accept(row filing.Row, warnings []filing.Finding) {
	s.Sink.Accept(row, warnings)
	if s.answer.again != nil {
		s.answer.again.accepted(s.number, row.Number)
	}
	if len(warnings) > 0 {
		s.keep(false, row.Number, warnings, receipt.Taken)
	}
}

// Quarantine implements filing.Sink.
func (s *answeredSheet) Quarantine(number int, findings []filing.Finding) {
	s.Sink.Quarantine(number, findings)
	if s.answer.again != nil {
		s.answer.again.quarantined(s.number, number, findings)
	}
	s.keep(true, number, findings, receipt.NotBecause)
}

// Warn implements filing.Sink.
func (s *answeredSheet) Warn(f filing.Finding) {
	s.Sink.Warn(f)
	s.answer.kinds.add(s.name, f, receipt.Elsewhere)
}

// keep keeps the findings of a row; warning is what one that refuses nothing
// means.
func (s *answeredSheet) keep(bad bool, number int, findings []filing.Finding, warning receipt.Effect) {
	for _, f := range findings {
		s.answer.kinds.add(s.name, f, warning)
	}
	s.rows.keep(s.answer.env.WS.Temp(), returnedRow{Bad: bad, Number: number, Findings: findings})
}

// forget drops what was found, of a file that is refused as a whole or has
// been answered.
func (a *answer) forget() {
	if a == nil {
		return
	}
	for _, s := range a.sheets {
		s.rows.discard()
	}
	a.sheets, a.kinds = nil, kinds{}
}

// receiptFile is the JSON receipt, a contract.
type receiptFile struct {
	Delivery   int64          `json:"delivery"`
	File       string         `json:"file"`
	SHA256     string         `json:"sha256"`
	Township   string         `json:"township_code"` // empty: the district's own
	ReceivedAt string         `json:"received_at"`
	History    bool           `json:"history"`
	Workbook   string         `json:"return_workbook,omitempty"` // beside the receipt
	Reread     *rereadJSON    `json:"reread,omitempty"`
	Sheets     []receiptSheet `json:"sheets"`
	Problems   []problemJSON  `json:"problems,omitempty"` // by kind, errors first
}

type problemJSON struct {
	Column   string   `json:"column"` // header as written; empty: the row as a whole
	Message  string   `json:"message"`
	Accepted string   `json:"accepted"`
	Severity string   `json:"severity"` // error or warning
	Count    int      `json:"count"`
	Places   []string `json:"places"` // the first of them
}

type receiptSheet struct {
	Table       string   `json:"table"`
	Sheet       string   `json:"sheet"`
	Hidden      bool     `json:"hidden"`
	HiddenRows  int      `json:"hidden_rows"`
	Status      string   `json:"status"`
	Reason      string   `json:"reason,omitempty"`
	Rows        int      `json:"rows"`
	Accepted    int      `json:"accepted"`
	Quarantined int      `json:"quarantined"`
	NonData     int      `json:"non_data"`
	Warnings    int      `json:"warnings"`
	Unknown     []string `json:"unknown_headers,omitempty"`
}

// ReceiptJSON is a taken file's receipt as the JSON contract has it.
func ReceiptJSON(t Taken) any { return receiptOfFile(t.Delivery, t.Receipts, t.Problems) }

func receiptOfFile(d vault.Delivery, receipts []lake.Receipt, problems []receipt.Kind) receiptFile {
	file := receiptFile{
		Delivery: d.Seq, File: d.Name, SHA256: d.SHA256, Township: d.Township,
		ReceivedAt: d.ReceivedAt.In(civil.Shanghai).Format(time.RFC3339), History: d.History,
	}
	for _, r := range receipts {
		table := ""
		if r.Table != nil {
			table = r.Table.Code
		}
		file.Sheets = append(file.Sheets, receiptSheet{
			table, r.Name, r.Hidden, r.HiddenRows, string(r.Status), r.Reason, r.Rows, r.Accepted, r.Quarantined, r.NonData, r.Warnings, r.Unknown,
		})
	}
	for _, k := range problems {
		severity := "error"
		if k.Warning {
			severity = "warning"
		}
		file.Problems = append(file.Problems, problemJSON{k.Header, k.Message, k.Accepted, severity, k.Count, k.Places})
	}
	return file
}

// data is what became of the file, for its page and its workbook.
func (a *answer) data(receipts []lake.Receipt) receipt.Data {
	d, ws := a.delivery, a.env.WS
	data := receipt.Data{
		District: ws.Config.District.Name, Demo: ws.Config.Demo, Delivery: d.Seq, File: d.Name, Township: ws.TownshipName(d.Township),
		ReceivedAt: d.ReceivedAt.In(civil.Shanghai).Format("2006-01-02 15:04"), History: d.History, SHA256: d.SHA256,
		Kinds: a.kinds.sorted(), Findings: a.kinds.first, Total: a.kinds.total, Reread: a.again.data(),
	}
	for _, r := range receipts {
		s := receipt.Sheet{
			Name: r.Name, Status: string(r.Status), Reason: r.Reason, Hidden: r.Hidden, HiddenRows: r.HiddenRows, Unknown: r.Unknown,
			Rows: r.Rows, Accepted: r.Accepted, Quarantined: r.Quarantined, NonData: r.NonData, Warnings: r.Warnings,
		}
		if r.Table != nil {
			s.Table = r.Table.Title
		}
		data.Sheets = append(data.Sheets, s)
	}
	return data
}

// write puts the answer into the outbox, in the place of an earlier one.
func (a *answer) write(ctx context.Context, receipts []lake.Receipt) error {
	if a == nil {
		return nil
	}
	defer a.forget()
	if a.again != nil && !a.again.changed(receipts) {
		return nil // it was answered when it came
	}
	data := a.data(receipts)
	a.told = data.Kinds
	file := receiptOfFile(a.delivery, receipts, a.told)
	file.Reread = a.again.json()
	ending := ""
	switch {
	case a.anyBad():
		ending = returnEnding
	case a.anyWarned():
		ending = noticeEnding
	}
	var files []durable.File
	put := func(ending string, fill func(io.Writer) error) {
		files = append(files, durable.File{Name: filepath.Base(a.base) + ending, Fill: fill, Mode: 0o644}) // the township is to read it
	}
	if ending != "" {
		data.Workbook = filepath.Base(a.base) + ending
		file.Workbook = data.Workbook
		put(ending, func(w io.Writer) error { return a.returns(ctx, w, &data) })
	}
	put(pageEnding, func(w io.Writer) error { return receipt.Render(w, data) })
	put(receiptEnding, func(w io.Writer) error {
		text, err := json.MarshalIndent(file, "", "  ")
		if err == nil {
			_, err = w.Write(append(text, '\n'))
		}
		return err
	})
	if err := durable.WriteTogether(filepath.Dir(a.base), files); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	// What an earlier answer, or one that was interrupted, has left.
	for _, other := range []string{returnEnding, noticeEnding} {
		if other == ending {
			continue
		}
		if err := os.Remove(a.base + other); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("write answer: %w", err)
		}
	}
	return nil
}

func (a *answer) anyBad() bool {
	for _, s := range a.sheets {
		if s.rows.bad > 0 {
			return true
		}
	}
	return false
}

func (a *answer) anyWarned() bool {
	for _, s := range a.sheets {
		if s.rows.warned > 0 {
			return true
		}
	}
	return false
}
