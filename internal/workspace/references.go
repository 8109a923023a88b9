package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
	"tongbao/internal/sheet"
)

// readReferences reads registry, catalogue, rules and calendar, each from
// the first of its files that is there.
func (w *Workspace) readReferences() error {
	registry, err := w.readRegistry()
	if err != nil {
		return err
	}
	catalogue, err := w.readCatalogue()
	if err != nil {
		return err
	}
	rules, err := w.readRules()
	if err != nil {
		return err
	}
	calendar, err := w.readCalendar()
	if err != nil {
		return err
	}
	w.Book = &rulebook.Book{
		DistrictCode: w.Config.District.Code, DistrictName: w.Config.District.Name,
		Registry: registry, Catalogue: catalogue, Rules: rules, Calendar: calendar,
	}
	if w.Book.DistrictCode == "" {
		w.Book.DistrictCode = districtCode(registry)
	}
	w.warn("rules.yaml", w.Book.Check())
	return nil
}

func (w *Workspace) readRegistry() (*rulebook.Registry, error) {
	rows, name, err := w.readTable(&filing.Registry, true)
	if err != nil {
		return nil, err
	}
	var spells []rulebook.VillageSpell
	for _, r := range rows {
		spells = append(spells, rulebook.VillageSpell{
			TownshipCode: r.text("township_code"), Township: r.text("township"), TownshipKind: r.text("township_kind"),
			VillageCode: r.text("village_code"), Village: r.text("village"), Kind: r.text("kind"),
			Households: r.number("households"), Population: r.number("population"), Aliases: r.list("aliases"),
			From: r.day("valid_from"), To: r.day("valid_to"), Line: r.Number,
		})
	}
	registry, problems := rulebook.NewRegistry(spells)
	return registry, w.judge(name, problems)
}

func (w *Workspace) readCatalogue() (*rulebook.Catalogue, error) {
	rows, name, err := w.readTable(&filing.Catalogue, true)
	if err != nil {
		return nil, err
	}
	var (
		spells []rulebook.ItemSpell
		bad    []rulebook.Problem
	)
	for _, r := range rows {
		s := rulebook.ItemSpell{
			Code: r.text("item_code"), Category: r.text("category"), Item: r.text("item"), Aliases: r.list("aliases"),
			AppliesTo: r.text("applies_to"), Frequency: rulebook.Frequency(r.text("frequency")), Basis: r.text("basis"),
			From: r.day("valid_from"), To: r.day("valid_to"), Line: r.Number,
		}
		if text := r.text("minimum_posting"); text != "" {
			m, err := rulebook.ParseMinimum(text)
			if err != nil {
				bad = append(bad, rulebook.Problem{
					Line: r.Number, Column: "最短公示", Message: fmt.Sprintf("“%s”不是期限", text), Accepted: "请写 10d（天）或 1m（个月），或留空按规则执行",
				})
			}
			s.MinDays, s.MinMonths, s.HasMinimum = m.Days, m.Months, true
		}
		spells = append(spells, s)
	}
	catalogue, problems := rulebook.NewCatalogue(spells)
	if w.isTemplate(name) {
		w.Warnings = append(w.Warnings, name+" 还是初始模板，不是本区县的公开目录；请按本区县的目录修改后再用于通报")
	}
	return catalogue, w.judge(name, append(bad, problems...))
}

// isTemplate reports whether a reference file is still as Create wrote it.
func (w *Workspace) isTemplate(name string) bool {
	return slices.ContainsFunc(w.Sources, func(s Source) bool {
		return s.Name == name && bytes.Equal(s.Data, catalogueTemplate)
	})
}

func (w *Workspace) readCalendar() (*rulebook.Calendar, error) {
	rows, name, err := w.readTable(&filing.Calendar, false)
	if err != nil {
		return nil, err
	}
	if name == "" {
		return rulebook.DefaultCalendar(), nil
	}
	var days []rulebook.CalendarDay
	for _, r := range rows {
		days = append(days, rulebook.CalendarDay{Day: r.day("date"), Kind: r.text("kind"), Name: r.text("name"), Line: r.Number})
	}
	calendar, problems := rulebook.NewCalendar(days)
	return calendar, w.judge(name, problems)
}

// judge turns problems into an error, or keeps them as warnings.
func (w *Workspace) judge(file string, problems []rulebook.Problem) error {
	if !rulebook.Refused(problems) {
		w.warn(file, problems)
		return nil
	}
	slices.SortStableFunc(problems, func(a, b rulebook.Problem) int { return a.Line - b.Line })
	refused := &ReferenceError{File: file}
	for _, p := range problems {
		if !p.Warning {
			refused.Problems = append(refused.Problems, p.String())
		}
	}
	return refused
}

func (w *Workspace) warn(file string, problems []rulebook.Problem) {
	for _, p := range problems {
		w.Warnings = append(w.Warnings, file+" "+p.String())
	}
}

// referenceRow is a row of a reference table, read by column code.
type referenceRow struct {
	filing.Row
	table *filing.Table
}

func (r referenceRow) value(code string) filing.Value { return r.Values[r.table.Column(code)] }
func (r referenceRow) text(code string) string        { return r.value(code).Text }
func (r referenceRow) day(code string) civil.Date     { return r.value(code).Day }

func (r referenceRow) number(code string) *int64 {
	if v := r.value(code); v.Valid {
		return &v.Int
	}
	return nil
}

// list splits a cell at semicolons of either width.
func (r referenceRow) list(code string) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(r.text(code), func(c rune) bool { return c == '；' || c == ';' }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// readTable reads a reference table from its .csv or .xlsx file. A table that
// is not needed may have none; then name is empty.
func (w *Workspace) readTable(t *filing.Table, needed bool) (rows []referenceRow, name string, err error) {
	var there []string
	for _, ending := range []string{".csv", ".xlsx"} {
		if _, err := os.Stat(w.path(t.Code + ending)); err == nil {
			there = append(there, t.Code+ending)
		}
	}
	switch {
	case len(there) == 0 && !needed:
		return nil, "", nil
	case len(there) == 0:
		return nil, "", fmt.Errorf("工作区缺少%s：请把 %s.csv 或 %s.xlsx 放到 %s", t.Title, t.Code, t.Code, w.Dir)
	case len(there) > 1:
		return nil, "", fmt.Errorf("%s 同时有 %s，不知以哪个为准；请只留一个", t.Title, strings.Join(there, " 和 "))
	}
	name = there[0]
	path := w.path(name)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	w.Sources = append(w.Sources, Source{Kind: t.Code, Name: name, Data: data})
	rows, err = readRows(path, name, t)
	return rows, name, err
}

// readRows reads every sheet of the file that has cells; each must be the
// table, and every finding is an error.
func readRows(path, name string, t *filing.Table) ([]referenceRow, error) {
	refused := &ReferenceError{File: name}
	book, err := sheet.Open(path, sheet.DefaultLimits)
	var unreadable *sheet.Refused
	if errors.As(err, &unreadable) {
		refused.Problems = []string{unreadable.Message + "；" + unreadable.Accepted}
		return nil, refused
	}
	if err != nil {
		return nil, err
	}
	defer book.Close()
	c := &collector{table: t}
	for i, info := range book.Sheets() {
		reader := filing.NewReferenceReader(t, info.Name, book.Format() == sheet.XLSX, c)
		if err := book.Read(i, reader.Row); err != nil {
			if errors.As(err, &unreadable) {
				refused.Problems = []string{unreadable.Message + "；" + unreadable.Accepted}
				return nil, refused
			}
			return nil, err
		}
		if s := reader.Close(); s.Refused != nil {
			refused.Problems = append(refused.Problems, strings.TrimSpace(info.Name+" "+s.Refused.Message))
		}
	}
	refused.Problems = append(refused.Problems, c.problems...)
	if len(refused.Problems) > 0 {
		return nil, refused
	}
	if len(c.rows) == 0 {
		refused.Problems = []string{"没有一行数据"}
		return nil, refused
	}
	return c.rows, nil
}

// collector keeps rows and findings of a reference table.
type collector struct {
	table    *filing.Table
	rows     []referenceRow
	problems []string
}

func (c *collector) Accept(row filing.Row, warnings []filing.Finding) {
	c.rows = append(c.rows, referenceRow{row, c.table})
	c.Quarantine(row.Number, warnings)
}

func (c *collector) Quarantine(_ int, findings []filing.Finding) {
	for _, f := range findings {
		c.Warn(f)
	}
}

func (c *collector) Warn(f filing.Finding) {
	at := fmt.Sprintf("第%d行", f.Row)
	if f.Cell != "" {
		at += " " + f.Cell
	}
	if f.Header != "" {
		at += "“" + f.Header + "”"
	}
	text := at + "：" + f.Message
	if f.Text != "" {
		text += fmt.Sprintf("（原文“%s”）", f.Text)
	}
	if f.Accepted != "" && !strings.HasSuffix(text, "？") {
		text += "；"
	}
	c.problems = append(c.problems, text+f.Accepted)
}
