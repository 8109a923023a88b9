package score

// Level says what a unit is. The rules that differ by level are few: only a
// village can have too small a sample or a capped grade, and the district is
// alone, so it has no ranks.
type Level uint8

// The levels.
const (
	Village Level = iota
	Township
	District
)

// Counts is what the models counted for one unit and one window. A township
// or the district has the sums over its rows, never a mean of rates. The db
// tags are the columns of the models' counts.
type Counts struct {
	// Obligations by status. Due is OnTime + Late + Missing.
	OnTime  int64 `db:"on_time"`
	Late    int64 `db:"late"`
	Missing int64 `db:"missing"`
	Pending int64 `db:"pending"`
	Exempt  int64 `db:"exempt"`

	NotReceived    int64  `db:"not_received"`     // of Missing: 未报送
	Running        int64  `db:"running"`          // posting is running
	MedianDaysLate *int64 `db:"median_days_late"` // nearest rank (lower middle); nil where none is late

	Complete    int64 `db:"complete"`
	ElementsOK  int64 `db:"elements_ok"`
	PostingFit  int64 `db:"posting_fit"` // ok, running or short_cured
	ProcedureOK int64 `db:"procedure_ok"`
	OnDeadline  int64 `db:"on_deadline"` // published on the due date itself

	FilingOnTime  int64 `db:"filing_on_time"`
	FilingJudged  int64 `db:"filing_judged"` // on_time + late + missing
	ReviewOnTime  int64 `db:"review_on_time"`
	ReviewJudged  int64 `db:"review_judged"`
	Rectified     int64 `db:"rectified"`            // done + late
	Rectification int64 `db:"rectification_judged"` // done + late + overdue

	// Consultations.
	Held      int64 `db:"held"`        // held in the window and by as_of
	HeldAtEnd int64 `db:"held_at_end"` // of these, of villages on the registry at W's end

	VillagesAtEnd int64 `db:"villages_at_end"` // on the registry at W's end
	// HouseholdsAtEnd is the households of the villages at W's end; nil where
	// the registry does not say.
	HouseholdsAtEnd *int64 `db:"households_at_end"`
	// HeldWithHouseholds is of HeldAtEnd what villages held whose households
	// the registry says: a numerator fit for HouseholdsAtEnd.
	HeldWithHouseholds int64 `db:"held_with_households"`
	Covered            int64 `db:"covered"` // of VillagesAtEnd, those that held the target
	// IndexVillages are the villages at W's end on the registry for at least
	// half of the window; IndexSum is Σ min(held × 1000, Params.target) over
	// them, so that a target like 0.5 stays exact.
	IndexVillages int64 `db:"index_villages"`
	IndexSum      int64 `db:"index_sum"`

	MembersOK     int64 `db:"members_ok"`
	MembersJudged int64 `db:"members_judged"` // held in the window with both head counts given

	// Eligible outcomes, and of these the 采纳, 部分采纳, 未采纳, and the
	// 未采纳 explained by as_of.
	Eligible      int64 `db:"eligible"`
	AdoptedFully  int64 `db:"adopted_fully"`
	AdoptedPartly int64 `db:"adopted_partly"`
	Refused       int64 `db:"refused"`
	Explained     int64 `db:"explained"`

	Implemented        int64 `db:"implemented"`
	ImplementationDue  int64 `db:"implementation_due"`
	OutcomePublished   int64 `db:"outcome_published"`
	OutcomeProcedureOK int64 `db:"outcome_procedure_ok"`
	OutcomePublishDue  int64 `db:"outcome_publish_due"` // denominator of both

	InspectedQuarters int64 `db:"inspected_quarters"` // of the village-quarters at W's end
	ObjectionsInTime  int64 `db:"objections_in_time"`
	ObjectionsDue     int64 `db:"objections_due"`
}

// Due is 应公开数: what fell due and was judged.
func (c *Counts) Due() int64 { return c.OnTime + c.Late + c.Missing }

// published is the obligations met, in time or late.
func (c *Counts) published() int64 { return c.OnTime + c.Late }

// adopted is the eligible outcomes adopted in full or in part.
func (c *Counts) adopted() int64 { return c.AdoptedFully + c.AdoptedPartly }
