// Package schedule knows when jobs are due. It is the only importer of
// robfig/cron, whose parser and alarm clock it uses behind stricter rules:
// what would never run, run on other days than it reads, or run by another
// clock is refused when the schedule is loaded, and a firing that was missed
// is never dropped.
//
// All times are Shanghai times; Firing.At, the scheduled time, is the report
// time of what runs then, however late it really starts.
package schedule

import (
	"fmt"
	"time"
	_ "time/tzdata" // Asia/Shanghai where the machine has no time zones

	"github.com/robfig/cron/v3"

	"tongbao/internal/civil"
)

// Spec is one entry of the schedule in a workspace's tongbao.yaml.
type Spec struct {
	Job     string `yaml:"job"`               // name of a job
	Cron    string `yaml:"cron"`              // five fields, or @monthly and the like
	Window  string `yaml:"window,omitempty"`  // a window rule, see PeriodFor; empty: the job's default
	Workday string `yaml:"workday,omitempty"` // "next" moves a firing to the next working day; empty: it stands
}

// Entry is a Spec that was found good by Parse.
type Entry struct {
	Spec
	cron        cron.Schedule
	nextWorkday func(civil.Date) civil.Date // nil: firings stand
}

// Firing is one time at which an entry is due.
type Firing struct {
	Job     string
	Period  string    // the window it covers, or empty: the job's default
	At      time.Time // the scheduled time
	CatchUp bool      // it was missed and is run late
}

// longestBreak is more days than any run of days off, so that a firing moved
// to the next working day comes from no further back.
const longestBreak = 31

// Next returns the entry's first firing after the given time; ok is false
// where there is none within five years.
func (e *Entry) Next(after time.Time) (f Firing, ok bool) {
	if e.nextWorkday == nil {
		at := e.cron.Next(after)
		return e.firing(at, at), !at.IsZero()
	}
	// A firing moves only forward, so that those before after may land behind
	// it, and the first to land need not be the first that was due.
	raw := after.AddDate(0, 0, -longestBreak)
	var at, nominal time.Time
	for {
		raw = e.cron.Next(raw)
		if raw.IsZero() || ok && raw.After(at) {
			return e.firing(nominal, at), ok
		}
		// Of two that land together the later counts: it covers the other.
		if moved := e.moved(raw); moved.After(after) && (!ok || !moved.After(at)) {
			at, nominal, ok = moved, raw, true
		}
	}
}

// Missed returns the firings after since and up to until, oldest first.
func (e *Entry) Missed(since, until time.Time) []Firing {
	var missed []Firing
	for {
		f, ok := e.Next(since)
		if !ok || f.At.After(until) {
			return missed
		}
		missed = append(missed, f)
		since = f.At
	}
}

// moved is the same time of day on the next working day, if the day of t is
// none.
func (e *Entry) moved(t time.Time) time.Time {
	t = t.In(zone)
	days := int(e.nextWorkday(civil.On(t)) - civil.On(t))
	return t.AddDate(0, 0, max(0, days))
}

// firing names the window after the day on which it was due, not the working
// day it was moved to: that may lie in another month.
func (e *Entry) firing(nominal, at time.Time) Firing {
	period, err := PeriodFor(e.Window, nominal)
	if err != nil {
		panic(err) // Parse accepts no such window
	}
	return Firing{Job: e.Job, Period: period, At: at.In(zone)}
}

// The window rules.
const (
	ThisMonth   = "this_month"   // the month's window that ends with the month of the report time: 2026-07 on 2026-07-16
	LastMonth   = "last_month"   // the one before: 2026-06
	LastQuarter = "last_quarter" // the quarter before that of the report time: 2026Q2
	LastYear    = "last_year"    // the year before: 2025
)

// PeriodFor names the window that a run at reportTime covers under a window
// rule. The empty rule names none and leaves the choice to the job.
func PeriodFor(rule string, reportTime time.Time) (string, error) {
	year, month, _ := civil.On(reportTime).YMD()
	switch rule {
	case "":
		return "", nil
	case ThisMonth:
		return fmt.Sprintf("%04d-%02d", year, month), nil
	case LastMonth:
		year, month, _ = civil.On(reportTime).MonthStart().AddMonths(-1).YMD()
		return fmt.Sprintf("%04d-%02d", year, month), nil
	case LastQuarter:
		year, month, _ = civil.On(reportTime).MonthStart().AddMonths(-3).YMD()
		return fmt.Sprintf("%04dQ%d", year, (month+2)/3), nil
	case LastYear:
		return fmt.Sprintf("%04d", year-1), nil
	}
	return "", fmt.Errorf("window %q 不是已知的规则，可写：%s、%s、%s、%s，或不写",
		rule, LastMonth, ThisMonth, LastQuarter, LastYear)
}
