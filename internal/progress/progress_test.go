package progress

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"
)

func TestSilentInAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	bar := New(w, 3, "读入")
	bar.Add(2)
	bar.Add(1)
	bar.Done()
	w.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(r); err != nil || out.Len() != 0 {
		t.Errorf("wrote %q, %v", out.String(), err)
	}
}

func TestShownOnATerminal(t *testing.T) {
	var out bytes.Buffer
	bar := newBar(&out, 4, "读入", true)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { bar.Add(1) })
	}
	wg.Wait()
	bar.Done()
	for _, want := range []string{"读入", "(4/4)", "100%"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the bar lacks %q: %q", want, out.String())
		}
	}
	if !strings.HasSuffix(out.String(), "\n") {
		t.Errorf("what comes next would stand in the bar's line: %q", out.String())
	}
}

func TestDoneHalfWay(t *testing.T) {
	var out bytes.Buffer
	bar := newBar(&out, 4, "读入", true)
	bar.Add(1)
	bar.Done()
	if strings.Contains(out.String(), "(4/4)") || !strings.HasSuffix(out.String(), "\n") {
		t.Errorf("got %q", out.String())
	}
}

func TestNothingToDo(t *testing.T) {
	var out bytes.Buffer
	bar := newBar(&out, 0, "读入", true)
	bar.Add(1)
	bar.Done()
	if out.Len() != 0 {
		t.Errorf("wrote %q", out.String())
	}
}
