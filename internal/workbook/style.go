package workbook

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/internal/civil"
)

// Style is how a cell looks. Dates and numbers keep their number format in
// every style.
type Style uint8

// The styles.
const (
	Plain   Style = iota
	Title         // large, centred
	Header        // bold, shaded, framed, wrapped
	Note          // small and grey
	Wrapped       // text over several lines
	Wrong         // a cell that was refused: red
	Warned        // a cell taken with a warning: yellow
	Given         // filled in beforehand, not to be changed: grey, framed
	Example       // shows how to fill in: grey, slanting
)

// format is the number format beside a style.
type format uint8

const (
	general format = iota
	day            // yyyy-mm-dd
	asText         // stays text even after somebody edits the cell
)

// Number formats.
const (
	formatDay  = "yyyy-mm-dd"
	formatText = 49 // "@"
)

// styles registers each style of a file once.
type styles struct {
	file  *excelize.File
	epoch time.Time // day 0 of the date system
	ids   map[[2]uint8]int
}

func newStyles(f *excelize.File) *styles {
	return &styles{file: f, epoch: epoch1900, ids: map[[2]uint8]int{}}
}

// cell turns a value into what excelize's stream takes.
func (s *styles) cell(v any) (any, error) {
	style := Plain
	if c, ok := v.(Cell); ok {
		v, style = c.Value, c.Style
	}
	formula, form := "", general
	if f, ok := v.(Formula); ok {
		if err := f.check(); err != nil {
			return nil, err
		}
		v, formula = f.Value, f.Text
	}
	switch value := v.(type) {
	case nil:
		switch {
		case formula != "":
		case style == Plain:
			return nil, nil
		default:
			v = ""
		}
	case string:
		clean, err := text(value)
		if err != nil {
			return nil, err
		}
		v = clean
		if risky(clean) {
			form = asText
		}
	case Verbatim:
		clean, err := text(string(value))
		if err != nil {
			return nil, err
		}
		v, form = clean, asText
	case civil.Date:
		v, form = s.serial(value), day
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil, fmt.Errorf("%v is no number a cell can hold", value)
		}
	case int, int64, bool:
	default:
		return nil, fmt.Errorf("a value of type %T cannot be written", v)
	}
	id, err := s.id(style, form)
	if err != nil {
		return nil, err
	}
	return excelize.Cell{StyleID: id, Formula: formula, Value: v}, nil
}

// risky reports whether a spreadsheet would take the text for a formula once
// somebody edits the cell or saves it as CSV.
func risky(s string) bool {
	return s != "" && strings.ContainsAny(firstRune(s), "=+-@＝＋－＠\t\r")
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func (s *styles) id(style Style, form format) (int, error) {
	if style == Plain && form == general {
		return 0, nil
	}
	key := [2]uint8{uint8(style), uint8(form)}
	if id, ok := s.ids[key]; ok {
		return id, nil
	}
	look := looks(style)
	switch form {
	case day:
		iso := formatDay
		look.CustomNumFmt = &iso
	case asText:
		look.NumFmt = formatText
	}
	id, err := s.file.NewStyle(look)
	if err != nil {
		return 0, fmt.Errorf("style: %w", err)
	}
	s.ids[key] = id
	return id, nil
}

func looks(style Style) *excelize.Style {
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	var frame []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		frame = append(frame, excelize.Border{Type: side, Style: 1, Color: "808080"})
	}
	switch style {
	case Title:
		return &excelize.Style{
			Font:      &excelize.Font{Bold: true, Size: 16},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
		}
	case Header:
		return &excelize.Style{
			Font: &excelize.Font{Bold: true}, Fill: fill("E7E6E6"), Border: frame,
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
		}
	case Note:
		return &excelize.Style{Font: &excelize.Font{Size: 9, Color: "595959"}}
	case Wrapped:
		return &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
	case Wrong:
		return &excelize.Style{Fill: fill("F8CBAD"), Font: &excelize.Font{Color: "9C0006"}, Border: frame}
	case Warned:
		return &excelize.Style{Fill: fill("FFEB9C"), Border: frame}
	case Given:
		return &excelize.Style{
			Fill: fill("F2F2F2"), Border: frame,
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		}
	case Example:
		return &excelize.Style{
			Font: &excelize.Font{Italic: true, Color: "7F7F7F"}, Fill: fill("F2F2F2"), Border: frame,
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		}
	}
	return &excelize.Style{}
}
