package changes

import (
	"strconv"

	"tongbao/internal/civil"
)

// row is an obligation or a consultation in the form in which they are
// compared.
type row struct {
	village, township string
	shown             Row // the key, as it is shown
	event             bool
	source            Source
	fields            []field
}

// field is a compared column. A scored one bears on the score.
type field struct {
	name, value string
	scored      bool
}

// keys are the keys of the rows in order, and where each row lies: the
// obligations, then the consultations. A district has some hundred thousand
// rows, of which few differ: row makes them one at a time.
func (f *Figures) keys() (keys []string, at map[string]int) {
	at = make(map[string]int, len(f.Obligations)+len(f.Consultations))
	add := func(key string) {
		at[key] = len(keys)
		keys = append(keys, key)
	}
	for i := range f.Obligations {
		o := &f.Obligations[i]
		add("o\x1f" + o.VillageCode + "\x1f" + o.ItemCode + "\x1f" + o.Period + "\x1f" + day(o.OccurredOn) + "\x1f" + o.EventNo)
	}
	for i := range f.Consultations {
		c := &f.Consultations[i]
		key := "c\x1f" + c.VillageCode + "\x1f" + c.TopicNo
		if c.TopicNo == "" {
			key += "\x1f" + c.Topic + "\x1f" + day(c.HeldOn)
		}
		add(key)
	}
	return keys, at
}

func (f *Figures) row(i int) row {
	if i < len(f.Obligations) {
		return f.Obligations[i].row(f.Items)
	}
	return f.Consultations[i-len(f.Obligations)].row()
}

func (o *Obligation) row(items map[string]string) row {
	return row{
		village: o.VillageCode, township: o.TownshipCode, source: o.Source, event: o.OccurredOn != nil,
		shown: Row{
			Table: "obligations", ItemCode: o.ItemCode, Item: items[o.ItemCode], Period: o.Period,
			OccurredOn: day(o.OccurredOn), EventNo: o.EventNo,
		},
		fields: []field{
			{"status", o.Status, true},
			{"due_on", day(o.DueOn), false},
			{"published_on", day(o.PublishedOn), false},
			{"complete", boolean(o.Complete), true},
			{"posting", o.Posting, false},
			{"elements_ok", boolean(o.ElementsOK), false},
			{"procedure_ok", boolean(o.ProcedureOK), false},
			{"filing", o.Filing, false},
			{"review", o.Review, false},
			{"rectification", o.Rectification, false},
			{"not_received", boolean(o.NotReceived), false},
			{"township_code", o.TownshipCode, true},
		},
	}
}

func (c *Consultation) row() row {
	return row{
		village: c.VillageCode, township: c.TownshipCode, source: c.Source, event: true,
		shown: Row{Table: "consultations", TopicNo: c.TopicNo, HeldOn: day(c.HeldOn)},
		fields: []field{
			{"held_on", day(c.HeldOn), true},
			{"result", c.Result, false},
			{"decision", c.Decision, false},
			{"r", day(c.R), false},
			{"eligible", boolean(c.Eligible), true},
			{"adopted", boolean(c.Adopted), true},
			{"handled", boolean(c.Handled), true},
			{"implemented", boolean(c.Implemented), false},
			{"outcome_published", boolean(c.Published), false},
			{"members_ok", boolean(c.MembersOK), false},
			{"procedure_ok", boolean(c.ProcedureOK), false},
			{"township_code", c.TownshipCode, true},
		},
	}
}

// differing are the fields that two rows of a key do not share; of a row that
// only one side has, those that are not null.
func differing(before, after *row) (fields []Field, scored bool) {
	some := before
	if some == nil {
		some = after
	}
	for i, f := range some.fields {
		d := Field{Name: f.name, Scored: f.scored}
		if before != nil {
			d.Before = before.fields[i].value
		}
		if after != nil {
			d.After = after.fields[i].value
		}
		if d.Before != d.After {
			fields = append(fields, d)
			scored = scored || f.scored
		}
	}
	return fields, scored
}

func day(d *civil.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func boolean(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}
