package circular

import (
	"fmt"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// disclosure tells due, published, on time and missing of the district.
func disclosure(d *shared.Data) []string {
	u := &d.District
	if u.Due == 0 {
		out := []string{"本期没有到期的应公开事项，不计算公开率、公开及时率和完整率。"}
		if s := shared.ApartSentence(u); s != "" {
			out = append(out, s)
		}
		return out
	}
	text := fmt.Sprintf("全区应公开事项%s项", shared.Count(u.Due))
	if parts := shared.Composition(d.Batches, u.Due); parts != "" {
		text += "（" + parts + "）"
	}
	text += fmt.Sprintf("，已公开%s项，%s；其中按时公开%s项，逾期公开%s项；未公开（缺项）%s项。",
		shared.Count(u.OnTime+u.Late), shared.RateSentence("公开率", u.Disclosed, nil), shared.Count(u.OnTime), shared.Count(u.Late), shared.Count(u.Missing))
	if previous := shared.PreviousName(d.Build); previous != "" {
		text += "与" + previous + "相比："
	}
	text += shared.RateSentence("公开及时率", u.Timeliness, u.PreviousTimeliness) + "；" +
		shared.RateSentence("完整率", u.Completeness, u.PreviousCompleteness) + "。"
	out := []string{text}
	if s := shared.NotReceivedBriefly(d) + shared.ApartSentence(u); s != "" {
		out = append(out, s)
	}
	return out
}

// consultation tells how often villages consulted and what came of it.
func consultation(d *shared.Data) []string {
	u := &d.District
	text := fmt.Sprintf("全区开展协商%s次", shared.Count(u.Held))
	if u.Frequency.Value != nil {
		text += fmt.Sprintf("，平均每村（社区）每季度%s次（%s）", shared.Decimal(u.Frequency.Value), shared.Fraction(u.Frequency))
	}
	text += "；" + shared.RateSentence("协商指数", u.FrequencyIndex, u.PreviousFrequencyIndex) + "。"
	if u.Handled.Value == nil && u.Adoption.Value == nil {
		text += "本期没有到期的协商成果，不计算办理率和成果采纳率。"
	} else {
		text += shared.RateSentence("办理率", u.Handled, u.PreviousHandled) + "；" + shared.RateSentence("成果采纳率", u.Adoption, u.PreviousAdoption) + "。"
	}
	out := []string{text}
	if s := shared.ProvisionalSentence(d); s != "" {
		out = append(out, s)
	}
	return out
}

// overall are the district's scored rates against the previous window.
func overall(d *shared.Data) shared.Table {
	u := &d.District
	t := shared.Table{Caption: "全区主要指标", Class: "brief whole", Head: []shared.Head{{Text: "指标"}, {Text: "分子/分母"}, {Text: "本期"}, {Text: "95%区间"}}}
	if d.Compare() {
		t.Head = append(t.Head, shared.Head{Text: "上期"}, shared.Head{Text: "变化（百分点）"})
	}
	var rows []shared.Row
	add := func(name string, r mart.Rate, lo, hi, before *float64) {
		cells := []shared.Cell{
			shared.RowName(name, ""), shared.Number(shared.Fraction(r)), shared.Number(shared.Percent(r.Value)), shared.Number(shared.Interval(lo, hi)),
		}
		if d.Compare() {
			cells = append(cells, shared.Number(shared.Percent(before)), shared.Number(shared.PointsBetween(r.Value, before).Short()))
		}
		rows = append(rows, shared.Row{Cells: cells})
	}
	add("公开及时率", u.Timeliness, u.TimelinessLo, u.TimelinessHi, u.PreviousTimeliness)
	add("完整率", u.Completeness, u.CompletenessLo, u.CompletenessHi, u.PreviousCompleteness)
	add("协商指数", u.FrequencyIndex, nil, nil, u.PreviousFrequencyIndex)
	add("办理率", u.Handled, u.HandledLo, u.HandledHi, u.PreviousHandled)
	add("成果采纳率", u.Adoption, u.AdoptionLo, u.AdoptionHi, u.PreviousAdoption)
	t.Bodies = []shared.Body{{Rows: rows}}
	return t
}

// quality are the rates that say how well the matters were disclosed.
func quality(d *shared.Data) shared.Table {
	u := &d.District
	t := shared.Table{Caption: "全区公开规范性指标", Class: "brief whole", Head: []shared.Head{{Text: "范围"}}}
	row := shared.Row{Cells: []shared.Cell{shared.RowName("全区", "")}}
	for _, c := range []struct {
		name string
		rate mart.Rate
	}{
		{"公开率", u.Disclosed}, {"要件齐全率", u.Elements}, {"公示期达标率", u.Posting},
		{"程序规范率", u.Procedure}, {"备案及时率", u.Filing}, {"整改完成率", u.Rectification},
	} {
		t.Head = append(t.Head, shared.Head{Text: c.name})
		row.Cells = append(row.Cells, shared.RateCell(c.rate, nil, false))
	}
	t.Bodies = []shared.Body{{Rows: []shared.Row{row}}}
	return t
}
