package chart

const labelSize = 12

// box is a rectangle in pixels.
type box struct{ left, top, right, bottom float64 }

func (a box) overlaps(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// place chooses for each point the side on which its name covers the least
// of the other points and of the names already placed, in the order right,
// left, top, bottom. It is a matter of looks: no name is ever left out.
func place(points []Point, x, y [2]float64) []string {
	at := func(p Point) (float64, float64) {
		return (p.X - x[0]) / (x[1] - x[0]) * plotWidth, (y[1] - p.Y) / (y[1] - y[0]) * plotHeight
	}
	var taken []box
	for _, p := range points {
		px, py := at(p)
		taken = append(taken, box{px - 5, py - 5, px + 5, py + 5})
	}
	sides := make([]string, len(points))
	for i, p := range points {
		px, py := at(p)
		width, height := float64(len([]rune(p.Name))*labelSize), float64(labelSize+4)
		options := []struct {
			side string
			box
		}{
			{"right", box{px + 8, py - height/2, px + 8 + width, py + height/2}},
			{"left", box{px - 8 - width, py - height/2, px - 8, py + height/2}},
			{"top", box{px - width/2, py - 8 - height, px + width/2, py - 8}},
			{"bottom", box{px - width/2, py + 8, px + width/2, py + 8 + height}},
		}
		best, fewest := 0, len(taken)+2
		for j, o := range options {
			hits := 0
			for k, t := range taken {
				if k != i && o.overlaps(t) {
					hits++
				}
			}
			if o.left < 0 || o.right > plotWidth+50 || o.top < 0 || o.bottom > plotHeight {
				hits++
			}
			if hits < fewest {
				best, fewest = j, hits
			}
		}
		sides[i] = options[best].side
		taken = append(taken, options[best].box)
	}
	return sides
}
