package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/internal/rulebook"
	"tongbao/internal/state"
	"tongbao/pipelines"
)

func (a *app) checksCommand() *cobra.Command {
	var window, rows string
	c := &cobra.Command{
		Use:   "checks",
		Short: "列出核对的结果和各考核期的变化，也列通过的",
		Long: `列出数据仓库中这次计算的全部核对结果，通过的也列。曾有不符的，下面是各考核期最后一次的处数，由早到晚。
“停止”的核对不通过，新的数据就不换入；“提醒”的照常换入。`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if window != "" {
				w, err := rulebook.ParseWindow(window)
				if err != nil {
					return err
				}
				window = w.Text
			}
			return a.with("checks", func(e *pipelines.Env) error {
				b, err := e.Checks(c.Context(), window)
				if err != nil {
					return err
				}
				if rows != "" {
					return a.tellCheckRows(b, rows)
				}
				a.tellChecks(b)
				return printJSON(a, jsonOfChecks(b))
			})
		},
	}
	c.Flags().StringVar(&window, "window", "", "考核期：列出这一考核期最近一次计算的核对；不写则为数据仓库中的")
	c.Flags().StringVar(&rows, "rows", "", "核对的名称：逐处列出它发现的不符")
	return c
}

// severityWords are what becomes of a build whose check found something.
var severityWords = map[string]string{"stop": "停止", "warn": "提醒"}

// tellChecks prints a build's checks for people.
func (a *app) tellChecks(b pipelines.CheckedBuild) {
	a.print("考核期 %s，数据截至 %s，%s核对", b.Window, b.AsOf, b.At.Format("2006-01-02 15:04"))
	if !b.Stands {
		a.print("（不是数据仓库中现有的数据）")
	}
	for _, c := range b.Checks {
		result := "通过"
		if c.Rows > 0 {
			result = fmt.Sprintf("%d处", c.Rows)
		}
		a.print("%s  %s  %s（%s）", severityWords[c.Severity], result, c.Message, c.Name)
		if trend := trendText(c.Trend); trend != "" {
			a.print("      %s", trend)
		}
	}
	if len(b.Stopped) > 0 {
		last := b.Stopped[0]
		a.print("最近一次计算（考核期 %s，数据截至 %s，%s）未通过核对，没有换入：", last.Window, last.AsOf, last.At.Format("2006-01-02 15:04"))
		for _, c := range b.Stopped {
			a.print("    %s：%d处", c.Name, c.Rows)
		}
	}
}

// trendText is a trend from old to new; empty where it never found anything.
func trendText(newestFirst []state.Check) string {
	var points []string
	found := int64(0)
	for _, c := range slices.Backward(newestFirst) {
		points = append(points, fmt.Sprintf("%s %d处", cmp.Or(c.Window, "更早"), c.Rows))
		found += c.Rows
	}
	if found == 0 {
		return ""
	}
	return "历期：" + strings.Join(points, " → ")
}

// tellCheckRows prints what one check found, row by row.
func (a *app) tellCheckRows(b pipelines.CheckedBuild, name string) error {
	at := slices.IndexFunc(b.Checks, func(c pipelines.CheckOutcome) bool { return c.Name == name })
	if at < 0 {
		var names []string
		for _, c := range b.Checks {
			names = append(names, c.Name)
		}
		return usagef("没有名为“%s”的核对；有：%s", name, joinChinese(names))
	}
	c := b.Checks[at]
	if c.Rows > 0 && len(c.Told) == 0 {
		return errors.New("这次核对的明细已不保留（只保留最近几次的），请重新运行 tongbao build")
	}
	a.print("%s（%s）：考核期 %s，数据截至 %s，%d处", c.Message, c.Name, b.Window, b.AsOf, c.Rows)
	for _, text := range c.Told {
		a.print("    %s", text)
	}
	if left := c.Rows - int64(len(c.Told)); left > 0 {
		a.print("    其余%d处未列出", left)
	}
	return printJSON(a, checkRowsJSON{jsonOfCheck(c), listed(c.Told)})
}

// checksJSON is the results of all checks of one build.
type checksJSON struct {
	BuildID string             `json:"build_id"`
	Window  string             `json:"window"` // empty in results of versions that did not keep it
	AsOf    string             `json:"as_of"`  // day; empty likewise
	At      moment             `json:"at"`     // when they were checked
	Stands  bool               `json:"stands"` // these figures are in the warehouse
	Checks  []checkJSON        `json:"checks"` // those that found something first
	Stopped []stoppedCheckJSON `json:"stopped"`
}

// checkJSON is one check with what it found.
type checkJSON struct {
	Name     string        `json:"name"`     // as --rows takes it
	Severity string        `json:"severity"` // stop, warn; one that stops and finds something keeps a build from being swapped in
	Message  string        `json:"message"`  // what a row of it means, in Chinese; empty where the check is no more
	Owner    string        `json:"owner"`    // who is to see to it; empty likewise
	Rows     int64         `json:"rows"`     // bad rows found; 0: passed
	Trend    []checkAtJSON `json:"trend"`    // its last result of each window, oldest first, this one among them
}

// checkAtJSON is an earlier result of a check.
type checkAtJSON struct {
	Window string `json:"window"` // empty in results of versions that did not keep it
	AsOf   string `json:"as_of"`  // day; empty likewise
	At     moment `json:"at"`     // when it was checked
	Rows   int64  `json:"rows"`   // bad rows found
}

// stoppedCheckJSON is a check that stopped the build that was checked last,
// where that is another one than is shown: it was not swapped in.
type stoppedCheckJSON struct {
	Name   string `json:"name"`   // as --rows takes it
	Rows   int64  `json:"rows"`   // bad rows found
	Window string `json:"window"` // of the build that was stopped
	AsOf   string `json:"as_of"`  // day
	At     moment `json:"at"`     // when it was checked
}

// checkRowsJSON is one check with the rows it found.
type checkRowsJSON struct {
	checkJSON
	Told []string `json:"told"` // the bad rows in Chinese, the first 1000 of them
}

func jsonOfChecks(b pipelines.CheckedBuild) checksJSON {
	result := checksJSON{
		BuildID: b.BuildID, Window: b.Window, AsOf: b.AsOf, At: moment(b.At), Stands: b.Stands, Checks: []checkJSON{}, Stopped: []stoppedCheckJSON{},
	}
	for _, c := range b.Checks {
		result.Checks = append(result.Checks, jsonOfCheck(c))
	}
	for _, c := range b.Stopped {
		result.Stopped = append(result.Stopped, stoppedCheckJSON{c.Name, c.Rows, c.Window, c.AsOf, moment(c.At)})
	}
	return result
}

func jsonOfCheck(c pipelines.CheckOutcome) checkJSON {
	result := checkJSON{Name: c.Name, Severity: c.Severity, Message: c.Message, Owner: c.Owner, Rows: c.Rows, Trend: []checkAtJSON{}}
	for _, t := range slices.Backward(c.Trend) {
		result.Trend = append(result.Trend, checkAtJSON{t.Window, t.AsOf, moment(t.At), t.Rows})
	}
	return result
}
