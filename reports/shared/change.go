package shared

import "strconv"

// Change is the difference of two rates in hundredths of a percentage point,
// or of two scores in hundredths. It is taken between the two numbers as
// they are printed, so that a reader who subtracts finds the same.
type Change struct {
	Known bool // both sides exist
	Hundr int64
}

// PointsBetween is the change of a rate in percentage points: the one place
// where two rates are subtracted.
func PointsBetween(now, before *float64) Change {
	if now == nil || before == nil {
		return Change{}
	}
	return Change{Known: true, Hundr: basis(*now) - basis(*before)}
}

// ScoreBetween is the change of a score.
func ScoreBetween(now, before *float64) Change {
	if now == nil || before == nil {
		return Change{}
	}
	return Change{Known: true, Hundr: basis(*now/100) - basis(*before/100)}
}

// Short is ↑2.18, ↓0.35, 持平 or "—": for a table whose head says the unit.
func (c Change) Short() string {
	switch {
	case !c.Known:
		return Dash
	case c.Hundr > 0:
		return "↑" + hundredths(c.Hundr)
	case c.Hundr < 0:
		return "↓" + hundredths(-c.Hundr)
	}
	return "持平"
}

// Words is 上升2.18个百分点, 下降0.35个百分点 or 持平; empty where there is no
// previous value.
func (c Change) Words() string {
	switch {
	case !c.Known:
		return ""
	case c.Hundr > 0:
		return "上升" + hundredths(c.Hundr) + "个百分点"
	case c.Hundr < 0:
		return "下降" + hundredths(-c.Hundr) + "个百分点"
	}
	return "持平"
}

// Tone is up, down or empty: how a table cell is coloured. The arrow says
// the same without colour.
func (c Change) Tone() string {
	switch {
	case c.Known && c.Hundr > 0:
		return "up"
	case c.Known && c.Hundr < 0:
		return "down"
	}
	return ""
}

// Moved is how many places a unit rose (positive) or fell; ok is false where
// it was not ranked in both windows.
func Moved(now, before *int64) (places int64, ok bool) {
	if now == nil || before == nil {
		return 0, false
	}
	return *before - *now, true
}

// MovedShort is 升2, 降1, 平 or "—".
func MovedShort(now, before *int64) string {
	switch places, ok := Moved(now, before); {
	case !ok:
		return Dash
	case places > 0:
		return "升" + strconv.FormatInt(places, 10)
	case places < 0:
		return "降" + strconv.FormatInt(-places, 10)
	}
	return "平"
}
