package score

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestFracSix(t *testing.T) {
	tests := []struct {
		f    Frac
		want string // shortest decimal; "" is null
	}{
		{Frac{0, 0}, ""},
		{Frac{3, 0}, ""},
		{Frac{0, 7}, "0"},
		{Frac{7, 7}, "1"},
		{Frac{1, 3}, "0.333333"},
		{Frac{2, 3}, "0.666667"},
		{Frac{1, 2_000_000}, "1e-06"},             // exactly half a millionth: away from zero
		{Frac{3, 2_000_000}, "2e-06"},             // half to even would give 2 too, a cut 1
		{Frac{5, 2_000_000}, "3e-06"},             // half to even would give 2
		{Frac{499_999, 1e12}, "0"},                // just below half
		{Frac{8, 3}, "2.666667"},                  // consultations per village-quarter
		{Frac{1 << 40, 3}, "366503875925.333333"}, // large counts keep their decimals' float64
	}
	for _, tt := range tests {
		v, ok := tt.f.Six()
		if !ok {
			if tt.want != "" {
				t.Errorf("%v: null, want %s", tt.f, tt.want)
			}
			continue
		}
		want, err := strconv.ParseFloat(tt.want, 64)
		if err != nil || v != want {
			t.Errorf("%v: %v, want %q", tt.f, v, tt.want)
		}
	}
}

// The value must be the float64 nearest to the exactly rounded decimal.
func TestFracSixIsNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		d := 1 + r.Int64N(5000)
		f := Frac{r.Int64N(d + 1), d}
		got, _ := f.Six()
		// FloatString rounds half away from zero, independently of rounded.
		want, _ := strconv.ParseFloat(big.NewRat(f.N, f.D).FloatString(6), 64)
		if got != want {
			t.Fatalf("%v: %v, want %v", f, got, want)
		}
	}
}

func TestFracCmp(t *testing.T) {
	big := int64(1) << 62
	tests := []struct {
		f, g Frac
		want int
	}{
		{Frac{1, 2}, Frac{2, 4}, 0},
		{Frac{1, 3}, Frac{333_333, 1_000_000}, 1}, // equal at six decimals, not exactly
		{Frac{0, 5}, Frac{0, 9}, 0},
		{Frac{0, 5}, Frac{1, 1_000_000_000}, -1},
		{Frac{big - 1, big}, Frac{big - 2, big - 1}, 1}, // products beyond 64 bits
	}
	for _, tt := range tests {
		if got := tt.f.Cmp(tt.g); got != tt.want {
			t.Errorf("%v cmp %v = %d, want %d", tt.f, tt.g, got, tt.want)
		}
		if got := tt.g.Cmp(tt.f); got != -tt.want {
			t.Errorf("%v cmp %v = %d, want %d", tt.g, tt.f, got, -tt.want)
		}
	}
}
