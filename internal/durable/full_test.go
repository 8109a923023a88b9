package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  error
		full bool
	}{
		{nil, false},
		{errors.New("something else"), false},
		{fmt.Errorf("seal: %w", &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), true},
		{fmt.Errorf("write: %w", syscall.EFBIG), true},
		{errors.New("Failed to commit: Could not write file: No space left on device"), true},
		{errors.New("database or disk is full (13)"), true},
	} {
		got := Explain(c.err)
		var full *NoRoom
		if errors.As(got, &full) != c.full {
			t.Errorf("Explain(%v) = %v", c.err, got)
		}
		if c.full && (!strings.Contains(got.Error(), "磁盘空间不足") || !errors.Is(got, c.err)) {
			t.Errorf("%v does not say it, or has lost %v", got, c.err)
		}
		if Explain(got) != got {
			t.Errorf("explained twice: %v", Explain(got))
		}
	}
}
