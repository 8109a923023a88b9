package filing

import (
	"slices"
	"strings"

	"tongbao/internal/grid"
)

// booleans are the words read as yes or no, in full: 未公开 is not 公开.
var booleans = booleanWords()

// notApplicable is neither: it leaves the cell unknown.
const notApplicable = "不适用"

func booleanWords() map[string]bool {
	m := map[string]bool{
		"是": true, "有": true, "已": true, "√": true, "✓": true, "✔": true, "☑": true, "Y": true, "1": true, "TRUE": true,
		"否": false, "不是": false, "无": false, "未": false, "×": false, "✗": false, "✘": false, "X": false, "N": false, "0": false, "FALSE": false,
	}
	for _, done := range []string{
		"盖", "盖章", "盖印", "签", "签字", "签名", "签章", "公开", "公布", "公示", "张贴", "上墙", "在栏",
		"监督", "审查", "备案", "整改", "落实", "通报", "作废",
	} {
		m["已"+done], m["未"+done] = true, false
	}
	return m
}

func readBool(c *Column, cell grid.Cell) (Value, *Bad) {
	if cell.Kind == grid.Date {
		return Value{}, BoolUnreadable.Bad()
	}
	text := strings.ToUpper(fold(cell.Text))
	if text == notApplicable {
		return Value{}, nil
	}
	if value, ok := boolWord(c, text); ok {
		return Value{Valid: true, Bool: value}, nil
	}
	if strings.ContainsAny(text, ticked+unticked) {
		return readBoxes(c, text)
	}
	return Value{}, BoolUnreadable.Bad()
}

func boolWord(c *Column, text string) (value, ok bool) {
	switch {
	case slices.Contains(c.True, text):
		return true, true
	case slices.Contains(c.False, text):
		return false, true
	}
	value, ok = booleans[text]
	return value, ok
}

const (
	ticked   = "☑√✓✔"
	unticked = "☐□"
)

// readBoxes reads a printed pair by the ticked box: 是□ 否☑, or ☐是 ☑否. The
// boxes stand all before or all after their words.
func readBoxes(c *Column, text string) (Value, *Bad) {
	var words []string
	var boxes []bool
	word, boxFirst := "", strings.ContainsRune(ticked+unticked, []rune(text)[0])
	for _, r := range text {
		switch {
		case strings.ContainsRune("/、,;", r): // between the two
		case strings.ContainsRune(ticked+unticked, r):
			if word != "" {
				words, word = append(words, word), ""
			}
			boxes = append(boxes, strings.ContainsRune(ticked, r))
			if paired := len(words) == len(boxes); paired == boxFirst {
				return Value{}, BoolUnticked.Bad()
			}
		default:
			word += string(r)
		}
	}
	if word != "" {
		words = append(words, word)
	}
	if len(words) != 2 || len(boxes) != 2 || boxes[0] == boxes[1] {
		return Value{}, BoolUnticked.Bad()
	}
	first, ok := boolWord(c, words[0])
	second, okSecond := boolWord(c, words[1])
	if !ok || !okSecond || first == second {
		return Value{}, BoolUnreadable.Bad()
	}
	return Value{Valid: true, Bool: first == boxes[0]}, nil
}
