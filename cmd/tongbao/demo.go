package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tongbao/internal/civil"
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
	var (
		size      string
		seed      uint64
		onlyFiles bool
	)
	c := &cobra.Command{
		Use:   "demo [目录]",
		Short: "建立一个虚构的示例区，从备案表一直做到报告",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var district demo.Config
			switch size {
			case "", "small":
				district = demo.Default
			case "full":
				district = demo.Full
			default:
				return usagef("--size 应当是 small 或 full，而不是“%s”", size)
			}
			if c.Flags().Changed("seed") {
				district.Seed = seed
			}
			dir := "tongbao-demo"
			if len(args) == 1 {
				dir = args[0]
			}
			dir, err := filepath.Abs(dir)
			if err != nil {
				return err
			}
			files, err := demoWorkspace(dir, district)
			if err != nil {
				return err
			}
			if onlyFiles {
				return a.demoFiles(dir, files)
			}
			return a.demo(c, dir, files)
		},
	}
	c.Flags().StringVar(&size, "size", "", fmt.Sprintf("示例区的规模：small（%s）或 full（%s）；不写则为 small", extent(demo.Default), extent(demo.Full)))
	c.Flags().Uint64Var(&seed, "seed", 0, fmt.Sprintf("随机数种子`N`：不同的数得到不同的示例区；不写则为%d", demo.Default.Seed))
	c.Flags().BoolVar(&onlyFiles, "only-files", false, "只写出工作区和收件箱里的备案表，供练习用，不接收")
	return c
}

// extent tells the size of a district.
func extent(c demo.Config) string {
	return fmt.Sprintf("%d个镇街、%d个村社、%d个月", c.Townships, c.Villages, c.Months)
}

// demoFilesJSON is a sample district that is not taken in yet.
type demoFilesJSON struct {
	Workspace  string `json:"workspace"`
	Files      int    `json:"files"`      // how many are in the inbox
	Deliveries string `json:"deliveries"` // path of the CSV that says when each of them came
}

// demoFiles lists the files that were written and tells what to do with them.
func (a *app) demoFiles(dir string, files []demo.File) error {
	if err := demo.WriteDeliveries(dir, files); err != nil {
		return fmt.Errorf("写入文件清单：%w", err)
	}
	last := civil.On(files[len(files)-1].ReceivedAt)
	a.print("示例区“%s”的工作区和备案表已写好，尚未接收：%d个文件（均为虚构数据）", demo.DistrictName, len(files))
	a.print("  %s", dir)
	a.print("接下来：")
	a.print("  1. 工作区已经建好（配置、规则、名册、公开目录），备案表在收件箱 inbox，不必再运行 tongbao init")
	a.print("  2. 运行 tongbao -w \"%s\" ingest，再运行 tongbao -w \"%s\" report league circular --window %s", dir, dir, demoWindow)
	a.print("提示：这样接收，收件时间一律是接收的那一刻；表中日期晚于收件日的行会退回待更正（这些表的日期到%s为止）。", last)
	a.print("要照原来的收件时间逐个接收，见 %s（各列为 file,township,received_at,history）：", demo.DeliveriesFile)
	a.print("history 为 true 的文件用 --history，其余的用 --received-at。")
	return printJSON(a, demoFilesJSON{dir, len(files), filepath.Join(dir, demo.DeliveriesFile)})
}

// demoJSON is a sample district with its reports.
type demoJSON struct {
	Workspace string           `json:"workspace"`
	Counts    map[string]int64 `json:"counts"` // as `ingest` has them, of all files
	Build     builtJSON        `json:"build"`
	Files     []string         `json:"files"` // paths of the reports
}

// demo does with the sample district's files what an office does in the
// course of its months. Its clock is that of the story, so every run gives
// the same bytes.
func (a *app) demo(c *cobra.Command, dir string, files []demo.File) (err error) {
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
	for first := 0; first < len(files); {
		// One intake takes many files, each at its own time.
		r := pipelines.IntakeRequest{History: files[first].History}
		last := first
		for ; last < len(files) && files[last].History == r.History; last++ {
			r.Paths = append(r.Paths, filepath.Join(dir, filepath.FromSlash(files[last].Path)))
		}
		clock = files[first].ReceivedAt
		result, err := e.Ingest(c.Context(), r, func(n, _ int) {
			bar.Add(1)
			if next := first + n; next < last {
				clock = files[next].ReceivedAt
			}
		})
		if err != nil {
			return err
		}
		for k, n := range result.Counts() {
			counts[k] += n
		}
		first = last
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
	return printJSON(a, demoJSON{dir, counts, jsonOfBuild(built), paths})
}

// demoWorkspace writes the sample district's workspace and files.
func demoWorkspace(dir string, district demo.Config) ([]demo.File, error) {
	files, err := demo.Write(dir, district)
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
