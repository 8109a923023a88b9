package sheet

import (
	"bytes"
	"errors"
	"fmt"
)

// The namespaces of workbooks, of ECMA-376's transitional and strict forms.
var (
	workbookNamespaces = []string{
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
		"http://purl.oclc.org/ooxml/spreadsheetml/main",
	}
	packageNamespaces = []string{
		"http://schemas.openxmlformats.org/package/2006/relationships",
		"http://schemas.openxmlformats.org/package/2006/content-types",
	}
)

// root moves to the root element, which must have the given name.
func (x *xmlScanner) root(name string) error {
	t, err := x.next()
	if err != nil {
		return err
	}
	if t != startTag || !x.known || string(x.local) != name {
		return fmt.Errorf("XML: root element is <%.40s>, not <%s>", x.local, name)
	}
	return nil
}

// close reads to the end of the document, behind the root's end.
func (x *xmlScanner) close() error {
	if t, err := x.next(); err != nil || t == endOfXML {
		return err
	}
	return errors.New("XML: content behind the root element")
}

// child moves to the current element's next child, and is false at its end.
// Text between children is an error.
func (x *xmlScanner) child() (bool, error) {
	for {
		t, err := x.next()
		switch {
		case err != nil:
			return false, err
		case t == startTag:
			return true, nil
		case t == endTag:
			return false, nil
		case !isXMLSpace(x.text):
			return false, fmt.Errorf("XML: text where an element is expected: %.40q", x.text)
		}
	}
}

// is reports whether the element just opened is a known one of that name.
func (x *xmlScanner) is(name string) bool { return x.known && string(x.local) == name }

// skip reads to the end of the element just opened.
func (x *xmlScanner) skip() error {
	for depth := len(x.open); ; {
		t, err := x.next()
		if err != nil {
			return err
		}
		if t == endTag && len(x.open) < depth {
			return nil
		}
	}
}

// content appends the text of the element just opened, which must have no
// elements in it, to dst.
func (x *xmlScanner) content(dst []byte) ([]byte, error) {
	for {
		t, err := x.next()
		switch {
		case err != nil:
			return dst, err
		case t == charData:
			dst = append(dst, x.text...)
		case t == endTag:
			return dst, nil
		default:
			return dst, fmt.Errorf("XML: element <%.40s> where text is expected", x.local)
		}
	}
}

// attr returns the value of an attribute of the element just opened, nil
// where there is none.
func (x *xmlScanner) attr(name string) []byte {
	for _, a := range x.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// prefixed is attr for an attribute with a prefix, whichever it is.
func (x *xmlScanner) prefixed(local string) []byte {
	for _, a := range x.attrs {
		if i := bytes.IndexByte(a.name, ':'); i >= 0 && string(a.name[i+1:]) == local {
			return a.value
		}
	}
	return nil
}

// truth reads a boolean attribute or value; ok is false for anything else.
func truth(b []byte) (value, ok bool) {
	switch string(b) {
	case "1", "true", "on":
		return true, true
	case "0", "false", "off", "":
		return false, true
	}
	return false, false
}
