package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Verbatim is text in a cell that stays text whatever somebody writes into it
// later: a spreadsheet makes no date of 2026-05 and no number of a code. An
// empty one is a blank cell of that kind.
type Verbatim string

// Comment is a note on the cell in a row and column, both from 1.
type Comment struct {
	Row, Column int
	Text        string
}

// The size of a comment's box, in pixels: some lines of Chinese.
const (
	noteWidth  = 280
	noteHeight = 130
)

// annotateCells sets the comments of a sheet: those of Rows' cells and Comments.
func annotateCells(f *excelize.File, s Sheet) error {
	for i, row := range s.Rows {
		for j, v := range row {
			if c, ok := v.(Cell); ok && c.Comment != "" {
				if err := annotateCell(f, s.Name, Comment{i + 1, j + 1, c.Comment}); err != nil {
					return err
				}
			}
		}
	}
	for _, n := range s.Comments {
		if err := annotateCell(f, s.Name, n); err != nil {
			return err
		}
	}
	return nil
}

func annotateCell(f *excelize.File, sheet string, n Comment) error {
	at, err := excelize.CoordinatesToCellName(n.Column, n.Row)
	if err != nil {
		return fmt.Errorf("comment: %w", err)
	}
	note, err := text(n.Text)
	if err != nil {
		return fmt.Errorf("comment at %s: %w", at, err)
	}
	err = f.AddComment(sheet, excelize.Comment{
		Cell: at, Author: "tongbao", Width: noteWidth, Height: noteHeight, Paragraph: []excelize.RichTextRun{{Text: note}},
	})
	if err != nil {
		return fmt.Errorf("comment at %s: %w", at, err)
	}
	return nil
}
