package sheet

import (
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"tongbao/internal/grid"
)

// workbook is what a workbook's sheets have in common.
type workbook struct {
	pack      *pack
	sheets    []Info
	parts     []string // of each sheet
	epoch1904 bool
	strings   []string
	styles    []bool // of each cell format: is it a date's
}

func openWorkbook(file *os.File, size int64, lim Limits) (*Book, error) {
	p, err := openPack(file, size, lim)
	if err != nil {
		return nil, err
	}
	main, err := p.workbookPart()
	if err != nil {
		return nil, err
	}
	w := &workbook{pack: p}
	if err := w.load(main); err != nil {
		return nil, err
	}
	return &Book{format: XLSX, sheets: w.sheets, file: file, read: w.read}, nil
}

// relation is one entry of a .rels part.
type relation struct {
	kind   string // the last element of its type
	target string // the name of a part
}

// relations reads the relations of a part ("" for the package itself).
func (p *pack) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	found := make(map[string]relation)
	err := p.xml(dir+"_rels/"+base+".rels", packageNamespaces, func(x *xmlScanner) error {
		return x.each("Relationships", "Relationship", func() error {
			id, target := string(x.attr("Id")), strings.ReplaceAll(string(x.attr("Target")), `\`, "/")
			if _, twice := found[id]; twice {
				return fmt.Errorf("relation %q is given twice", id)
			}
			if string(x.attr("TargetMode")) == "External" {
				target = ""
			} else if !strings.HasPrefix(target, "/") {
				target = path.Join(dir, target)
			}
			found[id] = relation{path.Base(string(x.attr("Type"))), target}
			return x.skip()
		})
	})
	return found, err
}

// each calls f on each child of the given name of the root; f reads the child
// to its end. Other children are skipped.
func (x *xmlScanner) each(root, name string, f func() error) error {
	if err := x.root(root); err != nil {
		return err
	}
	for {
		more, err := x.child()
		if err != nil || !more {
			return err
		}
		if x.is(name) {
			err = f()
		} else {
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
}

// only finds the one relation of a kind; ok is false where there is none.
func only(relations map[string]relation, kind string) (target string, ok bool, err error) {
	for _, r := range relations {
		if r.kind == kind {
			if ok {
				return "", false, torn("several relations of kind %s", kind)
			}
			target, ok = r.target, true
		}
	}
	return target, ok, nil
}

// workbookPart finds the part that lists the sheets, or says what the zip
// file is instead.
func (p *pack) workbookPart() (string, error) {
	const usual = "xl/workbook.xml"
	main, ok := usual, p.has(usual)
	if p.has("_rels/.rels") {
		relations, err := p.relations("")
		if err != nil {
			return "", err
		}
		target, named, err := only(relations, "officeDocument")
		if err != nil {
			return "", err
		}
		if named {
			main, ok = partName(target), true
		}
	}
	switch {
	case !ok:
		return "", p.refuseOtherZip()
	case strings.HasSuffix(main, ".bin"):
		return "", refuse(binaryXLSX, nil)
	case strings.HasPrefix(main, "word/"), strings.HasPrefix(main, "ppt/"):
		return "", refuseDocument()
	}
	return main, nil
}

func (p *pack) refuseOtherZip() error {
	const odf = "application/vnd.oasis.opendocument."
	mime := string(p.peek("mimetype"))
	switch {
	case strings.HasPrefix(mime, odf+"spreadsheet"):
		return refuse(openDocument, nil)
	case strings.HasPrefix(mime, odf):
		return refuseDocument()
	case p.has("OFD.xml"):
		return refuseKind(pdfFile)
	case p.has("[Content_Types].xml"):
		return torn("OOXML package without a workbook")
	case p.hasSuffix(".iwa"):
		return refuse(appleNumbers, nil)
	}
	return refuse(packForTable, nil)
}

func (w *workbook) load(main string) error {
	relations, err := w.pack.relations(main)
	if err != nil {
		return err
	}
	if err := w.pack.xml(main, workbookNamespaces, func(x *xmlScanner) error { return w.list(x, relations) }); err != nil {
		return err
	}
	if len(w.sheets) == 0 {
		return refuse(noSheet, nil)
	}
	if err := w.loadPart(relations, "sharedStrings", func(x *xmlScanner) (err error) {
		w.strings, err = readStrings(x)
		return err
	}); err != nil {
		return err
	}
	return w.loadPart(relations, "styles", func(x *xmlScanner) (err error) {
		w.styles, err = readStyles(x)
		return err
	})
}

// loadPart reads the part of that kind, if the workbook has one.
func (w *workbook) loadPart(relations map[string]relation, kind string, f func(*xmlScanner) error) error {
	part, ok, err := only(relations, kind)
	if err != nil || !ok {
		return err
	}
	return w.pack.xml(part, workbookNamespaces, f)
}

// list reads the workbook part: the date system and the sheets.
func (w *workbook) list(x *xmlScanner, relations map[string]relation) error {
	if err := x.root("workbook"); err != nil {
		return err
	}
	for {
		more, err := x.child()
		if err != nil || !more {
			return err
		}
		switch {
		case x.is("workbookPr"):
			epoch1904, ok := truth(x.attr("date1904"))
			if !ok {
				return fmt.Errorf("date1904 is %.20q", x.attr("date1904"))
			}
			w.epoch1904 = epoch1904
			err = x.skip()
		case x.is("sheets"):
			err = w.listSheets(x, relations)
		default:
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
}

func (w *workbook) listSheets(x *xmlScanner, relations map[string]relation) error {
	for {
		more, err := x.child()
		if err != nil || !more {
			return err
		}
		if !x.is("sheet") {
			return fmt.Errorf("<%.40s> among the sheets", x.local)
		}
		name, state := string(x.attr("name")), string(x.attr("state"))
		switch r := relations[string(x.prefixed("id"))]; r.kind {
		case "worksheet":
			if !w.pack.has(r.target) {
				return fmt.Errorf("sheet %q: part %q is missing", name, r.target)
			}
			w.sheets = append(w.sheets, Info{Name: name, Hidden: state == "hidden" || state == "veryHidden"})
			w.parts = append(w.parts, r.target)
		case "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet":
		default:
			return fmt.Errorf("sheet %q: no part, or of unknown kind %q", name, r.kind)
		}
		if err := x.skip(); err != nil {
			return err
		}
	}
}

func (w *workbook) read(i int, yield func(grid.Row) error) error {
	// Merged ranges follow the cells they cover: such a sheet is kept until
	// they are known, any other is passed on while it is read. What this first
	// look does not read to its end, the second does.
	merged := 0
	err := w.pack.read(w.parts[i], func(r io.Reader) (err error) {
		merged, err = findAny(r, []byte("mergeCell"))
		return err
	})
	if err != nil {
		return err
	}
	return w.pack.xml(w.parts[i], workbookNamespaces, func(x *xmlScanner) error {
		s := sheetReader{x: x, book: w, yield: yield, keep: merged >= 0}
		return s.read()
	})
}
