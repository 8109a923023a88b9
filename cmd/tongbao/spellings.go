package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"tongbao/internal/mart"
	"tongbao/pipelines"
)

// spellingsJSON is the spellings that wait.
type spellingsJSON struct {
	Spellings []mart.Spelling `json:"spellings"`
}

func (a *app) spellingsCommand() *cobra.Command {
	var township string
	c := &cobra.Command{
		Use:   "spellings",
		Short: "列出名册不认识的村（社区）写法，并给出可粘贴到名册的曾用名",
		Long: `列出各镇街报送过而名册不认识的村（社区）写法：写过多少行、在哪些文件、可能是哪个村（社区）。
确是同一个村（社区）的，把给出的“曾用名”或整行粘贴到名册（几种写法同指一行的，已并成一行），下次接收或计算时等待的行即可收下；
是写错的，请镇街更正后重新报送。本命令只列出，不改动任何文件。`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with("spellings", func(e *pipelines.Env) error {
				reread, err := e.Refresh(c.Context())
				if err != nil {
					return err
				}
				if !a.json {
					a.tellReread(reread)
				}
				spellings, err := e.Spellings(c.Context())
				if err != nil {
					return err
				}
				if township != "" {
					code, bad := e.WS.Township(township)
					if bad != nil {
						return usagef("--township：%s；%s", bad.Message, bad.Accepted)
					}
					spellings = slices.DeleteFunc(spellings, func(s mart.Spelling) bool { return s.TownshipCode != code })
				}
				a.tellSpellings(spellings)
				return printJSON(a, spellingsJSON{listed(spellings)})
			})
		},
	}
	c.Flags().StringVar(&township, "township", "", "只列一个镇街：名称、9位代码或“区级”")
	return c
}

// longestShown is how many characters of a text are shown.
const longestShown = 40

// oneLine is a text of a filing as it may stand in a terminal.
func oneLine(text string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, text))
	if len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return string(runes)
}

// filesShown names a few files.
func filesShown(files []string) string {
	const few = 3
	shown := make([]string, 0, few)
	for _, name := range files[:min(few, len(files))] {
		shown = append(shown, oneLine(name))
	}
	if len(files) > few {
		return fmt.Sprintf("%s 等%d个文件", joinChinese(shown), len(files))
	}
	return joinChinese(shown)
}

// tellSpellings prints the spellings, township by township.
func (a *app) tellSpellings(spellings []mart.Spelling) {
	if len(spellings) == 0 {
		a.print("没有名册不认识的写法")
		return
	}
	sameLine := map[int][]string{}
	for _, s := range spellings {
		if s.Line > 0 {
			sameLine[s.Line] = append(sameLine[s.Line], "“"+oneLine(s.Text)+"”")
		}
	}
	for i, s := range spellings {
		if i == 0 || s.TownshipCode != spellings[i-1].TownshipCode {
			a.print("%s", s.Township)
		}
		a.print("  “%s”：%d行，见 %s", oneLine(s.Text), s.Rows, filesShown(s.Files))
		switch {
		case s.VillageCode == "":
			a.print("    没有相近的村（社区）；请镇街更正，或由区里核实后写入该村的曾用名")
			continue
		case s.Corrected:
			a.print("    同名文件后来在同一行写的是 %s（%s）", s.Village, s.VillageCode)
		default:
			a.print("    可能是 %s（%s）", s.Village, s.VillageCode)
		}
		if len(s.Others) > 0 {
			a.print("    相近的还有 %s", joinChinese(s.Others))
		}
		if s.Line == 0 {
			continue
		}
		a.print("    确认后，把 %s 第%d行的“曾用名”改为：%s", s.Registry, s.Line, s.Aliases)
		if all := sameLine[s.Line]; len(all) > 1 {
			a.print("    （%s都指这一行，已并在一起，改一次即可；其中不是该村的请去掉）", joinChinese(all))
		}
		if s.Row != "" {
			a.print("    或以下面一行替换第%d行：", s.Line)
			a.print("%s", s.Row)
		}
	}
}
