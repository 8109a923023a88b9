package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Form makes a sheet one that people fill in by hand: it is protected without
// a password, so that its rows cannot be changed by mistake, and open to
// writing in the Fields around them.
type Form struct {
	// Fields are the columns from A: what may be written into a cell that no
	// row gives, down to the end of the sheet.
	Fields []Field
	Checks []Check
	// Top rows and Left columns are printed on every page.
	Top, Left int
	// PageWide prints the sheet as wide as one page.
	PageWide bool
	// Filter is the range whose header gets arrows to choose rows by; empty:
	// none.
	Filter string
}

// Field is what a column's open cells hold.
type Field uint8

// The fields.
const (
	Closed     Field = iota // not to be written into
	TextField               // stays text: 2026-06 does not become a date
	DateField               // yyyy-mm-dd
	PlainField              // numbers
)

// CheckType is what a Check asks of a cell.
type CheckType uint8

// The types of checks.
const (
	CheckDate CheckType = iota
	CheckWhole
	CheckDecimal
	CheckLength // how many characters a text has
)

// Check refuses what is typed into the cells of Range unless it is of the
// type and lies from Min to Max, both formulas without an equals sign. An
// empty Max is no bound. Blank cells pass, and so does what is pasted.
type Check struct {
	Range    string
	Type     CheckType
	Min, Max string
	Message  string // shown when it refuses
}

var checkTypes = map[CheckType]excelize.DataValidationType{
	CheckDate: excelize.DataValidationTypeDate, CheckWhole: excelize.DataValidationTypeWhole,
	CheckDecimal: excelize.DataValidationTypeDecimal, CheckLength: excelize.DataValidationTypeTextLength,
}

// refused heads the message of whatever is not taken.
const refused = "不能这样填写"

func (c Check) validation() (*excelize.DataValidation, error) {
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(c.Range)
	operator := excelize.DataValidationOperatorBetween
	if c.Max == "" {
		operator = excelize.DataValidationOperatorGreaterThanOrEqual
	}
	if err := rule.SetRange(c.Min, c.Max, checkTypes[c.Type], operator); err != nil {
		return nil, err
	}
	rule.SetError(excelize.DataValidationErrorStyleStop, refused, c.Message)
	return rule, nil
}

// annotate sets all of a form that stands beside the cells.
func (m *Form) annotate(f *excelize.File, sheet string) error {
	for _, c := range m.Checks {
		rule, err := c.validation()
		if err == nil {
			err = f.AddDataValidation(sheet, rule)
		}
		if err != nil {
			return fmt.Errorf("check %q: %w", c.Range, err)
		}
	}
	if m.Filter != "" {
		if err := f.AutoFilter(sheet, m.Filter, nil); err != nil {
			return fmt.Errorf("filter %q: %w", m.Filter, err)
		}
	}
	if m.Top > 0 {
		where := fmt.Sprintf("'%s'!$1:$%d", sheet, m.Top)
		if m.Left > 0 {
			last, err := excelize.ColumnNumberToName(m.Left)
			if err != nil {
				return err
			}
			where = fmt.Sprintf("'%s'!$A:$%s,%s", sheet, last, where)
		}
		name := &excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: where, Scope: sheet}
		if err := f.SetDefinedName(name); err != nil {
			return fmt.Errorf("print titles: %w", err)
		}
	}
	if m.PageWide {
		yes, one, any := true, 1, 0
		if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
			return fmt.Errorf("page width: %w", err)
		}
		if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{FitToWidth: &one, FitToHeight: &any}); err != nil {
			return fmt.Errorf("page width: %w", err)
		}
	}
	return f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{
		AutoFilter: true, FormatColumns: true, FormatRows: true, InsertRows: true, DeleteRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true,
	})
}

// open is the style of a field's cells.
func (s *styles) open(field Field) (int, error) {
	key := [2]uint8{openStyle, uint8(field)}
	if id, ok := s.ids[key]; ok {
		return id, nil
	}
	look := &excelize.Style{
		Protection: &excelize.Protection{Locked: false},
		Alignment:  &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	switch field {
	case TextField:
		look.NumFmt = formatText
	case DateField:
		iso := formatDay
		look.CustomNumFmt = &iso
	}
	id, err := s.file.NewStyle(look)
	if err != nil {
		return 0, fmt.Errorf("style: %w", err)
	}
	s.ids[key] = id
	return id, nil
}

// openStyle keys the fields' styles apart from a Style's.
const openStyle = 0xFF
