package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/internal/lock"
	"tongbao/internal/workspace"
	"tongbao/pipelines"
)

// errNotVerified ends a verification that found something, which it has told
// already.
var errNotVerified = errors.New("some publications do not stand")

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify [编号…]",
		Short: "核对已公布的报告：文件未被改动，并且由 vault 重算出的逐字节相同",
		Long: `核对已公布的报告：先按公布时留存在 state.db 的指纹核对清单，按清单核对 publications 里每个文件的指纹，再由 vault 中当时计入的收件和
当时的参考文件另行重算，清单逐项、文件逐字节比较；公布过而不见了的也会指出。没有 state.db 的只核对内容。只需要 vault 和 publications 两个文件夹，现有的数据湖、数据仓库和参考文件都不使用、不改动。`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, ids []string) (err error) {
			dir, err := a.workspaceDir()
			if err != nil {
				return err
			}
			_, noPublications := os.Stat(filepath.Join(dir, "publications"))
			if _, noConfig := os.Stat(filepath.Join(dir, workspace.ConfigFile)); noPublications != nil && noConfig != nil {
				return &workspace.Missing{Dir: dir}
			}
			held, err := lock.Acquire(dir, "verify")
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, held.Release()) }()
			results, err := pipelines.Verify(c.Context(), dir, ids, a.now, a.tellVerified)
			if err != nil {
				return err
			}
			if len(results) == 0 {
				a.print("还没有任何公布")
			}
			rows, bad := []verifiedJSON{}, 0
			for _, v := range results {
				if !v.OK() {
					bad++
				}
				rows = append(rows, verifiedJSON{
					ID: v.ID, Title: v.Title, Window: v.Window, OK: v.OK(), Rebuilt: v.Rebuilt, Recorded: v.Recorded, Files: v.Files,
					Problems: listed(v.Problems), Note: v.Note, ManifestSum: v.ManifestSum,
				})
			}
			if err := printJSON(a, rows); err != nil {
				return err
			}
			if bad > 0 {
				return errNotVerified
			}
			return nil
		},
	}
}

// verifiedJSON is how one publication stood the test.
type verifiedJSON struct {
	ID          string   `json:"id"`              // of the publication
	Title       string   `json:"title"`           // of the report; empty where the manifest cannot be read
	Window      string   `json:"window"`          // empty likewise
	OK          bool     `json:"ok"`              // everything holds: there are no problems
	Rebuilt     bool     `json:"rebuilt"`         // it was made again from the vault
	Recorded    bool     `json:"recorded"`        // the manifest's hash was kept in state.db when it was published
	Files       int      `json:"files"`           // how many were compared
	Problems    []string `json:"problems"`        // what does not hold, in Chinese
	Note        string   `json:"note"`            // what to know when reading them, in Chinese; may be empty
	ManifestSum string   `json:"manifest_sha256"` // of manifest.json; empty where it cannot be read
}

// tellVerified says how one publication stood.
func (a *app) tellVerified(v pipelines.Verified) {
	name := fmt.Sprintf("第%s号（%s %s）", v.ID, v.Window, v.Title)
	if v.Title == "" { // its manifest cannot be read, or is gone
		name = fmt.Sprintf("第%s号", v.ID)
	}
	record := "与公布时留存的相同"
	if !v.Recorded {
		record = "没有留存的指纹，只核对内容"
	}
	if v.OK() {
		a.print("%s：相符，清单和%d个文件与由 vault 重算的逐字节相同；清单指纹 %s（%s）", name, v.Files, v.ManifestSum, record)
	} else {
		a.print("%s：不符", name)
	}
	if v.Note != "" {
		a.print("  提醒：%s", v.Note)
	}
	for _, p := range v.Problems {
		a.print("  %s", p)
	}
}
