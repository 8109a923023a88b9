package sql

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"tongbao/internal/filing"
	"tongbao/internal/score"
)

// headersFile names in Chinese the contract's columns that nothing else
// names: indicators have their titles in package score, columns that a filing
// or reference table declares their headers in package filing. A table of it
// is a table's name, *_scores for the three of them, or * for every table.
//
//go:embed columns_zh.csv
var headersFile []byte

const (
	scoreSuffix = "_scores"
	anyScores   = "*" + scoreSuffix
	anyTable    = "*"
)

// columnKey is a column of a table, or of tables.
type columnKey struct{ table, column string }

// ownHeaders reads headersFile.
func ownHeaders() (map[columnKey]string, error) {
	records, err := csv.NewReader(bytes.NewReader(headersFile)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("columns_zh.csv: %w", err)
	}
	own := map[columnKey]string{}
	for i, r := range records[1:] {
		key := columnKey{r[0], r[1]}
		if _, twice := own[key]; twice {
			return nil, fmt.Errorf("columns_zh.csv line %d: %s.%s has a header already", i+2, key.table, key.column)
		}
		own[key] = r[2]
	}
	return own, nil
}

// headerOf is the Chinese header of a column: its own, else that of what it
// shows. Empty where nobody names it.
func headerOf(own map[columnKey]string, table, column string) string {
	tables := []string{table, anyTable}
	if strings.HasSuffix(table, scoreSuffix) {
		tables = []string{table, anyScores, anyTable}
	}
	for _, t := range tables {
		if h, ok := own[columnKey{t, column}]; ok {
			return h
		}
	}
	return borrowedHeader(table, column)
}

func borrowedHeader(table, column string) string {
	if strings.HasSuffix(table, scoreSuffix) {
		if h := indicatorHeader(column); h != "" {
			return h
		}
	}
	for _, t := range lenders(table) {
		if i := t.Column(column); i >= 0 {
			return t.Columns[i].Header
		}
	}
	return ""
}

// lenders are the declared tables whose columns of the same code a table of
// the contract repeats.
func lenders(table string) []*filing.Table {
	reference := []*filing.Table{&filing.Registry, &filing.Catalogue}
	switch table {
	case "obligations", "problems":
		return append([]*filing.Table{filing.ByCode("disclosures")}, reference...)
	case "consultations":
		return append([]*filing.Table{filing.ByCode("consultations")}, reference...)
	default:
		return reference
	}
}

// aroundIndicator are the columns that stand with an indicator x.
var aroundIndicator = []struct{ before, after, headerBefore, headerAfter string }{
	{"", "", "", ""},
	{"", "_n", "", "·分子"},
	{"", "_d", "", "·分母"},
	{"", "_lo", "", "·区间下限"},
	{"", "_hi", "", "·区间上限"},
	{"rank_", "", "", "名次"},
	{"previous_", "", "上期", ""},
}

func indicatorHeader(column string) string {
	for _, i := range score.Indicators {
		for _, a := range aroundIndicator {
			if column == a.before+i.Name+a.after {
				return a.headerBefore + i.Title + a.headerAfter
			}
		}
	}
	return ""
}
