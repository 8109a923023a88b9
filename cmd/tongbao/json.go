package main

import (
	"encoding/json"
	"time"

	"tongbao/internal/explain"
	"tongbao/pipelines"
)

// jsonOutput are the values that commands print with --json, a contract. Beside
// each stands what prints it; docs/json.md is made of this list, the tags of
// the fields and the comments on them.
type jsonOutput interface {
	initJSON | // init
		demoJSON | // demo
		demoFilesJSON | // demo --only-files
		templateJSON | // template
		ingestJSON | // ingest
		spellingsJSON | // spellings
		buildJSON | // build
		reportJSON | // report
		exportJSON | // export
		explain.Explanation | // explain
		explainPageJSON | // explain --html
		pipelines.Simulation | // simulate
		diffJSON | // diff
		publishJSON | // publish
		[]verifiedJSON | // verify
		checksJSON | // checks
		checkRowsJSON | // checks --rows
		runJSON | // run
		[]jobJSON | // jobs
		versionJSON // version
}

// printJSON prints the value of a command where --json asks for it.
func printJSON[T jsonOutput](a *app, value T) error {
	if !a.json {
		return nil
	}
	out := json.NewEncoder(a.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}

// moment is an instant as JSON has it, to the second.
type moment time.Time

// MarshalText writes the instant by RFC 3339.
func (m moment) MarshalText() ([]byte, error) {
	return []byte(time.Time(m).Format(time.RFC3339)), nil
}

// listed is a list that is [] in JSON where it is empty, never null.
func listed[T any](list []T) []T { return append([]T{}, list...) }
