// Package progress shows how far long work has come. It is the only importer
// of schollz/progressbar and x/term.
package progress

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Bar is a progress bar, or nothing at all where nobody is looking. It may be
// used by several goroutines.
type Bar struct{ bar *progressbar.ProgressBar }

// New begins a bar of total steps on w, usually standard error: shown on a
// terminal, silent in a file or a pipe. The label says what is going on.
func New(w io.Writer, total int, label string) *Bar {
	f, ok := w.(*os.File)
	return newBar(w, total, label, ok && term.IsTerminal(int(f.Fd())))
}

func newBar(w io.Writer, total int, label string, terminal bool) *Bar {
	if !terminal || total <= 0 {
		return &Bar{}
	}
	return &Bar{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(label),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionOnCompletion(func() { fmt.Fprintln(w) }),
	)}
}

// Add moves on by n steps. A bar that cannot be drawn is no reason to stop the
// work, so drawing errors are not reported.
func (b *Bar) Add(n int) {
	if b.bar != nil {
		_ = b.bar.Add(n)
	}
}

// Done ends the bar where it stands and leaves it on the screen. It is
// harmless after the last step.
func (b *Bar) Done() {
	if b.bar != nil && !b.bar.IsFinished() {
		_ = b.bar.Exit()
	}
}
