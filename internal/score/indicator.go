package score

// Indicator is one rate: its name (a column x stands with x_n and x_d), its
// Chinese name, and how it is made of the counts. Indicators is the one
// list of them; exports, reports and explanations go by it.
type Indicator struct {
	Name  string
	Title string
	// AboveVillage marks a rate that villages do not have, because it
	// judges the township.
	AboveVillage bool
	// Interval marks the rates that stand with their Wilson interval.
	Interval bool

	of func(c *Counts, p *Params) Frac
	// shown gives the two facts as written, where they are not Frac's own.
	shown func(c *Counts, p *Params) (n, d Frac)
}

// The names of the rates that are scored or ranked alone.
const (
	Timeliness     = "timeliness"
	Completeness   = "completeness"
	Frequency      = "frequency" // consultations per village-quarter: no share of 1
	FrequencyIndex = "frequency_index"
	Handled        = "handled"
	Adoption       = "adoption"
)

// Indicators in the order of the score tables' columns.
var Indicators = []Indicator{
	{Name: Timeliness, Interval: true, Title: "公开及时率", of: func(c *Counts, _ *Params) Frac { return Frac{c.OnTime, c.Due()} }},
	{Name: "disclosed", Title: "公开率", of: func(c *Counts, _ *Params) Frac { return Frac{c.published(), c.Due()} }},
	{Name: Completeness, Interval: true, Title: "完整率", of: func(c *Counts, _ *Params) Frac { return Frac{c.Complete, c.Due()} }},
	{Name: "elements", Title: "要件齐全率", of: func(c *Counts, _ *Params) Frac { return Frac{c.ElementsOK, c.published()} }},
	{Name: "posting", Title: "公示期达标率", of: func(c *Counts, _ *Params) Frac { return Frac{c.PostingFit, c.published()} }},
	{Name: "procedure", Title: "程序规范率", of: func(c *Counts, _ *Params) Frac { return Frac{c.ProcedureOK, c.published()} }},
	{Name: "filing", Title: "备案及时率", of: func(c *Counts, _ *Params) Frac { return Frac{c.FilingOnTime, c.FilingJudged} }},
	{Name: "review", Title: "镇街审查及时率", AboveVillage: true, of: func(c *Counts, _ *Params) Frac { return Frac{c.ReviewOnTime, c.ReviewJudged} }},
	{Name: "rectification", Title: "整改完成率", of: func(c *Counts, _ *Params) Frac { return Frac{c.Rectified, c.Rectification} }},
	{Name: "on_deadline", Title: "踩点率", of: func(c *Counts, _ *Params) Frac { return Frac{c.OnDeadline, c.published()} }},
	{Name: Frequency, Title: "协商频次", of: func(c *Counts, p *Params) Frac { return Frac{c.HeldAtEnd, c.villageQuarters(p)} }},
	{Name: FrequencyIndex, Title: "协商指数", of: frequencyIndex, shown: frequencyIndexFacts},
	{Name: "coverage", Title: "协商覆盖率", of: func(c *Counts, _ *Params) Frac { return Frac{c.Covered, c.VillagesAtEnd} }},
	{Name: "members", Title: "成员合规率", of: func(c *Counts, _ *Params) Frac { return Frac{c.MembersOK, c.MembersJudged} }},
	{Name: Adoption, Interval: true, Title: "成果采纳率", of: func(c *Counts, _ *Params) Frac { return Frac{c.adopted(), c.Eligible} }},
	{Name: "full_adoption", Title: "全部采纳率", of: func(c *Counts, _ *Params) Frac { return Frac{c.AdoptedFully, c.Eligible} }},
	{Name: Handled, Interval: true, Title: "办理率", of: func(c *Counts, _ *Params) Frac { return Frac{c.adopted() + c.Explained, c.Eligible} }},
	{Name: "explained", Title: "未采纳说明率", of: func(c *Counts, _ *Params) Frac { return Frac{c.Explained, c.Refused} }},
	{Name: "implementation", Title: "落实率", of: func(c *Counts, _ *Params) Frac { return Frac{c.Implemented, c.ImplementationDue} }},
	{Name: "outcome_published", Title: "成果公开及时率", of: func(c *Counts, _ *Params) Frac { return Frac{c.OutcomePublished, c.OutcomePublishDue} }},
	{Name: "consultation_procedure", Title: "协商程序规范率", of: func(c *Counts, _ *Params) Frac { return Frac{c.OutcomeProcedureOK, c.OutcomePublishDue} }},
	{Name: "inspection_coverage", Title: "检查覆盖率", of: func(c *Counts, p *Params) Frac { return Frac{c.InspectedQuarters, c.villageQuarters(p)} }},
	{Name: "objections_answered", Title: "异议按期答复率", of: func(c *Counts, _ *Params) Frac { return Frac{c.ObjectionsInTime, c.ObjectionsDue} }},
}

func (c *Counts) villageQuarters(p *Params) int64 { return c.VillagesAtEnd * p.Quarters }

// frequencyIndex is Σ min(1, held / target) / villages, over a common
// denominator.
func frequencyIndex(c *Counts, p *Params) Frac { return Frac{c.IndexSum, c.IndexVillages * p.target()} }

// frequencyIndexFacts are the sum of the villages' shares and the number of
// villages. Where no village has an index the sum is 0.
func frequencyIndexFacts(c *Counts, p *Params) (n, d Frac) {
	if p.target() == 0 {
		return Frac{0, 1}, Frac{c.IndexVillages, 1}
	}
	return Frac{c.IndexSum, p.target()}, Frac{c.IndexVillages, 1}
}

// Rate is one indicator of one unit as it is written: numerator,
// denominator and value at six decimals.
type Rate struct {
	Name  string
	N, D  float64
	Value *float64 // nil for 0/0
	// Lo and Hi are the ends of the Wilson interval of 95 % at six decimals;
	// nil for 0/0 and for rates that stand without one.
	Lo, Hi *float64
}

// Rates are the indicators of one unit in the order of the score tables,
// those that its level has.
func Rates(level Level, c *Counts, p *Params) []Rate {
	rates := make([]Rate, 0, len(Indicators))
	for _, ind := range Indicators {
		if ind.AboveVillage && level == Village {
			continue
		}
		f := ind.of(c, p)
		n, d := Frac{f.N, 1}, Frac{f.D, 1}
		if ind.shown != nil {
			n, d = ind.shown(c, p)
		}
		rate := Rate{Name: ind.Name, Value: six(f)}
		rate.N, _ = n.Six()
		rate.D, _ = d.Six()
		if ind.Interval {
			rate.Lo, rate.Hi = interval(f)
		}
		rates = append(rates, rate)
	}
	return rates
}

// perThousandHouseholds is consultations held per thousand households and
// quarter, of the villages at W's end.
func perThousandHouseholds(c *Counts, p *Params) Frac {
	if c.HouseholdsAtEnd == nil {
		return Frac{}
	}
	return Frac{c.HeldWithHouseholds * 1000, *c.HouseholdsAtEnd * p.Quarters}
}

func six(f Frac) *float64 {
	v, ok := f.Six()
	if !ok {
		return nil
	}
	return &v
}
