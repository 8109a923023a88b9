package main

import (
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"tongbao/pipelines"
)

// exportJSON is the files that were written.
type exportJSON struct {
	Files []string `json:"files"` // paths
}

func (a *app) exportCommand() *cobra.Command {
	var (
		f           windowFlags
		format, out string
	)
	c := &cobra.Command{
		Use:   "export 表…",
		Short: "导出数据：" + joinChinese(pipelines.Exportable()),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(pipelines.Formats(), format) {
				return usagef("--format 只能是 %s", joinChinese(pipelines.Formats()))
			}
			ofBuild := false
			for _, table := range args {
				if !slices.Contains(pipelines.Exportable(), table) {
					return usagef("没有名为“%s”的表；可导出：%s", table, joinChinese(pipelines.Exportable()))
				}
				ofBuild = ofBuild || pipelines.NeedsBuild(table)
			}
			return a.with("export", func(e *pipelines.Env) error {
				if ofBuild {
					if _, err := a.build(c.Context(), e, f); err != nil {
						return err
					}
				} else if _, err := e.Refresh(c.Context()); err != nil {
					return err
				}
				if out == "" {
					out = filepath.Join(e.WS.Out(), "export")
				}
				paths, err := e.Export(c.Context(), args, format, out)
				if err != nil {
					return err
				}
				for _, p := range paths {
					a.print("%s", p)
				}
				return printJSON(a, exportJSON{paths})
			})
		},
	}
	f.add(c, true)
	c.Flags().StringVar(&format, "format", pipelines.FormatCSV, "格式："+joinChinese(pipelines.Formats()))
	c.Flags().StringVar(&out, "out", "", "输出目录；不写则为工作区的 out/export")
	return c
}
