package demo

import (
	"fmt"

	"tongbao/internal/civil"
)

// township is one 镇街 with its part in the story.
type township struct {
	index            int
	code, name, kind string
	habit            habit
	quality          float64 // the share of obligations met on time
	deliveryDay      int     // of the month
	villages         []*village
}

// village is one 村 or 社区.
type village struct {
	code, name, kind      string
	aliases               []string
	households, people    int
	quality               float64
	from, to              civil.Date // on the registry; to is exclusive, 0 for open
	town, former          *township  // former until moved, where moved is not 0
	moved                 civil.Date
	planned, big, careful bool // gives a planned removal day; posts by area; follows every step
}

// in is the township the village belongs to on a day.
func (v *village) in(day civil.Date) *township {
	if v.former != nil && day < v.moved {
		return v.former
	}
	return v.town
}

// listed reports whether the village is on the registry on a day.
func (v *village) listed(day civil.Date) bool {
	return v.from <= day && (v.to == 0 || day < v.to)
}

// committee is the body that publishes.
func (v *village) committee() string {
	if v.kind == "社区" {
		return v.name + "居民委员会"
	}
	return v.name + "村民委员会"
}

// registered is the day from which the register holds.
var registered = civil.MustOf(2020, 1, 1)

// qualities by a township's role: the first is excellent, the eighth poor.
var qualities = []float64{
	0.985, 0.955, 0.93, 0.965, 0.90, 0.945, 0.885, 0.70, 0.925, 0.95, 0.90, 0.91,
	0.94, 0.92, 0.96, 0.87, 0.935, 0.895, 0.915, 0.83, 0.95, 0.88,
}

// silentTownship stops reporting for a time.
const silentTownship = 10

type district struct {
	seed      uint64
	first     civil.Date // of the first month
	months    int
	townships []*township
	villages  []*village
	items     []item
	reform    civil.Date // the day a village moved, another became a 社区
}

func newDistrict(c Config) (*district, error) {
	switch {
	case c.Townships < 1 || c.Townships > len(townshipKinds):
		return nil, fmt.Errorf("demo: %d townships, of 1 to %d", c.Townships, len(townshipKinds))
	case c.Villages < 2*c.Townships || c.Villages > len(villageNames):
		return nil, fmt.Errorf("demo: %d villages, of %d to %d", c.Villages, 2*c.Townships, len(villageNames))
	case c.Months < 1 || c.Months > 60:
		return nil, fmt.Errorf("demo: %d months, of 1 to 60", c.Months)
	case c.Start < registered:
		return nil, fmt.Errorf("demo: starts %s, before %s", c.Start, registered)
	}
	items, err := catalogue(catalogueFrom(c.Start.MonthStart()))
	if err != nil {
		return nil, err
	}
	d := &district{seed: c.Seed, first: c.Start.MonthStart(), months: c.Months, items: items}
	d.foundTownships(c.Townships)
	d.foundVillages(c.Villages)
	d.change()
	return d, nil
}

func (d *district) foundTownships(n int) {
	next := map[string]int{"街道": 1, "镇": 100, "乡": 200}
	named := map[string]int{}
	for i, kind := range townshipKinds[:n] {
		throw := newDice(d.seed, "township", fmt.Sprint(i))
		t := &township{
			index: i, kind: kind, name: d.nth(townshipNames[kind], named[kind]) + kind,
			code:    fmt.Sprintf("%s%03d", DistrictCode, next[kind]),
			habit:   habits[i%len(habits)],
			quality: qualities[i%len(qualities)], deliveryDay: throw.between(16, 20),
		}
		next[kind]++
		named[kind]++
		d.townships = append(d.townships, t)
	}
}

// foundVillages shares the villages out unevenly: every township gets two,
// the rest fall at random with a pull towards the even share.
func (d *district) foundVillages(n int) {
	throw := newDice(d.seed, "villages")
	sizes := make([]int, len(d.townships))
	for i := range n {
		if i < 2*len(sizes) {
			sizes[i%len(sizes)]++
			continue
		}
		a, b := throw.IntN(len(sizes)), throw.IntN(len(sizes))
		if sizes[b] < sizes[a] {
			a = b
		}
		sizes[a]++
	}
	name, formerName := 0, 0
	for i, t := range d.townships {
		urban := max(1, sizes[i]/6)
		if t.kind == "街道" {
			urban = max(1, sizes[i]*2/3)
		}
		for j := range sizes[i] {
			kind, number := "社区", j+1
			if j >= urban {
				kind, number = "村", 200+j-urban
			}
			v := d.newVillage(t, kind, number, d.nth(villageNames, name))
			name++
			if throw.chance(0.12) && formerName < len(formerNames) {
				v.aliases = append(v.aliases, d.nth(formerNames, formerName)+"村")
				formerName++
			}
		}
	}
}

func (d *district) newVillage(t *township, kind string, number int, stem string) *village {
	throw := newDice(d.seed, "village", t.code, kind, fmt.Sprint(number))
	v := &village{
		code: fmt.Sprintf("%s%03d", t.code, number), name: stem + kind, kind: kind, town: t, from: registered,
		households: throw.between(380, 1400), quality: t.quality + throw.Float64()*0.09 - 0.045,
		planned: throw.chance(0.8), careful: throw.chance(t.quality),
	}
	if kind == "社区" {
		v.households = throw.between(1200, 5200)
	}
	v.people = v.households*27/10 + throw.between(0, 200)
	v.big = v.households > 1100
	if number%7 == 3 { // in every township one lags behind
		v.quality -= 0.15
	}
	v.quality = min(v.quality, 0.995)
	t.villages = append(t.villages, v)
	d.villages = append(d.villages, v)
	return v
}

// change lets the map change on the way: one village moves to another
// township, one 村 becomes a 社区 under a new code.
func (d *district) change() {
	d.reform = d.first.AddMonths(d.months * 2 / 5)
	if _, m, _ := d.reform.YMD(); m%3 != 1 { // on a quarter's first day
		d.reform = quarter(d.reform).end.AddDays(1)
	}
	if len(d.townships) > 5 {
		from, to := d.townships[5], d.townships[4]
		v := from.villages[len(from.villages)-1]
		v.former, v.town, v.moved = from, to, d.reform
		from.villages = from.villages[:len(from.villages)-1]
		to.villages = append(to.villages, v)
	}
	t := d.townships[len(d.townships)-1]
	old := t.villages[len(t.villages)-1]
	if old.kind == "村" {
		old.to = d.reform.AddMonths(3)
		v := d.newVillage(t, "社区", 50, newName)
		v.from, v.households, v.people = old.to, old.households+160, old.people+410
	}
}

// member is a village of the township, counted round.
func (t *township) member(n int) *village { return t.villages[n%len(t.villages)] }

// at is a township counted round, so that a small district has every role.
func (d *district) at(n int) *township { return d.townships[n%len(d.townships)] }

// end is the last day of the last month.
func (d *district) end() civil.Date { return d.first.AddMonths(d.months) - 1 }
