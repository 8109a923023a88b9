package rulebook

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"tongbao/internal/civil"
)

// defaultCalendar holds the days on which the State Council's yearly notices
// make people rest or work otherwise than the week does. Its source and
// licence are in CALENDAR.md beside it.
//
//go:embed calendar_default.csv
var defaultCalendar string

// The two kinds of calendar day.
const (
	DayOff  = "休" // 法定节假日 and the days moved to it
	DayWork = "班" // 调休上班: a weekend day that is worked
)

// CalendarDay is one day that is not what the week makes of it, one row of
// calendar.csv.
type CalendarDay struct {
	Day  civil.Date
	Kind string // DayOff or DayWork
	Name string // 春节, 国庆节 …; may be empty
	Line int
}

// Calendar knows working days. Days it does not list follow the week:
// Saturday and Sunday are off.
type Calendar struct {
	days  map[civil.Date]CalendarDay
	years map[int]bool
}

// NewCalendar checks the rows. With a problem that is no warning there is no
// calendar.
func NewCalendar(rows []CalendarDay) (*Calendar, []Problem) {
	c := &Calendar{days: map[civil.Date]CalendarDay{}, years: map[int]bool{}}
	var problems []Problem
	for _, row := range rows {
		if row.Kind != DayOff && row.Kind != DayWork {
			problems = append(problems, Problem{
				Line: row.Line, Column: "类型",
				Message:  fmt.Sprintf("“%s”不是日历的类型", row.Kind),
				Accepted: "请写 休（放假）或 班（调休上班）",
			})
			continue
		}
		if before, twice := c.days[row.Day]; twice {
			problems = append(problems, Problem{
				Line: row.Line, Column: "日期",
				Message: fmt.Sprintf("%s 出现两次：第%d行“%s”，第%d行“%s”",
					row.Day, before.Line, before.Kind, row.Line, row.Kind),
				Accepted: "一天只写一行",
				Warning:  before.Kind == row.Kind,
			})
			continue
		}
		c.days[row.Day] = row
		year, _, _ := row.Day.YMD()
		c.years[year] = true
	}
	if Refused(problems) {
		return nil, problems
	}
	return c, problems
}

// DefaultCalendarCSV is the default calendar as a calendar.csv, with header.
func DefaultCalendarCSV() string { return defaultCalendar }

// DefaultCalendar is the built-in calendar.
func DefaultCalendar() *Calendar {
	records, err := csv.NewReader(strings.NewReader(defaultCalendar)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("rulebook: built-in calendar: %v", err))
	}
	var rows []CalendarDay
	for i, r := range records[1:] {
		rows = append(rows, CalendarDay{Day: civil.MustParse(r[0]), Kind: r[1], Name: r[2], Line: i + 2})
	}
	c, problems := NewCalendar(rows)
	if len(problems) > 0 {
		panic(fmt.Sprintf("rulebook: built-in calendar: %v", problems[0]))
	}
	return c
}

// Covers reports whether the calendar has any day of that year. Where it has
// none, only weekends are known to be off.
func (c *Calendar) Covers(year int) bool { return c.years[year] }

// IsWorkday reports whether people work on that day.
func (c *Calendar) IsWorkday(day civil.Date) bool {
	if listed, ok := c.days[day]; ok {
		return listed.Kind == DayWork
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// NextWorkday is the first working day from the given one on, that day
// included.
func (c *Calendar) NextWorkday(day civil.Date) civil.Date {
	for !c.IsWorkday(day) {
		day++
	}
	return day
}
