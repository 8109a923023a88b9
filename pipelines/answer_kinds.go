package pipelines

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/internal/filing"
	"tongbao/reports/receipt"
)

const (
	// shownFindings is how many findings a receipt's page lists one by one.
	shownFindings = 200
	// shownText is how many characters of a text it quotes.
	shownText = 300
	// shownPlaces is how many places a kind of problem lists.
	shownPlaces = 8
)

// kinds sums the findings of a file up. It does not grow with the file: there
// are as many kinds as there are reasons and columns.
type kinds struct {
	by    map[kindKey]*receipt.Kind
	order []kindKey
	first []receipt.Finding
	total int
}

type kindKey struct {
	reason, column, message string
	warning                 bool
}

// add counts a finding; warning is what one that refuses nothing means.
func (k *kinds) add(sheet string, f filing.Finding, warning receipt.Effect) {
	effect := receipt.NotTaken
	if f.Warning {
		effect = warning
	}
	shown := receipt.Finding{
		Sheet: sheet, Row: f.Row, Cell: f.Cell, Header: quoted(f.Header), Text: quoted(f.Text), Message: quoted(f.Message), Accepted: f.Accepted,
		Effect: effect,
	}
	k.total++
	if len(k.first) < shownFindings {
		k.first = append(k.first, shown)
	}
	key := kindKey{reason: f.Reason, column: f.Column, warning: f.Warning}
	if f.Reason == filing.RequiredBlank.Code {
		key.message = f.Message // which names the column
	}
	kind := k.by[key]
	if kind == nil {
		if k.by == nil {
			k.by = map[kindKey]*receipt.Kind{}
		}
		kind = &receipt.Kind{Header: shown.Header, Message: shown.Message, Accepted: f.Accepted, Warning: f.Warning}
		k.by[key] = kind
		k.order = append(k.order, key)
	}
	kind.Count++
	kind.Varied = kind.Varied || kind.Message != shown.Message
	if len(kind.Places) < shownPlaces {
		kind.Places = append(kind.Places, shown.Place())
	}
}

// quoted is a text as a page quotes it; what is left out is said.
func quoted(text string) string {
	n := utf8.RuneCountInString(text)
	if n <= shownText {
		return text
	}
	return string([]rune(text)[:shownText]) + fmt.Sprintf("……（共%d字）", n)
}

// sorted are the kinds, errors first, the most frequent first.
func (k *kinds) sorted() []receipt.Kind {
	list := make([]receipt.Kind, 0, len(k.order))
	for _, key := range k.order {
		list = append(list, *k.by[key])
	}
	slices.SortStableFunc(list, func(a, b receipt.Kind) int {
		if a.Warning != b.Warning {
			if a.Warning {
				return 1
			}
			return -1
		}
		return b.Count - a.Count
	})
	return list
}

// problems are findings in words: what is wrong, and what would be right.
func problems(findings []filing.Finding) string {
	var b strings.Builder
	for i, f := range findings {
		if i > 0 {
			b.WriteByte('\n')
		}
		if f.Warning {
			b.WriteString("提醒：")
		}
		if f.Header != "" {
			b.WriteString(f.Header + "：")
		}
		b.WriteString(f.Message)
		if f.Accepted != "" {
			b.WriteString("；怎样改：" + f.Accepted)
		}
	}
	return fitting(b.String())
}
