package shared

import "tongbao/internal/filing"

// TableTitle is a filing table in words; what was no table of the five, and
// so has no code, is "—".
func TableTitle(code string) string {
	if t := filing.ByCode(code); t != nil {
		return t.Title
	}
	return Dash
}
