package filing

import "strings"

// township reads the township of the row: its own cell, else what the title
// or the delivery says. Known is false where its cell could not be read, so
// that the village cannot be judged by it.
func (w *rowReading) township() (code string, known bool) {
	c := w.colTownship
	if c < 0 {
		return "", true
	}
	cell := *w.cell(c)
	blank, bad := gate(cell)
	switch {
	case bad != nil:
		w.fail(c, bad, false)
		return w.home, w.home != ""
	case blank && w.homeBad != nil:
		w.failAt(c, *w.homeTitle, w.homeBad)
		return w.home, true
	case blank:
		w.values[c] = Value{Valid: w.home != "", Text: w.home}
		return w.home, true
	}
	text := nameText(cell)
	code, bad = w.townshipOf(text)
	deliverer := w.ctx.Deliverer
	switch {
	case bad == nil && (deliverer == "" || code == deliverer):
		w.values[c] = Value{Valid: true, Text: code}
		return code, true
	case bad == nil:
		w.fail(c, TownshipOther.Bad(), false)
		return deliverer, true
	case deliverer == "":
		w.fail(c, bad, false)
		return "", false
	}
	// Not a township: perhaps a village of the deliverer.
	village, notVillage := w.ctx.Names.Village(text, deliverer)
	if notVillage != nil {
		w.fail(c, bad, false)
		return deliverer, true
	}
	w.values[c] = Value{Valid: true, Text: deliverer}
	w.values[w.colVillage] = Value{Valid: true, Text: village}
	return deliverer, true
}

// failAt notes what is wrong with a value that the title gives.
func (w *rowReading) failAt(c int, e titled, bad *Bad) {
	w.failed[c] = true
	w.add(Finding{
		Row: w.row.Number, Cell: e.address(), Column: w.table.Columns[c].Code, Header: w.table.Columns[c].Header, Text: e.text,
		Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
	}, unmatched)
}

// village reads the village's cell, or takes the village that stands in the
// township's cell.
func (w *rowReading) village(township string, known bool) {
	c := w.colVillage
	if c < 0 {
		return
	}
	inTownship := w.values[c]
	w.values[c] = Value{}
	cell := *w.cell(c)
	if _, fromTitle := w.supplied[c]; inTownship.Valid && fromTitle {
		w.values[c] = inTownship // the row's own cell is nearer than the title
		return
	}
	blank, bad := gate(cell)
	if bad != nil {
		w.fail(c, bad, false)
		return
	}
	if blank {
		w.values[c] = inTownship
		return
	}
	text := w.nameOf(cell)
	if !digits(text) && powerOfTen.MatchString(text) {
		w.fail(c, CodeLostDigits.Bad(), false)
		return
	}
	if !known && !(len(text) == 12 && digits(text)) {
		w.failed[c] = true // the township's own finding says what to do
		return
	}
	code, bad := w.villageOf(strings.TrimLeft(text, "'"), township)
	switch {
	case bad != nil:
		w.fail(c, bad, false)
	case inTownship.Valid && inTownship.Text != code:
		w.fail(w.colTownship, TownshipVillage.Bad(), false)
		w.failed[c] = true // one finding says it
	default:
		w.values[c] = Value{Valid: true, Text: code}
	}
}
