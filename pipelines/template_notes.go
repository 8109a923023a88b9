package pipelines

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
	"tongbao/internal/workbook"
)

// notesName names the sheet that says how to fill in the others.
const notesName = "填报说明"

// notesSheet says what the template was made for and from, how to fill it in,
// which matters are due on whose authority, by which rules, and what each
// column takes.
func (t *template) notesSheet() workbook.Sheet {
	n := &notes{}
	n.row(workbook.Note, filing.AsideMark)
	n.row(workbook.Title, t.township.Name+t.span.Chinese()+notesName)
	n.row(workbook.Note, "模板版本："+t.stamp)
	n.section("一、怎么填")
	for i, text := range t.howTo() {
		n.row(workbook.Plain, fmt.Sprintf("%d. %s", i+1, text))
	}
	if coded := t.codedVillages(); len(coded) > 0 {
		n.row(workbook.Plain, "以下村（社区）的名称不足以区分，表中写代码："+strings.Join(coded, "、"))
	}
	n.section("二、本期事项和依据")
	n.row(workbook.Header, "事项", "依据", "类别", "频次", "哪一期", "最迟公布", "最短公示")
	for _, row := range t.dueRows() {
		n.row(workbook.Wrapped, row...)
	}
	n.section("三、规则和出处（" + t.ruleDay().Chinese() + "有效的）")
	n.row(workbook.Header, "规则", "出处", "现行值", "自何日起")
	for _, e := range t.book.Rules.InForce(t.ruleDay()) {
		if ofDuties(e.Rule) {
			n.row(workbook.Wrapped, rulebook.Explain(e.Rule), e.Source, e.Value, since(e.From))
		}
	}
	n.section("四、各列可填内容（带*的为必填）")
	for i := range t.tables {
		n.row(workbook.Header, t.tables[i].Title)
		for j := range t.tables[i].Columns {
			c := &t.tables[i].Columns[j]
			n.row(workbook.Plain, headerText(c), accepted(c))
		}
	}
	s := workbook.Sheet{
		Name: notesName, Rows: n.rows, Merges: []string{"A2:G2"}, Landscape: true, Form: &workbook.Form{PageWide: true},
		Widths: []float64{40, 40, 10, 12, 12, 13, 11},
	}
	s.Fit()
	return s
}

// howTo are the lines of the first section.
func (t *template) howTo() []string {
	by := "由镇街报送也作数"
	if t.book.Rules.Word("exemptions.by", t.ruleDay()) == rulebook.ByDistrict {
		by = "由区县报送才作数，镇街报送的仅列出备查"
	}
	header := func(code string) string {
		table := filing.ByCode("disclosures")
		return "“" + table.Columns[table.Column(code)].Header + "”"
	}
	return []string{
		"灰色格（镇街、村（社区）、公开事项、所属期）已按名册和公开目录填好，不必改动。",
		"工作表加了保护，没有密码：标题和灰色格不能改，其余格和下方空行都能填。",
		header("published_on") + "留空表示尚未公布，不算差错。",
		"本期确无事项、已在公开栏说明的，照填" + header("published_on") + "，并在" + header("nil") + "填“是”。",
		"随时公开的事项发生后填在下方空行：选村（社区）和事项，填" + header("occurred_on") + "，不填" + header("period") + "。",
		"随时公开的同一事项同一天不止一次的，用" + header("event_no") + "区分。",
		"再次报送时，在上次报送的表上接着填。同一村（社区）、同一事项、同一期，后收到的一行整行取代先收到的一行，空格也算。",
		"报错的行不要删去：在" + header("void") + "填“是”再报送一次，该行即作废。",
		"有下拉列表的格从列表中选；可填多项的，以顿号分隔。",
		"没有内容的表留空即可。工作表和表头不要改名；“示例”一行不计入。",
		"“检查（暗访）记录”填镇街自己的检查，“检查层级”选“镇街”。",
		"“不适用及延期”" + by + "。",
		"不要在文字栏里写身份证号、手机号、银行卡号。",
	}
}

// codedVillages are the villages for which their code stands, with what they
// are called.
func (t *template) codedVillages() (out []string) {
	for _, v := range t.villages {
		if t.villageText(v) != v.Village {
			out = append(out, v.VillageCode+" "+v.Village)
		}
	}
	return out
}

// dueRows are the different matters of the township, and its event items.
func (t *template) dueRows() (rows [][]string) {
	row := func(s rulebook.ItemSpell, period, on string, day civil.Date) {
		least := t.book.Rules.Minimum(s.Category, day)
		if s.HasMinimum {
			least = rulebook.Minimum{Days: s.MinDays, Months: s.MinMonths}
		}
		rows = append(rows, []string{s.Item + kindNote(s.AppliesTo), s.Basis, s.Category, string(s.Frequency), period, on, least.Chinese()})
	}
	for _, due := range duesOf(t.owed) {
		i := slices.IndexFunc(t.owed, func(o rulebook.Owed) bool { return o.Due == due })
		row(t.owed[i].Item, due.Period.String(), due.On.String(), due.On)
	}
	for _, s := range t.events {
		days := t.book.Rules.Int("due.event_days", t.ruleDay())
		row(s, "", fmt.Sprintf("发生后%d日内", days), t.ruleDay())
	}
	return rows
}

func kindNote(kind string) string {
	if kind == rulebook.KindAny {
		return ""
	}
	return "（" + kind + "）"
}

// ruleDay is the day whose rules the notes tell: the last due date, else the
// span's end.
func (t *template) ruleDay() civil.Date {
	if dues := duesOf(t.owed); len(dues) > 0 {
		return dues[len(dues)-1].On
	}
	return t.span.End()
}

// ofDuties reports whether a rule says what has to be done, not how it is
// scored.
func ofDuties(rule string) bool {
	area, _, _ := strings.Cut(rule, ".")
	switch area {
	case "due", "posting", "filing", "review", "rectification", "archive", "consultation", "objection", "exemptions":
		return true
	}
	return false
}

// since is a first day of validity, nothing where there is none.
func since(day civil.Date) string {
	if day == rulebook.FirstDay {
		return ""
	}
	return day.String()
}

// accepted says what a column takes, in the words in which a reader refuses
// what it does not.
func accepted(c *filing.Column) string {
	switch c.Type {
	case filing.Township:
		return filing.TownshipOther.Accepted
	case filing.Village:
		return "从下拉列表中选，或写本镇街村（社区）的名称、曾用名、12位代码"
	case filing.Item:
		return "从下拉列表中选，或写公开目录中的事项名称、别名、编码"
	case filing.Period:
		return filing.PeriodUnreadable.Accepted
	case filing.Date:
		if c.Ahead {
			return filing.DateUnreadable.Accepted + "；可晚于报送之日"
		}
		return filing.DateUnreadable.Accepted + "；" + filing.DateAfterReceipt.Accepted
	case filing.Bool:
		words := yesNo(c)
		return words[0] + " 或 " + words[1] + "；不清楚、不适用的留空"
	case filing.Integer:
		return filing.NumberNotWhole.Accepted
	case filing.Decimal:
		return filing.NumberUnreadable.Accepted + "；" + filing.NumberTooPrecise.Accepted
	case filing.Word:
		return "选一项：" + strings.Join(listWords(c), "、")
	case filing.Words:
		return "可填多项，以顿号分隔：" + strings.Join(listWords(c), "、")
	case filing.Hashes:
		return filing.HashUnreadable.Accepted
	}
	return "文字，" + filing.TextTooLong.Accepted
}

// notes is the sheet in the making. Long lines run on to the right: a
// spreadsheet does not fit a row's height to merged cells.
type notes struct{ rows [][]any }

func (n *notes) row(style workbook.Style, cells ...string) {
	row := make([]any, len(cells))
	for i, text := range cells {
		row[i] = workbook.Cell{Value: text, Style: style}
	}
	n.rows = append(n.rows, row)
}

func (n *notes) section(title string) {
	n.rows = append(n.rows, nil)
	n.row(workbook.Header, title)
}
