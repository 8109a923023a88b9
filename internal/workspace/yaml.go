package workspace

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/token"
)

// readYAML reads a file strictly: a key that does not exist is an error, and
// every error shows its line, in Chinese.
func readYAML(name string, data []byte, into any) error {
	err := yaml.UnmarshalWithOptions(data, into, yaml.Strict())
	if err == nil {
		return nil
	}
	at, what := yamlProblem(err)
	if at == nil || at.Position == nil {
		return fmt.Errorf("%s 有误：%s", name, what)
	}
	line, column := at.Position.Line, at.Position.Column
	text := ""
	if lines := strings.Split(string(data), "\n"); line >= 1 && line <= len(lines) {
		text = strings.TrimRight(lines[line-1], "\r")
	}
	return fmt.Errorf("%s 第%d行第%d列有误：%s\n  %d | %s", name, line, column, what, line, text)
}

// quoted finds what an unknown key is called in the library's message.
var quoted = regexp.MustCompile(`"([^"]*)"`)

// yamlProblem tells where an error lies, and in Chinese what is wrong.
func yamlProblem(err error) (*token.Token, string) {
	var (
		unknown *yaml.UnknownFieldError
		twice   *yaml.DuplicateKeyError
		wrong   *yaml.TypeError
		large   *yaml.OverflowError
		node    *yaml.UnexpectedNodeTypeError
		syntax  *yaml.SyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		key := ""
		if m := quoted.FindStringSubmatch(unknown.Message); m != nil {
			key = m[1]
		}
		return unknown.Token, fmt.Sprintf("没有名为“%s”的项；请核对拼写和缩进", key)
	case errors.As(err, &twice):
		return twice.Token, "同一项写了两次；请只留一次"
	case errors.As(err, &wrong):
		return wrong.Token, "内容与该项不符（例如应写数字、是否或列表的地方写了别的）"
	case errors.As(err, &large):
		return large.Token, "数字过大"
	case errors.As(err, &node):
		return node.Token, "结构与该项不符；请核对缩进、短横线和冒号"
	case errors.As(err, &syntax):
		return syntax.Token, "不合 YAML 的写法；请核对缩进、引号、括号是否成对，以及冒号后的空格"
	default:
		return nil, "不合 YAML 的写法"
	}
}
