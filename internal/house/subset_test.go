package house

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	models "tongbao/sql"
)

// The subset of SQL that DuckDB and Trino share, as far as a text shows it.
// Functions and types are those known in both with the same meaning; whoever
// needs another looks it up in both and adds it here.

var sharedFunctions = []string{
	"abs", "cast", "coalesce", "concat", "count", "date_diff", "dense_rank", "extract", "first_value", "lag", "last_value",
	"lead", "length", "lower", "max", "min", "nullif", "rank", "round", "row_number", "substr", "sum", "trim", "upper",
}

var sharedTypes = []string{"bigint", "boolean", "date", "double", "integer", "varchar"}

// beforeBracket are words that may stand before a bracket without being a
// function.
var beforeBracket = []string{
	"all", "and", "as", "between", "by", "case", "distinct", "else", "except", "exists", "filter", "from", "having", "in", "intersect",
	"join", "like", "not", "on", "or", "over", "rollup", "select", "sets", "then", "union", "using", "when", "where",
}

// foreignWords are words of one engine's dialect that are not functions.
var foreignWords = []string{
	"anti", "asof", "columns", "cube", "enum", "exclude", "glob", "hugeint", "ilike", "lambda", "list", "map", "pivot",
	"positional", "qualify", "range", "sample", "semi", "similar", "struct", "summarize", "tablesample", "timestamp", "timestamptz",
	"try_cast", "ubigint", "uhugeint", "uinteger", "unnest", "unpivot",
}

// foreignSigns are operators and brackets of one dialect.
var foreignSigns = []string{"::", "->", "->>", "=>", ":=", "==", "//", "**", "^", "[", "]", "{", "}", "~", "!~", "~~", "@", "#", "$", ";", "?"}

// offence is where a text leaves the subset.
type offence struct {
	line int
	what string
}

// subset are the rules, each by itself.
var subset = map[string]func(sql) []offence{
	"functions": functions, "types": types, "words": words, "signs": usedSigns, "statement": statement, "order": order, "sums": sums,
	"division": division, "dates": dates, "intervals": intervals, "rollup": rollup, "commas": commas,
}

// functions: only shared functions are called.
func functions(s sql) (bad []offence) {
	for i := range s {
		if s[i].kind != "word" || !s.is(i+1, "(") || slices.Contains(beforeBracket, s[i].text) || slices.Contains(sharedFunctions, s[i].text) {
			continue
		}
		bad = append(bad, offence{s[i].line, "the function " + s[i].text + " is not known in both engines"})
	}
	return bad
}

// types: casts are to shared types.
func types(s sql) (bad []offence) {
	for i := range s {
		if !s.is(i, "cast", "(") {
			continue
		}
		end := s.closing(i + 1)
		if end >= len(s) || !s.is(end-2, "as") || !slices.Contains(sharedTypes, s[end-1].text) {
			bad = append(bad, offence{s[i].line, "a cast to a type that is not known in both engines"})
		}
	}
	return bad
}

func words(s sql) (bad []offence) {
	for i := range s {
		switch {
		case s[i].kind == "word" && slices.Contains(foreignWords, s[i].text):
			bad = append(bad, offence{s[i].line, "the word " + s[i].text})
		case s.is(i, "distinct", "on"):
			bad = append(bad, offence{s[i].line, "DISTINCT ON"})
		case s.is(i, "*", "replace"), s.is(i, "*", "rename"):
			bad = append(bad, offence{s[i].line, "a star with " + s[i+1].text})
		case s.is(i, "by", "all"):
			bad = append(bad, offence{s[i].line, "BY ALL"})
		}
	}
	return bad
}

func usedSigns(s sql) (bad []offence) {
	for i := range s {
		if s[i].kind == "sign" && slices.Contains(foreignSigns, s[i].text) {
			bad = append(bad, offence{s[i].line, "the sign " + s[i].text})
		}
	}
	return bad
}

// statement: a model is one SELECT.
func statement(s sql) []offence {
	if s.isAny(0, "select", "with") {
		return nil
	}
	return []offence{{1, "neither SELECT nor WITH begins it"}}
}

// order: every item of an ORDER BY says where nulls go.
func order(s sql) (bad []offence) {
	for i := range s {
		if !s.is(i, "order", "by") {
			continue
		}
		item, depth := i+2, 0
		for k := i + 2; k <= len(s); k++ {
			end := k == len(s) || depth == 0 && s.isAny(k, ")", "rows", "range", "groups", "limit", "offset", "fetch", "union")
			if end || depth == 0 && s.is(k, ",") {
				if !s.is(k-2, "nulls", "last") || k-2 <= item {
					bad = append(bad, offence{s[min(item, len(s)-1)].line, "ORDER BY without NULLS LAST"})
				}
				item = k + 1
			}
			if end {
				break
			}
			if s.is(k, "(") {
				depth++
			} else if s.is(k, ")") {
				depth--
			}
		}
	}
	return bad
}

// sums: every sum is cast to BIGINT; nothing but COALESCE stands between.
func sums(s sql) (bad []offence) {
	for i := range s {
		if !s.is(i, "sum", "(") {
			continue
		}
		outer := i - 1
		for s.is(outer-1, "coalesce", "(") {
			outer -= 2
		}
		end := s.closing(max(outer, 0))
		if !s.is(outer-1, "cast", "(") || !s.is(end-2, "as", "bigint") {
			bad = append(bad, offence{s[i].line, "SUM without CAST AS BIGINT"})
		}
	}
	return bad
}

// division: a double divided by something that cannot be zero.
func division(s sql) (bad []offence) {
	for i := range s {
		if !s.is(i, "/") {
			continue
		}
		open := -1
		if s.is(i-1, ")") {
			open = s.opening(i - 1)
		}
		if !s.is(i+1, "nullif", "(") {
			bad = append(bad, offence{s[i].line, "a division without NULLIF"})
		}
		if open < 1 || !s.is(open-1, "cast") || !s.is(i-3, "as", "double") {
			bad = append(bad, offence{s[i].line, "a division of what is not CAST AS DOUBLE"})
		}
	}
	return bad
}

// dayName are the names that days go by in the models.
var dayName = regexp.MustCompile(`(_on|_by|_start|_end|_day)$|^(as_of|valid_from|valid_to|p|r)$`)

// dates: days are moved by intervals and compared by DATE_DIFF, never by plus
// and minus of numbers.
func dates(s sql) (bad []offence) {
	for i := range s {
		if !s.isAny(i, "+", "-") {
			continue
		}
		left := i > 0 && s[i-1].kind == "word" && dayName.MatchString(s[i-1].text)
		if s.is(i-1, ")") && s.is(i-3, "as", "date") {
			left = true
		}
		right := operand(s, i+1)
		if (left || isDay(right)) && !slices.ContainsFunc(right, func(l lexeme) bool { return l.text == "interval" }) {
			bad = append(bad, offence{s[i].line, "arithmetic of a day without INTERVAL"})
		}
	}
	return bad
}

// operand is what stands right of an operator, up to where the expression
// ends.
func operand(s sql, i int) sql {
	depth := 0
	for k := i; k < len(s); k++ {
		if depth == 0 && s.isAny(k, ",", ")", "as", "and", "or", "then", "when", "else", "end", "from", "where", "=", "<>", "<", ">", "<=", ">=") {
			return s[i:k]
		}
		switch {
		case s.isAny(k, "(", "case"):
			depth++
		case s.isAny(k, ")", "end"):
			depth--
		}
	}
	return s[i:]
}

// isDay reports whether an operand is nothing but a column that holds a day.
func isDay(s sql) bool {
	return (len(s) == 1 || len(s) == 3 && s.is(1, ".")) && dayName.MatchString(s[len(s)-1].text)
}

// intervals are written as both engines read them: interval '1' day.
func intervals(s sql) (bad []offence) {
	for i := range s {
		if s.is(i, "interval") && (i+2 >= len(s) || s[i+1].kind != "string" || !s.isAny(i+2, "day", "month", "year")) {
			bad = append(bad, offence{s[i].line, "an interval that is not interval 'n' day, month or year"})
		}
	}
	return bad
}

// rollup: columns by their plain names.
func rollup(s sql) (bad []offence) {
	for i := range s {
		if !s.is(i, "rollup", "(") && !s.is(i, "sets", "(") {
			continue
		}
		for k := i + 1; k < s.closing(i+1); k++ {
			if s[k].kind != "word" && !s.isAny(k, "(", ")", ",") {
				bad = append(bad, offence{s[k].line, "ROLLUP or GROUPING SETS over more than plain column names"})
				break
			}
		}
	}
	return bad
}

// commas: none after the last of a list.
func commas(s sql) (bad []offence) {
	for i := range s {
		if s.is(i, ",") && s.isAny(i+1, "from", ")", ",", "where") {
			bad = append(bad, offence{s[i].line, "a trailing comma"})
		}
	}
	return bad
}

// loadModels gives every model and check, templates filled in, by name.
func loadModels(t *testing.T) []models.Model {
	t.Helper()
	all, err := models.Load()
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b models.Model) int { return strings.Compare(a.Name, b.Name) })
	layers := map[string]int{}
	for _, m := range all {
		layers[m.Layer]++
	}
	for _, layer := range []string{"staging", "models", "marts", "checks", "intake", "explain"} {
		if layers[layer] == 0 {
			t.Errorf("no model in %s: the rules would hold over nothing", layer)
		}
	}
	return all
}

func TestSubset(t *testing.T) {
	for _, m := range loadModels(t) {
		for name, rule := range subset {
			for _, o := range rule(lex(m.SQL)) {
				t.Errorf("%s/%s: %s (rule %s): %s", m.Layer, m.Name, o.what, name, lineOf(m.SQL, o.line))
			}
		}
	}
}

func lineOf(text string, n int) string {
	return fmt.Sprintf("%q", strings.TrimSpace(strings.Split(text, "\n")[n-1]))
}
