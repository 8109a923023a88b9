package pipelines

import (
	"context"
	"fmt"
	"path/filepath"

	"tongbao/internal/changes"
	"tongbao/internal/rulebook"
)

// Comparison is the standing warehouse's figures against earlier ones.
type Comparison struct {
	Publication string // id of what was published; empty: the window before
	Changes     changes.Changes
}

// Diff compares the standing warehouse with what was published last of the
// report (of this window, else of the newest earlier window of its length),
// and with the window before. Where there is neither, there is nothing to
// compare. An empty audience takes any.
func (e *Env) Diff(ctx context.Context, report, audience string) ([]Comparison, error) {
	if err := CheckPublishable(report); err != nil {
		return nil, err
	}
	p, err := e.draft(ctx)
	if err != nil {
		return nil, err
	}
	now, err := e.figuresOfWarehouse(ctx, p)
	if err != nil {
		return nil, err
	}
	all, err := readPublications(e.WS.Publications())
	if err != nil {
		return nil, err
	}
	comparisons := []Comparison{}
	last, err := lastPublication(all, report, audience, p.Window)
	if err != nil {
		return nil, err
	}
	if last != nil {
		was, err := e.figuresOfPublication(ctx, *last, filepath.Join(e.WS.Publications(), last.ID))
		if err != nil {
			return nil, unreadable(last.ID, err)
		}
		comparisons = append(comparisons, Comparison{last.ID, changes.Compare(was, now)})
	}
	b, err := e.standing(ctx)
	if err != nil {
		return nil, err
	}
	if b.Previous != "" {
		w, err := rulebook.ParseWindow(b.Previous)
		if err != nil {
			return nil, err
		}
		previous := changes.Previous(b.Previous, b.PreviousAsOf, now.Units)
		previous.Rules = rulesInForce(e.WS.Book, w.End)
		comparisons = append(comparisons, Comparison{"", changes.Compare(previous, now)})
	}
	return comparisons, nil
}

// lastPublication is the latest version of the report for the window, else
// for the newest earlier window of the same length; nil where there is none.
func lastPublication(all []Publication, report, audience, window string) (*Publication, error) {
	w, err := rulebook.ParseWindow(window)
	if err != nil {
		return nil, err
	}
	var same, earlier *Publication
	var end rulebook.Window
	for i := range all { // in order of number and version: the last of equals stays
		p := &all[i]
		if p.Report != report || audience != "" && p.Audience != audience {
			continue
		}
		if p.Window == window {
			if same == nil || !p.PublishedAt.Before(same.PublishedAt) {
				same = p
			}
			continue
		}
		other, err := rulebook.ParseWindow(p.Window)
		if err != nil {
			return nil, fmt.Errorf("第%s号公布：%w", p.ID, err)
		}
		alike := other.Quarters() == w.Quarters() && len(p.Window) == len(window)
		if alike && other.End < w.End && (earlier == nil || other.End >= end.End) {
			earlier, end = p, other
		}
	}
	if same != nil {
		return same, nil
	}
	return earlier, nil
}
