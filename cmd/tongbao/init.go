package main

import (
	"strings"

	"github.com/spf13/cobra"

	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// initJSON is the workspace that was made.
type initJSON struct {
	Workspace string `json:"workspace"`
}

func (a *app) initCommand() *cobra.Command {
	var (
		d              workspace.District
		division, list string
	)
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
			if (division == "") != (list == "") {
				return usagef("--division 和 --from 要一起使用：区划代码，和国家统计用区划代码表")
			}
			n := workspace.New{District: d, Schedule: pipelines.DefaultSchedule}
			var read workspace.Division
			if list != "" {
				if read, err = workspace.ReadDivision(list, division); err != nil {
					return err
				}
				n.Registry, n.Townships = read.Registry, read.Townships
				if n.District.Code == "" {
					n.District.Code = read.District.Code
				}
				if n.District.Name == "" {
					n.District.Name = read.District.Name
				}
			}
			if err := workspace.Create(dir, n); err != nil {
				return err
			}
			a.print("工作区已建立：%s", dir)
			if list != "" {
				a.print("名册 registry.csv 已填入%d个村（社区）", read.Villages)
				for _, what := range read.Open {
					a.print("  请补填：%s", what)
				}
			}
			a.print("接下来：")
			if list == "" {
				a.print("  1. 在 registry.csv 填写村社名册，按 catalogue.csv 核对公开目录（现为模板），按 rules.yaml 核对规则")
			} else {
				a.print("  1. 核对 registry.csv（补上户数、人口、曾用名），按 catalogue.csv 核对公开目录（现为模板），按 rules.yaml 核对规则")
			}
			if len(read.Townships) > 0 {
				a.print("  2. 把各镇街的备案表放进 inbox 下以其名称命名的文件夹（已建好%d个）", len(read.Townships))
			} else {
				a.print("  2. 在 inbox 下给每个镇街建一个以其名称命名的文件夹，把备案表放进去")
			}
			a.print("  3. 运行 tongbao ingest，再运行 tongbao report league circular（不在工作区目录里运行时，加 -w %s）", dir)
			return printJSON(a, initJSON{dir})
		},
	}
	c.Flags().StringVar(&division, "division", "", "区划代码：6位区县代码；与 --from 一起使用")
	c.Flags().StringVar(&list, "from", "", "国家统计用区划代码表（china-division 的 villages.csv；同目录有 streets.csv、areas.csv 则一并读取名称）")
	c.Flags().StringVar(&d.Name, "name", "", "区县名称")
	c.Flags().StringVar(&d.Code, "code", "", "区县的6位代码；不写则由名册推定")
	return c
}
