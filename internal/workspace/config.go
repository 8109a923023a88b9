// Package workspace is a workspace directory: where things lie, what
// tongbao.yaml says, and the district's reference files, read and checked. It
// is the only importer of the YAML library.
package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tongbao/internal/schedule"
)

// ConfigFile marks a directory as a workspace.
const ConfigFile = "tongbao.yaml"

// Config is tongbao.yaml.
type Config struct {
	District District `yaml:"district"`
	// Demo marks fictional data: every page says 演示数据.
	Demo   bool   `yaml:"demo"`
	Limits Limits `yaml:"limits"`
	// Headers adds accepted headers: table → column → headers.
	Headers  map[string]map[string][]string `yaml:"headers"`
	Schedule []schedule.Spec                `yaml:"schedule"`
}

// District names the district.
type District struct {
	// Code is the 6-digit code; empty: the most frequent beginning of the
	// registry's township codes.
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

// Limits bound what the program takes; zero is the default.
type Limits struct {
	Threads   int   `yaml:"threads"`
	MemoryMiB int   `yaml:"memory_mib"`
	SheetMiB  int64 `yaml:"sheet_mib"`
	Expansion int64 `yaml:"expansion"`
}

// Missing is a directory that is no workspace.
type Missing struct{ Dir string }

// Error tells what to do.
func (m *Missing) Error() string {
	return fmt.Sprintf("%s 不是工作区（没有 %s）。请用 -w 指定工作区，或先运行 tongbao init 建立", m.Dir, ConfigFile)
}

// readConfig reads tongbao.yaml strictly: a key that does not exist is an
// error that shows its line.
func readConfig(dir string) (Config, []byte, error) {
	path := filepath.Join(dir, ConfigFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, nil, &Missing{Dir: dir}
	}
	if err != nil {
		return Config{}, nil, err
	}
	var c Config
	if err := readYAML(ConfigFile, data, &c); err != nil {
		return Config{}, nil, err
	}
	if bad := c.check(); bad != "" {
		return Config{}, nil, fmt.Errorf("%s 有误：%s", ConfigFile, bad)
	}
	return c, data, nil
}

// check says what is wrong with values that the file's form allows, in
// Chinese; empty: nothing.
func (c *Config) check() string {
	if c.District.Code != "" && !isDistrictCode(c.District.Code) {
		return fmt.Sprintf("district 的 code“%s”应当是区县的6位代码，或者留空", c.District.Code)
	}
	for _, l := range []struct {
		name  string
		value int64
	}{
		{"threads", int64(c.Limits.Threads)}, {"memory_mib", int64(c.Limits.MemoryMiB)},
		{"sheet_mib", c.Limits.SheetMiB}, {"expansion", c.Limits.Expansion},
	} {
		if l.value < 0 {
			return fmt.Sprintf("limits 的 %s 是 %d，应当是0（默认）或正数", l.name, l.value)
		}
	}
	return ""
}

// isDistrictCode reports whether the text is a 6-digit code.
func isDistrictCode(text string) bool {
	return len(text) == 6 && strings.Trim(text, "0123456789") == ""
}
