package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// pack writes the file's parts in a fixed order without times: excelize
// writes streamed sheets in the random order of a map.
func pack(f *excelize.File, w io.Writer) error {
	raw, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	from, err := zip.NewReader(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil {
		return fmt.Errorf("workbook: reorder parts: %w", err)
	}
	parts := slices.Clone(from.File)
	slices.SortFunc(parts, func(a, b *zip.File) int { return strings.Compare(partOrder(a.Name), partOrder(b.Name)) })
	to := zip.NewWriter(w)
	for _, part := range parts {
		if err := to.Copy(part); err != nil {
			return fmt.Errorf("workbook: part %s: %w", part.Name, err)
		}
	}
	if err := to.Close(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

// partOrder puts the list of contents first, where file-type sniffers expect
// it, and leaves the rest in the order of names.
func partOrder(name string) string {
	switch name {
	case "[Content_Types].xml":
		return "0"
	case "_rels/.rels":
		return "1"
	}
	return "2" + name
}
