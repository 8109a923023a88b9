package mart

import "tongbao/internal/civil"

// Received is what one township sent since the window began: one row of
// quality_townships. An empty code is the district's own.
type Received struct {
	TownshipCode   string      `db:"township_code"`
	TownshipName   string      `db:"township_name"`
	Files          int64       `db:"files"`
	Refused        int64       `db:"refused_files"`
	Partly         int64       `db:"partly_files"` // with rows returned
	Duplicates     int64       `db:"duplicate_files"`
	Disclosures    int64       `db:"disclosure_files"`
	Consultations  int64       `db:"consultation_files"`
	Rows           int64       `db:"row_count"`
	Accepted       int64       `db:"accepted"`
	Quarantined    int64       `db:"quarantined"`
	NonData        int64       `db:"non_data"`
	Warnings       int64       `db:"warnings"`
	LastReceivedOn *civil.Date `db:"last_received_on"` // of any time; nil: never
}

// FindingKind is one kind of error or warning in one column of what a
// township sent since the window began: one row of quality_reasons.
type FindingKind struct {
	TownshipCode string `db:"township_code"`
	Table        string `db:"table_code"`
	Reason       string `db:"reason"`
	Severity     string `db:"severity"` // error, warning
	Column       string `db:"column_code"`
	Header       string `db:"header"`  // one of those written
	Message      string `db:"message"` // one of those told
	Findings     int64  `db:"findings"`
	Rows         int64  `db:"row_count"`
	Files        int64  `db:"files"`
}

// ReceivedMonth is what a township sent in one month: one row of
// quality_months.
type ReceivedMonth struct {
	TownshipCode string `db:"township_code"`
	Month        string `db:"received_month"` // 2026-06
	Files        int64  `db:"files"`
	Accepted     int64  `db:"accepted"`
	Quarantined  int64  `db:"quarantined"`
	Warnings     int64  `db:"warnings"`
}

// ReceivedSheet is one sheet received since the window began: one row of
// quality_files.
type ReceivedSheet struct {
	TownshipCode string `db:"township_code"`
	Delivery     int64  `db:"delivery"`
	File         string `db:"file"`
	ReceivedAt   string `db:"received_at"` // RFC 3339, +08:00
	History      bool   `db:"history"`
	Table        string `db:"table_code"`
	SheetNo      int64  `db:"sheet_no"`
	Sheet        string `db:"sheet"`
	Status       string `db:"status"` // accepted, partly, refused, duplicate
	Reason       string `db:"reason"`
	Rows         int64  `db:"row_count"`
	Accepted     int64  `db:"accepted"`
	Quarantined  int64  `db:"quarantined"`
	NonData      int64  `db:"non_data"`
	Warnings     int64  `db:"warnings"`
}

// Correction is one matter or consultation of the window that rests on a row
// the district itself delivered (勘误): one row of corrections.
type Correction struct {
	Table        string      `db:"table_code"`
	VillageCode  string      `db:"village_code"`
	VillageName  string      `db:"village_name"`
	TownshipCode string      `db:"township_code"`
	ItemCode     string      `db:"item_code"` // empty for consultations
	Item         string      `db:"item"`
	Period       string      `db:"period"`
	OccurredOn   *civil.Date `db:"occurred_on"` // of an event; the day held of a consultation
	File         string      `db:"file_sha256"`
	Sheet        string      `db:"sheet"`
	Row          int64       `db:"row"`
}
