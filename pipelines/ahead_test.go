package pipelines

import (
	"errors"
	"testing"

	"tongbao/internal/grid"
)

func TestAhead(t *testing.T) {
	torn, bad := errors.New("torn"), errors.New("bad row")
	rows := func(n int, end error) func(func(grid.Row) error) error {
		return func(yield func(grid.Row) error) error {
			for i := range n {
				if err := yield(grid.Row{Number: i + 1}); err != nil {
					return err
				}
			}
			return end
		}
	}
	for _, c := range []struct {
		name   string
		rows   int
		end    error
		failAt int
		want   error
		taken  int
	}{
		{"nothing", 0, nil, 0, nil, 0},
		{"less than a chunk", 3, nil, 0, nil, 3},
		{"whole chunks", 2 * aheadRows, nil, 0, nil, 2 * aheadRows},
		{"many", 20*aheadRows + 7, nil, 0, nil, 20*aheadRows + 7},
		{"torn at the end", 20*aheadRows + 7, torn, 0, torn, -1},
		{"a row is refused", 20 * aheadRows, nil, 700, bad, 700},
	} {
		t.Run(c.name, func(t *testing.T) {
			taken := 0
			err := ahead(rows(c.rows, c.end), func(row grid.Row) error {
				taken++
				if row.Number != taken {
					t.Fatalf("row %d is the %dth", row.Number, taken)
				}
				if row.Number == c.failAt {
					return bad
				}
				return nil
			})
			if !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
			if c.taken >= 0 && taken != c.taken {
				t.Errorf("%d rows taken, want %d", taken, c.taken)
			}
		})
	}
}
