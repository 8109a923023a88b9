// Package demo makes the files of a fictional district: what its townships
// deliver in the course of some months, as untidy as real offices are. The
// same Config gives the same bytes. It writes into the directory it is given
// and does nothing else.
package demo

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/internal/civil"
)

// Config says which district is told.
type Config struct {
	Seed uint64
	// Townships up to 22, Villages at least two to a township and at most
	// 410. The parts of the story need 12 townships and ten months to all
	// appear, and 22 townships for the rarer kinds of workbook.
	Townships, Villages int
	// Months of disclosure, from the month of Start.
	Months int
	Start  civil.Date
}

// Default is the small district of `tongbao demo`: periods 2025-09 to 2026-06,
// with deliveries until 2026-07-23.
var Default = Config{Seed: 20200821, Townships: 12, Villages: 120, Months: 10, Start: civil.MustOf(2025, 9, 1)}

// Full is a district of full size. Its first period, 2025-06, is the first
// of which items fall due in the twelve months that a trend to 2026-06 shows.
var Full = Config{Seed: Default.Seed, Townships: 22, Villages: 400, Months: 13, Start: civil.MustOf(2025, 6, 1)}

// File is one file to be taken in.
type File struct {
	// Path below the directory, with slashes: inbox/<township>/<name>.
	Path string
	// Township is the folder's name; 区级 for the district's own.
	Township   string
	ReceivedAt time.Time
	// History marks a file loaded at first use, of what was filed before.
	History bool
}

// Write writes registry.csv, catalogue.csv and the files of the inbox below
// dir, and returns the latter in the order of their receipt. It never writes
// over a file that exists.
func Write(dir string, c Config) ([]File, error) {
	o, err := write(dir, c)
	if err != nil {
		return nil, err
	}
	return o.files, nil
}

func write(dir string, c Config) (*outbox, error) {
	d, err := newDistrict(c)
	if err != nil {
		return nil, err
	}
	var register bytes.Buffer
	register.WriteString("\ufeff")
	if err := csv.NewWriter(&register).WriteAll(d.registry()); err != nil {
		return nil, fmt.Errorf("demo: registry: %w", err)
	}
	if err := create(dir, "registry.csv", register.Bytes()); err != nil {
		return nil, err
	}
	if err := create(dir, "catalogue.csv", catalogueFrom(d.first)); err != nil {
		return nil, err
	}
	o := &outbox{story: d.tell(), dir: dir, taken: map[string]bool{}, made: map[int]int{}}
	if err := o.deliver(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(o.files, func(a, b File) int {
		return cmp.Or(a.ReceivedAt.Compare(b.ReceivedAt), strings.Compare(a.Path, b.Path))
	})
	return o, nil
}

// outbox writes what the story's people send.
type outbox struct {
	*story
	dir   string
	taken map[string]bool
	made  map[int]int // mistakes made, by their place in the list
	files []File
}

// send writes one file of a township (nil: the district itself).
func (o *outbox) send(t *township, name string, data []byte, day civil.Date, history bool) error {
	folder := office
	if t != nil {
		folder = t.name
	}
	ext := path.Ext(name)
	target := path.Join("inbox", folder, name)
	for n := 2; o.taken[target]; n++ {
		target = path.Join("inbox", folder, fmt.Sprintf("%s（%d）%s", strings.TrimSuffix(name, ext), n, ext))
	}
	o.taken[target] = true
	throw := newDice(o.seed, "clock", target)
	y, m, d := day.YMD()
	at := time.Date(y, time.Month(m), d, throw.between(9, 17), throw.between(0, 59), throw.between(0, 59), 0, civil.Shanghai)
	o.files = append(o.files, File{Path: target, Township: folder, ReceivedAt: at, History: history})
	return create(o.dir, target, data)
}

func create(dir, name string, data []byte) error {
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if _, err := f.Write(data); err != nil {
		_ = f.Close()
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	return nil
}
