package pipelines

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/vault"
)

// answer is what a township gets back for one file: a receipt as JSON, and
// where something is wrong a CSV of the cells to correct, in outbox. A nil
// answer keeps silent (a delivery that is read again).
type answer struct {
	base string // path without ending
	file *os.File
	csv  *csv.Writer
	err  error
}

// answer starts the answer to a delivery.
func (e *Env) answer(d vault.Delivery) *answer {
	name := shortName(safeName(d.Name))
	dir := filepath.Join(e.WS.Outbox(), safeName(e.WS.TownshipName(d.Township)), civil.On(d.SealedAt).String())
	return &answer{base: filepath.Join(dir, fmt.Sprintf("%06d-%s", d.Seq, name))}
}

var findingHeader = []string{"工作表", "行", "单元格", "列", "原文", "问题", "应填", "性质"}

// beside passes everything on to the sink and writes the findings down.
func (a *answer) beside(sink filing.Sink, sheet string) filing.Sink {
	if a == nil {
		return sink
	}
	return &answering{Sink: sink, answer: a, sheet: sheet}
}

type answering struct {
	filing.Sink
	answer *answer
	sheet  string
}

func (s *answering) Accept(row filing.Row, warnings []filing.Finding) {
	s.Sink.Accept(row, warnings)
	s.answer.findings(s.sheet, warnings, "提醒：本行已收下")
}

func (s *answering) Quarantine(number int, findings []filing.Finding) {
	s.Sink.Quarantine(number, findings)
	s.answer.findings(s.sheet, findings, "提醒：本行另有错误，未收下")
}

func (s *answering) Warn(f filing.Finding) {
	s.Sink.Warn(f)
	s.answer.findings(s.sheet, []filing.Finding{f}, "提醒：其余照常收下")
}

// findings writes findings down; warning is what is said of those that refuse
// nothing.
func (a *answer) findings(sheet string, findings []filing.Finding, warning string) {
	for _, f := range findings {
		if a.err != nil {
			return
		}
		if a.csv == nil {
			if a.err = a.open(); a.err != nil {
				return
			}
		}
		severity := "错误：本行未收下"
		if f.Warning {
			severity = warning
		}
		record := []string{sheet, fmt.Sprint(f.Row), f.Cell, f.Header, f.Text, f.Message, f.Accepted, severity}
		for i := range record {
			record[i] = asText(record[i])
		}
		a.err = a.csv.Write(record)
	}
}

func (a *answer) open() error {
	if err := os.MkdirAll(filepath.Dir(a.base), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(a.base), ".answering-*")
	if err != nil {
		return err
	}
	a.file = f
	a.csv = csv.NewWriter(f)
	if _, err := io.WriteString(f, bom); err != nil {
		return err
	}
	return a.csv.Write(findingHeader)
}

// forget drops the findings of a file that is refused as a whole.
func (a *answer) forget() {
	if a != nil && a.file != nil {
		a.file.Close()
		os.Remove(a.file.Name())
		a.file, a.csv = nil, nil
	}
}

// receiptFile is the JSON receipt, a contract.
type receiptFile struct {
	Delivery   int64          `json:"delivery"`
	File       string         `json:"file"`
	SHA256     string         `json:"sha256"`
	Township   string         `json:"township_code"` // empty: the district's own
	ReceivedAt string         `json:"received_at"`
	History    bool           `json:"history"`
	Sheets     []receiptSheet `json:"sheets"`
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
func ReceiptJSON(t Taken) any { return receiptOfFile(t.Delivery, t.Receipts) }

func receiptOfFile(d vault.Delivery, receipts []lake.Receipt) receiptFile {
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
	return file
}

// write puts the answer into the outbox.
func (a *answer) write(d vault.Delivery, receipts []lake.Receipt) error {
	if a == nil {
		return nil
	}
	defer a.forget() // gone already where all went well
	if a.file != nil {
		a.csv.Flush()
		if err := errors.Join(a.err, a.csv.Error(), a.file.Chmod(0o644), a.file.Close()); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
		if err := durable.Promote(a.file.Name(), a.base+".待更正.csv"); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
	}
	data, err := json.MarshalIndent(receiptOfFile(d, receipts), "", "  ")
	if err != nil {
		return err
	}
	path := a.base + ".回执.json"
	if err := durable.WriteBytes(path, append(data, '\n')); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return os.Chmod(path, 0o644) // the township is to read it
}
