package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// pack is a zip file as OOXML sees it: parts by name. Part names ignore case,
// and some writers separate folders by backslashes.
type pack struct {
	parts map[string][]*zip.File
	lim   Limits
}

func openPack(file *os.File, size int64, lim Limits) (*pack, error) {
	archive, err := openZip(file, size)
	if err != nil {
		return nil, err
	}
	p := &pack{parts: make(map[string][]*zip.File), lim: lim}
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, "/") {
			key := partName(f.Name)
			p.parts[key] = append(p.parts[key], f)
		}
	}
	return p, nil
}

// openZip reads a zip file's directory. An offset that leads out of the file
// is the fault of the file, not of the disk: hence the section.
func openZip(file *os.File, size int64) (*zip.Reader, error) {
	archive, err := zip.NewReader(io.NewSectionReader(file, 0, size), size)
	return archive, refusal("zip", err)
}

func partName(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// has reports whether there is a part of that name.
func (p *pack) has(name string) bool { return len(p.parts[partName(name)]) > 0 }

// hasSuffix reports whether the name of any part ends so.
func (p *pack) hasSuffix(suffix string) bool {
	for name := range p.parts {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// read passes a part's unpacked bytes to f, which must read them to the end:
// only there is the checksum compared.
func (p *pack) read(name string, f func(io.Reader) error) error {
	files := p.parts[partName(name)]
	if len(files) != 1 {
		return torn("%d parts are named %s", len(files), name)
	}
	r, err := openMember(files[0], p.lim)
	if err != nil {
		return refusal(name, err)
	}
	err = f(r)
	if closing := r.Close(); err == nil {
		err = closing
	}
	return refusal(name, err)
}

// xml passes a part to f as XML. F must read the root element to its end.
func (p *pack) xml(name string, namespaces []string, f func(*xmlScanner) error) error {
	return p.read(name, func(r io.Reader) error {
		x := newXMLScanner(r, namespaces...)
		if err := f(x); err != nil {
			return err
		}
		return x.close()
	})
}

// peek returns the first bytes of a part, nil where there is none.
func (p *pack) peek(name string) []byte {
	var head bytes.Buffer
	_ = p.read(name, func(r io.Reader) error {
		_, err := io.CopyN(&head, r, 256)
		return err
	})
	return head.Bytes()
}

// openMember opens one member of a zip file under limits.
func openMember(f *zip.File, lim Limits) (io.ReadCloser, error) {
	const encrypted = 1
	if f.Flags&encrypted != 0 {
		return nil, refuseEncrypted(fmt.Errorf("zip member %q is encrypted", f.Name))
	}
	packed := int64(min(f.CompressedSize64, 1<<62))
	if err := checkUnpacked(packed, int64(min(f.UncompressedSize64, 1<<62)), lim); err != nil {
		return nil, err
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{&limitedReader{src: r, lim: lim, packed: packed}, r}, nil
}
