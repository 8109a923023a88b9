package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/internal/changes"
	"tongbao/pipelines"
)

// checkReport refuses what is no report or no audience before anything is
// computed for it.
func checkReport(name, audience string) error {
	if audience != "" && audience != "public" && audience != "internal" {
		return usagef("--audience 只能是 public（公开）或 internal（内部）")
	}
	return pipelines.CheckPublishable(name)
}

func (a *app) publishCommand() *cobra.Command {
	var (
		f                windowFlags
		audience, number string
	)
	c := &cobra.Command{
		Use:   "publish 报告",
		Short: "公布一份报告（" + joinChinese(pipelines.Publishable()) + "）：编号，连同数据和清单存入 publications，以后能由 vault 逐字节重算",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkReport(args[0], audience); err != nil {
				return err
			}
			return a.with("publish", func(e *pipelines.Env) error {
				built, err := a.build(c.Context(), e, f)
				if err != nil {
					return err
				}
				p, changed, err := e.Publish(c.Context(), pipelines.PublishRequest{Report: args[0], Audience: audience, Number: number})
				if err != nil {
					return err
				}
				folder := filepath.Join(e.WS.Publications(), p.ID)
				a.print("已公布为第%s号：%s", p.ID, folder)
				for _, file := range p.Files {
					mark := "内部"
					if file.Public {
						mark = "公开"
					}
					a.print("  %s  %s", mark, file.Path)
				}
				if changed != nil {
					a.print("本号更正第%s号：", p.Corrects)
					a.tellChanges(*changed)
				}
				a.print("清单指纹 %s（已记入 state.db；请一并登记在发文登记上）", p.ManifestSum)
				return printJSON(a, publishJSON{Build: jsonOfBuild(built), Folder: folder, Publication: p, ManifestSum: p.ManifestSum, Changes: changed})
			})
		},
	}
	f.add(c, false)
	c.Flags().StringVar(&audience, "audience", "", "读者：public 公开、internal 内部；不写则排名表为内部、通报为公开")
	c.Flags().StringVar(&number, "number", "", "编号，如 2026-001；不写则为当年的下一号；同一考核期再次公布的，沿用原号并记为更正")
	return c
}

// publishJSON is a publication that was made.
type publishJSON struct {
	Build       builtJSON             `json:"build"`
	Folder      string                `json:"folder"`          // its path
	Publication pipelines.Publication `json:"publication"`     // its manifest.json
	ManifestSum string                `json:"manifest_sha256"` // of manifest.json
	Changes     *changes.Changes      `json:"changes"`         // what it corrects; null where it corrects nothing
}
