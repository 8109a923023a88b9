package demo

import (
	"fmt"
	"strings"

	"tongbao/internal/civil"
)

// dateStyle is one way to write a day. native is a real date cell, and the
// ISO form where the file is a CSV.
type dateStyle uint8

const (
	native dateStyle = iota
	iso
	slashed
	dotted
	compact
	inChinese
	paddedChinese
	fullWidth
	enumerated
	withHao
	withoutDay
	numerals
	dashed
	withWeekday
	withTime
	withHalfDay
	apostrophe
	era
	fullDots
	mixedNumerals
	dateStyles // their number
)

// spellDate writes a day.
func spellDate(d civil.Date, style dateStyle) string {
	y, m, day := d.YMD()
	switch style {
	case slashed:
		return fmt.Sprintf("%d/%d/%d", y, m, day)
	case dotted:
		return fmt.Sprintf("%d.%d.%d", y, m, day)
	case compact:
		return fmt.Sprintf("%d%02d%02d", y, m, day)
	case inChinese:
		return d.Chinese()
	case paddedChinese:
		return fmt.Sprintf("%d年%02d月%02d日", y, m, day)
	case fullWidth:
		return widen(fmt.Sprintf("%d年%d月%d日", y, m, day))
	case enumerated:
		return fmt.Sprintf("%d、%d、%d", y, m, day)
	case withHao:
		return fmt.Sprintf("%d年%d月%d号", y, m, day)
	case withoutDay:
		return fmt.Sprintf("%d年%d月%d", y, m, day)
	case numerals:
		return digits(y, "〇") + "年" + tens(m) + "月" + tens(day) + "日"
	case mixedNumerals:
		return digits(y, "○") + "年" + tens(m) + "月" + strings.Replace(tens(day), "二十", "廿", 1) + "日"
	case dashed:
		return fmt.Sprintf("%d—%d—%d", y, m, day)
	case withWeekday:
		return d.Chinese() + "（星期" + string([]rune("日一二三四五六")[d.Weekday()]) + "）"
	case withTime:
		return d.String() + " 09:30"
	case withHalfDay:
		return d.Chinese() + "上午"
	case apostrophe:
		return "'" + d.String()
	case era:
		return "公元" + d.Chinese()
	case fullDots:
		return fmt.Sprintf("%d．%d．%d", y, m, day)
	}
	return d.String()
}

func widen(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, s)
}

const chineseDigits = "〇一二三四五六七八九"

func digits(n int, zero string) string {
	var b strings.Builder
	for _, r := range fmt.Sprint(n) {
		b.WriteRune([]rune(chineseDigits)[r-'0'])
	}
	return strings.ReplaceAll(b.String(), "〇", zero)
}

// tens writes 1 to 31.
func tens(n int) string {
	unit := ""
	if n%10 > 0 {
		unit = string([]rune(chineseDigits)[n%10])
	}
	switch {
	case n < 10:
		return unit
	case n < 20:
		return "十" + unit
	}
	return string([]rune(chineseDigits)[n/10]) + "十" + unit
}

// periodStyle is one way to write a period; each has four variants.
type periodStyle uint8

const (
	canonical periodStyle = iota
	spoken                // 2026年6月, 2026年第二季度
	padded                // 2026年06月, 2026年二季度
	terse                 // 2026年6月, 2026年第2季度
	periodStyles
)

func spellPeriod(p period, style periodStyle) string {
	if style == canonical {
		return p.String()
	}
	choose := func(list ...string) string { return list[style-1] }
	n := tens(p.n)
	switch p.frequency {
	case "月":
		return choose(fmt.Sprintf("%d年%d月", p.year, p.n), fmt.Sprintf("%d年%02d月", p.year, p.n), fmt.Sprintf("%d年%d月", p.year, p.n))
	case "季":
		return choose(fmt.Sprintf("%d年第%s季度", p.year, n), fmt.Sprintf("%d年%s季度", p.year, n), fmt.Sprintf("%d年第%d季度", p.year, p.n))
	case "半年":
		half := []string{"上", "下"}[p.n-1]
		return choose(fmt.Sprintf("%d年%s半年", p.year, half), fmt.Sprintf("%d%s半年", p.year, half), fmt.Sprintf("%d年%s半年", p.year, half))
	}
	return choose(fmt.Sprintf("%d年", p.year), fmt.Sprintf("%d年度", p.year), fmt.Sprintf("%d年", p.year))
}

// answers are the words for yes and no.
type answers struct{ yes, no string }

var allAnswers = []answers{
	{"是", "否"}, {"有", "无"}, {"√", "×"}, {"已盖", "未盖"}, {"✓", "✗"}, {"Y", "N"}, {"1", "0"}, {"TRUE", "FALSE"},
	{"是☑ 否□", "是□ 否☑"}, {"已", "未"}, {"☑", "X"}, {"是", "不是"}, {"✔", "X"},
}

// villageStyle is one way to write a village's name.
type villageStyle uint8

const (
	plainName villageStyle = iota
	withCommittee
	shortCommittee
	withTownship
	withDistrict
	formerName
	spaced
	bracketed
	byCode
)

func spellVillage(v *village, t *township, style villageStyle) string {
	stem := strings.TrimSuffix(strings.TrimSuffix(v.name, "村"), "社区")
	switch style {
	case withCommittee:
		return v.committee()
	case shortCommittee:
		if v.kind == "社区" {
			return v.name + "居委会"
		}
		return stem + "村委会"
	case withTownship:
		return t.name + v.name
	case withDistrict:
		return DistrictName + t.name + v.name
	case formerName:
		if len(v.aliases) > 0 {
			return v.aliases[0]
		}
	case spaced:
		return strings.Join(strings.Split(v.name, ""), " ")
	case bracketed:
		return v.name + "（示范点）"
	case byCode:
		return v.code
	}
	return v.name
}
