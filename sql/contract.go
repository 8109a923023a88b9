package sql

import (
	"bytes"
	"encoding/csv"
	"fmt"
)

// Column is one column of the export contract, columns.csv.
type Column struct {
	Table, Name string
	Type        string // text, integer, decimal, date, boolean, timestamp
	Meaning     string
	Header      string // Chinese, for workbooks; unique in its table
}

// Contract lists the columns of every exported table, in order.
func Contract() (map[string][]Column, error) {
	data, err := files.ReadFile("columns.csv")
	if err != nil {
		return nil, err
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("columns.csv: %w", err)
	}
	own, err := ownHeaders()
	if err != nil {
		return nil, err
	}
	tables := map[string][]Column{}
	for _, r := range records[1:] {
		c := Column{Table: r[0], Name: r[1], Type: r[2], Meaning: r[3], Header: headerOf(own, r[0], r[1])}
		if c.Header == "" {
			return nil, fmt.Errorf("columns_zh.csv: no header for %s.%s", c.Table, c.Name)
		}
		tables[c.Table] = append(tables[c.Table], c)
	}
	return tables, nil
}
