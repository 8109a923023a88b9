package filing

import (
	"slices"
	"strings"
	"testing"
)

// What the written rules say of the declared columns: which only warn, which
// dates may lie ahead, and which must be there.
func TestDeclaredColumns(t *testing.T) {
	for table, want := range map[string]struct{ warnOnly, ahead, required string }{
		"disclosures": {
			"amount_yuan attachment_hash channels boards boards_posted summary remark review_issue",
			"removed_on reposted_removed_on", "village item",
		},
		"consultations": {
			"topic_category raised_by form invited attended outcome outcome_filed_on implementation supervised commissioned_by reported_on feedback_on minutes attachment_hash remark",
			"promised_on", "village topic held_on",
		},
		"inspections": {"inspector board_ok posted finding rectify_by draw_id arm", "rectify_by", "village inspected_on level"},
		"objections":  {"channel resolution upheld", "", "village raised_on"},
		"exemptions":  {"", "extended_to", "village item period kind reason approved_by approved_on"},
	} {
		declared := ByCode(table)
		for what, c := range map[string]struct {
			want string
			has  func(Column) bool
		}{
			"warns only":    {want.warnOnly, func(c Column) bool { return c.WarnOnly }},
			"may lie ahead": {want.ahead, func(c Column) bool { return c.Ahead }},
			"is required":   {want.required, func(c Column) bool { return c.Required }},
		} {
			var got []string
			for _, column := range declared.Columns {
				if c.has(column) {
					got = append(got, column.Code)
				}
			}
			expected := strings.Fields(c.want)
			slices.Sort(got)
			slices.Sort(expected)
			if !slices.Equal(got, expected) {
				t.Errorf("%s: %v %s, want %v", table, got, what, expected)
			}
		}
		if declared.Column("void") < 0 {
			t.Errorf("%s: no row withdraws its key", table)
		}
	}
}
