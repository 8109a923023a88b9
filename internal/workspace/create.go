package workspace

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/template"

	"tongbao/internal/durable"
	"tongbao/internal/filing"
	"tongbao/internal/rulebook"
)

// catalogueTemplate is a starting template of the catalogue, merged from
// published statutes and local catalogues; no official list.
//
//go:embed defaults/catalogue.csv
var catalogueTemplate []byte

//go:embed defaults/mapping-example.yaml
var mappingExample []byte

//go:embed defaults/tongbao.yaml.tmpl
var configTemplate string

// New is what a new workspace is made from.
type New struct {
	District District
	Demo     bool
	Schedule string // the schedule section, commented
	Registry []byte // registry.csv; nil: its headers only
	// Townships are names for which the inbox gets a folder.
	Townships []string
}

// Exists is a directory that is a workspace already.
type Exists struct{ Dir string }

// Error tells so.
func (e *Exists) Error() string {
	return fmt.Sprintf("%s 已是工作区，没有改动任何文件", e.Dir)
}

// Create makes a workspace with commented, valid defaults. Files that are
// there stay as they are. The registry is for the district to fill in.
func Create(dir string, n New) error {
	if _, err := os.Stat(filepath.Join(dir, ConfigFile)); err == nil {
		return &Exists{Dir: dir}
	}
	var config bytes.Buffer
	tmpl, err := template.New("").Parse(configTemplate)
	if err != nil {
		return err
	}
	if err := tmpl.Execute(&config, n); err != nil {
		return err
	}
	if n.Registry == nil {
		n.Registry = headerLine(&filing.Registry)
	}
	files := []struct {
		name string
		data []byte
	}{
		{"registry.csv", n.Registry},
		{"catalogue.csv", catalogueTemplate},
		{rulesFile, []byte(rulebook.DefaultYAML())},
		{MappingsDir + "/示例.yaml.example", mappingExample},
		{"calendar.csv", []byte(rulebook.DefaultCalendarCSV())},
		{ConfigFile, config.Bytes()}, // last: it makes the directory a workspace
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if _, err := os.Stat(path); err == nil {
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := durable.WriteBytes(path, f.data); err != nil {
			return err
		}
		if err := os.Chmod(path, 0o644); err != nil {
			return err
		}
	}
	for _, folder := range append([]string{InboxOfDistrict}, n.Townships...) {
		if err := os.MkdirAll(filepath.Join(dir, "inbox", folder), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// headerLine is an empty table: its headers, UTF-8 with BOM for Excel.
func headerLine(t *filing.Table) []byte {
	line := "\ufeff"
	for i, c := range t.Columns {
		if i > 0 {
			line += ","
		}
		line += c.Header
	}
	return []byte(line + "\r\n")
}
