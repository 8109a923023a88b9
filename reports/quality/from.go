package quality

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/chart"
	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// from makes the district's view. It reads no clock and no file.
func from(d *shared.Data) (View, error) {
	v := View{
		District: d.Build.District,
		Title:    shared.WindowName(d.Build.Window) + "备案报送质量报告",
		Scope:    scope(d),
	}
	if !d.Build.HasFigures {
		v.NoFigures = shared.NoFigures(d)
		return v, nil
	}
	v.Points = points(d)
	v.Townships = townships(d)
	v.Reasons = reasons(d, d.Intake.Findings, "退回和提醒的原因（全区）", true)
	v.Corrected, v.Corrections = shared.CorrectionSentence(d), corrections(d, nil)
	var err error
	v.Trend, err = trend(d)
	return v, err
}

// corrections list what rests on the district's own rows, of one township
// where one is given.
func corrections(d *shared.Data, of *mart.Received) shared.Table {
	t := shared.Table{Caption: "以区级勘误为准的事项", Class: "corrections", Head: []shared.Head{
		{Text: "村（社区）"}, {Text: "镇街"}, {Text: "事项"}, {Text: "所属期"}, {Text: "依据", Note: "区级文件的行"},
	}}
	names := map[string]string{}
	for i := range d.Townships {
		names[d.Townships[i].TownshipCode] = d.Townships[i].TownshipName
	}
	var rows []shared.Row
	for i := range d.Corrections {
		c := &d.Corrections[i]
		if of != nil && c.TownshipCode != of.TownshipCode {
			continue
		}
		what, when := c.Item, c.Period
		if c.ItemCode == "" {
			what = "协商"
		}
		if c.OccurredOn != nil {
			when = c.OccurredOn.String()
		}
		place := fmt.Sprintf("第%d行", c.Row)
		if c.Sheet != "" {
			place = "“" + c.Sheet + "”" + place
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(cmp.Or(c.VillageName, c.VillageCode), c.VillageCode), shared.Text(cmp.Or(names[c.TownshipCode], c.TownshipCode)),
			shared.Text(what), shared.Text(when), shared.Text(place),
		}})
	}
	if len(rows) > 0 {
		t.Bodies = []shared.Body{{Rows: rows}}
	}
	return t
}

func scope(d *shared.Data) string {
	return fmt.Sprintf("收件时间：考核窗口开始（%s）以来、数据截至日（%s）以前；历史补录的文件列出而不计数。退回的行数是累计数，改正后重报的不冲减。", d.Build.WindowStart.Chinese(), d.Build.AsOf.Chinese())
}

// points are what the analyst has to act on.
func points(d *shared.Data) []string {
	var sum mart.Received
	var silent, refused, returned []string
	list := slices.Clone(d.Intake.Townships)
	slices.SortStableFunc(list, func(a, b mart.Received) int { return cmp.Compare(b.Quarantined, a.Quarantined) })
	for _, t := range list {
		sum.Files += t.Files
		sum.Refused += t.Refused
		sum.Duplicates += t.Duplicates
		sum.Rows += t.Rows
		sum.Accepted += t.Accepted
		sum.Quarantined += t.Quarantined
		sum.NonData += t.NonData
		sum.Warnings += t.Warnings
		if t.Files == 0 && t.TownshipCode != "" {
			silent = append(silent, t.TownshipName)
		}
		if t.Refused > 0 {
			refused = append(refused, fmt.Sprintf("%s（%s份）", t.TownshipName, shared.Count(t.Refused)))
		}
		if t.Quarantined > 0 {
			returned = append(returned, fmt.Sprintf("%s（%s行）", t.TownshipName, shared.Count(t.Quarantined)))
		}
	}
	out := []string{fmt.Sprintf("收到文件%s份，其中重复%s份、整份退回%s份；数据行%s行，收下%s行，退回待更正%s行（%s），提醒%s处。",
		shared.Count(sum.Files), shared.Count(sum.Duplicates), shared.Count(sum.Refused), shared.Count(sum.Accepted+sum.Quarantined),
		shared.Count(sum.Accepted), shared.Count(sum.Quarantined), shared.Percent(shared.Ratio(sum.Quarantined, sum.Accepted+sum.Quarantined)), shared.Count(sum.Warnings))}
	if len(silent) > 0 {
		out = append(out, fmt.Sprintf("没有报送任何文件的镇街%d个：%s。", len(silent), strings.Join(silent, "、")))
	} else {
		out = append(out, "每个镇街都报送过文件。")
	}
	if s := shared.NotReceivedSentence(d); s != "" {
		out = append(out, s)
	}
	if len(refused) > 0 {
		out = append(out, "有文件整份退回的："+shared.Join(refused, 8)+"。")
	}
	if len(returned) > 0 {
		out = append(out, "退回行数较多的："+shared.Join(returned, 5)+"。")
	}
	return out
}

func townships(d *shared.Data) shared.Table {
	missing := map[string]int64{}
	for i := range d.Townships {
		missing[d.Townships[i].TownshipCode] = d.Townships[i].NotReceived
	}
	t := shared.Table{Caption: "各镇街报送情况", Class: "received", Head: []shared.Head{
		{Text: "镇街", Note: "点开看收件"}, {Text: "文件", Note: "份"}, {Text: "公开备案", Note: "份"}, {Text: "协商备案", Note: "份"}, {Text: "整份退回", Note: "份"}, {Text: "重复", Note: "份"},
		{Text: "收下", Note: "行"}, {Text: "退回", Note: "行"}, {Text: "退回率"}, {Text: "提醒", Note: "处"}, {Text: "未报送事项", Note: "项"}, {Text: "最近收件"},
	}}
	var rows []shared.Row
	for i := range d.Intake.Townships {
		r := &d.Intake.Townships[i]
		last := "从未"
		if r.LastReceivedOn != nil {
			last = r.LastReceivedOn.String()
		}
		name := shared.RowName(r.TownshipName, "")
		name.Href = pageOf(d, r)
		rate := shared.Cell{Text: shared.Percent(shared.Ratio(r.Quarantined, r.Accepted+r.Quarantined))}
		if r.Quarantined > 0 {
			rate.Tone = "poor"
		}
		files := shared.Number(shared.Count(r.Files))
		if r.Files == 0 && r.TownshipCode != "" {
			files = shared.Cell{Text: "0", Note: "没有报送", Tone: "poor"}
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			name, files, shared.Number(shared.Count(r.Disclosures)), shared.Number(shared.Count(r.Consultations)),
			shared.Number(shared.Count(r.Refused)), shared.Number(shared.Count(r.Duplicates)), shared.Number(shared.Count(r.Accepted)),
			shared.Number(shared.Count(r.Quarantined)), rate, shared.Number(shared.Count(r.Warnings)),
			shared.Number(shared.Count(missing[r.TownshipCode])), shared.Number(last),
		}})
	}
	t.Bodies = []shared.Body{{Rows: rows}}
	return t
}

// reasonKey is one kind of finding, whoever sent it.
type reasonKey struct{ table, reason, severity, column string }

// reasons list the kinds of findings, errors first, the most frequent first;
// of the district with the number of townships.
func reasons(d *shared.Data, findings []mart.FindingKind, caption string, ofDistrict bool) shared.Table {
	type sum struct {
		mart.FindingKind
		townships map[string]bool
	}
	sums := map[reasonKey]*sum{}
	for _, f := range findings {
		key := reasonKey{f.Table, f.Reason, f.Severity, f.Column}
		s := sums[key]
		if s == nil {
			s = &sum{FindingKind: mart.FindingKind{Table: f.Table, Reason: f.Reason, Severity: f.Severity, Column: f.Column, Header: f.Header, Message: f.Message}, townships: map[string]bool{}}
			sums[key] = s
		}
		s.Findings += f.Findings
		s.Rows += f.Rows
		s.Files += f.Files
		s.townships[f.TownshipCode] = true
		if f.Message < s.Message {
			s.Header, s.Message = f.Header, f.Message
		}
	}
	var list []*sum
	for _, s := range sums {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *sum) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(b.Findings, a.Findings),
			cmp.Compare(a.Table, b.Table), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Column, b.Column))
	})
	t := shared.Table{Caption: caption, Class: "reasons", Head: []shared.Head{
		{Text: "备案表"}, {Text: "列"}, {Text: "性质"}, {Text: "问题", Note: "举一例"}, {Text: "处"}, {Text: "行"}, {Text: "文件"},
	}}
	if ofDistrict {
		t.Head = append(t.Head, shared.Head{Text: "镇街"})
	}
	var rows []shared.Row
	for _, s := range list {
		severity := "退回"
		if s.Severity == "warning" {
			severity = "提醒"
		}
		cells := []shared.Cell{
			shared.RowName(shared.TableTitle(s.Table), ""), shared.Text(cmp.Or(s.Header, "整行")), shared.Text(severity), shared.Text(s.Message),
			shared.Number(shared.Count(s.Findings)), shared.Number(shared.Count(s.Rows)), shared.Number(shared.Count(s.Files)),
		}
		if ofDistrict {
			cells = append(cells, shared.Number(shared.Count(int64(len(s.townships)))))
		}
		rows = append(rows, shared.Row{Cells: cells})
	}
	if len(rows) > 0 {
		t.Bodies = []shared.Body{{Rows: rows}}
	}
	return t
}

// trendMonths is how many months of receipt the trend shows.
const trendMonths = 12

// trend draws the share of rows returned by month of receipt.
func trend(d *shared.Data) (shared.Figure, error) {
	f := shared.Figure{
		Title: "各月收下的行数占比（%，按收件月份）", Label: "折线图：各月收下的行数占收到的数据行的百分比，数据见图下的表。",
		Table: shared.Table{Caption: "各月收件（全区）", Head: []shared.Head{{Text: "收件月份"}, {Text: "文件"}, {Text: "收下", Note: "行"}, {Text: "退回", Note: "行"}, {Text: "收下的占比"}, {Text: "提醒", Note: "处"}}},
	}
	sums := map[string]*mart.ReceivedMonth{}
	for _, m := range d.Intake.Months {
		s := sums[m.Month]
		if s == nil {
			s = &mart.ReceivedMonth{Month: m.Month}
			sums[m.Month] = s
		}
		s.Files += m.Files
		s.Accepted += m.Accepted
		s.Quarantined += m.Quarantined
		s.Warnings += m.Warnings
	}
	line := chart.Series{Name: "收下的占比", Style: chart.Good}
	var names []string
	var rows []shared.Row
	drawn := 0
	last := d.Build.AsOf.MonthStart()
	for i := range trendMonths {
		month := last.AddMonths(i - trendMonths + 1).String()[:7]
		names = append(names, shared.AxisMonth(month, i == 0))
		m := sums[month]
		if m == nil {
			m = &mart.ReceivedMonth{}
		}
		share := shared.Ratio(m.Accepted, m.Accepted+m.Quarantined)
		line.Values = append(line.Values, shared.PercentValue(share))
		if share != nil {
			drawn++
		}
		rows = append(rows, monthRow(month, m, share))
	}
	if drawn == 0 {
		f.Absent = "没有图：近十二个月没有收到数据行。"
		return f, nil
	}
	f.Table.Bodies = []shared.Body{{Rows: rows}}
	var err error
	f.Chart, err = chart.Lines("chart-received", names, []chart.Series{line})
	return f, err
}

func monthRow(month string, m *mart.ReceivedMonth, share *float64) shared.Row {
	return shared.Row{Cells: []shared.Cell{
		shared.RowName(shared.MonthName(month), ""), shared.Number(shared.Count(m.Files)), shared.Number(shared.Count(m.Accepted)),
		shared.Number(shared.Count(m.Quarantined)), shared.Number(shared.Percent(share)), shared.Number(shared.Count(m.Warnings)),
	}}
}
