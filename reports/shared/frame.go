package shared

import "fmt"

// DemoBanner marks pages of fictional data.
const DemoBanner = "演示数据：地区、名称和数字均为虚构，不得用作考核依据"

// NewFrame is the frame that all reports share: banner and footer.
func NewFrame(d *Data, title, class string, charts bool, content any) Frame {
	f := Frame{Title: title, Class: class, Charts: charts, Footer: Footer(d), Content: content}
	if d.Build.Demo {
		f.Title = "【演示数据】" + title
		f.Banner = DemoBanner
	}
	return f
}

// Footer tells which figures these are.
func Footer(d *Data) []Fact {
	b := d.Build
	return []Fact{
		{"考核窗口", fmt.Sprintf("%s（%s，按公开期限日归入）", WindowName(b.Window), Span(b.WindowStart, b.WindowEnd))},
		{"数据截至", AsOf(d)},
		{"计入的报送文件", Count(b.Deliveries) + "份"},
		{"数据编号", b.BuildID},
	}
}

// AsOf is the day of the figures and how it lies to the window. What came
// later, or how the day was chosen, is not said: the same figures give the
// same page.
func AsOf(d *Data) string {
	b := d.Build
	switch days := int(b.AsOf - b.WindowEnd); {
	case days > 0:
		return fmt.Sprintf("%s（考核窗口结束后第%d日）", b.AsOf.Chinese(), days)
	case days == 0:
		return b.AsOf.Chinese() + "（考核窗口最后一日）"
	default:
		return b.AsOf.Chinese() + "（考核窗口尚未结束）"
	}
}

// NoFigures says why a window has no figures.
func NoFigures(d *Data) string {
	return fmt.Sprintf("无数据：截至%s，没有收到%s可以计入的村（居）务公开备案表，本期不计算、不排名，也不作为以后各期的比较基数。",
		AsOf(d), WindowName(d.Build.Window))
}
