package mart

import "tongbao/internal/civil"

// Source says where a row came from: the delivery and its file, sheet and
// row as a spreadsheet shows it. Without an effective filing it is empty.
type Source struct {
	Delivery   *int64 `db:"delivery" json:"delivery"` // its number; null, like row, where there is no filing
	File       string `db:"file" json:"file"`         // its name, as delivered
	FileSHA256 string `db:"file_sha256" json:"file_sha256"`
	Sheet      string `db:"sheet" json:"sheet"` // empty for CSV
	Row        *int64 `db:"row" json:"row"`
	ReceivedAt string `db:"received_at" json:"received_at"`
	Correction bool   `db:"by_district" json:"correction"` // 勘误: delivered by the district itself
	History    bool   `db:"history" json:"history"`
}

// Obligation is one matter due in the window beside what its effective
// filing says: one row of explained_obligations.
type Obligation struct {
	VillageCode string      `db:"village_code"`
	ItemCode    string      `db:"item_code"`
	Category    string      `db:"category"`
	Period      string      `db:"period"` // empty for an event
	OccurredOn  *civil.Date `db:"occurred_on"`
	EventNo     string      `db:"event_no"`
	DueOn       civil.Date  `db:"due_on"`
	Status      string      `db:"status"`
	NotReceived bool        `db:"not_received"`
	PublishedOn *civil.Date `db:"published_on"` // by as_of
	// StatedPublishedOn is the day as filed, be it after as_of.
	StatedPublishedOn *civil.Date `db:"stated_published_on"`
	DaysLate          *int64      `db:"days_late"`
	Nil               bool        `db:"nil"`
	Posting           string      `db:"posting"`
	RemovedOn         *civil.Date `db:"removed_on"`
	RepostedOn        *civil.Date `db:"reposted_on"`
	RepostedRemovedOn *civil.Date `db:"reposted_removed_on"`
	Elements          *int64      `db:"elements"`
	SignedDate        *civil.Date `db:"signed_date"`
	PublisherGiven    bool        `db:"publisher_given"`
	CommitteeSeal     bool        `db:"committee_seal"`
	SupervisorSeal    bool        `db:"supervisor_seal"`
	Signed            bool        `db:"signed"`
	ProcedureOK       *bool       `db:"procedure_ok"`
	ProposedOn        *civil.Date `db:"proposed_on"`
	ReviewedOn        *civil.Date `db:"reviewed_on"`
	DecidedOn         *civil.Date `db:"decided_on"`
	ArchivedOn        *civil.Date `db:"archived_on"`
	Filing            string      `db:"filing"`
	FiledOn           *civil.Date `db:"filed_on"`
	Review            string      `db:"review"`
	TownshipReviewed  *civil.Date `db:"township_reviewed_on"`
	ReviewResult      string      `db:"review_result"`
	Rectification     string      `db:"rectification"`
	RectifiedOn       *civil.Date `db:"rectified_on"`
	Complete          *bool       `db:"complete"`
	Source
}

// Consultation is one consultation that the window's figures rest on beside
// what its effective filing says: one row of explained_consultations.
type Consultation struct {
	VillageCode      string      `db:"village_code"`
	TopicNo          string      `db:"topic_no"`
	Topic            string      `db:"topic"` // free text: for internal eyes
	HeldOn           *civil.Date `db:"held_on"`
	RaisedOn         *civil.Date `db:"raised_on"`
	PreparedOn       *civil.Date `db:"prepared_on"`
	Result           string      `db:"result"`
	OutcomeExists    bool        `db:"outcome_exists"`
	DecidedOn        *civil.Date `db:"decided_on"`
	Decision         string      `db:"decision"`
	R                *civil.Date `db:"r"`
	Eligible         bool        `db:"eligible"`
	Adopted          *bool       `db:"adopted"`
	Handled          *bool       `db:"handled"`
	Explained        *bool       `db:"explained"`
	ExplainedOn      *civil.Date `db:"explained_on"`
	Implemented      *bool       `db:"implemented"`
	PromisedOn       *civil.Date `db:"promised_on"`
	ImplementedOn    *civil.Date `db:"implemented_on"`
	OutcomePublished *bool       `db:"outcome_published"`
	OutcomeShownOn   *civil.Date `db:"outcome_published_on"`
	MembersOK        *bool       `db:"members_ok"`
	FixedMembers     *int64      `db:"fixed_members"`
	OtherMembers     *int64      `db:"other_members"`
	ProcedureOK      *bool       `db:"procedure_ok"`
	Source
}

// Exemption is one matter's period that a 不适用 or 延期 covers: one row of
// exemptions.
type Exemption struct {
	VillageCode string      `db:"village_code"`
	ItemCode    string      `db:"item_code"`
	Period      string      `db:"period"`
	Exempting   string      `db:"exempting_period"`
	Kind        string      `db:"kind"` // 不适用, 延期
	Standing    string      `db:"standing"`
	ExtendedTo  *civil.Date `db:"extended_to"`
	ApprovedOn  *civil.Date `db:"approved_on"`
	Delivery    *int64      `db:"delivery"`
	File        string      `db:"file"`
	Sheet       string      `db:"sheet"`
	Row         *int64      `db:"row"`
}

// OpenFinding is a 弄虚作假 found by the district or the city and not rectified
// by as_of, which caps a village's grade: one row of open_findings.
type OpenFinding struct {
	VillageCode string      `db:"village_code"`
	InspectedOn civil.Date  `db:"inspected_on"`
	Level       string      `db:"level"` // 区县, 市级
	Covert      *bool       `db:"covert"`
	RectifyBy   *civil.Date `db:"rectify_by"`
	Delivery    *int64      `db:"delivery"`
	File        string      `db:"file"`
	FileSHA256  string      `db:"file_sha256"`
	Sheet       string      `db:"sheet"`
	Row         *int64      `db:"row"`
}
