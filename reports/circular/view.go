// Package circular is the 通报: the district's published findings of one
// window, in the form of an official document (GB/T 9704-2012). The text
// tells, in at most 4,000 characters; charts and long tables are annexes.
package circular

import "tongbao/reports/shared"

// View is what the document says, in the order of its parts.
type View struct {
	Issuer string // 发文机关
	// TitleParts are the title where it may be broken into lines.
	TitleParts []string
	To         string // 主送机关
	Opening    string // 依据、时间、范围
	Public     bool
	NoFigures  string // why there is nothing to publish; everything below is then empty

	Disclosure   []string // 一、总体情况: paragraphs
	Consultation []string
	Overall      shared.Table
	Quality      shared.Table

	Ranking      []string // 二、镇街情况
	RankingTable shared.Table
	Funnel       []string       // who differs from the district by more than chance
	Lists        []string       // 红榜、黑榜
	ListTables   []shared.Table // those that have somebody on them

	Problems  []Problems // 三、存在的问题
	Clear     []string   // what was not found, and what could not be judged
	Past      []string   // 四、往期问题整改情况
	PastTable shared.Table
	Demands   []string // 五、工作要求

	// TooLong tells, to the district alone, that the text has more characters
	// than such a document may have.
	TooLong string
	Annexes []Annex
}

// Problems are the problems of one field.
type Problems struct {
	Field string
	Items []Problem
}

// Problem is one kind of problem: a sentence, and named examples of it.
type Problem struct {
	kind     string // in the list of problems
	Text     string
	Examples []string
}

// Annex is an annex: notes, charts and tables.
type Annex struct {
	key     annex
	Number  int
	Title   string
	Text    []string
	Figures []shared.Figure
	Tables  []shared.Table
}
