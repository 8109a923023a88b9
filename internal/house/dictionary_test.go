package house

import (
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/filing"
)

// typeNames are the column types as people read them.
var typeNames = map[filing.Type]string{
	filing.Text: "文本", filing.Date: "日期", filing.Bool: "是/否", filing.Integer: "整数", filing.Decimal: "金额（元）", filing.Word: "选一",
	filing.Words: "可多选", filing.Hashes: "指纹（十六进制）", filing.Period: "所属期", filing.Township: "镇街", filing.Village: "村（社区）",
	filing.Item: "公开事项", filing.Code: "代码",
}

// dictionary is the page of the declared tables.
func dictionary(t *testing.T) string {
	p := &page{}
	p.line("# 备案表字典")
	p.line("")
	p.line("<!-- 由 go test ./internal/house -update 根据 internal/filing 的声明生成，请勿手改 -->")
	p.line("")
	p.line("每张表在程序里只声明一次，表头识别、单元格读取、数据湖的列、模型和本页都由它而来。文件按**表头**识别，与文件名无关：")
	p.line("必填列齐全、匹配列最多的那张表就是它。列的先后不限，空格、换行、全半角和末尾括号不影响识别，表头也可以写英文代码。")
	p.line("认不出的列随行原样保留，并在回执上列出。区县另有叫法的，在 `tongbao.yaml` 的 `headers` 里添加。")
	p.line("")
	p.line("- **必填**：表头必须有，单元格不能空。镇街、填报单位可由标题行、工作表名或收件文件夹提供。")
	p.line("- **有误时**：“待更正”是该行整行不收，进入退回表；“提醒”是该行照收，这一格作空，并在回执上提醒（没有指标用到它）。")
	p.line("- **可晚于收件日**：一般日期不得晚于收件当日，标“可”的除外。")
	p.line("- 表头“" + filing.SignedOrPublished + "”：没有别的列写公布日期时作公布日期，否则作落款日期。")
	p.line("- **主键**相同的后一行整行取代前一行（空格也算），两行都留底；“作废”为“是”的行撤销该主键。")
	for _, table := range filing.Tables {
		describe(t, p, table)
	}
	p.line("")
	p.line("# 区县自管的参照表")
	p.line("")
	p.line("放在工作区根目录，`.csv` 或 `.xlsx`。参照表从严读取：有一处错误，整张表不用，并逐处指出。")
	for _, table := range []filing.Table{filing.Registry, filing.Catalogue, filing.Calendar} {
		describe(t, p, table)
	}
	return p.String()
}

// describe writes one table.
func describe(t *testing.T, p *page, table filing.Table) {
	p.line("")
	p.line("## " + table.Title + " `" + table.Code + "`")
	p.line("")
	p.line("主键：" + keys(table))
	p.line("")
	p.head("表头", "代码", "别名", "类型", "必填", "有误时", "取值及说明")
	for _, c := range table.Columns {
		kind, known := typeNames[c.Type]
		if !known {
			t.Fatalf("%s.%s: the type %d has no name", table.Code, c.Code, c.Type)
		}
		required := ""
		if c.Required {
			required = "是"
		}
		if c.BlankOK {
			required = "表头必有，格可空"
		}
		wrong := "待更正"
		if c.WarnOnly {
			wrong = "提醒"
		}
		if table.Reference {
			wrong = "不用"
		}
		p.row(c.Header, coded(c.Code), strings.Join(c.Aliases, "、"), kind, required, wrong, values(table, c))
	}
}

// keys says how a row is identified.
func keys(table filing.Table) string {
	var ways []string
	for _, k := range table.Keys {
		var names []string
		for _, c := range k.Columns {
			names = append(names, table.Columns[table.Column(c)].Header)
		}
		way := strings.Join(names, "＋")
		if k.When != "" {
			way = "有“" + table.Columns[table.Column(k.When)].Header + "”的：" + way
		}
		ways = append(ways, way)
	}
	return strings.Join(ways, "；否则：")
}

// values says what a column may hold.
func values(table filing.Table, c filing.Column) string {
	var notes []string
	var list []string
	for _, e := range c.List {
		list = append(list, e.Word)
	}
	if len(list) > 0 {
		notes = append(notes, strings.Join(list, "、"))
	}
	if c.Fallback != "" {
		notes = append(notes, "不在其中的记为“"+c.Fallback+"”并提醒")
	}
	if len(c.True) > 0 {
		notes = append(notes, strings.Join(c.True, "、")+"＝是，"+strings.Join(c.False, "、")+"＝否")
	}
	if c.Digits > 0 {
		notes = append(notes, strconv.Itoa(c.Digits)+"位数字")
	}
	if c.Ahead && !table.Reference {
		notes = append(notes, "可晚于收件日")
	}
	return strings.Join(notes, "；")
}
