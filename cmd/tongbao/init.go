package main

import (
	"strings"

	"github.com/spf13/cobra"

	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

func (a *app) initCommand() *cobra.Command {
	var d workspace.District
	c := &cobra.Command{
		Use:   "init",
		Short: "建立工作区：配置、规则、公开目录模板和待填写的名册",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := a.workspaceDir()
			if err != nil {
				return err
			}
			if d.Code != "" && (len(d.Code) != 6 || strings.Trim(d.Code, "0123456789") != "") {
				return usagef("--code 应当是区县的6位代码，而不是“%s”", d.Code)
			}
			if err := workspace.Create(dir, workspace.New{District: d, Schedule: pipelines.DefaultSchedule}); err != nil {
				return err
			}
			a.print("工作区已建立：%s", dir)
			a.print("接下来：")
			a.print("  1. 在 registry.csv 填写村社名册，按 catalogue.csv 核对公开目录（现为模板），按 rules.yaml 核对规则")
			a.print("  2. 在 inbox 下给每个镇街建一个以其名称命名的文件夹，把备案表放进去")
			a.print("  3. 运行 tongbao ingest，再运行 tongbao report league circular")
			return a.printJSON(map[string]string{"workspace": dir})
		},
	}
	c.Flags().StringVar(&d.Name, "name", "", "区县名称")
	c.Flags().StringVar(&d.Code, "code", "", "区县的6位代码；不写则由名册推定")
	return c
}
