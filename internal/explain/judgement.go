package explain

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
)

// judgements are what was judged of a published matter, in the order of the
// marts' columns, with the rules they were judged by: those in force on the
// due date.
func (m *maker) judgements(o *mart.Obligation, item rulebook.ItemSpell) (list []Judgement, used []string) {
	add := func(name, code string, good *bool, text string, rule string) {
		list = append(list, Judgement{name, code, good, text})
		if rule != "" {
			used = append(used, rule)
		}
	}
	minimum, rule := m.minimum(o, item)
	add("公示期", o.Posting, verdict(o.Posting, "short", ""), posting(o, minimum, m.in.Build.AsOf), rule)
	add("要件", fmt.Sprint(*o.Elements), ref(*o.Elements == 5), elements(o), "")
	add("程序", fmt.Sprint(isTrue(o.ProcedureOK)), o.ProcedureOK, procedure(o), m.rules.use("archive.grace_days", o.DueOn))
	add("备案", o.Filing, verdict(o.Filing, "missing late", "pending"), m.filing(o), m.rules.use("filing.days", o.DueOn))
	if o.Review != "" {
		add("镇街审查", o.Review, verdict(o.Review, "missing late", "pending"), m.review(o), m.rules.use("review.days", o.DueOn))
	}
	if o.ReviewResult != "" {
		// A result without a day of review is not judged, and is told.
		rule := ""
		if o.Rectification != "" {
			rule = m.rules.use("rectification.days", o.DueOn)
		}
		add("整改", o.Rectification, m.rectified(o), m.rectification(o), rule)
	}
	return list, used
}

func ref[T any](v T) *T { return &v }

// verdict is nil for a code among open, false for one among bad, else true.
func verdict(code, bad, open string) *bool {
	if strings.Contains(" "+open+" ", " "+code+" ") {
		return nil
	}
	return ref(!strings.Contains(" "+bad+" ", " "+code+" "))
}

// minimum is how long the matter must stay up, and by what.
func (m *maker) minimum(o *mart.Obligation, item rulebook.ItemSpell) (rulebook.Minimum, string) {
	if item.HasMinimum {
		return rulebook.Minimum{Days: item.MinDays, Months: item.MinMonths}, m.rules.catalogue(item)
	}
	return m.in.Book.Rules.Minimum(o.Category, o.DueOn), m.rules.use("posting.minimum."+o.Category, o.DueOn)
}

func posting(o *mart.Obligation, minimum rulebook.Minimum, asOf civil.Date) string {
	least := "最短公示" + minimum.Chinese()
	down := func(d *civil.Date) string {
		if d == nil || *d > asOf {
			return "尚未撤下"
		}
		return d.Chinese() + "撤下"
	}
	switch o.Posting {
	case "ok":
		return "达标：" + down(o.RemovedOn) + "，" + least
	case "running":
		return "公示中：尚未撤下，未满期限，视为达标；" + least
	case "short_cured":
		return "首次公示不足（" + down(o.RemovedOn) + "），" + o.RepostedOn.Chinese() + "重新公布，" + down(o.RepostedRemovedOn) + "，视为达标；" + least
	}
	text := "不足：" + down(o.RemovedOn) + "，" + least
	if o.RepostedOn != nil && *o.RepostedOn <= asOf {
		text += "；" + o.RepostedOn.Chinese() + "重新公布，" + down(o.RepostedRemovedOn) + "，仍不足"
	}
	return text
}

func elements(o *mart.Obligation) string {
	var lacking []string
	for _, e := range []struct {
		name  string
		shown bool
	}{
		{"落款日期", o.SignedDate != nil}, {"公开单位", o.PublisherGiven}, {"村（居）委会印章", o.CommitteeSeal},
		{"监委会印章", o.SupervisorSeal}, {"相关人员签字", o.Signed},
	} {
		if !e.shown {
			lacking = append(lacking, e.name)
		}
	}
	if len(lacking) == 0 {
		return "五项齐全"
	}
	return fmt.Sprintf("%d项，缺%s", *o.Elements, strings.Join(lacking, "、"))
}

func procedure(o *mart.Obligation) string {
	steps := []struct {
		name string
		on   *civil.Date
	}{{"提出方案", o.ProposedOn}, {"监委会审查", o.ReviewedOn}, {"会议确定", o.DecidedOn}, {"公布", o.PublishedOn}, {"存档备案", o.ArchivedOn}}
	var lacking, dates []string
	inOrder := true
	var before *civil.Date
	for _, s := range steps {
		if s.on == nil {
			lacking = append(lacking, s.name)
			continue
		}
		dates = append(dates, s.name+s.on.String())
		inOrder = inOrder && (before == nil || *before <= *s.on)
		before = s.on
	}
	switch {
	case isTrue(o.ProcedureOK) && len(lacking) > 0:
		return "规范：存档备案尚在宽限期内"
	case isTrue(o.ProcedureOK):
		return "规范：五步齐全，先后有序"
	case !inOrder:
		return "不规范：先后次序不符（" + strings.Join(dates, "、") + "）"
	}
	return "不规范：缺" + strings.Join(lacking, "、")
}

// filing is the filing with the township, within days of publication.
func (m *maker) filing(o *mart.Obligation) string {
	by := o.PublishedOn.AddDays(m.in.Book.Rules.Int("filing.days", o.DueOn))
	if o.Filing == "missing" && o.FiledOn == nil {
		// The row itself is there: what is lacking is its day of filing.
		return "备案日期为空，视为没有备案（期限" + by.Chinese() + "）"
	}
	return deed(o.Filing, "备案", o.FiledOn, by)
}

func (m *maker) review(o *mart.Obligation) string {
	by := o.FiledOn.AddDays(m.in.Book.Rules.Int("review.days", o.DueOn))
	text := deed(o.Review, "审查", o.TownshipReviewed, by)
	if o.ReviewResult != "" {
		text += "，结果：" + o.ReviewResult
	}
	return text
}

// deed says whether something was done by its day.
func deed(code, what string, on *civil.Date, by civil.Date) string {
	limit := "期限" + by.Chinese()
	switch code {
	case "on_time":
		return on.Chinese() + what + "，按时（" + limit + "）"
	case "late":
		return on.Chinese() + what + "，逾期（" + limit + "）"
	case "missing":
		return "没有" + what + "（" + limit + "）"
	}
	return "尚未" + what + "，未到期限（" + limit + "）"
}

// rectified is whether a failed review bears on the matter now.
func (m *maker) rectified(o *mart.Obligation) *bool {
	if o.ReviewResult != "不合格" {
		return ref(true)
	}
	return ref(o.RectifiedOn != nil && *o.RectifiedOn <= m.in.Build.AsOf)
}

func (m *maker) rectification(o *mart.Obligation) string {
	if o.ReviewResult != "不合格" {
		return "审查结果为" + o.ReviewResult + "，无需整改"
	}
	if o.TownshipReviewed == nil {
		if o.RectifiedOn != nil {
			return "审查不合格，没有写审查日期；" + o.RectifiedOn.Chinese() + "整改完成"
		}
		return "审查不合格，没有写审查日期，尚未整改"
	}
	by := o.TownshipReviewed.AddDays(m.in.Book.Rules.Int("rectification.days", o.DueOn))
	code := map[string]string{"done": "on_time", "late": "late", "overdue": "missing"}[o.Rectification]
	return "审查不合格，" + deed(code, "整改完成", o.RectifiedOn, by)
}
