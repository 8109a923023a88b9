package filing

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// firstDay is the first day accepted: an earlier one is a year typed into a
// date cell, or a serial gone wrong.
var firstDay = civil.MustOf(firstYear, 1, 1)

func readDate(c *Column, cell grid.Cell, receivedOn civil.Date) (Value, *Bad) {
	day, blank, bad := dayOf(cell)
	switch {
	case bad != nil || blank:
		return Value{}, bad
	case day < firstDay:
		return Value{}, DateTooEarly.Bad()
	case day > receivedOn && !c.Ahead:
		return Value{}, DateAfterReceipt.Bad("收到", receivedOn.Chinese())
	}
	return Value{Valid: true, Day: day}, nil
}

// dayOf is the day a cell names, whether or not it may stand in its column.
func dayOf(cell grid.Cell) (day civil.Date, blank bool, bad *Bad) {
	switch cell.Kind {
	case grid.Date:
		// The raw serial: a display text can lose the year.
		day, ok := civil.DayOfSerial(cell.Number, cell.Epoch1904)
		if !ok {
			return 0, false, DateImpossible.Bad()
		}
		return day, false, nil
	case grid.Number:
		// A serial without a date format is just a number.
		if n := cell.Number; n == math.Trunc(n) && n >= 1e7 && n < 1e8 {
			day, bad := compactDate(strconv.FormatFloat(n, 'f', -1, 64))
			return day, false, bad
		}
		return 0, false, DateBareNumber.Bad()
	case grid.Text:
		text := narrow(cell.Text)
		if isBlankMark(text) {
			return 0, true, nil
		}
		day, bad := parseDate(text)
		return day, false, bad
	}
	return 0, false, DateUnreadable.Bad()
}

func compactDate(eight string) (civil.Date, *Bad) {
	return calendarDay(number(eight[:4]), number(eight[4:6]), number(eight[6:]))
}

// number reads a short run of ASCII digits.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func calendarDay(year, month, day int) (civil.Date, *Bad) {
	d, ok := civil.Of(year, month, day)
	if !ok || year < 1 {
		return 0, DateImpossible.Bad()
	}
	return d, nil
}

// parseDate reads a narrowed text as a day: year, month and day in one of the
// accepted forms, then perhaps a weekday, 上午 or 下午, and a time.
func parseDate(text string) (civil.Date, *Bad) {
	s := strings.TrimSpace(strings.TrimLeft(text, "'‘’"))
	s = strings.TrimSpace(strings.TrimPrefix(s, "公元"))
	year, rest := numeral(s)
	if len(year) == 8 && digits(year) {
		day, bad := compactDate(year)
		if bad != nil {
			return 0, bad
		}
		return checkTail(day, rest)
	}
	if digits(year) && rest == "" {
		return 0, DateBareNumber.Bad()
	}
	separator, rest := nextRune(rest)
	month, rest := numeral(rest)
	second, rest := nextRune(rest)
	day, rest := numeral(rest)
	y, m, d, ok := 0, 0, 0, false
	switch {
	case separator == '年' && second == '月':
		y, m, d, ok = chineseForm(year, month, day)
		if mark, after := nextRune(rest); mark == '日' || mark == '号' {
			rest = after
		}
	case sameSeparator(separator, second):
		y, m, d, ok = plainForm(year, month, day)
	}
	if !ok {
		return 0, unreadableDate(s)
	}
	value, bad := calendarDay(y, m, d)
	if bad != nil {
		return 0, bad
	}
	return checkTail(value, rest)
}

// unreadableDate suggests the date meant where only a letter O stands for a
// zero; it is not read so, because O may as well stand for nothing.
func unreadableDate(s string) *Bad {
	if strings.ContainsAny(s, "Oo") {
		if day, bad := parseDate(strings.NewReplacer("O", "0", "o", "0").Replace(s)); bad == nil {
			return DateLetterO.Bad("日期", day.String())
		}
	}
	return DateUnreadable.Bad()
}

// numeral splits off the leading run of digits, European or Chinese.
func numeral(s string) (run, rest string) {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	end := strings.IndexFunc(s, func(r rune) bool {
		if r >= '0' && r <= '9' {
			return false
		}
		_, ok := chineseDigits[r]
		return !ok && tens[r] == 0
	})
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// nextRune splits off the next character that is not white space.
func nextRune(s string) (rune, string) {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	if s == "" {
		return 0, ""
	}
	r, size := utf8.DecodeRuneInString(s)
	return r, s[size:]
}

// sameSeparator reports whether both stand between the parts of a date and
// are of one kind: 2026.6-15 could be a range.
func sameSeparator(a, b rune) bool {
	switch {
	case a == '/' || a == '、':
		return b == a
	case isDash(a):
		return isDash(b)
	}
	return isStop(a) && isStop(b)
}

func plainForm(year, month, day string) (y, m, d int, ok bool) {
	ok = len(year) == 4 && digits(year) && len(month) <= 2 && digits(month) && len(day) <= 2 && digits(day)
	return number(year), number(month), number(day), ok
}

// chineseForm reads the parts of a date with 年 and 月, each in European or
// Chinese numerals.
func chineseForm(year, month, day string) (y, m, d int, ok bool) {
	if digits(year) {
		y, ok = number(year), len(year) == 4
	} else {
		y, ok = chineseYear(year)
	}
	m, okMonth := smallNumber(month)
	d, okDay := smallNumber(day)
	return y, m, d, ok && okMonth && okDay
}

func smallNumber(s string) (int, bool) {
	if digits(s) {
		return number(s), len(s) <= 2
	}
	return chineseSmall(s)
}

var (
	weekdayTail = regexp.MustCompile(`^[(\[【〔]?\s*(?:星期|周|礼拜)([一二三四五六日天])\s*[)\]】〕]?`)
	halfTail    = regexp.MustCompile(`^[(]?(?:上午|下午)[)]?`)
	timeTail    = regexp.MustCompile(`^T?(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?|[时点](?:半|整|(\d{1,2})分?(?:(\d{1,2})秒)?)?)\s*(?:AM|PM|am|pm|\+08:?00)?`)
)

const weekdays = "日一二三四五六"

// checkTail accepts what may follow a date, each part once: a weekday that
// agrees, 上午 or 下午, and a time. An offset other than +08:00 is refused: it
// can move the day.
func checkTail(day civil.Date, rest string) (civil.Date, *Bad) {
	seen := map[*regexp.Regexp]bool{}
	for {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if rest == "" {
			return day, nil
		}
		var form *regexp.Regexp
		var part []string
		for _, form = range []*regexp.Regexp{weekdayTail, halfTail, timeTail} {
			if part = form.FindStringSubmatch(rest); part != nil {
				break
			}
		}
		if part == nil || seen[form] {
			return 0, DateUnreadable.Bad()
		}
		seen[form] = true
		rest = rest[len(part[0]):]
		switch form {
		case weekdayTail:
			if weekdayOf(part[1]) != day.Weekday() {
				return 0, DateWeekday.Bad("日期", day.Chinese(), "星期", chineseWeekday(day.Weekday()))
			}
		case timeTail:
			if number(part[1]) > 23 || number(part[2]) > 59 || number(part[3]) > 59 || number(part[4]) > 59 || number(part[5]) > 59 {
				return 0, DateUnreadable.Bad()
			}
		}
	}
}

func weekdayOf(name string) time.Weekday {
	if name == "天" {
		return time.Sunday
	}
	return time.Weekday(strings.Index(weekdays, name) / len("日"))
}

func chineseWeekday(d time.Weekday) string {
	return "星期" + string([]rune(weekdays)[d])
}
