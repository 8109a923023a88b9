package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"

	"tongbao/internal/filing"
)

// MappingsDir holds the mappings of existing platforms' exports.
const MappingsDir = "mappings"

// mappingFile is one file of mappings/.
type mappingFile struct {
	Name      string                       `yaml:"name"`
	Table     string                       `yaml:"table"`
	Headers   map[string][]string          `yaml:"headers"`
	Constants map[string]string            `yaml:"constants"`
	Values    map[string]map[string]string `yaml:"values"`
}

// readMappings adds a candidate table for each of mappings/*.yaml.
func (w *Workspace) readMappings() error {
	entries, err := os.ReadDir(w.path(MappingsDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	declared := w.Tables
	named := map[string]string{}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || filepath.Ext(e.Name()) != ".yaml" {
			continue
		}
		name := filepath.ToSlash(filepath.Join(MappingsDir, e.Name()))
		data, err := os.ReadFile(w.path(MappingsDir, e.Name()))
		if err != nil {
			return err
		}
		w.Sources = append(w.Sources, Source{Kind: "mapping-" + strings.TrimSuffix(e.Name(), ".yaml"), Name: name, Data: data})
		var m mappingFile
		if err := yaml.UnmarshalWithOptions(data, &m, yaml.Strict()); err != nil {
			return fmt.Errorf("%s 有误：\n%s", name, yaml.FormatError(err, false, true))
		}
		t, problems := filing.WithMapping(declared, filing.Mapping(m))
		if other := named[m.Name]; other != "" && m.Name != "" {
			problems = append(problems, fmt.Sprintf("name 的“%s”与 %s 相同；各映射的名称须不同", m.Name, other))
		}
		named[m.Name] = name
		if len(problems) > 0 {
			return &ReferenceError{File: name, Problems: problems}
		}
		w.Tables = append(w.Tables, t)
	}
	return nil
}
