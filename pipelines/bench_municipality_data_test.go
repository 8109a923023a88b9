package pipelines_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tongbao/internal/civil"
	"tongbao/internal/filing"
	"tongbao/internal/lake"
	"tongbao/internal/rulebook"
	"tongbao/internal/vault"
	"tongbao/pipelines"
)

// A municipality of invented names in the shape of a real one: how many of its
// townships have so many villages.
var townshipsBySize = map[int]int{
	2: 4, 3: 12, 4: 52, 5: 75, 6: 82, 7: 93, 8: 108, 9: 75, 10: 83, 11: 63, 12: 58, 13: 53, 14: 51, 15: 26, 16: 28, 17: 28,
	18: 30, 19: 21, 20: 20, 21: 14, 22: 12, 23: 8, 24: 10, 25: 4, 26: 6, 27: 2, 28: 6, 29: 2, 31: 1, 33: 1, 34: 2, 36: 1,
}

// Its size.
const (
	municipalTownships = 1031
	municipalVillages  = 11270
)

// townshipKinds are how many townships are of each kind, and how many of a
// hundred of their villages are 社区.
var townshipKinds = []struct {
	kind            string
	of, communities int
}{{"街道", 245, 66}, {"镇", 625, 17}, {"乡", 161, 8}}

// municipalRegistry is the registry of the first townships that have so many
// villages together, in an order that mixes large and small.
func municipalRegistry(villages int) string {
	var sizes []int
	for size := range 40 {
		for range townshipsBySize[size] {
			sizes = append(sizes, size)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(sizes), func(i, j int) { sizes[i], sizes[j] = sizes[j], sizes[i] })
	const first, second = "青松竹云石白清东南金玉龙", "溪涧岭坪湾桥塘坝沟垭河"
	a, b := []rune(first), []rune(second)
	var text strings.Builder
	text.WriteString(registryHeader)
	for t, n := 0, 0; n < villages; t++ {
		township := fmt.Sprintf("9901%02d%03d", 1+t/500, 100+t%500)
		drawn := r.IntN(municipalTownships)
		kind := townshipKinds[0]
		for _, k := range townshipKinds {
			if kind = k; drawn < k.of {
				break
			}
			drawn -= k.of
		}
		name := string(a[t%len(a)]) + string(b[t/len(a)%len(b)]) + string(a[t/len(a)/len(b)%len(a)]) + kind.kind
		for v := range sizes[t] {
			code, suffix := fmt.Sprintf("%s%03d", township, 200+v), "村"
			if r.IntN(100) < kind.communities {
				code, suffix = fmt.Sprintf("%s%03d", township, 1+v), "社区"
			}
			village := string(a[v%len(a)]) + string(b[(v+t)%len(b)]) + suffix
			fmt.Fprintf(&text, "%s,%s,%s,%s,%s,%s,%d,%d,,2020-01-01,\n", township, name, kind.kind, code, village, suffix, 150+r.IntN(900), 400+r.IntN(3000))
			n++
		}
	}
	return text.String()
}

// The months in which the townships file: the twelve of the trend.
var firstFiled = civil.MustOf(2025, 7, 1)

const monthsFiled = 12

// municipality is a workspace whose vault and lake are as if every township's
// file of every month had been read.
type municipality struct {
	dir         string
	env         *pipelines.Env
	villages    int
	townships   []string
	obligations int // of the year, without events
	filings     int // rows of disclosures
}

// newMunicipality makes one with so many villages and the template catalogue
// so many times over.
func newMunicipality(b *testing.B, villages, catalogues int) *municipality {
	b.Helper()
	dir := makeWorkspace(b, map[string]string{"registry.csv": municipalRegistry(villages)})
	multiplyCatalogue(b, filepath.Join(dir, "catalogue.csv"), catalogues)
	m := &municipality{dir: dir, env: openEnv(b, dir)}
	byTownship := map[string][]rulebook.VillageSpell{}
	for _, s := range m.env.WS.Book.Registry.Spells() {
		if byTownship[s.TownshipCode] == nil {
			m.townships = append(m.townships, s.TownshipCode)
		}
		byTownship[s.TownshipCode] = append(byTownship[s.TownshipCode], s)
		m.villages++
	}
	var (
		owed  = duesByMonth(m.env.WS.Book)
		mutex sync.Mutex
		group sync.WaitGroup
		next  = make(chan int)
		bad   error
	)
	for range 16 { // most of the time they wait for the disk
		group.Go(func() {
			for t := range next {
				clerk := newClerk(m, owed, t, byTownship)
				err := clerk.fileAll()
				mutex.Lock()
				m.obligations += clerk.obligations
				m.filings += clerk.filings
				if err != nil {
					bad = err
				}
				mutex.Unlock()
			}
		})
	}
	for t := range len(m.townships) + 1 { // the last is the district
		next <- t
	}
	close(next)
	group.Wait()
	if bad != nil {
		b.Fatal(bad)
	}
	m.env = openEnv(b, dir) // which reads the vault
	if err := m.env.Lake.Fold(b.Context()); err != nil {
		b.Fatal(err)
	}
	return m
}

// multiplyCatalogue repeats each item of the catalogue, with codes and names
// of their own.
func multiplyCatalogue(b *testing.B, path string, times int) {
	b.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	header, items, _ := strings.Cut(string(data), "\n")
	text := header + "\n"
	for n := range times {
		for line := range strings.Lines(items) {
			f := strings.SplitN(line, ",", 5) // code, class, item, aliases, the rest
			if n > 0 {
				f[0], f[2], f[3] = f[0]+fmt.Sprint(n), f[2]+fmt.Sprint(n), ""
			}
			text += strings.Join(f, ",")
		}
	}
	writeFile(b, path, text)
}

// dueItem is one item's period that falls due in a month.
type dueItem struct {
	rulebook.Due
	rulebook.ItemSpell
}

// municipalDues are what falls due in each month, and what may happen in any.
type municipalDues struct {
	months [monthsFiled][]dueItem
	events []rulebook.ItemSpell
}

func duesByMonth(book *rulebook.Book) *municipalDues {
	owed := &municipalDues{}
	for _, d := range book.Dues(firstFiled.AddMonths(monthsFiled) - 1) {
		for m := range monthsFiled {
			if d.On.MonthStart() == firstFiled.AddMonths(m) {
				spell, _ := book.Catalogue.On(d.ItemCode, d.Period.End())
				owed.months[m] = append(owed.months[m], dueItem{d, spell})
			}
		}
	}
	for _, s := range book.Catalogue.Spells() {
		if s.Frequency == rulebook.Event {
			owed.events = append(owed.events, s)
		}
	}
	return owed
}

// clerk files for a township, or for the district itself.
type clerk struct {
	*municipality
	*rand.Rand
	owed     *municipalDues
	at       int    // among the townships
	township string // empty: the district
	villages []rulebook.VillageSpell
	resend   []filing.Row // in the next month

	obligations, filings int
}

func newClerk(m *municipality, owed *municipalDues, t int, byTownship map[string][]rulebook.VillageSpell) *clerk {
	c := &clerk{municipality: m, Rand: rand.New(rand.NewPCG(2, uint64(t))), owed: owed, at: t}
	if t < len(m.townships) {
		c.township = m.townships[t]
		c.villages = byTownship[c.township]
		return c
	}
	for _, t := range m.townships {
		c.villages = append(c.villages, byTownship[t]...)
	}
	return c
}

// fileAll commits the deliveries of all months.
func (c *clerk) fileAll() error {
	for m := range monthsFiled {
		if err := c.file(m); err != nil {
			return err
		}
	}
	return nil
}

// file commits the delivery of a month, received in its last third.
func (c *clerk) file(month int) error {
	day := firstFiled.AddMonths(month).AddDays(19 + c.IntN(6))
	seq := int64(month*(len(c.townships)+1) + c.at + 1)
	sum := sha256.Sum256(fmt.Appendf(nil, "delivery %d", seq))
	d := vault.Delivery{
		Seq: seq, Township: c.township, Channel: "inbox", Name: fmt.Sprintf("备案表%s.xlsx", day.String()[:7]), SHA256: hex.EncodeToString(sum[:]),
		ReceivedAt: received(day.String()).In(civil.Shanghai), SealedAt: received(day.String()).In(civil.Shanghai),
	}
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.env.WS.Vault(), "deliveries", fmt.Sprintf("%08d.json", seq)), data, 0o600); err != nil {
		return err
	}
	part := c.env.Lake.Begin(lake.Origin{
		Delivery: seq, SHA256: d.SHA256, File: d.Name, Township: c.township, ReceivedAt: d.ReceivedAt, ReceivedOn: day,
		References: c.env.WS.References(),
	})
	sheets := map[string][]filing.Row{}
	if c.township != "" {
		sheets["disclosures"] = c.disclosures(month, day)
		sheets["consultations"] = c.consultations(month, day)
	} else {
		sheets["disclosures"] = c.corrections(month, day)
		sheets["exemptions"] = c.exemptions(month)
		sheets["inspections"] = c.inspections(month, day)
		sheets["objections"] = c.objections(month, day)
	}
	for i := range filing.Tables {
		t := &filing.Tables[i]
		rows := sheets[t.Code]
		if len(rows) == 0 {
			continue
		}
		sink := part.Sheet(i, t.Title, func() *filing.Table { return t })
		for n, row := range rows {
			row.Number = n + 2
			sink.Accept(row, nil)
		}
		part.Receipt(lake.Receipt{
			Sheet:   filing.Sheet{Table: t, Name: t.Title, Rows: len(rows), Accepted: len(rows)},
			SheetNo: i, Status: lake.Accepted,
		})
	}
	c.filings += len(sheets["disclosures"])
	return part.Commit()
}
