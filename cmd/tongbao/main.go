// Command tongbao takes in the filings of a district's townships, computes
// timeliness, completeness, consultation frequency and outcome adoption of
// every village, and renders ranked reports.
//
// What it prints for people is Chinese; technical detail goes to the log on
// standard error when -v is given. Exit codes: 0 done, 1 failed, 2 wrong
// usage, 3 done in part (some rows or files refused), 4 checks failed,
// 5 the workspace is locked.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"tongbao/internal/lock"
	"tongbao/internal/rulebook"
	"tongbao/internal/schedule"
	"tongbao/internal/state"
	"tongbao/internal/warehouse"
	"tongbao/pipelines"
)

// Exit codes, a contract.
const (
	exitOK           = 0
	exitFailed       = 1
	exitUsage        = 2
	exitPartly       = 3
	exitChecksFailed = 4
	exitLocked       = 5
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the whole program.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{stdout: stdout, stderr: stderr, now: time.Now}
	root := a.command()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && !errors.Is(err, errPartly) && !errors.Is(err, errNotVerified) {
		fmt.Fprintln(stderr, "错误："+err.Error())
	}
	return exitCode(err)
}

// errPartly ends a command that did its work and refused rows or files,
// which it has told already.
var errPartly = errors.New("some rows or files were refused")

// usageError is a command line that makes no sense.
type usageError struct{ error }

func exitCode(err error) int {
	var (
		usage    usageError
		busy     *lock.Busy
		stopped  *pipelines.StoppedError
		job      *pipelines.UnknownJob
		report   *pipelines.UnknownReport
		window   *rulebook.UnknownWindow
		invalid  *schedule.Invalid
		number   *pipelines.BadNumber
		unknown  *pipelines.UnknownPublication
		fleeting *pipelines.NotPublishable
		internal *pipelines.NotForPublic
	)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errPartly):
		return exitPartly
	case errors.As(err, &busy), errors.Is(err, warehouse.ErrInUse):
		return exitLocked
	case errors.As(err, &stopped), errors.Is(err, errNotVerified):
		return exitChecksFailed
	case errors.As(err, &usage), errors.As(err, &job), errors.As(err, &report), errors.As(err, &window), errors.As(err, &invalid),
		errors.As(err, &number), errors.As(err, &unknown), errors.As(err, &fleeting), errors.As(err, &internal):
		return exitUsage
	default:
		return exitFailed
	}
}

// outcomeError turns a job's outcome into what the command ends with.
func outcomeError(out pipelines.Outcome) error {
	if out.Status == state.Partly {
		return errPartly
	}
	return nil
}

// usagef is a usageError for the user, in Chinese.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
