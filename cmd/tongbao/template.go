package main

import (
	"github.com/spf13/cobra"

	"tongbao/internal/rulebook"
	"tongbao/pipelines"
)

func (a *app) templateCommand() *cobra.Command {
	var township, period, out string
	c := &cobra.Command{
		Use:   "template",
		Short: "生成填报表：每个镇街一份，村（社区）和应公开事项已填好",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			r := pipelines.TemplateRequest{Dir: out}
			if period != "" {
				span, err := rulebook.ParsePeriod(period)
				if err != nil {
					return usagef("--period 的“%s”无法识别：请写 2026-08（8月内应公开的）、2026Q3（季度）、2026H2（半年）或 2026（年）", period)
				}
				r.Span = span
			}
			return a.with("template", func(e *pipelines.Env) error {
				if township != "" {
					code, bad := e.WS.Township(township)
					if bad != nil {
						return usagef("--township：%s；%s", bad.Message, bad.Accepted)
					}
					if code == "" {
						return usagef("--township 只能是镇街：填报表按镇街生成，“%s”没有", township)
					}
					r.Township = code
				}
				made, err := e.Templates(r)
				if err != nil {
					return err
				}
				return a.tellTemplates(made)
			})
		},
	}
	c.Flags().StringVar(&township, "township", "", "镇街名称或9位代码；不写则为每个镇街")
	c.Flags().StringVar(&period, "period", "", "公布期限落在哪一期的事项：2026-08、2026Q3、2026H2 或 2026；不写则为下一批到期的月份")
	c.Flags().StringVar(&out, "out", "", "输出目录；不写则为工作区 out/模板 下以这一期命名的文件夹")
	return c
}

// templateJSON is the workbooks that were made to be filled in.
type templateJSON struct {
	Period string             `json:"period"` // what falls due in it is filled in: 2026-07, 2026Q3, 2026H2, 2026
	Files  []templateFileJSON `json:"files"`
}

// templateFileJSON is one township's workbook.
type templateFileJSON struct {
	TownshipCode string `json:"township_code"`
	TownshipName string `json:"township_name"`
	Villages     int    `json:"villages"` // how many are in it
	Owed         int    `json:"owed"`     // how many matters are filled in
	File         string `json:"file"`     // its path
}

// tellTemplates says what is filled in, and where the workbooks lie.
func (a *app) tellTemplates(made pipelines.Templates) error {
	a.print("%s内应公开的事项，最迟公布日期：%s", made.Span.Chinese(), lastDays(made.Dues))
	for _, f := range made.Files {
		a.print("%s：村（社区）%d个，已填好%d项  %s", f.Township.Name, f.Villages, f.Owed, f.Path)
	}
	files := []templateFileJSON{}
	for _, f := range made.Files {
		files = append(files, templateFileJSON{f.Township.Code, f.Township.Name, f.Villages, f.Owed, f.Path})
	}
	return printJSON(a, templateJSON{made.Span.String(), files})
}

// lastDays are the different due dates, or that there is none.
func lastDays(dues []rulebook.Due) string {
	var days []string
	for _, d := range dues {
		if day := d.On.String(); len(days) == 0 || days[len(days)-1] != day {
			days = append(days, day)
		}
	}
	if len(days) == 0 {
		return "没有按期公开的事项"
	}
	return joinChinese(days)
}
