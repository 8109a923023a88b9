package demo

// encoding is how a township saves its files.
type encoding uint8

const (
	xlsx encoding = iota
	utf8CSV
	utf8BOM
	gb18030
	utf16LE
)

// habit is how a township's clerk fills in and lays out tables. Each habit
// is one that real offices have.
type habit struct {
	encoding encoding
	comma    rune
	file     string // name of a disclosures file; see fileName
	zipped   bool   // quarterly files come together in a .zip

	headers  map[string]string // by column code, where not the declared one
	leave    []string          // columns the clerk does not keep
	front    []string          // columns put first
	machine  bool              // English headers
	township bool              // a 镇街 column
	serial   bool              // a column 序号
	clerk    bool              // a column 经办人

	dates    []dateStyle // one is picked for each cell
	blanks   []string    // what stands in an empty date cell
	answers  []answers
	periods  []periodStyle
	villages []villageStyle
	aliases  bool // items by alias or code now and then
	amounts  string

	title, unit, columnNumbers, example, notes bool
	groupedHeader                              bool // two rows, merged
	mergedVillages                             bool // the village's name runs down
	subtotals, total                           bool
	blankRows                                  bool
	pageEvery                                  int // rows to a page: the header is repeated
	sheetPerVillage                            bool
	hiddenList                                 bool // a hidden sheet of choices, a hidden row
	onlyPublished                              bool // lists nothing that is not posted yet
	formulas                                   bool // numbers, sums and filing days are computed
	epoch1904                                  bool // days count from 1904
}

var longForm = []string{"event_no", "boards", "boards_posted", "attachment_hash", "summary"}

// habits by a township's role in the story.
var habits = []habit{
	{ // the template, filled in with care
		file:  "{town}{year}年{month}月{kind}务公开备案表.xlsx",
		dates: []dateStyle{native}, answers: allAnswers[:1], periods: []periodStyle{canonical}, villages: []villageStyle{plainName},
		title: true, unit: true, township: true, hiddenList: true,
	},
	{ // merged title, two-row header, names running down, subtotals
		file:  "{town}{kind}务公开情况统计表（{year}年{month}月）.xlsx",
		leave: longForm, dates: []dateStyle{inChinese}, blanks: []string{"", "", "/"}, answers: allAnswers[2:3],
		periods: []periodStyle{spoken}, villages: []villageStyle{plainName, plainName, shortCommittee},
		title: true, unit: true, groupedHeader: true, mergedVillages: true, subtotals: true, total: true, serial: true,
	},
	{ // CSV with a mark, as Excel's "CSV UTF-8" writes it
		encoding: utf8BOM, comma: ',', file: "{town}_disclosures_{year}{mm}.csv",
		dates: []dateStyle{iso}, answers: allAnswers[:1], periods: []periodStyle{canonical, padded}, villages: []villageStyle{plainName, withTownship},
		leave: []string{"event_no", "boards", "boards_posted"},
	},
	{ // text dates, other headers, a row of column numbers, notes
		file:    "{year}年{month}月份{town}公开台账（定稿）.xlsx",
		headers: map[string]string{"township": "街道", "village": "社区", "item": "公开内容", "period": "期次", "published_on": "公示日期", "removed_on": "公示截止日期", "committee_seal": "村委会盖章", "supervisor_seal": "监督委员会盖章", "signed": "签字", "filed_on": "报备日期"},
		leave:   longForm, dates: []dateStyle{dotted}, answers: allAnswers[3:4], periods: []periodStyle{padded}, villages: []villageStyle{plainName, withCommittee},
		title: true, columnNumbers: true, notes: true, township: true, serial: true, clerk: true,
	},
	{ // printed page by page
		file:  "{town}{year}年{month}月村务公开登记表.xlsx",
		leave: longForm, dates: []dateStyle{native, slashed}, answers: allAnswers[1:2], periods: []periodStyle{terse}, villages: []villageStyle{plainName, formerName, withTownship},
		title: true, unit: true, pageEvery: 40, total: true, aliases: true,
		headers: map[string]string{"item": "事项名称", "published_on": "公开时间"},
	},
	{ // CSV as an old Chinese Excel saves it
		encoding: gb18030, comma: ';', file: "{year}{mm}{town}公开备案.csv", zipped: true,
		leave: []string{"boards", "boards_posted", "attachment_hash"}, dates: []dateStyle{slashed}, blanks: []string{"", "—"},
		answers: allAnswers[:1], periods: []periodStyle{spoken}, villages: []villageStyle{plainName, shortCommittee}, total: true,
		headers: map[string]string{"village": "村居", "item": "项目"},
	},
	{ // an export with tabs
		encoding: utf8CSV, comma: '\t', file: "{town}-{year}-{mm}-公开.csv", zipped: true,
		leave: []string{"event_no", "boards", "boards_posted"}, dates: []dateStyle{compact}, answers: allAnswers[6:7], periods: []periodStyle{canonical},
		villages: []villageStyle{withDistrict, plainName}, headers: map[string]string{"item": "公开内容"}, title: true, aliases: true,
	},
	{ // typed by hand, every cell as it comes
		file:  "{month}月{town}村务公开.xlsx",
		leave: longForm, dates: everyDate(), blanks: []string{"", "/", "—", "无", "　年　月　日", "暂无", "-"}, answers: allAnswers,
		periods: []periodStyle{canonical, spoken, padded, terse}, villages: []villageStyle{plainName, withCommittee, shortCommittee, withTownship, withDistrict, formerName, spaced, bracketed},
		title: true, unit: true, notes: true, blankRows: true, aliases: true, serial: true, onlyPublished: true, amounts: "元",
		headers: map[string]string{"township": "乡镇", "village": "村名", "published_on": "张贴日期"},
	},
	{ // one sheet for each village
		file:  "{town}各村{year}年{month}月公开汇总.xlsx",
		leave: longForm, dates: []dateStyle{native}, answers: allAnswers[4:5], periods: []periodStyle{spoken}, villages: []villageStyle{plainName},
		title: true, unit: true, sheetPerVillage: true, notes: true,
	},
	{ // codes as numbers, hidden rows
		file:  "{town}村务公开备案{year}{mm}.xlsx",
		leave: []string{"event_no"}, dates: []dateStyle{native}, answers: allAnswers[7:8], periods: []periodStyle{canonical}, villages: []villageStyle{byCode},
		aliases: true, hiddenList: true, clerk: true, front: []string{"period"},
	},
	{ // a platform's export, UTF-16 as "Unicode text"
		encoding: utf16LE, comma: '\t', file: "export_{year}{mm}.csv", zipped: true, machine: true,
		dates: []dateStyle{iso}, answers: allAnswers[7:8], periods: []periodStyle{canonical}, villages: []villageStyle{byCode},
	},
	{ // merged names and blank lines, the template's example left in
		file:  "{town}{year}年{month}月村务公开明细表.xlsx",
		leave: longForm, dates: []dateStyle{withHao, inChinese}, blanks: []string{"", "　年　月　日"}, answers: allAnswers[8:9],
		periods: []periodStyle{spoken, terse}, villages: []villageStyle{plainName},
		title: true, unit: true, mergedVillages: true, blankRows: true, example: true, notes: true, clerk: true, amounts: "，",
	},
	{ // begun on an old Macintosh
		epoch1904: true, file: "{year}.{month}{town}公开表.xlsx",
		leave: longForm, dates: []dateStyle{native}, answers: allAnswers[9:10], periods: []periodStyle{padded}, villages: []villageStyle{plainName, withTownship},
		title: true, unit: true, total: true,
	},
	{ // a spreadsheet that computes
		formulas: true, file: "{town}村务公开台账{year}-{mm}.xlsx",
		leave: longForm, dates: []dateStyle{native}, answers: allAnswers[:1], periods: []periodStyle{canonical}, villages: []villageStyle{plainName},
		title: true, serial: true, subtotals: true, total: true, notes: true,
	},
}

func everyDate() []dateStyle {
	list := make([]dateStyle, dateStyles)
	for i := range list {
		list[i] = dateStyle(i)
	}
	return list
}
