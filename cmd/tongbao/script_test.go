package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/internal/lock"
	"tongbao/internal/warehouse"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
	models "tongbao/sql"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"tongbao": func() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) },
		"hold":    hold,
	})
}

// TestScripts runs the program as its users do: testdata/script/*.txtar, one
// file per subject.
//
// Every script begins in a workspace w of the district of testdata/district,
// which is also what $TONGBAO_WORKSPACE names. Besides testscript's own
// commands there are:
//
//	exits CODE program args…   runs the program, which must end with that code
//	json FILE PATH VALUE       the value at a dotted path of a JSON file or of stdout
//	promised FILE COMMAND      the JSON has all fields that docs/json.md gives the command, and no others
//	columns TABLE FILE         the CSV file has the columns that columns.csv gives the table, in order
//	encode AS FILE             turns a UTF-8 file into bom, gb18030, or what begins like an xls or a png
//	glob PATTERN FILE          copies the one file that matches; negated: there is none
//	chinese FILE               the text, or stdout or stderr, has no English sentence
//	await FILE                 waits until the file is there
func TestScripts(t *testing.T) {
	district, err := filepath.Abs("testdata/district")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		// All that is wrong with a script at once.
		ContinueOnError: true,
		Setup:           func(env *testscript.Env) error { return setUp(env, district) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": jsonValue, "promised": promised, "columns": columns, "encode": encode, "chinese": chinese, "await": await, "glob": glob,
		},
	})
}

func setUp(env *testscript.Env, district string) error {
	w := filepath.Join(env.WorkDir, "w")
	env.Setenv("TONGBAO_WORKSPACE", w)
	for _, name := range []string{"registry.csv", "catalogue.csv"} {
		data, err := os.ReadFile(filepath.Join(district, name))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(w, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(w, name), data, 0o644); err != nil {
			return err
		}
	}
	err := workspace.Create(w, workspace.New{
		District: workspace.District{Code: "990101", Name: "云岫区"}, Schedule: pipelines.DefaultSchedule,
	})
	if err != nil {
		return err
	}
	// What is unpacked now must not look like a file still being written.
	hourAgo := time.Now().Add(-time.Hour)
	return filepath.WalkDir(env.WorkDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(path, hourAgo, hourAgo)
	})
}

// hold keeps a workspace's lock or its warehouse until it is killed:
//
//	hold lock|serve|warehouse DIR READY
//
// It writes the file READY once it has it.
func hold() {
	what, dir, ready := os.Args[1], os.Args[2], os.Args[3]
	var err error
	switch what {
	case "lock":
		_, err = lock.Acquire(dir, "ingest")
	case "serve":
		_, err = lock.AcquireServe(dir)
	case "warehouse":
		_, err = warehouse.Open(context.Background(), filepath.Join(dir, "warehouse.duckdb"), warehouse.Options{Threads: 1, TempDir: dir})
	}
	if err == nil {
		err = os.WriteFile(ready, nil, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	time.Sleep(time.Minute) // its script ends long before
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE program args…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH VALUE")
	}
	value := decoded(ts, args[0])
	for _, step := range strings.Split(args[1], ".") {
		switch v := value.(type) {
		case map[string]any:
			next, there := v[step]
			if !there {
				ts.Fatalf("no %q in %v", step, v)
			}
			value = next
		case []any:
			i, err := strconv.Atoi(step)
			if step == "length" {
				value = len(v)
			} else if err != nil || i < 0 || i >= len(v) {
				ts.Fatalf("no %q in a list of %d", step, len(v))
			} else {
				value = v[i]
			}
		default:
			ts.Fatalf("no %q in %v", step, v)
		}
	}
	if got := fmt.Sprint(value); (got == args[2]) == neg {
		ts.Fatalf("%s = %q, want %q", args[1], got, args[2])
	}
}

// decoded is the one JSON value of a file.
func decoded(ts *testscript.TestScript, file string) (value any) {
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(file)))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		ts.Fatalf("%s is not JSON: %v", file, err)
	}
	if decoder.More() {
		ts.Fatalf("%s holds more than one JSON value", file)
	}
	return value
}

func columns(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: columns TABLE FILE")
	}
	contract, err := models.Contract()
	ts.Check(err)
	var names []string
	for _, c := range contract[args[0]] {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		ts.Fatalf("no table %s in the contract", args[0])
	}
	header, _, _ := strings.Cut(ts.ReadFile(args[1]), "\n")
	if want := "\ufeff" + strings.Join(names, ","); strings.TrimRight(header, "\r") != want {
		ts.Fatalf("header of %s:\n%s\nwant:\n%s", args[1], header, want)
	}
}

func encode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: encode AS FILE")
	}
	text := ts.ReadFile(args[1])
	switch args[0] {
	case "bom":
		text = "\ufeff" + text
	case "xls":
		text = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + text
	case "png":
		text = "\x89PNG\r\n\x1a\n" + text
	case "gb18030":
		var err error
		text, err = simplifiedchinese.GB18030.NewEncoder().String(text)
		ts.Check(err)
	default:
		ts.Fatalf("no encoding %q", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

func glob(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: glob PATTERN FILE")
	}
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	switch {
	case neg && len(found) > 0:
		ts.Fatalf("there is %v", found)
	case neg:
	case len(found) != 1:
		ts.Fatalf("%d files match %s, want one: %v", len(found), args[0], found)
	default:
		data, err := os.ReadFile(found[0])
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
	}
}

func chinese(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: chinese FILE")
	}
	text := ts.ReadFile(args[0])
	if strings.TrimSpace(text) == "" {
		ts.Fatalf("%s is empty", args[0])
	}
	if found := english(text); found != "" {
		ts.Fatalf("English in %s: %q", args[0], found)
	}
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for range 600 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Fatalf("%s did not come", args[0])
}
