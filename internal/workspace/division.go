package workspace

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/sheet"
)

// A national code list is the CSV of npm's china-division: villages.csv with
// the columns code, name and streetCode, and beside it streets.csv and
// areas.csv with the names of townships and districts. A list that has the
// township's name in a column of its own needs no second file.

// Division is what a code list says of one division.
type Division struct {
	District District
	Registry []byte // registry.csv
	Villages int
	// Townships are the names of those that have one, fit for a folder.
	Townships []string
	// Open lists what the list does not tell and has to be filled in, in
	// Chinese.
	Open []string
}

// headers of a code list, by what they hold.
var (
	codeHeaders         = []string{"code", "code12", "村社代码"}
	nameHeaders         = []string{"name", "村（社区）"}
	townshipHeaders     = []string{"streetCode", "town_code9", "镇街代码"}
	townshipNameHeaders = []string{"town_name", "镇街"}
)

// ReadDivision reads the villages whose codes begin with the division's from
// the code list at path.
func ReadDivision(path, division string) (Division, error) {
	if strings.Trim(division, "0123456789") != "" || len(division) != 2 && len(division) != 4 && len(division) != 6 {
		return Division{}, fmt.Errorf("“%s”不是区划代码：请写6位区县代码（也可写4位市、2位省的代码）", division)
	}
	townships, err := names(filepath.Join(filepath.Dir(path), "streets.csv"), division)
	if err != nil {
		return Division{}, err
	}
	districts, err := names(filepath.Join(filepath.Dir(path), "areas.csv"), division)
	if err != nil {
		return Division{}, err
	}
	d := Division{}
	if len(division) == 6 {
		d.District = District{Code: division, Name: districts[division]}
	}
	var (
		rows  [][]string
		named = map[string]string{}
		open  = map[string]bool{}
	)
	err = readList(path, func(columns listColumns, row grid.Row) error {
		code := columns.text(row, codeHeaders)
		if !strings.HasPrefix(code, division) {
			return nil
		}
		township := columns.text(row, townshipHeaders)
		if len(code) != 12 || len(township) != 9 {
			return fmt.Errorf("%s 第%d行：村社代码“%s”应为12位，镇街代码“%s”应为9位", filepath.Base(path), row.Number, code, township)
		}
		name := columns.text(row, townshipNameHeaders)
		if name == "" {
			name = townships[township]
		}
		if name == "" {
			open[fmt.Sprintf("镇街 %s 的名称（把同一来源的 streets.csv 放在 %s 旁边，换一个空目录再建，可自动填写）", township, filepath.Base(path))] = true
		}
		named[township] = name
		full := columns.text(row, nameHeaders)
		short, alias := commonName(full)
		kind := kindOf(code)
		if kind == "" {
			open[fmt.Sprintf("%s %s 的类型（村或社区）", code, full)] = true
		}
		townshipKind := townshipKindOf(name, township)
		if townshipKind == "" && name != "" {
			open[fmt.Sprintf("%s 的类型（镇、乡或街道）", name)] = true
		}
		rows = append(rows, []string{township, name, townshipKind, code, short, kind, "", "", alias, "", ""})
		return nil
	})
	if err != nil {
		return Division{}, err
	}
	if len(rows) == 0 {
		return Division{}, fmt.Errorf("%s 中没有以 %s 开头的村社代码；请核对区划代码", filepath.Base(path), division)
	}
	d.Villages = len(rows)
	for what := range open {
		d.Open = append(d.Open, what)
	}
	sort.Strings(d.Open)
	for _, name := range named {
		if name != "" && name != "." && name != ".." && !strings.ContainsAny(name, `/\`) {
			d.Townships = append(d.Townships, name)
		}
	}
	sort.Strings(d.Townships)
	sort.Slice(rows, func(i, j int) bool { return rows[i][3] < rows[j][3] })
	buffer := bytes.NewBuffer(headerLine(&filing.Registry))
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	if err := w.WriteAll(rows); err != nil {
		return Division{}, err
	}
	d.Registry = buffer.Bytes()
	return d, nil
}

// commonName is the name without 村民委员会 or 居民委员会, where what is left
// still says 村 or 社区; the full name is then an alias.
func commonName(full string) (name, alias string) {
	for _, suffix := range []string{"村民委员会", "居民委员会", "村委会", "居委会"} {
		if rest, ok := strings.CutSuffix(full, suffix); ok {
			if strings.HasSuffix(rest, "村") || strings.HasSuffix(rest, "社区") {
				return rest, full
			}
		}
	}
	return full, ""
}

// kindOf goes by the last three digits of a village's code: 001–199 and
// 400–499 are residents' committees, 200–399 and 500–599 villagers'.
func kindOf(code string) string {
	switch last := code[9:]; {
	case "001" <= last && last <= "199", "400" <= last && last <= "499":
		return "社区"
	case "200" <= last && last <= "399", "500" <= last && last <= "599":
		return "村"
	}
	return ""
}

// townshipKindOf goes by the name, else by the last three digits of the code:
// 001–099 街道, 100–199 镇, 200–399 乡.
func townshipKindOf(name, code string) string {
	for _, kind := range []string{"街道", "镇", "乡"} {
		if strings.HasSuffix(strings.TrimSuffix(name, "办事处"), kind) {
			return kind
		}
	}
	switch last := code[6:]; {
	case "001" <= last && last <= "099":
		return "街道"
	case "100" <= last && last <= "199":
		return "镇"
	case "200" <= last && last <= "399":
		return "乡"
	}
	return ""
}

// names reads code → name of what begins with the division; a file that is
// not there has none.
func names(path, division string) (map[string]string, error) {
	all := map[string]string{}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	err := readList(path, func(columns listColumns, row grid.Row) error {
		if code := columns.text(row, codeHeaders); strings.HasPrefix(code, division) {
			all[code] = columns.text(row, nameHeaders)
		}
		return nil
	})
	return all, err
}

// listColumns are the columns of a code list by header.
type listColumns map[string]int

func (c listColumns) text(row grid.Row, headers []string) string {
	for _, h := range headers {
		if i, ok := c[h]; ok {
			return strings.TrimSpace(row.Cell(i).Text)
		}
	}
	return ""
}

// readList passes on the rows of a code list below its header.
func readList(path string, yield func(listColumns, grid.Row) error) error {
	book, err := sheet.Open(path, sheet.DefaultLimits)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("找不到 %s", path)
	}
	if err != nil {
		return fmt.Errorf("%s：%w", filepath.Base(path), err)
	}
	defer book.Close()
	var columns listColumns
	err = book.Read(0, func(row grid.Row) error {
		if columns != nil {
			if row.IsBlank() {
				return nil
			}
			return yield(columns, row)
		}
		columns = listColumns{}
		for i, cell := range row.Cells {
			columns[strings.TrimSpace(cell.Text)] = i
		}
		for _, wanted := range [][]string{codeHeaders, nameHeaders} {
			if columns.text(row, wanted) == "" {
				return fmt.Errorf("%s 第1行没有表头“%s”：应为国家统计用区划代码表（china-division 的 villages.csv 格式）", filepath.Base(path), strings.Join(wanted, "”或“"))
			}
		}
		return nil
	})
	var unreadable *sheet.Refused
	if errors.As(err, &unreadable) {
		return fmt.Errorf("%s：%w", filepath.Base(path), err)
	}
	return err
}
