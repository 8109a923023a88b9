package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tongbao/internal/demo"
	"tongbao/internal/lock"
	"tongbao/internal/progress"
	"tongbao/internal/state"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// demoWindow is the window that the sample district's reports are made for.
const demoWindow = "2026-06"

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [目录]",
		Short: "建立一个虚构的示例区，从备案表一直做到报告",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "tongbao-demo"
			if len(args) == 1 {
				dir = args[0]
			}
			dir, err := filepath.Abs(dir)
			if err != nil {
				return err
			}
			return a.demo(c, dir)
		},
	}
}

// demo makes the sample district and does with it what an office does in ten
// months. Its clock is that of the story, so every run gives the same bytes.
func (a *app) demo(c *cobra.Command, dir string) (err error) {
	files, err := a.demoWorkspace(dir)
	if err != nil {
		return err
	}
	clock := files[0].ReceivedAt
	st, err := state.Open(filepath.Join(dir, workspace.StateFile))
	if err != nil {
		return err
	}
	defer st.Close()
	held, err := lock.Acquire(dir, "demo")
	if err != nil {
		return err
	}
	defer held.Release()
	e, err := pipelines.Open(dir, st, func() time.Time { return clock })
	if err != nil {
		return err
	}
	counts := map[string]int64{}
	bar := progress.New(a.stderr, len(files), "接收")
	for _, f := range files {
		clock = f.ReceivedAt
		result, err := e.Ingest(c.Context(), pipelines.IntakeRequest{
			Paths: []string{filepath.Join(dir, filepath.FromSlash(f.Path))}, History: f.History,
		}, nil)
		if err != nil {
			return err
		}
		for k, n := range result.Counts() {
			counts[k] += n
		}
		bar.Add(1)
	}
	bar.Done()
	a.print("示例区“%s”：%d个文件，收下%d行，待更正%d行，退回%d处，重复%d个（均为虚构数据）",
		e.WS.Book.DistrictName, counts["files"], counts["accepted"], counts["quarantined"], counts["refused"], counts["duplicate"])
	built, err := a.build(c.Context(), e, windowFlags{window: demoWindow})
	if err != nil {
		return err
	}
	paths, err := e.Report(c.Context(), []string{"league", "circular"}, "", e.WS.Out())
	if err != nil {
		return err
	}
	if err := a.tellTable(c, e); err != nil {
		return err
	}
	a.print("报告：")
	for _, p := range paths {
		a.print("  %s", p)
	}
	return a.printJSON(map[string]any{"workspace": dir, "build": buildJSON(built), "counts": counts, "files": paths})
}

// demoWorkspace writes the sample district's workspace and files.
func (a *app) demoWorkspace(dir string) ([]demo.File, error) {
	files, err := demo.Write(dir, demo.Default)
	if err != nil {
		return nil, fmt.Errorf("写入示例区（目录里已有内容的，请换一个空目录）：%w", err)
	}
	return files, workspace.Create(dir, workspace.New{
		District: workspace.District{Code: demo.DistrictCode, Name: demo.DistrictName}, Demo: true, Schedule: pipelines.DefaultSchedule,
	})
}

// tellTable prints the top and the bottom of the townships' table.
func (a *app) tellTable(c *cobra.Command, e *pipelines.Env) error {
	townships, err := e.Townships(c.Context())
	if err != nil {
		return err
	}
	const ends = 3
	for i, t := range townships {
		if i >= ends && i < len(townships)-ends {
			if i == ends {
				a.print("  ……")
			}
			continue
		}
		rank, score := "—", "—"
		if t.Rank != nil {
			rank = fmt.Sprint(*t.Rank)
		}
		if t.Score != nil {
			score = fmt.Sprintf("%.2f", *t.Score)
		}
		a.print("  第%s名  %s  %s分  %s  按时%d/%d", rank, t.TownshipName, score, t.Grade, t.OnTime, t.Due)
	}
	return nil
}
