package filing

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// Mapping is how the export of an existing platform becomes a filing: its
// headers for the table's columns, constants for what it does not have, and
// its words for the table's.
type Mapping struct {
	Name      string                       // shown on receipts
	Table     string                       // code of a filing table
	Headers   map[string][]string          // column → the platform's headers
	Constants map[string]string            // column → text of every row
	Values    map[string]map[string]string // column → the platform's text → the table's
}

// WithMapping returns the table as the platform writes it, one more candidate
// for a sheet's header, or what is wrong with the mapping, in Chinese. A
// header that the mapping names means what the mapping says, whatever the
// declared tables would take it for.
func WithMapping(tables []Table, m Mapping) (Table, []string) {
	at := slices.IndexFunc(tables, func(t Table) bool { return t.Code == m.Table })
	if at < 0 {
		return Table{}, []string{fmt.Sprintf("table 的“%s”不是备案表；可写 %s", m.Table, tableCodes(tables))}
	}
	t := tables[at]
	t.Mapping, t.Title = m.Name, t.Title+"（映射“"+m.Name+"”）"
	t.Columns = slices.Clone(t.Columns)
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	column := func(section, code string) *Column {
		if i := t.Column(code); i >= 0 {
			return &t.Columns[i]
		}
		problem("%s 的“%s”不是%s的列；可写 %s", section, code, tables[at].Title, columnCodes(&t))
		return nil
	}
	if m.Name == "" {
		problem("缺 name：请写这个平台或导出表的名称")
	}
	if len(m.Headers) == 0 {
		problem("缺 headers：至少写明一列的表头")
	}
	claimed := map[string]string{}
	for _, code := range sortedCodes(m.Headers) {
		c := column("headers", code)
		for _, h := range m.Headers[code] {
			if other, twice := claimed[foldHeader(h)]; twice && other != code {
				problem("headers 的“%s”既指 %s 又指 %s", h, other, code)
			}
			claimed[foldHeader(h)] = code
		}
		if c != nil && len(m.Headers[code]) > 0 {
			c.Header, c.Aliases = m.Headers[code][0], m.Headers[code][1:]
		}
	}
	for i := range t.Columns { // what the platform does not name keeps its own headers
		c := &t.Columns[i]
		if _, mapped := m.Headers[c.Code]; mapped {
			continue
		}
		c.Aliases = slices.DeleteFunc(slices.Clone(c.Aliases), func(h string) bool { return claimed[foldHeader(h)] != "" })
		if claimed[foldHeader(c.Header)] != "" {
			c.Header = c.Code
		}
	}
	for _, code := range sortedCodes(m.Constants) {
		c := column("constants", code)
		if c == nil {
			continue
		}
		if _, mapped := m.Headers[code]; mapped {
			problem("constants 的 %s 在 headers 里已有表头，两者只能有一个", code)
		}
		c.Constant = m.Constants[code]
		if bad := readable(c, c.Constant); bad != nil {
			problem("constants 的 %s 不能是“%s”：%s；%s", code, c.Constant, bad.Message, bad.Accepted)
		}
	}
	for _, code := range sortedCodes(m.Values) {
		c := column("values", code)
		if c == nil {
			continue
		}
		c.Values = map[string]string{}
		for _, theirs := range sortedCodes(m.Values[code]) {
			ours := m.Values[code][theirs]
			c.Values[foldHeader(theirs)] = ours
			if bad := readable(c, ours); bad != nil {
				problem("values 的 %s 不能把“%s”换成“%s”：%s；%s", code, theirs, ours, bad.Message, bad.Accepted)
			}
		}
	}
	if len(problems) == 0 {
		if _, err := headerNames(&t); err != nil {
			problem("%v", err)
		}
	}
	return t, problems
}

// readable tries a text that a mapping gives as a cell of the column. Names
// are only known when a file is read.
func readable(c *Column, text string) *Bad {
	if c.Type == Village || c.Type == Township || c.Type == Item || text == "" {
		return nil
	}
	_, bad := readCell(c, grid.Cell{Kind: grid.Text, Text: text}, civil.MustOf(lastYear, 12, 31))
	return bad
}

// translated is a cell as the table would write it.
func (c *Column) translated(cell *grid.Cell) *grid.Cell {
	if len(c.Values) == 0 || cell.Kind == grid.Blank {
		return cell
	}
	if ours, ok := c.Values[foldHeader(nameText(*cell))]; ok {
		return &grid.Cell{Kind: grid.Text, Text: ours, Cover: cell.Cover}
	}
	return cell
}

func sortedCodes[V any](m map[string]V) []string {
	codes := make([]string, 0, len(m))
	for code := range m {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	return codes
}

func tableCodes(tables []Table) string {
	var codes []string
	for _, t := range tables {
		codes = append(codes, t.Code)
	}
	return strings.Join(codes, "、")
}

func columnCodes(t *Table) string {
	var codes []string
	for _, c := range t.Columns {
		codes = append(codes, c.Code)
	}
	return strings.Join(codes, "、")
}
