package filing

import (
	"fmt"
	"strings"
	"testing"
)

// A column whose header is nearly right must not go unread without a word.
func TestHeaderThatLooksLikeOneThatIsLacking(t *testing.T) {
	for _, test := range []struct{ header, want string }{
		{"村名|公开事项|所属期|公示时间|落款日期", "D1 公布日期"},
		{"村名|公开事项|所属期|公布日|落款日期", "D1 公布日期"},
		{"村名|公开事项|所属期|公布日期|村委会印章|相关人员签名（手签）", "E1 村（居）委会印章”或“监委会印章, F1 相关人员签字"},
		{"村名|公开事项|所属期|公布日期|公示时间", ""},         // the column is there
		{"村名|公开事项|所属期|公布日期|公示形式|备注2", ""},     // no figure uses what they look like
		{"村名|公开事项|所属期|公布日期|序号|联系电话|村民小组", ""}, // like nothing
		{"村名|公开事项|所属期|公开时间|落款日期", ""},         // known
	} {
		_, got := read(t, test.header+"\n御临村|财务收支|2026-06|2026-07-01|2026-07-01")
		var found []string
		for _, f := range got.warnings {
			if f.Reason == HeaderLike.Code {
				_, columns, _ := strings.Cut(f.Accepted, "“")
				columns, _, _ = strings.Cut(columns, "，整份")
				found = append(found, fmt.Sprint(f.Cell, " ", strings.TrimSuffix(columns, "”")))
			}
		}
		if strings.Join(found, ", ") != test.want {
			t.Errorf("%s: %q, want %q", test.header, found, test.want)
		}
	}
}

// Where no day can be given, the way out is said; not where one is due.
func TestDateThatMayBeLeftBlank(t *testing.T) {
	const blank = "还没有日期的留空"
	_, got := read(t, "村名|公开事项|所属期|公布日期\n御临村|财务收支|2026-06|未公布")
	if len(got.findings) != 1 || !strings.Contains(got.findings[0].Accepted, blank) {
		t.Errorf("%+v", got.findings)
	}
	_, got = read(t, "村名|检查日期|检查层级\n御临村|待定|镇街")
	if len(got.findings) != 1 || strings.Contains(got.findings[0].Accepted, blank) {
		t.Errorf("%+v", got.findings)
	}
}
