package workbook

import "unicode/utf8"

// lineHeight is the height of one line, in points.
const lineHeight = 15

// Fit gives the rows of the sheet the height that their wrapped text needs in
// columns of the given widths: not every program does so when it opens a
// file. Rows of one line keep the default.
func (s *Sheet) Fit() {
	s.Heights = map[int]float64{}
	for i, row := range s.Rows {
		height := 0.0
		for j, v := range row {
			c, ok := v.(Cell)
			if !ok || j >= len(s.Widths) {
				continue
			}
			switch c.Style {
			case Title:
				height = max(height, 2*lineHeight)
			case Header, Wrapped, Given, Example:
				text, ok := c.Value.(string)
				if verbatim, is := c.Value.(Verbatim); is {
					text, ok = string(verbatim), true
				}
				if ok && s.Widths[j] > 0 {
					height = max(height, float64(lines(text, s.Widths[j]))*lineHeight)
				}
			}
		}
		if height > lineHeight {
			s.Heights[i+1] = height
		}
	}
}

// lines is how many lines a text takes: a Chinese character is as wide as two
// others, and no line breaks within one.
func lines(text string, width float64) int {
	n, at := 1, 0.0
	for _, r := range text {
		wide := 1.1
		if utf8.RuneLen(r) > 2 {
			wide = 2.1
		}
		switch {
		case r == '\n':
			n, at = n+1, 0
			continue
		case at+wide > width && at > 0:
			n, at = n+1, 0
		}
		at += wide
	}
	return n
}
