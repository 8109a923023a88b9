package shared

import (
	"math"
	"strconv"
	"strings"

	"tongbao/internal/mart"
)

// Dash is how a null is shown: there was nothing to count.
const Dash = "—"

// basis is a rate in hundredths of a percent, rounded half away from zero.
// The marts hold rates as decimals with six digits, so the millionths are
// whole and the rounding is done on integers.
func basis(rate float64) int64 {
	micro := int64(math.Round(rate * 1e6))
	if micro < 0 {
		return -((-micro + 50) / 100)
	}
	return (micro + 50) / 100
}

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

// Ratio is n/d at six digits, nil for 0/0: a rate of counts that no mart has
// divided.
func Ratio(n, d int64) *float64 {
	if d == 0 {
		return nil
	}
	v := math.Round(float64(n)/float64(d)*1e6) / 1e6
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
