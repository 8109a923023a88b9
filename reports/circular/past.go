package circular

import (
	"fmt"

	"tongbao/internal/mart"
	"tongbao/reports/shared"
)

// mostOpen is how many of the problems that are not mended the text names;
// all are in the annex.
const mostOpen = 2

// past tells what became of the problems of the previous window, and who
// falls short for a second time.
func past(d *shared.Data, annex string) []string {
	if !d.Compare() {
		return []string{"没有可比的上期数据，不对往期问题的整改和连续两期的情况作出评价。"}
	}
	var out []string
	if s := shared.PriorSentence(d); s != "" {
		out = append(out, s)
	} else {
		out = append(out, shared.PreviousName(d.Build)+"没有列入清单的问题。")
	}
	if s := shared.OpenSentence(d, mostOpen); s != "" {
		if annex != "" {
			s += "全部清单" + annex + "。"
		}
		out = append(out, s)
	}
	return append(out, shared.RepeatSentence(d), shared.LaggardSentence(d, "township", "village")+lasting(d))
}

// lasting tells which townships were below 良 in both windows.
func lasting(d *shared.Data) string {
	below, least, ok := shared.BelowGood(d)
	switch {
	case !ok:
		return "规则中没有“良”的最低分，不对两期得分作出评价。"
	case len(below) == 0:
		return fmt.Sprintf("没有镇街在本期和上期得分均低于“良”（%s分）。", shared.Score(&least))
	}
	var names []string
	for i := range below {
		names = append(names, twoScores(&below[i]))
	}
	return fmt.Sprintf("本期和上期得分均低于“良”（%s分）的镇街有%d个：%s。", shared.Score(&least), len(below), shared.Join(names, 5))
}

func twoScores(u *mart.Unit) string {
	return fmt.Sprintf("%s（上期%s分，本期%s分）", shared.Name(u), shared.Score(u.PreviousScore), shared.Score(u.Score))
}
