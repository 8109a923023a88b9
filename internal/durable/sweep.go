package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// unfinished is how the names of files begin that are not finished yet. A
// process that is killed leaves such files behind; nothing ever reads them.
var unfinished = []string{".writing-", ".sealing-", ".reading-", ".answering-"}

// Sweep removes what killed processes left unfinished below dir. Nobody may
// be writing there. A directory that does not exist has nothing to sweep.
func Sweep(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir():
			return nil
		}
		for _, prefix := range unfinished {
			if strings.HasPrefix(d.Name(), prefix) {
				return os.Remove(path)
			}
		}
		return nil
	})
}
