package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// names are the words that may stand in Latin letters in what a user reads:
// commands, jobs, files, tables and what is typed with them.
var names = regexp.MustCompile(`^(tongbao|init|demo|template|ingest|build|report|export|run|jobs|serve|version|help|spellings|explain|simulate|publish|verify|diff|quality|` +
	`checks|rows|window|league|circular|intake|inbox|outbox|out|registry|catalogue|rules|csv|xlsx|parquet|json|yaml|schedule|` +
	`consultations|disclosures|district_scores|obligations|problems|quarantine|receipts|township_scores|village_scores|` +
	`public|internal|MiB|CSV|JSON|Excel|WPS|TONGBAO_WORKSPACE|[a-z]+_[a-z_]+)$`)

// phrase is words of Latin letters with single spaces between them.
var phrase = regexp.MustCompile(`[A-Za-z][A-Za-z_'’]+(?: [A-Za-z][A-Za-z_'’]+)+`)

// english finds the first English phrase of a text for the user: two or more
// Latin words in a row, not all of them names.
func english(text string) string {
	for _, found := range phrase.FindAllString(text, -1) {
		for _, word := range strings.Fields(found) {
			if !names.MatchString(word) {
				return found
			}
		}
	}
	return ""
}

func TestEnglish(t *testing.T) {
	for text, want := range map[string]string{
		"错误：unknown flag: --foo":                               "unknown flag",
		"flag needs an argument: --township":                   "flag needs an argument",
		"请运行 tongbao report league circular":                   "",
		"把 registry.csv 或 registry.xlsx 放到这里":                  "",
		"第2行“due.nope”":                                        "",
		"[3:1] unknown field \"foo\"":                          "unknown field",
		"look into the lake: open warehouse: SET threads = -3": "look into the lake",
	} {
		if got := english(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// output runs the program with args and returns what it printed.
func output(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

// Every command has help, in Chinese to the last word: no heading of the
// library's, no type name behind a flag.
func TestHelpIsChinese(t *testing.T) {
	root := (&app{}).command()
	all := [][]string{{}}
	for _, c := range root.Commands() {
		all = append(all, []string{c.Name()})
	}
	if len(all) < 10 {
		t.Fatalf("only %d commands", len(all))
	}
	for _, command := range all {
		for _, flag := range []string{"--help", "-h"} {
			code, stdout, stderr := output(append(command, flag)...)
			if code != 0 || stderr != "" {
				t.Errorf("%v %s: exit code %d, %s", command, flag, code, stderr)
			}
			if !strings.Contains(stdout, "用法：") || !strings.Contains(stdout, "参数：") {
				t.Errorf("%v %s says too little:\n%s", command, flag, stdout)
			}
			if found := english(stdout); found != "" {
				t.Errorf("%v %s: English %q", command, flag, found)
			}
			for _, word := range []string{" string ", "(default", "Usage", "Flags", "Available", "completion", "help for"} {
				if strings.Contains(stdout, word) {
					t.Errorf("%v %s: the library's %q", command, flag, word)
				}
			}
		}
	}
}

// Every command and flag says what it does.
func TestEverythingIsExplained(t *testing.T) {
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		if !c.Hidden && !hasChinese(c.Short) {
			t.Errorf("%s has no description", c.CommandPath())
		}
		for _, line := range strings.Split(c.LocalFlags().FlagUsages(), "\n") {
			if strings.TrimSpace(line) != "" && !hasChinese(line) {
				t.Errorf("%s: %s", c.CommandPath(), line)
			}
		}
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit((&app{}).command())
}

func hasChinese(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) >= 0
}

// `help COMMAND` and `COMMAND --help` are the same.
func TestHelpOfACommand(t *testing.T) {
	_, want, _ := output("ingest", "--help")
	code, got, _ := output("help", "ingest")
	if code != exitOK || got != want {
		t.Errorf("exit code %d:\n%s\nwant:\n%s", code, got, want)
	}
	if code, _, stderr := output("help", "nothing"); code != exitUsage || !strings.Contains(stderr, "nothing") {
		t.Errorf("help of no command: exit code %d, %s", code, stderr)
	}
}
