package pipelines_test

import (
	"testing"
	"time"
)

func TestTiming(t *testing.T) {
	e := openWorked(t, inOrder)
	for range 3 {
		at := time.Now()
		tables, err := e.InMemory(t.Context(), e.WS, request("2026Q2", "2026-07-10"), "obligations", "problems")
		if err != nil {
			t.Fatal(err)
		}
		t.Log(time.Since(at), len(tables["problems"]))
	}
}
