package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// File is one of several files of a directory that are written together.
type File struct {
	Name string
	Fill func(io.Writer) error
	Mode os.FileMode
}

// WriteTogether puts several files into a directory, each as Write does but
// for less: they are synced side by side, and the directory once. They appear
// in the order given, so that the last one may stand for all; a crash may
// leave the first ones only, each of them whole.
func WriteTogether(dir string, files []File) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	written := make([]*os.File, 0, len(files))
	defer func() {
		if err != nil {
			for _, f := range written {
				err = errors.Join(err, discard(f))
			}
		}
	}()
	for _, file := range files {
		f, err := os.CreateTemp(dir, ".writing-*")
		if err != nil {
			return err
		}
		written = append(written, f)
		if err := errors.Join(file.Fill(f), f.Chmod(file.Mode)); err != nil {
			return err
		}
	}
	errs := make([]error, len(written))
	var all sync.WaitGroup
	for i, f := range written {
		all.Go(func() { errs[i] = errors.Join(f.Sync(), f.Close()) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for i, f := range written {
		if err := os.Rename(f.Name(), filepath.Join(dir, files[i].Name)); err != nil {
			return err
		}
	}
	return SyncDir(dir)
}

// discard removes what is left of a temporary file: it may be closed already,
// or have its name by now.
func discard(f *os.File) error {
	if err := f.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	if err := os.Remove(f.Name()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
