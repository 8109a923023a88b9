package shared

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/internal/mart"
)

// Problem is one kind of fault, counted from a unit's rates: N of D.
type Problem struct {
	Kind  string
	Unit  string // measure word: 项, 件, 个
	N, D  int64
	Of    string // what D counts
	Field string // the heading of Fields it stands under
}

// Fields are the headings of problems, in order.
var Fields = []string{"村（居）务公开", "备案与审查整改", "协商", "镇街履职与异议答复"}

// Problems are the faults that a unit's counts show, each with its base,
// zeros included, in the order in which they are told. What is counted per
// window (coverage) is left out while the window is not over.
func Problems(u *mart.Unit, provisional bool) []Problem {
	short := func(kind, unit, of, field string, r mart.Rate) Problem {
		return Problem{Kind: kind, Unit: unit, N: int64(r.D - r.N), D: int64(r.D), Of: of, Field: field}
	}
	undecided := short("成果未研究", "件", "到期协商成果", Fields[2], u.Handled)
	unexplained := short("未采纳未说明", "件", "未采纳的成果", Fields[2], u.Explained)
	// Outcomes that are not handled are either not decided on or refused
	// without a word; the second are counted by themselves.
	undecided.N -= unexplained.N

	problems := []Problem{
		{Kind: "未公开", Unit: "项", N: u.Missing, D: u.Due, Of: "应公开事项", Field: Fields[0]},
		{Kind: "逾期公开", Unit: "项", N: u.Late, D: u.Due, Of: "应公开事项", Field: Fields[0]},
		short("公示期不足", "项", "已公开事项", Fields[0], u.Posting),
		short("要件不齐", "项", "已公开事项", Fields[0], u.Elements),
		short("程序不规范", "项", "已公开事项", Fields[0], u.Procedure),
		short("未按期备案", "项", "应备案事项", Fields[1], u.Filing),
		short("整改逾期", "项", "到期应整改事项", Fields[1], u.Rectification),
		undecided,
		unexplained,
		short("未落实", "件", "到期应落实的成果", Fields[2], u.Implementation),
		short("成果未按期公开", "件", "应公开的成果", Fields[2], u.OutcomePublished),
		short("镇街未按期审查", "项", "应审查的备案", Fields[3], u.Review),
		short("异议未按期答复", "件", "到期异议", Fields[3], u.ObjectionsAnswered),
	}
	if !provisional {
		problems = slices.Insert(problems, 7, short("协商次数未达标", "个村（社区）", "村（社区）", Fields[2], u.Coverage))
		problems = append(problems, short("未到村检查", "个村·季", "应检查的村·季", Fields[3], u.InspectionCoverage))
	}
	return problems
}

// MainProblem names a unit's most frequent fault in disclosure, such as
// 要件不齐 and 20项 below it; several if they tie, a dash where there is none.
// Only faults counted in obligations are compared: villages, outcomes and
// obligations are not the same thing.
func MainProblem(u *mart.Unit) Cell {
	var most int64
	var kinds []string
	for _, p := range Problems(u, true) {
		if p.Field != Fields[0] || p.N == 0 || p.N < most {
			continue
		}
		if p.N > most {
			most, kinds = p.N, nil
		}
		kinds = append(kinds, p.Kind)
	}
	switch len(kinds) {
	case 0:
		return Text(Dash)
	case 1:
		return Cell{Text: kinds[0], Note: Count(most) + "项", Left: true}
	}
	return Cell{Text: strings.Join(kinds, "、"), Note: "各" + Count(most) + "项", Left: true}
}

// Share is one township's part of a problem.
type Share struct {
	Name string
	N, D int64
}

// Where tells in which townships a problem is found.
type Where struct {
	Named []Share // those with the most cases, at most three, the greatest first
	All   bool    // no other township has any
	// Tied is how many townships share the greatest number, where they are
	// too many to be named; TiedN is that number.
	Tied  int
	TiedN int64
}

// Concentrated finds the townships with the most cases of a kind. A tie that
// would not fit whole is left out whole: naming one of two equals would be
// arbitrary.
func Concentrated(townships []mart.Unit, kind string, provisional bool) Where {
	var shares []Share
	for i := range townships {
		for _, p := range Problems(&townships[i], provisional) {
			if p.Kind == kind && p.N > 0 {
				shares = append(shares, Share{Name(&townships[i]), p.N, p.D})
			}
		}
	}
	slices.SortStableFunc(shares, func(a, b Share) int { return cmp.Compare(b.N, a.N) })
	end := min(3, len(shares))
	for end > 0 && end < len(shares) && shares[end-1].N == shares[end].N {
		end--
	}
	where := Where{Named: shares[:end], All: end == len(shares)}
	if end == 0 {
		for where.Tied < len(shares) && shares[where.Tied].N == shares[0].N {
			where.Tied++
		}
		if where.Tied > 0 {
			where.TiedN = shares[0].N
		}
	}
	return where
}
