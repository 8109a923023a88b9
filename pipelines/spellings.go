package pipelines

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/mart"
	"tongbao/internal/rulebook"
	"tongbao/internal/sheet"
	"tongbao/internal/warehouse"
	"tongbao/internal/workspace"
)

// writtenName is a village's name in a row that waits.
type writtenName struct {
	Township string `db:"township_code"`
	Text     string `db:"text"`
	File     string `db:"file"`
	Rows     int64  `db:"row_count"`
}

// correctedName is what a later version of a file has in the place of a name
// that was not known.
type correctedName struct {
	Township string `db:"township_code"`
	Text     string `db:"text"`
	Village  string `db:"village"`
}

// Spellings lists, of every township, the names that its files give to
// villages and that the registry does not know: how often, where, which
// village may be meant, and the line that would make the name known; not what
// names a village of another township. What the registry has learnt since
// goes with the next Refresh.
func (e *Env) Spellings(ctx context.Context) ([]mart.Spelling, error) {
	return e.spellingsBy(ctx, rulebook.Open)
}

// spellingsBy are the spellings of what had been received by a day.
func (e *Env) spellingsBy(ctx context.Context, day civil.Date) ([]mart.Spelling, error) {
	db, err := e.openLake(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	names, err := warehouse.Read[writtenName](ctx, db, `
		with files as (
			select delivery, max(file) as file, max(township_code) as township_code from raw_receipts
			where history or received_on <= ? group by delivery
		)
		select f.township_code, q."text", f.file, cast(count(*) as bigint) as row_count
		from raw_quarantine as q
		inner join files as f on q.delivery = f.delivery
		where q.reason = ?
		group by f.township_code, q."text", f.file
		order by f.township_code, q."text", f.file`, day.Time(), rulebook.VillageUnknown.Code)
	if err != nil {
		return nil, brokenLake(ctx, err)
	}
	corrected, err := e.correctedNames(ctx, db, day)
	if err != nil {
		return nil, brokenLake(ctx, err)
	}
	registry, err := readRegistryFile(e.WS)
	if err != nil {
		return nil, err
	}
	spellings := spellingsOf(e.WS.Book, names, corrected)
	for i := range spellings {
		spellings[i].Township = e.WS.TownshipName(spellings[i].TownshipCode)
	}
	registry.offer(spellings, e.WS.Book)
	return spellings, nil
}

// correctedNames compares each file that has unknown names with the later
// ones that the same township sent under the same name: where all the rows
// that were read both times name the same villages, the later one says what
// the unknown names stand for.
func (e *Env) correctedNames(ctx context.Context, db *warehouse.DB, day civil.Date) ([]correctedName, error) {
	var rows []string
	for _, t := range filing.Tables {
		rows = append(rows, `select delivery, sheet_no, row_no, village from raw_`+t.Code)
	}
	return warehouse.Read[correctedName](ctx, db, `
		with files as (
			select delivery, max(file) as file, max(township_code) as township_code from raw_receipts
			where history or received_on <= ? group by delivery
		),
		unknown as (
			select delivery, sheet_no, row_no, "text" from raw_quarantine where reason = ?
		),
		pairs as (
			select distinct a.delivery as before, b.delivery as after, a.township_code
			from unknown as u
			inner join files as a on u.delivery = a.delivery
			inner join files as b on a.file = b.file and a.township_code = b.township_code and a.delivery < b.delivery
		),
		read_rows as (`+strings.Join(rows, " union all ")+`),
		versions as (
			select p.before, p.after, p.township_code
			from pairs as p
			inner join read_rows as x on p.before = x.delivery
			inner join read_rows as y on p.after = y.delivery and x.sheet_no = y.sheet_no and x.row_no = y.row_no
			group by p.before, p.after, p.township_code
			having min(case when x.village = y.village then 1 else 0 end) = 1
		)
		select distinct v.township_code, u."text", y.village
		from versions as v
		inner join unknown as u on v.before = u.delivery
		inner join read_rows as y on v.after = y.delivery and u.sheet_no = y.sheet_no and u.row_no = y.row_no
		order by v.township_code, u."text", y.village`, day.Time(), rulebook.VillageUnknown.Code)
}

// spellingsOf puts together what is written alike and finds the villages that
// may be meant.
func spellingsOf(book *rulebook.Book, names []writtenName, corrected []correctedName) []mart.Spelling {
	type place struct{ township, name string }
	meant := map[place][]string{}
	for _, c := range corrected {
		at := place{c.Township, rulebook.FoldName(c.Text)}
		if !slices.Contains(meant[at], c.Village) {
			meant[at] = append(meant[at], c.Village)
		}
	}
	var all []*mart.Spelling
	known := map[place]*mart.Spelling{}
	for _, n := range names {
		at := place{n.Township, rulebook.FoldName(n.Text)}
		s := known[at]
		if s == nil {
			s = &mart.Spelling{TownshipCode: n.Township, Text: n.Text, Files: []string{}, Others: []string{}}
			likely := book.LikelyVillages(n.Text, n.Township)
			if codes := meant[at]; len(codes) == 1 {
				s.Corrected = true
				likely = append(codes, slices.DeleteFunc(likely, func(code string) bool { return code == codes[0] })...)
			}
			for i, code := range likely[:min(4, len(likely))] {
				village, _ := book.Registry.Nearest(code, rulebook.Open)
				if i == 0 {
					s.VillageCode, s.Village = code, village.Village
					continue
				}
				s.Others = append(s.Others, village.Village)
			}
			known[at] = s
			all = append(all, s)
		}
		s.Rows += n.Rows
		if !slices.Contains(s.Files, n.File) {
			s.Files = append(s.Files, n.File)
		}
	}
	out := make([]mart.Spelling, len(all))
	for i, s := range all {
		slices.Sort(s.Files)
		out[i] = *s
	}
	slices.SortFunc(out, func(a, b mart.Spelling) int {
		return cmp.Or(cmp.Compare(a.TownshipCode, b.TownshipCode), cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Text, b.Text))
	})
	return out
}

// registryFile is the registry as it is written.
type registryFile struct {
	name    string
	rows    map[int][]string // by number; empty of a workbook, whose rows are no lines
	aliases int              // the column of 曾用名, -1 where there is none
	columns int
}

func readRegistryFile(ws *workspace.Workspace) (registryFile, error) {
	f := registryFile{aliases: -1}
	var data []byte
	for _, s := range ws.Sources {
		if s.Kind == filing.Registry.Code {
			f.name, data = s.Name, s.Data
		}
	}
	book, err := sheet.Open(filepath.Join(ws.Dir, f.name), sheet.DefaultLimits)
	if err != nil {
		return f, err
	}
	defer book.Close()
	if book.Format() != sheet.CSV || !bytes.ContainsRune(data, ',') {
		return f, nil
	}
	header := filing.Registry.Columns[filing.Registry.Column("aliases")].Header
	f.rows = map[int][]string{}
	err = book.Read(0, func(row grid.Row) error {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Text
			if f.aliases < 0 && rulebook.FoldName(c.Text) == header {
				f.aliases, f.columns = i, len(row.Cells)
			}
		}
		f.rows[row.Number] = cells
		return nil
	})
	return f, err
}

// offer adds what to paste to the spellings that are names at all. Those of
// one village get the same cell, with all of them in it: pasting the line of
// one must not take the other away again.
func (f registryFile) offer(spellings []mart.Spelling, book *rulebook.Book) {
	aliases := map[int][]string{} // by line
	for i := range spellings {
		s := &spellings[i]
		alias, ok := aliasOf(s.Text)
		if s.VillageCode == "" || !ok {
			continue
		}
		village, _ := book.Registry.Nearest(s.VillageCode, rulebook.Open)
		s.Registry, s.Line = f.name, village.Line
		known, begun := aliases[s.Line]
		if !begun {
			known = slices.Clone(village.Aliases)
		}
		same := func(other string) bool { return rulebook.FoldName(other) == rulebook.FoldName(alias) }
		if !slices.ContainsFunc(known, same) {
			known = append(known, alias)
		}
		aliases[s.Line] = known
	}
	for i := range spellings {
		if s := &spellings[i]; s.Line > 0 {
			s.Aliases = strings.Join(aliases[s.Line], "；")
			s.Row = f.row(s.Line, s.Aliases)
		}
	}
}

// row is a line of the file with that cell 曾用名; empty where it has no lines
// or no such column.
func (f registryFile) row(number int, aliases string) string {
	cells, known := f.rows[number]
	if !known || f.aliases < 0 {
		return ""
	}
	cells = append(slices.Clone(cells), make([]string, max(0, f.columns-len(cells)))...)
	cells[f.aliases] = aliases
	var line bytes.Buffer
	w := csv.NewWriter(&line)
	if w.Write(cells) != nil {
		return ""
	}
	w.Flush()
	return strings.TrimSuffix(line.String(), "\n")
}

// longestAlias is how many characters a village's name may have at most.
const longestAlias = 30

// aliasOf is a text as it stands among aliases; ok is false where it is no
// name, or would be a formula or several names there.
func aliasOf(text string) (alias string, ok bool) {
	alias = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	letters := false
	for i, r := range alias {
		switch {
		case unicode.IsLetter(r):
			letters = true
		case unicode.IsNumber(r), r == '〇', i > 0 && strings.ContainsRune("()（）[]【】·-—、", r):
		default:
			return "", false
		}
	}
	return alias, letters && len([]rune(alias)) <= longestAlias
}
