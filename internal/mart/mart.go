// Package mart names the rows of the warehouse's marts, as reports, exports
// and explanations read them. It is pure: db tags are column names, read by
// warehouse.Read.
package mart

import (
	"reflect"

	"tongbao/internal/civil"
)

// Rate is an indicator with its facts. Column x is read from x_n, x_d and x.
type Rate struct {
	N, D  float64
	Value *float64 // N / D at six digits, nil for 0/0
}

// Unit is the scores of a village, a township or the district: one row of
// village_scores, township_scores or district_scores. Columns that a level
// does not have stay zero or nil.
type Unit struct {
	Window string     `db:"window"`
	AsOf   civil.Date `db:"as_of"`

	VillageCode  string `db:"village_code"`
	VillageName  string `db:"village_name"`
	TownshipCode string `db:"township_code"`
	TownshipName string `db:"township_name"`
	DistrictCode string `db:"district_code"`
	DistrictName string `db:"district_name"`
	Kind         string `db:"kind"` // 村, 社区; 镇, 乡, 街道
	Villages     int64  `db:"villages"`

	Due            int64  `db:"due"`
	OnTime         int64  `db:"on_time"`
	Late           int64  `db:"late"`
	Missing        int64  `db:"missing"`
	NotReceived    int64  `db:"not_received"`
	Pending        int64  `db:"pending"`
	Exempt         int64  `db:"exempt"`
	Running        int64  `db:"running"`
	MedianDaysLate *int64 `db:"median_days_late"`
	Held           int64  `db:"held"`

	Timeliness            Rate `db:"timeliness"`
	Disclosed             Rate `db:"disclosed"`
	Completeness          Rate `db:"completeness"`
	Elements              Rate `db:"elements"`
	Posting               Rate `db:"posting"`
	Procedure             Rate `db:"procedure"`
	Filing                Rate `db:"filing"`
	Review                Rate `db:"review"`
	Rectification         Rate `db:"rectification"`
	OnDeadline            Rate `db:"on_deadline"`
	Frequency             Rate `db:"frequency"`
	FrequencyIndex        Rate `db:"frequency_index"`
	Coverage              Rate `db:"coverage"`
	Members               Rate `db:"members"`
	Adoption              Rate `db:"adoption"`
	FullAdoption          Rate `db:"full_adoption"`
	Handled               Rate `db:"handled"`
	Explained             Rate `db:"explained"`
	Implementation        Rate `db:"implementation"`
	OutcomePublished      Rate `db:"outcome_published"`
	ConsultationProcedure Rate `db:"consultation_procedure"`
	InspectionCoverage    Rate `db:"inspection_coverage"`
	ObjectionsAnswered    Rate `db:"objections_answered"`

	FrequencyPer1000Households *float64 `db:"frequency_per_1000_households"`

	// Wilson intervals of 95 %, nil for 0/0.
	TimelinessLo   *float64 `db:"timeliness_lo"`
	TimelinessHi   *float64 `db:"timeliness_hi"`
	CompletenessLo *float64 `db:"completeness_lo"`
	CompletenessHi *float64 `db:"completeness_hi"`
	HandledLo      *float64 `db:"handled_lo"`
	HandledHi      *float64 `db:"handled_hi"`
	AdoptionLo     *float64 `db:"adoption_lo"`
	AdoptionHi     *float64 `db:"adoption_hi"`

	Score            *float64 `db:"score"`
	Rank             *int64   `db:"rank"`
	RankInKind       *int64   `db:"rank_in_kind"`
	RankTimeliness   *int64   `db:"rank_timeliness"`
	RankCompleteness *int64   `db:"rank_completeness"`
	RankFrequency    *int64   `db:"rank_frequency"`
	RankAdoption     *int64   `db:"rank_adoption"`
	// RankLo and RankHi are the 5th and the 95th percentile of the rank when
	// the rates are drawn: between which ranks the evidence bears.
	RankLo   *int64 `db:"rank_lo"`
	RankHi   *int64 `db:"rank_hi"`
	Grade    string `db:"grade"`    // 优, 良, 中, 差; empty if unranked
	Unranked string `db:"unranked"` // 样本不足, 本期无考核事项; empty if ranked

	PreviousScore          *float64 `db:"previous_score"`
	PreviousRank           *int64   `db:"previous_rank"`
	PreviousTimeliness     *float64 `db:"previous_timeliness"`
	PreviousCompleteness   *float64 `db:"previous_completeness"`
	PreviousFrequencyIndex *float64 `db:"previous_frequency_index"`
	PreviousHandled        *float64 `db:"previous_handled"`
	PreviousAdoption       *float64 `db:"previous_adoption"`
}

// TrendMonth is what fell due in one month, district-wide, as known on the
// build's as_of: one row of trend_months. Months without figures have no row.
type TrendMonth struct {
	Month    string `db:"month"` // 2026-06: month of due_on
	Due      int64  `db:"due"`
	OnTime   int64  `db:"on_time"`
	Late     int64  `db:"late"`
	Missing  int64  `db:"missing"`
	Complete int64  `db:"complete"`
}

// CategoryCount is one township × category of the window: one row of
// category_counts. TownshipCode is empty for the district's own sums.
type CategoryCount struct {
	TownshipCode string `db:"township_code"`
	TownshipName string `db:"township_name"`
	Category     string `db:"category"`
	Due          int64  `db:"due"`
	OnTime       int64  `db:"on_time"`
	Late         int64  `db:"late"`
	Missing      int64  `db:"missing"`
	Complete     int64  `db:"complete"`
}

// BatchCount is what the window holds: obligations by month of due_on and
// length of the period, one row of window_batches.
type BatchCount struct {
	Month     string `db:"month"`     // of due_on
	Frequency string `db:"frequency"` // 月, 季, 半年, 年, 随时
	Period    string `db:"period"`    // canonical; empty for events
	Due       int64  `db:"due"`
	Pending   int64  `db:"pending"`
}

// Build is the one row of the build table: which figures these are.
type Build struct {
	BuildID       string     `db:"build_id"`
	Window        string     `db:"window"`
	WindowStart   civil.Date `db:"window_start"`
	WindowEnd     civil.Date `db:"window_end"`
	AsOf          civil.Date `db:"as_of"`
	HasFigures    bool       `db:"has_figures"`
	Previous      string     `db:"previous_window"` // empty where it has no figures
	PreviousAsOf  civil.Date `db:"previous_as_of"`
	District      string     `db:"district_name"`
	DistrictCode  string     `db:"district_code"`
	Demo          bool       `db:"demo"` // fictional data: pages say 演示数据
	Deliveries    int64      `db:"deliveries"`
	FourthIsAdopt bool       `db:"fourth_is_adoption"`
}

// Rule is one rule as in force for the window, printed with its source.
type Rule struct {
	Position int64      `db:"position"` // order of printing
	Rule     string     `db:"rule"`
	Value    string     `db:"value"`
	From     civil.Date `db:"valid_from"`
	Source   string     `db:"source"`
}

// Rates gives the unit's rates by column name, to be read or set.
func (u *Unit) Rates() map[string]*Rate {
	rates := map[string]*Rate{}
	value := reflect.ValueOf(u).Elem()
	for i := range value.NumField() {
		if r, ok := value.Field(i).Addr().Interface().(*Rate); ok {
			rates[value.Type().Field(i).Tag.Get("db")] = r
		}
	}
	return rates
}
