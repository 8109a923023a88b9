package filing

import (
	"fmt"
	"strings"
	"testing"
)

// A sheet that the program wrote beside its tables is neither a table nor
// refused; what stands in it like a table, however far down, is read as one.
func TestAside(t *testing.T) {
	long := []string{AsideMark}
	for i := range 3 * headerRows {
		long = append(long, fmt.Sprintf("说明第%d条|村（社区）", i))
	}
	table := []string{"村（社区）|公开事项|所属期|公布日期", "御临村|财务收支|2026-05|2026-06-10"}
	for name, c := range map[string]struct {
		lines    []string
		refused  bool
		accepted int
	}{
		"notes":              {[]string{AsideMark, "一、怎么填", "村（社区）|填写说明"}, false, 0},
		"long notes":         {long, false, 0},
		"half-width mark":    {[]string{"|", "【本页由tongbao生成,不是填报内容】", "一、怎么填"}, false, 0},
		"table in the notes": {append(long[:len(long):len(long)], table...), false, 1},
		"no mark":            {[]string{"一、怎么填", "村（社区）|填写说明"}, true, 0},
		"mark further down":  {[]string{"一、怎么填", AsideMark}, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			sheet, _ := read(t, strings.Join(c.lines, "\n"))
			if (sheet.Refused != nil) != c.refused || sheet.Accepted != c.accepted || sheet.Quarantined != 0 || (sheet.Table != nil) != (c.accepted > 0) {
				t.Errorf("%+v", sheet)
			}
		})
	}
}
