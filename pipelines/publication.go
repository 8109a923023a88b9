package pipelines

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongbao/internal/changes"
	"tongbao/internal/civil"
	"tongbao/internal/mart"
	"tongbao/internal/vault"
)

// Publication is the manifest of one folder of publications/: what was
// published, of which figures, and all that decided them.
type Publication struct {
	ID          string              `json:"id"`                 // name of the folder: 2026-001, 2026-001-v2
	Number      string              `json:"number"`             // 2026-001; a correction keeps it
	Version     int                 `json:"version"`            // 1; a correction counts on
	Corrects    string              `json:"corrects,omitempty"` // id of the version that it replaces
	Report      string              `json:"report"`             // league, circular
	Title       string              `json:"title"`
	Audience    string              `json:"audience"` // public, internal
	District    string              `json:"district"` // its name
	Window      string              `json:"window"`
	AsOf        civil.Date          `json:"as_of"`
	Demo        bool                `json:"demo"` // fictional data
	BuildID     string              `json:"build_id"`
	Program     string              `json:"program"`      // version of the program
	PublishedAt time.Time           `json:"published_at"` // when
	References  []changes.Reference `json:"references"`   // the files that the filings were read and judged by, in the vault by their hash
	Rules       []RuleInForce       `json:"rules"`        // those in force on the window's last day
	Deliveries  []vault.Delivery    `json:"deliveries"`   // those that count
	Files       []PublishedFile     `json:"files"`        // all of the folder but the manifest

	ManifestSum string `json:"-"` // SHA-256 of the manifest, once it is written
}

// RuleInForce is a rule with the value that held.
type RuleInForce struct {
	Rule   string     `json:"rule"`   // its name
	Value  string     `json:"value"`  // as in rules.yaml
	From   civil.Date `json:"from"`   // 0001-01-01 where it always has held
	Source string     `json:"source"` // where it is laid down
}

// PublishedFile is one file of a publication.
type PublishedFile struct {
	Path   string `json:"path"` // below the folder, with slashes
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	// it may be handed to anybody; the others name filings and their texts,
	// and are the owner's to read
	Public bool `json:"public"`
}

// What lies in a publication's folder.
const (
	manifestFile   = "manifest.json"
	dataFolder     = "data"
	changesFile    = "changes.json"
	correctionFile = "更正说明.html"
)

// publishing is how the names of unfinished publications begin.
const publishing = ".writing-"

// sweepPublications removes what a killed publish left unfinished.
func sweepPublications(dir string) error {
	unfinished, err := filepath.Glob(filepath.Join(dir, publishing+"*"))
	if err != nil {
		return err
	}
	for _, path := range unfinished {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

// idForm is the form of a publication's id.
var idForm = regexp.MustCompile(`^(\d{4}-\d{3,})(?:-v(\d+))?$`)

// idOf is the name of a version's folder.
func idOf(number string, version int) string {
	if version == 1 {
		return number
	}
	return fmt.Sprintf("%s-v%d", number, version)
}

// publicationIDs lists the publications below dir, in order of number and
// version.
func publicationIDs(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() && idForm.MatchString(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	slices.SortFunc(ids, compareIDs)
	return ids, nil
}

func compareIDs(a, b string) int {
	yearA, noA, versionA := splitID(a)
	yearB, noB, versionB := splitID(b)
	return cmp.Or(cmp.Compare(yearA, yearB), cmp.Compare(noA, noB), cmp.Compare(versionA, versionB))
}

// splitID takes an id of the right form apart.
func splitID(id string) (year, no, version int) {
	m := idForm.FindStringSubmatch(id)
	first, second, _ := strings.Cut(m[1], "-")
	year, _ = strconv.Atoi(first)
	no, _ = strconv.Atoi(second)
	version = 1
	if m[2] != "" {
		version, _ = strconv.Atoi(m[2])
	}
	return year, no, version
}

// nextNumber is the running number of a year's next publication.
func nextNumber(ids []string, year int) string {
	last := 0
	for _, id := range ids {
		if y, no, _ := splitID(id); y == year {
			last = max(last, no)
		}
	}
	return fmt.Sprintf("%04d-%03d", year, last+1)
}

// readPublication reads the manifest of the folder, and that alone.
func readPublication(dir string) (Publication, error) {
	var p Publication
	path := filepath.Join(dir, manifestFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, fmt.Errorf("第%s号公布缺少清单 %s；请从备份恢复", filepath.Base(dir), path)
	}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return p, fmt.Errorf("第%s号公布的清单 %s 已损坏（%v）；请从备份恢复", filepath.Base(dir), path, err)
	}
	if p.ID != filepath.Base(dir) || p.ID != idOf(p.Number, p.Version) {
		return p, fmt.Errorf("第%s号公布的清单 %s 写的是第%s号；请从备份恢复", filepath.Base(dir), path, p.ID)
	}
	return p, nil
}

// readPublications reads all manifests, in order of number and version.
func readPublications(dir string) ([]Publication, error) {
	ids, err := publicationIDs(dir)
	if err != nil {
		return nil, err
	}
	all := make([]Publication, 0, len(ids))
	for _, id := range ids {
		p, err := readPublication(filepath.Join(dir, id))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// writeJSON writes a value as this program's JSON files are written.
func writeJSON(w io.Writer, value any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}

// fileHash is the SHA-256 and size of a file.
func fileHash(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// filesBelow lists the files below dir, with slashes, by name.
func filesBelow(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(rel))
		return err
	})
	slices.Sort(names)
	return names, err
}

// rulesOf are the rules of a manifest as marts have them.
func rulesOf(rules []RuleInForce) []mart.Rule {
	all := make([]mart.Rule, len(rules))
	for i, r := range rules {
		all[i] = mart.Rule{Position: int64(i), Rule: r.Rule, Value: r.Value, From: r.From, Source: r.Source}
	}
	return all
}
