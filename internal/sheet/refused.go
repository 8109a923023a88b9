package sheet

import (
	"errors"
	"fmt"
	"io/fs"

	"tongbao/internal/filing"
)

// Reasons for refusing a file as a whole.
const (
	ReasonEmpty         = "empty_file"       // nothing, or white space only
	ReasonNotATable     = "not_a_table_file" // no kind of file that holds tables
	ReasonLegacyXLS     = "legacy_xls"       // .xls or .et of the time before .xlsx
	ReasonXLSB          = "xlsb"             // binary workbook in a zip
	ReasonODS           = "ods"              // OpenDocument
	ReasonPDF           = "pdf"              // .pdf or .ofd
	ReasonDocument      = "document"         // a text document or slides
	ReasonWebPage       = "web_page"         // HTML or XML under another name
	ReasonImage         = "image"            // a picture
	ReasonArchive       = "archive"          // an archive where one table file was expected
	ReasonEncrypted     = "encrypted"        // password protected
	ReasonTorn          = "torn"             // damaged, incomplete, or not as its format demands
	ReasonNoSheet       = "no_sheet"         // a workbook without a worksheet
	ReasonBomb          = "bomb"             // unpacks to more than Limits.Expansion allows
	ReasonTooLarge      = "too_large"        // over another limit
	ReasonBinary        = "binary"           // NUL bytes in what should be text
	ReasonMixedEncoding = "mixed_encoding"   // no one encoding fits all of the text
	ReasonBrokenQuote   = "broken_quote"     // a quotation mark that is never closed
	ReasonUnsafeName    = "unsafe_name"      // an archive member whose name leads out of the archive
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

const saveAsXLSX = "请用 Excel 或 WPS 打开后另存为 .xlsx，再报送"

func refuse(reason, message, accepted string, technical error) *Refused {
	return &Refused{filing.Bad{Reason: reason, Message: message, Accepted: accepted}, technical}
}

// torn refuses what is not as its format demands.
func torn(format string, args ...any) *Refused {
	return refuse(ReasonTorn, "文件已损坏或不完整，没有读取任何一行",
		"请打开原文件确认内容完整，重新保存后再报送", fmt.Errorf(format, args...))
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
