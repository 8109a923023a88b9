package changes

import "cmp"

// tally is what differs in the rows of one unit.
type tally struct {
	rows   []Row
	scored map[Cause]int // causes of the rows that bear on the score
	any    map[Cause]int
}

// tally follows every row that differs to the units it belongs to.
func (c *comparison) tally() map[string]*tally {
	units := map[string]*tally{}
	add := func(unit string, causes []Cause, scored bool, shown *Row) {
		t := units[unit]
		if t == nil {
			t = &tally{scored: map[Cause]int{}, any: map[Cause]int{}}
			units[unit] = t
		}
		for _, cause := range causes {
			t.any[cause]++
			if scored {
				t.scored[cause]++
			}
		}
		if shown != nil {
			t.rows = append(t.rows, *shown)
		}
	}
	beforeKeys, before := c.before.keys()
	afterKeys, after := c.after.keys()
	for _, key := range beforeKeys {
		if _, there := after[key]; !there {
			afterKeys = append(afterKeys, key)
		}
	}
	for _, key := range afterKeys {
		var b, a *row
		if i, ok := before[key]; ok {
			r := c.before.row(i)
			b = &r
		}
		if i, ok := after[key]; ok {
			r := c.after.row(i)
			a = &r
		}
		fields, scored := differing(b, a)
		if len(fields) == 0 {
			continue // where only the filing is another, it says the same
		}
		some := cmp.Or(a, b)
		shown := some.shown
		shown.Fields, shown.Causes = fields, c.causes(b, a, fields)
		if b != nil {
			shown.Before = place(c.was, b)
		}
		if a != nil {
			shown.After = place(c.is, a)
		}
		scored = scored || b == nil || a == nil
		add(Village+some.village, shown.Causes, scored, &shown)
		add(Township+some.township, shown.Causes, scored, nil)
		if b != nil && b.township != some.township {
			add(Township+b.township, shown.Causes, scored, nil)
		}
		add(District, shown.Causes, scored, nil)
	}
	return units
}

func place(all files, r *row) *Place {
	if r.source == (Source{}) {
		return nil
	}
	p := &Place{SHA256: r.source.FileSHA256, Sheet: r.source.Sheet, Row: r.source.Row}
	if d, ok := all.of(r); ok {
		p.Delivery, p.File = d.Seq, d.Name
	}
	return p
}
