package pipelines

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
	"tongbao/internal/rulebook"
	"tongbao/internal/workbook"
)

// TemplateRequest says which fill-in workbooks are wanted.
type TemplateRequest struct {
	Township string          // 9-digit code; empty: every township
	Span     rulebook.Period // of due dates; zero: the month in which something is due next
	Dir      string          // empty: out/模板/<span> of the workspace
}

// TemplateFile is one township's workbook.
type TemplateFile struct {
	Township rulebook.Township
	Path     string
	Villages int
	Owed     int // matters filled in beforehand
}

// Templates are the workbooks made.
type Templates struct {
	Span  rulebook.Period
	Dues  []rulebook.Due // distinct, in order of day, item and period
	Files []TemplateFile
}

// NoVillages is a township without a village in the span asked for.
type NoVillages struct {
	Township string // its name; empty: the whole district
	Span     rulebook.Period
}

// Error says so to the user.
func (e *NoVillages) Error() string {
	return fmt.Sprintf("名册上%s在%s没有村（社区），没有可填报的事项", e.Township, e.Span.Chinese())
}

// Templates writes a fill-in workbook for each township: its villages, and
// what falls due in the span, filled in. The same workspace and span give the
// same bytes, on whichever day they are made.
func (e *Env) Templates(r TemplateRequest) (Templates, error) {
	book := e.WS.Book
	if r.Span.IsZero() {
		r.Span = nextDue(book, civil.On(e.Now()))
	}
	out := Templates{Span: r.Span}
	owed := book.Owed(r.Span.Start(), r.Span.End())
	out.Dues = duesOf(owed)
	for _, township := range townshipsIn(book, r.Span) {
		if r.Township != "" && township.Code != r.Township {
			continue
		}
		form := e.newTemplate(township, r.Span, owed)
		dir := r.Dir
		if dir == "" {
			dir = filepath.Join(e.WS.Out(), "模板", r.Span.String())
		}
		path := filepath.Join(dir, form.fileName(out.Files))
		err := durable.Write(path, func(w io.Writer) error { return workbook.Write(w, form.sheets()) })
		if err == nil {
			err = os.Chmod(path, 0o644) // the township is to read it
		}
		if err != nil {
			return out, fmt.Errorf("template of %s: %w", township.Code, err)
		}
		out.Files = append(out.Files, TemplateFile{township, path, len(form.villages), len(form.owed)})
	}
	if len(out.Files) == 0 {
		none := &NoVillages{Span: r.Span}
		if r.Township != "" {
			none.Township = e.WS.TownshipName(r.Township)
		}
		return out, none
	}
	return out, nil
}

// nextDue is the month in which a matter falls due next; the day itself is
// still in time. Where the catalogue has no periodic item it is the day's.
func nextDue(book *rulebook.Book, today civil.Date) rulebook.Period {
	next := today
	if owed := book.Owed(today, today.AddMonths(13)); len(owed) > 0 {
		next = slices.MinFunc(owed, func(a, b rulebook.Owed) int { return cmp.Compare(a.On, b.On) }).On
	}
	return rulebook.PeriodOf(rulebook.Monthly, next)
}

// duesOf are the different dues of what is owed.
func duesOf(owed []rulebook.Owed) []rulebook.Due {
	var out []rulebook.Due
	seen := map[rulebook.Due]bool{}
	for _, o := range owed {
		if !seen[o.Due] {
			seen[o.Due] = true
			out = append(out, o.Due)
		}
	}
	slices.SortStableFunc(out, func(a, b rulebook.Due) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.ItemCode, b.ItemCode), cmp.Compare(a.Period.String(), b.Period.String()))
	})
	return out
}

// townshipsIn lists the townships that have a village on some day of the
// span, each as it was last in it.
func townshipsIn(book *rulebook.Book, span rulebook.Period) []rulebook.Township {
	var out []rulebook.Township
	for _, t := range book.Registry.Townships() {
		if t.From > span.End() || t.To <= span.Start() {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Code == t.Code {
			out[n-1] = t
			continue
		}
		out = append(out, t)
	}
	return out
}

// fileName names the workbook by its township and span, and by the code too
// where another township of this run has the name.
func (t *template) fileName(before []TemplateFile) string {
	name := t.township.Name
	if slices.ContainsFunc(before, func(f TemplateFile) bool { return safeName(f.Township.Name) == safeName(name) }) {
		name += "-" + t.township.Code
	}
	return shortName(safeName(name) + "-填报表-" + t.span.String() + ".xlsx")
}
