package mart

import "strings"

// ListEntry is one unit on one list: one row of lists. Units without a rank
// are on none.
type ListEntry struct {
	Level string `db:"level"` // village, township
	// List is red (红榜), black (黑榜) or laggard (连续两期居后).
	List string `db:"list_kind"`
	// Place on the list: best first on the red list, worst first on the
	// others; equal scores share it (1, 1, 3).
	Place   int64 `db:"place"`
	Annexed bool  `db:"annexed"` // does not fit into the ten: to the annex

	Code         string `db:"code"`
	Name         string `db:"name"`
	Kind         string `db:"kind"` // 村, 社区; 镇, 乡, 街道
	TownshipCode string `db:"township_code"`
	TownshipName string `db:"township_name"`

	// Reasons are the codes of the facts that put it there, comma-separated:
	// excellent, poor, below_timeliness, below_completeness, bottom_twice.
	Reasons string `db:"reasons"`

	Score  float64 `db:"score"`
	Grade  string  `db:"grade"` // 优, 良, 中, 差
	Rank   int64   `db:"rank"`
	Ranked int64   `db:"ranked"` // how many units of the level have a rank

	// The unit in the previous window; nil and empty where it had no rank.
	PreviousScore  *float64 `db:"previous_score"`
	PreviousGrade  string   `db:"previous_grade"`
	PreviousRank   *int64   `db:"previous_rank"`
	PreviousRanked *int64   `db:"previous_ranked"`
}

// ReasonCodes are the reasons one by one.
func (e *ListEntry) ReasonCodes() []string { return strings.Split(e.Reasons, ",") }

// FunnelPoint is one township in the funnel of one indicator: one row of
// funnel. Rates and limits are 0–1 at six digits.
type FunnelPoint struct {
	Indicator    string  `db:"indicator"` // timeliness, completeness, adoption, handled
	TownshipCode string  `db:"township_code"`
	TownshipName string  `db:"township_name"`
	Kind         string  `db:"kind"` // 镇, 乡, 街道
	N            int64   `db:"n"`
	D            int64   `db:"d"` // above 0
	Rate         float64 `db:"rate"`
	DistrictRate float64 `db:"district_rate"`
	// Phi is the over-dispersion; the limits are widened by its square root
	// where it is above 1.
	Phi   float64 `db:"phi"`
	Lo998 float64 `db:"lo_998"`
	Lo95  float64 `db:"lo_95"`
	Hi95  float64 `db:"hi_95"`
	Hi998 float64 `db:"hi_998"`
	// Position is below_998, below_95, inside, above_95 or above_998.
	Position string `db:"position"`
}
