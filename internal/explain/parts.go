package explain

import (
	"fmt"
	"strings"

	"tongbao/internal/mart"
	"tongbao/internal/score"
)

// whys say why a part does not weigh what the rules give it.
var whys = map[score.Why]string{
	score.NothingDue:  "没有可计算的数，权重按比例分给其余各项",
	score.NotYet:      "考核期尚未结束，暂不计分，权重按比例分给其余各项",
	score.NotHeld:     "本期没有开展协商、也没有到期的协商成果，权重计入协商指数",
	score.TakesFourth: "本期没有开展协商、也没有到期的协商成果，第四项的权重计在此项",
	score.Enlarged:    "分得了不计分各项的权重",
}

// titles are the indicators' Chinese names.
var titles = func() map[string]string {
	m := map[string]string{}
	for _, i := range score.Indicators {
		m[i.Name] = i.Title
	}
	return m
}()

func parts(in *Input) []Part {
	total := int64(0)
	for _, w := range in.Params.Weights {
		total += w
	}
	hundred := func(n, d int64) float64 {
		v, _ := score.Frac{N: n * 100, D: d}.Six()
		return v
	}
	list := []Part{}
	for _, p := range score.Parts(&in.Counts, &in.Params) {
		part := Part{
			Name: p.Name, Title: titles[p.Name], N: p.Rate.N, D: p.Rate.D,
			Weight: hundred(p.Weight, total), Share: hundred(p.Share.N, p.Share.D), Points: p.Points(), Note: whys[p.Why],
		}
		if p.Name == score.FrequencyIndex {
			// Thousandths of a consultation say nothing to anybody: the sum
			// of the villages' shares and the number of villages do.
			part.Note = join(part.Note, indexFacts(in))
		}
		if v, ok := p.Rate.Six(); ok {
			part.Value = &v
		}
		list = append(list, part)
	}
	return list
}

func indexFacts(in *Input) string {
	target, _ := score.Frac{N: in.Params.Target * in.Params.Quarters, D: 1000}.Six()
	c := &in.Counts
	return fmt.Sprintf("本期开展协商%d次，每村（社区）应开展%s次；计算%d个村（社区）", c.Held, plain(target), c.IndexVillages)
}

// capped says why a village's grade is lower than its score's.
func capped(in *Input) string {
	if len(in.OpenFindings) == 0 || in.Unit.Grade == "" || in.Params.FalseDisclosureCap == "none" {
		return ""
	}
	var found []string
	for i := range in.OpenFindings {
		f := &in.OpenFindings[i]
		way := "检查"
		if f.Covert != nil {
			way = map[bool]string{true: "暗访", false: "明查"}[*f.Covert]
		}
		text := f.InspectedOn.Chinese() + f.Level + way
		if f.RectifyBy != nil {
			text += "，整改期限" + f.RectifyBy.Chinese()
		}
		found = append(found, text+"，"+place(mart.Source{Delivery: f.Delivery, File: f.File, Sheet: f.Sheet, Row: f.Row}))
	}
	return fmt.Sprintf("有%d项弄虚作假的检查发现尚未整改（%s），等次不高于“%s”", len(found), strings.Join(found, "；"), in.Params.FalseDisclosureCap)
}

// Gain is what one kind of mending would add to the score.
type Gain struct {
	What   string   `json:"what"`   // what could be mended, in Chinese
	Number int64    `json:"number"` // how many there are to mend
	Each   *float64 `json:"each"`   // what the score would add by one of them; null: there is no score
	All    *float64 `json:"all"`    // by all of them
}

// gainer tells by how much a unit's score would change with other counts,
// exactly to two decimals; nil where there is no score before or after.
func gainer(in *Input) func(change func(*score.Counts)) *float64 {
	units := func(c score.Counts) *score.Hundredths {
		return score.Score(in.Level, []score.Unit{{Code: "x", Counts: c}}, in.Params)[0].Score
	}
	now := units(in.Counts)
	return func(change func(*score.Counts)) *float64 {
		counts := in.Counts
		change(&counts)
		then := units(counts)
		if now == nil || then == nil {
			return nil
		}
		v := (*then - *now).Float()
		return &v
	}
}

// The ways in which one matter or outcome would count if it were mended.
func publishMissing(c *score.Counts) { c.Missing--; c.OnTime++; c.Complete++ }
func onTimeComplete(c *score.Counts) { c.Late--; c.OnTime++ }
func onTimeWhole(c *score.Counts)    { c.Late--; c.OnTime++; c.Complete++ }
func makeComplete(c *score.Counts)   { c.Complete++ }

func gains(in *Input) []Gain {
	var missing, lateWhole, latePart, part int64
	for i := range in.Obligations {
		switch o := &in.Obligations[i]; {
		case o.Status == "missing":
			missing++
		case o.Status == "late" && isTrue(o.Complete):
			lateWhole++
		case o.Status == "late":
			latePart++
		case o.Status == "on_time" && !isTrue(o.Complete):
			part++
		}
	}
	open := in.Counts.Eligible - in.Counts.AdoptedFully - in.Counts.AdoptedPartly - in.Counts.Explained
	gain := gainer(in)
	list := []Gain{}
	add := func(what string, n int64, change func(*score.Counts)) {
		if n == 0 {
			return
		}
		list = append(list, Gain{what, n, gain(change), gain(func(c *score.Counts) {
			for range n {
				change(c)
			}
		})})
	}
	add("未公开的事项，如按时完整公开", missing, publishMissing)
	add("逾期公开（其余完整）的事项，如按时公开", lateWhole, onTimeComplete)
	add("逾期且不完整的事项，如按时完整公开", latePart, onTimeWhole)
	add("按时公开但不完整的事项，如完整公开", part, makeComplete)
	if !in.Params.FourthIsAdoption {
		add("未办理的协商成果，如采纳或依法说明", open, func(c *score.Counts) { c.AdoptedFully++ })
	} else {
		refused := in.Counts.Eligible - in.Counts.AdoptedFully - in.Counts.AdoptedPartly
		add("未采纳的协商成果，如采纳", refused, func(c *score.Counts) { c.AdoptedFully++ })
	}
	if target := in.Params.Target * in.Params.Quarters; in.Level == score.Village && in.Counts.IndexVillages == 1 && in.Counts.IndexSum < target {
		n := (target - in.Counts.IndexSum + 999) / 1000
		add("如再开展协商", n, func(c *score.Counts) {
			c.Held++
			c.IndexSum = min(c.IndexSum+1000, target)
		})
	}
	return list
}

func isTrue(b *bool) bool { return b != nil && *b }
