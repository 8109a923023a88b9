//go:build linux

package pipelines_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"tongbao/pipelines"
)

// Some tests need another process: one to be killed, or one whose files
// cannot grow. It is this test binary again, at TestChild.
const (
	childDoes  = "PIPELINES_TEST_CHILD"       // ingest, build WINDOW AS_OF, or publish REPORT
	childIn    = "PIPELINES_TEST_CHILD_DIR"   // the workspace
	childLimit = "PIPELINES_TEST_CHILD_LIMIT" // bytes no file may grow beyond; empty: none
)

// TestChild is the other process: it opens the workspace, says that it is
// ready, does one thing and says how that went.
func TestChild(t *testing.T) {
	does := os.Getenv(childDoes)
	if does == "" {
		t.Skip("runs only as the child of another test")
	}
	e := openEnv(t, os.Getenv(childIn))
	if text := os.Getenv(childLimit); text != "" {
		limit, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		signal.Ignore(syscall.SIGXFSZ) // the write then fails, as on a full disk
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Println("child: ready")
	var err error
	switch args := strings.Fields(does); args[0] {
	case "ingest":
		_, err = e.Ingest(t.Context(), summerIntake, nil)
	case "build":
		_, err = e.Build(t.Context(), request(args[1], args[2]), nil)
	case "publish":
		_, _, err = e.Publish(t.Context(), pipelines.PublishRequest{Report: args[1]})
	}
	if err != nil {
		fmt.Println("child: failed:", strings.ReplaceAll(err.Error(), "\n", " "))
		return
	}
	fmt.Println("child: done")
}

// child is a process begun by startChild.
type child struct {
	cmd *exec.Cmd
	out *bufio.Reader
}

// startChild begins a child and returns once it is ready.
func startChild(t *testing.T, dir, does string, env ...string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(append(os.Environ(), childDoes+"="+does, childIn+"="+dir), env...)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	c := &child{cmd, bufio.NewReader(pipe)}
	if said := c.says(); said != "ready" {
		t.Fatalf("the child says %q", said)
	}
	return c
}

// says is the child's next word; empty: it has ended.
func (c *child) says() string {
	for {
		line, err := c.out.ReadString('\n')
		if word, ok := strings.CutPrefix(strings.TrimSpace(line), "child: "); ok {
			return word
		}
		if err != nil {
			return ""
		}
	}
}

// kill ends the child as a power cut would, and reports whether it had not
// finished yet.
func (c *child) kill() bool {
	_ = c.cmd.Process.Kill()
	unfinished := c.says() == ""
	_ = c.cmd.Wait()
	return unfinished
}
