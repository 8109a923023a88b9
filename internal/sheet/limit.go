package sheet

import (
	"fmt"
	"io"
)

// bombFloor is the size up to which unpacking is harmless whatever the
// expansion: a short file of equal cells packs better than 200-fold.
const bombFloor = 1 << 20

// limitedReader counts what a packed stream unpacks to and refuses it at the
// limits.
type limitedReader struct {
	src    io.Reader
	lim    Limits
	packed int64
	n      int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	l.n += int64(n)
	if over := checkUnpacked(l.packed, l.n, l.lim); over != nil {
		return 0, over
	}
	return n, err
}

// checkUnpacked judges a size reached or announced.
func checkUnpacked(packed, unpacked int64, lim Limits) error {
	if unpacked > bombFloor && unpacked/lim.Expansion > packed {
		return refuse(bomb, fmt.Errorf("%d bytes unpack to %d or more", packed, unpacked), "倍数", fmt.Sprint(lim.Expansion))
	}
	if unpacked > lim.SheetBytes {
		return tooLarge(fmt.Sprintf("展开后超过 %s", inMiB(lim.SheetBytes)), fmt.Errorf("%d bytes unpack to %d or more", packed, unpacked))
	}
	return nil
}

func tooLarge(what string, technical error) *Refused {
	return refuse(overLimit, technical, "多少", what)
}

func inMiB(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d 字节", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
