package tests

import (
	"strings"
	"testing"

	models "tongbao/sql"
)

// TestMartsFollowTheContract: a mart has the contract's columns, in its
// order and types; more may follow.
func TestMartsFollowTheContract(t *testing.T) {
	contract, err := models.Contract()
	if err != nil {
		t.Fatal(err)
	}
	h := open(t)
	sqlTypes := map[string]string{
		"text": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN", "timestamp": "VARCHAR",
	}
	compared := 0
	for _, m := range h.models {
		columns := contract[m.Name]
		if columns == nil {
			continue
		}
		compared++
		rows, err := h.db.QueryContext(t.Context(), "SELECT * FROM "+m.Name)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		rows.Close()
		for i, c := range columns {
			if i >= len(names) || names[i] != c.Name {
				t.Errorf("%s: column %d is not %s: %v", m.Name, i+1, c.Name, names)
				break
			}
			if got := strings.Replace(h.types[m.Name][c.Name], "INTEGER", "BIGINT", 1); got != sqlTypes[c.Type] {
				t.Errorf("%s.%s is %s, the contract says %s", m.Name, c.Name, got, c.Type)
			}
		}
	}
	if compared < 7 {
		t.Errorf("only %d tables of the contract were found among the models", compared)
	}
}
