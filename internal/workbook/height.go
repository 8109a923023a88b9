package workbook

// highestRow is what a row may take, in points: a higher one would hide the
// others.
const highestRow = 300

// HeightOf is the height that a wrapped text needs in a column of so many
// characters, in points; 0, the default, where one line is enough.
func HeightOf(text string, width float64) float64 {
	n := lines(text, width)
	if n == 1 {
		return 0
	}
	return min(float64(n)*lineHeight, highestRow)
}
