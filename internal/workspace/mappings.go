package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
		name := filepath.ToSlash(filepath.Join(MappingsDir, e.Name()))
		switch {
		case e.IsDir(), strings.HasPrefix(e.Name(), "."), strings.HasSuffix(e.Name(), ".example"):
			continue
		case filepath.Ext(e.Name()) != ".yaml":
			w.Warnings = append(w.Warnings, name+" 没有读取：映射文件的名称要以 .yaml 结尾")
			continue
		}
		data, err := os.ReadFile(w.path(MappingsDir, e.Name()))
		if err != nil {
			return err
		}
		w.Sources = append(w.Sources, Source{Kind: "mapping-" + strings.TrimSuffix(e.Name(), ".yaml"), Name: name, Data: data})
		var m mappingFile
		if err := readYAML(name, data, &m); err != nil {
			return err
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
