package shared

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/internal/mart"
)

// MoverSentences tell who rose and who fell most in the ranking of all
// townships, and which indicator of one mover changed most the same way.
// Without a previous window there is nothing to tell.
func MoverSentences(d *Data) []string {
	if !d.Compare() {
		return nil
	}
	var up, down []mart.Unit
	most, least, both := int64(0), int64(0), 0
	for _, u := range ByRank(d.Townships) {
		places, ok := Moved(u.Rank, u.PreviousRank)
		if !ok {
			continue
		}
		both++
		if places > most {
			most, up = places, nil
		}
		if places < least {
			least, down = places, nil
		}
		if places > 0 && places == most {
			up = append(up, u)
		}
		if places < 0 && places == least {
			down = append(down, u)
		}
	}
	switch {
	case both == 0:
		return nil
	case len(up) == 0 && len(down) == 0:
		return []string{"各镇街名次与上期相同。"}
	}
	var out []string
	if len(up) > 0 {
		out = append(out, moverSentence(d, "上升", up, most))
	}
	if len(down) > 0 {
		out = append(out, moverSentence(d, "下降", down, -least))
	}
	return out
}

func moverSentence(d *Data, way string, units []mart.Unit, places int64) string {
	if len(units) > 1 {
		names := make([]string, len(units))
		for i := range units {
			names[i] = Name(&units[i])
		}
		return fmt.Sprintf("名次%s最多的是%s，均%s%d位。", way, Join(names, 5), way, places)
	}
	u := &units[0]
	text := fmt.Sprintf("名次%s最多的是%s，由第%d位到第%d位", way, Name(u), *u.PreviousRank, *u.Rank)
	if name, c := mostChanged(d, u, way == "上升"); name != "" {
		text += fmt.Sprintf("，其%s%s，在计分指标中%s最多", name, c.Words(), way)
	}
	return text + "。"
}

// mostChanged is the scored indicator that moved most in one direction;
// empty where none did or where two moved alike.
func mostChanged(d *Data, u *mart.Unit, up bool) (string, Change) {
	fourth, before := d.Fourth(u)
	type move struct {
		name string
		Change
	}
	moves := []move{
		{"公开及时率", PointsBetween(u.Timeliness.Value, u.PreviousTimeliness)},
		{"完整率", PointsBetween(u.Completeness.Value, u.PreviousCompleteness)},
		{d.FourthName(), PointsBetween(fourth.Value, before)},
	}
	if !d.Provisional() {
		moves = append(moves, move{"协商指数", PointsBetween(u.FrequencyIndex.Value, u.PreviousFrequencyIndex)})
	}
	moves = slices.DeleteFunc(moves, func(m move) bool { return !m.Known || m.Hundr == 0 || (m.Hundr > 0) != up })
	slices.SortStableFunc(moves, func(a, b move) int {
		if up {
			return cmp.Compare(b.Hundr, a.Hundr)
		}
		return cmp.Compare(a.Hundr, b.Hundr)
	})
	if len(moves) == 0 || (len(moves) > 1 && moves[0].Hundr == moves[1].Hundr) {
		return "", Change{}
	}
	return moves[0].name, moves[0].Change
}

// NotReceivedSentence tells what part of what is missing was never reported
// by a township after its due date, naming every such township; empty where
// nothing is missing.
func NotReceivedSentence(d *Data) string { return notReceived(d, len(d.Townships)) }

// NotReceivedBriefly is the same with few townships named, the others counted.
func NotReceivedBriefly(d *Data) string { return notReceived(d, 6) }

func notReceived(d *Data, most int) string {
	u := &d.District
	switch {
	case u.Missing == 0:
		return ""
	case u.NotReceived == 0:
		return fmt.Sprintf("未公开的%s项所在镇街在期限届满后均报送过备案表，没有未报送的情形。", Count(u.Missing))
	}
	var names []string
	townships := ByRank(d.Townships)
	slices.SortStableFunc(townships, func(a, b mart.Unit) int { return cmp.Compare(b.NotReceived, a.NotReceived) })
	for _, t := range townships {
		if t.NotReceived > 0 {
			names = append(names, fmt.Sprintf("%s（%s项）", Name(&t), Count(t.NotReceived)))
		}
	}
	return fmt.Sprintf("未公开的%s项中，未报送%s项，占%s，即期限届满后至%s未收到所在镇街的备案表，涉及%s。",
		Count(u.Missing), Count(u.NotReceived), Percent(Ratio(u.NotReceived, u.Missing)), d.Build.AsOf.Chinese(), Join(names, most))
}

// ApartSentence tells what was not counted as due, and why.
func ApartSentence(u *mart.Unit) string {
	var parts []string
	if u.Pending > 0 {
		parts = append(parts, fmt.Sprintf("未到公开期限%s项", Count(u.Pending)))
	}
	if u.Exempt > 0 {
		parts = append(parts, fmt.Sprintf("经批准不适用%s项", Count(u.Exempt)))
	}
	if len(parts) == 0 {
		return ""
	}
	return "另有" + strings.Join(parts, "、") + "，不计入应公开事项。"
}

// ProvisionalSentence tells that the window is not over; empty when it is.
func ProvisionalSentence(d *Data) string {
	if !d.Provisional() {
		return ""
	}
	return fmt.Sprintf("考核窗口至%s结束，数据截至%s，协商指数等按期统计的指标为暂计，只列出，暂不计分。", d.Build.WindowEnd.Chinese(), d.Build.AsOf.Chinese())
}

// BelowGood are the townships under the least score of 良 in this window and
// in the previous one. ok is false where it cannot be told.
func BelowGood(d *Data) (units []mart.Unit, least float64, ok bool) {
	least, ruled := d.RuleNumber("grade.good")
	if !ruled || !d.Compare() {
		return nil, least, false
	}
	for _, u := range ByRank(d.Townships) {
		if u.Unranked == "" && u.Score != nil && u.PreviousScore != nil && *u.Score < least && *u.PreviousScore < least {
			units = append(units, u)
		}
	}
	return units, least, true
}
