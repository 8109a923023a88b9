package lake

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/filing"
)

// Origin is the delivery that a part is read from.
type Origin struct {
	Delivery   int64
	SHA256     string
	File       string // name as delivered
	Township   string // 9-digit code; empty: the district's own
	ReceivedAt time.Time
	ReceivedOn civil.Date // the day of receipt; of a history file the day of sealing
	History    bool
	References string // hash of the reference files it is read with
}

// Receipt is what became of one sheet, or of a file refused whole.
type Receipt struct {
	filing.Sheet
	SheetNo int
	Status  Status
	Reason  string // Chinese, where refused
}

// Status of a receipt.
type Status string

// The statuses, as exported.
const (
	Accepted  Status = "accepted"
	Partly    Status = "partly" // some rows are quarantined
	Refused   Status = "refused"
	Duplicate Status = "duplicate"
)

// Lake is a lake directory.
type Lake struct{ dir string }

// Open opens the lake below dir; the directory is made when first written.
func Open(dir string) *Lake { return &Lake{dir: dir} }

// path is the part of a delivery in a table.
func (l *Lake) path(table string, o Origin) string {
	return filepath.Join(l.dir, table, month(o.ReceivedAt), fmt.Sprintf("%08d.parquet", o.Delivery))
}

// outsideFolds refuses a part that would lie inside a fold: it would pass for
// a leftover and be lost. Whoever reads such a delivery unfolds first.
func (p *Part) outsideFolds() error {
	for _, table := range Tables() {
		if p.tables[table] == nil {
			continue
		}
		all, err := p.lake.stored(table, month(p.origin.ReceivedAt))
		if err != nil {
			return fmt.Errorf("list lake table %s: %w", table, err)
		}
		part, _ := parse(p.lake.path(table, p.origin))
		if slices.ContainsFunc(all, func(o stored) bool { return o.covers(part) }) {
			return fmt.Errorf("lake table %s: delivery %d lies inside a fold", table, p.origin.Delivery)
		}
	}
	return nil
}

// month is the folder of what was received at a moment.
func month(at time.Time) string { return at.In(civil.Shanghai).Format("2006-01") }

// Part is one delivery being read. Nothing of it can be seen in the lake
// before Commit; a file that turns out torn is dropped with Abort.
type Part struct {
	lake   *Lake
	origin Origin
	tables map[string]tableWriter
	err    error // the first failure of a sink, returned by Commit
}

// tableWriter writes the temporary file of a table.
type tableWriter interface {
	name() string // of the file
	close() error // finishes the file; it is on disk once promoted
	discard() error
}

// Begin starts the part of a delivery.
func (l *Lake) Begin(o Origin) *Part {
	return &Part{lake: l, origin: o, tables: map[string]tableWriter{}}
}

// writer is the writer of a table, started where there is none.
func writer[W tableWriter](p *Part, table string, start func(target string) (W, error)) (w W, err error) {
	if w, ok := p.tables[table].(W); ok {
		return w, nil
	}
	w, err = start(p.lake.path(table, p.origin))
	if err != nil {
		return w, fmt.Errorf("lake part of delivery %d, %s: %w", p.origin.Delivery, table, err)
	}
	p.tables[table] = w
	return w, nil
}

// append appends a row of receipts or quarantine.
func (p *Part) append(table string, values []any) {
	if p.err != nil {
		return
	}
	w, err := writer(p, table, func(target string) (*recordWriter, error) { return newRecordWriter(target, table) })
	if err == nil {
		err = w.append(values)
	}
	p.err = err
}

// Sheet returns the sink for the rows of one sheet. The table is known when
// the first row comes.
func (p *Part) Sheet(number int, name string, table func() *filing.Table) filing.Sink {
	o := p.origin
	return &sheetSink{part: p, number: number, name: name, table: table, origin: []any{
		o.Delivery, o.SHA256, o.Township, o.Township == "", stamp(o.ReceivedAt), o.ReceivedAt.UnixNano(), o.ReceivedOn,
		o.History, int64(number), name,
	}}
}

// accept appends a row of a filing table.
func (p *Part) accept(t *filing.Table, origin *[]any, row filing.Row) {
	if p.err != nil {
		return
	}
	w, err := writer(p, t.Code, func(target string) (*rowWriter, error) { return newRowWriter(target, filing.ByCode(t.Code)) })
	if err == nil {
		err = w.accept(origin, row)
	}
	p.err = err
}

// Receipt records what became of a sheet.
func (p *Part) Receipt(r Receipt) {
	code := ""
	if r.Table != nil {
		code = r.Table.Code
	}
	o := p.origin
	p.append(Receipts, []any{
		o.Delivery, o.SHA256, o.File, o.Township, stamp(o.ReceivedAt), o.ReceivedOn, o.History, code, int64(r.SheetNo), r.Name,
		string(r.Status), r.Reason, int64(r.Rows), int64(r.Accepted), int64(r.Quarantined), int64(r.NonData), int64(r.Warnings),
		strings.Join(r.Unknown, "；"), r.Hidden, int64(r.HiddenRows), o.References,
	})
}

// Commit puts the part into the lake, the receipts last: a delivery has been
// read when its receipts are there.
func (p *Part) Commit() error {
	if p.err != nil {
		return errors.Join(p.err, p.Abort())
	}
	if err := p.outsideFolds(); err != nil {
		return errors.Join(err, p.Abort())
	}
	for _, table := range Tables() {
		target := p.lake.path(table, p.origin)
		w := p.tables[table]
		if w == nil { // what an earlier reading left
			if err := os.Remove(target); err != nil && !errors.Is(err, os.ErrNotExist) {
				return errors.Join(err, p.Abort())
			}
			continue
		}
		if err := w.close(); err != nil {
			return errors.Join(err, p.Abort())
		}
		if err := durable.Promote(w.name(), target); err != nil {
			return errors.Join(err, p.Abort())
		}
		delete(p.tables, table)
	}
	return nil
}

// Abort drops what was written.
func (p *Part) Abort() error {
	var errs []error
	for _, w := range p.tables {
		errs = append(errs, w.discard())
	}
	p.tables = map[string]tableWriter{}
	return errors.Join(errs...)
}

// sheetSink writes the rows of a sheet.
type sheetSink struct {
	part    *Part
	number  int
	name    string
	table   func() *filing.Table
	origin  []any // what is the same in every row
	finding int64
}

// Accept implements filing.Sink.
func (s *sheetSink) Accept(row filing.Row, warnings []filing.Finding) {
	s.part.accept(s.table(), &s.origin, row)
	s.findings(warnings)
}

// Quarantine implements filing.Sink.
func (s *sheetSink) Quarantine(_ int, findings []filing.Finding) { s.findings(findings) }

// Warn implements filing.Sink.
func (s *sheetSink) Warn(f filing.Finding) { s.findings([]filing.Finding{f}) }

func (s *sheetSink) findings(findings []filing.Finding) {
	o := s.part.origin
	for _, f := range findings {
		severity := "error"
		if f.Warning {
			severity = "warning"
		}
		s.finding++
		s.part.append(Quarantine, []any{
			o.Delivery, o.SHA256, o.File, s.table().Code, int64(s.number), s.name, int64(f.Row), s.finding, f.Cell, f.Column, f.Header,
			f.Text, f.Reason, f.Message, f.Accepted, severity,
		})
	}
}

// stamp is an instant as exports print it: RFC 3339, +08:00.
func stamp(t time.Time) string { return t.In(civil.Shanghai).Format(time.RFC3339) }
