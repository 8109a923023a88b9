package shared

import (
	"fmt"
	"strings"

	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// Compare tells whether the report has a previous window at all.
func (d *Data) Compare() bool { return d.Build.Previous != "" }

// changeNote heads columns that also show a change.
func changeNote(d *Data) string {
	if d.Compare() {
		return "分子/分母\n较上期"
	}
	return "分子/分母"
}

// scoreNote heads the scores.
func scoreNote(d *Data) string {
	if d.Compare() {
		return "较上期"
	}
	return ""
}

// indexNote tells that the index is not scored while the window runs.
func indexNote(d *Data) string {
	if d.Provisional() {
		return "暂不计分"
	}
	return changeNote(d)
}

// fourthHead and otherHead are the two outcome rates: the scored one first.
func outcomeHeads(d *Data) []Head {
	scored, other := Head{"办理率", changeNote(d)}, Head{"成果采纳率", changeNote(d) + "\n不计分"}
	if d.Build.FourthIsAdopt {
		scored, other = Head{"成果采纳率", changeNote(d)}, Head{"办理率", changeNote(d) + "\n不计分"}
	}
	return []Head{scored, other}
}

func outcomeCells(d *Data, u *mart.Unit) []Cell {
	scored, before := d.Fourth(u)
	other, otherBefore := u.Adoption, u.PreviousAdoption
	if d.Build.FourthIsAdopt {
		other, otherBefore = u.Handled, u.PreviousHandled
	}
	return []Cell{RateCell(scored, before, d.Compare()), RateCell(other, otherBefore, d.Compare())}
}

// rateCells are the scored indicators and the fourth's companion.
func rateCells(d *Data, u *mart.Unit) []Cell {
	return append([]Cell{
		marked(d, u, score.Timeliness, RateCell(u.Timeliness, u.PreviousTimeliness, d.Compare())),
		marked(d, u, score.Completeness, RateCell(u.Completeness, u.PreviousCompleteness, d.Compare())),
		RateCell(u.FrequencyIndex, u.PreviousFrequencyIndex, d.Compare()),
	}, outcomeCells(d, u)...)
}

func rateHeads(d *Data) []Head {
	return append([]Head{
		{"公开及时率", changeNote(d)}, {"完整率", changeNote(d)}, {"协商指数", indexNote(d)},
	}, outcomeHeads(d)...)
}

// Dense tells that there are so many townships that a ranking on one sheet of
// paper has one line for each; numerators and denominators stand elsewhere.
func Dense(d *Data) bool { return len(d.Townships) > 16 }

// RankingTable ranks the townships, 镇乡 and 街道 apart where both are there.
func RankingTable(d *Data, caption string) Table {
	t := Table{Caption: caption, Class: "ranking"}
	if Dense(d) {
		t.Class += " dense"
	}
	t.Head = append([]Head{{"组内名次", ""}, {"全区名次", ""}, {"名次区间", ""}, {"镇街", "村（社区）数"}, {"得分", scoreNote(d)}, {"等次", ""}}, rateHeads(d)...)
	t.Head = append(t.Head, Head{"主要问题", ""})
	groups := Groups(d.Townships)
	for _, g := range groups {
		body := Body{Name: fmt.Sprintf("%s（%d个）", g.Name, len(g.Units))}
		if len(groups) == 1 {
			body.Name = ""
		}
		for i := range g.Units {
			body.Rows = append(body.Rows, Row{Cells: rankingCells(d, &g.Units[i])})
		}
		t.Bodies = append(t.Bodies, body)
	}
	t.Bodies = append(t.Bodies, Body{Rows: []Row{{Total: true, Cells: rankingCells(d, &d.District)}}})
	return t
}

func rankingCells(d *Data, u *mart.Unit) []Cell {
	name := RowName(Name(u), Count(u.Villages)+"个")
	grade := GradeCell(u)
	if u.TownshipCode == "" {
		name.Text, grade = "全区", Cell{Text: Dash}
	}
	cells := []Cell{Number(Rank(u.RankInKind)), RankCell(u.Rank, u.PreviousRank, d.Compare()), Number(RankInterval(u)), name, ScoreCell(u, d.Compare()), grade}
	cells = append(cells, rateCells(d, u)...)
	return append(cells, MainProblem(u))
}

// briefColumns are the ranking's columns up to the two rates of disclosure.
const briefColumns = 8

// BriefTable is the ranking with the two rates of disclosure only, as wide as
// the text of a circular.
func BriefTable(d *Data, caption string) Table {
	full := RankingTable(d, caption)
	t := Table{Caption: caption, Class: "brief", Head: full.Head[:briefColumns]}
	for _, body := range full.Bodies {
		brief := Body{Name: body.Name}
		for _, row := range body.Rows {
			brief.Rows = append(brief.Rows, Row{Total: row.Total, Cells: row.Cells[:briefColumns]})
		}
		t.Bodies = append(t.Bodies, brief)
	}
	return t
}

func orDash(s string) string {
	if s == "" {
		return Dash
	}
	return s
}

// StatusTable counts what became of the obligations, by township.
func StatusTable(d *Data, caption string) Table {
	t := Table{Caption: caption, Head: []Head{
		{"镇街", ""}, {"应公开", ""}, {"按时", ""}, {"逾期", ""}, {"未公开", ""}, {"其中未报送", ""}, {"完整", ""}, {"公示中", "期限未满"},
		{"逾期天数", "中位数"}, {"未到期", "不计入"}, {"不适用", "不计入"},
	}}
	rows := func(units []mart.Unit, total bool) (out []Row) {
		for i := range units {
			u := &units[i]
			name := Name(u)
			days := Dash
			if u.MedianDaysLate != nil {
				days = Count(*u.MedianDaysLate) + "天"
			}
			if total {
				name = "全区"
			}
			out = append(out, Row{Total: total, Cells: []Cell{
				RowName(name, ""), Number(Count(u.Due)), Number(Count(u.OnTime)), Number(Count(u.Late)), Number(Count(u.Missing)),
				Number(Count(u.NotReceived)), Number(Count(int64(u.Completeness.N))), Number(Count(u.Running)), Number(days), Number(Count(u.Pending)), Number(Count(u.Exempt)),
			}})
		}
		return out
	}
	t.Bodies = []Body{{Rows: rows(ByRank(d.Townships), false)}, {Rows: rows([]mart.Unit{d.District}, true)}}
	return t
}

// bands in which villages are shown where they are not named.
var bands = []string{"优", "良", "中", "差", "样本不足", "本期无考核事项"}

// BandTable counts the villages of each township by grade, naming none.
func BandTable(d *Data, caption string) Table {
	t := Table{Caption: caption, Head: []Head{{"镇街", ""}, {"村（社区）", ""}}}
	for _, b := range bands {
		t.Head = append(t.Head, Head{b, ""})
	}
	counts, totals := map[string]map[string]int64{}, map[string]int64{}
	villages := map[string]int64{}
	for i := range d.Villages {
		v := &d.Villages[i]
		band := v.Grade
		if band == "" {
			band = v.Unranked
		}
		if counts[v.TownshipCode] == nil {
			counts[v.TownshipCode] = map[string]int64{}
		}
		counts[v.TownshipCode][band]++
		villages[v.TownshipCode]++
		totals[band]++
	}
	row := func(name string, all int64, of map[string]int64, total bool) Row {
		r := Row{Total: total, Cells: []Cell{RowName(name, ""), Number(Count(all))}}
		for _, b := range bands {
			r.Cells = append(r.Cells, Number(Count(of[b])))
		}
		return r
	}
	var rows []Row
	for _, u := range ByRank(d.Townships) {
		rows = append(rows, row(Name(&u), villages[u.TownshipCode], counts[u.TownshipCode], false))
	}
	t.Bodies = []Body{{Rows: rows}, {Rows: []Row{row("全区", int64(len(d.Villages)), totals, true)}}}
	return t
}

// BandSentence tells how many villages are in each band.
func BandSentence(d *Data) string {
	totals := map[string]int64{}
	for i := range d.Villages {
		v := &d.Villages[i]
		if v.Grade != "" {
			totals[v.Grade]++
		} else {
			totals[v.Unranked]++
		}
	}
	var parts []string
	for _, b := range bands {
		if totals[b] > 0 {
			parts = append(parts, fmt.Sprintf("%s%s个", b, Count(totals[b])))
		}
	}
	if len(parts) == 0 {
		return "本期没有参评的村（社区）。"
	}
	return fmt.Sprintf("全区%s个村（社区）中，%s。", Count(int64(len(d.Villages))), strings.Join(parts, "、"))
}

// VillageTable ranks every village. It is never part of a public report.
func VillageTable(d *Data, caption string) Table {
	t := Table{Caption: caption, Class: "villages"}
	t.Head = append([]Head{{"全区名次", ""}, {"名次区间", ""}, {"同类名次", ""}, {"村（社区）", ""}, {"镇街", ""}, {"得分", scoreNote(d)}, {"等次", ""}}, rateHeads(d)...)
	var rows []Row
	for _, u := range ByRank(d.Villages) {
		cells := []Cell{
			RankCell(u.Rank, u.PreviousRank, d.Compare()), Number(RankInterval(&u)), Number(Rank(u.RankInKind)), RowName(Name(&u), u.Kind),
			Text(TownshipName(&u)), ScoreCell(&u, d.Compare()), GradeCell(&u),
		}
		rows = append(rows, Row{Cells: append(cells, rateCells(d, &u)...)})
	}
	t.Bodies = []Body{{Rows: rows}}
	return t
}
