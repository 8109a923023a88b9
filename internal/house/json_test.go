package house

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// commandLine is the package whose commands print JSON, and outputUnion the
// union of all types that they may print: the compiler lets printJSON take no
// other.
const (
	commandLine = module + "/cmd/tongbao"
	outputUnion = "jsonOutput"
)

// silent are the commands that print no JSON.
var silent = []string{"serve"}

// plainFields are the names that mean the same wherever they stand, or in the
// one type that is named with them. A field of another name says in a comment
// what it is, unless its type says it.
var plainFields = map[string]string{
	"as_of":                 "the day up to which files and dates count",
	"build_id":              "of the figures: a hash of all that decided them",
	"code":                  "of the unit: 12 digits of a village, 9 of a township, 6 of the district",
	"delivery":              "number of the file received, in order of receipt",
	"file":                  "name of the file, as delivered",
	"file_sha256":           "of the file's bytes, in hexadecimal",
	"held_on":               "the day of the consultation",
	"hidden":                "the sheet is hidden; it is read like any other",
	"hidden_rows":           "hidden rows, which are read like any other",
	"history":               "an old file: it counts for every day",
	"item":                  "name of the matter in the catalogue",
	"item_code":             "of the matter in the catalogue",
	"job":                   "intake, build, league, circular, quality",
	"message":               "in Chinese",
	"name":                  "of the unit",
	"non_data":              "rows that are no data: headings, totals, notes",
	"on":                    "the day",
	"outcome":               "how it ended",
	"problemJSON.accepted":  "what would be right, in Chinese",
	"problemJSON.count":     "how often it is found",
	"quarantined":           "rows that wait for a correction",
	"reason":                "in Chinese: why",
	"receiptSheet.accepted": "rows taken",
	"receiptSheet.status":   "what became of the sheet: accepted, partly, refused, duplicate",
	"receiptSheet.table":    "code of the table; empty where none was recognised",
	"received_at":           "when the file was received, by RFC 3339",
	"released":              "what they had waited for, the most frequent first; a row may count under several",
	"released_rows":         "rows that waited for a correction and are accepted now",
	"reread":                "what reading the file again has changed",
	"returned":              "what they wait for, the most frequent first; a row may count under several",
	"returned_rows":         "rows that were accepted and wait for a correction now",
	"row":                   "as a spreadsheet shows it, from 1",
	"rows":                  "how many rows there are",
	"sha256":                "of the file's bytes, in hexadecimal",
	"sheet":                 "name of the sheet; empty for CSV",
	"sheets":                "one for each sheet, or a single one of a file that was refused as a whole",
	"started_at":            "when it began",
	"title":                 "in Chinese",
	"township":              "name of the township",
	"township_code":         "9 digits",
	"township_name":         "name of the township",
	"trigger":               "what made it run",
	"unknown_headers":       "headers that no column is known by; their cells are kept as they are",
	"version":               "of the program",
	"village":               "name of the village",
	"village_code":          "12 digits",
	"warnings":              "hints, on rows that were taken all the same",
	"window":                "2026-06 (the three months that end with it), 2026Q2, 2026H1, 2026",
	"workspace":             "path of its directory",
}

// printedJSON is one value that a command prints.
type printedJSON struct {
	command string // with the flag that makes it print this
	list    bool   // a list of it
	of      *goType
}

// jsonField is a field as the page has it.
type jsonField struct{ name, kind, means string }

// jsonDoc gathers the types that are reached from those printed.
type jsonDoc struct {
	*declarations
	printed []printedJSON
	reached []*goType         // by title
	titles  map[string]string // by the type's key
	used    map[string]bool   // of plainFields
	bad     []string
}

// newJSONDoc follows the terms of a union of types.
func newJSONDoc(s *declarations, union *goType) *jsonDoc {
	d := &jsonDoc{declarations: s, titles: map[string]string{}, used: map[string]bool{}}
	d.outputs(union)
	for _, p := range d.printed {
		d.titles[p.of.key()] = "tongbao " + p.command
	}
	for _, p := range d.printed {
		d.fields(p.of)
	}
	slices.SortFunc(d.reached, func(a, b *goType) int {
		return cmp.Or(cmp.Compare(inWords(a), inWords(b)), cmp.Compare(a.key(), b.key()))
	})
	same := map[string]int{}
	for _, g := range d.reached {
		same[inWords(g)]++
	}
	for _, g := range d.reached {
		d.titles[g.key()] = inWords(g)
		if same[inWords(g)] > 1 {
			d.titles[g.key()] += " of " + packageName(g.pkg)
		}
	}
	d.bad = nil // told again by the fields of the page
	return d
}

// outputs reads the union of what commands print. The comment behind each of
// its terms is the command.
func (d *jsonDoc) outputs(union *goType) {
	behind := map[int]string{} // by line
	for _, c := range union.file.Comments {
		behind[d.set.Position(c.Pos()).Line] = said(c)
	}
	var visit func(e ast.Expr)
	visit = func(e ast.Expr) {
		if b, ok := e.(*ast.BinaryExpr); ok {
			visit(b.X)
			visit(b.Y)
			return
		}
		p := printedJSON{command: behind[d.set.Position(e.End()).Line]}
		if array, ok := e.(*ast.ArrayType); ok {
			p.list, e = true, array.Elt
		}
		if p.of = d.named(e, union); p.of == nil || p.command == "" {
			d.t.Fatalf("%s has a term without a name, or without a command behind it", outputUnion)
		}
		d.printed = append(d.printed, p)
	}
	for _, m := range union.spec.Type.(*ast.InterfaceType).Methods.List {
		visit(m.Type)
	}
}

// inWords is a type's name in words: of receiptFile receipt file, of builtJSON
// built.
func inWords(g *goType) string {
	var b strings.Builder
	for i, r := range strings.TrimSuffix(g.name, "JSON") {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// complain notes what is wrong with a field.
func (d *jsonDoc) complain(g *goType, field, format string, args ...any) {
	d.bad = append(d.bad, fmt.Sprintf("%s.%s ", g.key(), field)+fmt.Sprintf(format, args...))
}

// link leads to the section of a type, which is noted.
func (d *jsonDoc) link(g *goType) string {
	if _, known := d.titles[g.key()]; !known {
		d.titles[g.key()] = ""
		d.reached = append(d.reached, g)
		if object(g) != nil {
			d.fields(g)
		}
	}
	title := d.titles[g.key()]
	return "[" + title + "](#" + strings.ReplaceAll(title, " ", "-") + ")"
}

// object is the struct that a type is; nil where it is none.
func object(g *goType) *ast.StructType {
	object, _ := g.spec.Type.(*ast.StructType)
	return object
}

// fields are a type's fields in JSON.
func (d *jsonDoc) fields(g *goType) (all []jsonField) {
	for _, f := range object(g).Fields.List {
		tag := ""
		if f.Tag != nil {
			text, err := strconv.Unquote(f.Tag.Value)
			if err != nil {
				d.t.Fatal(err)
			}
			tag = reflect.StructTag(text).Get("json")
		}
		if part := d.part(f, g); part != nil && tag == "" { // its fields stand among these
			all = append(all, d.fields(part)...)
			continue
		}
		field := ""
		if len(f.Names) > 0 {
			field = f.Names[0].Name
		}
		name, option, _ := strings.Cut(tag, ",")
		switch {
		case name == "-" || field != "" && !ast.IsExported(field):
			continue
		case name == "" || len(f.Names) != 1 || option != "" && option != "omitempty":
			d.complain(g, field, "has no tag that gives one name in JSON")
			continue
		}
		x := jsonField{name: name, kind: d.kind(f.Type, g)}
		if option == "omitempty" {
			x.kind = strings.TrimSuffix(x.kind, " or null") + "; may be absent"
		}
		if x.kind == "" {
			d.complain(g, field, "is of a type that has no name")
		}
		x.means = d.means(g, field, x, said(f.Doc, f.Comment))
		all = append(all, x)
	}
	return all
}

// part is the type of a field without a name.
func (d *jsonDoc) part(f *ast.Field, g *goType) *goType {
	if len(f.Names) > 0 {
		return nil
	}
	return d.named(f.Type, g)
}

// anything is a list of what the comment names.
const anything = "list of object"

// means is what the page says of a field: its comment, else what the name
// means.
func (d *jsonDoc) means(g *goType, field string, x jsonField, comment string) string {
	if comment == "" {
		for _, name := range []string{g.name + "." + x.name, x.name} {
			if plainFields[name] != "" {
				d.used[name] = true
				return plainFields[name]
			}
		}
		if !strings.Contains(x.kind, "](") {
			d.complain(g, field, "has no comment that says what %q is", x.name)
		}
		return ""
	}
	if strings.HasPrefix(comment, field+" ") {
		d.complain(g, field, "has a comment that begins with a name that JSON does not have")
	}
	if x.kind == anything {
		return d.linked(g, field, comment)
	}
	return comment
}

// linked turns the types that a comment names in brackets into links.
func (d *jsonDoc) linked(g *goType, field, comment string) string {
	var b strings.Builder
	for rest := comment; ; {
		before, after, ok := strings.Cut(rest, "[")
		name, left, closed := strings.Cut(after, "]")
		if !ok || !closed {
			if rest == comment {
				d.complain(g, field, "may hold anything, and its comment does not name the types in brackets")
			}
			return b.String() + rest
		}
		e, err := parser.ParseExpr(name)
		if err != nil {
			d.t.Fatal(err)
		}
		b.WriteString(before + d.link(d.named(e, g)))
		rest = left
	}
}

// jsonKinds are Go's types as JSON has them.
var jsonKinds = map[string]string{
	"string": "text", "int": "integer", "int64": "integer", "float64": "number", "bool": "true or false", "any": "object",
	commandLine + ".moment": "moment", "time.Time": "moment", module + "/internal/civil.Date": "day",
}

// kind is the type of a field as JSON has it, with links to the types that
// have sections; empty where it has no name.
func (d *jsonDoc) kind(e ast.Expr, g *goType) string {
	within := func(before string, e ast.Expr, after string) string {
		if inner := d.kind(e, g); inner != "" {
			return before + inner + after
		}
		return ""
	}
	switch e := e.(type) {
	case *ast.StarExpr:
		return within("", e.X, " or null")
	case *ast.ArrayType:
		return within("list of ", e.Elt, "")
	case *ast.MapType:
		return within("object of ", e.Value, " by name")
	case *ast.IndexExpr: // a type of another
		return within(d.link(d.named(e.X, g))+" of ", e.Index, "")
	case *ast.Ident:
		if p := g.spec.TypeParams; p != nil && p.List[0].Names[0].Name == e.Name {
			return "what it is of"
		}
		if kind := cmp.Or(jsonKinds[e.Name], jsonKinds[g.pkg+"."+e.Name]); kind != "" {
			return kind
		}
	case *ast.SelectorExpr:
		if kind := jsonKinds[importOf(g.file, e)+"."+e.Sel.Name]; kind != "" {
			return kind
		}
	}
	if of := d.named(e, g); of != nil {
		return d.link(of)
	}
	return ""
}
