package sheet

import (
	"errors"
	"fmt"

	"tongbao/internal/grid"
)

// readCell reads the <c> just opened, which next follows in the row unless it
// says otherwise, and returns the column after it.
func (s *sheetReader) readCell(next int) (int, error) {
	column, style, kind := next, 0, ""
	for _, a := range s.x.attrs {
		var err error
		switch string(a.name) {
		case "r":
			var row int
			column, row, err = parseRef(a.value)
			if err == nil && (row != s.row.number || column < next) {
				err = fmt.Errorf("cell %s is out of order", a.value)
			}
		case "s":
			style, err = index(a.value)
			if err == nil && style >= len(s.book.styles) && len(s.book.styles) > 0 {
				err = fmt.Errorf("no cell format %d", style)
			}
		case "t":
			kind, err = cellType(a.value)
		}
		if err != nil {
			return 0, err
		}
	}
	if column >= maxColumns {
		return 0, errors.New("more columns than a sheet has")
	}
	if err := s.readValue(column, style, kind); err != nil {
		return 0, fmt.Errorf("cell %s: %w", grid.Address(column, s.row.number), err)
	}
	return column + 1, nil
}

// cellType gives the attribute's value as a constant, which costs no memory.
func cellType(b []byte) (string, error) {
	switch string(b) {
	case "n", "":
		return "n", nil
	case "s":
		return "s", nil
	case "str":
		return "str", nil
	case "inlineStr":
		return "inlineStr", nil
	case "b":
		return "b", nil
	case "e":
		return "e", nil
	case "d":
		return "d", nil
	}
	return "", fmt.Errorf("unknown cell type %.20q", b)
}

// readValue reads what is inside a <c> and adds the cell to the row. Text is
// collected behind the row's other texts.
func (s *sheetReader) readValue(column, style int, kind string) error {
	start := len(s.text)
	s.value = s.value[:0]
	hasValue, hasInline, formula := false, false, false
	for {
		more, err := s.x.child()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		switch {
		case s.x.is("v") && !hasValue:
			hasValue = true
			s.value, err = s.x.content(s.value)
		case s.x.is("is") && !hasInline:
			hasInline = true
			s.text, err = readRichText(s.x, s.text)
			s.text = append(s.text[:start], xstring(s.text[start:])...)
		case s.x.is("f") && !formula && !hasInline:
			formula = true
			s.text, err = s.x.content(append(s.text, '='))
		case s.x.is("extLst"):
			err = s.x.skip()
		default:
			err = fmt.Errorf("unexpected or repeated <%.40s>", s.x.local)
		}
		if err != nil {
			return err
		}
	}
	if hasInline && (kind != "inlineStr" || formula) {
		return errors.New("inline string in a cell of another type")
	}
	if hasInline && len(s.text) > start {
		return s.add(column, grid.Cell{Kind: grid.Text}, start)
	}
	if formula && (!hasValue || len(s.value) == 0 && kind != "str") {
		return s.add(column, grid.Cell{Kind: grid.Formula}, start)
	}
	s.text = s.text[:start]
	if len(s.value) == 0 {
		return nil
	}
	return s.addValue(column, style, kind, start)
}

// addValue adds a cell whose value is in s.value.
func (s *sheetReader) addValue(column, style int, kind string, start int) error {
	switch kind {
	case "str", "inlineStr":
		s.text = append(s.text, xstring(s.value)...)
		return s.add(column, grid.Cell{Kind: grid.Text}, start)
	case "s":
		i, err := index(trimXMLSpace(s.value))
		if err != nil || i >= len(s.book.strings) {
			return fmt.Errorf("no shared string %.20q", s.value)
		}
		return s.add(column, grid.Cell{Kind: grid.Text, Text: s.book.strings[i]}, start)
	case "b":
		value, ok := truth(trimXMLSpace(s.value))
		if !ok {
			return fmt.Errorf("not a boolean: %.20q", s.value)
		}
		text := "FALSE"
		if value {
			text = "TRUE"
		}
		return s.add(column, grid.Cell{Kind: grid.Bool, Text: text}, start)
	case "e":
		s.text = append(s.text, trimXMLSpace(s.value)...)
		return s.add(column, grid.Cell{Kind: grid.Error}, start)
	case "d":
		return s.addISO(column, start)
	default:
		return s.addNumber(column, style, start)
	}
}

func (s *sheetReader) addNumber(column, style, start int) error {
	raw := trimXMLSpace(s.value)
	if len(raw) == 0 {
		return nil
	}
	x, short := smallInteger(raw)
	if !short {
		var err error
		if x, err = parseNumber(raw); err != nil {
			return err
		}
	}
	cell := grid.Cell{Kind: grid.Number, Number: x}
	switch {
	case style < len(s.book.styles) && s.book.styles[style]:
		cell.Kind, cell.Epoch1904 = grid.Date, s.book.epoch1904
		s.text = appendSerial(s.text, x, s.book.epoch1904)
	case short:
		s.text = append(s.text, raw...)
	default:
		s.text = appendNumber(s.text, x)
	}
	return s.add(column, cell, start)
}

// addISO adds a cell of type d. What is no day (a time or a duration alone)
// stays text, to be judged where it is read.
func (s *sheetReader) addISO(column, start int) error {
	raw := trimXMLSpace(s.value)
	serial, ok := isoSerial(string(raw))
	if !ok {
		s.text = append(s.text, raw...)
		return s.add(column, grid.Cell{Kind: grid.Text}, start)
	}
	s.text = appendSerial(s.text, serial, false)
	return s.add(column, grid.Cell{Kind: grid.Date, Number: serial}, start)
}

// add appends a cell to the row; its text is s.text from start on, unless it
// has one already. An empty text is a blank cell.
func (s *sheetReader) add(column int, cell grid.Cell, start int) error {
	if cell.Text == "" && len(s.text) == start {
		return nil
	}
	s.row.columns = append(s.row.columns, int32(column))
	s.row.cells = append(s.row.cells, cell)
	s.spans = append(s.spans, span{start, len(s.text)})
	return nil
}
