package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Member is one file of an archive.
type Member struct {
	Name    string   // path within the archive, with slashes
	Path    string   // where it was unpacked to; empty where it was refused
	Refused *Refused // why it alone was not unpacked
}

// IsArchive reports whether the file is a zip file of other files, as against
// a workbook or other document that is a zip file inside.
func IsArchive(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return false
	}
	p, err := openPack(file, stat.Size(), DefaultLimits)
	if err != nil {
		return false
	}
	var other *Refused
	_, err = p.workbookPart()
	return errors.As(err, &other) && other.Reason == ReasonArchive
}

// Members unpacks the files of an archive into dir, which must exist, under
// names of its own. An archive in the archive stays packed; directories,
// dotfiles, lock files (~$…) and __MACOSX are passed over. A member that
// cannot be unpacked is refused by itself; the error is a *Refused where that
// holds for the archive as a whole.
func Members(path, dir string, lim Limits) ([]Member, error) {
	lim = lim.orDefault()
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	archive, err := openZip(file, stat.Size())
	if err != nil {
		return nil, err
	}
	var members []Member
	total := int64(0)
	for _, f := range archive.File {
		name, err := memberName(f)
		if strings.HasSuffix(name, "/") || isPassedOver(name) {
			continue
		}
		m := Member{Name: name, Path: filepath.Join(dir, fmt.Sprintf("%04d", len(members)+1))}
		if err == nil {
			var n int64
			n, err = unpack(f, m.Path, lim)
			total += n
		}
		// Members that share their bytes each expand little, together a lot.
		if total > bombFloor && total/lim.Expansion > stat.Size() {
			return nil, checkUnpacked(stat.Size(), total, lim)
		}
		if err != nil && !errors.As(refusal(name, err), &m.Refused) {
			return nil, fmt.Errorf("unpack %s: %w", name, err)
		}
		if m.Refused != nil {
			m.Path = ""
		}
		members = append(members, m)
	}
	if len(members) == 0 {
		return nil, refuse(emptyArchive, nil)
	}
	return members, nil
}

// unpack writes a member to a new file, and leaves none where it fails.
func unpack(f *zip.File, to string, lim Limits) (n int64, err error) {
	r, err := openMember(f, lim)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(w, r)
	if err = errors.Join(err, w.Close()); err != nil {
		return n, errors.Join(err, os.Remove(to))
	}
	return n, nil
}

// memberName decodes a member's name. Zip files made in Chinese Windows hold
// names in GBK without saying so. The name is given even with an error.
func memberName(f *zip.File) (string, error) {
	name, ok := f.Name, true
	if !utf8.ValidString(name) {
		if name, ok = decodeGB(name); !ok {
			name = strings.ToValidUTF8(f.Name, "\ufffd")
		}
	}
	name = strings.ReplaceAll(name, `\`, "/")
	switch {
	case !ok:
		return name, refuseName(name, "in no known encoding")
	case path.IsAbs(name), slices.Contains(strings.Split(name, "/"), ".."), strings.Contains(name, ":"),
		strings.ContainsFunc(name, unicode.IsControl):
		return name, refuseName(name, "leads out of the archive")
	case !f.Mode().IsRegular() && !f.Mode().IsDir():
		return name, refuseName(name, "is not a regular file but "+f.Mode().Type().String())
	}
	return name, nil
}

func refuseName(name, technical string) error {
	return refuse(unsafeFileName, fmt.Errorf("member %q %s", name, technical))
}

func isPassedOver(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part != "." && part != ".." && strings.HasPrefix(part, ".") || part == "__MACOSX" || strings.HasPrefix(part, "~$") {
			return true
		}
	}
	return false
}
