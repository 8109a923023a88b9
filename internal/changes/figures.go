// Package changes compares two sets of figures, those that were published and
// those of today, or two windows: which units moved in score and rank, by how
// much, and why. It is pure.
package changes

import (
	"tongbao/internal/civil"
	"tongbao/internal/mart"
)

// Figures is one build with all that decided it.
type Figures struct {
	Window  string
	AsOf    civil.Date
	Program string // version of the program
	// References are the files the filings were read and judged by, Rules
	// those of the rules that were in force on the window's last day.
	References []Reference
	Rules      []mart.Rule
	Deliveries []Delivery // those that count
	Items      map[string]string
	Units      []mart.Unit // district, townships, villages
	// Obligations and Consultations are what the units' figures rest on.
	Obligations   []Obligation
	Consultations []Consultation
	// Lists and Problems are who was named; Named tells that they are known.
	Lists    []mart.ListEntry
	Problems []mart.Problem
	Named    bool
	partial  bool // made by Previous
}

// Config is the kind of tongbao.yaml among the references: the district's
// name and headers lie there, and much that bears on no figure.
const Config = "config"

// Reference is one version of a reference file.
type Reference struct {
	Kind   string `json:"kind"` // registry, catalogue, rules, calendar, config, mapping-NAME
	Name   string `json:"name"` // of the file
	SHA256 string `json:"sha256"`
}

// Delivery is one file received.
type Delivery struct {
	Seq          int64      `json:"seq"`           // its number
	TownshipCode string     `json:"township_code"` // empty: the district's own
	Township     string     `json:"township"`      // 区级 for the district's own
	Name         string     `json:"name"`          // of the file, as delivered
	SHA256       string     `json:"sha256"`
	ReceivedOn   civil.Date `json:"received_on"` // the day of receipt
	History      bool       `json:"history"`
}

// Obligation is one row of the obligations table, as far as it is compared.
type Obligation struct {
	VillageCode   string      `db:"village_code"`
	TownshipCode  string      `db:"township_code"`
	ItemCode      string      `db:"item_code"`
	Period        string      `db:"period"`
	OccurredOn    *civil.Date `db:"occurred_on"`
	EventNo       string      `db:"event_no"`
	DueOn         *civil.Date `db:"due_on"`
	Status        string      `db:"status"`
	NotReceived   *bool       `db:"not_received"`
	PublishedOn   *civil.Date `db:"published_on"`
	Posting       string      `db:"posting"`
	ElementsOK    *bool       `db:"elements_ok"`
	ProcedureOK   *bool       `db:"procedure_ok"`
	Filing        string      `db:"filing"`
	Review        string      `db:"review"`
	Rectification string      `db:"rectification"`
	Complete      *bool       `db:"complete"`
	Source
}

// Consultation is one row of the consultations table, as far as it is
// compared. Its topic, which is free text, tells rows apart and is not shown.
type Consultation struct {
	VillageCode  string      `db:"village_code"`
	TownshipCode string      `db:"township_code"`
	TopicNo      string      `db:"topic_no"`
	Topic        string      `db:"topic"`
	HeldOn       *civil.Date `db:"held_on"`
	Result       string      `db:"result"`
	Decision     string      `db:"decision"`
	R            *civil.Date `db:"r"`
	Eligible     *bool       `db:"eligible"`
	Adopted      *bool       `db:"adopted"`
	Handled      *bool       `db:"handled"`
	Implemented  *bool       `db:"implemented"`
	Published    *bool       `db:"outcome_published"`
	MembersOK    *bool       `db:"members_ok"`
	ProcedureOK  *bool       `db:"procedure_ok"`
	Source
}

// Source is where a row came from; the zero value where there is no filing.
type Source struct {
	FileSHA256 string `db:"file_sha256"`
	Sheet      string `db:"sheet"`
	Row        int64  `db:"row"`
}

// Previous makes the figures of the window before of what today's marts say
// of it. They have units only: no rows and no files.
func Previous(window string, asOf civil.Date, units []mart.Unit) Figures {
	f := Figures{Window: window, AsOf: asOf, partial: true}
	for _, u := range units {
		if u.PreviousScore == nil && u.PreviousRank == nil && u.PreviousTimeliness == nil && u.PreviousCompleteness == nil &&
			u.PreviousFrequencyIndex == nil && u.PreviousHandled == nil && u.PreviousAdoption == nil {
			continue // was not there, or had nothing to be judged by
		}
		before := mart.Unit{
			VillageCode: u.VillageCode, VillageName: u.VillageName, TownshipCode: u.TownshipCode, TownshipName: u.TownshipName,
			DistrictCode: u.DistrictCode, DistrictName: u.DistrictName, Kind: u.Kind,
			Score: u.PreviousScore, Rank: u.PreviousRank,
		}
		before.Timeliness.Value = u.PreviousTimeliness
		before.Completeness.Value = u.PreviousCompleteness
		before.FrequencyIndex.Value = u.PreviousFrequencyIndex
		before.Handled.Value = u.PreviousHandled
		before.Adoption.Value = u.PreviousAdoption
		f.Units = append(f.Units, before)
	}
	return f
}
