package receipt

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"tongbao/reports/shared"
)

// from makes the page of what became of a file.
func from(d *Data) View {
	v := View{
		District: d.District, Title: "回执", File: d.File, Facts: facts(d), Refusals: refusals(d), Released: released(d.Reread),
		Sheets: sheets(d), Kinds: kinds(d.Kinds), Findings: findings(d),
	}
	v.Verdict, v.Tone = verdict(d)
	if d.Workbook != "" {
		// A name may hold what a link gives a meaning to.
		v.Link = &Link{Href: "./" + url.PathEscape(d.Workbook), Text: d.Workbook, What: workbookUse(d)}
	}
	v.Notes = notes(d)
	return v
}

func facts(d *Data) []shared.Fact {
	received := d.ReceivedAt
	if d.History {
		received += "（作为历史文件接收）"
	}
	return []shared.Fact{{Name: "报送单位", Text: d.Township}, {Name: "收到时间", Text: received}, {Name: "收件号", Text: fmt.Sprintf("第%d号", d.Delivery)}}
}

// sums are the counts over all sheets.
func sums(d *Data) (rows, accepted, back, nonData, warnings, refused int) {
	for _, s := range d.Sheets {
		rows += s.Rows
		accepted += s.Accepted
		back += s.Quarantined
		nonData += s.NonData
		warnings += s.Warnings
		if s.Status == Refused && !s.Hidden {
			refused++
		}
	}
	return rows, accepted, back, nonData, warnings, refused
}

func verdict(d *Data) (text, tone string) {
	rows, accepted, back, nonData, warnings, refused := sums(d)
	if len(d.Sheets) == 1 && d.Sheets[0].Status == Duplicate {
		return "重复：" + d.Sheets[0].Reason + "。", "fair"
	}
	if refused > 0 && refused == len(d.Sheets) {
		return "没有收下：原因和办法见下。", "poor"
	}
	text = fmt.Sprintf("共%d行：收下%d行，退回更正%d行，非数据%d行。", rows, accepted, back, nonData)
	if rows == 0 {
		text = "表头之下没有一行数据。"
	}
	tone = "good"
	if rows == 0 || back > 0 || refused > 0 {
		tone = "fair"
	}
	if back > 0 && accepted == 0 {
		tone = "poor"
	}
	if refused > 0 {
		text += fmt.Sprintf("另有%d张工作表没有读取，原因和办法见下。", refused)
	}
	if warnings > 0 {
		text += fmt.Sprintf("提醒%d处，不影响收下。", warnings)
	}
	if slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Effect == Elsewhere }) {
		text += "有的提醒关系到整列或整张表，请看下面。"
		if tone == "good" {
			tone = "fair"
		}
	}
	return text, tone
}

func workbookUse(d *Data) string {
	if _, _, back, _, _, _ := sums(d); back > 0 {
		return "退回表：没有收下的行都在里面，红色的格写有批注。改好后把这个文件报送即可，已收下的行不必再报。"
	}
	return "提醒表：各行都已收下；黄色的格没有采用，要改的改好后把这个文件报送，不改就不必再报。"
}

func refusals(d *Data) (list []Refusal) {
	for _, s := range d.Sheets {
		if s.Status != Refused || s.Hidden {
			continue
		}
		what := "本文件"
		if s.Name != "" {
			what = "工作表“" + s.Name + "”"
		}
		list = append(list, Refusal{What: what, Reason: s.Reason})
	}
	return list
}

func released(r *Reread) *Released {
	if r == nil {
		return nil
	}
	out := &Released{Text: fmt.Sprintf("%s因名册、目录、规则、表头或映射变动重新核对：原来退回、现已收下%d行，原来收下、现在退回%d行。本回执和所附的表是重新核对后的结果。", r.On, r.ReleasedRows, r.ReturnedRows)}
	for _, n := range r.Released {
		out.Lines = append(out.Lines, "现已收下："+n.String())
	}
	for _, n := range r.Returned {
		out.Lines = append(out.Lines, "现在退回："+n.String())
	}
	return out
}

// String is the name with its rows: 村（社区）“竹西坝”3行.
func (n Named) String() string {
	if n.Header == "" {
		return fmt.Sprintf("%s，%d行", n.Text, n.Rows)
	}
	return fmt.Sprintf("%s“%s”%d行", n.Header, n.Text, n.Rows)
}

var statusWords = map[string]string{Accepted: "全部收下", Partly: "部分收下", Refused: "没有读取", Duplicate: "重复"}

var statusTones = map[string]string{Accepted: "good", Partly: "fair", Refused: "poor", Duplicate: "fair"}

func sheets(d *Data) shared.Table {
	t := shared.Table{Caption: "各工作表", Class: "sheets", Head: head("工作表", "备案表", "结果", "共几行", "收下", "退回", "非数据", "提醒", "未识别的列（原样保留）")}
	var rows []shared.Row
	for _, s := range d.Sheets {
		name := s.Name
		if name == "" {
			name = "（整个文件）"
		}
		note := ""
		switch {
		case s.Hidden:
			note = "隐藏的工作表"
		case s.HiddenRows > 0:
			note = fmt.Sprintf("其中隐藏的%d行照常读取", s.HiddenRows)
		}
		table := s.Table
		if table == "" {
			table = shared.Dash
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(name, note), shared.Text(table), statusOf(s),
			count(s.Rows), count(s.Accepted), count(s.Quarantined), count(s.NonData), count(s.Warnings), shared.Text(strings.Join(s.Unknown, "、")),
		}})
	}
	t.Bodies = []shared.Body{{Rows: rows}}
	return t
}

// statusOf is the outcome in a word. A sheet of which every row goes back is
// not taken in part, and one without a row of data was not filled in.
func statusOf(s Sheet) shared.Cell {
	switch {
	case s.Status == Partly && s.Accepted == 0:
		return shared.Cell{Text: "全部退回", Tone: "poor"}
	case s.Status == Accepted && s.Rows == s.NonData:
		return shared.Cell{Text: "没有填报"}
	}
	return shared.Cell{Text: statusWords[s.Status], Tone: statusTones[s.Status]}
}

func count(n int) shared.Cell { return shared.Number(fmt.Sprint(n)) }

func head(names ...string) (h []shared.Head) {
	for _, n := range names {
		h = append(h, shared.Head{Text: n})
	}
	return h
}

func kinds(all []Kind) *shared.Table {
	if len(all) == 0 {
		return nil
	}
	t := &shared.Table{Caption: "问题汇总", Class: "kinds", Head: head("列", "问题", "怎样改", "处数", "在哪里")}
	errors, warnings := shared.Body{Name: "错误：所在行没有收下"}, shared.Body{Name: "提醒：不影响收下"}
	for _, k := range all {
		row := shared.Row{Cells: []shared.Cell{
			shared.RowName(k.Column(), ""), shared.Text(k.What()), shared.Text(k.Accepted), count(k.Count), shared.Text(k.Where()),
		}}
		if k.Warning {
			warnings.Rows = append(warnings.Rows, row)
		} else {
			errors.Rows = append(errors.Rows, row)
		}
	}
	for _, b := range []shared.Body{errors, warnings} {
		if len(b.Rows) > 0 {
			t.Bodies = append(t.Bodies, b)
		}
	}
	return t
}

// Column names where the problem is.
func (k Kind) Column() string {
	if k.Header == "" {
		return "整行"
	}
	return k.Header
}

// Sentence is the problem and its cure in one.
func (k Kind) Sentence() string {
	text := k.What()
	if k.Header != "" {
		text = k.Header + "：" + text
	}
	if k.Accepted != "" {
		text += "；怎样改：" + k.Accepted
	}
	return text
}

// What is the problem in words.
func (k Kind) What() string {
	if k.Varied {
		return "例：" + k.Message
	}
	return k.Message
}

// Where lists the first places.
func (k Kind) Where() string {
	text := strings.Join(k.Places, "、")
	if k.Count > len(k.Places) {
		text += "等"
	}
	return text
}

func findings(d *Data) *shared.Table {
	if len(d.Findings) == 0 {
		return nil
	}
	caption := fmt.Sprintf("逐处问题，共%d处", d.Total)
	if d.Total > len(d.Findings) {
		caption += fmt.Sprintf("；这里列出前%d处，其余见所附的表", len(d.Findings))
	}
	t := &shared.Table{Caption: caption, Class: "findings", Head: head("位置", "列", "原文", "问题", "怎样改", "性质")}
	var rows []shared.Row
	for _, f := range d.Findings {
		tone := "fair"
		if f.Effect == NotTaken {
			tone = "poor"
		}
		rows = append(rows, shared.Row{Cells: []shared.Cell{
			shared.RowName(f.Place(), ""), shared.Text(f.Header), shared.Text(f.Text), shared.Text(f.Message), shared.Text(f.Accepted),
			{Text: string(f.Effect), Left: true, Tone: tone},
		}})
	}
	t.Bodies = []shared.Body{{Rows: rows}}
	return t
}

// Place is where the finding is in the file: “一月”C7, or 第7行.
func (f Finding) Place() string {
	at := f.Cell
	if at == "" {
		at = fmt.Sprintf("第%d行", f.Row)
	}
	if f.Sheet != "" {
		at = "“" + f.Sheet + "”" + at
	}
	return at
}

func notes(d *Data) []string {
	list := []string{"行数：共几行＝收下＋退回＋非数据行（合计、说明、空行等）；单元格和行号是原文件里的。"}
	if d.Workbook != "" {
		list = append(list,
			"重报时同一事项的后一行整行取代前一行，所以退回表里每一行都是完整的，没有问题的列也请保留。",
			"也可以改原文件再整份报送；两种办法选一种即可。")
	}
	return list
}
