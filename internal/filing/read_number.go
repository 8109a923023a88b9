package filing

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"tongbao/internal/grid"
)

// tenThousand is one in the unit that decimals are kept in.
const tenThousand = 10000

var (
	plainNumber   = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	groupedNumber = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)
	powerOfTen    = regexp.MustCompile(`^\d(\.\d+)?[Ee]\+?\d+$`)
)

func readInteger(cell grid.Cell) (Value, *Bad) {
	whole, fraction, blank, bad := readNumber(cell)
	if blank || bad != nil {
		return Value{}, bad
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil:
		return Value{}, NumberTooLarge.Bad()
	case strings.HasPrefix(whole, "-") && (n != 0 || fraction != ""):
		return Value{}, NumberNegative.Bad()
	case fraction != "":
		return Value{}, NumberNotWhole.Bad()
	}
	return Value{Valid: true, Int: n}, nil
}

func readDecimal(cell grid.Cell) (Value, *Bad) {
	whole, fraction, blank, bad := readNumber(cell)
	if blank || bad != nil {
		return Value{}, bad
	}
	if len(fraction) > 4 {
		return Value{}, NumberTooPrecise.Bad()
	}
	n, err := strconv.ParseInt(whole+(fraction + "0000")[:4], 10, 64)
	if err != nil {
		return Value{}, NumberTooLarge.Bad()
	}
	return Value{Valid: true, Int: n}, nil
}

// readNumber splits a number into its whole part, with its sign, and its
// fraction without trailing zeros.
func readNumber(cell grid.Cell) (whole, fraction string, blank bool, bad *Bad) {
	var text string
	switch cell.Kind {
	case grid.Number:
		if math.IsNaN(cell.Number) || math.IsInf(cell.Number, 0) {
			return "", "", false, NumberUnreadable.Bad()
		}
		text = spreadsheetNumber(cell.Number)
	case grid.Text:
		text = narrow(cell.Text)
		if isBlankMark(text) {
			return "", "", true, nil
		}
		text = plainText(text)
	case grid.Date:
		return "", "", false, NumberIsDate.Bad()
	}
	if !plainNumber.MatchString(text) {
		return "", "", false, NumberUnreadable.Bad()
	}
	whole, fraction, _ = strings.Cut(text, ".")
	return whole, strings.TrimRight(fraction, "0"), false, nil
}

// spreadsheetNumber is a number at the fifteen digits a spreadsheet shows:
// what is beyond is the noise of binary arithmetic, 0.1+0.2.
func spreadsheetNumber(n float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	if err != nil {
		rounded = n
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// plainText takes off a number's text what may stand around and in it: ￥
// before, a unit after, thousands separators of one kind.
func plainText(s string) string {
	s = strings.TrimSpace(strings.TrimLeft(s, "¥"))
	for _, unit := range []string{"元", "人", "户", "次", "件"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			s = strings.TrimSpace(rest)
			break
		}
	}
	if strings.HasPrefix(s, "−") {
		s = "-" + strings.TrimPrefix(s, "−")
	}
	grouped := s
	if !strings.Contains(s, ",") {
		grouped = strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return ','
			}
			return r
		}, s)
	}
	if groupedNumber.MatchString(grouped) {
		return strings.ReplaceAll(grouped, ",", "")
	}
	return s
}

// readCode reads a code of reference tables; a spreadsheet may keep it as a
// number.
func readCode(c *Column, cell grid.Cell) (Value, *Bad) {
	if cell.Kind == grid.Date || cell.Kind == grid.Bool {
		return Value{}, WrongKind.Bad()
	}
	text := strings.TrimLeft(fold(nameText(cell)), "'")
	switch {
	case powerOfTen.MatchString(text) && !digits(text):
		return Value{}, CodeLostDigits.Bad()
	case !digits(text) || len(text) != c.Digits:
		return Value{}, CodeUnreadable.Bad("位数", strconv.Itoa(c.Digits))
	}
	return Value{Valid: true, Text: text}, nil
}
