package mart

import "tongbao/internal/civil"

// ProblemKinds are the kinds of problem, in the order of the output contract.
var ProblemKinds = []string{
	"未公开", "逾期公开", "公示期不足", "要件不齐", "程序不规范", "未备案", "镇街未审查", "整改逾期",
	"未协商", "成果未研究", "未采纳未说明", "未落实", "检查发现", "疑似泄露个人信息",
}

// Problem is one problem of the window: one row of problems. The fact is
// built from coded fields and the district's own names; it holds no free text
// of a filing, so it may be printed wherever Publishable allows.
type Problem struct {
	Window         string      `db:"window"`
	AsOf           civil.Date  `db:"as_of"`
	Level          string      `db:"level"` // village; township for 镇街未审查
	VillageCode    string      `db:"village_code"`
	TownshipCode   string      `db:"township_code"`
	Kind           string      `db:"kind"`            // of ProblemKinds
	ItemCode       string      `db:"item_code"`       // empty for consultations, and visits to the whole board
	Period         string      `db:"period"`          // empty for events and whatever has no period
	Fact           string      `db:"fact"`            // without the village's name and without a full stop
	Days           *int64      `db:"days"`            // late or overdue by; nil where no day was set
	Since          civil.Date  `db:"since"`           // due or found on
	WindowsRunning int64       `db:"windows_running"` // 2: of the same kind and item in the previous window too
	VillageName    string      `db:"village_name"`
	TownshipName   string      `db:"township_name"`
	OccurredOn     *civil.Date `db:"occurred_on"` // of an event
	EventNo        string      `db:"event_no"`    // free text of a filing: not for print
	Publishable    bool        `db:"publishable"` // false: may not appear in a circular
	File           string      `db:"file_sha256"` // the row it rests on; empty where nothing was filed
	Sheet          string      `db:"sheet"`
	Row            *int64      `db:"row"`
}

// States of a problem of the previous window.
const (
	Mended    = "已整改"
	StillOpen = "至今未整改"
	Corrected = "已更正" // later filings show that there was nothing to mend
)

// PriorProblem is one problem of the previous window, with its state now: one
// row of prior_problems.
type PriorProblem struct {
	Window         string      `db:"window"`
	AsOf           civil.Date  `db:"as_of"`
	PreviousWindow string      `db:"previous_window"`
	PreviousAsOf   civil.Date  `db:"previous_as_of"`
	Level          string      `db:"level"`
	VillageCode    string      `db:"village_code"`
	VillageName    string      `db:"village_name"` // as on the previous window's last day
	TownshipCode   string      `db:"township_code"`
	TownshipName   string      `db:"township_name"`
	Kind           string      `db:"kind"`
	ItemCode       string      `db:"item_code"`
	Period         string      `db:"period"`
	OccurredOn     *civil.Date `db:"occurred_on"`
	EventNo        string      `db:"event_no"` // free text of a filing: not for print
	Fact           string      `db:"fact"`     // as seen on PreviousAsOf
	Since          civil.Date  `db:"since"`
	State          string      `db:"state"`     // Mended, StillOpen or Corrected
	MendedOn       *civil.Date `db:"mended_on"` // of Mended
	OpenDays       *int64      `db:"open_days"` // of StillOpen: days since it was due or found
	InWindow       bool        `db:"in_window"` // overlapping windows: also a matter of this one
	Publishable    bool        `db:"publishable"`
	File           string      `db:"file_sha256"`
	Sheet          string      `db:"sheet"`
	Row            *int64      `db:"row"`
}
