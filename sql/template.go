package sql

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"

	"tongbao/internal/filing"
)

// expand gives the texts of a file: a template's, filled in for each of what
// its name says (x.table.tmpl for every filing table, x.level.tmpl for every
// level of scores), or its own.
func expand(name, text string) ([]string, error) {
	var data []any
	switch {
	case strings.HasSuffix(name, ".table.tmpl"):
		for i := range filing.Tables {
			data = append(data, tableData(&filing.Tables[i]))
		}
	case strings.HasSuffix(name, ".level.tmpl"):
		contract, err := Contract()
		if err != nil {
			return nil, err
		}
		for _, l := range levels {
			data = append(data, l.data(contract[l.Level+"_scores"]))
		}
	default:
		return []string{text}, nil
	}
	tmpl, err := template.New(name).Parse(text)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, d := range data {
		var b bytes.Buffer
		if err := tmpl.Execute(&b, d); err != nil {
			return nil, err
		}
		texts = append(texts, b.String())
	}
	return texts, nil
}

// stagingNames are the lake's columns that staging renames: codes are called
// codes.
var stagingNames = map[string]string{"village": "village_code", "item": "item_code", "township": "township_code"}

type templateColumn struct{ Name, As string }

type templateTable struct {
	Code, Title string
	Columns     []templateColumn
}

func tableData(t *filing.Table) templateTable {
	data := templateTable{Code: t.Code, Title: t.Title}
	for _, c := range t.Columns {
		as := c.Code
		if renamed := stagingNames[as]; renamed != "" {
			as = renamed
		}
		data.Columns = append(data.Columns, templateColumn{Name: c.Code, As: as})
	}
	return data
}

// scoreLevel is one level of the score tables. Columns are SQL expressions.
type scoreLevel struct {
	Level, Title, Grain string
	Columns             []string
	Last                int // index of the last column
	own                 map[string]string
}

var levels = []scoreLevel{
	{Level: "village", Title: "村（社区）得分与排名", Grain: "village_code", own: map[string]string{
		"village_code": "scores.code as village_code", "village_name": "scores.name as village_name",
	}},
	{Level: "township", Title: "镇街得分与排名", Grain: "township_code", own: map[string]string{
		"township_code": "scores.code as township_code", "township_name": "scores.name as township_name",
	}},
	{Level: "district", Title: "全区得分", Grain: "one row", own: map[string]string{
		"district_code": "build.district_code", "district_name": "build.district_name",
	}},
}

// data fills in the level's columns as the contract lists them.
func (l scoreLevel) data(contract []Column) scoreLevel {
	l.Last = len(contract) - 1
	for _, c := range contract {
		l.Columns = append(l.Columns, l.expression(c))
	}
	return l
}

func (l scoreLevel) expression(c Column) string {
	own, isOwn := l.own[c.Name]
	switch {
	case isOwn:
		return own
	case c.Name == "window":
		return `build."window"`
	case c.Name == "as_of":
		return "build.as_of"
	case c.Type == "integer" && (strings.HasSuffix(c.Name, "_n") || strings.HasSuffix(c.Name, "_d")):
		return fmt.Sprintf("cast(scores.%s as bigint) as %s", c.Name, c.Name) // a rate's facts are stored as doubles
	default:
		return "scores." + c.Name
	}
}
