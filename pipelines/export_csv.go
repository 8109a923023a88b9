package pipelines

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tongbao/internal/civil"
	models "tongbao/sql"
)

// bom lets spreadsheets read a CSV as UTF-8.
const bom = "\ufeff"

// writeCSV writes UTF-8 with BOM, null as the empty field.
func writeCSV(ctx context.Context, t *exportTable, w io.Writer) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	record := make([]string, len(t.columns))
	for i, c := range t.columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for row, err := range t.rows(ctx) {
		if err != nil {
			return err
		}
		for i, c := range t.columns {
			if record[i], err = exportText(c, row[i]); err != nil {
				return err
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// exportText is a value as the export contract writes it.
func exportText(c models.Column, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return asText(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case civil.Date:
		return v.String(), nil
	case float64:
		return strconv.FormatFloat(v, 'f', digitsOf(c), 64), nil
	default:
		return "", fmt.Errorf("column %s: no text for a %T", c.Name, v)
	}
}

// digitsOf is how many decimals a column is written with: scores two, all
// else six. The values were rounded exactly before they were stored.
func digitsOf(c models.Column) int {
	if c.Name == "score" || c.Name == "previous_score" {
		return 2
	}
	return 6
}

// asText keeps a spreadsheet from taking a text for a formula: what begins
// like one is prefixed with an apostrophe. A text that has such a prefix of
// its own is prefixed once more, so that dropping one gives the text back.
func asText(s string) string {
	bare := strings.TrimLeft(s, "'")
	for _, first := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"} {
		if strings.HasPrefix(bare, first) {
			return "'" + s
		}
	}
	return s
}
