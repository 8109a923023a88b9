package explain

import (
	"math"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/score"
)

const (
	village = "990101101201"
	asOf    = "2026-07-20"
)

// book is a district of one village and two items, with the rules as given
// over the defaults.
func book(t *testing.T, rules ...rulebook.RuleEntry) *rulebook.Book {
	t.Helper()
	registry, problems := rulebook.NewRegistry([]rulebook.VillageSpell{{
		TownshipCode: "990101101", Township: "青禾镇", TownshipKind: "镇", VillageCode: village, Village: "松涧村", Kind: "村",
	}})
	if rulebook.Refused(problems) {
		t.Fatal(problems)
	}
	catalogue, problems := rulebook.NewCatalogue([]rulebook.ItemSpell{
		{Code: "CW01", Category: "财务", Item: "各项收支", AppliesTo: "全部", Frequency: rulebook.Monthly},
		{Code: "ZW01", Category: "政务", Item: "社会救助", AppliesTo: "全部", Frequency: rulebook.Quarterly, MinDays: 20, HasMinimum: true, Basis: "本区目录"},
		{Code: "ZW09", Category: "政务", Item: "征地补偿", AppliesTo: "全部", Frequency: rulebook.Event},
	})
	if rulebook.Refused(problems) {
		t.Fatal(problems)
	}
	r, problems := rulebook.NewRules(rules)
	if rulebook.Refused(problems) {
		t.Fatal(problems)
	}
	return &rulebook.Book{DistrictCode: "990101", DistrictName: "云岫区", Registry: registry, Catalogue: catalogue, Rules: r, Calendar: rulebook.DefaultCalendar()}
}

func params() score.Params {
	return score.Params{
		Weights: [4]int64{35000, 30000, 15000, 20000}, MinDue: 5, Grades: [3]score.Hundredths{9500, 8500, 7000},
		FalseDisclosureCap: "中", Quarters: 1, Target: 1000,
	}
}

func input(t *testing.T, level score.Level, c score.Counts) Input {
	t.Helper()
	in := Input{
		Build: mart.Build{Window: "2026Q2", WindowStart: civil.MustParse("2026-04-01"), WindowEnd: civil.MustParse("2026-06-30"), AsOf: civil.MustParse(asOf)},
		Level: level, Counts: c, Params: params(), Book: book(t),
	}
	in.Unit = mart.Unit{VillageCode: village, VillageName: "松涧村"}
	if s := score.Score(level, []score.Unit{{Code: village, Counts: c}}, in.Params)[0].Score; s != nil {
		v := s.Float()
		in.Unit.Score = &v
	}
	return in
}

func on(iso string) *civil.Date {
	if iso == "" {
		return nil
	}
	d := civil.MustParse(iso)
	return &d
}

func yes(b bool) *bool { return &b }

// whole is a matter published in time and in full.
func whole() mart.Obligation {
	five, row, delivery := int64(5), int64(7), int64(4)
	return mart.Obligation{
		VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-04", DueOn: civil.MustParse("2026-05-15"),
		Status: "on_time", PublishedOn: on("2026-05-10"), StatedPublishedOn: on("2026-05-10"), Posting: "ok", RemovedOn: on("2026-06-20"),
		Elements: &five, SignedDate: on("2026-05-10"), PublisherGiven: true, CommitteeSeal: true, SupervisorSeal: true, Signed: true,
		ProcedureOK: yes(true), ProposedOn: on("2026-05-01"), ReviewedOn: on("2026-05-02"), DecidedOn: on("2026-05-03"), ArchivedOn: on("2026-05-12"),
		Filing: "on_time", FiledOn: on("2026-05-12"), Review: "on_time", TownshipReviewed: on("2026-05-20"), ReviewResult: "合格",
		Complete: yes(true), Source: mart.Source{Delivery: &delivery, File: "四月.xlsx", Sheet: "表一", Row: &row},
	}
}

// The sentences of one matter, and what mending it would add.
func TestMatter(t *testing.T) {
	counts := score.Counts{OnTime: 7, Late: 2, Missing: 1, Complete: 6, VillagesAtEnd: 1, IndexVillages: 1, IndexSum: 1000, Held: 1}
	tests := []struct {
		name   string
		change func(*mart.Obligation)
		gain   float64 // 0: none
		says   []string
		never  []string
	}{
		{"in time and in full", func(*mart.Obligation) {}, 0, []string{
			"应于2026年5月15日前（含当日）公开，2026年5月10日公布，按时", "公示期：达标：2026年6月20日撤下，最短公示1个月", "要件：五项齐全",
			"程序：规范", "备案：2026年5月12日备案，按时（期限2026年5月15日）", "镇街审查：2026年5月20日审查，按时（期限2026年6月11日），结果：合格",
			"第4号收件 四月.xlsx“表一” 第7行", "due.monthly@2020-08-21", "posting.minimum.财务@2018-04-24",
		}, []string{"缺", "逾期", "勘误"}},
		{"missing, never filed", func(o *mart.Obligation) {
			*o = mart.Obligation{VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-05", DueOn: civil.MustParse("2026-06-15"), Status: "missing", NotReceived: true, Complete: yes(false)}
		}, 8.12, []string{"至2026年7月20日没有备案；期限届满后镇街没有再报送备案表（未报送）"}, []string{"依据", "第"}},
		{"missing, filed blank", func(o *mart.Obligation) {
			o.Status, o.PublishedOn, o.StatedPublishedOn, o.Complete = "missing", nil, nil, yes(false)
		}, 8.12, []string{"备案中公布日期为空"}, []string{"未报送"}},
		{"missing, filed ahead", func(o *mart.Obligation) {
			o.Status, o.PublishedOn, o.StatedPublishedOn, o.Complete = "missing", nil, on("2026-08-01"), yes(false)
		}, 8.12, []string{"尚未公布（备案的公布日期为2026年8月1日）"}, nil},
		{"late, otherwise whole", func(o *mart.Obligation) {
			n := int64(3)
			o.Status, o.DaysLate, o.PublishedOn = "late", &n, on("2026-05-18")
		}, 4.37, []string{"2026年5月18日公布，逾期3天"}, nil},
		{"short posting", func(o *mart.Obligation) {
			o.Posting, o.RemovedOn, o.Complete = "short", on("2026-05-15"), yes(false)
		}, 3.75, []string{"公示期：不足：2026年5月15日撤下，最短公示1个月"}, nil},
		{"reposted", func(o *mart.Obligation) {
			o.Posting, o.RemovedOn, o.RepostedOn = "short_cured", on("2026-05-15"), on("2026-06-01")
		}, 0, []string{"首次公示不足（2026年5月15日撤下），2026年6月1日重新公布，尚未撤下，视为达标"}, nil},
		{"elements lacking", func(o *mart.Obligation) {
			three := int64(3)
			o.Elements, o.SupervisorSeal, o.Signed, o.Complete = &three, false, false, yes(false)
		}, 3.75, []string{"要件：3项，缺监委会印章、相关人员签字"}, nil},
		{"steps out of order", func(o *mart.Obligation) {
			o.ProcedureOK, o.ReviewedOn = yes(false), on("2026-05-04")
		}, 0, []string{"不规范：先后次序不符（提出方案2026-05-01、监委会审查2026-05-04"}, nil},
		{"a step lacking", func(o *mart.Obligation) { o.ProcedureOK, o.ProposedOn = yes(false), nil }, 0, []string{"程序：不规范：缺提出方案"}, nil},
		{"not filed", func(o *mart.Obligation) {
			o.Filing, o.FiledOn, o.Review, o.ReviewResult = "missing", nil, "", ""
		}, 0, []string{"备案：备案日期为空，视为没有备案（期限2026年5月15日）"}, []string{"镇街审查"}},
		{"failed review, overdue", func(o *mart.Obligation) {
			o.ReviewResult, o.Rectification, o.Complete = "不合格", "overdue", yes(false)
		}, 3.75, []string{"整改：审查不合格，没有整改完成（期限2026年6月4日）", "rectification.days"}, nil},
		{"a correction", func(o *mart.Obligation) { o.Correction = true }, 0, []string{"以区级勘误为准"}, nil},
		{"the catalogue's own minimum", func(o *mart.Obligation) {
			o.ItemCode, o.Category, o.Period = "ZW01", "政务", "2026Q1"
		}, 0, []string{"最短公示20天", "catalogue.ZW01", "due.quarterly"}, []string{"posting.minimum"}},
		{"an event", func(o *mart.Obligation) {
			o.ItemCode, o.Category, o.Period, o.OccurredOn = "ZW09", "政务", "", on("2026-05-05")
		}, 0, []string{"2026年5月5日发生，应于", "due.event_days"}, []string{"due.monthly"}},
		{"pending", func(o *mart.Obligation) {
			*o = mart.Obligation{VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-06", DueOn: civil.MustParse("2026-07-31"), Status: "pending"}
		}, 0, []string{"至2026年7月20日未到期，不计入应公开数"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, score.Village, counts)
			o := whole()
			test.change(&o)
			in.Obligations = []mart.Obligation{o}
			x := Make(in)
			m := x.Matters[0]
			text := m.Reason
			for _, j := range m.Judgements {
				text += "\n" + j.Name + "：" + j.Text
			}
			text += "\n" + m.Place + "\n" + strings.Join(m.Rules, " ")
			for _, want := range test.says {
				if !strings.Contains(text, want) {
					t.Errorf("does not say %q:\n%s", want, text)
				}
			}
			for _, never := range test.never {
				if strings.Contains(text, never) {
					t.Errorf("says %q:\n%s", never, text)
				}
			}
			switch {
			case test.gain == 0 && m.Gain != nil:
				t.Errorf("gain %v, want none", *m.Gain)
			case test.gain != 0 && (m.Gain == nil || math.Abs(*m.Gain-test.gain) > 1e-9):
				t.Errorf("gain %v, want %v", m.Gain, test.gain)
			}
			for _, id := range m.Rules {
				found := false
				for _, r := range x.Rules {
					found = found || r.ID == id && r.Source != "" && r.Value != ""
				}
				if !found {
					t.Errorf("rule %s has no value and source", id)
				}
			}
		})
	}
}

// An exemption is told with its standing, applied or not.
func TestExemption(t *testing.T) {
	in := input(t, score.Village, score.Counts{Missing: 6})
	row, delivery := int64(9), int64(3)
	in.Obligations = []mart.Obligation{{VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-04", DueOn: civil.MustParse("2026-05-15"), Status: "missing", Complete: yes(false)}}
	in.Exemptions = []mart.Exemption{
		{VillageCode: village, ItemCode: "CW01", Period: "2026-04", Exempting: "2026", Kind: "不适用", Standing: "not_by_district", ApprovedOn: on("2026-03-01"), Delivery: &delivery, File: "不适用.csv", Row: &row},
		{VillageCode: village, ItemCode: "CW01", Period: "2026-05", Kind: "不适用", Standing: "in_time"},
	}
	m := Make(in).Matters[0]
	if want := "申请不适用，2026年3月1日批准，未适用：须由区县报送（第3号收件 不适用.csv 第9行）"; !strings.Contains(m.Reason, want) {
		t.Errorf("%q does not say %q", m.Reason, want)
	}
	if strings.Contains(m.Reason, "已适用") {
		t.Errorf("%q tells another period's exemption", m.Reason)
	}
}

// The rule that decides is the one in force on the day after the period's
// end, whatever holds later.
func TestTheRuleOfTheDay(t *testing.T) {
	in := input(t, score.Village, score.Counts{Missing: 6})
	in.Book = book(t, rulebook.RuleEntry{Rule: "due.monthly", Value: "20", From: civil.MustParse("2026-05-02"), Source: "新文件"})
	in.Obligations = []mart.Obligation{
		{VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-04", DueOn: civil.MustParse("2026-05-15"), Status: "missing"},
		{VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-05", DueOn: civil.MustParse("2026-06-20"), Status: "missing"},
	}
	x := Make(in)
	if got := x.Matters[0].Rules[0]; got != "due.monthly" {
		t.Errorf("April was judged by %s, want the built-in default", got)
	}
	if got := x.Matters[1].Rules[0]; got != "due.monthly@2026-05-02" {
		t.Errorf("May was judged by %s", got)
	}
}

// An exemption is judged by the rules of the original due date, not by those
// of the day after the period's end.
func TestTheRulesOfAnExemption(t *testing.T) {
	in := input(t, score.Village, score.Counts{Missing: 6})
	in.Book = book(t, rulebook.RuleEntry{Rule: "exemptions.by", Value: rulebook.ByTownship, From: civil.MustParse("2026-05-10"), Source: "新文件"})
	in.Obligations = []mart.Obligation{{VillageCode: village, ItemCode: "CW01", Category: "财务", Period: "2026-04", DueOn: civil.MustParse("2026-07-31"), Status: "pending"}}
	in.Exemptions = []mart.Exemption{{VillageCode: village, ItemCode: "CW01", Period: "2026-04", Kind: "延期", Standing: "in_time", ExtendedTo: on("2026-07-31")}}
	if got := Make(in).Matters[0].Rules; !slices.Contains(got, "exemptions.by@2026-05-10") {
		t.Errorf("due on 15 May, the exemption was judged by %v", got)
	}
}

// Two spells of an item keep their own minimum posting beside each other.
func TestTwoMinimaOfAnItem(t *testing.T) {
	in := input(t, score.Village, score.Counts{OnTime: 6})
	spell := rulebook.ItemSpell{Code: "CW01", Category: "财务", Item: "各项收支", AppliesTo: "全部", Frequency: rulebook.Monthly, HasMinimum: true, MinDays: 10, To: civil.MustParse("2026-05-01"), Basis: "旧目录"}
	later := spell
	later.MinDays, later.From, later.To, later.Basis = 40, spell.To, rulebook.Open, "新目录"
	catalogue, problems := rulebook.NewCatalogue([]rulebook.ItemSpell{spell, later})
	if rulebook.Refused(problems) {
		t.Fatal(problems)
	}
	in.Book.Catalogue = catalogue
	april, may := whole(), whole()
	may.Period, may.DueOn = "2026-05", civil.MustParse("2026-06-15")
	in.Obligations = []mart.Obligation{april, may}
	x := Make(in)
	for i, want := range []string{"10d 旧目录", "40d 新目录"} {
		got := ""
		for _, r := range x.Rules {
			if r.Rule == "catalogue.CW01" && slices.Contains(x.Matters[i].Rules, r.ID) {
				got += r.Value + " " + r.Source
			}
		}
		if got != want {
			t.Errorf("%s was judged by %q, want %q", x.Matters[i].Period, got, want)
		}
	}
}

// The rules of the score itself are named too, those of the window's last day.
func TestTheRulesOfTheScore(t *testing.T) {
	in := input(t, score.Village, score.Counts{OnTime: 6, Complete: 6})
	in.Book = book(t,
		rulebook.RuleEntry{Rule: "min_due", Value: "4", From: civil.MustParse("2026-06-30"), Source: "区级办法"},
		rulebook.RuleEntry{Rule: "min_due", Value: "9", From: civil.MustParse("2026-07-01"), Source: "下期办法"})
	x := Make(in)
	if !slices.Contains(x.ScoreRules, "min_due@2026-06-30") || len(x.ScoreRules) != 11 {
		t.Errorf("the score was made by %v", x.ScoreRules)
	}
	for _, id := range x.ScoreRules {
		if !slices.ContainsFunc(x.Rules, func(r Rule) bool { return r.ID == id && r.Value != "" && r.Source != "" }) {
			t.Errorf("rule %s has no value and source", id)
		}
	}
}

func TestConsultation(t *testing.T) {
	counts := score.Counts{OnTime: 10, Complete: 10, VillagesAtEnd: 1, IndexVillages: 1, IndexSum: 1000, Held: 2, Eligible: 2, AdoptedFully: 1}
	base := mart.Consultation{VillageCode: village, TopicNo: "1", Topic: "路灯", HeldOn: on("2026-04-10"), Result: "达成一致", OutcomeExists: true}
	tests := []struct {
		name   string
		change func(*mart.Consultation)
		gain   float64
		says   []string
	}{
		{"undecided in time", func(c *mart.Consultation) { c.R, c.Eligible, c.Handled = on("2026-05-10"), true, yes(false) }, 10,
			[]string{"2026年4月10日协商，计入协商次数", "尚未研究决策，至2026年5月10日研究决策的期限已满，计为未办理"}},
		{"adopted", func(c *mart.Consultation) {
			c.R, c.Eligible, c.Handled, c.DecidedOn, c.Decision = on("2026-04-20"), true, yes(true), on("2026-04-20"), "采纳"
		}, 0, []string{"2026年4月20日研究决策：采纳"}},
		{"inside its thirty days", func(c *mart.Consultation) { c.HeldOn, c.R = on("2026-06-25"), on("2026-07-25") }, 0, []string{"尚未到期，成果暂不计算"}},
		{"no agreement", func(c *mart.Consultation) { c.OutcomeExists = false }, 0, []string{"未达成一致，没有协商成果"}},
		{"held before the window", func(c *mart.Consultation) {
			c.HeldOn, c.R, c.Eligible, c.Handled = on("2026-03-20"), on("2026-04-19"), true, yes(false)
		}, 10, []string{"不在本考核期，不计入协商次数"}},
		{"published late", func(c *mart.Consultation) {
			c.R, c.Eligible, c.Handled, c.DecidedOn, c.Decision = on("2026-04-20"), true, yes(true), on("2026-04-20"), "采纳"
			c.OutcomePublished = yes(false)
		}, 0, []string{"成果公开：没有公开日期", "consultation.publish_days"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, score.Village, counts)
			c := base
			test.change(&c)
			in.Consultations = []mart.Consultation{c}
			got := Make(in).Consultations[0]
			text := got.Reason + "\n" + strings.Join(got.Rules, " ")
			for _, j := range got.Judgements {
				text += "\n" + j.Text
			}
			for _, want := range test.says {
				if !strings.Contains(text, want) {
					t.Errorf("does not say %q:\n%s", want, text)
				}
			}
			switch {
			case test.gain == 0 && got.Gain != nil:
				t.Errorf("gain %v, want none", *got.Gain)
			case test.gain != 0 && (got.Gain == nil || *got.Gain != test.gain):
				t.Errorf("gain %v, want %v", got.Gain, test.gain)
			}
		})
	}
}

// The parts add up to the score, and mending everything gives all of it.
func TestPartsAddUp(t *testing.T) {
	tests := []struct {
		name   string
		level  score.Level
		counts score.Counts
		notes  string
	}{
		{"all four", score.Village, score.Counts{OnTime: 7, Late: 2, Missing: 1, Complete: 6, IndexVillages: 1, IndexSum: 1000, Held: 1, Eligible: 3, AdoptedFully: 1}, ""},
		{"no outcome", score.Village, score.Counts{OnTime: 7, Missing: 3, Complete: 6, IndexVillages: 1, IndexSum: 1000, Held: 1}, "没有可计算的数"},
		{"not held", score.Village, score.Counts{OnTime: 7, Missing: 3, Complete: 6, IndexVillages: 1}, "权重计入协商指数"},
		{"a township", score.Township, score.Counts{OnTime: 70, Late: 13, Missing: 7, Complete: 61, IndexVillages: 9, IndexSum: 7000, Held: 9, Eligible: 7, AdoptedFully: 3, Refused: 2, Explained: 1}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, test.level, test.counts)
			x := Make(in)
			var sum, shares float64
			notes := ""
			for _, p := range x.Parts {
				sum += p.Points
				shares += p.Share
				notes += p.Note
			}
			if math.Abs(sum-*x.Score) > 0.005+1e-9 || math.Abs(shares-100) > 1e-3 {
				t.Errorf("parts add up to %v of %v, the score is %v", sum, shares, *x.Score)
			}
			if !strings.Contains(notes, test.notes) {
				t.Errorf("notes %q, want %q", notes, test.notes)
			}
		})
	}
}

func TestGains(t *testing.T) {
	counts := score.Counts{OnTime: 7, Late: 2, Missing: 1, Complete: 7, IndexVillages: 1, VillagesAtEnd: 1, Eligible: 2, AdoptedFully: 1, Held: 0}
	in := input(t, score.Village, counts)
	in.Params.Target = 2000
	three := int64(3)
	missing, part, late := whole(), whole(), whole()
	missing.Status, missing.Complete = "missing", yes(false)
	part.Complete = yes(false)
	late.Status, late.DaysLate = "late", &three
	in.Obligations = []mart.Obligation{missing, part, late, late, whole()}
	total := 0.0
	want := map[string]int64{"未公开的事项": 1, "逾期公开（其余完整）的事项": 2, "按时公开但不完整的事项": 1, "未办理的协商成果": 1, "如再开展协商": 2}
	for _, g := range Make(in).Gains {
		what, _, _ := strings.Cut(g.What, "，")
		if want[what] != g.Number || g.Each == nil || *g.Each <= 0 || *g.All < *g.Each {
			t.Errorf("%s: %d, each %v, all %v", g.What, g.Number, g.Each, g.All)
		}
		delete(want, what)
		total += *g.All
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	// One part of completeness (30/10 of 100) stays open in these counts.
	now := *in.Unit.Score
	if full := now + total; full > 100.01 || full < 90 {
		t.Errorf("from %v by %v to %v", now, total, full)
	}
}

// A rank outside its interval, as many shared ranks are, is not left unexplained.
func TestRankOutsideItsInterval(t *testing.T) {
	for _, test := range []struct {
		rank, lo, hi int64
		told         bool
	}{{1, 3, 168, true}, {9, 3, 8, true}, {3, 3, 8, false}, {8, 3, 8, false}} {
		in := input(t, score.Village, score.Counts{OnTime: 10, Complete: 10})
		in.Unit.Rank, in.Unit.RankLo, in.Unit.RankHi = &test.rank, &test.lo, &test.hi
		if got := Make(in).RankNote; (got != "") != test.told {
			t.Errorf("rank %d of %d to %d: %q", test.rank, test.lo, test.hi, got)
		}
	}
	if got := Make(input(t, score.Village, score.Counts{})).RankNote; got != "" {
		t.Errorf("without a rank: %q", got)
	}
}

func TestCappedGrade(t *testing.T) {
	in := input(t, score.Village, score.Counts{OnTime: 10, Complete: 10})
	row, delivery := int64(3), int64(4)
	in.Unit.Grade, in.OpenFindings = "中", []mart.OpenFinding{{InspectedOn: civil.MustParse("2026-05-02"), Level: "区县", Covert: yes(true), Delivery: &delivery, File: "暗访.xlsx", Sheet: "表一", Row: &row}}
	if x := Make(in); x.Capped != "有1项弄虚作假的检查发现尚未整改（2026年5月2日区县暗访，第4号收件 暗访.xlsx“表一” 第3行），等次不高于“中”" {
		t.Errorf("capped %q", x.Capped)
	}
	in.OpenFindings = nil
	if x := Make(in); x.Capped != "" {
		t.Errorf("capped %q", x.Capped)
	}
}
