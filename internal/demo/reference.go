package demo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"tongbao/internal/civil"
)

// catalogueCSV is the template catalogue with validity dates and three
// changes at the turn of the year: one item dropped, one taken up, one
// renamed.
//
//go:embed catalogue.csv
var catalogueCSV []byte

// item is one spell of a catalogue item.
type item struct {
	code, category, name string
	aliases              []string
	appliesTo, frequency string
	month                bool // stays up one calendar month, else ten days
	from, to             civil.Date
}

func (it item) applies(v *village, day civil.Date) bool {
	return (it.appliesTo == "全部" || it.appliesTo == v.kind) && it.from <= day && (it.to == 0 || day < it.to)
}

// catalogueFrom is the catalogue of a district whose story begins on a day:
// what holds from the embedded one's first day holds from that day, where it
// is earlier.
func catalogueFrom(first civil.Date) []byte {
	embedded := civil.MustOf(2025, 9, 1)
	if first >= embedded {
		return catalogueCSV
	}
	return bytes.ReplaceAll(catalogueCSV, fmt.Append(nil, ",", embedded, ","), fmt.Append(nil, ",", first, ","))
}

// catalogue reads a catalogue.
func catalogue(data []byte) ([]item, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("demo: catalogue: %w", err)
	}
	var list []item
	for _, r := range rows[1:] {
		it := item{code: r[0], category: r[1], name: r[2], appliesTo: r[4], frequency: r[5], month: r[6] == "1m"}
		if r[3] != "" {
			it.aliases = strings.Split(r[3], "；")
		}
		if it.from, err = civil.Parse(r[8]); err != nil {
			return nil, fmt.Errorf("demo: catalogue: %w", err)
		}
		if r[9] != "" {
			if it.to, err = civil.Parse(r[9]); err != nil {
				return nil, fmt.Errorf("demo: catalogue: %w", err)
			}
		}
		list = append(list, it)
	}
	return list, nil
}

// registry is the register of villages, a row per spell.
func (d *district) registry() [][]string {
	rows := [][]string{strings.Split("镇街代码,镇街,镇街类型,村社代码,村（社区）,类型,户数,人口,曾用名,生效日期,失效日期", ",")}
	spell := func(v *village, t *township, from, to civil.Date) {
		until := ""
		if to != 0 {
			until = to.String()
		}
		rows = append(rows, []string{
			t.code, t.name, t.kind, v.code, v.name, v.kind, fmt.Sprint(v.households), fmt.Sprint(v.people),
			strings.Join(v.aliases, "；"), from.String(), until,
		})
	}
	for _, v := range d.villages {
		if v.former == nil {
			spell(v, v.town, v.from, v.to)
			continue
		}
		spell(v, v.former, v.from, v.moved)
		spell(v, v.town, v.moved, v.to)
	}
	return rows
}
