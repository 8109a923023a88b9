package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/internal/civil"
	"tongbao/internal/lake"
	"tongbao/internal/progress"
	"tongbao/pipelines"
	"tongbao/reports/receipt"
)

func (a *app) ingestCommand() *cobra.Command {
	var (
		township, receivedAt string
		history              bool
	)
	c := &cobra.Command{
		Use:   "ingest [文件或文件夹…]",
		Short: "接收备案表：入库、核对、答复；不写文件则接收收件箱",
		RunE: func(c *cobra.Command, args []string) error {
			r := pipelines.IntakeRequest{Paths: args, Township: township, History: history}
			if receivedAt != "" {
				at, err := parseInstant(receivedAt)
				if err != nil {
					return err
				}
				r.ReceivedAt = at
			}
			if history && receivedAt != "" {
				return usagef("--history 和 --received-at 不能同时使用")
			}
			return a.with("ingest", func(e *pipelines.Env) error {
				var bar *progress.Bar
				result, err := e.Ingest(c.Context(), r, func(n, of int) {
					if bar == nil {
						bar = progress.New(a.stderr, of, "接收")
					}
					bar.Add(1)
				})
				if bar != nil {
					bar.Done()
				}
				if err == nil || len(result.Files) > 0 || len(result.Reread) > 0 {
					err = errors.Join(err, a.tellIntake(e, result))
				}
				if err != nil {
					return err
				}
				if result.Partly() {
					return errPartly
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&township, "township", "", "送来文件的镇街：名称、9位代码或“区级”；不写则看文件所在的文件夹")
	c.Flags().StringVar(&receivedAt, "received-at", "", "收件时间，如 2026-07-10T09:00:00+08:00（不写时区为北京时间）；不写则为入库时间")
	c.Flags().BoolVar(&history, "history", false, "作为历史文件接收：对各期都有效，不算作收件")
	return c
}

// parseInstant reads RFC 3339, without an offset as Shanghai time.
func parseInstant(text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, civil.Shanghai); err == nil {
			return at, nil
		}
	}
	return time.Time{}, usagef("--received-at 的时间“%s”无法识别，请写成 2026-07-10T09:00:00+08:00 的样子", text)
}

// tellReread prints what came of reading deliveries again.
func (a *app) tellReread(reread []pipelines.Reread) {
	for _, r := range reread {
		switch {
		case r.Interrupted:
			a.print("补读第%d号收件 %s：收下%d行", r.Delivery.Seq, r.Delivery.Name, r.After)
		case r.After != r.Before || r.ReleasedRows+r.ReturnedRows > 0:
			a.print("名册、目录、规则、表头或映射变动，重读第%d号收件 %s：收下行数由%d变为%d", r.Delivery.Seq, r.Delivery.Name, r.Before, r.After)
			a.tellWaiting("原来退回、现已收下", r.ReleasedRows, r.Released)
			a.tellWaiting("原来收下、现在退回", r.ReturnedRows, r.Returned)
		}
	}
}

// shownWaiting is how many names are printed; --json has them all.
const shownWaiting = 10

// tellWaiting prints which rows have gone one way, by what they waited for.
func (a *app) tellWaiting(what string, rows int, waiting []pipelines.Waiting) {
	if rows == 0 {
		return
	}
	var names []string
	for _, w := range waiting[:min(len(waiting), shownWaiting)] {
		if w.Column == "" {
			names = append(names, fmt.Sprintf("%s，%d行", w.Text, w.Rows))
		} else {
			names = append(names, fmt.Sprintf("%s“%s”%d行", w.Column, w.Text, w.Rows))
		}
	}
	list := joinChinese(names)
	if more := len(waiting) - shownWaiting; more > 0 {
		list += fmt.Sprintf("等，另有%d种", more)
	}
	a.print("    %s%d行：%s", what, rows, list)
}

// ingestJSON is what became of the files, and of those of before that were
// read again.
type ingestJSON struct {
	Files  []any            `json:"files"`  // each a [pipelines.receiptFile] or, where it was not taken, a [leftFileJSON]
	Reread []rereadFileJSON `json:"reread"` // files read again because registry, catalogue, rules, headers or mappings differ
	Counts map[string]int64 `json:"counts"` // by name: files (taken in), left (files), refused and duplicate (sheets), accepted and quarantined (rows), reread (files)
}

// leftFileJSON is a file that was left where it is.
type leftFileJSON struct {
	File string `json:"file"` // its name
	Left string `json:"left"` // why, in Chinese
}

// rereadFileJSON is a file that had come in before and was read again.
type rereadFileJSON struct {
	Delivery       int64               `json:"delivery"`
	File           string              `json:"file"`
	Interrupted    bool                `json:"interrupted"`     // it had been sealed and never read
	AcceptedBefore int64               `json:"accepted_before"` // rows, by the reading before
	Accepted       int64               `json:"accepted"`        // rows, by this reading
	ReleasedRows   int                 `json:"released_rows"`
	Released       []pipelines.Waiting `json:"released"` // what they had waited for, the most frequent first; a row may count under several; null where interrupted
	ReturnedRows   int                 `json:"returned_rows"`
	Returned       []pipelines.Waiting `json:"returned"` // what they wait for, likewise; null where interrupted
}

func jsonOfReread(reread []pipelines.Reread) []rereadFileJSON {
	list := []rereadFileJSON{}
	for _, r := range reread {
		list = append(list, rereadFileJSON{
			Delivery: r.Delivery.Seq, File: r.Delivery.Name, Interrupted: r.Interrupted, AcceptedBefore: r.Before, Accepted: r.After,
			ReleasedRows: r.ReleasedRows, Released: r.Released, ReturnedRows: r.ReturnedRows, Returned: r.Returned,
		})
	}
	return list
}

// shownProblems is how many kinds of error are printed of a file.
const shownProblems = 3

// tellProblems prints what is to be corrected, the most frequent first.
func (a *app) tellProblems(problems []receipt.Kind) {
	for i, k := range problems {
		if k.Warning {
			return
		}
		if i == shownProblems {
			a.print("    还有其他问题，见回执")
			return
		}
		a.print("    待更正%d处（%s）：%s", k.Count, k.Where(), k.Sentence())
	}
}

var statusWords = map[lake.Status]string{
	lake.Accepted: "全部收下", lake.Partly: "部分收下", lake.Refused: "退回", lake.Duplicate: "重复",
}

// statusWord is a sheet's outcome as its receipt has it: of which every row
// goes back is not taken in part.
func statusWord(status lake.Status, accepted int) string {
	if status == lake.Partly && accepted == 0 {
		return "全部退回"
	}
	return statusWords[status]
}

// tellIntake prints the receipts.
func (a *app) tellIntake(e *pipelines.Env, result pipelines.Intake) error {
	if a.json {
		files := []any{}
		for _, f := range result.Files {
			if f.Left != "" {
				files = append(files, leftFileJSON{f.Name, f.Left})
				continue
			}
			files = append(files, pipelines.ReceiptJSON(f))
		}
		return printJSON(a, ingestJSON{files, jsonOfReread(result.Reread), result.Counts()})
	}
	a.tellReread(result.Reread)
	for _, f := range result.Files {
		if f.Left != "" {
			a.print("未接收  %s：%s", f.Path, f.Left)
			continue
		}
		a.print("第%d号  %s  %s", f.Delivery.Seq, e.WS.TownshipName(f.Delivery.Township), f.Name)
		for _, r := range f.Receipts {
			name := ""
			if r.Name != "" {
				name = "“" + r.Name + "”"
			}
			switch r.Status {
			case lake.Refused, lake.Duplicate:
				a.print("    %s%s：%s", name, statusWords[r.Status], r.Reason)
			default:
				a.print("    %s%s，%s：共%d行，收下%d行，待更正%d行，非数据%d行，提醒%d处",
					name, r.Table.Title, statusWord(r.Status, r.Accepted), r.Rows, r.Accepted, r.Quarantined, r.NonData, r.Warnings)
			}
			if r.Rows == 0 && r.Table != nil {
				a.print("    表头之下没有一行数据")
			}
			if r.HiddenRows > 0 {
				a.print("    其中隐藏的行%d行，照常读取", r.HiddenRows)
			}
			if len(r.Unknown) > 0 {
				a.print("    未识别的列（原样保留）：%s", joinChinese(r.Unknown))
			}
		}
		a.tellProblems(f.Problems)
	}
	c := result.Counts()
	if len(result.Files) == 0 {
		a.print("没有新文件")
		return nil
	}
	a.print("共%d个文件：收下%d行，待更正%d行，退回%d处，重复%d个，未接收%d个；回执和退回表在 %s",
		c["files"], c["accepted"], c["quarantined"], c["refused"], c["duplicate"], c["left"], e.WS.Outbox())
	return nil
}
