package shared

import (
	"math"
	"strconv"
	"strings"

	"tongbao/internal/mart"
)

// Dash is how a null is shown: there was nothing to count.
const Dash = "—"

// almost covers what a quotient of counts loses as a float64: a tie is a tie,
// and no quotient of counts below a hundred million comes that close to one.
const almost = 1e-9

// rounded is rate × scale, rounded half away from zero.
func rounded(rate, scale float64) int64 {
	if rate < 0 {
		return -rounded(-rate, scale)
	}
	return int64(math.Floor(rate*scale + 0.5 + almost))
}

// basis is a rate in hundredths of a percent, rounded half away from zero. It
// is rounded once: rates of counts come as the quotient itself.
func basis(rate float64) int64 { return rounded(rate, 10_000) }

// hundredths writes 9231 as 92.31.
func hundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.FormatInt(n/100, 10) + "." + string(rune('0'+n/10%10)) + string(rune('0'+n%10))
}

// Percent is a rate as 92.31%.
func Percent(rate *float64) string {
	if rate == nil {
		return Dash
	}
	return hundredths(basis(*rate)) + "%"
}

// PercentValue is a rate as the number 92.31 for a chart: what the table
// below the chart shows, so that both agree.
func PercentValue(rate *float64) *float64 {
	if rate == nil {
		return nil
	}
	v := float64(basis(*rate)) / 100
	return &v
}

// Ratio is n/d, nil for 0/0: a rate of counts that no mart has divided.
func Ratio(n, d int64) *float64 {
	if d == 0 {
		return nil
	}
	v := float64(n) / float64(d)
	return &v
}

// Score is a score with two digits.
func Score(score *float64) string {
	if score == nil {
		return Dash
	}
	return hundredths(int64(math.Round(*score * 100)))
}

// Decimal is a plain number with two digits, such as consultations per
// village-quarter.
func Decimal(v *float64) string { return Score(v) }

// Count writes a whole number with thousands separators, 1,476.
func Count(n int64) string {
	if n < 0 {
		return "-" + Count(-n)
	}
	s := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// amount writes a numerator or denominator: whole, or with two digits.
func amount(v float64) string {
	if v == math.Trunc(v) {
		return Count(int64(v))
	}
	return hundredths(int64(math.Round(v * 100)))
}

// Fraction is a rate's numerator and denominator, 1,362/1,476.
func Fraction(r mart.Rate) string {
	if r.Value == nil {
		return Dash
	}
	return amount(r.N) + "/" + amount(r.D)
}

// Rank is a rank, or "—".
func Rank(rank *int64) string {
	if rank == nil {
		return Dash
	}
	return strconv.FormatInt(*rank, 10)
}
