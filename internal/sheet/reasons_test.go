package sheet

import (
	"strings"
	"testing"

	"tongbao/internal/filing"
)

func TestReasons(t *testing.T) {
	said := map[string]bool{}
	for _, r := range Reasons() {
		if r.Code == "" || r.Message == "" || r.Accepted == "" || r.Cause == "" || r.Effect != filing.RefusesFile || said[r.Message] {
			t.Errorf("%+v: incomplete, or said twice", r)
		}
		said[r.Message] = true
	}
	if bad := refuse(mixedEncoding, nil, "行", "3"); !strings.Contains(bad.Message, "第 3 行") {
		t.Errorf("%+v", bad)
	}
}
