package filing

import "tongbao/internal/civil"

// The reference tables, which the district keeps itself. Their dates may lie
// ahead, and all their findings are errors.
var (
	// Registry 村社名册: one row per village and spell.
	Registry = Table{
		Code: "registry", Title: "村社名册", Reference: true,
		Keys: []Key{{Columns: []string{"village_code", "valid_from"}}},
		Columns: []Column{
			{Code: "township_code", Header: "镇街代码", Type: Code, Digits: 9, Required: true},
			{Code: "township", Header: "镇街", Type: Text, Required: true},
			{Code: "township_kind", Header: "镇街类型", Type: Word, Required: true, List: words("镇", "乡", "街道")},
			{Code: "village_code", Header: "村社代码", Type: Code, Digits: 12, Required: true},
			{Code: "village", Header: "村（社区）", Type: Text, Required: true},
			{Code: "kind", Header: "类型", Type: Word, Required: true, List: words("村", "社区")},
			{Code: "households", Header: "户数", Type: Integer},
			{Code: "population", Header: "人口", Type: Integer},
			{Code: "aliases", Header: "曾用名", Type: Text},
			validFrom, validTo,
		},
	}
	// Catalogue 公开目录: one row per item and spell.
	Catalogue = Table{
		Code: "catalogue", Title: "公开目录", Reference: true,
		Keys: []Key{{Columns: []string{"item_code", "valid_from"}}},
		Columns: []Column{
			{Code: "item_code", Header: "事项编码", Type: Text, Required: true},
			{Code: "category", Header: "类别", Type: Text, Required: true},
			{Code: "item", Header: "公开事项", Type: Text, Required: true},
			{Code: "aliases", Header: "别名", Type: Text},
			{Code: "applies_to", Header: "适用", Type: Word, Required: true, List: words("村", "社区", "全部")},
			{Code: "frequency", Header: "频次", Type: Word, Required: true, List: words("月", "季", "半年", "年", eventFrequency)},
			{Code: "minimum_posting", Header: "最短公示", Type: Text},
			{Code: "basis", Header: "依据", Type: Text},
			validFrom, validTo,
		},
	}
	// Calendar 法定节假日和调休: one row per day that is not what its weekday
	// says.
	Calendar = Table{
		Code: "calendar", Title: "节假日和调休", Reference: true,
		Keys: []Key{{Columns: []string{"date"}}},
		Columns: []Column{
			{Code: "date", Header: "日期", Type: Date, Required: true, Ahead: true},
			{Code: "kind", Header: "类型", Type: Word, Required: true, List: words("休", "班")},
			{Code: "name", Header: "名称", Type: Text},
		},
	}

	validFrom = Column{Code: "valid_from", Header: "生效日期", Type: Date, Ahead: true}
	validTo   = Column{Code: "valid_to", Header: "失效日期", Type: Date, Ahead: true}
)

// NewReferenceReader reads a sheet that must be the given reference table.
func NewReferenceReader(t *Table, sheet string, mergesRun bool, sink Sink) *Reader {
	return NewReader(Context{
		Tables: []Table{*t}, Sheet: sheet, MergesRun: mergesRun,
		ReceivedOn: civil.MustOf(lastYear, 12, 31), // no day of receipt bounds them
	}, sink)
}
