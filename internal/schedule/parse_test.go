package schedule

import (
	"errors"
	"strings"
	"testing"

	"tongbao/internal/civil"
)

var jobs = []string{"intake", "build", "league", "circular"}

// parseOne parses a schedule of one entry.
func parseOne(t *testing.T, spec Spec, next func(civil.Date) civil.Date) *Entry {
	t.Helper()
	entries, err := Parse([]Spec{spec}, Context{Source: "tongbao.yaml", Jobs: jobs, NextWorkday: next})
	if err != nil {
		t.Fatalf("Parse(%+v): %v", spec, err)
	}
	return &entries[0]
}

func TestGoodSchedules(t *testing.T) {
	for _, text := range []string{
		"*/30 8-18 * * *", "0 8 16 * *", "0 8 5 2,5,8,11 *", "0 8 * * 1-5", "0 8 29 2 *", "0 8 ? * MON",
		"0 8 31 1,3 *", "@monthly", "@hourly", "  0 6 * * *  ", "0\t6  * * *",
	} {
		if _, err := Parse([]Spec{{Job: "build", Cron: text}}, Context{Jobs: jobs}); err != nil {
			t.Errorf("%q is refused: %v", text, err)
		}
	}
}

func TestBadSchedules(t *testing.T) {
	tests := []struct {
		name string
		spec Spec
		want []string // parts of the message
	}{
		{"no job", Spec{Cron: "0 8 * * *"}, []string{"缺 job", "intake、build、league、circular"}},
		{"unknown job", Spec{Job: "leage", Cron: "0 8 * * *"}, []string{"leage", "intake、build、league、circular"}},
		{"no cron", Spec{Job: "league"}, []string{"缺 cron", "0 8 16 * *"}},
		{"blank cron", Spec{Job: "league", Cron: " \t"}, []string{"缺 cron"}},
		{"zone", Spec{Job: "league", Cron: "TZ=UTC 0 8 16 * *"}, []string{"北京时间", "去掉"}},
		{"zone alone, on which the parser panics", Spec{Job: "league", Cron: "TZ=0"}, []string{"北京时间"}},
		{"cron zone", Spec{Job: "league", Cron: "CRON_TZ=Asia/Shanghai 0 8 16 * *"}, []string{"北京时间"}},
		{"zone after a space", Spec{Job: "league", Cron: "  TZ=0"}, []string{"北京时间"}},
		{"four fields", Spec{Job: "league", Cron: "0 8 16 *"}, []string{"4 栏", "5 栏"}},
		{"six fields", Spec{Job: "league", Cron: "0 0 8 16 * *"}, []string{"6 栏"}},
		{"minute", Spec{Job: "league", Cron: "60 8 16 * *"}, []string{"“分”", "0–59"}},
		{"hour", Spec{Job: "league", Cron: "0 24 16 * *"}, []string{"“时”", "0–23"}},
		{"day", Spec{Job: "league", Cron: "0 8 32 * *"}, []string{"“日”", "1–31"}},
		{"month", Spec{Job: "league", Cron: "0 8 1 0 *"}, []string{"“月”", "1–12"}},
		{"weekday 7", Spec{Job: "league", Cron: "0 8 * * 7"}, []string{"“星期”", "0 为星期日"}},
		{"backwards range", Spec{Job: "league", Cron: "0 18-8 * * *"}, []string{"“时”", "18-8"}},
		{"star range", Spec{Job: "league", Cron: "0 *-5 * * *"}, []string{"“时”", "*-5"}},
		{"step 0", Spec{Job: "league", Cron: "*/0 * * * *"}, []string{"“分”"}},
		{"full width", Spec{Job: "league", Cron: "０ 8 16 * *"}, []string{"“分”"}},
		{"words", Spec{Job: "league", Cron: "每月16日"}, []string{"1 栏", "0 8 16 * *"}},
		{"every", Spec{Job: "league", Cron: "@every 30m"}, []string{"@every", "@monthly"}},
		{"unknown shorthand", Spec{Job: "league", Cron: "@quarterly"}, []string{"@quarterly"}},
		{"30 February", Spec{Job: "league", Cron: "0 8 30 2 *"}, []string{"2月没有30日", "永远不会运行"}},
		{"31st of short months", Spec{Job: "league", Cron: "0 8 31 4,6 *"}, []string{"4、6月没有31日"}},
		{"31st of every month", Spec{Job: "league", Cron: "0 8 31 * *"}, []string{"2、4、6、9、11月没有31日"}},
		{"day and weekday", Spec{Job: "league", Cron: "0 8 16 * 1-5"}, []string{"或", "workday: next"}},
		{"day range and weekday", Spec{Job: "league", Cron: "0 8 1-31 * 1"}, []string{"或"}},
		{"window", Spec{Job: "league", Cron: "0 8 16 * *", Window: "2026-06"}, []string{"2026-06", "last_month"}},
		{"workday", Spec{Job: "league", Cron: "0 8 16 * *", Workday: "yes"}, []string{"yes", "next"}},
		{"workday without a calendar", Spec{Job: "league", Cron: "0 8 16 * *", Workday: "next"}, []string{"calendar.csv"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			good := Spec{Job: "build", Cron: "0 6 * * *"}
			entries, err := Parse([]Spec{good, tt.spec}, Context{Source: "tongbao.yaml", Jobs: jobs})
			var bad *Invalid
			if !errors.As(err, &bad) || entries != nil {
				t.Fatalf("Parse: %v, %v, want *Invalid", entries, err)
			}
			if len(bad.Problems) != 1 {
				t.Errorf("%d problems, want 1", len(bad.Problems))
			}
			for _, want := range append(tt.want, "tongbao.yaml", "schedule 第 2 项") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("message lacks %q: %v", want, err)
				}
			}
		})
	}
}

func TestAllProblemsAreNamed(t *testing.T) {
	_, err := Parse([]Spec{
		{Job: "league", Cron: "0 8 16 * *"}, {Job: "nothing", Cron: "0 8 * * *"}, {Job: "league", Cron: "0 9 17 * *"},
	}, Context{Source: "tongbao.yaml", Jobs: jobs})
	var bad *Invalid
	if !errors.As(err, &bad) || len(bad.Problems) != 2 {
		t.Fatalf("got %v, want two problems", err)
	}
	if !strings.Contains(bad.Problems[1], "第 3 项（league）：与第 1 项重复") {
		t.Errorf("duplicate is reported as %q", bad.Problems[1])
	}
}

func TestEmptySchedule(t *testing.T) {
	if _, err := Parse(nil, Context{Source: "tongbao.yaml", Jobs: jobs}); err == nil || !strings.Contains(err.Error(), "空") {
		t.Errorf("got %v", err)
	}
}

// Whatever is written, reading it ends without a panic, and what is accepted
// does fire.
func FuzzParseCron(f *testing.F) {
	for _, s := range []string{"0 8 16 * *", "TZ=0", "@every 1h", "*/9 1-2/3 ? JAN *", "0 8 30 2 *", "0 *-5 * * *"} {
		f.Add(s)
	}
	after := at("2026-07-16 08:00")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseCron(text)
		if err != nil {
			if s := err.Error(); s == "" {
				t.Error("an error without words")
			}
			return
		}
		if next := s.Next(after); !next.After(after) {
			t.Errorf("%q is accepted, and next fires at %v", text, next)
		}
	})
}
