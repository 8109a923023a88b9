package filing

import (
	"errors"
	"fmt"
	"slices"
)

// WithAliases returns the tables with a district's own header names merged
// in: table code → column code → aliases. A name that already stands for
// another column of its table is an error, in Chinese, as is a table or column that does
// not exist; the tables given are left as they are.
func WithAliases(tables []Table, extra map[string]map[string][]string) ([]Table, error) {
	merged := make([]Table, len(tables))
	var errs []error
	used := map[string]bool{}
	for i, t := range tables {
		columns := slices.Clone(t.Columns)
		for code, aliases := range extra[t.Code] {
			at := t.Column(code)
			if at < 0 {
				errs = append(errs, fmt.Errorf("%s 没有名为“%s”的列", t.Code, code))
				continue
			}
			columns[at].Aliases = append(slices.Clone(columns[at].Aliases), aliases...)
		}
		t.Columns = columns
		merged[i] = t
		used[t.Code] = true
		if _, err := headerNames(&merged[i]); err != nil {
			errs = append(errs, err)
		}
	}
	for code := range extra {
		if !used[code] {
			errs = append(errs, fmt.Errorf("没有名为“%s”的备案表", code))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return merged, nil
}

// headerNames maps every folded name of a table's columns to its column. With
// an error the first column declared keeps the name.
func headerNames(t *Table) (map[string]int, error) {
	names := map[string]int{}
	var errs []error
	for i, c := range t.Columns {
		for _, name := range append([]string{c.Header, c.Code}, c.Aliases...) {
			folded := foldHeader(name)
			if other, ok := names[folded]; ok && other != i {
				errs = append(errs, fmt.Errorf("%s 的表头“%s”既指 %s 又指 %s", t.Code, name, t.Columns[other].Code, c.Code))
				continue
			}
			if folded == foldHeader(SignedOrPublished) && t.signedOrPublished() {
				errs = append(errs, fmt.Errorf("%s 的表头“%s”指哪一列看表中其他列而定，不能另行指定", t.Code, name))
				continue
			}
			names[folded] = i
		}
	}
	return names, errors.Join(errs...)
}

// signedOrPublished reports whether the rule of SignedOrPublished concerns
// the table.
func (t *Table) signedOrPublished() bool {
	return t.Mapping == "" && t.Column("published_on") >= 0 && t.Column("signed_date") >= 0
}
