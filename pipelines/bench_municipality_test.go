package pipelines_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"tongbao/internal/score"
	"tongbao/internal/warehouse"
	models "tongbao/sql"
)

// BenchmarkMunicipality builds one quarter of a municipality, with the template
// catalogue and one of three times its items, against one query written by
// hand over the same Parquet; and of a tenth of the villages, to see how time
// grows with them.
func BenchmarkMunicipality(b *testing.B) {
	for _, catalogues := range []int{1, 3} {
		tenth := 0.0
		for _, villages := range []int{municipalVillages / 10, municipalVillages} {
			b.Run(fmt.Sprintf("villages=%d,catalogue=%d", villages, catalogues), func(b *testing.B) {
				began := time.Now()
				m := newMunicipality(b, villages, catalogues)
				b.Logf("%d villages, %d townships, %d obligations a year besides events, %d rows of disclosures; made in %.0f s",
					m.villages, len(m.townships), m.obligations, m.filings, time.Since(began).Seconds())
				for b.Loop() {
					took := m.measure(b)
					if villages < municipalVillages {
						tenth = took.Seconds()
					} else if tenth > 0 {
						b.ReportMetric(took.Seconds()/tenth, "×tenth")
					}
				}
			})
		}
	}
}

// measure builds the quarter once and reports what it cost. It returns how
// long the whole build took.
func (m *municipality) measure(b *testing.B) time.Duration {
	b.Helper()
	if err := warehouse.Remove(m.env.WS.Warehouse()); err != nil {
		b.Fatal(err)
	}
	models := watchModels()
	defer models.stop()
	resetPeakMemory(b)
	began := time.Now()
	if _, err := m.env.Build(b.Context(), request("2026Q2", "2026-07-20"), nil); err != nil {
		b.Fatal(err)
	}
	built := time.Since(began)
	reportPeakMemory(b)
	const quarter, year = "2026-04-01", "2025-07-01"
	sql, against, ofYear := models.sum("staging", "models", "marts"), m.yardstick(b, quarter), m.yardstick(b, year)
	b.ReportMetric(against.Seconds(), "yardstick-s")
	b.ReportMetric(sql.Seconds(), "sql-s")
	b.ReportMetric(sql.Seconds()/against.Seconds(), "×yardstick")
	b.ReportMetric(sql.Seconds()/ofYear.Seconds(), "×yardstick-of-year")
	b.ReportMetric(models.sum("checks").Seconds(), "checks-s")
	b.ReportMetric(built.Seconds(), "build-s")
	b.ReportMetric(m.rankIntervals(b).Seconds(), "rank-intervals-s")
	b.Log(models.longest(12))
	return built
}

// byHand is the yardstick: the latest filing of each key, joined to the
// obligations due from a day on, statuses counted by village. The build judges
// those of the quarter in full, and for the trend those of the year.
const byHand = `
	with latest as (
		select * from (
			select
				village, item, period, published_on, void,
				row_number() over (
					partition by row_key order by by_district desc, received_ns desc, delivery desc, sheet_no desc, row_no desc
				) as n
			from raw_disclosures
			where received_on <= date '2026-07-20'
		)
		where n = 1
	),
	owed as (
		select villages.village_code, dues.item_code, dues.period, dues.due_on
		from ref_dues as dues
		inner join ref_registry as villages
			on
				villages.valid_from <= dues.period_end and dues.period_end < villages.valid_to
				and (dues.applies_to = '全部' or dues.applies_to = villages.kind)
		where dues.due_on between date '%s' and date '2026-06-30'
	)
	select
		owed.village_code,
		count(*) filter (where latest.published_on <= owed.due_on) as on_time,
		count(*) filter (where latest.published_on > owed.due_on) as late,
		count(*) filter (where latest.published_on is null) as missing
	from owed
	left join latest
		on owed.village_code = latest.village and owed.item_code = latest.item and owed.period = latest.period
		and not coalesce(latest.void, false)
	group by owed.village_code`

// yardstick times the query with the threads and memory of the build: the mean
// of three runs after one that brings the files into memory, where the build
// had them too.
func (m *municipality) yardstick(b *testing.B, from string) time.Duration {
	b.Helper()
	db, err := warehouse.Open(b.Context(), m.env.WS.Warehouse(), warehouse.Options{
		ReadOnly: true, TempDir: m.env.WS.Temp(), ReadDirs: []string{m.dir},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := warehouse.AttachLake(b.Context(), db, m.env.Lake); err != nil {
		b.Fatal(err)
	}
	run := func() {
		if _, err := db.ExecContext(b.Context(), "CREATE OR REPLACE TEMP TABLE counted AS "+fmt.Sprintf(byHand, from)); err != nil {
			b.Fatal(err)
		}
	}
	run()
	const runs = 3
	began := time.Now()
	for range runs {
		run()
	}
	took := time.Since(began) / runs
	var villages int
	if err := db.QueryRowContext(b.Context(), "SELECT count(*) FROM counted").Scan(&villages); err != nil || villages != m.villages {
		b.Fatalf("the yardstick counts %d villages, want %d: %v", villages, m.villages, err)
	}
	return took
}

// rankIntervals times the rank intervals of the villages just built.
func (m *municipality) rankIntervals(b *testing.B) time.Duration {
	b.Helper()
	db, err := warehouse.Open(b.Context(), m.env.WS.Warehouse(), warehouse.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	type row struct {
		Code string `db:"code"`
		Kind string `db:"kind"`
		score.Counts
	}
	rows, err := warehouse.Read[row](b.Context(), db, "select * from unit_counts where level = 'village' order by code")
	if err != nil {
		b.Fatal(err)
	}
	var units []score.Unit
	for _, r := range rows {
		units = append(units, score.Unit{Code: r.Code, Kind: r.Kind, Counts: r.Counts})
	}
	params := score.Params{
		Weights: [4]int64{35, 30, 15, 20}, MinDue: 5, Grades: [3]score.Hundredths{9500, 8500, 7000}, FalseDisclosureCap: "中",
		Quarters: 1, Target: 1000,
	}
	results := score.Score(score.Village, units, params)
	began := time.Now()
	intervals := score.RankIntervals(score.Village, units, results, params, "2026Q2", 2)
	took := time.Since(began)
	if len(intervals) != m.villages || slices.Contains(intervals, nil) {
		b.Fatal("a village without a rank interval")
	}
	return took
}

// watchedModels hears from the log how long each model and check took.
type watchedModels struct {
	slog.Handler
	before *slog.Logger
	layers map[string]string
	took   map[string]time.Duration
}

func watchModels() *watchedModels {
	w := &watchedModels{
		Handler: slog.DiscardHandler, before: slog.Default(), layers: map[string]string{}, took: map[string]time.Duration{},
	}
	all, err := models.Load()
	if err != nil {
		panic(err)
	}
	for _, m := range all {
		w.layers[m.Name] = m.Layer
	}
	slog.SetDefault(slog.New(w))
	return w
}

func (w *watchedModels) stop() { slog.SetDefault(w.before) }

// Enabled and Handle implement slog.Handler.
func (w *watchedModels) Enabled(context.Context, slog.Level) bool { return true }

func (w *watchedModels) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "model" && r.Message != "check" {
		return nil
	}
	var name string
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "name":
			name = a.Value.String()
		case "took":
			w.took[name] = a.Value.Duration()
		}
		return true
	})
	return nil
}

// sum is how long the models of some layers took together.
func (w *watchedModels) sum(layers ...string) (sum time.Duration) {
	for name, took := range w.took {
		if slices.Contains(layers, w.layers[name]) {
			sum += took
		}
	}
	return sum
}

// longest lists the models and checks that took longest.
func (w *watchedModels) longest(n int) (text string) {
	var names []string
	for name := range w.took {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return int(w.took[b] - w.took[a]) })
	for _, name := range names[:min(n, len(names))] {
		text += fmt.Sprintf("\n%6.2f s  %s", w.took[name].Seconds(), name)
	}
	return text
}
