package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What the command-line library says itself, in Chinese.

const usageTemplate = `用法：
  {{if .HasAvailableSubCommands}}{{.CommandPath}} 命令{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
参数：
{{flags .LocalFlags}}{{end}}{{if .HasAvailableInheritedFlags}}
通用参数：
{{flags .InheritedFlags}}{{end}}`

// localise gives cobra's own words in Chinese.
func localise(root *cobra.Command) {
	cobra.AddTemplateFunc("flags", flagUsages)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{.}}\n\n{{end}}{{.UsageString}}")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{errors.New(flagError(err))} })
	root.SetHelpCommand(helpCommand(root))
	for _, c := range root.Commands() {
		c.Flags().BoolP("help", "h", false, "显示用法")
		c.DisableFlagsInUseLine = true
		if args := c.Args; args != nil {
			c.Args = func(cmd *cobra.Command, given []string) error {
				if err := args(cmd, given); err != nil {
					return usagef("%s 的用法有误。正确的写法：%s", cmd.Name(), cmd.UseLine())
				}
				return nil
			}
		}
	}
	root.Args = func(_ *cobra.Command, given []string) error {
		if len(given) > 0 {
			return unknownCommand(given[0])
		}
		return nil
	}
	root.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
}

func unknownCommand(name string) error {
	return usagef("没有名为“%s”的命令；运行 tongbao --help 查看全部命令", name)
}

// helpCommand makes `help COMMAND` the same as `COMMAND --help`.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [命令]", Short: "显示一个命令的用法", Hidden: true, DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return root.Help()
			}
			for _, c := range root.Commands() {
				if c.Name() == args[0] {
					c.InitDefaultHelpFlag()
					return c.Help()
				}
			}
			return unknownCommand(args[0])
		},
	}
}

// flagUsages lists flags, each with its explanation on a line of its own:
// Chinese and Latin letters do not stand in columns.
func flagUsages(set *pflag.FlagSet) string {
	var b strings.Builder
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if f.NoOptDefVal == "" {
			name += " …"
		}
		fmt.Fprintf(&b, "  %s\n      %s\n", name, f.Usage)
	})
	return b.String()
}

// flagError says what is wrong with a flag.
func flagError(err error) string {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedName()
		}
		return fmt.Sprintf("没有参数 %s；加 --help 查看可用的参数", name)
	case errors.As(err, &missing):
		return fmt.Sprintf("参数 --%s 后面要写内容：%s", missing.GetFlag().Name, missing.GetFlag().Usage)
	case errors.As(err, &invalid):
		return fmt.Sprintf("参数 --%s 不能是“%s”：%s", invalid.GetFlag().Name, invalid.GetValue(), invalid.GetFlag().Usage)
	case errors.As(err, &syntax):
		return fmt.Sprintf("参数“%s”的写法有误；加 --help 查看可用的参数", syntax.GetSpecifiedFlag())
	default:
		return "命令的参数有误；加 --help 查看可用的参数"
	}
}
