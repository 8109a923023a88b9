package sheet

import (
	"errors"
	"fmt"
	"io/fs"

	"tongbao/internal/filing"
)

// Refused says, to the person who sent a file, why the file as a whole cannot
// be taken. Technical, which may be nil, is the detail for the log.
type Refused struct {
	filing.Bad
	Technical error
}

// Error is the message with the technical detail behind it.
func (r *Refused) Error() string {
	if r.Technical == nil {
		return fmt.Sprintf("%s (%s)", r.Message, r.Reason)
	}
	return fmt.Sprintf("%s (%s: %v)", r.Message, r.Reason, r.Technical)
}

// Unwrap gives the technical detail.
func (r *Refused) Unwrap() error { return r.Technical }

func refuse(reason filing.Reason, technical error, values ...string) *Refused {
	return &Refused{*reason.Bad(values...), technical}
}

// torn refuses what is not as its format demands.
func torn(format string, args ...any) *Refused {
	return refuse(damaged, fmt.Errorf(format, args...))
}

// refusal turns an error met while reading a file's content into a Refused.
// A failing disk is no fault of the file and stays as it is, and so does what
// the caller's own function returned.
func refusal(what string, err error) error {
	var already *Refused
	var disk *fs.PathError
	var theirs yieldError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &theirs):
		return theirs.error
	case errors.As(err, &already):
		return already
	case errors.As(err, &disk):
		return fmt.Errorf("%s: %w", what, err)
	default:
		return torn("%s: %w", what, err)
	}
}

// yieldError marks an error of the function rows are passed to.
type yieldError struct{ error }
