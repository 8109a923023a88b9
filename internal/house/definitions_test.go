package house

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"tongbao/internal/score"
)

// definition says in words and in counts what an indicator is. The counts are
// tried against internal/score, so that the handbook cannot say otherwise.
type definition struct {
	name         string
	words        string // numerator ÷ denominator, in Chinese
	above, below string // of counts: names joined by ＋, × and ÷
}

var definitions = []definition{
	{"timeliness", "按时公开 ÷ 应公开", "on_time", "on_time ＋ late ＋ missing"},
	{"disclosed", "已公开（按时和逾期）÷ 应公开", "on_time ＋ late", "on_time ＋ late ＋ missing"},
	{"completeness", "完整（已公开、公示期达标、五项要件齐全、没有未整改的不合格）÷ 应公开", "complete", "on_time ＋ late ＋ missing"},
	{"elements", "五项要件齐全 ÷ 已公开", "elements_ok", "on_time ＋ late"},
	{"posting", "公示期达标（含仍在公示、已补足）÷ 已公开", "posting_fit", "on_time ＋ late"},
	{"procedure", "五个程序依次完成 ÷ 已公开", "procedure_ok", "on_time ＋ late"},
	{"filing", "按时备案 ÷ 到期应备案", "filing_on_time", "filing_judged"},
	{"review", "镇街按时审查 ÷ 到期应审查（评镇街，村不计）", "review_on_time", "review_judged"},
	{"rectification", "已整改（含逾期完成）÷ 到期应整改", "rectified", "rectification_judged"},
	{"on_deadline", "恰在到期日公开 ÷ 已公开", "on_deadline", "on_time ＋ late"},
	{"frequency", "期末在册村（社区）的协商次数 ÷ 村·季数", "held_at_end", "villages_at_end × quarters"},
	{"frequency_index", "各村（社区）协商次数与目标之比（至多为1）之和 ÷ 村（社区）数；在册不足半个考核期的不计", "index_sum ÷ target_milli ÷ quarters", "index_villages"},
	{"coverage", "协商次数达到目标的村（社区）÷ 期末在册村（社区）", "covered", "villages_at_end"},
	{"members", "固定成员不超过三分之一 ÷ 两项人数都填写的协商", "members_ok", "members_judged"},
	{"adoption", "采纳和部分采纳 ÷ 计入的协商成果", "adopted_fully ＋ adopted_partly", "eligible"},
	{"full_adoption", "采纳 ÷ 计入的协商成果", "adopted_fully", "eligible"},
	{"handled", "采纳、部分采纳和已说明理由的未采纳 ÷ 计入的协商成果", "adopted_fully ＋ adopted_partly ＋ explained", "eligible"},
	{"explained", "已说明 ÷ 未采纳（计入的协商成果中）", "explained", "refused"},
	{"implementation", "已落实 ÷ 已落实和承诺期满的采纳成果", "implemented", "implementation_due"},
	{"outcome_published", "决策后按时公开 ÷ 公开期满的已决策成果", "outcome_published", "outcome_publish_due"},
	{"consultation_procedure", "四个步骤依次完成 ÷ 公开期满的已决策成果", "outcome_procedure_ok", "outcome_publish_due"},
	{"inspection_coverage", "镇街检查过的村·季 ÷ 村·季数", "inspected_quarters", "villages_at_end × quarters"},
	{"objections_answered", "按期答复 ÷ 答复期满的异议", "objections_in_time", "objections_due"},
}

// defined finds an indicator's definition.
func defined(t *testing.T, name string) definition {
	for _, d := range definitions {
		if d.name == name {
			return d
		}
	}
	t.Fatalf("the indicator %s has no definition for the handbook", name)
	return definition{}
}

// probe is counts that are all different, by the names of their columns.
func probe() (score.Counts, score.Params, map[string]float64) {
	var c score.Counts
	p := score.Params{Quarters: 3, Target: 700}
	values := map[string]float64{"quarters": 3, "target_milli": 700}
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		n := int64(1009 + 2*i*i + i)
		if f := v.Field(i); f.Kind() == reflect.Int64 {
			f.SetInt(n)
			values[v.Type().Field(i).Tag.Get("db")] = float64(n)
		}
	}
	return c, p, values
}

// eval computes a definition's counts.
func eval(t *testing.T, expression string, values map[string]float64) float64 {
	sum := 0.0
	for term := range strings.SplitSeq(expression, "＋") {
		product, divide := 1.0, false
		for _, word := range strings.Fields(term) {
			if word == "×" || word == "÷" {
				divide = word == "÷"
				continue
			}
			n, known := values[word]
			if !known {
				t.Fatalf("%q: there is no count %q", expression, word)
			}
			if divide {
				n = 1 / n
			}
			product *= n
		}
		sum += product
	}
	return sum
}

// TestDefinitions holds the handbook's formulas to what is computed.
func TestDefinitions(t *testing.T) {
	c, p, values := probe()
	rates := score.Rates(score.District, &c, &p)
	if len(rates) != len(definitions) || len(rates) != len(score.Indicators) {
		t.Fatalf("%d definitions for %d indicators", len(definitions), len(rates))
	}
	for _, r := range rates {
		d := defined(t, r.Name)
		for _, side := range []struct {
			expression string
			got        float64
		}{{d.above, r.N}, {d.below, r.D}} {
			// Facts are written with six decimals.
			if want := eval(t, side.expression, values); math.Abs(want-side.got) > 1e-6 {
				t.Errorf("%s: the handbook says %s, that is %s, and %s is computed", r.Name, side.expression, number(want), number(side.got))
			}
		}
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
