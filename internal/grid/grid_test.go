package grid

import "testing"

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		column, row int
		want        string
	}{{0, 1, "A1"}, {1, 7, "B7"}, {25, 10, "Z10"}, {26, 2, "AA2"}, {701, 3, "ZZ3"}, {702, 4, "AAA4"}} {
		if got := Address(c.column, c.row); got != c.want {
			t.Errorf("Address(%d, %d) = %s, want %s", c.column, c.row, got, c.want)
		}
	}
}

func TestIsBlank(t *testing.T) {
	if !(Row{Cells: []Cell{{}, {Kind: Text, Text: "  \t"}}}).IsBlank() {
		t.Error("a row of white space is not blank")
	}
	if (Row{Cells: []Cell{{}, {Kind: Number, Text: "0"}}}).IsBlank() {
		t.Error("a zero is blank")
	}
}
