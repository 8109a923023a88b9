package score

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// Each draw again, through Score itself, with the weights as large integers.
func TestWeightSensitivityAgainstScore(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	const draws = 300
	moved := 0
	for _, level := range []Level{Village, Township} {
		for _, weights := range [][4]int64{{35, 30, 15, 20}, {50, 0, 0, 50}} {
			p := usual()
			p.Weights = weights
			units := someUnits(r, 70)
			base := Score(level, units, p)
			n := int64(0)
			for _, r := range base {
				if r.Rank != nil {
					n++
				}
			}
			edge := max(1, n/10)
			top, bottom := make([]int, len(units)), make([]int, len(units))
			varied := variedWeights(p, 40, "seed")
			for range draws {
				q := p
				for i, w := range varied() {
					q.Weights[i] = int64(math.Round(w * 1e12))
				}
				for i, r := range Score(level, units, q) {
					if r.Rank != nil && *r.Rank <= edge {
						top[i]++
					}
					if r.Rank != nil && *r.Rank > n-edge {
						bottom[i]++
					}
				}
			}
			for i, stay := range WeightSensitivity(level, units, p, 40, draws, "seed") {
				if (stay == nil) != (base[i].Rank == nil) {
					t.Fatalf("unit %d: %v with rank %v", i, stay, base[i].Rank)
				}
				if stay == nil {
					continue
				}
				if stay.Top != (*base[i].Rank <= edge) || stay.Bottom != (*base[i].Rank > n-edge) {
					t.Errorf("unit %d: %+v with rank %d of %d", i, *stay, *base[i].Rank, n)
				}
				if wantTop, wantBottom := float64(top[i])/draws, float64(bottom[i])/draws; stay.TopShare != wantTop || stay.BottomShare != wantBottom {
					t.Errorf("unit %d: %+v, want shares %v and %v", i, *stay, wantTop, wantBottom)
				}
				if stay.TopShare > 0 && stay.TopShare < 1 || stay.BottomShare > 0 && stay.BottomShare < 1 {
					moved++
				}
			}
		}
	}
	if moved == 0 {
		t.Error("the weights never moved anybody")
	}
}

// The drawn weights add up to 1, have the weights for mean and the stated
// standard deviation, and keep zeros.
func TestVariedWeights(t *testing.T) {
	p := usual()
	p.Weights = [4]int64{35, 45, 0, 20}
	const draws, concentration = 20_000, 100
	varied := variedWeights(p, concentration, "seed")
	var mean, square [4]float64
	for range draws {
		w := varied()
		if math.Abs(w[0]+w[1]+w[2]+w[3]-1) > 1e-12 || w[2] != 0 {
			t.Fatalf("weights %v", w)
		}
		for i := range w {
			mean[i] += w[i] / draws
			square[i] += w[i] * w[i] / draws
		}
	}
	for i, want := range []float64{0.35, 0.45, 0, 0.2} {
		deviation := math.Sqrt(want * (1 - want) / (concentration + 1))
		if math.Abs(mean[i]-want) > 0.002 || math.Abs(math.Sqrt(max(square[i]-mean[i]*mean[i], 0))-deviation) > 0.001 {
			t.Errorf("weight %d: mean %v, want %v ± %v", i, mean[i], want, deviation)
		}
	}
}

func TestWeightSensitivityAtTheEdges(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	units := someUnits(r, 50)
	p := usual()
	// Weights that hardly move leave everybody where they are.
	for i, stay := range WeightSensitivity(Village, units, p, 1e12, 20, "seed") {
		if stay == nil {
			continue
		}
		if stay.Top != (stay.TopShare == 1) || stay.Bottom != (stay.BottomShare == 1) || math.Mod(stay.TopShare, 1) != 0 {
			t.Errorf("unit %d: %+v", i, *stay)
		}
	}
	same := WeightSensitivity(Village, units, p, 40, 100, "seed")
	if !reflect.DeepEqual(same, WeightSensitivity(Village, units, p, 40, 100, "seed")) {
		t.Error("the same seed draws otherwise")
	}
	if reflect.DeepEqual(same, WeightSensitivity(Village, units, p, 40, 100, "another")) {
		t.Error("another seed draws the same")
	}
	p.Weights = [4]int64{}
	for _, stays := range [][]*Stay{
		WeightSensitivity(Village, units, p, 40, 100, "seed"), WeightSensitivity(District, units[:1], usual(), 40, 100, "seed"),
		WeightSensitivity(Village, nil, usual(), 40, 100, "seed"), WeightSensitivity(Village, units, usual(), 40, 0, "seed"),
	} {
		for _, stay := range stays {
			if stay != nil {
				t.Errorf("%+v", *stay)
			}
		}
	}
}
