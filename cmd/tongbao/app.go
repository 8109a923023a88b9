package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"tongbao/internal/civil"
	"tongbao/internal/lock"
	"tongbao/internal/state"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// app is what the commands share.
type app struct {
	stdout, stderr io.Writer
	now            func() time.Time

	dir     string // -w
	json    bool
	verbose bool

	reread []pipelines.Reread // what a build has read again before
}

// command builds the command line.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "tongbao",
		Short: "通报：村（居）务公开与协商的接收、核对、计算和通报",
		Long: `通报（tongbao）接收各镇街报送的村（居）务公开、协商等备案表，核对后计算公开及时率、完整率、
协商频次和成果采纳率，生成排名表和通报。全部工作在一个工作区目录内完成，不需要联网。

退出码：0 完成；1 失败；2 命令用法有误；3 部分完成（有行或文件未收下）；4 核对未通过；5 工作区正被占用。`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			level := slog.LevelError
			if a.verbose {
				level = slog.LevelDebug
			}
			slog.SetDefault(slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level})))
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "workspace", "w", "", "工作区目录（不写则用环境变量 TONGBAO_WORKSPACE，再不然用当前目录）")
	flags.BoolVar(&a.json, "json", false, "以 JSON 输出结果")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "把技术细节写到标准错误")
	flags.BoolP("help", "h", false, "显示用法")
	root.AddCommand(
		a.initCommand(), a.demoCommand(), a.templateCommand(), a.ingestCommand(), a.spellingsCommand(), a.buildCommand(), a.reportCommand(), a.exportCommand(), a.explainCommand(), a.simulateCommand(),
		a.diffCommand(), a.publishCommand(), a.verifyCommand(),
		a.checksCommand(), a.runCommand(), a.jobsCommand(), a.serveCommand(), a.versionCommand(),
	)
	localise(root)
	return root
}

// workspaceDir is the workspace asked for.
func (a *app) workspaceDir() (string, error) {
	dir := a.dir
	if dir == "" {
		dir = os.Getenv("TONGBAO_WORKSPACE")
	}
	if dir == "" {
		dir = "."
	}
	return filepath.Abs(dir)
}

// stateOf opens the workspace's run records; the directory must be a
// workspace, so that no state.db is strewn elsewhere.
func (a *app) stateOf(dir string) (*state.State, error) {
	if _, err := os.Stat(filepath.Join(dir, workspace.ConfigFile)); err != nil {
		return nil, &workspace.Missing{Dir: dir}
	}
	st, err := state.Open(filepath.Join(dir, workspace.StateFile))
	if err != nil {
		return nil, err
	}
	st.Now = a.now
	return st, nil
}

// with opens the workspace under its lock and hands it to do.
func (a *app) with(what string, do func(*pipelines.Env) error) (err error) {
	dir, err := a.workspaceDir()
	if err != nil {
		return err
	}
	st, err := a.stateOf(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	held, err := lock.Acquire(dir, what)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	e, err := pipelines.Open(dir, st, a.now)
	if err != nil {
		return err
	}
	for _, w := range e.WS.Warnings {
		fmt.Fprintln(a.stderr, "提醒："+w)
	}
	return do(e)
}

// print writes a line for people; with --json only printJSON speaks. What a
// terminal would obey instead of show, in a file's name or a cell, is shown.
func (a *app) print(format string, args ...any) {
	if !a.json {
		fmt.Fprintln(a.stdout, strings.Map(shown, fmt.Sprintf(format, args...)))
	}
}

// shown puts the pictures that Unicode has for control characters in their
// place; those that turn the direction of text round are left out.
func shown(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7F:
		return 0x2421
	case r >= 0x80 && r < 0xA0, unicode.Is(unicode.Bidi_Control, r):
		return -1
	}
	return r
}

// windowFlags are the flags of commands that work on a build.
type windowFlags struct {
	window, asOf string
	noBuild      bool
}

func (f *windowFlags) add(c *cobra.Command, withNoBuild bool) {
	c.Flags().StringVar(&f.window, "window", "", "考核期：2026-06（截至该月的三个月）、2026Q2、2026H1 或 2026；不写则为上月")
	c.Flags().StringVar(&f.asOf, "as-of", "", "数据截至日，如 2026-07-20；不写则为最近一次收件日，至多考核期结束后20日")
	if withNoBuild {
		c.Flags().BoolVar(&f.noBuild, "no-build", false, "只用现有的数据仓库，不重新计算")
	}
}

// request turns the flags into a build request.
func (f *windowFlags) request(now time.Time) (pipelines.BuildRequest, error) {
	r := pipelines.BuildRequest{Window: f.window, NoBuild: f.noBuild}
	if r.Window == "" {
		r.Window = pipelines.LastMonth(now)
	}
	if f.asOf != "" {
		day, err := civil.Parse(f.asOf)
		if err != nil {
			return r, usagef("--as-of 的日期“%s”无法识别，请写成 2026-07-20 的样子", f.asOf)
		}
		r.AsOf = &day
	}
	return r, nil
}
