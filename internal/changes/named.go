package changes

import (
	"cmp"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

// Who was named on a list, and for which problem: a correction says whom it
// takes back and whom it adds.

// ListMove is a unit that came onto a list, left it, or went between the list
// and its annex.
type ListMove struct {
	List         string     `json:"list"`  // red, black, laggard
	Level        string     `json:"level"` // village, township
	Code         string     `json:"code"`
	Name         string     `json:"name"`
	TownshipCode string     `json:"township_code,omitempty"` // of a village
	Township     string     `json:"township,omitempty"`      // its name; of a village
	Before       *ListPlace `json:"before"`                  // null: it was not on the list
	After        *ListPlace `json:"after"`                   // null: it is not on the list
}

// ListPlace is where a unit stands on a list.
type ListPlace struct {
	Place   int64 `json:"place"`   // from 1, in the order of the list
	Annexed bool  `json:"annexed"` // in the annex, for want of room on the list
}

// lists tells who came and went: first those that are on a list now, in its
// order, then those that are no more.
func lists(before, after []mart.ListEntry) []ListMove {
	type key struct{ list, level, code string }
	of := func(e *mart.ListEntry) key { return key{e.List, e.Level, e.Code} }
	move := func(e *mart.ListEntry) ListMove {
		m := ListMove{List: e.List, Level: e.Level, Code: e.Code, Name: e.Name}
		if e.Level == Village {
			m.TownshipCode, m.Township = e.TownshipCode, e.TownshipName
		}
		return m
	}
	old := map[key]*mart.ListEntry{}
	for i := range before {
		old[of(&before[i])] = &before[i]
	}
	moves := []ListMove{}
	for i := range after {
		e := &after[i]
		b := old[of(e)]
		delete(old, of(e))
		if b != nil && b.Annexed == e.Annexed {
			continue
		}
		m := move(e)
		m.After = &ListPlace{e.Place, e.Annexed}
		if b != nil {
			m.Before = &ListPlace{b.Place, b.Annexed}
		}
		moves = append(moves, m)
	}
	for i := range before {
		if e := &before[i]; old[of(e)] != nil {
			m := move(e)
			m.Before = &ListPlace{e.Place, e.Annexed}
			moves = append(moves, m)
		}
	}
	return moves
}

// ProblemList is what became of a list of problems.
type ProblemList struct {
	Before    int       `json:"before"`    // how many problems it had
	After     int       `json:"after"`     // how many it has
	Withdrawn []Problem `json:"withdrawn"` // those that are on it no more
	Added     []Problem `json:"added"`     // those that are new on it
	Reworded  int       `json:"reworded"`  // how many stand on both with another fact
}

// Problem is an entry of the list, of coded fields and reference names.
type Problem struct {
	Level        string `json:"level"` // village, township
	TownshipCode string `json:"township_code"`
	Township     string `json:"township"`
	VillageCode  string `json:"village_code,omitempty"` // of a village
	Village      string `json:"village,omitempty"`      // its name; of a village
	Kind         string `json:"kind"`                   // code, as in the exported problems
	ItemCode     string `json:"item_code,omitempty"`
	Period       string `json:"period,omitempty"` // 2026-06, 2026Q2, 2026H1, 2026
	Fact         string `json:"fact"`             // in Chinese
}

// publishable are the problems that a public list may have.
func publishable(all []mart.Problem) (some []mart.Problem) {
	for _, p := range all {
		if p.Publishable {
			some = append(some, p)
		}
	}
	return some
}

// problemKey is what a problem is of. A matter has one problem of a kind; a
// consultation or a visit is known by its day.
type problemKey struct {
	level, unit, kind, item, period, event string
	day                                    civil.Date
}

func keyOf(p *mart.Problem) problemKey {
	k := problemKey{p.Level, cmp.Or(p.VillageCode, p.TownshipCode), p.Kind, p.ItemCode, p.Period, p.EventNo, 0}
	switch {
	case p.OccurredOn != nil:
		k.day = *p.OccurredOn
	case p.ItemCode == "" || p.Period == "":
		k.day = p.Since
	}
	return k
}

// problems compares two lists. Of several problems of one key, those of the
// same fact are the same; the others are paired in their order.
func problems(before, after []mart.Problem) ProblemList {
	type told struct {
		problemKey
		fact string
	}
	result := ProblemList{Before: len(before), After: len(after), Withdrawn: []Problem{}, Added: []Problem{}}
	same, left := map[told]int{}, map[problemKey]int{}
	for i := range before {
		same[told{keyOf(&before[i]), before[i].Fact}]++
	}
	var rest []*mart.Problem // of after, without its like before
	for i := range after {
		p := &after[i]
		if t := (told{keyOf(p), p.Fact}); same[t] > 0 {
			same[t]--
		} else {
			rest = append(rest, p)
			left[t.problemKey]++
		}
	}
	reworded := map[problemKey]int{}
	for i := range before {
		p := &before[i]
		key := keyOf(p)
		switch t := (told{key, p.Fact}); {
		case same[t] == 0: // stands
		case left[key] > 0:
			same[t]--
			left[key]--
			reworded[key]++
			result.Reworded++
		default:
			same[t]--
			result.Withdrawn = append(result.Withdrawn, shownProblem(p))
		}
	}
	for _, p := range rest {
		if key := keyOf(p); reworded[key] > 0 {
			reworded[key]--
		} else {
			result.Added = append(result.Added, shownProblem(p))
		}
	}
	return result
}

func shownProblem(p *mart.Problem) Problem {
	return Problem{p.Level, p.TownshipCode, p.TownshipName, p.VillageCode, p.VillageName, p.Kind, p.ItemCode, p.Period, p.Fact}
}
