package shared

import (
	"cmp"
	"fmt"
	"strings"

	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
)

// listLevels in the order of printing.
var listLevels = []struct{ code, name string }{{"township", "镇街"}, {"village", "村（社区）"}}

// ListTitles are the lists in words.
var ListTitles = map[score.List]string{score.Red: "红榜", score.Black: "黑榜", score.Laggard: "连续居后"}

// Listed are the units of a level on a list: those that are named, or those
// that did not fit and go to the annex.
func Listed(d *Data, list score.List, level string, annexed bool) []mart.ListEntry {
	var out []mart.ListEntry
	for _, e := range d.Lists {
		if e.List == string(list) && e.Level == level && e.Annexed == annexed {
			out = append(out, e)
		}
	}
	return out
}

// ListTable names the units of a list with the facts that put them there,
// townships apart from villages. It has no bodies where nobody is on it.
func ListTable(d *Data, list score.List, annexed bool, caption string) Table {
	t := Table{Caption: caption, Class: "list", Head: []Head{{"位次", ""}, {"单位", ""}, {"得分", ""}, {"等次", ""}, {"依据", ""}}}
	for _, level := range listLevels {
		entries := Listed(d, list, level.code, annexed)
		if len(entries) == 0 {
			continue
		}
		units := standingOf(d, level.code)
		body := Body{Name: fmt.Sprintf("%s（%d个）", level.name, len(entries))}
		if more := len(Listed(d, list, level.code, !annexed)); more > 0 && !annexed {
			body.Name = fmt.Sprintf("%s（共%d个，列出%d个）", level.name, len(entries)+more, len(entries))
		}
		for i := range entries {
			e := &entries[i]
			name := e.Name
			if e.Level == "village" {
				name = e.TownshipName + e.Name
			}
			body.Rows = append(body.Rows, Row{Cells: []Cell{
				Number(Count(e.Place)), RowName(name, ""), Number(Score(&e.Score)), {Text: e.Grade, Tone: gradeTones[e.Grade]}, Text(listFact(d, e, units)),
			}})
		}
		t.Bodies = append(t.Bodies, body)
	}
	return t
}

// standing is the units of one level by code, and how many share a rank.
type standing struct {
	units map[string]*mart.Unit
	ranks map[int64]int
}

func standingOf(d *Data, level string) standing {
	units := d.Townships
	if level == "village" {
		units = d.Villages
	}
	s := standing{map[string]*mart.Unit{}, map[int64]int{}}
	for i := range units {
		u := &units[i]
		s.units[cmp.Or(u.VillageCode, u.TownshipCode)] = u
		if u.Rank != nil {
			s.ranks[*u.Rank]++
		}
	}
	return s
}

// listFact tells in numbers what put a unit on its list.
func listFact(d *Data, e *mart.ListEntry, s standing) string {
	rank := "第"
	if s.ranks[e.Rank] > 1 {
		rank = "并列第"
	}
	parts := []string{fmt.Sprintf("%s个中%s%s名", Count(e.Ranked), rank, Count(e.Rank))}
	if u := s.units[e.Code]; u != nil {
		parts = append(parts, fmt.Sprintf("公开及时率%s、完整率%s", withCounts(u.Timeliness), withCounts(u.Completeness)))
	}
	for _, reason := range e.ReasonCodes() {
		switch score.Reason(reason) {
		case score.BelowTimeliness:
			parts = append(parts, belowLimit(d, score.Timeliness, e.Code))
		case score.BelowCompleteness:
			parts = append(parts, belowLimit(d, score.Completeness, e.Code))
		case score.BottomTwice:
			parts = append(parts, Consecutive(d.Build)+"排名居后"+before(e))
		}
	}
	return strings.Join(parts, "；")
}

// withCounts is 92.31%（12/13）, or "—".
func withCounts(r mart.Rate) string {
	if r.Value == nil {
		return Dash
	}
	return Percent(r.Value) + "（" + Fraction(r) + "）"
}

func levelName(code string) string {
	for _, l := range listLevels {
		if l.code == code {
			return l.name
		}
	}
	return code
}

// belowLimit tells which limit a township is below.
func belowLimit(d *Data, indicator, township string) string {
	text := indicatorTitle(indicator) + "低于全区水平的99.8%下限"
	if p := inFunnel(d, indicator, township); p != nil {
		text += Percent(&p.Lo998)
	}
	return text
}

// before tells where the unit stood in the previous window.
func before(e *mart.ListEntry) string {
	if e.PreviousRank == nil || e.PreviousRanked == nil || e.PreviousScore == nil {
		return ""
	}
	return fmt.Sprintf("（上期%s分、%s，列%s个第%s名）", Score(e.PreviousScore), e.PreviousGrade, Count(*e.PreviousRanked), Count(*e.PreviousRank))
}

// Consecutive is how two windows running are called: 连续两个季度 where each
// is a quarter; months' windows overlap, and are two 期.
func Consecutive(b mart.Build) string {
	p, err := rulebook.ParsePeriod(b.Window)
	if err != nil {
		return "连续两期"
	}
	switch p.Frequency() {
	case rulebook.Quarterly:
		return "连续两个季度"
	case rulebook.HalfYear:
		return "连续两个半年"
	case rulebook.Yearly:
		return "连续两年"
	}
	return "连续两期"
}

// ListCounts tells how many are on the red and the black list, naming the
// townships, and why a list names nobody: 红榜镇街2个（甲镇、乙镇）、村（社区）39个；….
func ListCounts(d *Data) string {
	var parts []string
	for _, list := range []score.List{score.Red, score.Black} {
		var of []string
		for _, level := range listLevels {
			named, more := Listed(d, list, level.code, false), len(Listed(d, list, level.code, true))
			if len(named)+more == 0 {
				continue
			}
			text := fmt.Sprintf("%s%d个", level.name, len(named)+more)
			if len(named) == 0 {
				text += "（得分并列，超出名额，正文不列）"
			}
			if level.code == "township" && len(named) > 0 {
				names := make([]string, len(named))
				for i := range named {
					names[i] = named[i].Name
				}
				text += "（" + Join(names, 10) + "）"
			}
			of = append(of, text)
		}
		if len(of) == 0 {
			parts = append(parts, ListTitles[list]+"没有单位")
			continue
		}
		parts = append(parts, ListTitles[list]+strings.Join(of, "、"))
	}
	return strings.Join(parts, "；")
}

// LaggardSentence names who was in the bottom tenth and below 良 in this
// window and the one before; empty where there is no previous window. levels
// are those to name: township, village.
func LaggardSentence(d *Data, levels ...string) string {
	if !d.Compare() {
		return ""
	}
	var parts []string
	for _, level := range levels {
		var names []string
		for _, e := range Listed(d, score.Laggard, level, false) {
			name := e.Name
			if level == "village" {
				name = e.TownshipName + name
			}
			names = append(names, name)
		}
		if len(names) == 0 {
			continue
		}
		text := strings.Join(names, "、")
		if more := len(Listed(d, score.Laggard, level, true)); more > 0 {
			text += fmt.Sprintf("（另有%d个列入附件）", more)
		}
		parts = append(parts, levelName(level)+"有"+text)
	}
	words := Consecutive(d.Build) + "排名居后（两期均在后十分之一，等次均低于“良”）的"
	if len(parts) == 0 {
		return "没有" + words + strings.Join(levelNames(levels), "和") + "。"
	}
	return words + strings.Join(parts, "；") + "。"
}

func levelNames(codes []string) []string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = levelName(c)
	}
	return names
}
