package schedule

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"tongbao/internal/civil"
)

// zone is Asia/Shanghai. The zones are built into the program, so that it can
// always be loaded; the fixed zone is the same for every day tongbao accepts.
var zone = func() *time.Location {
	if loc, err := time.LoadLocation("Asia/Shanghai"); err == nil {
		return loc
	}
	return civil.Shanghai
}()

// Context is what a schedule is judged by.
type Context struct {
	Source string   // the file's name, for messages
	Jobs   []string // the jobs there are
	// NextWorkday returns the day itself if it is a working day, else the next
	// one. It may be nil where no entry asks for working days.
	NextWorkday func(civil.Date) civil.Date
}

// Invalid lists everything that is wrong with a schedule, in the words of its
// user.
type Invalid struct {
	Source   string
	Problems []string // each names its entry and what would be right
}

// Error is the message for the user, one problem a line.
func (e *Invalid) Error() string {
	return fmt.Sprintf("%s 的定时计划有 %d 处错误：\n  %s", e.Source, len(e.Problems), strings.Join(e.Problems, "\n  "))
}

// Parse turns a workspace's schedule into entries, or returns *Invalid.
func Parse(specs []Spec, in Context) ([]Entry, error) {
	bad := &Invalid{Source: in.Source}
	if len(specs) == 0 {
		bad.Problems = append(bad.Problems, "schedule 是空的，没有任何任务会运行；至少写一项，例如 {job: intake, cron: \"*/30 8-18 * * *\"}")
	}
	entries := make([]Entry, 0, len(specs))
	first := map[string]int{}
	for i, spec := range specs {
		entry, err := parseEntry(spec, in)
		if err == nil && first[spec.Job] > 0 {
			err = fmt.Errorf("与第 %d 项重复；一个任务只能有一项，请合并", first[spec.Job])
		}
		if err != nil {
			bad.Problems = append(bad.Problems, fmt.Sprintf("schedule 第 %d 项（%s）：%v", i+1, cmp.Or(spec.Job, "无任务名"), err))
		}
		if first[spec.Job] == 0 {
			first[spec.Job] = i + 1
		}
		entries = append(entries, entry)
	}
	if len(bad.Problems) > 0 {
		return nil, bad
	}
	return entries, nil
}

func parseEntry(spec Spec, in Context) (Entry, error) {
	entry := Entry{Spec: spec}
	if spec.Job == "" {
		return entry, errors.New("缺 job；可写：" + strings.Join(in.Jobs, "、"))
	}
	if !slices.Contains(in.Jobs, spec.Job) {
		return entry, fmt.Errorf("没有名为 %q 的任务；可写：%s", spec.Job, strings.Join(in.Jobs, "、"))
	}
	if _, err := PeriodFor(spec.Window, time.Time{}.AddDate(2025, 0, 0)); err != nil {
		return entry, err
	}
	switch spec.Workday {
	case "":
	case "next":
		if in.NextWorkday == nil {
			return entry, errors.New("workday: next 需要工作日历，但没有可用的 calendar.csv")
		}
		entry.nextWorkday = in.NextWorkday
	default:
		return entry, fmt.Errorf("workday %q 不对；可写 next（遇非工作日顺延到下一个工作日），或不写", spec.Workday)
	}
	var err error
	entry.cron, err = parseCron(spec.Cron)
	return entry, err
}

// shorthands are the forms without fields. @every is none: it counts from the
// moment the program starts, so that nobody could say what was missed.
var shorthands = []string{"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}

// fields are the five fields in order, with what each may hold.
var fields = [5]struct{ name, holds string }{
	{"分", "0–59"}, {"时", "0–23"}, {"日", "1–31"}, {"月", "1–12"}, {"星期", "0–6，0 为星期日"},
}

const example = `例如每月16日8时写 "0 8 16 * *"（分 时 日 月 星期）`

// parseCron reads the text of a cron field.
func parseCron(text string) (cron.Schedule, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, errors.New("缺 cron；" + example)
	}
	// The parser would take a zone, and panic on one without a space after it.
	if strings.Contains(text, "=") {
		return nil, fmt.Errorf("%q 里不能写时区，一律按北京时间（Asia/Shanghai）；请去掉 TZ=… 部分，%s", text, example)
	}
	options := cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow
	if strings.HasPrefix(text, "@") {
		if !slices.Contains(shorthands, text) {
			return nil, fmt.Errorf("%q 不可用；可写 %s，或五栏写法，%s", text, strings.Join(shorthands, "、"), example)
		}
		options = cron.Descriptor
	} else if err := checkFields(text); err != nil {
		return nil, err
	}
	parsed, err := cron.NewParser(options).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%q 不对；%s: %w", text, example, err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("%q 不可用；%s", text, example)
	}
	spec.Location = zone
	return spec, checkDays(text, spec)
}

// checkFields names the first field that cannot be read.
func checkFields(text string) error {
	got := strings.Fields(text)
	if len(got) != len(fields) {
		return fmt.Errorf("%q 有 %d 栏，应为 5 栏；%s", text, len(got), example)
	}
	for i, f := range fields {
		alone := [5]string{"0", "0", "*", "*", "*"}
		alone[i] = got[i]
		_, err := cron.ParseStandard(strings.Join(alone[:], " "))
		if err == nil && strings.Contains(got[i], "*-") {
			err = errors.New("a range cannot begin with a star") // the parser would take it for the star alone
		}
		if err != nil {
			return fmt.Errorf("%q 的“%s”一栏 %q 不对，应为 %s，或 *、*/间隔、起-止、用逗号分开的几项；%s: %w",
				text, f.name, got[i], f.holds, example, err)
		}
	}
	return nil
}

// everyDay are the bits of days 1 to 31, and starBit marks a field written as
// a star, in the library's schedule.
const (
	everyDay = 1<<32 - 2
	starBit  = 1 << 63
)

// daysOf is how many days a month can have.
var daysOf = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// checkDays refuses days that do not mean what they say: a day of the month
// beside a day of the week, which cron joins by "or", and days that a named
// month does not have, on which nothing would ever run.
func checkDays(text string, s *cron.SpecSchedule) error {
	if s.Dom&starBit == 0 && s.Dow&starBit == 0 {
		return fmt.Errorf("%q 同时限定了“日”和“星期”，两者是“或”的关系，会在多余的日子运行；请把其中一栏写成 *，"+
			"要避开周末和节假日请写 workday: next", text)
	}
	var without []string
	for month := 1; month <= 12; month++ {
		has := uint64(1)<<(daysOf[month]+1) - 2
		if s.Month&(1<<month) != 0 && s.Dom&has == 0 {
			without = append(without, fmt.Sprint(month))
		}
	}
	if len(without) > 0 {
		day := bits.TrailingZeros64(s.Dom & everyDay)
		return fmt.Errorf("%q：%s月没有%d日，那时永远不会运行；请改用28日以前的日子，或次月1日", text, strings.Join(without, "、"), day)
	}
	// The library looks five years ahead; nothing it accepts has a longer gap
	// but 29 February round 2100.
	if s.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, zone)).IsZero() {
		return fmt.Errorf("%q 在五年内一次也不会运行；%s", text, example)
	}
	return nil
}
