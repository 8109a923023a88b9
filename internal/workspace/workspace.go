package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"sort"
	"strings"

	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
)

// Workspace is an open workspace with its reference files read and checked.
type Workspace struct {
	Dir    string
	Config Config
	Book   *rulebook.Book
	Tables []filing.Table // the filing tables with the district's own headers
	// Sources are the reference files as read, to be sealed.
	Sources []Source
	// Settings is tongbao.yaml as read, to be sealed too: the district's name
	// and headers lie there. Not all of it decides figures, so it is none of
	// Sources.
	Settings Source
	// Warnings are oddities of reference files that do not stop the work.
	Warnings []string
}

// SettingsKind is the kind of tongbao.yaml among the sealed files.
const SettingsKind = "config"

// Source is one reference file as read.
type Source struct {
	Kind string // registry, catalogue, rules, calendar, mapping-<name>, config
	Name string
	Data []byte
}

// Paths of a workspace.
func (w *Workspace) path(parts ...string) string {
	return filepath.Join(append([]string{w.Dir}, parts...)...)
}

// Inbox is where townships' files arrive, one folder each.
func (w *Workspace) Inbox() string { return w.path("inbox") }

// Outbox is where answers land.
func (w *Workspace) Outbox() string { return w.path("outbox") }

// Out is where reports and exports land.
func (w *Workspace) Out() string { return w.path("out") }

// Vault is the truth.
func (w *Workspace) Vault() string { return w.path("vault") }

// Lake is what was read of it.
func (w *Workspace) Lake() string { return w.path("lake") }

// Publications is what was published, one folder each.
func (w *Workspace) Publications() string { return w.path("publications") }

// Warehouse is the DuckDB file of the latest build.
func (w *Workspace) Warehouse() string { return w.path("warehouse.duckdb") }

// Temp is for what does not fit in memory, and for unpacking.
func (w *Workspace) Temp() string { return w.path("tmp") }

// StateFile is the name of the SQLite file of runs and check results.
const StateFile = "state.db"

// InboxOfDistrict is the folder and sender name of the district's own files.
const InboxOfDistrict = "区级"

// Received is the folder below a township's inbox for what has been sealed.
const Received = "已接收"

// Open reads the workspace at dir: its configuration and reference files. An
// error is one for the person: *Missing, or what is wrong in which file.
func Open(dir string) (*Workspace, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(dir, "?%") { // the database's driver takes its path for a URL
		return nil, fmt.Errorf("工作区的路径 %s 中有 ? 或 %%，数据库无法打开；请把工作区放到没有这些字符的目录", dir)
	}
	config, data, err := readConfig(dir)
	if err != nil {
		return nil, err
	}
	tables, err := filing.WithAliases(filing.Tables, config.Headers)
	if err != nil {
		return nil, fmt.Errorf("%s 的 headers 有误：%w", ConfigFile, err)
	}
	w := &Workspace{
		Dir: dir, Config: config, Tables: tables,
		Settings: Source{Kind: SettingsKind, Name: ConfigFile, Data: data},
	}
	if err := w.readMappings(); err != nil {
		return nil, err
	}
	if err := w.readReferences(); err != nil {
		return nil, err
	}
	return w, nil
}

// readerVersion changes whenever the same bytes are to be read otherwise, so
// that what an earlier program read is read again.
const readerVersion = "2"

// References is the hash of everything that a filing is read with: the
// reference files, the district's headers and the declared tables. A part of
// the lake read with other references is stale.
func (w *Workspace) References() string {
	h := sha256.New()
	for _, s := range w.Sources {
		fmt.Fprintf(h, "%s\x1f%x\x1e", s.Kind, sha256.Sum256(s.Data))
	}
	fmt.Fprintf(h, "district\x1f%s\x1f%s\x1e", w.Book.DistrictCode, w.Book.DistrictName)
	fmt.Fprintf(h, "reader\x1f%s\x1e", readerVersion)
	fmt.Fprintf(h, "limits\x1f%d\x1f%d\x1e", w.Config.Limits.SheetMiB, w.Config.Limits.Expansion)
	for _, t := range w.Tables {
		fmt.Fprintf(h, "%+v\x1e", t)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Township finds a township by folder name: its name or 9-digit code, or
// 区级, for which code is empty.
func (w *Workspace) Township(folder string) (code string, bad *filing.Bad) {
	if folder == InboxOfDistrict {
		return "", nil
	}
	return w.Book.Township(folder, "")
}

// TownshipName is a township's latest name, or 区级 for an empty code.
func (w *Workspace) TownshipName(code string) string {
	if code == "" {
		return InboxOfDistrict
	}
	name := code
	for _, t := range w.Book.Registry.Townships() {
		if t.Code == code {
			name = t.Name
		}
	}
	return name
}

// districtCode is the most frequent six-digit beginning of the registry's
// township codes.
func districtCode(r *rulebook.Registry) string {
	count := map[string]int{}
	for _, s := range r.Spells() {
		if len(s.TownshipCode) >= 6 {
			count[s.TownshipCode[:6]]++
		}
	}
	codes := make([]string, 0, len(count))
	for c := range count {
		codes = append(codes, c)
	}
	sort.Slice(codes, func(i, j int) bool {
		if count[codes[i]] != count[codes[j]] {
			return count[codes[i]] > count[codes[j]]
		}
		return codes[i] < codes[j]
	})
	if len(codes) == 0 {
		return ""
	}
	return codes[0]
}

// ReferenceError lists what is wrong with a reference file.
type ReferenceError struct {
	File     string
	Problems []string
}

// Error names the file and every problem on a line of its own.
func (e *ReferenceError) Error() string {
	return fmt.Sprintf("%s 有 %d 处错误：\n  %s", e.File, len(e.Problems), strings.Join(e.Problems, "\n  "))
}
