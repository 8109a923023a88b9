package house

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/handbook"
	"tongbao/internal/rulebook"
)

// handbookPage is the page of the indicators, rules, tables and checks.
func handbookPage(t *testing.T) string {
	p := &page{}
	p.line("# 指标手册")
	p.line("")
	p.line("<!-- 由 go test ./internal/house -update 根据 internal/score、internal/rulebook 和 sql/ 生成，请勿手改 -->")
	p.line("")
	p.line("每个数字只在一处定义、一处计算：SQL 模型逐项判定并计数，`internal/score` 由计数算出比率、得分、名次和等次，村、镇街、全区用同一段程序。")
	p.line("镇街和全区的数字是计数相加后再相除，不是各村比率的平均。分母为0的比率是空值，报告上写作“—”。")
	p.line("")
	p.line("## 一、指标")
	p.line("")
	p.line("“计数”一栏是 `int_unit_counts` 的列（`quarters` 为考核期的季数，`target_milli` 为每季协商目标的千分数），由测试逐条与程序核对。")
	p.line("导出表里，指标 `x` 的分子、分母、比率为 `x_n`、`x_d`、`x`。")
	p.line("")
	p.head("指标", "代码", "分子 ÷ 分母", "计数", "层级")
	for _, e := range handbook.Entries {
		level := "村、镇街、全区"
		if e.AboveVillage() {
			level = "镇街、全区"
		}
		p.row(e.Title(), coded(e.Name), e.Meaning, bracketed(e.Above)+" ÷ "+bracketed(e.Below), level)
	}
	p.line("")
	p.line("另有：逾期天数中位数 `median_days_late`（逾期天数由小到大居中的一个，偶数个取前一个）；每千户协商频次 `frequency_per_1000_households`")
	p.line("（`held_with_households` × 1000 ÷ (`households_at_end` × `quarters`)，只计期末在册且名册有户数的村（社区））。")
	p.line("")
	p.line("### 例、依据和口径")
	p.line("")
	p.line(handbook.ExampleNote + "报告的附件列出同样的内容，“参数”一栏为该期的取值。")
	p.line("")
	p.head("指标", "例", "依据", "不计入", "假定", "参数")
	for _, e := range handbook.Entries {
		p.row(e.Title(), e.Example(), e.Basis, e.Excludes, e.Assumes, codes(e.Rules))
	}
	p.line("")
	p.line("## 二、逐项判定")
	p.line("")
	p.line(fromFile(t, "judgements.md"))
	p.line("## 三、得分、名次、等次")
	p.line("")
	p.line("- 得分＝公开及时率、完整率、协商指数和第四项（默认办理率）按权重加权，满分100；用整数和分数精确计算，最后四舍五入到两位小数，再排名次。")
	p.line("- 某项为空值的，其权重按比例分给其他各项；但考核期内没有协商、也没有应计入的成果的，第四项的权重归协商指数：不协商不能比如实协商得分高。")
	p.line("- 考核期未结束的，协商指数只列出、不计分。四项全为空值的不排名（本期无考核事项）。")
	p.line("- 村（社区）应公开数少于 `min_due` 的为“样本不足”：有得分，不排名、不定等次。")
	p.line("- 得分相同的并列，下一名次空出（1、1、3）。另在同类中（村、社区；镇和乡、街道）以及按及时率、完整率、协商指数、采纳率单独排名。")
	p.line("- 有未整改的弄虚作假问题（区县或市级检查发现）的村（社区），等次不高于 `false_disclosure.cap`；得分不变，所在镇街不受影响。")
	p.line("")
	for _, s := range handbook.Statistics {
		section(p, s)
	}
	rules(p)
	p.line("")
	p.line("## 五、数据表")
	p.line("")
	p.line("数据仓库 `warehouse.duckdb` 可用任何 DuckDB 客户端只读打开；每张表的说明也在表的注释里。`scope` 为 `current`（本期）或 `previous`（上期）。")
	tablesOf(t, p, "marts", "产品表", "报告和导出用的表。")
	tablesOf(t, p, "models", "判定与计数", "逐项判定、有效行和计数；建仓时的临时表或临时视图，不留在库里。")
	tablesOf(t, p, "staging", "收到的行", "只改列名，不作判断；建仓时的临时视图。")
	tablesOf(t, p, "intake", "收件", "不随考核期，直接由数据湖导出。")
	tablesOf(t, p, "explain", "得分说明", "`explain` 读取的临时视图：产品表和有效备案的行并列。")
	p.line("")
	p.line("## 六、核对")
	p.line("")
	p.line("每次计算后、换入数据仓库前逐条核对，结果（包括通过的）记入 `state.db`。“停止”的不通过则不换入，原数据仓库不动，退出码4；“提醒”的照常换入并列出。")
	p.line("")
	p.head("核对", "不通过时", "负责", "内容")
	for _, m := range loadModels(t) {
		if m.Layer == "checks" {
			p.row(coded(m.Name), map[string]string{"stop": "停止", "warn": "提醒"}[m.Severity], m.Owner, m.Message)
		}
	}
	return p.String()
}

// section writes a part of the handbook with a table.
func section(p *page, s handbook.Section) {
	p.line("### " + s.Title)
	p.line("")
	p.line(s.Intro)
	p.line("")
	p.head(s.Head...)
	for _, row := range s.Rows {
		p.row(row...)
	}
	p.line("")
	for _, note := range s.Notes {
		p.line("- " + note)
	}
	p.line("")
}

// codes are code names in Markdown.
func codes(names []string) string {
	marked := make([]string, len(names))
	for i, name := range names {
		marked[i] = coded(name)
	}
	return strings.Join(marked, "、")
}

// fromFile is a part of the page that is written by hand.
func fromFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// bracketed puts brackets round what is more than one count.
func bracketed(counts string) string {
	if strings.Contains(counts, " ") {
		return "(" + counts + ")"
	}
	return counts
}

// rules writes the built-in rules, as a new workspace's rules.yaml has them.
func rules(p *page) {
	p.line("## 四、规则的默认值")
	p.line("")
	p.line("规则是数据：新文件下来，在工作区的 `rules.yaml` 里加一条同名规则并写明起始日期，程序不动。各期按当时有效的规则计算，报告在规则旁印出依据。")
	p.line("")
	p.head("规则", "默认值", "起", "含义", "依据")
	for block := range strings.SplitSeq(rulebook.DefaultYAML(), "\n\n") {
		comment, entry, found := strings.Cut(block, "\n- rule: ")
		if !found {
			continue
		}
		lines := strings.Split(strings.TrimSpace(entry), "\n")
		value := func(key string) string {
			for _, l := range lines {
				if v, ok := strings.CutPrefix(strings.TrimSpace(l), key+": "); ok {
					return v
				}
			}
			return ""
		}
		p.row(coded(lines[0]), value("value"), value("from"), strings.TrimPrefix(comment, "# "), value("source"))
	}
}

// tablesOf writes the models of one layer.
func tablesOf(t *testing.T, p *page, layer, title, about string) {
	p.line("")
	p.line("### " + title)
	p.line("")
	p.line(about)
	p.line("")
	p.head("表", "名称", "一行", "取自", "说明")
	for _, m := range loadModels(t) {
		if m.Layer == layer {
			p.row(coded(m.Name), m.Title, m.Grain, strings.Join(m.Depends, "、"), m.Doc)
		}
	}
}

// TestHandbookIsComplete: every rule, indicator and table is on the page.
func TestHandbookIsComplete(t *testing.T) {
	text := handbookPage(t)
	for _, r := range rulebook.Defaults() {
		if !strings.Contains(text, "| `"+r.Rule+"` | "+r.Value+" | "+r.From.String()+" | ") {
			t.Errorf("the rule %s is not in the handbook", r.Rule)
		}
	}
	for _, m := range loadModels(t) {
		if !strings.Contains(text, "| `"+m.Name+"` |") {
			t.Errorf("%s is not in the handbook", m.Name)
		}
	}
}
