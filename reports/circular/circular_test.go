package circular

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"tongbao/reports/reporttest"
	"tongbao/reports/shared"
)

func render(t *testing.T, d shared.Data) *reporttest.Page {
	t.Helper()
	return reporttest.Read(t, reporttest.Render(t, Render, d))
}

func public() shared.Data {
	d := reporttest.District()
	d.Audience = shared.Public
	return d
}

func TestGolden(t *testing.T) {
	reporttest.Golden(t, "public", reporttest.Render(t, Render, public()))
	reporttest.Golden(t, "provisional", reporttest.Render(t, Render, reporttest.Provisional()))
}

// The parts of a circular stand in their order.
func TestSkeleton(t *testing.T) {
	text := render(t, public()).Text()
	at := 0
	for _, part := range []string{
		"号", "云溪区民政局关于2026年第二季度村（居）务公开和协商工作情况的通报", "各镇、乡人民政府，各街道办事处：", "考核窗口为2026年4月1日至6月30日",
		"一、总体情况", "二、镇街情况", "三、存在的问题", "四、往期问题整改情况", "五、工作要求", "联系人", "附件：", "云溪区民政局", "年", "（此件公开发布）",
		"附件1", "镇街排名表", "附件2", "镇街情况图表", "附件3", "附件4", "红榜、黑榜续表和连续居后名单", "附件5", "问题清单", "附件6", "往期问题至今未整改清单",
		"附件7", "统计口径、规则及来源", "渝北民〔2020〕191号", "附件8", "指标手册", "180÷200＝90.00%",
	} {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Fatalf("%q does not follow where it belongs", part)
		}
		at += i + len(part)
	}
}

func TestBlanksAreMarked(t *testing.T) {
	p := render(t, public())
	p.Says("发文字号待填", "期限待填", "成文日期待填")
	blanks := 0
	for _, span := range p.All("span") {
		if strings.HasPrefix(span.Attr["class"], "fill") {
			blanks++
			if span.Text() != "" {
				t.Errorf("a blank is filled with %q", span.Text())
			}
		}
	}
	if blanks != 9 {
		t.Errorf("%d blanks, want 9: three of the number, deadline, contact, telephone, three of the date", blanks)
	}
}

func TestOverallShowsBothSidesAndChange(t *testing.T) {
	d := public()
	p := render(t, d)
	row := p.Row("全区主要指标", "公开及时率")
	u := d.District
	want := []string{"公开及时率", shared.Fraction(u.Timeliness), shared.Percent(u.Timeliness.Value), shared.Interval(u.TimelinessLo, u.TimelinessHi), shared.Percent(u.PreviousTimeliness), shared.PointsBetween(u.Timeliness.Value, u.PreviousTimeliness).Short()}
	if strings.Join(row, " ") != strings.Join(want, " ") {
		t.Errorf("row is %q, want %q", row, want)
	}
	p.Says("应公开事项1,548项（按月公开1,161项、按季公开347项、随时公开40项）", "未公开（缺项）95项", "上升2.01个百分点", "未报送36项")
}

// Villages are named on the lists and in the list of problems, and nowhere
// else in public.
func TestVillagesAreNamedOnListsOnly(t *testing.T) {
	d, nameless := reporttest.Nameless()
	p := render(t, d)
	if len(nameless) != 10 {
		t.Fatalf("%d villages are on no list, want ten", len(nameless))
	}
	for _, name := range nameless {
		p.NeverSays(name)
	}
	for _, v := range d.Villages {
		p.NeverSays(v.VillageCode)
	}
	d.Audience = shared.Internal
	p = render(t, d)
	p.Says("（此件内部使用，不公开发布）", nameless[0])
	if rows := p.Table("村（社区）排名"); len(rows) != 1+120 {
		t.Errorf("the internal annex has %d rows", len(rows))
	}
}

// No word of a filing, and nothing that was not released, is in the page.
func TestPublicGate(t *testing.T) {
	d := reporttest.Planted()
	p := render(t, d)
	p.NeverSays(reporttest.Secret)
	p.Says("检查发现7条，涉及7个村（社区）。")
	p.NeverSays("未确认可通报")

	d.Audience = shared.Internal
	p = render(t, d)
	p.Says("检查发现12条", "其中未确认可通报、不得对外的5条", "未确认可通报，不得对外", reporttest.Secret)
}

func TestProvisional(t *testing.T) {
	p := render(t, reporttest.Provisional())
	p.Says("演示数据", "暂不计分", "各街道办事处：", "没有可比的上期数据，不对往期问题的整改和连续两期的情况作出评价", "本期没有到期的协商成果",
		"报送的数据中没有以下情形：要件不齐、程序不规范", "以下各项本期没有到期的对象，不作评价", "没有图：本期没有分类别的到期事项",
		"没有图：本期没有镇街同时具有协商频次和到期的协商成果", "其中未报送37项，占未公开的88.10%（37/42）")
	p.NeverSays("比上期", "协商次数未达标", "未到村检查", "镇乡（")
}

func TestNoFigures(t *testing.T) {
	p := render(t, reporttest.NoFigures())
	p.Says("无数据", "通报")
	p.NeverSays("<table", "一、总体情况", "<script")
}

// What is asked for must follow from a problem that the page shows.
func TestDemandsFollowProblems(t *testing.T) {
	d := public()
	d.District.Missing, d.District.NotReceived = 0, 0
	if got := strings.Join(demands(&d), ""); strings.Contains(got, "补齐缺项") {
		t.Errorf("nothing is missing, and yet: %s", got)
	}
	empty := shared.Data{Audience: shared.Public}
	if got := demands(&empty); len(got) != 1 || !strings.Contains(got[0], "没有需要限期纠正的事项") {
		t.Errorf("without a problem: %q", got)
	}
}

func TestAddressees(t *testing.T) {
	d := public()
	for want, kinds := range map[string]string{
		"各镇、乡人民政府，各街道办事处：": "镇 乡 街道", "各镇人民政府，各街道办事处：": "镇 街道", "各乡人民政府：": "乡", "各街道办事处：": "街道", "各镇人民政府、街道办事处：": "",
	} {
		units := d.Townships[:0:0]
		for _, kind := range strings.Fields(kinds) {
			u := d.Townships[0]
			u.Kind = kind
			units = append(units, u)
		}
		if got := addressees(units); got != want {
			t.Errorf("%q: %s, want %s", kinds, got, want)
		}
	}
}

func TestBrokenFiguresStopTheReport(t *testing.T) {
	d := public()
	bad := math.Inf(1)
	d.District.Adoption.Value = &bad
	var b bytes.Buffer
	if err := Render(&b, d); err == nil || b.Len() > 0 {
		t.Errorf("err %v, %d bytes written", err, b.Len())
	}
}
