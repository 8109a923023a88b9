package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tongbao/internal/civil"
)

// jsonPage is what docs/json.md promises: its sections by heading.
type jsonPage map[string]jsonSection

// jsonSection is an object, or a text that has one of some values.
type jsonSection struct {
	list   bool // the command prints a list of such objects
	fields []promise
	values []string
}

// promise is a line of an object's table.
type promise struct{ name, kind, means string }

func readJSONPage(text string) jsonPage {
	page, heading := jsonPage{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if title, ok := strings.CutPrefix(line, "### "); ok {
			heading = strings.Trim(title, "`")
		}
		s := page[heading]
		if strings.HasPrefix(line, "A list. ") {
			s.list = true
		}
		if row, ok := strings.CutPrefix(line, "| `"); ok {
			switch cells := strings.Split(strings.TrimSuffix(row, " |"), " | "); len(cells) {
			case 2:
				s.values = append(s.values, strings.Trim(cells[0], "`"))
			case 3:
				s.fields = append(s.fields, promise{strings.Trim(cells[0], "`"), cells[1], cells[2]})
			}
		}
		page[heading] = s
	}
	return page
}

// command holds a value to what the page says of a command.
func (p jsonPage) command(name string, value any) error {
	s, ok := p["tongbao "+name]
	switch {
	case !ok:
		return fmt.Errorf("the page has no command %s", name)
	case s.list:
		return each(value, func(v any) error { return p.object(s, v, "") })
	}
	return p.object(s, value, "")
}

// each holds the entries of a list to do.
func each(value any, do func(any) error) error {
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("%v is no list", value)
	}
	for i, v := range list {
		if err := do(v); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

// object holds a value to the fields of a section; of is what a pair is of.
func (p jsonPage) object(s jsonSection, value any, of string) error {
	object, ok := value.(map[string]any)
	if !ok || len(s.fields) == 0 {
		return fmt.Errorf("%v is no object, or the page has no fields", value)
	}
	left := len(object)
	for _, f := range s.fields {
		kind, optional := strings.CutSuffix(f.kind, "; may be absent")
		v, there := object[f.name]
		if !there && optional {
			continue
		}
		if !there {
			return fmt.Errorf("there is no %s", f.name)
		}
		left--
		if v == nil && strings.Contains(f.means, "null where") {
			continue
		}
		if kind == "list of object" {
			kind = "list of " + strings.Join(link.FindAllString(f.means, -1), " or ")
		}
		if err := p.kind(strings.ReplaceAll(kind, "what it is of", of), v); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	if left > 0 {
		return fmt.Errorf("%d of the fields of %v are not on the page", left, object)
	}
	return nil
}

// link finds a link to a section.
var link = regexp.MustCompile(`\[([^]]+)\]\(#([^)]+)\)`)

// kind holds a value to what the page calls its type.
func (p jsonPage) kind(kind string, value any) error {
	if rest, ok := strings.CutSuffix(kind, " or null"); ok {
		if value == nil {
			return nil
		}
		kind = rest
	}
	if rest, ok := strings.CutPrefix(kind, "list of "); ok {
		return each(value, func(v any) error { return p.kind(rest, v) })
	}
	if rest, ok := strings.CutPrefix(kind, "object of "); ok {
		object, isObject := value.(map[string]any)
		for name, v := range object {
			if err := p.kind(strings.TrimSuffix(rest, " by name"), v); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return wrong(isObject, kind, value)
	}
	text, isText := value.(string)
	number, isNumber := value.(json.Number)
	switch kind {
	case "text":
		return wrong(isText, kind, value)
	case "integer":
		_, err := number.Int64()
		return wrong(isNumber && err == nil, kind, value)
	case "number":
		return wrong(isNumber, kind, value)
	case "true or false":
		_, ok := value.(bool)
		return wrong(ok, kind, value)
	case "day":
		_, err := civil.Parse(text)
		return wrong(err == nil, kind, value)
	case "moment":
		_, err := time.Parse(time.RFC3339, text)
		return wrong(err == nil, kind, value)
	}
	links := link.FindAllStringSubmatch(kind, -1)
	var err error
	for _, l := range links {
		s, ok := p[l[1]]
		if !ok || l[2] != strings.ReplaceAll(l[1], " ", "-") {
			return fmt.Errorf("%s leads nowhere", l[0])
		}
		_, of, _ := strings.Cut(kind, ") of ")
		if len(s.values) > 0 {
			err = wrong(slices.Contains(s.values, text), kind, value)
		} else {
			err = p.object(s, value, of)
		}
		if err == nil {
			return nil
		}
	}
	if len(links) == 0 {
		return fmt.Errorf("%q is no type of the page", kind)
	}
	return err
}

func wrong(right bool, kind string, value any) error {
	if right {
		return nil
	}
	return fmt.Errorf("%v is no %s", value, kind)
}

// promised holds what a command has printed to docs/json.md, down to the last
// field.
func promised(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: promised FILE COMMAND")
	}
	text, err := os.ReadFile(jsonPagePath)
	ts.Check(err)
	if err := readJSONPage(string(text)).command(args[1], decoded(ts, args[0])); err != nil {
		ts.Fatalf("%s: %v", args[1], err)
	}
}

// jsonPagePath is absolute: scripts change directories.
var jsonPagePath, _ = filepath.Abs(filepath.Join("..", "..", "docs", "json.md"))

// TestPromised shows the page what breaks its word.
func TestPromised(t *testing.T) {
	page := readJSONPage(`
### ` + "`tongbao tell`" + `

A list. Each entry: what is told.

| field | type | means |
|---|---|---|
| ` + "`n`" + ` | integer | how many |
| ` + "`score`" + ` | number or null |  |
| ` + "`day`" + ` | day; may be absent | when |
| ` + "`at`" + ` | moment | when |
| ` + "`names`" + ` | list of text | null where there is none |
| ` + "`counts`" + ` | object of integer by name |  |
| ` + "`ok`" + ` | true or false |  |
| ` + "`rank`" + ` | [pair](#pair) of integer |  |
| ` + "`any`" + ` | list of object | each a [pair](#pair) or a [left file](#left-file) |
| ` + "`why`" + ` | [cause](#cause) |  |

### pair

| field | type | means |
|---|---|---|
| ` + "`before`" + ` | what it is of or null |  |

### left file

| field | type | means |
|---|---|---|
| ` + "`left`" + ` | text | why |

### cause

| text | means |
|---|---|
| ` + "`time`" + ` | a day |
| ` + "`other`" + ` |  |
`)
	const good = `[{"n":1,"score":null,"day":"2026-06-15","at":"2026-06-20T09:00:00+08:00","names":["a"],"counts":{"a":1},"ok":true,"rank":{"before":1},` +
		`"any":[{"before":null},{"left":"x"}],"why":"other"}]`
	check := func(old, text string) error {
		changed := strings.Replace(good, old, text, 1)
		if old != "" && changed == good {
			t.Fatalf("%s is not there", old)
		}
		var value any
		decoder := json.NewDecoder(strings.NewReader(changed))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		return page.command("tell", value)
	}
	for _, c := range [][2]string{{"", ""}, {`"day":"2026-06-15",`, ""}, {`["a"]`, "null"}, {`null`, "1.5"}, {`"any":[{"before":null},{"left":"x"}]`, `"any":[]`}} {
		if err := check(c[0], c[1]); err != nil {
			t.Errorf("%s in the place of %s: %v", c[1], c[0], err)
		}
	}
	for _, c := range [][2]string{
		{`"n":1,`, ""}, {`"n":1`, `"n":1,"m":2`}, {`"n":1`, `"n":1.5`}, {`"n":1`, `"n":null`}, {"2026-06-15", "15.6."}, {"T09:00:00", " 09:00"}, {`["a"]`, `[1]`},
		{`{"a":1}`, `{"a":"b"}`}, {"true", "null"}, {`{"before":1}`, `{"before":"x"}`}, {`{"left":"x"}`, `{"gone":"x"}`}, {`"other"`, `"else"`},
	} {
		if check(c[0], c[1]) == nil {
			t.Errorf("%s in the place of %s passes", c[1], c[0])
		}
	}
	if page.command("tell", map[string]any{}) == nil {
		t.Error("an object passes for a list")
	}
	if page.command("sing", nil) == nil {
		t.Error("a command that the page does not have passes")
	}
}
