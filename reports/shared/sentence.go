package shared

import (
	"fmt"
	"strings"

	"tongbao/internal/mart"
)

// Join lists names with 、; more than most are counted instead of named.
func Join(names []string, most int) string {
	if len(names) > most {
		return fmt.Sprintf("%s等%d个单位", strings.Join(names[:most], "、"), len(names))
	}
	return strings.Join(names, "、")
}

// RateSentence is 公开及时率92.31%（1,362/1,476），比上期上升2.18个百分点. Without
// a denominator it says so; without a previous value it does not compare.
func RateSentence(name string, r mart.Rate, before *float64) string {
	if r.Value == nil {
		return name + "无可计算的事项（—）"
	}
	text := name + Percent(r.Value) + "（" + Fraction(r) + "）"
	if c := PointsBetween(r.Value, before); c.Known {
		text += "，" + comparison(c)
	}
	return text
}

func comparison(c Change) string {
	if c.Hundr == 0 {
		return "与上期持平"
	}
	return "比上期" + c.Words()
}

// Extremes are the units ranked first and last by a rank; ties are all
// there. ranked counts the units that have the rank at all.
func Extremes(units []mart.Unit, rankOf func(*mart.Unit) *int64) (first, last []mart.Unit, ranked int) {
	least, most := int64(0), int64(0)
	for i := range units {
		if r := rankOf(&units[i]); r != nil {
			ranked++
			if least == 0 || *r < least {
				least = *r
			}
			most = max(most, *r)
		}
	}
	for i := range units {
		r := rankOf(&units[i])
		if r == nil {
			continue
		}
		if *r == least {
			first = append(first, units[i])
		}
		if *r == most {
			last = append(last, units[i])
		}
	}
	return first, last, ranked
}

// RankingSentence tells who is first and who last of a group. It compares
// only what differs: one unit, or all at the same score, have no first.
func RankingSentence(units []mart.Unit, rankOf func(*mart.Unit) *int64) string {
	first, last, ranked := Extremes(units, rankOf)
	var text string
	switch {
	case len(units) == 0:
		return "没有参评单位"
	case ranked == 0:
		text = "没有单位参加排名"
	case ranked == 1:
		text = fmt.Sprintf("仅%s参加排名，得%s分，不作比较", Name(&first[0]), Score(first[0].Score))
	case len(first) == ranked:
		text = fmt.Sprintf("参加排名的%d个单位得分相同，均为%s分", ranked, Score(first[0].Score))
	default:
		text = "得分最高的是" + ends(first) + "，最低的是" + ends(last)
	}
	if out := unranked(units, rankOf); out != "" {
		text += "；" + out
	}
	return text
}

// ends is 甲镇（96.10分）, or 甲镇、乙镇（并列，96.10分）.
func ends(units []mart.Unit) string {
	names := make([]string, len(units))
	for i := range units {
		names[i] = Name(&units[i])
	}
	if len(names) == 1 {
		return fmt.Sprintf("%s（%s分）", names[0], Score(units[0].Score))
	}
	return fmt.Sprintf("%s（并列，%s分）", Join(names, 5), Score(units[0].Score))
}

// unranked tells who has no rank, and why.
func unranked(units []mart.Unit, rankOf func(*mart.Unit) *int64) string {
	var reasons []string
	names := map[string][]string{}
	for i := range units {
		if rankOf(&units[i]) != nil {
			continue
		}
		reason := units[i].Unranked
		if reason == "" {
			reason = "原因未载明"
		}
		if names[reason] == nil {
			reasons = append(reasons, reason)
		}
		names[reason] = append(names[reason], Name(&units[i]))
	}
	var parts []string
	for _, reason := range reasons {
		parts = append(parts, Join(names[reason], 5)+"未排名（"+reason+"）")
	}
	return strings.Join(parts, "，")
}

// ProblemSentence tells a problem's extent, with numerator and denominator,
// and in which townships it is most frequent. That is an order by number of
// cases and no more.
func ProblemSentence(p Problem, where Where) string {
	text := fmt.Sprintf("%s%s%s，占%s的%s（%s/%s）", p.Kind, Count(p.N), p.Unit, p.Of, Percent(Ratio(p.N, p.D)), Count(p.N), Count(p.D))
	if len(where.Named) == 0 {
		if where.Tied == 0 {
			return text
		}
		return fmt.Sprintf("%s，其中%d个镇街并列最多，各%s%s", text, where.Tied, Count(where.TiedN), p.Unit)
	}
	if len(where.Named) == 1 && where.All {
		return text + "，均在" + where.Named[0].Name
	}
	var parts []string
	sum := int64(0)
	for _, s := range where.Named {
		parts = append(parts, fmt.Sprintf("%s（%s/%s）", s.Name, Count(s.N), Count(s.D)))
		sum += s.N
	}
	list := strings.Join(parts, "、")
	switch {
	case where.All:
		return text + "，分布在" + list
	case len(parts) == 1:
		return text + "，最多的是" + list
	}
	return text + fmt.Sprintf("，较多的是%s，合计占全部的%s", list, Percent(Ratio(sum, p.N)))
}
