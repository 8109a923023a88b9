package shared

import "tongbao/internal/mart"

// Table is a table of a page. Everything in it is text; the template
// escapes it.
type Table struct {
	Caption string
	Class   string // of the style sheet
	Head    []Head
	Bodies  []Body
}

// Head is a column's heading, with a small second line.
type Head struct{ Text, Note string }

// Body is a run of rows, under a heading if it has a name.
type Body struct {
	Name string
	Rows []Row
}

// Row is a row of as many cells as the table has columns.
type Row struct {
	Total bool // a sum over the others
	Cells []Cell
}

// Cell is a cell: a line of text and a smaller one below it, of facts and a
// note.
type Cell struct {
	Text  string
	Facts string // numerator and denominator
	Note  string
	Tone  string // up, down, good, fair, poor: colours that the text repeats in words
	Left  bool   // words, not a number
	Head  bool   // names the row
	Href  string // of another file beside the page; empty: no link
}

// Columns is the number of columns, for a heading across all of them.
func (t Table) Columns() int { return len(t.Head) }

// Text is a cell of words.
func Text(s string) Cell { return Cell{Text: s, Left: true} }

// Number is a cell of a number already written.
func Number(s string) Cell { return Cell{Text: s} }

// RowName is the cell that names its row.
func RowName(s, note string) Cell { return Cell{Text: s, Note: note, Left: true, Head: true} }

// RateCell is a rate with numerator, denominator and change. compare is
// false where there is no previous window at all, so that the change is not
// shown as missing for every unit.
func RateCell(r mart.Rate, before *float64, compare bool) Cell {
	cell := Cell{Text: Percent(r.Value)}
	if r.Value == nil {
		return cell
	}
	cell.Facts = Fraction(r)
	if compare {
		c := PointsBetween(r.Value, before)
		cell.Note, cell.Tone = c.Short(), c.Tone()
	}
	return cell
}

// gradeTones are the colours of grades.
var gradeTones = map[string]string{"优": "good", "良": "good", "中": "fair", "差": "poor"}

// GradeCell is the grade, or why there is none.
func GradeCell(u *mart.Unit) Cell {
	if u.Grade != "" {
		return Cell{Text: u.Grade, Tone: gradeTones[u.Grade]}
	}
	if u.Unranked != "" {
		return Cell{Text: u.Unranked}
	}
	return Cell{Text: Dash}
}

// RankCell is a rank with the places moved.
func RankCell(now, before *int64, compare bool) Cell {
	cell := Cell{Text: Rank(now)}
	if compare && now != nil {
		cell.Note = MovedShort(now, before)
		if places, ok := Moved(now, before); ok && places > 0 {
			cell.Tone = "up"
		} else if ok && places < 0 {
			cell.Tone = "down"
		}
	}
	return cell
}

// ScoreCell is a score with its change.
func ScoreCell(u *mart.Unit, compare bool) Cell {
	cell := Cell{Text: Score(u.Score)}
	if compare && u.Score != nil {
		c := ScoreBetween(u.Score, u.PreviousScore)
		cell.Note, cell.Tone = c.Short(), c.Tone()
	}
	return cell
}
